// SPDX-License-Identifier: EUPL-1.2

// Package commitment compares an invoice with the orders and contracts it is
// about and with what was received on them: two-way (was it ordered, at this
// price) and three-way (was it delivered too). It says whether they agree, agree
// within the tolerance that policy allows, or deviate, in what and by how much;
// and proposes orders where the invoice names none. Values in, answers out: it
// keeps nothing and reads no clock. It imports order, invoice, money, day and
// fault.
package commitment

import (
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/order"
)

// Reason is why something is so: a key of the catalogue and its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// reason makes a Reason; its sentence stands in the catalogue under
// "commitment.reason." and the code.
func reason(code string, pairs ...any) Reason {
	return Reason{Code: "commitment.reason." + code, Args: fault.Args(pairs...)}
}

// Bill is the invoice that is compared.
type Bill struct {
	Invoice  *invoice.Invoice
	Supplier string  // its number or key, as orders name it; "" not known
	Day      day.Day // when it was received
	Now      day.Day // what is received after this day does not count yet; "" all counts
}

// Margin is how much too high something may be: a share of what was expected and
// an amount. Where both are set the smaller holds; where none is, nothing.
type Margin struct {
	Millionths int64
	Amount     money.Cents
}

// of gives the margin on an expected amount.
func (m Margin) of(expected money.Cents) money.Cents {
	share := expected.Abs()/1_000_000*money.Cents(m.Millionths) + expected.Abs()%1_000_000*money.Cents(m.Millionths)/1_000_000
	switch {
	case m.Millionths > 0 && m.Amount > 0:
		return min(share, m.Amount)
	case m.Millionths > 0:
		return share
	}
	return m.Amount
}

// Tolerance is what policy lets an invoice be over. Below is always allowed: that
// is a part delivery, or a windfall.
type Tolerance struct {
	Line, Total Margin
}

// State is what the comparison came to; approval.Match takes it.
type State string

const (
	Matched  State = "matched"
	Within   State = "tolerance"
	Deviates State = "deviates"
	NotFound State = "notfound"
)

// Outcome is what the comparison came to.
type Outcome struct {
	State       State        `json:"state"`
	Ways        int          `json:"ways"` // 3 when all that is invoiced was held against receipts, 2 otherwise; 0 not found
	Orders      []Use        `json:"orders,omitempty"`
	Lines       []LineMatch  `json:"lines,omitempty"`
	Differences []Difference `json:"differences,omitempty"`
	Over        money.Cents  `json:"over,omitempty"` // how much too high in all
	Candidates  []Candidate  `json:"candidates,omitempty"`
	Reasons     []Reason     `json:"reasons"`
}

// Use is an order that the invoice is about.
type Use struct {
	Order order.Order `json:"order"`
	Cited string      `json:"cited,omitempty"` // as the invoice writes the number; "" it does not
	Uses  money.Cents `json:"uses"`            // of it by this invoice
	Left  money.Cents `json:"left"`            // after this invoice; negative when over
}

// LineMatch ties a line of the invoice to a line of an order.
type LineMatch struct {
	Line      string `json:"line"`            // number on the invoice
	Order     string `json:"order,omitempty"` // "" no line of an order fits
	OrderLine string `json:"orderLine,omitempty"`
	By        string `json:"by,omitempty"` // number, article, description, only
}

// Kind is what a difference is about.
type Kind string

const (
	Price       Kind = "price"
	Quantity    Kind = "quantity"
	Amount      Kind = "amount" // of a line without quantity and price
	Total       Kind = "total"  // more than is left of the order
	NotReceived Kind = "not-received"
	Unordered   Kind = "unordered" // a line that is on no order
	Instalment  Kind = "instalment"
	Early       Kind = "early" // more instalments than terms that began
	Supplier    Kind = "supplier"
	Expired     Kind = "expired"
	NotBegun    Kind = "not-begun"
	Closed      Kind = "closed"
	CreditOver  Kind = "credit-over" // more credited than was invoiced
	Unreadable  Kind = "unreadable"  // an amount that is not in whole cents
)

// never are the differences that no tolerance covers.
var never = map[Kind]bool{Supplier: true, Expired: true, NotBegun: true, Closed: true, Unordered: true, Early: true, CreditOver: true, Unreadable: true}

// Difference is one thing that does not agree.
type Difference struct {
	Kind     Kind        `json:"kind"`
	Order    string      `json:"order,omitempty"`
	Line     string      `json:"line,omitempty"` // of the order, or of the invoice when it is on none
	Expected money.Cents `json:"expected,omitempty"`
	Found    money.Cents `json:"found,omitempty"`
	Over     money.Cents `json:"over,omitempty"` // what it makes the invoice too high
	Within   bool        `json:"within"`         // policy's tolerance
	Why      Reason      `json:"why"`
}

// Candidate is an order that an invoice without a number may be about.
type Candidate struct {
	Order   order.Order `json:"order"`
	Reasons []Reason    `json:"reasons"`
	score   int
}

// Orderers gives the persons who ordered what the invoice is about: they declare
// the performance and do not approve.
func (o Outcome) Orderers() (list []string) {
	seen := map[string]bool{}
	for _, u := range o.Orders {
		if who := u.Order.Orderer; who != "" && !seen[who] {
			seen[who] = true
			list = append(list, who)
		}
	}
	return list
}

// Match compares an invoice with orders and receipts. For many invoices, make a
// Book once.
func Match(bill Bill, orders []order.Order, receipts []order.Receipt, t Tolerance) Outcome {
	return NewBook(orders, receipts).Match(bill, t)
}
