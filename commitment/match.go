// SPDX-License-Identifier: EUPL-1.2

package commitment

import (
	"cmp"
	"slices"

	"rentmeester/day"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/order"
)

// matching is the comparison of one invoice.
type matching struct {
	book   *Book
	bill   Bill
	t      Tolerance
	cites  []citation
	amount money.Cents // of the invoice, as the orders count: without VAT or with; positive
	credit bool
	out    Outcome
	over   money.Cents // of lines
	three  bool        // all was held against receipts
}

// Match compares an invoice with the orders of the book.
func (b *Book) Match(bill Bill, t Tolerance) Outcome {
	m := &matching{book: b, bill: bill, t: t, credit: bill.Invoice.Kind == invoice.CreditNote, three: true}
	m.cites = b.cited(bill)
	if len(m.cites) == 0 {
		m.byInstalment()
	}
	if len(m.cites) == 0 {
		m.out.State = NotFound
		m.propose()
		return m.out
	}
	for _, c := range m.cites {
		o := b.orders[c.at]
		if c.how != "contract" {
			m.out.Reasons = append(m.out.Reasons, reason("cited-"+c.how, "number", o.Number, "written", c.written))
		}
		m.out.Orders = append(m.out.Orders, Use{Order: o, Cited: c.written})
	}
	if m.readAmount() {
		m.holds()
		m.compare()
	}
	m.conclude()
	return m.out
}

// readAmount takes the total of the invoice; false when it cannot be read.
func (m *matching) readAmount() bool {
	total, ok := m.total(m.out.Orders[0].Order.Gross)
	if !ok {
		m.differ(Difference{Kind: Unreadable, Why: reason("unreadable")})
		return false
	}
	m.amount = total
	if total < 0 { // an invoice below nothing credits
		m.credit, m.amount = !m.credit, -total
	}
	return true
}

// total gives the total with or without VAT.
func (m *matching) total(gross bool) (money.Cents, bool) {
	of := m.bill.Invoice.Totals.Net
	if gross {
		of = m.bill.Invoice.Totals.Gross
	}
	if of == nil {
		return 0, false
	}
	c, err := of.Cents()
	return c, err == nil
}

// when gives the day that decides whether an order holds: that of the delivery,
// else of the invoice, else of its receipt.
func (m *matching) when() day.Day {
	inv := m.bill.Invoice
	if inv.Period != nil && inv.Period.From != "" {
		return inv.Period.From
	}
	if inv.Delivery != nil && inv.Delivery.Day != "" {
		return inv.Delivery.Day
	}
	return cmp.Or(inv.Issued, m.bill.Day)
}

// holds looks whether the orders can be invoiced on at all.
func (m *matching) holds() {
	on := m.when()
	for _, u := range m.out.Orders {
		o := u.Order
		wrong := func(kind Kind, why Reason) {
			m.differ(Difference{Kind: kind, Order: o.Number, Found: m.amount, Why: why})
		}
		if o.Supplier != "" && o.Supplier != m.bill.Supplier {
			wrong(Supplier, reason("supplier", "number", o.Number, "supplier", cmp.Or(o.SupplierName, o.Supplier)))
		}
		switch {
		case o.Until != "" && on > o.Until:
			wrong(Expired, reason("expired", "number", o.Number, "until", o.Until))
		case o.From != "" && on != "" && on < o.From:
			wrong(NotBegun, reason("not-begun", "number", o.Number, "from", o.From))
		}
		if o.Closed && !m.credit {
			wrong(Closed, reason("closed", "number", o.Number))
		}
	}
}

// compare holds the invoice against the orders: line by line where both have
// lines, else in total.
func (m *matching) compare() {
	if m.credit {
		m.compareCredit()
		return
	}
	byLine := len(m.bill.Invoice.Lines) > 0 && slices.ContainsFunc(m.out.Orders, func(u Use) bool { return len(u.Order.Lines) > 0 && !u.Order.Gross })
	if byLine {
		m.lines()
	}
	m.divide(byLine)
	for i := range m.out.Orders {
		u := &m.out.Orders[i]
		u.Left = u.Order.Left() - u.Uses
		m.instalment(u)
		if u.Left < 0 {
			m.differ(Difference{Kind: Total, Order: u.Order.Number, Expected: u.Order.Left(), Found: u.Uses, Over: -u.Left,
				Why: reason("total", "number", u.Order.Number, "left", u.Order.Left(), "amount", u.Uses, "over", -u.Left)})
		} else if u.Left > 0 && u.Order.Kind != order.Contract {
			m.out.Reasons = append(m.out.Reasons, reason("part", "number", u.Order.Number, "amount", u.Uses, "left", u.Left))
		}
		if !byLine {
			m.receivedInTotal(u)
		}
	}
}

// compareCredit holds a credit note against what was invoiced before.
func (m *matching) compareCredit() {
	m.three = false
	left := m.amount
	for i := range m.out.Orders {
		u := &m.out.Orders[i]
		take := min(left, max(u.Order.Invoiced, 0))
		u.Uses, u.Left, left = -take, u.Order.Left()+take, left-take
	}
	if left > 0 {
		m.differ(Difference{Kind: CreditOver, Expected: m.amount - left, Found: m.amount, Over: left,
			Why: reason("credit-over", "amount", m.amount, "invoiced", m.amount-left)})
	}
}

// divide says what the invoice uses of each order: its lines; and what no line
// accounts for goes to the orders in their order, each until it is used up.
func (m *matching) divide(byLine bool) {
	rest := m.amount
	if byLine {
		for _, u := range m.out.Orders {
			rest -= u.Uses
		}
	}
	last := len(m.out.Orders) - 1
	for i := range m.out.Orders {
		u := &m.out.Orders[i]
		take := min(rest, max(u.Order.Left()-u.Uses, 0))
		if i == last {
			take = rest
		}
		u.Uses += take
		rest -= take
	}
}

