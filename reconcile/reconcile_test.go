// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"testing"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/payment"
)

const (
	jansenIBAN = "NL91ABNA0417164300"
	bosIBAN    = "NL69INGB0123456789"
	kenmerkA   = "5000056789012345"
	kenmerkB   = "8000056789012346"
	kenmerkC   = "1000056789012347"
)

// receivable makes an open item; the tests change what matters to them.
func receivable(id int64, name, reference string, amount money.Cents) Item {
	return Item{ID: id, Number: fmt.Sprintf("26.A%07d.01", id), Kind: ledger.Receivable, PartyNumber: "P" + name,
		PartyName: name, Amount: amount, Open: amount, Currency: "EUR", Issued: "2026-02-28", Due: "2026-04-30", Reference: reference}
}

func with(i Item, change func(*Item)) Item { change(&i); return i }

func line(id int64, amount money.Cents, name, iban string, remittance ...string) Line {
	return Line{ID: id, Account: "NL86INGB0002445588", Amount: amount, Currency: "EUR", Booked: "2026-04-28",
		Counterparty: party.Party{Name: name, Account: iban}, Remittance: remittance}
}

// want is what a test expects of the best choice.
type want struct {
	items     []int64 // of the best choice, in order; nil for nothing found
	rest      money.Cents
	safe      bool
	ambiguous bool
}

func check(t *testing.T, p Proposal, w want) {
	t.Helper()
	var got []int64
	if p.Best != nil {
		for _, a := range p.Best.Allocations {
			if a.Item != 0 {
				got = append(got, a.Item)
			}
		}
		if p.Best.Safe != w.safe {
			t.Errorf("safe = %v, want %v (why %v, for %v, against %v)", p.Best.Safe, w.safe, p.Why, codes(p.Best.For), codes(p.Best.Against))
		}
		if p.Best.Rest != w.rest {
			t.Errorf("rest = %v, want %v", p.Best.Rest, w.rest)
		}
	} else if w.safe {
		t.Error("nothing found, want safe")
	}
	if fmt.Sprint(got) != fmt.Sprint(w.items) {
		t.Errorf("items = %v, want %v (why %v)", got, w.items, p.Why)
	}
	if p.Ambiguous != w.ambiguous {
		t.Errorf("ambiguous = %v, want %v", p.Ambiguous, w.ambiguous)
	}
}

func codes(list []Reason) (out []string) {
	for _, r := range list {
		out = append(out, r.Code[len("reconcile.reason."):])
	}
	return out
}

