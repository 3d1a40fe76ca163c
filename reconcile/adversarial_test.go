// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"testing"

	"rentmeester/bank"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/payment"
)

// What would trip an engine that trusts amounts, names or references too much.

func TestEqualAmountsEverywhere(t *testing.T) {
	var items []Item
	for n := range 300 {
		items = append(items, receivable(int64(n+1), fmt.Sprintf("Bewoner %c%c", 'A'+n%26, 'A'+n/26), fmt.Sprintf("5%015d", 71*n+13), 12500))
	}
	e := New(Settings{}, items, nil, nil, nil)
	for _, l := range []Line{
		line(1, 12500, "", "", "belasting"),
		line(2, 12500, "X. Vreemd", "NL20INGB0001234567", "aanslag 2026"),
		line(3, 12500, "Bewoner", "", ""),
	} {
		if p := e.Propose(l); p.Best != nil && (p.Best.Safe || p.Best.Probability > 0.2) {
			t.Errorf("line %d: 300 equal items, yet %+v", l.ID, p.Best)
		}
	}
	named := line(4, 12500, "Bewoner CA", "", "kenmerk "+items[2].Reference)
	check(t, e.Propose(named), want{items: []int64{3}, safe: true})
}

// Two debtors who owe the same pay with each other's reference. The references
// say one thing and the payers another: nobody may do that alone.
func TestSwappedPayers(t *testing.T) {
	a := with(receivable(1, "P. Bos", kenmerkA, 5000), func(i *Item) { i.IBAN = bosIBAN })
	b := with(receivable(2, "A.B. Jansen", kenmerkB, 5000), func(i *Item) { i.IBAN = jansenIBAN })
	e := New(Settings{}, []Item{a, b}, nil, nil, nil)
	out := e.ProposeAll([]Line{line(1, 5000, "P. Bos", bosIBAN, kenmerkB), line(2, 5000, "A.B. Jansen", jansenIBAN, kenmerkA)})
	seen := map[int64]money.Cents{}
	for _, p := range out {
		if p.Best == nil {
			t.Fatal("both have a proposal")
		}
		if p.Best.Safe {
			t.Errorf("line %d is Safe", p.Line)
		}
		for _, al := range p.Best.Allocations {
			seen[al.Item] += al.Amount
		}
	}
	if seen[1] != 5000 || seen[2] != 5000 {
		t.Errorf("each cent once: %v", seen)
	}
}

func TestValidReferenceOfAnother(t *testing.T) {
	mine := with(receivable(1, "P. Bos", kenmerkA, 5000), func(i *Item) { i.IBAN = bosIBAN })
	theirs := receivable(2, "Q. Anders", kenmerkB, 31000)
	e := New(Settings{}, []Item{mine, theirs}, nil, nil, nil)
	p := e.Propose(line(1, 5000, "P. Bos", bosIBAN, kenmerkB))
	check(t, p, want{items: []int64{1}})
	if p.Runner == nil || len(p.Best.Against) == 0 {
		t.Error("it tells what speaks against it, and its runner-up")
	}
}

// 300 is 100 + 200, and 120 + 180 as well: it says so and does not guess.
func TestSumOfTheWrongTwo(t *testing.T) {
	var items []Item
	for n, amount := range []money.Cents{10000, 20000, 12000, 18000} {
		items = append(items, with(receivable(int64(n+1), "P. Bos", fmt.Sprint("500005678901234", n), amount), func(i *Item) { i.IBAN = bosIBAN }))
	}
	e := New(Settings{}, items, nil, nil, nil)
	p := e.Propose(line(1, 30000, "P. Bos", bosIBAN, "facturen"))
	if p.Best == nil || !p.Ambiguous || p.Best.Safe || p.Best.Probability > 0.6 {
		t.Errorf("two sums fit: %+v", p)
	}
	// one of them cited decides
	p = e.Propose(line(2, 30000, "P. Bos", bosIBAN, items[2].Reference+" "+items[3].Reference))
	check(t, p, want{items: []int64{3, 4}, safe: true})
}

