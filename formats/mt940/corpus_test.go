// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/fault"
	"rentmeester/money"
)

// corpus gives the statements among the bank files of others, by path inside
// the corpus; it skips when the corpus is not there.
func corpus(t testing.TB) map[string][]byte {
	root := os.Getenv("RENTMEESTER_CORPUS")
	if root == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: the files of banks are not in this repository")
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(filepath.Join(root, "bank"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if bytes.Contains(raw, []byte(":60F:")) || bytes.Contains(raw, []byte(":60M:")) || bytes.Contains(raw, []byte(":34F:")) {
			name, _ := filepath.Rel(filepath.Join(root, "bank"), path)
			files[filepath.ToSlash(name)] = raw
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("no MT940 in RENTMEESTER_CORPUS")
	}
	return files
}

// refusedFiles are files that are not read, and why that is right.
var refusedFiles = map[string]string{
	// a Word-like document with examples: prose before and between statements
	"MT940_voorbeeldbestanden_abnamro.txt": "mt940.not-mt940",
	// ":65F:Dnullnull7414,3" stands in place of the closing balance
	"K4262927_20200905-080000-952.txt": "mt940.unknown-field",
	"oldenburgischelandesbank2.txt":    "mt940.unknown-field",
}

// unproved are files with a statement whose balances do not agree with its
// entries, or that has no closing balance. They were made smaller or anonymous
// by hand: amounts or entries were changed and balances were not. Each was
// looked at; the number is of statements that do not prove.
var unproved = map[string]int{
	"abnamro.txt": 2, "ing.txt": 1, "ing_sepa.txt": 1, "ing-dos.txt": 1, "ing-unix.txt": 1, "ing_structured.txt": 1, "unknown.txt": 1,
	"rabobank_sepa.txt": 2, "dovadi-mt940/test/fixtures/rabobank.txt": 2, "document/rabobank.txt": 2, "triodos.txt": 1, "triodos_multiline_bug.txt": 1,
	"bug-core-5401.txt": 1, "commerzbank.txt": 1, "deutschebank.txt": 1, "deutsche_bank.txt": 1, "document/knab.txt": 1,
	"oldenburgischelandesbank.txt": 1, "oldenburgischelandesbankmitbindestrich.txt": 1, "postfinance.txt": 1, "sparkasse2.txt": 1, "sparkasse3.txt": 1,
	"abn-amro-1.STA": 1, "14aug2014.swi": 1, "import-16-06-2014.txt": 1, "abnamro_structured.txt": 2, "anb_sepa_overboeking_belastingdienst.txt": 1,
	// closing 10010,00 where 10000,00 + 10,50 was read
	"abn_sepa_incasso_doorlopend.txt": 1, "abn_sepa_overboeking.txt": 1, "abn_sepa_periodieke_overboeking.txt": 1,
	"abn_structured_sepa_acceptgiro.txt": 1, "abn_structured_sepa_ideal.txt": 1, "abn_structured_sepa_overboeking.txt": 1,
	"eu_incasso_foreign_transaction.txt": 1,
	// the first statement has no :62F: and the next begins
	"knab_invalid.txt": 1,
	// a payment in (C) changed to one out (D)
	"knab_pin.txt": 1, "rabobank_mt940_structured_multi_line.txt": 1,
}

func listed[V any](list map[string]V, name string) (V, bool) {
	for suffix, value := range list {
		if name == suffix || strings.HasSuffix(name, "/"+suffix) {
			return value, true
		}
	}
	var none V
	return none, false
}

func TestCorpus(t *testing.T) {
	var statements, entries, proved, refused int
	for name, raw := range corpus(t) {
		var all bank.Collector
		err := Read(bytes.NewReader(raw), &all)
		if why, ok := listed(refusedFiles, name); ok || err != nil {
			refused++
			if fault.Code(err) != why || why == "" {
				t.Errorf("%s: got %v, want %q", name, err, why)
			}
			continue
		}
		if !Recognise(raw[:min(len(raw), 4096)]) {
			t.Errorf("%s: not recognised", name)
		}
		read, bad := 0, 0
		for i := range all.Statements {
			s := &all.Statements[i]
			read += len(s.Entries)
			if s.Account.ID == "" || s.Account.Currency == "" || s.Opening == nil {
				t.Errorf("%s: statement %d: %+v", name, i, s.Statement)
			}
			if !proves(t, s) {
				bad++
			}
		}
		// :61: stands nowhere else in these files: a plain count of bytes tells.
		if want := bytes.Count(raw, []byte(":61:")); read != want {
			t.Errorf("%s: %d entries of %d", name, read, want)
		}
		if want, _ := listed(unproved, name); bad != want {
			t.Errorf("%s: %d statements do not prove, want %d", name, bad, want)
		}
		statements, entries, proved = statements+len(all.Statements), entries+read, proved+len(all.Statements)-bad
	}
	t.Logf("%d statements, %d proved, %d entries; %d files refused", statements, proved, entries, refused)
}

// expectation is the part of the JSON beside webschik's cases that says
// something about the file; "isExpense" and "id" are that program's own.
type expectation struct {
	ReferenceNumber, AccountID, Number, AdditionalInformation string
	OpeningBalance, ClosingBalance                            jsonBalance
	Transactions                                              []struct {
		Code, Currency, Description, ValueDate, EntryDate, CustomerReference, BankReference string
		Amount                                                                              json.Number
		IsCredit                                                                            bool
	}
}

type jsonBalance struct {
	IsCredit       bool
	Date, Currency string
	Value          json.Number
}

func cents(t *testing.T, n json.Number, credit bool) money.Cents {
	c, err := money.Parse(n.String())
	if err != nil {
		t.Fatal(err)
	}
	if !credit {
		return -c
	}
	return c
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestCorpusExpectations(t *testing.T) {
	files := corpus(t)
	compared := 0
	for name, raw := range files {
		file := filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "bank", strings.TrimSuffix(name, filepath.Ext(name))+".json")
		expected, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		var want []expectation
		if err := json.Unmarshal(expected, &want); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		got := read(t, string(raw))
		if len(got) != len(want) {
			t.Errorf("%s: %d statements, want %d", name, len(got), len(want))
			continue
		}
		for i := range want {
			compareStatement(t, name, &got[i], &want[i])
			compared++
		}
	}
	t.Logf("%d statements compared", compared)
}

func compareStatement(t *testing.T, name string, got *bank.Full, want *expectation) {
	same := func(what, got, want string) {
		if got != want {
			t.Errorf("%s: %s %q, want %q", name, what, got, want)
		}
	}
	same("reference", got.ID, want.ReferenceNumber)
	same("account", got.Account.ID, want.AccountID)
	same("number", got.Sequence, want.Number)
	// that program takes the "-}" of the envelope for text
	same("information", squeeze(got.Info), strings.TrimSuffix(squeeze(want.AdditionalInformation), "-}"))
	for _, b := range []struct {
		got  *bank.Balance
		want jsonBalance
	}{{got.Opening, want.OpeningBalance}, {got.Closing, want.ClosingBalance}} {
		if b.got.Amount != cents(t, b.want.Value, b.want.IsCredit) || b.got.Currency != b.want.Currency || string(b.got.Day) != b.want.Date {
			t.Errorf("%s: balance %+v, want %+v", name, b.got, b.want)
		}
	}
	if len(got.Entries) != len(want.Transactions) {
		t.Errorf("%s: %d entries, want %d", name, len(got.Entries), len(want.Transactions))
		return
	}
	for i, w := range want.Transactions {
		e := got.Entries[i]
		same("code", e.Code.Proprietary, w.Code)
		same("bank's reference", e.BankRef, w.BankReference)
		same("value date", string(e.Value), w.ValueDate)
		if w.EntryDate != "" {
			same("entry date", string(e.Booked), w.EntryDate)
		}
		same("own reference", e.Ref, w.CustomerReference)
		same("currency", e.Currency, w.Currency)
		if e.Amount != cents(t, w.Amount, w.IsCredit) {
			t.Errorf("%s: amount %s, want %s", name, e.Amount, w.Amount)
		}
		if len(e.Details) == 0 {
			continue
		}
		// Every piece that we keep stands in the description as a whole.
		d := e.Details[0]
		if w.Description != "" {
			for _, piece := range append(d.Remittance, d.Counterparty.Name, d.Counterparty.Account, d.Counterparty.BIC) {
				if !strings.Contains(squeeze(w.Description), squeeze(piece)) {
					t.Errorf("%s: %q does not stand in %q", name, piece, w.Description)
				}
			}
		}
	}
}
