// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
)

// gathered is a handler that writes down what matters of all it is given.
type gathered struct {
	Nothing
	list []string
}

func (g *gathered) add(format string, args ...any) error {
	g.list = append(g.list, fmt.Sprintf(format, args...))
	return nil
}
func (g *gathered) Account(a *Account) error {
	return g.add("account %s %s %s %s", a.ID, a.Name, a.Kind, a.RGS)
}
func (g *gathered) Party(p *Party) error {
	return g.add("party %s %s %s %s", p.ID, p.Name, p.Kind, p.KvK)
}
func (g *gathered) VATCode(v *VATCode) error { return g.add("vat %s %s %s", v.ID, v.ToPay, v.ToClaim) }
func (g *gathered) Opening(o *Opening) error { return g.add("opening %s %s", o.Account, o.Amount) }

func (g *gathered) Transaction(t *Transaction) error {
	_ = g.add("%s %s %s %s %s balanced %v sound %v", t.Journal.ID, t.Journal.Kind, t.Nr, t.Day, t.Text, t.Balanced, t.Sound)
	for _, l := range t.Lines {
		vat, _ := json.Marshal(l.VAT)
		_ = g.add("%s %s %s %s %s %s", l.Account, l.Amount, l.Party, l.Invoice, l.CostCentre, vat)
	}
	return nil
}

const (
	v31 = "http://www.auditfiles.nl/XAF/3.1"
	v4  = "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0"
)

// xafile is a small file of a version from 3.0 on.
func xafile(space, cost string) string {
	return `<auditfile xmlns="` + space + `"><header><fiscalYear>2025</fiscalYear><startDate>2025-01-01</startDate><endDate>2025-12-31</endDate>
<curCode>EUR</curCode><dateCreated>2026-02-01</dateCreated><softwareDesc>Boek</softwareDesc></header>
<company><companyName>Dorp</companyName><taxRegIdent>1</taxRegIdent>
<customersSuppliers><customerSupplier><custSupID>C1</custSupID><custSupName>Van Dam</custSupName><commerceNr>12345678</commerceNr><custSupTp>S</custSupTp></customerSupplier></customersSuppliers>
<generalLedger><ledgerAccount><accID>1600</accID><accDesc>Crediteuren</accDesc><accTp>B</accTp></ledgerAccount>
<ledgerAccount><accID>4300</accID><accDesc>Groen</accDesc><accTp>P</accTp></ledgerAccount></generalLedger>
<vatCodes><vatCode><vatID>H</vatID><vatDesc>hoog</vatDesc><vatToClaimAccID>1520</vatToClaimAccID></vatCode></vatCodes>
<openingBalance><linesCount>2</linesCount><totalDebit>5.00</totalDebit><totalCredit>5.00</totalCredit>
<obLine><nr>1</nr><accID>4300</accID><amnt>5.00</amnt><amntTp>D</amntTp></obLine><obLine><nr>2</nr><accID>1600</accID><amnt>5.00</amnt><amntTp>C</amntTp></obLine></openingBalance>
<transactions><linesCount>2</linesCount><totalDebit>100.00</totalDebit><totalCredit>100.00</totalCredit>
<journal><jrnID>I</jrnID><desc>Inkoop</desc><jrnTp>P</jrnTp><offsetAccID>1600</offsetAccID>
<transaction><nr>7</nr><desc>Snoeien</desc><periodNumber>3</periodNumber><trDt>2025-03-02</trDt>
<trLine><nr>1</nr><accID>1600</accID><docRef>d</docRef><effDate>2025-03-01</effDate><amnt>100.00</amnt><amntTp>C</amntTp><custSupID>C1</custSupID><invRef>F1</invRef></trLine>
<trLine><nr>2</nr><accID>4300</accID><docRef>d</docRef><effDate>2025-03-01</effDate><desc>Snoeien</desc><amnt>100.00</amnt><amntTp>D</amntTp><` + cost + `>4010</` + cost + `>
<vat><vatID>H</vatID><vatPerc>21.000</vatPerc><vatAmnt>21.00</vatAmnt><vatAmntTp>D</vatAmntTp></vat></trLine>
</transaction></journal></transactions></company></auditfile>`
}

