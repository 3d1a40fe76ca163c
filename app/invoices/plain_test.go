// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"testing"

	"rentmeester/invoice"
)

const (
	ibanA = "NL02ABNA0123456789"
	ibanB = "NL36INGB0007654321"
)

var register = exactRegister{
	{ID: 1, Number: "C-1", VAT: "NL001234567B01", KvK: "12345678", State: supplierActive, Accounts: []Account{{IBAN: ibanA, State: accountTrusted}}},
	{ID: 2, Number: "C-2", OIN: "00000001002306608000", State: supplierActive, Accounts: []Account{{IBAN: ibanB, State: accountHeld}}},
	{ID: 3, Number: "P-3", KvK: "11112222", State: supplierMerged},
}

func TestExactRegisterRecognises(t *testing.T) {
	legal := func(id, scheme string) *invoice.Identifier { return &invoice.Identifier{ID: id, Scheme: scheme} }
	paidTo := func(iban string) []invoice.Means { return []invoice.Means{{Account: iban}} }
	tests := []struct {
		name string
		inv  invoice.Invoice
		want int64
	}{
		{"by VAT, as printed", invoice.Invoice{Seller: invoice.Party{VAT: "NL 0012.34.567.B01"}}, 1},
		{"by KvK", invoice.Invoice{Seller: invoice.Party{Legal: legal("12345678", "0106")}}, 1},
		{"by KvK without its scheme", invoice.Invoice{Seller: invoice.Party{Legal: legal("12345678", "")}}, 1},
		{"a number of another scheme is no KvK", invoice.Invoice{Seller: invoice.Party{Legal: legal("12345678", "0088")}}, 0},
		{"by OIN", invoice.Invoice{Seller: invoice.Party{Legal: legal("00000001002306608000", "0190")}}, 2},
		{"by the account alone", invoice.Invoice{Payments: paidTo("NL02 ABNA 0123 4567 89")}, 1},
		{"an account that is held names nobody", invoice.Invoice{Payments: paidTo(ibanB)}, 0},
		{"the account of one, the number of another", invoice.Invoice{Seller: invoice.Party{VAT: "NL009876543B01"}, Payments: paidTo(ibanA)}, 0},
		{"his number goes before the account", invoice.Invoice{Seller: invoice.Party{Legal: legal("00000001002306608000", "0190")}, Payments: paidTo(ibanA)}, 2},
		{"numbers of two", invoice.Invoice{Seller: invoice.Party{VAT: "NL001234567B01", Legal: legal("00000001002306608000", "0190")}}, 0},
		{"one who was merged", invoice.Invoice{Seller: invoice.Party{Legal: legal("11112222", "0106")}}, 0},
		{"nobody", invoice.Invoice{}, 0},
	}
	for _, test := range tests {
		if got := register.Recognise(&test.inv); got.Supplier != test.want {
			t.Errorf("%s: got %+v, want %d", test.name, got, test.want)
		}
	}
}

func TestExactRegisterTrustsAccounts(t *testing.T) {
	tests := []struct {
		name     string
		supplier int64
		iban     string
		why      string // "" trusted
	}{
		{"his own", 1, ibanA, ""},
		{"one that is held", 2, ibanB, "invoices.hold.iban"},
		{"that of another", 2, ibanA, "invoices.hold.iban-other"},
		{"held with another is unknown here", 1, ibanB, "invoices.hold.iban"},
	}
	for _, test := range tests {
		got := register.Account(test.supplier, test.iban, "")
		if got.Trusted != (test.why == "") || got.Why.Code != test.why {
			t.Errorf("%s: got %+v", test.name, got)
		}
	}
}

func TestExactDuplicates(t *testing.T) {
	key := func(b Bill) string {
		keys := exactDuplicates{}.Keys(b)
		if len(keys) != 1 {
			return ""
		}
		return keys[0]
	}
	one := key(Bill{Supplier: 7, Number: "F-0012"})
	for _, same := range []string{"f0012", "F 0012", "F/0012"} {
		if got := key(Bill{Supplier: 7, Number: same}); got != one {
			t.Errorf("%q has key %q, want %q", same, got, one)
		}
	}
	for name, other := range map[string]Bill{"another supplier": {Supplier: 8, Number: "F0012"}, "a credit note": {Supplier: 7, Number: "F0012", Credit: true},
		"another number": {Supplier: 7, Number: "F0013"}} {
		if key(other) == one {
			t.Errorf("%s has the same key", name)
		}
	}
	if key(Bill{Number: "F1"}) != "" || key(Bill{Supplier: 7, Number: "-"}) != "" {
		t.Error("without supplier or number nothing is the same")
	}
}
