// SPDX-License-Identifier: EUPL-1.2

package hybrid

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govalues/decimal"

	"rentmeester/fault"
	"rentmeester/formats/einvoice"
	"rentmeester/formats/pdf"
	"rentmeester/invoice"
	"rentmeester/text"
)

// corpusPDFs gives the PDFs of the ZUGFeRD corpus, by their path in it.
func corpusPDFs(t *testing.T) map[string]*pdf.Document {
	t.Helper()
	if os.Getenv("RENTMEESTER_CORPUS") == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: real files are not read")
	}
	documents, err := readCorpus()
	if err != nil || len(documents) == 0 {
		t.Fatalf("%d PDFs, %v", len(documents), err)
	}
	return documents
}

var readCorpus = sync.OnceValues(func() (map[string]*pdf.Document, error) {
	root := filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "invoice", "zugferd-corpus")
	reader := pdf.New(pdf.Options{})
	documents := map[string]*pdf.Document{}
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.EqualFold(filepath.Ext(path), ".pdf") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		documents[filepath.ToSlash(name)], err = readOne(reader, raw)
		return err
	})
	return documents, errors.Join(err, reader.Close())
})

func readOne(reader *pdf.Reader, raw []byte) (*pdf.Document, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	return reader.Read(ctx, bytes.NewReader(raw))
}

// draft is of before ZUGFeRD 1.0: its XML, of a release candidate that never
// came into force, has names of its own.
const draft = "MustangGnuaccountingBeispielRE-20140522_501.pdf"

// notValid are the PDFs in the folders "correct" whose XML breaks a rule of
// EN 16931 all the same, by the official rules too.
var notValid = map[string][]string{
	// 9958 was struck from the list of electronic addresses after the file was made.
	"zugferd_2p0_EN16931_ElektronischeAdresse.pdf":                        {"BR-CL-25"},
	"zugferd_2p0_EN16931_RechnungsUebertragung.pdf":                       {"BR-CL-25"},
	"zugferd_2p1_EN16931_RechnungsUebertragung.pdf":                       {"BR-CL-25"},
	"zugferd_2p1_EXTENDED_InnergemeinschLieferungMehrereBestellungen.pdf": {"BR-CL-25"},
	// A code for the kind of an attachment that the standard has no place for.
	"zugferd_2p0_EN16931_Betriebskostenabrechnung.pdf": {"CII-DT-024"},
}

// otherwise are the PDFs in the folders "correct" whose page really says
// otherwise than their XML.
var otherwise = map[string][]string{
	// The page has 358,00 net, 48,82 VAT and 406,82 in all; the XML 496.00, 75.04 and 571.04.
	"MustangGnuaccountingBeispielRE-20150613_503.pdf": {"RM-PDF-TOTAL", "RM-PDF-TOTAL", "RM-PDF-TOTAL"},
	// The page has the number of the contract, 00.123.456.7; the XML adds "-2014-1".
	"ZUGFeRD_1p0_COMFORT_Sachversicherung_berechneter_Steuersatz.pdf": {"RM-PDF-NUMBER"},
}

func rules(found []einvoice.Finding, severity einvoice.Severity) []string {
	var all []string
	for _, f := range found {
		if f.Severity == severity && !slices.Contains(all, f.Rule) || severity == einvoice.Policy {
			all = append(all, f.Rule)
		}
	}
	return all
}

// TestCorrectPDFs reads every PDF that its makers call correct: the invoice is
// inside, it keeps the rules of EN 16931 as far as its profile claims them, and
// the page says the same; the exceptions are named above with their reason.
func TestCorrectPDFs(t *testing.T) {
	inside, read, valid, same := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for name, d := range corpusPDFs(t) {
		version, _, correct := strings.Cut(name, "/correct/")
		if !correct {
			continue
		}
		base := path.Base(name)
		if len(d.Files) > 0 {
			inside[version]++
		}
		inv, err := Find(d)
		if base == draft && fault.Is(err, "einvoice.unknown") {
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		read[version]++
		if got := rules(einvoice.Validate(inv.Document), einvoice.Error); !reflect.DeepEqual(got, notValid[base]) {
			t.Errorf("%s: %v, want %v", name, got, notValid[base])
		} else if len(got) == 0 {
			valid[version]++
		}
		found := Compare(inv.Read(), d.Pages)
		if got := rules(found, einvoice.Policy); !reflect.DeepEqual(got, otherwise[base]) {
			t.Errorf("%s: false alarms %v, want %v: %s", name, got, otherwise[base], sentences(found))
		} else if len(got) == 0 {
			same[version]++
		}
	}
	for version, least := range map[string][4]int{"ZUGFeRDv1": {9, 8, 8, 6}, "ZUGFeRDv2": {34, 34, 29, 34}} { // no rules are tried on version 1
		got := [4]int{inside[version], read[version], valid[version], same[version]}
		t.Logf("%s: with XML, read, valid, page says the same: %v", version, got)
		for i := range got {
			if got[i] < least[i] {
				t.Errorf("%s: it was %v", version, least)
			}
		}
	}
}

func sentences(found []einvoice.Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Message(text.EN))
	}
	return strings.Join(all, " ")
}

