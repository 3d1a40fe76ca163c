// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strings"

	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/money"
)

// move is a line on a statement to be.
type move struct {
	on      day.Day
	to      *account
	amount  money.Cents // signed: in is positive
	name    string
	iban    string
	text    string
	ref     string // structured
	e2e     string
	mandate string
	sort    string // how it reached the account: transfer, debit, batch, card, cost …
	kind    string
	mess    string
	clear   bool
	shares  []Share
	came    string  // reason code of a payment that came back
	batch   *order  // the order of ours that this books
	parts   []*move // of a collected entry
	hidden  bool    // the statement does not show the parts
	noted   bool    // a notification shows them
}

func share(i *item, amount money.Cents) Share {
	return Share{Item: i.Number, Party: i.PartyNumber, Amount: amount}
}

// book keeps a move if it falls in the year.
func (t *town) book(m *move) *move {
	m.on = workday(m.on)
	if m.on >= t.on(1, 2) && m.on <= t.on(12, 31) && m.amount != 0 {
		if m.sort == "" {
			m.sort = "transfer"
		}
		if m.kind == "" {
			m.kind = "item"
		}
		t.moves = append(t.moves, m)
	}
	return m
}

// pay makes a payment by whoever pays for the party of the items.
func (t *town) pay(on day.Day, s said, shares []Share, i *item) *move {
	m := &move{on: on, to: i.to, name: i.who.bank, iban: i.who.iban, text: s.text, ref: s.ref, e2e: s.e2e, mess: s.mess, clear: s.clear, shares: shares}
	for _, part := range shares {
		m.amount += part.Amount
	}
	who := i.who
	switch {
	case who.keeper != nil:
		m.name, m.iban = who.keeper.bank, who.keeper.iban
		if t.chance(0.5) {
			m.name = "Beheerrek " + who.name
		} else {
			m.text = strings.TrimSpace(m.text + " inz. " + who.name)
		}
		m.mess += ", administrator pays"
	case who.family != nil && t.messy(0.35):
		m.name, m.iban = who.family.bank, who.family.iban
		m.mess += ", partner pays"
		m.clear = m.clear && s.mess != "words only"
	case t.messy(0.03) && !who.careful:
		m.name, m.iban = "Hr "+t.initials()+" "+pick(t, surnames), t.iban()
		m.mess += ", third party pays"
		m.clear = m.clear && s.mess != "words only"
	}
	return t.book(m)
}

// payday is when an item is paid: about its due day, some much later.
func (t *town) payday(i *item) day.Day {
	late := t.IntN(24) - 16
	if t.messy(0.2) {
		late += t.IntN(70)
	}
	on := i.Due.Add(late)
	if on <= i.Issued {
		on = i.Issued.Add(2 + t.IntN(5))
	}
	if on < t.on(1, 2) {
		on = t.on(1, 3).Add(t.IntN(60))
	}
	return on
}

// payAll lets everybody pay what is not collected.
func (t *town) payAll() {
	for _, p := range append(append([]*party(nil), t.people...), t.firms...) {
		t.payTerms(p)
		t.payRents(p)
		for _, i := range p.items {
			if i.paid || i.collect {
				continue
			}
			switch i.sort {
			case "debt":
				t.payOff(i)
			case "invoice":
				t.payInvoices(p, i)
			default:
				t.payOne(i)
			}
		}
	}
	for _, i := range t.items {
		if i.sort == "large" {
			t.payOne(i)
		}
	}
}

// payOne pays an item that stands by itself.
func (t *town) payOne(i *item) {
	i.paid = true
	if t.chance(0.05) {
		return // never
	}
	s, on, due := t.say(i, i.who.careful), t.payday(i), i.Amount
	switch {
	case i.sort == "large":
	case t.messy(0.05):
		part := due / money.Cents(2+t.IntN(2))
		s.mess = "partial"
		t.pay(on, s, []Share{share(i, part)}, i)
		if t.chance(0.6) {
			s.text, s.mess = strings.TrimSpace(s.text+" restant"), "remainder"
			t.pay(on.Add(20+t.IntN(30)), s, []Share{share(i, due-part)}, i)
		}
		return
	case t.messy(0.03):
		s.mess = "too much"
		m := t.pay(on, s, []Share{share(i, due)}, i)
		m.amount += money.Cents(100 * (1 + t.IntN(30)))
		return
	case t.messy(0.04):
		if cents := due % 100; cents > 0 && cents <= 5 {
			s.mess = "cents short"
			m := t.pay(on, s, []Share{share(i, due)}, i)
			m.amount -= cents
			return
		}
	case t.messy(0.04):
		first := t.pay(on, s, []Share{share(i, due)}, i)
		again := *first
		again.on, again.shares, again.kind, again.mess = first.on.Add(1+t.IntN(12)), nil, "paid twice", "paid twice"
		t.book(&again)
		if t.chance(0.6) {
			t.giveBack(&again)
		}
		return
	}
	t.pay(on, s, []Share{share(i, due)}, i)
}

