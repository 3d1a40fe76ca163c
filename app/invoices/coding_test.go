// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store/db"
)

var bill121 = db.Invoice{Kind: "invoice", Number: "F1", Net: 10000, Vat: 2100, Gross: 12100, Payable: 12100}

func TestComplete(t *testing.T) {
	tests := []struct {
		name  string
		parts []Part
		code  string
		want  []Part
	}{
		{"one part is the whole", []Part{{Account: "4300", Treatment: Compensable}}, "",
			[]Part{{Account: "4300", Treatment: Compensable, Amount: 10000, VAT: 2100, Back: 2100}}},
		{"VAT as cost", []Part{{Account: "4300", Treatment: Cost}}, "", []Part{{Account: "4300", Treatment: Cost, Amount: 10000, VAT: 2100}}},
		{"mixed", []Part{{Account: "4300", Treatment: Mixed, Amount: 10000, VAT: 2100, Back: 1000}}, "",
			[]Part{{Account: "4300", Treatment: Mixed, Amount: 10000, VAT: 2100, Back: 1000}}},
		{"two parts, one without VAT", []Part{{Account: "4300", Amount: 9000, VAT: 2100, Treatment: Cost}, {Account: "4301", Amount: 1000}}, "",
			[]Part{{Account: "4300", Amount: 9000, VAT: 2100, Treatment: Cost}, {Account: "4301", Amount: 1000, Treatment: Cost}}},
		{"nothing", nil, "invoices.coding-none", nil},
		{"no account", []Part{{Treatment: Cost}}, "invoices.coding-account", nil},
		{"nothing said of the VAT", []Part{{Account: "4300"}}, "invoices.coding-treatment", nil},
		{"a word for it that we do not know", []Part{{Account: "4300", Treatment: "half"}}, "invoices.coding-treatment", nil},
		{"more comes back than there is", []Part{{Account: "4300", Treatment: Mixed, Amount: 10000, VAT: 2100, Back: 2101}}, "invoices.coding-vat", nil},
		{"a negative part comes back", []Part{{Account: "4300", Treatment: Mixed, Amount: 10000, VAT: 2100, Back: -1}}, "invoices.coding-vat", nil},
		{"a cent short", []Part{{Account: "4300", Treatment: Cost, Amount: 9999, VAT: 2100}}, "invoices.coding-sum", nil},
		{"too large", []Part{{Account: "4300", Treatment: Cost, Amount: 1<<62 + 1}, {Account: "4300", Amount: 1<<62 + 1}}, "money.overflow", nil},
	}
	for _, test := range tests {
		err := complete(bill121, test.parts)
		if fault.Code(err) != test.code || err == nil && !reflect.DeepEqual(test.parts, test.want) {
			t.Errorf("%s: got %+v, %v", test.name, test.parts, err)
		}
	}
}

// However an invoice is coded: what passes is booked in balance, and we owe what
// is to be paid.
func TestWhatIsCodedIsBookedInBalance(t *testing.T) {
	p, err := policy.Parse(policy.Default)
	if err != nil {
		t.Fatal(err)
	}
	cents := rapid.Int64Range(-1_000_000, 1_000_000)
	rapid.Check(t, func(t *rapid.T) {
		row := db.Invoice{Number: "F1", Kind: rapid.SampledFrom([]string{"invoice", "creditnote"}).Draw(t, "kind")}
		var parts []Part
		for range rapid.IntRange(1, 5).Draw(t, "parts") {
			part := Part{Account: "4300", Amount: money.Cents(cents.Draw(t, "amount")), VAT: money.Cents(cents.Draw(t, "vat")),
				Treatment: rapid.SampledFrom([]Treatment{Compensable, Deductible, Cost, Mixed}).Draw(t, "treatment")}
			part.Back = part.VAT / 3
			parts = append(parts, part)
			row.Payable += int64(part.Amount + part.VAT)
			row.Vat += int64(part.VAT)
		}
		if err := complete(row, parts); err != nil {
			t.Fatal(err)
		}
		lines, err := entryLines(row, parts, p, "2026-03-02")
		if err != nil {
			t.Fatal(err)
		}
		entry, err := ledger.NewJournalEntry("2026-03-02", "invoice", "F1", lines...)
		if err != nil {
			t.Fatal(err)
		}
		if last := entry.Lines[len(entry.Lines)-1]; last.Role != "payables" || last.Amount != -owed(row) {
			t.Fatalf("creditors: %+v, owed %s", last, owed(row))
		}
	})
}
