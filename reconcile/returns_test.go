// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"testing"

	"rentmeester/bank"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/payment"
)

// debit is an instalment that is collected by direct debit.
func debit(id int64, amount money.Cents, end string) Item {
	return with(receivable(id, "P. Bos", "", amount), func(i *Item) { i.EndToEndID, i.MandateID = end, "MND00000066" })
}

// backOf is the line by which a debit comes back.
func backOf(id int64, amount money.Cents, end string) Line {
	l := line(id, -amount, "P. Bos", bosIBAN)
	l.EndToEndID, l.MandateID, l.Booked, l.Reversal = end, "MND00000066", "2026-04-30", true
	l.Return = &bank.Return{Code: "AM04"}
	return l
}

// what a choice does, in the order in which it says it
func parts(c *Choice) []Allocation {
	if c == nil {
		return nil
	}
	return c.Allocations
}

func same(t *testing.T, got *Choice, want ...Allocation) {
	t.Helper()
	if !sameAllocations(parts(got), want) {
		t.Errorf("got %v, want %v", parts(got), want)
	}
}

// A debit comes back while its batch, booked net, still waits for a person: the
// instalment that the EndToEndID names comes back, not an older one of the same
// mandate and amount, and never before the batch is booked.
func TestReturnOfBatchThatWaits(t *testing.T) {
	old := debit(1, 3249, "INC-26.A0001543.01")
	old.Open = 0
	now := debit(2, 3249, "INC-26.A0001543.02")
	settled := []Settled{{Line: 9, Amount: 3249, Booked: "2026-03-26", MandateID: "MND00000066", Allocations: []Allocation{{Item: 1, Amount: 3249}}}}
	e := New(Settings{}, []Item{old, now}, nil, settled, nil)
	p := e.Propose(backOf(1, 3249, "INC-26.A0001543.02"))
	same(t, p.Best, Allocation{Item: 2, Amount: -3249})
	if p.Best.Safe || p.Best.Probability > mostEarly || p.Runner != nil {
		t.Errorf("%+v", p)
	}
}

// What hangs on a proposal of the same run is no surer than that.
func TestReturnIsNoSurerThanItsPayment(t *testing.T) {
	items := []Item{debit(1, 1111, "E-0001-26"), debit(2, 2222, "E-0002-26"), debit(3, 4444, "E-0003-26")}
	b := Batch{ID: 1, Kind: payment.DirectDebit, InfoID: "INC-1", Count: 3, Total: 7777}
	for _, i := range items {
		b.Instructions = append(b.Instructions, Instruction{EndToEndID: i.EndToEndID, Amount: i.Amount})
	}
	whole := line(1, 7777-4444, "", "")
	whole.PaymentInfoID, whole.BatchCount = "INC-1", 2
	out := New(Settings{}, items, []Batch{b}, nil, nil).ProposeAll([]Line{whole, backOf(2, 2222, "E-0002-26")})
	check(t, out[0], want{items: []int64{1, 2}})
	check(t, out[1], want{items: []int64{2}})
	if out[1].Best.Probability > out[0].Best.Probability {
		t.Errorf("the return %v, the batch %v", out[1].Best.Probability, out[0].Best.Probability)
	}
}

// Who pays by hand after his debit came back pays that instalment, also when the
// return and the payment come in one week.
func TestPaidAfterReturnOfTheSameRun(t *testing.T) {
	items := []Item{debit(1, 1111, "E-0001-26"), debit(2, 2222, "E-0002-26")}
	items[1].Reference, items[1].IBAN = kenmerkA, bosIBAN
	b := Batch{ID: 1, Kind: payment.DirectDebit, InfoID: "INC-1", Count: 3, Total: 3333 + 999}
	for _, i := range items {
		b.Instructions = append(b.Instructions, Instruction{EndToEndID: i.EndToEndID, Amount: i.Amount})
	}
	b.Instructions = append(b.Instructions, Instruction{EndToEndID: "E-0003-26", Amount: 999}) // of which the books know nothing
	whole := line(1, 3333, "", "")
	whole.PaymentInfoID, whole.BatchCount = "INC-1", 2
	pays := line(3, 2222, "P. Bos", bosIBAN, "kenmerk "+kenmerkA)
	pays.Booked = "2026-05-02"
	out := New(Settings{}, items, []Batch{b}, nil, nil).ProposeAll([]Line{pays, whole, backOf(2, 2222, "E-0002-26")})
	same(t, out[2].Best, Allocation{Item: 2, Amount: -2222})
	same(t, out[0].Best, Allocation{Item: 2, Amount: 2222})
	if out[0].Best.Safe {
		t.Errorf("what a person has yet to judge proves nothing: %+v", out[0])
	}
}