// giveBack returns what was paid twice, by hand and without an item.
func (t *town) giveBack(m *move) {
	t.book(&move{on: m.on.Add(10 + t.IntN(20)), to: m.to, amount: -m.amount, name: m.name, iban: m.iban,
		text: "Terugbetaling dubbele betaling " + first(m.ref, m.text), kind: "refund without item", mess: "refund without item", clear: true})
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// payTerms pays the terms of an assessment.
func (t *town) payTerms(p *party) {
	var terms []*item
	for _, i := range p.items {
		if i.sort == "tax" && i.term > 0 && i.assessed != "" && !i.collect && !i.paid {
			terms = append(terms, i)
		}
	}
	if len(terms) < 2 {
		return
	}
	for _, i := range terms {
		i.paid = true
	}
	if t.messy(0.15) { // all at once
		s, shares := t.say(terms[0], p.careful), []Share{}
		for _, i := range terms {
			shares = append(shares, share(i, i.Amount))
		}
		s.mess = "all terms at once: " + s.mess
		t.pay(t.payday(terms[0]), s, shares, terms[0])
		return
	}
	last := day.Day("")
	for _, i := range terms {
		s, on := t.say(i, p.careful), t.payday(i)
		if s.clear && t.chance(0.4) && s.text != "" {
			s.text += fmt.Sprintf(" termijn %d", i.term)
		}
		if on <= last { // in order: without a word the oldest is meant (BW 6:43)
			on = last.Add(3)
		}
		last = workday(on)
		s.mess = "term: " + s.mess
		t.pay(on, s, []Share{share(i, i.Amount)}, i)
	}
}

// payRents pays a year of rent, month by month with what a standing order says.
func (t *town) payRents(p *party) {
	months := map[string][]*item{}
	var contracts []string
	for _, i := range p.items {
		if i.sort == "rent" && !i.collect {
			if months[i.assessed] == nil {
				contracts = append(contracts, i.assessed)
			}
			months[i.assessed] = append(months[i.assessed], i)
			i.paid = true
		}
	}
	for _, c := range contracts {
		standing := t.IntN(5)
		if standing == 4 {
			t.payAhead(months[c])
			continue
		}
		for _, i := range months[c] {
			s := said{mess: "rent: running reference", clear: true, ref: i.Reference}
			switch standing {
			case 1:
				s = said{mess: "rent: words and month", clear: true, text: "huur " + t.month(i.term)}
			case 2:
				s = said{mess: "rent: standing order", clear: true, text: i.words + " " + p.surname}
			case 3:
				s = said{mess: "rent: contract number", clear: true, text: i.assessed + " " + i.words}
			}
			t.pay(i.Issued.Add(t.IntN(6)), s, []Share{share(i, i.Amount)}, i)
		}
	}
}

// payAhead pays each rent at the end of the month before, under the running
// reference and before it is billed; that of January was paid last year.
func (t *town) payAhead(rents []*item) {
	rents[0].listed = 0
	for _, i := range rents[1:] {
		s := said{mess: "rent: running reference, before it is billed", clear: true, ref: i.Reference}
		t.pay(i.Issued.Add(-4), s, []Share{share(i, i.Amount)}, i)
	}
}

// payOff pays a debt in round monthly parts.
func (t *town) payOff(i *item) {
	i.paid = true
	part := money.Cents(2500 * (1 + t.IntN(4)))
	s := said{ref: i.Reference, mess: "instalments of a debt: reference", clear: true}
	if t.messy(0.5) {
		s = said{text: pick(t, []string{"aflossing " + i.Number, "aflossing bijstand", "afl. schuld " + i.who.surname}), mess: "instalments of a debt: words", clear: true}
	}
	left := i.Amount
	for m := 1; m <= 12 && left > 0; m++ {
		part = min(part, left)
		t.pay(t.on(m, 24), s, []Share{share(i, part)}, i)
		left -= part
	}
}

// payInvoices pays an invoice of a firm, often with the next one.
func (t *town) payInvoices(f *party, i *item) {
	more := []*item{i}
	if t.messy(0.5) {
		for _, j := range f.items {
			if j != i && !j.paid && j.sort == "invoice" && len(more) < 4 && abs(j.Issued.Sub(i.Issued)) < 40 {
				more = append(more, j)
			}
		}
	}
	if len(more) == 1 {
		t.payOne(i)
		return
	}
	var shares []Share
	var numbers []string
	on := day.Day("")
	for _, j := range more {
		j.paid = true
		on = max(on, t.payday(j), j.Issued.Add(3))
		shares = append(shares, share(j, j.Amount))
		number := j.Number
		if len(numbers) > 0 && t.chance(0.6) {
			number = number[len(number)-4:]
		}
		numbers = append(numbers, number)
	}
	s := said{text: "Factuur " + strings.Join(numbers, pick(t, []string{" en ", ", ", "+", " / "})), mess: "several invoices", clear: true}
	if t.messy(0.2) {
		s = said{text: pick(t, []string{"diverse facturen", "betaalrun " + on.String(), "BATCH " + fmt.Sprint(1000+t.IntN(900))}), mess: "several invoices, not named"}
	}
	t.pay(on, s, shares, i)
}

func abs(n int) int { return max(n, -n) }

// doubt takes back that a line is clear where its words fit another item of the
// same party as well.
func (t *town) doubt() {
	byNumber := map[Share]*item{}
	like := map[string]int{} // items of a party of one sort and amount, terms and months counted once
	key := func(i *item) string { return i.PartyNumber + "|" + i.sort + "|" + i.Amount.String() }
	seen := map[string]bool{}
	for _, i := range t.items {
		byNumber[share(i, 0)] = i
		one := key(i) + "|" + first(i.assessed, i.Number)
		if !seen[one] {
			like[key(i)]++
		}
		seen[one] = true
	}
	for _, m := range t.moves {
		vague := strings.Contains(m.mess, "words") || strings.Contains(m.mess, "customer number") || strings.Contains(m.mess, "namesake")
		if !vague || len(m.shares) != 1 {
			continue
		}
		s := m.shares[0]
		s.Amount = 0
		if like[key(byNumber[s])] > 1 {
			m.clear = false
		}
	}
}

// payables are told from receivables by what the town did with them.
func payable(who *party, sort, number string, amount money.Cents, issued, due day.Day) *item {
	return &item{who: who, sort: sort, OpenItem: ledger.OpenItem{Number: number, Kind: ledger.Payable, Amount: amount, Issued: issued, Due: due}}
}