const clair = `<auditfile><header><auditfileVersion>CLAIR2.00.00</auditfileVersion><companyName>Dorp</companyName><fiscalYear>2025</fiscalYear>
<startDate>2025-01-01</startDate><endDate>2025-12-31</endDate><currencyCode>EUR</currencyCode><productID>Boek</productID><productVersion>1</productVersion></header>
<generalLedger><taxonomy/><ledgerAccount><accountID>1600</accountID><accountDesc>Crediteuren</accountDesc><accountType>Balans</accountType></ledgerAccount>
<ledgerAccount><accountID>4300</accountID><accountDesc>Groen</accountDesc><accountType>Winst en verlies</accountType></ledgerAccount></generalLedger>
<customersSuppliers><customerSupplier><custSupID>C1</custSupID><type>Crediteur</type><companyName>Van Dam</companyName></customerSupplier></customersSuppliers>
<transactions><numberEntries>2</numberEntries><totalDebit>100.00</totalDebit><totalCredit>100.00</totalCredit>
<journal><journalID>I</journalID><description>Inkopen</description><type>Inkoop</type>
<transaction><transactionID>7</transactionID><description>Snoeien</description><period>3</period><transactionDate>2025-03-02</transactionDate>
<line><recordID>1</recordID><accountID>1600</accountID><custSupID>C1</custSupID><documentID>F1</documentID><creditAmount>100.00</creditAmount></line>
<line><recordID>2</recordID><accountID>4300</accountID><description>Snoeien</description><debitAmount>100.00</debitAmount><creditAmount/><costDesc>4010</costDesc>
<vat><vatCode>H</vatCode><vatAmount>21.00</vatAmount></vat></line>
</transaction></journal></transactions></auditfile>`