// The bank takes a return back: the item is paid after all.
func TestReturnTakenBack(t *testing.T) {
	item := debit(1, 10079, "INC-26.A0003416.01")
	item.Open = 0
	e := New(Settings{}, []Item{item}, nil, nil, nil)
	back := backOf(1, 10079, "INC-26.A0003416.01")
	e.Apply(back, Choice{Allocations: []Allocation{{Item: 1, Amount: -10079}}})
	undone := line(2, 10079, "P. Bos", bosIBAN, "Correctie terugboeking")
	undone.EndToEndID, undone.Booked, undone.Reversal = "INC-26.A0003416.01", "2026-05-04", true
	p := e.Propose(undone)
	same(t, p.Best, Allocation{Item: 1, Amount: 10079})
	check(t, p, want{items: []int64{1}, safe: true})
	e.Apply(undone, *p.Best)
	if p := e.Propose(undone); p.Best != nil {
		t.Errorf("taken back once: %+v", p.Best)
	}
	// and when nobody kept the return as a line that was settled
	item.Open = item.Amount
	p = New(Settings{}, []Item{item}, nil, nil, nil).Propose(undone)
	same(t, p.Best, Allocation{Item: 1, Amount: 10079})
}

// A second return of the same debit has nothing to open.
func TestReturnedTwice(t *testing.T) {
	item := debit(1, 5000, "E-0001-26")
	item.Open = 0
	e := New(Settings{}, []Item{item}, nil, nil, nil)
	back := backOf(1, 5000, "E-0001-26")
	p := e.Propose(back)
	check(t, p, want{items: []int64{1}, safe: true})
	e.Apply(back, *p.Best)
	again := backOf(2, 5000, "E-0001-26")
	if p := e.Propose(again); p.Best != nil {
		t.Errorf("%+v", p.Best)
	}
}

// A payment of ours comes back and the supplier is paid again in the same week:
// the second payment is of the invoice, not on account.
func TestPaidAgainAfterPaymentCameBack(t *testing.T) {
	invoice := with(receivable(1, "Bouzid Wegenbouw B.V.", "", 682287), func(i *Item) {
		i.Kind, i.Number, i.IBAN, i.EndToEndID, i.Open = ledger.Payable, "IK26-001885", bosIBAN, "IK26-001885", 0
	})
	back := line(1, 682287, "Bouzid Wegenbouw B.V.", bosIBAN)
	back.EndToEndID, back.Return = "IK26-001885", &bank.Return{Code: "AC04"}
	again := line(2, -682287, "Bouzid Wegenbouw B.V.", jansenIBAN)
	again.EndToEndID, again.Booked = "IK26-001885-2", "2026-05-04"
	out := New(Settings{}, []Item{invoice}, nil, nil, nil).ProposeAll([]Line{back, again})
	same(t, out[0].Best, Allocation{Item: 1, Amount: 682287})
	same(t, out[1].Best, Allocation{Item: 1, Amount: -682287})
}

// A debit of last year comes back, which these books never had: no instalment of
// this year is opened for it, though its number ends alike, its mandate is the
// same, or the amount. People booked such returns on an account before.
func TestReturnOfLastYear(t *testing.T) {
	now := with(debit(1, 5000, "INC-26.A0001543.03"), func(i *Item) { i.Number, i.Open = "26.A0001543.03", 0 })
	settled := []Settled{{Line: 9, Amount: 5000, Booked: "2026-03-26", EndToEndID: "INC-26.A0001543.03", MandateID: now.MandateID,
		Allocations: []Allocation{{Item: 1, Amount: 5000}}}}
	e := New(Settings{}, []Item{now}, nil, settled, nil)
	old := backOf(1, 5000, "INC-25.A0001543.03")
	if p := e.Propose(old); p.Best != nil {
		t.Errorf("%+v", p.Best)
	}
	other := backOf(2, 7000, "INC-25.A0000001.01")
	other.Counterparty.Account = jansenIBAN
	e.Apply(other, Choice{Allocations: []Allocation{{Account: "1300", Amount: -7000}}})
	p := e.Propose(old)
	same(t, p.Best, Allocation{Account: "1300", Amount: -5000})
	if p.Best != nil && (p.Best.Safe || p.Best.Probability > mostEarly) {
		t.Errorf("its payment may yet be booked: %+v", p.Best)
	}
	ours := backOf(3, 5000, "INC-26.A0001543.03")
	check(t, e.Propose(ours), want{items: []int64{1}, safe: true})
}

// Who pays by hand names an instalment that was closed until its return of the same
// run; his other instalments of that amount are not meant.
func TestPaidAfterReturnAmongEqualInstalments(t *testing.T) {
	var items []Item
	for id, ref := range []string{kenmerkA, kenmerkB, kenmerkC} {
		items = append(items, with(debit(int64(id+1), 3864, "INC-26.A0003514.0"+ref[:1]), func(i *Item) { i.Reference, i.IBAN = ref, bosIBAN }))
	}
	items[0].Open = 0
	pays := line(2, 3864, "P. Bos", bosIBAN, "kenmerk "+kenmerkA)
	pays.Booked = "2026-05-11"
	out := New(Settings{}, items, nil, nil, nil).ProposeAll([]Line{backOf(1, 3864, items[0].EndToEndID), pays})
	same(t, out[0].Best, Allocation{Item: 1, Amount: -3864})
	same(t, out[1].Best, Allocation{Item: 1, Amount: 3864})
}
