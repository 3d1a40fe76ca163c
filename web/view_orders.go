// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/money"
)

// Orders is what the pages need of what we ordered and committed to.
type Orders interface {
	Orders(ctx context.Context, filter OrderFilter, cursor string) (orders []OrderHead, next string, err error)
	Order(ctx context.Context, id string) (PurchaseOrder, error)
	// Receive records what somebody received on an order.
	Receive(ctx context.Context, by, id string, d Delivery) error
}

// OrderFilter narrows the list of orders.
type OrderFilter struct {
	State    string // open, closed; "" all
	Query    string
	Supplier string // number; "" all
}

// OrderHead is an order in a list.
type OrderHead struct {
	ID, Number, Kind       string // order, contract
	Supplier, SupplierName string
	Description            string
	Orderer, CostCentre    string
	Amount, Invoiced, Left money.Cents
	From, Until            day.Day
	Closed                 bool
}

// PurchaseOrder is all there is to see of one. Quantities are decimals, "" none.
type PurchaseOrder struct {
	OrderHead
	Known      bool // the supplier is one of ours
	Ordered    day.Day
	Account    string
	Gross      bool // amounts include VAT
	Every      int  // months between instalments
	Instalment money.Cents
	Wanted     bool // nothing is paid before it is received
	Listed     bool // a list of orders says what was received, so nobody here does
	Lines      []OrderLine
	Receipts   []Receipt
	Invoices   []OrderInvoice
}

// OrderLine is a line of an order with how far it is.
type OrderLine struct {
	Number, Article, Text    string
	Quantity, Unit, Price    string
	Amount, Invoiced, Left   money.Cents
	InvoicedQty, ReceivedQty string
	Received                 money.Cents // of what is received by amount
}

// Receipt is something that was received.
type Receipt struct {
	Line, Number string
	Day          day.Day
	Quantity     string
	Amount       money.Cents
	By           string
}

// OrderInvoice is what an invoice takes of an order.
type OrderInvoice struct {
	ID, Number, State string
	Issued            day.Day
	Amount            money.Cents
}

// Delivery is what came at one time.
type Delivery struct {
	Number string // of the packing slip
	Day    day.Day
	Lines  []Delivered
}

// Delivered is what came of a line: a quantity where the line has one, else an
// amount.
type Delivered struct {
	Line     string
	Quantity *decimal.Decimal
	Amount   money.Cents
}
