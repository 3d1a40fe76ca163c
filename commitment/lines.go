// SPDX-License-Identifier: EUPL-1.2

package commitment

import (
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/order"
)

// place is a line of one of the orders.
type place struct{ order, line int }

// used is what the lines of the invoice come to on one line of an order.
type used struct {
	amount   money.Cents
	quantity decimal.Decimal
	counted  bool // every line of the invoice has a quantity
	overpaid money.Cents
	price    string // the first price that is over
}

// lines holds the invoice against the lines of the orders.
func (m *matching) lines() {
	on := map[place]*used{}
	var sequence []place
	for _, l := range m.bill.Invoice.Lines {
		net, ok := cents(l.Net)
		if !ok {
			m.differ(Difference{Kind: Unreadable, Line: l.Number, Why: reason("unreadable-line", "line", l.Number)})
			continue
		}
		at, by := m.fit(l, net)
		match := LineMatch{Line: l.Number, By: by}
		if by == "" {
			m.out.Lines = append(m.out.Lines, match)
			if net > 0 && !m.anyOrderWithoutLines() {
				m.over += net
				m.differ(Difference{Kind: Unordered, Line: l.Number, Found: net, Over: net,
					Why: reason("unordered", "line", l.Number, "name", l.Name, "amount", net)})
			}
			continue
		}
		o := &m.out.Orders[at.order]
		match.Order, match.OrderLine = o.Order.Number, o.Order.Lines[at.line].Number
		m.out.Lines = append(m.out.Lines, match)
		o.Uses += net
		u := on[at]
		if u == nil {
			u = &used{counted: true}
			on[at] = u
			sequence = append(sequence, at)
		}
		u.take(l, net, o.Order.Lines[at.line])
	}
	for _, at := range sequence {
		m.line(m.out.Orders[at.order].Order, m.out.Orders[at.order].Order.Lines[at.line], *on[at])
	}
}

func (m *matching) anyOrderWithoutLines() bool {
	for _, u := range m.out.Orders {
		if len(u.Order.Lines) == 0 {
			return true
		}
	}
	return false
}

// take adds a line of the invoice. What the price is over is the amount less what
// the quantity costs by the order, so that discounts count.
func (u *used) take(l invoice.Line, net money.Cents, ordered order.Line) {
	u.amount += net
	if l.Quantity == nil {
		u.counted = false
		return
	}
	sum, err := u.quantity.Add(*l.Quantity)
	if err != nil {
		u.counted = false
		return
	}
	u.quantity = sum
	if ordered.Price == nil {
		return
	}
	worth, ok := times(*l.Quantity, *ordered.Price)
	if !ok {
		u.counted = false
		return
	}
	u.overpaid += net - worth
	if l.Price != nil && u.price == "" {
		u.price = l.Price.Value.String()
	}
}

// line holds what is invoiced on one line of an order against it and its receipts.
func (m *matching) line(o order.Order, l order.Line, u used) {
	over := money.Cents(0)
	note := func(d Difference) {
		d.Order, d.Line = o.Number, l.Number
		m.differ(d)
	}
	if u.counted && l.Price != nil && u.overpaid > 0 {
		over += u.overpaid
		note(Difference{Kind: Price, Expected: u.amount - u.overpaid, Found: u.amount, Over: u.overpaid,
			Why: reason("price", "number", o.Number, "line", l.Number, "expected", l.Price, "found", u.price, "over", u.overpaid)})
	}
	more, knows := beyond(l.Quantity, l.InvoicedQty, u.quantity)
	switch {
	case u.counted && knows && more.Sign() > 0:
		worth := m.worth(more, u, l)
		over += worth
		note(Difference{Kind: Quantity, Expected: l.Amount - l.Invoiced, Found: u.amount, Over: worth,
			Why: reason("quantity", "number", o.Number, "line", l.Number, "ordered", l.Quantity, "more", more, "over", worth)})
	case !(u.counted && knows && l.Price != nil) && u.amount > l.Amount-l.Invoiced:
		by := u.amount - (l.Amount - l.Invoiced)
		over += by
		note(Difference{Kind: Amount, Expected: l.Amount - l.Invoiced, Found: u.amount, Over: by,
			Why: reason("amount", "number", o.Number, "line", l.Number, "left", l.Amount-l.Invoiced, "amount", u.amount, "over", by)})
	}
	m.over += max(over, m.received(o, l, u))
}