func TestProposeOneLine(t *testing.T) {
	jansen := receivable(1, "A.B. de Vries-Jansen", kenmerkA, 25000)
	bos := receivable(2, "P. Bos", kenmerkB, 25000)
	known := with(jansen, func(i *Item) { i.IBAN = jansenIBAN })
	second := with(known, func(i *Item) {
		i.ID, i.Number, i.Reference, i.Amount, i.Open = 3, "26.B0000003.01", kenmerkC, 7450, 7450
	})
	invoice := with(receivable(4, "Bouwbedrijf De Eik B.V.", "RF18539007547034", 121000), func(i *Item) { i.Number = "F26-000123" })
	pay := func(amount money.Cents, name, iban string, text ...string) Line {
		return line(9, amount, name, iban, text...)
	}
	structured := func(l Line, ref string) Line { l.Reference = ref; return l }
	tests := []struct {
		name  string
		items []Item
		line  Line
		want  want
	}{
		{"structured kenmerk", []Item{jansen, bos}, structured(pay(25000, "Mevr. A B Jansen", ""), kenmerkA), want{items: []int64{1}, safe: true}},
		{"kenmerk in text", []Item{jansen, bos}, pay(25000, "A.B. DE VRIES", "", "betaling "+kenmerkA), want{items: []int64{1}, safe: true}},
		{"spaced", []Item{jansen, bos}, pay(25000, "DE VRIES", "", "5000 0567 8901 2345"), want{items: []int64{1}, safe: true}},
		{"every digit apart", []Item{jansen, bos}, pay(25000, "DE VRIES", "", "5 0 0 0 0 5 6 7 8 9 0 1 2 3 4 5"), want{items: []int64{1}, safe: true}},
		{"wrapped", []Item{jansen, bos}, pay(25000, "DE VRIES", "", "kenm. 50000567890", "12345 groet"), want{items: []int64{1}, safe: true}},
		{"glued", []Item{jansen, bos}, pay(25000, "DE VRIES", "", "kenmerk"+kenmerkA+"gemeente"), want{items: []int64{1}, safe: true}},
		{"glued to other digits", []Item{jansen, bos}, pay(25000, "DE VRIES", "", "2026"+kenmerkA+"26"), want{items: []int64{1}, safe: true}},
		{"RF in groups", []Item{invoice, bos}, pay(121000, "DE EIK BV", "", "RF18 5390 0754 7034"), want{items: []int64{4}, safe: true}},
		{"one digit wrong", []Item{jansen, bos}, pay(25000, "DE VRIES", "", "5000056789012445"), want{items: []int64{1}}},
		{"two digits swapped", []Item{jansen, bos}, pay(25000, "DE VRIES", "", "5000056789021345"), want{items: []int64{1}}},
		{"invoice number", []Item{invoice, bos}, pay(121000, "DE EIK BV", "", "nota f26 000123"), want{items: []int64{4}, safe: true}},
		{"nobody said who pays", []Item{jansen, bos}, structured(pay(25000, "", ""), kenmerkA), want{items: []int64{1}, safe: true}},
		{"kenmerk of another person", []Item{jansen, bos}, structured(pay(25000, "P. Bos", bosIBAN), kenmerkA), want{items: []int64{1}}},
		{"account of another party, equal surname", []Item{known, with(bos, func(i *Item) { i.IBAN = bosIBAN })},
			structured(pay(25000, "C. Jansen", bosIBAN), kenmerkA), want{items: []int64{1}}},
		{"account and amount", []Item{known, bos}, pay(25000, "", jansenIBAN), want{items: []int64{1}}},
		{"name and amount", []Item{jansen, bos}, pay(25000, "Dhr. P. Bos e/o C. Smit", ""), want{items: []int64{2}}},
		{"sum of two kenmerken", []Item{known, second, bos}, pay(32450, "DE VRIES", "", kenmerkA+" "+kenmerkC), want{items: []int64{1, 3}, safe: true}},
		{"sum without reference", []Item{known, second, bos}, pay(32450, "", jansenIBAN, "belasting"), want{items: []int64{1, 3}}},
		{"part", []Item{jansen, bos}, structured(pay(10000, "A.B. DE VRIES", ""), kenmerkA), want{items: []int64{1}}},
		{"more than open", []Item{jansen, bos}, structured(pay(26000, "A.B. DE VRIES", ""), kenmerkA), want{items: []int64{1}}},
		{"within tolerance", []Item{jansen, bos}, structured(pay(24998, "A.B. DE VRIES", ""), kenmerkA), want{items: []int64{1}}},
		{"equal amounts everywhere", []Item{jansen, bos, receivable(5, "K. Smit", kenmerkC, 25000), receivable(6, "L. Mol", "", 25000)},
			pay(25000, "X. Onbekend", ""), want{}},
		{"other currency", []Item{with(jansen, func(i *Item) { i.Currency = "USD" })}, structured(pay(25000, "", ""), kenmerkA), want{}},
		{"money going out settles no receivable", []Item{jansen}, structured(pay(-25000, "DE VRIES", ""), kenmerkA), want{}},
		{"paid already", []Item{with(jansen, func(i *Item) { i.Open = 0 })}, structured(pay(25000, "DE VRIES", ""), kenmerkA), want{}},
		{"nothing", nil, pay(25000, "DE VRIES", ""), want{}},
		{"zero", []Item{jansen}, structured(pay(0, "", ""), kenmerkA), want{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := New(Settings{Tolerance: 5}, test.items, nil, nil, nil)
			check(t, e.Propose(test.line), test.want)
		})
	}
}

