// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/text"
)

// numbers with right check digits, made by ident.
func made(t *testing.T, digits string) (vat, iban string) {
	t.Helper()
	vat, err := ident.MakeBTW(digits)
	if err != nil {
		t.Fatal(err)
	}
	if iban, err = ident.MakeIBAN("NL", "BNGH0"+digits); err != nil {
		t.Fatal(err)
	}
	return vat, iban
}

func mustIBAN(t *testing.T, country, bban string) string {
	t.Helper()
	iban, err := ident.MakeIBAN(country, bban)
	if err != nil {
		t.Fatal(err)
	}
	return iban
}

// town is a register with look-alikes in it.
func town(t *testing.T) (records []Record, vats, ibans []string) {
	t.Helper()
	names := []string{"De Vries Groenvoorziening B.V.", "Müller Bouw B.V.", "Bouwbedrijf Jansen & Zonen", "Bouwbedrijf Jansen Utrecht B.V.",
		"Stichting De Brug", "Gemeente Zwolle", "Waterschap Rijn en IJssel", "Jansen Beheer B.V. h.o.d.n. De Gouden Fiets"}
	for i, name := range names {
		vat, iban := made(t, "12345678"+string(rune('0'+i)))
		records = append(records, Record{ID: int64(i + 1), Name: name, KvK: "1000000" + string(rune('0'+i)), VAT: vat,
			Address:  invoice.Address{Street: "Dorpsstraat " + string(rune('1'+i)), PostCode: "1234 AB", City: "Zwolle"},
			Accounts: []Account{{IBAN: iban, State: Trusted, Holders: []string{name}}}})
		vats, ibans = append(vats, vat), append(ibans, iban)
	}
	return records, vats, ibans
}

func from(name string, change ...func(*invoice.Invoice)) *invoice.Invoice {
	inv := &invoice.Invoice{Number: "1", Issued: "2025-03-01", Seller: invoice.Party{Name: name}}
	for _, c := range change {
		c(inv)
	}
	return inv
}

func TestRecognise(t *testing.T) {
	records, vats, ibans := town(t)
	r := NewRegister(records)
	kvk := func(n, scheme string) func(*invoice.Invoice) {
		return func(inv *invoice.Invoice) { inv.Seller.Legal = &invoice.Identifier{ID: n, Scheme: scheme} }
	}
	vat := func(n string) func(*invoice.Invoice) { return func(inv *invoice.Invoice) { inv.Seller.VAT = n } }
	iban := func(n string) func(*invoice.Invoice) {
		return func(inv *invoice.Invoice) { inv.Payments = append(inv.Payments, invoice.Means{Account: n}) }
	}
	at := func(street, code string) func(*invoice.Invoice) {
		return func(inv *invoice.Invoice) { inv.Seller.Address = &invoice.Address{Street: street, PostCode: code} }
	}
	tests := []struct {
		name     string
		invoice  *invoice.Invoice
		want     int64 // 0: proposed
		certain  bool
		conflict bool
	}{
		{"by VAT number and name", from("De Vries Groenvoorziening BV", vat(vats[0])), 1, true, false},
		{"VAT number as people write it", from("", vat(strings.ToLower(vats[1][:2]+" "+vats[1][2:]))), 2, true, false},
		{"by KvK number", from("Muller Bouw", kvk("10000001", "0106")), 2, true, false},
		{"KvK number without a scheme", from("Muller Bouw", kvk("10 00 00 01", "")), 2, true, false},
		{"eight digits of another scheme are no KvK number", from("Iemand anders", kvk("10000001", "0007")), 0, false, false},
		{"by account and name", from("Groenvoorziening de Vries", iban(ibans[0])), 1, false, false},
		{"by name: diacritics and legal form", from("Mueller Bouw", iban(ibans[1])), 2, false, false},
		{"by name alone", from("MÜLLER BOUW b.v."), 2, false, false},
		{"by name with a slip", from("De Vries Groenvoorzeining BV", at("Dorpsstraat 1", "1234AB")), 1, false, false},
		{"by trade name", from("De Gouden Fiets"), 8, false, false},
		{"of two alike by address", from("Bouwbedrijf Jansen", at("Dorpsstraat 4", "1234AB")), 4, false, false},
		{"only a word in common", from("Bouwbedrijf Pietersen B.V."), 0, false, false},
		{"unknown", from("Drukkerij Noord", kvk("87654321", "0106")), 0, false, false},
		{"VAT of one, KvK of another", from("De Vries Groenvoorziening", vat(vats[0]), kvk("10000001", "0106")), 1, false, true},
		{"VAT of one, account of another", from("De Vries Groenvoorziening", vat(vats[0]), iban(ibans[4])), 1, false, true},
		{"his VAT number under a strange name", from("Totaal Anders Holding", vat(vats[0])), 1, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := r.Recognise(test.invoice)
			if (len(got.Conflicts) > 0) != test.conflict {
				t.Errorf("conflicts: %+v", got.Conflicts)
			}
			switch {
			case test.want == 0 && (got.Best != nil || got.Proposal == nil):
				t.Errorf("no proposal: %+v", got.Best)
			case test.want == 0:
			case got.Best == nil || got.Best.ID != test.want || got.Proposal != nil:
				t.Errorf("got %+v, alternatives %+v", got.Best, got.Alternatives)
			}
			if got.Certain != test.certain {
				t.Errorf("certain: %v, %+v", got.Certain, got.Best)
			}
		})
	}
}