// worth says what a quantity costs: by the order, else as the invoice does.
func (m *matching) worth(quantity decimal.Decimal, u used, l order.Line) money.Cents {
	if l.Price != nil {
		if c, ok := times(quantity, *l.Price); ok {
			return c
		}
	}
	if u.quantity.Sign() > 0 {
		if share, err := quantity.Quo(u.quantity); err == nil {
			if amount, err := decimal.New(int64(u.amount), 2); err == nil {
				if c, ok := times(share, amount); ok {
					return c
				}
			}
		}
	}
	return u.amount
}

// received holds a line against what was received on it, and gives what is
// invoiced without having been received.
func (m *matching) received(o order.Order, l order.Line, u used) money.Cents {
	var quantity decimal.Decimal
	var amount money.Cents
	some, counted := false, u.counted
	for _, r := range m.book.receipts[letters(o.Number)] {
		if r.Line != "" && trimZeros(r.Line) != trimZeros(l.Number) || r.Line == "" && len(o.Lines) > 1 || m.bill.Now != "" && r.Day > m.bill.Now {
			continue
		}
		some, amount = true, amount+r.Amount
		if r.Quantity == nil {
			counted = false
			continue
		}
		sum, err := quantity.Add(*r.Quantity)
		counted, quantity = counted && err == nil, sum
	}
	if !some && !o.Receipts && len(m.book.receipts[letters(o.Number)]) == 0 {
		m.three = false // a service: nothing is received
		return 0
	}
	var missing money.Cents
	if counted || !some && u.counted {
		more, _ := beyond(&quantity, l.InvoicedQty, u.quantity)
		if more.Sign() <= 0 {
			return 0
		}
		missing = min(m.worth(more, u, l), max(u.amount, 0))
	} else {
		missing = u.amount - max(amount-l.Invoiced, 0)
	}
	if missing <= 0 {
		return 0
	}
	m.differ(Difference{Kind: NotReceived, Order: o.Number, Line: l.Number, Expected: u.amount - missing, Found: u.amount, Over: missing,
		Why: reason("not-received", "number", o.Number, "line", l.Number, "missing", missing)})
	return missing
}

// receivedInTotal holds an order without usable lines against its receipts: their
// amounts, or what their quantities are worth.
func (m *matching) receivedInTotal(u *Use) {
	list := m.book.receipts[letters(u.Order.Number)]
	if len(list) == 0 && !u.Order.Receipts {
		m.three = false
		return
	}
	var amount money.Cents
	for _, r := range list {
		if m.bill.Now == "" || r.Day <= m.bill.Now {
			amount += receiptWorth(u.Order, r)
		}
	}
	if missing := u.Uses - max(amount-u.Order.Invoiced, 0); missing > 0 {
		m.over += missing
		m.differ(Difference{Kind: NotReceived, Order: u.Order.Number, Expected: u.Uses - missing, Found: u.Uses, Over: missing,
			Why: reason("not-received", "number", u.Order.Number, "line", "", "missing", missing)})
	}
}

func receiptWorth(o order.Order, r order.Receipt) money.Cents {
	if r.Quantity == nil || r.Amount != 0 {
		return r.Amount
	}
	for _, l := range o.Lines {
		if trimZeros(l.Number) == trimZeros(r.Line) && l.Price != nil {
			worth, _ := times(*r.Quantity, *l.Price)
			return worth
		}
	}
	return 0
}