// A return may stand in a file that is read before the file of its payment.
func TestReturnBeforeItsPayment(t *testing.T) {
	item := with(receivable(1, "P. Bos", kenmerkA, 5000), func(i *Item) { i.EndToEndID, i.MandateID = "EREF-2026-0001", "M1" })
	pay := line(1, 5000, "P. Bos", bosIBAN)
	pay.EndToEndID, pay.MandateID, pay.Booked = "EREF-2026-0001", "M1", "2026-04-24"
	back := line(2, -5000, "P. Bos", bosIBAN)
	back.EndToEndID, back.MandateID, back.Booked = "EREF-2026-0001", "M1", "2026-04-28"
	back.Return = &bank.Return{Code: "AM04", OriginalE2E: "EREF-2026-0001"}
	e := New(Settings{}, []Item{item}, nil, nil, nil)
	waits := e.Propose(back)
	check(t, waits, want{items: []int64{1}})
	if waits.Best != nil && waits.Best.Probability > mostEarly {
		t.Errorf("nothing is settled yet, so nobody may book it by itself: %v", waits.Best.Probability)
	}
	out := e.ProposeAll([]Line{back, pay})
	check(t, out[1], want{items: []int64{1}, safe: true})
	check(t, out[0], want{items: []int64{1}, safe: true})
}

// Of a batch that was booked net, the orders that make up the difference stay
// open: those that the bank named, else those that can only be it.
func TestNetBatch(t *testing.T) {
	var items []Item
	b := Batch{ID: 1, Kind: payment.DirectDebit, InfoID: "INC-1", Account: "NL86INGB0002445588", Execution: "2026-04-28"}
	for n, amount := range []money.Cents{1111, 2222, 3333, 4100, 5000} {
		id := int64(n + 1)
		items = append(items, with(receivable(id, fmt.Sprint("B. Wijk ", n), "", amount), func(i *Item) { i.EndToEndID = fmt.Sprint("E-", id, "-26") }))
		b.Instructions = append(b.Instructions, Instruction{EndToEndID: fmt.Sprint("E-", id, "-26"), Amount: amount})
		b.Total += amount
	}
	b.Count = len(b.Instructions)
	net := line(1, b.Total-1111-3333, "", "")
	net.PaymentInfoID, net.BatchCount = "INC-1", 3
	check(t, New(Settings{}, items, []Batch{b}, nil, nil).Propose(net), want{items: []int64{2, 4, 5}, ambiguous: false})
	told := b
	told.Instructions = append([]Instruction(nil), b.Instructions...)
	told.Instructions[0].Rejected, told.Instructions[2].Rejected = true, true
	check(t, New(Settings{}, items, []Batch{told}, nil, nil).Propose(net), want{items: []int64{2, 4, 5}, safe: true})
}

func TestCreditNoteTakenOff(t *testing.T) {
	invoice := with(receivable(1, "Bouwbedrijf De Eik B.V.", "F26-0123", 121000), func(i *Item) { i.Kind, i.Number, i.IBAN = ledger.Payable, "F26-0123", bosIBAN })
	note := with(receivable(2, "Bouwbedrijf De Eik B.V.", "", 21000), func(i *Item) { i.Number, i.IBAN = "C26-0007", bosIBAN })
	e := New(Settings{}, []Item{invoice, note}, nil, nil, nil)
	p := e.Propose(line(1, -100000, "De Eik BV", bosIBAN, "F26-0123 min C26-0007"))
	check(t, p, want{items: []int64{1, 2}})
	if p.Best.Allocations[0].Amount != -121000 || p.Best.Allocations[1].Amount != 21000 {
		t.Errorf("allocations %v", p.Best.Allocations)
	}
}

func TestFeeKeptBack(t *testing.T) {
	a, b := receivable(1, "P. Bos", kenmerkA, 30000), receivable(2, "A.B. Jansen", kenmerkB, 20000)
	e := New(Settings{Fee: "4440"}, []Item{a, b}, nil, nil, nil)
	p := e.Propose(line(1, 48500, "Gerechtsdeurwaarders Smit", "NL20INGB0001234567", kenmerkA, kenmerkB))
	check(t, p, want{items: []int64{1, 2}})
	if got := p.Best.Allocations[2]; got != (Allocation{Account: "4440", Amount: -1500}) {
		t.Errorf("the fee is %v", got)
	}
}