// The oldest of equal instalments under one reference is paid first; it is
// proof only when one is left: a second payment looks like the first of the next.
func TestOldestInstalmentFirst(t *testing.T) {
	var items []Item
	for n, due := range []day.Day{"2026-04-30", "2026-06-30", "2026-08-30"} {
		items = append(items, with(receivable(int64(n+1), "P. Bos", kenmerkA, 5000), func(i *Item) { i.Due = due }))
	}
	e := New(Settings{}, items, nil, nil, nil)
	check(t, e.Propose(line(3, 15000, "P Bos", bosIBAN, kenmerkA)), want{items: []int64{1, 2, 3}})
	for n, booked := range []day.Day{"2026-04-28", "2026-06-28", "2026-08-28"} {
		l := line(int64(n), 5000, "P Bos", bosIBAN, kenmerkA)
		l.Booked = booked
		p := e.Propose(l)
		check(t, p, want{items: []int64{int64(n + 1)}, safe: n == 2})
		e.Apply(l, *p.Best)
	}
}

// When two different sets of items make the amount, nobody guesses.
func TestSumOfWrongTwoItems(t *testing.T) {
	items := []Item{}
	for n, amount := range []money.Cents{6000, 4000, 7000, 3000} {
		items = append(items, with(receivable(int64(n+1), "P. Bos", "", amount), func(i *Item) { i.IBAN = bosIBAN }))
	}
	p := New(Settings{}, items, nil, nil, nil).Propose(line(1, 10000, "P. Bos", bosIBAN))
	if !p.Ambiguous || p.Best == nil || p.Best.Safe || p.Runner == nil {
		t.Fatalf("want ambiguous with a runner-up, got %+v", p)
	}
	// the reference of one of the four decides for the set it is in, but proves nothing
	items[0].Reference = kenmerkA
	p = New(Settings{}, items, nil, nil, nil).Propose(line(1, 10000, "P. Bos", bosIBAN, kenmerkA))
	if p.Best == nil || p.Best.Safe {
		t.Fatalf("want a proposal that is not safe, got %+v", p)
	}
}

func TestBatch(t *testing.T) {
	var items []Item
	b := Batch{ID: 1, Kind: payment.DirectDebit, InfoID: "INC-2026-04", MessageID: "MSG1", Execution: "2026-04-26", Count: 3}
	for n := int64(1); n <= 3; n++ {
		e2e := fmt.Sprintf("INC-26.A%07d.01", n)
		items = append(items, with(receivable(n, fmt.Sprintf("Debiteur %d", n), "", money.Cents(1000*n)), func(i *Item) { i.EndToEndID = e2e }))
		b.Instructions = append(b.Instructions, Instruction{EndToEndID: e2e, Amount: money.Cents(1000 * n)})
		b.Total += money.Cents(1000 * n)
	}
	e := New(Settings{}, items, []Batch{b}, nil, nil)
	whole := Line{ID: 1, Amount: 6000, Currency: "EUR", Booked: "2026-04-27", PaymentInfoID: "INC-2026-04", BatchCount: 3}
	check(t, e.Propose(whole), want{items: []int64{1, 2, 3}, safe: true})
	unnamed := whole
	unnamed.PaymentInfoID = ""
	check(t, e.Propose(unnamed), want{items: []int64{1, 2, 3}, safe: true})
	less := whole
	less.Amount = 4000
	check(t, e.Propose(less), want{items: []int64{1, 3}})
	one := Line{ID: 2, Amount: 2000, Currency: "EUR", Booked: "2026-04-27", PaymentInfoID: "INC-2026-04", EndToEndID: "INC-26.A0000002.01"}
	check(t, e.Propose(one), want{items: []int64{2}, safe: true})

	twice := whole // reported again, in another file of the same day
	twice.ID = 3
	for _, p := range e.ProposeAll([]Line{whole, twice}) {
		if p.Best != nil && p.Best.Safe {
			t.Errorf("a batch that is reported twice on one day is nobody's proof: line %d", p.Line)
		}
	}
	e.Apply(whole, *e.Propose(whole).Best)
	if p := e.Propose(twice); p.Best != nil {
		t.Errorf("the second report of a settled batch finds nothing, got %+v", p.Best)
	}

	back := Line{ID: 4, Amount: -2000, Currency: "EUR", Booked: "2026-04-29", EndToEndID: "INC-26.A0000002.01", Return: &bank.Return{Code: "AM04"}}
	p := e.Propose(back)
	check(t, p, want{items: []int64{2}, safe: true})
	if p.Best != nil && p.Best.Allocations[0].Amount != -2000 {
		t.Errorf("a return reopens: %+v", p.Best.Allocations)
	}
	e.Apply(back, *p.Best)
	if open := e.items[e.at(2)].Open; open != 2000 {
		t.Errorf("open after the return = %v", open)
	}
	if again := e.Propose(back); again.Best != nil {
		t.Errorf("a return can be taken back once, got %+v", again.Best)
	}
}