// beyond says how much a quantity with what went before is over what there is.
func beyond(have, before *decimal.Decimal, now decimal.Decimal) (more decimal.Decimal, ok bool) {
	if have == nil {
		return more, false
	}
	sum := now
	var err error
	if before != nil {
		if sum, err = sum.Add(*before); err != nil {
			return more, false
		}
	}
	more, err = sum.Sub(*have)
	return more, err == nil
}

// times multiplies to whole cents.
func times(a, b decimal.Decimal) (money.Cents, bool) {
	product, err := a.Mul(b)
	if err != nil {
		return 0, false
	}
	c, err := money.Parse(product.Round(2).String())
	return c, err == nil
}

func cents(a *invoice.Amount) (money.Cents, bool) {
	if a == nil {
		return 0, false
	}
	c, err := a.Cents()
	return c, err == nil
}

func trimZeros(s string) string { return strings.TrimLeft(strings.TrimSpace(s), "0") }

// leastFit is how well a line must fit one of an order.
const leastFit = 40

// fit finds the line of an order that a line of the invoice is about: by its
// number, its article, its words; the only one fits when it is all there is.
func (m *matching) fit(l invoice.Line, net money.Cents) (best place, by string) {
	most, lines := leastFit-1, 0
	for i, u := range m.out.Orders {
		for j, ordered := range u.Order.Lines {
			lines++
			points, how := fits(l, net, u.Order, ordered)
			if points > most {
				most, best, by = points, place{i, j}, how
			}
		}
	}
	if by == "" && lines == 1 && len(m.bill.Invoice.Lines) == 1 {
		for i, u := range m.out.Orders {
			if len(u.Order.Lines) == 1 {
				return place{i, 0}, "only"
			}
		}
	}
	return best, by
}

func fits(l invoice.Line, net money.Cents, o order.Order, ordered order.Line) (points int, by string) {
	alike := likeness(ordered.Description, l.Name+" "+l.Description)
	switch {
	case namesLine(l.OrderLine, o, ordered.Number):
		points, by = 70+alike/4, "number"
	case ordered.Article != "" && (letters(ordered.Article) == letters(l.BuyersID) || letters(ordered.Article) == letters(l.SellersID) ||
		l.StandardID != nil && letters(ordered.Article) == letters(l.StandardID.ID)):
		points, by = 80, "article"
	case alike >= 50:
		points, by = alike/2+15, "description"
	default:
		return 0, ""
	}
	if l.Price != nil && ordered.Price != nil && l.Price.Value.Cmp(*ordered.Price) == 0 {
		points += 10
	}
	if net == ordered.Amount-ordered.Invoiced {
		points += 5
	}
	return points, by
}

// namesLine says whether a reference of an invoice means a line of an order:
// "10", "4500012345/10".
func namesLine(said string, o order.Order, number string) bool {
	if trimZeros(said) == "" || trimZeros(number) == "" {
		return false
	}
	if trimZeros(said) == trimZeros(number) {
		return true
	}
	at := strings.LastIndexAny(said, "/:- ")
	return at > 0 && letters(said[:at]) == letters(o.Number) && trimZeros(said[at+1:]) == trimZeros(number)
}

// likeness says what share of the words of one text stand in another, in percent.
func likeness(of, in string) int {
	want := wordsOf(of)
	if len(want) == 0 {
		return 0
	}
	have, hits := map[string]bool{}, 0
	for _, w := range wordsOf(in) {
		have[w] = true
	}
	for _, w := range want {
		if have[w] {
			hits++
		}
	}
	return hits * 100 / len(want)
}

func wordsOf(s string) (list []string) {
	for _, w := range words.FindAllString(strings.ToLower(s), 200) {
		if w = strings.Trim(w, "./_-"); len(w) > 2 {
			list = append(list, w)
		}
	}
	return list
}

func textOf(inv *invoice.Invoice) string {
	var b strings.Builder
	for _, n := range inv.Notes {
		b.WriteString(n.Text + " ")
	}
	for _, l := range inv.Lines {
		b.WriteString(l.Name + " " + l.Description + " ")
	}
	return b.String()
}