func TestAddressInText(t *testing.T) {
	a := with(receivable(1, "F. Kuijpers", "", 30000), func(i *Item) { i.Address = "Meidoornhof 140, 1234 AB Lindewoude" })
	other := receivable(2, "G. Kuipers", "", 30000)
	e := New(Settings{}, []Item{a, other}, nil, nil, nil)
	for _, text := range []string{"aanslag meidoornhof 140", "woz 1234ab 140"} {
		p := e.Propose(line(1, 30000, "", "", text))
		if p.Best == nil || p.Best.Allocations[0].Item != 1 || p.Ambiguous {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

// A rule of policy books what settles no item; what is open goes before it.
func TestRuleGoesAfterOpenItems(t *testing.T) {
	item := with(receivable(1, "P. Bos", kenmerkA, 5000), func(i *Item) { i.IBAN = bosIBAN })
	e := New(Settings{}, []Item{item}, nil, nil, nil)
	habit := []Habit{{Rule: "Pinnen balie", Allocations: []Allocation{{Account: "1250", Amount: 5000}}, Certain: true}}
	l := line(1, 5000, "P. Bos", bosIBAN, kenmerkA)
	l.Habits = habit
	check(t, e.Propose(l), want{items: []int64{1}, safe: true})
	l = line(2, 5000, "Pinverwerking", "NL20INGB0001234567", "PIN 20260428")
	l.Habits = habit
	p := e.Propose(l)
	if p.Best == nil || !p.Best.Safe || p.Best.Rule != RulePolicy || p.Best.Allocations[0].Account != "1250" {
		t.Errorf("the rule books it: %+v", p)
	}
}

// What people booked before is proposed at once, and counts for more each time.
func TestHabitIsLearnedFromOneBooking(t *testing.T) {
	e := New(Settings{}, nil, nil, nil, nil)
	sweep := func(id int64, amount money.Cents) Line {
		return line(id, amount, "Agentschap", "NL20INGB0001234567", "afroming")
	}
	if p := e.Propose(sweep(1, -100)); p.Best != nil {
		t.Fatalf("nothing is known yet: %+v", p.Best)
	}
	last := 0.0
	for n := int64(1); n <= 4; n++ {
		e.Apply(sweep(n, -100*money.Cents(n)), Choice{Allocations: []Allocation{{Account: "1110", Amount: -100 * money.Cents(n)}}})
		p := e.Propose(sweep(9, -777))
		if p.Best == nil || p.Best.Allocations[0] != (Allocation{Account: "1110", Amount: -777}) || p.Best.Probability < last {
			t.Fatalf("after %d: %+v", n, p.Best)
		}
		last = p.Best.Probability
	}
	if p := e.Propose(sweep(9, 777)); p.Best != nil {
		t.Errorf("money the other way is something else: %+v", p.Best)
	}
}

// A correction changes the very next proposal: what one administration decides
// moves its own model.
func TestModelLearnsFromDecisions(t *testing.T) {
	item := receivable(1, "P. Bos", kenmerkA, 5000)
	l := line(1, 4900, "P. Bos", bosIBAN, kenmerkA)
	p := New(Settings{}, []Item{item}, nil, nil, nil).Propose(l)
	if p.Best == nil || p.Runner == nil {
		t.Skip("needs two choices")
	}
	var lessons []Lesson
	for range 25 {
		said, ok := LessonOf(&p, 1)
		read, err := ParseLesson(said.String())
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		lessons = append(lessons, read)
	}
	after := New(Settings{Model: Prior().Learned(lessons)}, []Item{item}, nil, nil, nil).Propose(l)
	if after.Best == nil || after.Best.Probability >= p.Best.Probability && sameAllocations(after.Best.Allocations, p.Best.Allocations) {
		t.Errorf("before %v %.4f, after %v %.4f", p.Best.Allocations, p.Best.Probability, after.Best.Allocations, after.Best.Probability)
	}
}