func TestBlockedIsNeverCertain(t *testing.T) {
	records, vats, _ := town(t)
	records[0].Blocked = true
	got := NewRegister(records).Recognise(from(records[0].Name, func(inv *invoice.Invoice) { inv.Seller.VAT = vats[0] }))
	if got.Best == nil || got.Certain || len(got.Best.Against) == 0 {
		t.Errorf("%+v", got)
	}
}

func TestProposalIsFilledFromTheInvoice(t *testing.T) {
	vat, iban := made(t, "987654321")
	got := NewRegister(nil).Recognise(from("Drukkerij Noord B.V.", func(inv *invoice.Invoice) {
		inv.Seller.Trade, inv.Seller.VAT = "Noorderdruk", vat
		inv.Seller.Legal = &invoice.Identifier{ID: "12345678", Scheme: "0106"}
		inv.Seller.Address = &invoice.Address{Street: "Kade 1", PostCode: "9700 AA", City: "Groningen", Country: "NL"}
		inv.Payments = []invoice.Means{{Account: ident.PrintIBAN(iban), Holder: "Drukkerij Noord"}, {Account: "onzin"}, {Account: iban, Code: "59"}}
	})).Proposal
	if got == nil || got.ID != 0 || got.Name != "Drukkerij Noord B.V." || !slices.Equal(got.Also, []string{"Noorderdruk"}) || got.KvK != "12345678" ||
		got.VAT != vat || got.Address.City != "Groningen" {
		t.Fatalf("%+v", got)
	}
	if len(got.Accounts) != 1 || got.Accounts[0].IBAN != iban || got.Accounts[0].State != Held || got.Accounts[0].Holders[0] != "Drukkerij Noord" {
		t.Errorf("%+v", got.Accounts)
	}
}