func TestReturns(t *testing.T) {
	item := with(receivable(1, "P. Bos", kenmerkA, 5000), func(i *Item) { i.EndToEndID, i.MandateID = "E2E-000001", "M1" })
	pay := line(1, 5000, "P. Bos", bosIBAN)
	pay.EndToEndID, pay.MandateID = "E2E-000001", "M1"
	back := line(2, -5000, "P. Bos", bosIBAN)
	back.EndToEndID, back.Booked, back.Return = "E2E-000001", "2026-05-02", &bank.Return{Code: "MD06"}

	e := New(Settings{}, []Item{item}, nil, nil, nil)
	p := e.Propose(back)
	check(t, p, want{items: []int64{1}})
	if p.Best == nil || p.Best.Probability > mostEarly || p.Why[0].Code != "reconcile.reason.return-before-payment" {
		t.Errorf("a return before its payment waits for that: %+v", p)
	}
	again := pay
	again.ID, again.Booked = 3, "2026-05-20"
	out := e.ProposeAll([]Line{again, back, pay})
	for i, w := range []want{{items: []int64{1}, safe: true}, {items: []int64{1}, safe: true}, {items: []int64{1}, safe: true}} {
		t.Run(fmt.Sprint("payment, return, payment again ", i), func(t *testing.T) { check(t, out[i], w) })
	}

	mandateOnly := back
	mandateOnly.EndToEndID, mandateOnly.MandateID = "", "M1"
	e.Apply(pay, Choice{Allocations: []Allocation{{Item: 1, Amount: 5000}}})
	check(t, e.Propose(mandateOnly), want{items: []int64{1}})
	payerOnly := back
	payerOnly.EndToEndID = ""
	check(t, e.Propose(payerOnly), want{items: []int64{1}})
}

func TestTwoPaymentsForOneItem(t *testing.T) {
	item := with(receivable(1, "P. Bos", kenmerkA, 5000), func(i *Item) { i.IBAN = bosIBAN })
	e := New(Settings{}, []Item{item}, nil, nil, nil)
	first, second := line(1, 5000, "P. Bos", bosIBAN, kenmerkA), line(2, 5000, "P. Bos", bosIBAN, kenmerkA)
	out := e.ProposeAll([]Line{first, second})
	if out[0].Best == nil || out[0].Best.Safe || out[1].Best == nil || out[1].Best.Safe || out[1].Best.Allocations[0].Party == "" {
		t.Errorf("two equal payments on one day: one settles, the other waits on account, none safe: %+v %+v", out[0].Best, out[1].Best)
	}
	second.Booked = "2026-05-03"
	out = e.ProposeAll([]Line{second, first})
	check(t, out[1], want{items: []int64{1}, safe: true}) // a debt is paid by the first payment
	check(t, out[0], want{})
	stranger := line(3, 5000, "Q. Anders", jansenIBAN, kenmerkA)
	out = e.ProposeAll([]Line{stranger, first})
	check(t, out[1], want{items: []int64{1}, safe: true}) // the payer decides
	unknown := line(4, 5000, "", "", kenmerkA)
	out = e.ProposeAll([]Line{unknown, first})
	if out[0].Best != nil && out[0].Best.Safe || out[1].Best != nil && out[1].Best.Safe {
		t.Error("nobody can tell these two apart")
	}
}