func TestVersions(t *testing.T) {
	ledger := []string{"account 1600 Crediteuren B ", "account 4300 Groen P "}
	lists := append([]string{"party C1 Van Dam S 12345678"}, append(ledger, "vat H  1520", "opening 4300 5.00", "opening 1600 -5.00")...)
	lines := []string{"I P 7 2025-03-02 Snoeien balanced true sound true", "1600 -100.00 C1 F1  null",
		`4300 100.00   4010 [{"Code":"H","Rate":"21.000","Amount":2100}]`}
	for name, c := range map[string]struct {
		doc, version string
		want         []string
	}{
		"3.1": {xafile(v31, "costID"), "3.1", append(slices.Clone(lists), lines...)},
		"4.0": {xafile(v4, "cost"), "4.0", append(slices.Clone(lists), lines...)},
		"CLAIR2": {clair, "CLAIR2", append(append(slices.Clone(ledger), "party C1 Van Dam S "), lines[0], "1600 -100.00 C1   null",
			`4300 100.00   4010 [{"Code":"H","Rate":"","Amount":2100}]`)},
	} {
		var g gathered
		r, err := Read(strings.NewReader(c.doc), &g)
		if err != nil || !r.Proved() || len(r.Findings) > 0 || r.Header.Version != c.version || r.Header.Company != "Dorp" || r.Header.Year != "2025" {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		if !reflect.DeepEqual(g.list, c.want) {
			t.Errorf("%s gives\n%s\nwant\n%s", name, strings.Join(g.list, "\n"), strings.Join(c.want, "\n"))
		}
		if !Recognise([]byte(c.doc)) {
			t.Errorf("%s is not recognised", name)
		}
	}
	for _, other := range []string{"<AuditFile xmlns='urn:OECD:StandardAuditFile-Tax:PT_1.04_01'/>", "<auditfile xmlns='urn:x'/>", "<a/>", "", "x"} {
		if Recognise([]byte(other)) {
			t.Errorf("%q is recognised", other)
		}
	}
}

// TestLiberties changes one thing in a sound file.
func TestLiberties(t *testing.T) {
	sound := xafile("http://www.auditfiles.nl/XAF/3.2", "costID")
	for _, c := range []struct {
		name, from, to string
		findings       []string
		proved         bool
	}{
		{"comma", "<amnt>100.00</amnt><amntTp>D", "<amnt>100,00</amnt><amntTp>D", []string{"xaf.comma"}, true},
		{"decimals", "<amnt>100.00</amnt><amntTp>D", "<amnt>100.000000001</amnt><amntTp>D", []string{"xaf.precision"}, true},
		{"side in words", "<amntTp>D</amntTp><costID>", "<amntTp>Debet</amntTp><costID>", nil, true},
		{"negative on the other side", "<amnt>100.00</amnt><amntTp>C", "<amnt>-100.00</amnt><amntTp>D",
			[]string{"xaf.total-debit", "xaf.total-credit"}, false},
		{"no side", "<amntTp>D</amntTp><costID>", "<amntTp>X</amntTp><costID>",
			[]string{"xaf.side", "xaf.unbalanced", "xaf.total-debit", "xaf.total-sides"}, false},
		{"no amount", "<amnt>100.00</amnt><amntTp>C", "<amnt/><amntTp>C",
			[]string{"xaf.amount", "xaf.unbalanced", "xaf.total-credit", "xaf.total-sides"}, false},
		{"moment", "<trDt>2025-03-02<", "<trDt>2025-03-02T00:00:00<", nil, true},
		{"no date", "<trDt>2025-03-02<", "<trDt>vandaag<", []string{"xaf.date"}, true},
		{"no totals", "<linesCount>2</linesCount><totalDebit>100.00</totalDebit><totalCredit>100.00</totalCredit>", "", []string{"xaf.total-none"}, true},
		{"empty totals", "<linesCount>2</linesCount><totalDebit>100.00<", "<linesCount/><totalDebit><", []string{"xaf.total-none"}, true},
		{"counts transactions", "<linesCount>2</linesCount><totalDebit>100.00<", "<linesCount>1</linesCount><totalDebit>100.00<", []string{"xaf.total-lines"}, true},
		{"wrong total", "<totalDebit>100.00<", "<totalDebit>100.01<", []string{"xaf.total-debit"}, false},
		{"no total", "<totalDebit>100.00<", "<totalDebit>veel<", []string{"xaf.stated", "xaf.total-none"}, false},
		{"wrong opening", "<totalCredit>5.00<", "<totalCredit>6.00<", []string{"xaf.opening-credit"}, false},
		{"unknown account", "<accID>4300</accID><docRef>", "<accID>4301</accID><docRef>", []string{"xaf.account"}, true},
		{"unknown relation", "<custSupID>C1</custSupID><invRef>", "<custSupID>C2</custSupID><invRef>", []string{"xaf.party"}, true},
		{"outside", "<trDt>2025", "<trDt>2024", []string{"xaf.outside"}, true},
		{"encoding", "<desc>Snoeien</desc><amnt>", "<desc>Caf\xE9</desc><amnt>", []string{"xaf.encoding"}, true},
		{"version", "/XAF/3.2", "/XAF/9.9", []string{"xaf.version"}, true},
		{"currency", "<curCode>EUR<", "<curCode>USD<", []string{"xaf.currency"}, false},
		{"quantity", "<costID>", "<qntity>-3</qntity><costID>", nil, true},
		{"no transactions", "<transactions>", "<bookings>", []string{"xaf.no-transactions"}, false},
	} {
		doc := strings.Replace(sound, c.from, c.to, 1)
		if c.to == "<bookings>" {
			doc = strings.Replace(doc, "</transactions>", "</bookings>", 1)
		}
		if doc == sound {
			t.Fatalf("%s changes nothing", c.name)
		}
		r, err := Read(strings.NewReader(doc), Nothing{})
		var codes []string
		for _, f := range r.Findings {
			codes = append(codes, f.Code)
		}
		if err != nil || r.Proved() != c.proved || !slices.Equal(codes, c.findings) {
			t.Errorf("%s: proved %v, %v, %v", c.name, r.Proved(), codes, err)
		}
	}
}

func TestRefused(t *testing.T) {
	sound := xafile(v4, "cost")
	for i := range len(sound) - 1 {
		if _, err := Read(strings.NewReader(sound[:i]), Nothing{}); err == nil {
			t.Fatalf("cut after %d bytes gives no error", i)
		}
	}
	for name, c := range map[string]struct{ doc, code string }{
		"another root": {"<a/>", "xaf.no-auditfile"},
		"entities":     {`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + sound, "xml.doctype"},
		"deep":         {"<auditfile>" + strings.Repeat("<company>", 200_000), "xml.depth"},
		"long":         {"<auditfile><header><fiscalYear>" + strings.Repeat("1", 2<<20), "xml.too-long"},
		"empty":        {"", "xml.empty"},
	} {
		if _, err := Read(strings.NewReader(c.doc), Nothing{}); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stop := fault.New("stop")
	if _, err := Read(strings.NewReader(sound), stopper{err: stop}); err != stop {
		t.Errorf("the handler's error became %v", err)
	}
}

type stopper struct {
	Nothing
	err error
}

func (s stopper) Transaction(*Transaction) error { return s.err }

func TestManyOfOneFinding(t *testing.T) {
	line := "<trLine><nr>1</nr><accID>x</accID><amnt>1,00</amnt><amntTp>D</amntTp></trLine>"
	doc := "<auditfile><company><transactions><journal><transaction>" + strings.Repeat(line, 100) + "</transaction></journal></transactions></company></auditfile>"
	r, err := Read(strings.NewReader(doc), Nothing{})
	if err != nil || r.More["xaf.comma"] != 80 || r.Found.Lines != 100 {
		t.Errorf("%+v, %v", r, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, doc := range []string{xafile(v4, "cost"), xafile(v31, "costID"), clair, "<auditfile/>", "<auditfile><company><transactions/></company></auditfile>"} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var c counter
		r, err := Read(bytes.NewReader(doc), &c)
		if err != nil {
			return
		}
		if r.Found.Lines != c.Lines || r.Transactions != c.transactions {
			t.Errorf("%+v, handed over %+v", r, c)
		}
		if r.Proved() && r.Stated.Lines > 0 && r.Stated.Debit > 0 && r.Stated.Debit != r.Found.Debit {
			t.Errorf("proved: %+v", r)
		}
	})
}