// instalment looks at a contract with a fixed amount each term.
func (m *matching) instalment(u *Use) {
	o := u.Order
	if o.Kind != order.Contract || o.Every <= 0 || o.Instalment <= 0 {
		return
	}
	if over := u.Uses - o.Instalment; over > 0 {
		m.differ(Difference{Kind: Instalment, Order: o.Number, Expected: o.Instalment, Found: u.Uses, Over: over,
			Why: reason("instalment", "number", o.Number, "expected", o.Instalment, "amount", u.Uses, "over", over)})
	} else if over < 0 {
		m.out.Reasons = append(m.out.Reasons, reason("instalment-less", "number", o.Number, "expected", o.Instalment, "amount", u.Uses))
	}
	on := m.when()
	if o.From == "" || on < o.From {
		return
	}
	begun := money.Cents(months(o.From, on)/o.Every + 1)
	allowed := begun * o.Instalment
	if over := o.Invoiced + u.Uses - allowed; over > m.t.Total.of(allowed) {
		m.differ(Difference{Kind: Early, Order: o.Number, Expected: allowed, Found: o.Invoiced + u.Uses, Over: over,
			Why: reason("early", "number", o.Number, "expected", allowed, "amount", o.Invoiced+u.Uses)})
	}
}

// months counts whole months from one day to another.
func months(from, to day.Day) int {
	a, b := from.Time(), to.Time()
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		n--
	}
	return max(n, 0)
}

// differ notes a difference.
func (m *matching) differ(d Difference) { m.out.Differences = append(m.out.Differences, d) }

// conclude says what the differences come to.
func (m *matching) conclude() {
	o := &m.out
	var expected, beyond money.Cents
	for _, u := range o.Orders {
		expected += u.Order.Amount
		beyond += max(-u.Left, 0)
	}
	o.Over = max(m.over, beyond)
	inTotal := o.Over <= m.t.Total.of(expected)
	o.State, o.Ways = Matched, 2
	if m.three {
		o.Ways = 3
	}
	for i := range o.Differences {
		d := &o.Differences[i]
		margin := m.t.Line
		if d.Kind == Total || d.Kind == Instalment {
			margin = m.t.Total
		}
		d.Within = !never[d.Kind] && inTotal && d.Over <= margin.of(d.Expected)
		if d.Over > o.Over {
			o.Over = d.Over
		}
		switch {
		case !d.Within:
			o.State = Deviates
		case o.State == Matched:
			o.State = Within
		}
		o.Reasons = append(o.Reasons, d.Why)
	}
	switch o.State {
	case Matched:
		o.Reasons = append(o.Reasons, reason("matched", "ways", o.Ways))
	case Within:
		o.Reasons = append(o.Reasons, reason("within", "over", o.Over, "ways", o.Ways))
	}
}

// byInstalment finds the one contract of the supplier whose instalment this is,
// for an invoice that names no order: those of rent seldom do.
func (m *matching) byInstalment() {
	if m.bill.Supplier == "" || m.credit {
		return
	}
	on, found := m.when(), -1
	for _, at := range m.book.supplier[m.bill.Supplier] {
		o := m.book.orders[at]
		total, ok := m.total(o.Gross)
		if !ok || o.Kind != order.Contract || o.Instalment <= 0 || o.Instalment != total || o.Closed ||
			o.Until != "" && on > o.Until || o.From != "" && on < o.From {
			continue
		}
		if found >= 0 {
			return
		}
		found = at
	}
	if found >= 0 {
		o := m.book.orders[found]
		m.cites = []citation{{at: found, how: "contract"}}
		m.out.Reasons = append(m.out.Reasons, reason("by-instalment", "number", o.Number, "amount", o.Instalment))
	}
}

// maxCandidates bounds what is proposed.
const maxCandidates = 5

// propose gives the supplier's orders that an invoice may be about, best first.
func (m *matching) propose() {
	inv := m.bill.Invoice
	said := cmp.Or(inv.Order, inv.Contract)
	if said != "" {
		m.out.Reasons = append(m.out.Reasons, reason("unknown-number", "written", said))
	} else {
		m.out.Reasons = append(m.out.Reasons, reason("no-number"))
	}
	if m.bill.Supplier == "" {
		return
	}
	on := m.when()
	for _, at := range m.book.supplier[m.bill.Supplier] {
		o := m.book.orders[at]
		total, ok := m.total(o.Gross)
		if o.Closed || !ok || o.Until != "" && on > o.Until || o.From != "" && on < o.From {
			continue
		}
		c := Candidate{Order: o}
		note := func(points int, r Reason) { c.score, c.Reasons = c.score+points, append(c.Reasons, r) }
		switch left := o.Left(); {
		case total == left || total == o.Instalment:
			note(8, reason("fits-exactly", "amount", total))
		case total < left:
			note(2, reason("fits-part", "amount", total, "left", left))
		default:
			note(-4, reason("fits-not", "amount", total, "left", left))
		}
		if alike := likeness(o.Description, textOf(inv)); alike >= 50 {
			note(4, reason("alike", "description", o.Description))
		}
		m.out.Candidates = append(m.out.Candidates, c)
	}
	slices.SortStableFunc(m.out.Candidates, func(a, b Candidate) int {
		return cmp.Or(b.score-a.score, cmp.Compare(b.Order.Ordered, a.Order.Ordered), cmp.Compare(a.Order.Number, b.Order.Number))
	})
	m.out.Candidates = m.out.Candidates[:min(len(m.out.Candidates), maxCandidates)]
}
