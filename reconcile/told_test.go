// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"testing"

	"rentmeester/bank"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/payment"
)

// toldTown has an order for two invoices less a discount and a credit note, and an
// invoice that is paid in two halves, one of them to a g-account.
func toldTown(open bool) ([]Item, Batch) {
	payable := func(id int64, amount money.Cents) Item {
		return with(receivable(id, "De Eik B.V.", "", amount), func(i *Item) {
			i.Kind = ledger.Payable
			if !open {
				i.Open = 0
			}
		})
	}
	items := []Item{payable(1, 100000), payable(2, 50000), payable(3, 80000),
		with(payable(4, 20000), func(i *Item) { i.Kind = ledger.Receivable })}
	return items, Batch{ID: 1, Kind: payment.CreditTransfer, InfoID: "RM0001R0000000012", MessageID: "RM0001R0000000012", Total: 129000 + 80000, Count: 3,
		Instructions: []Instruction{
			{EndToEndID: "RM0001R0000000012-00001", Amount: 129000, Settles: []Allocation{
				{Item: 1, Amount: -100000}, {Item: 2, Amount: -50000}, {Account: "8445", Amount: 1000}, {Item: 4, Amount: 20000}}},
			{EndToEndID: "RM0001R0000000012-00002", Amount: 40000, Settles: []Allocation{{Item: 3, Amount: -40000}}},
			{EndToEndID: "RM0001R0000000012-00003", Amount: 40000, Settles: []Allocation{{Item: 3, Amount: -40000}}},
		}}
}

func TestOrdersThatSayWhatTheySettle(t *testing.T) {
	first := []Allocation{{Item: 1, Amount: -100000}, {Item: 2, Amount: -50000}, {Account: "8445", Amount: 1000}, {Item: 4, Amount: 20000}}
	tests := []struct {
		name string
		line func(*Line)
		paid money.Cents
		want []Allocation
	}{
		{"as a whole", func(l *Line) { l.PaymentInfoID, l.BatchCount = "RM0001R0000000012", 3 }, 209000, append(first[:4:4], Allocation{Item: 3, Amount: -80000})},
		{"one of several invoices", func(l *Line) { l.EndToEndID = "RM0001R0000000012-00001" }, 129000, first},
		{"half an invoice", func(l *Line) { l.EndToEndID = "RM0001R0000000012-00003" }, 40000, []Allocation{{Item: 3, Amount: -40000}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			items, b := toldTown(true)
			l := line(1, -test.paid, "", "")
			test.line(&l)
			p := New(Settings{}, items, []Batch{b}, nil, nil).Propose(l)
			same(t, p.Best, test.want...)
			if p.Best != nil && !p.Best.Safe {
				t.Errorf("not safe: against %v, %v", codes(p.Best.Against), p.Why)
			}
		})
	}
	t.Run("less than the order is open", func(t *testing.T) {
		items, b := toldTown(true)
		items[1].Open = 40000
		l := line(1, -129000, "", "")
		l.EndToEndID = "RM0001R0000000012-00001"
		if p := New(Settings{}, items, []Batch{b}, nil, nil).Propose(l); p.Best != nil && p.Best.Safe {
			t.Errorf("safe: %+v", p.Best)
		}
	})
	t.Run("came back", func(t *testing.T) {
		items, b := toldTown(false)
		l := line(1, 129000, "De Eik B.V.", "")
		l.EndToEndID, l.Return = "RM0001R0000000012-00001", &bank.Return{Code: "AC04"}
		p := New(Settings{}, items, []Batch{b}, nil, nil).Propose(l)
		same(t, p.Best, Allocation{Item: 1, Amount: 100000}, Allocation{Item: 2, Amount: 50000}, Allocation{Account: "8445", Amount: -1000}, Allocation{Item: 4, Amount: -20000})
		if p.Best != nil && !p.Best.Safe {
			t.Errorf("not safe: against %v, %v", codes(p.Best.Against), p.Why)
		}
	})
}
