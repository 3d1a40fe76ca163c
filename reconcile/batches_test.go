// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"testing"

	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/payment"
)

// A batch of suppliers in which an order pays an invoice less a credit note, and
// another invoice is paid in two parts, one of them to a g-account.
func TestCreditNoteTakenOffInBatch(t *testing.T) {
	supplier := func(id int64, name string, amount money.Cents) Item {
		return with(receivable(id, name, "", amount), func(i *Item) {
			i.Kind, i.Number, i.EndToEndID = ledger.Payable, fmt.Sprint("IK26-00000", id), fmt.Sprint("IK26-00000", id)
		})
	}
	credit := func(id int64, amount money.Cents) Item {
		return with(receivable(id, "De Eik B.V.", "", amount), func(i *Item) { i.Number = fmt.Sprint("CN26-00000", id) })
	}
	b := Batch{ID: 1, Kind: payment.CreditTransfer, InfoID: "CRED-2026-W07", Total: 121000 - 21000 + 50000, Count: 3, Instructions: []Instruction{
		{EndToEndID: "IK26-000001", Amount: 100000}, {EndToEndID: "IK26-000002", Amount: 35000}, {EndToEndID: "IK26-000002", Amount: 15000}}}
	whole := line(1, -b.Total, "", "")
	whole.PaymentInfoID, whole.BatchCount = b.InfoID, b.Count
	invoices := []Item{supplier(1, "De Eik B.V.", 121000), supplier(2, "Bouzid B.V.", 50000)}
	tests := []struct {
		name    string
		credits []Item
		want    []Allocation
		safe    bool
	}{
		{"one credit note of just that amount", []Item{credit(3, 21000)},
			[]Allocation{{Item: 1, Amount: -121000}, {Item: 2, Amount: -50000}, {Item: 3, Amount: 21000}}, true},
		{"another amount", []Item{credit(3, 20000)}, []Allocation{{Item: 1, Amount: -100000}, {Item: 2, Amount: -50000}}, false},
		{"two that may be meant", []Item{credit(3, 21000), credit(4, 21000)}, []Allocation{{Item: 1, Amount: -100000}, {Item: 2, Amount: -50000}}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := New(Settings{}, append(invoices, test.credits...), []Batch{b}, nil, nil).Propose(whole)
			same(t, p.Best, test.want...)
			if p.Best != nil && p.Best.Safe != test.safe {
				t.Errorf("safe %v, against %v", p.Best.Safe, codes(p.Best.Against))
			}
		})
	}
}

// One order that the bank details by itself is that order and no batch of which
// all others were refused, also when no item has its EndToEndID.
func TestOneOrderOutOfABatch(t *testing.T) {
	invoice := with(receivable(1, "Abdi Advocaten B.V.", "VF0000256", 609672), func(i *Item) {
		i.Kind, i.Number, i.IBAN = ledger.Payable, "IK26-000256", bosIBAN
	})
	b := Batch{ID: 1, Kind: payment.CreditTransfer, InfoID: "CRED-2026-W22", Total: 609672, Count: 2, Instructions: []Instruction{
		{EndToEndID: "IK26-000256", Amount: 457254}, {EndToEndID: "IK26-000256-G", Amount: 152418}}}
	l := line(1, -152418, "Abdi Advocaten B.V.", jansenIBAN, "Factuur VF0000256")
	l.EndToEndID, l.PaymentInfoID = "IK26-000256-G", b.InfoID
	p := New(Settings{}, []Item{invoice}, []Batch{b}, nil, nil).Propose(l)
	same(t, p.Best, Allocation{Item: 1, Amount: -152418})
	if p.Best != nil && p.Best.Rule == RuleBatch {
		t.Errorf("it is no batch: %+v", p.Best)
	}
}