func TestApplyLearnsThePayer(t *testing.T) {
	a := receivable(1, "P. Bos", kenmerkA, 5000)
	b := with(a, func(i *Item) { i.ID, i.Number, i.Reference = 2, "26.B0000002.01", kenmerkB })
	e := New(Settings{}, []Item{a, b}, nil, nil, nil)
	l := line(1, 5000, "Stichting Beheer", jansenIBAN, kenmerkA)
	before := e.Propose(line(2, 5000, "Stichting Beheer", jansenIBAN))
	e.Apply(l, *e.Propose(l).Best)
	after := e.Propose(line(2, 5000, "Stichting Beheer", jansenIBAN))
	check(t, after, want{items: []int64{2}})
	if before.Best != nil && before.Best.Probability >= after.Best.Probability {
		t.Error("the account of the payer was not learned")
	}
}

// A known payer who rounds pays the item that he nearly pays, and no part of one
// that he was not asked yet.
func TestRoundedWithoutReference(t *testing.T) {
	tax := with(receivable(1, "C. Jonge", "", 46739), func(i *Item) { i.IBAN = bosIBAN })
	permit := with(receivable(2, "C. Jonge", "", 2475), func(i *Item) { i.IBAN, i.Issued, i.Due = bosIBAN, "2026-05-01", "2026-04-25" })
	e := New(Settings{}, []Item{tax, permit}, nil, nil, nil)
	p := e.Propose(line(1, 46700, "C JONGE", bosIBAN, "Betaling via app"))
	same(t, p.Best, Allocation{Item: 1, Amount: 46700})
}

// A slip in a reference counts for the item that the payer brings up, and the
// right reference of another item is no slip.
func TestRepairedReferences(t *testing.T) {
	const rf = "RF18539007547034"
	item := func(id int64, reference, number string) Item {
		return with(receivable(id, "P. Bos", reference, 5000), func(i *Item) { i.Number, i.PartyNumber = number, "D1" })
	}
	for name, c := range map[string]struct {
		item Item
		text string
		want bool
	}{
		"a digit wrong":             {item(1, kenmerkA, "A1"), "kenm " + kenmerkA[:7] + "9" + kenmerkA[8:], true},
		"two swapped":               {item(1, "5000056789012345", "A1"), "5000056789102345", true},
		"a digit left out":          {item(1, "5000056789012345", "A1"), "500005678912345", true},
		"a digit too many":          {item(1, "5000056789012345", "A1"), "50000567889012345", true},
		"spaced and wrong":          {item(1, "5000056789012345", "A1"), "5000 0567 8901 2346", true},
		"two digits wrong":          {item(1, "5000056789012345", "A1"), "5000056789912346", false},
		"a slip in an RF":           {item(1, rf, "A1"), "RF18 5390 0754 7035", true},
		"a slip in a number":        {item(1, "", "F-2026-00123"), "factuur 2026 00124", true},
		"too short to tell":         {item(1, "", "F26-0123"), "factuur 260124", false},
		"another's, and not a slip": {item(1, "", "F-2026-00123"), "factuur F-2026-00128", false},
	} {
		t.Run(name, func(t *testing.T) {
			other := with(receivable(2, "Q. Anders", "", 9900), func(i *Item) { i.Number, i.PartyNumber = "F-2026-00128", "D2" })
			e := New(Settings{}, []Item{c.item, other}, nil, nil, nil)
			p := e.Propose(line(1, 5000, "P. Bos", "", c.text))
			if got := p.Best != nil && p.Best.evidence.has(fRefRepaired); got != c.want {
				t.Errorf("%v: %+v", got, p.Best)
			}
		})
	}
}