// silent are PDFs in the folders "fail" of which neither the XML nor the page
// shows what is wrong by the rules that are tried here.
var silent = []string{
	"MustangGnuaccountingBeispielRE-20190610_507a.pdf", // keeps EN 16931, by the official rules too; its page says the same
}

// TestFailingPDFs reads what its makers call wrong. What is wrong with some is
// the PDF/A or the schema, which nobody tries here.
func TestFailingPDFs(t *testing.T) {
	wrong, told := 0, 0
	for name, d := range corpusPDFs(t) {
		if !strings.Contains(name, "/fail/") {
			continue
		}
		inv, err := Find(d)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found := append(einvoice.Validate(inv.Document), Compare(inv.Read(), d.Pages)...)
		if len(rules(found, einvoice.Error)) > 0 {
			wrong++
		}
		if len(found) > 0 {
			told++
		}
		if quiet := slices.Contains(silent, path.Base(name)); quiet == (len(found) > 0) {
			t.Errorf("%s: findings %v", name, found)
		}
	}
	t.Logf("%d with findings, of which %d with errors", told, wrong)
	if told < 9 || wrong < 4 {
		t.Error("it was more")
	}
}

// TestTextAndFilesOfAll counts what is read of every PDF.
func TestTextAndFilesOfAll(t *testing.T) {
	documents := corpusPDFs(t)
	texts, pages, textPages, withFiles, files := 0, 0, 0, 0, 0
	for name, d := range documents {
		pages, textPages, files = pages+len(d.Pages), textPages+d.TextPages(), files+len(d.Files)
		if d.HasText() {
			texts++
		}
		if len(d.Files) > 0 {
			withFiles++
		}
		for _, f := range d.Files {
			if f.Name == "" || len(f.Data) == 0 || f.MIME == "" || f.Relationship == "" {
				t.Errorf("%s: %q, %d bytes, %q, %q", name, f.Name, len(f.Data), f.MIME, f.Relationship)
			}
		}
	}
	t.Logf("%d PDFs: %d with text, on %d of %d pages; %d with embedded files, %d together", len(documents), texts, textPages, pages, withFiles, files)
	if texts < 62 || textPages < 118 || withFiles < 61 || files < 67 {
		t.Error("it was more")
	}
}

// TestChangedXMLIsSeen changes one value of the XML of each PDF whose page says
// the same, and counts how often that is told: being lenient must not be blind.
func TestChangedXMLIsSeen(t *testing.T) {
	changes := []struct {
		name   string
		change func(*invoice.Invoice) bool
		seen   int
		tried  int
	}{
		{name: "number", change: func(i *invoice.Invoice) bool { i.Number = turned(i.Number); return true }},
		{name: "day", change: func(i *invoice.Invoice) bool { i.Issued = i.Issued.Add(1); return true }},
		{name: "payable", change: func(i *invoice.Invoice) bool { return raised(i.Totals.Payable) }},
		{name: "VAT amount", change: func(i *invoice.Invoice) bool { return raised(i.Totals.VAT) }},
		{name: "VAT number", change: func(i *invoice.Invoice) bool { i.Seller.VAT = turned(i.Seller.VAT); return i.Seller.VAT != "" }},
		{name: "account", change: func(i *invoice.Invoice) bool {
			if len(i.Payments) == 0 || i.Payments[0].Account == "" {
				return false
			}
			i.Payments[0].Account = turned(i.Payments[0].Account)
			return true
		}},
	}
	for name, d := range corpusPDFs(t) {
		inv, err := Find(d)
		if err != nil || len(Compare(inv.Read(), d.Pages)) > 0 {
			continue
		}
		for i := range changes {
			reading := inv.Read()
			if !changes[i].change(&reading.Invoice) {
				continue
			}
			changes[i].tried++
			if len(Compare(reading, d.Pages)) > 0 {
				changes[i].seen++
			} else {
				t.Logf("%s: a changed %s is not seen", name, changes[i].name)
			}
		}
	}
	for _, c := range changes {
		t.Logf("%s: seen %d of %d", c.name, c.seen, c.tried)
		if c.tried < 20 || c.seen*100 < c.tried*95 {
			t.Errorf("%s: too few", c.name)
		}
	}
}

// turned changes the last digit.
func turned(s string) string {
	at := strings.LastIndexAny(s, "0123456789")
	if at < 0 {
		return s
	}
	return s[:at] + string('0'+(s[at]-'0'+1)%10) + s[at+1:]
}

// raised adds a cent.
func raised(a *invoice.Amount) bool {
	if a == nil || a.Value.IsZero() {
		return false
	}
	more, err := a.Value.Add(decimal.MustNew(1, 2))
	a.Value = more
	return err == nil
}
