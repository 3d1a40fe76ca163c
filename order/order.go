// SPDX-License-Identifier: EUPL-1.2

// Package order holds what an administration has bound itself to pay: orders and
// contracts (verplichtingen), with their lines, and what was received on them.
// Values only: whether an invoice agrees with them, package commitment says. It
// imports money, day and the decimals of govalues.
package order

import (
	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/money"
)

// Kind says what an obligation is.
type Kind string

const (
	Purchase Kind = "order"    // delivered once or in parts, until it is used up
	Contract Kind = "contract" // a term: the same amount month after month, or up to a yearly amount
)

// Order is an obligation. Amounts are without VAT unless Gross says otherwise.
type Order struct {
	ID           int64       `json:"id,omitempty"`
	Number       string      `json:"number"`
	Kind         Kind        `json:"kind"`
	Supplier     string      `json:"supplier,omitempty"` // number or key of the supplier; "" not known
	SupplierName string      `json:"supplierName,omitempty"`
	Description  string      `json:"description,omitempty"`
	Orderer      string      `json:"orderer,omitempty"` // person who ordered
	Account      string      `json:"account,omitempty"`
	CostCentre   string      `json:"costCentre,omitempty"`
	Ordered      day.Day     `json:"ordered,omitempty"`
	From         day.Day     `json:"from,omitempty"`  // it holds from
	Until        day.Day     `json:"until,omitempty"` // up to and including
	Amount       money.Cents `json:"amount"`          // of the whole; of a contract: from From until Until
	Gross        bool        `json:"gross,omitempty"` // amounts include VAT
	Every        int         `json:"every,omitempty"` // months between instalments of a contract; 0 no instalments
	Instalment   money.Cents `json:"instalment,omitempty"`
	Receipts     bool        `json:"receipts,omitempty"` // what is received is recorded, so nothing is paid before
	Closed       bool        `json:"closed,omitempty"`
	Invoiced     money.Cents `json:"invoiced,omitempty"` // by earlier invoices
	Lines        []Line      `json:"lines,omitempty"`
	At           int         `json:"at,omitempty"` // row of the file it was read from
}

// Left is what may still be invoiced.
func (o Order) Left() money.Cents { return o.Amount - o.Invoiced }

// OfInstalments gives what the instalments of a contract amount to in all; 0 when
// it does not say which there are.
func (o Order) OfInstalments() money.Cents {
	if o.Instalment <= 0 || o.Every <= 0 || o.From == "" || o.Until < o.From {
		return 0
	}
	return o.Instalment * money.Cents(monthsUntil(o.From, o.Until)/o.Every+1)
}

// monthsUntil counts the whole months between two days.
func monthsUntil(from, until day.Day) int {
	a, b := from.Time(), until.Time()
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		n--
	}
	return n
}

// Worth gives what a quantity costs at a price. Errors: those of money.Parse.
func Worth(quantity, price decimal.Decimal) (money.Cents, error) {
	worth, err := quantity.Mul(price)
	if err != nil {
		return 0, err
	}
	return money.Parse(worth.Round(2).String())
}

// Line is a line of an order.
type Line struct {
	Number      string           `json:"number"`
	Article     string           `json:"article,omitempty"`
	Description string           `json:"description,omitempty"`
	Quantity    *decimal.Decimal `json:"quantity,omitempty"`
	Unit        string           `json:"unit,omitempty"`
	Price       *decimal.Decimal `json:"price,omitempty"` // of one unit
	Amount      money.Cents      `json:"amount"`
	Invoiced    money.Cents      `json:"invoiced,omitempty"`    // by earlier invoices
	InvoicedQty *decimal.Decimal `json:"invoicedQty,omitempty"` // likewise
}

// Receipt is something received on an order: goods, or work that was accepted.
type Receipt struct {
	Order    string           `json:"order"`          // number of the order
	Line     string           `json:"line,omitempty"` // number of its line; "" the order as a whole
	Number   string           `json:"number,omitempty"`
	Day      day.Day          `json:"day,omitempty"`
	Quantity *decimal.Decimal `json:"quantity,omitempty"`
	Amount   money.Cents      `json:"amount,omitempty"` // where there is no quantity
	By       string           `json:"by,omitempty"`     // person who received it
}