func TestAccount(t *testing.T) {
	records, _, ibans := town(t)
	gOld, gNew := mustIBAN(t, "NL", "INGB0990000001"), mustIBAN(t, "NL", "INGB0990000002")
	fresh, german := mustIBAN(t, "NL", "TRIO0555555555"), mustIBAN(t, "DE", "370400440532013000")
	records[0].Accounts = append(records[0].Accounts, Account{IBAN: gOld, State: Trusted})
	records[1].Accounts = append(records[1].Accounts, Account{IBAN: fresh, State: Held})
	bad := mustIBAN(t, "NL", "RABO0666666666")
	records[2].Accounts = append(records[2].Accounts, Account{IBAN: bad, State: Refused})
	records[4].Accounts = nil
	records[5].Accounts = append(records[5].Accounts, Account{IBAN: mustIBAN(t, "NL", "BNGH0777777777"), State: Trusted, Since: "2025-01-01"})
	r := NewRegister(records)
	tests := []struct {
		name            string
		supplier        int64
		account, holder string
		want            Standing
		hold            bool
		says            string
	}{
		{"trusted", 1, ident.PrintIBAN(ibans[0]), "De Vries Groenvoorziening", Known, false, "holder-earlier"},
		{"trusted, holder called otherwise", 1, ibans[0], "P. Oplichter", Known, false, "holder-differs"},
		{"check digits wrong", 1, bad[:4] + "TRIO" + bad[8:], "", Invalid, true, "account-invalid"},
		{"changed to a new one", 4, mustIBAN(t, "NL", "KNAB0888888888"), "P. Bakker", Changed, true, "holder-other"},
		{"first", 5, mustIBAN(t, "NL", "KNAB0888888888"), "Stichting de Brug", First, true, "holder-supplier"},
		{"waiting", 2, fresh, "", Waiting, true, "account-waiting"},
		{"waiting with another", 3, fresh, "", Anothers, true, "account-anothers"},
		{"another's", 1, ibans[6], "Waterschap Rijn en IJssel", Anothers, true, "holder-other"},
		{"refused", 3, bad, "", Denied, true, "account-refused"},
		{"refused with another", 1, bad, "", Denied, true, "account-refused"},
		{"g-account", 1, gOld, "", Known, false, "g-account"},
		{"other g-account", 1, gNew, "", Changed, true, "g-account"},
		{"first g-account beside an ordinary one", 2, gNew, "", First, true, "g-account"},
		{"foreign", 2, german, "", Changed, true, "account-foreign"},
		{"none on the invoice", 1, "", "", FromRegister, false, "account-register"},
		{"none on the invoice, two known", 6, " ", "", FromRegister, true, "account-several"},
		{"none anywhere", 5, "", "", None, true, "account-none"},
		{"unknown supplier", 99, fresh, "", Anothers, true, "account-anothers"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := r.Account(test.supplier, test.account, test.holder)
			if got.Standing != test.want || got.Hold != test.hold {
				t.Errorf("%+v", got)
			}
			if !slices.ContainsFunc(got.Reasons, func(r Reason) bool { return r.Code == "supplier.reason."+test.says }) {
				t.Errorf("does not say %s: %+v", test.says, got.Reasons)
			}
		})
	}
	if got := r.Account(1, gOld, ""); !got.GAccount {
		t.Error("not seen as a g-account")
	}
	if got := r.Account(1, "", ""); got.IBAN != ibans[0] {
		t.Errorf("%s taken for the ordinary account", got.IBAN)
	}
}

func TestAccountsOfAnInvoice(t *testing.T) {
	records, _, ibans := town(t)
	r := NewRegister(records)
	inv := from("x", func(inv *invoice.Invoice) {
		inv.Payments = []invoice.Means{{Code: "30", Account: ibans[0]}, {Code: "30", Account: mustIBAN(t, "NL", "INGB0990000002")}}
	})
	if got := r.Accounts(1, inv); len(got) != 2 || got[0].Hold || !got[1].Hold || !got[1].GAccount {
		t.Errorf("%+v", got)
	}
	inv.Payments = []invoice.Means{{Code: "59", Account: ibans[3]}} // we are debited: that is not where we pay to
	if got := r.Accounts(1, inv); len(got) != 1 || got[0].Standing != FromRegister {
		t.Errorf("%+v", got)
	}
}

// Every reason in the code has its sentence in both languages.
func TestEveryReasonHasItsSentence(t *testing.T) {
	keys := map[string]bool{}
	for key := range weights {
		keys[key] = true
	}
	kinds := []string{"vat", "kvk", "oin", "iban"}
	for i, a := range kinds {
		for _, b := range kinds[i+1:] {
			keys["conflict-"+a+"-"+b] = true
		}
	}
	call := regexp.MustCompile(`reason\("([a-z-]+)"`)
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(raw), -1) {
			if !strings.HasSuffix(m[1], "-") {
				keys[m[1]] = true
			}
		}
	}
	for key := range keys {
		for _, lang := range []text.Lang{text.NL, text.EN} {
			if !text.Has(lang, "supplier.reason."+key) {
				t.Errorf("%s has no sentence in %s", key, lang)
			}
		}
	}
}
