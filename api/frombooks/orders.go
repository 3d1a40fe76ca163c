// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/api"
	"rentmeester/app/invoices"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/order"
)

// Orders implements api.Source. Its cursor is a number.
func (s *Source) Orders(ctx context.Context, by api.Caller, f api.OrderFilter) (all []api.Order, next string, err error) {
	w := invoices.OrderFilter{Filter: invoices.Filter{State: f.State, Query: f.Search, Limit: f.Limit + 1}, Number: f.Number, Supplier: f.Supplier}
	if err := uncursor(f.Cursor, &w.After); err != nil {
		return nil, "", err
	}
	if strings.ContainsRune(w.After, 0) { // no text of the books
		return nil, "", fault.New("api.cursor")
	}
	rows, err := s.desk().ListOrders(ctx, w)
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		next = cursor(rows[f.Limit-1].Number)
	}
	for _, r := range rows {
		all = append(all, orderHeadOf(r))
	}
	return all, next, err
}

func orderHeadOf(v invoices.OrderView) api.Order {
	return api.Order{ID: v.ID, Invoiced: api.Amount(v.Invoiced), Left: api.Amount(v.Left), Listed: v.Listed, OrderHead: api.OrderHead{Number: v.Number, Kind: v.Kind,
		Supplier: v.Supplier, SupplierName: v.SupplierName, Description: v.Description, Orderer: v.Orderer, Account: v.Account, CostCentre: v.CostCentre,
		Ordered: api.Day(v.Ordered), From: api.Day(v.From), Until: api.Day(v.Until), Gross: v.Gross, Every: v.Every, Instalment: api.Amount(v.Instalment),
		Wanted: v.Wanted, Closed: v.Closed, Amount: api.Amount(v.Amount)}}
}

func orderOf(v invoices.OrderView, err error) (api.OrderDetail, error) {
	d := api.OrderDetail{Order: orderHeadOf(v), Lines: []api.OrderLine{}, Receipts: []api.Receipt{}, Invoices: []api.OrderInvoice{}}
	for _, l := range v.Lines {
		d.Lines = append(d.Lines, api.OrderLine{OrderLineHead: api.OrderLineHead{Number: l.Number, Article: l.Article, Description: l.Description,
			Quantity: exact(l.Quantity), Unit: l.Unit, Price: exact(l.Price), Amount: api.Amount(l.Amount)}, Invoiced: api.Amount(l.Invoiced),
			InvoicedQty: exact(l.InvoicedQty), Left: api.Amount(l.Left), Received: api.Amount(l.Received), ReceivedQty: exact(l.ReceivedQty)})
	}
	for _, r := range v.Receipts {
		d.Receipts = append(d.Receipts, api.Receipt{Line: r.Line, Number: r.Number, Received: api.Day(r.Day), Quantity: exact(r.Quantity), Amount: api.Amount(r.Amount), By: r.By})
	}
	for _, i := range v.Invoices {
		d.Invoices = append(d.Invoices, api.OrderInvoice{Invoice: i.ID, Number: i.Number, Issued: api.Day(i.Issued), State: string(i.State), Amount: api.Amount(i.Amount)})
	}
	return d, err
}

// exact gives a number that the books have as text; nil for none.
func exact(s string) *decimal.Decimal {
	d, err := decimal.Parse(s)
	if err != nil {
		return nil
	}
	return &d
}

// Order implements api.Source.
func (s *Source) Order(ctx context.Context, by api.Caller, id int64) (api.OrderDetail, error) {
	return orderOf(s.desk().Order(ctx, id))
}

// AddOrder implements api.Source.
func (s *Source) AddOrder(ctx context.Context, by api.Caller, n api.NewOrder) (api.OrderDetail, error) {
	o := order.Order{Number: n.Number, Kind: order.Kind(n.Kind), Supplier: n.Supplier, SupplierName: n.SupplierName, Description: n.Description, Orderer: n.Orderer,
		Account: n.Account, CostCentre: n.CostCentre, Ordered: day.Day(n.Ordered), From: day.Day(n.From), Until: day.Day(n.Until), Amount: money.Cents(n.Amount),
		Gross: n.Gross, Every: n.Every, Instalment: money.Cents(n.Instalment), Receipts: n.Wanted, Closed: n.Closed, Invoiced: money.Cents(n.Before)}
	for _, l := range n.Lines {
		o.Lines = append(o.Lines, order.Line{Number: l.Number, Article: l.Article, Description: l.Description, Quantity: l.Quantity, Unit: l.Unit, Price: l.Price,
			Amount: money.Cents(l.Amount), Invoiced: money.Cents(l.Before), InvoicedQty: l.BeforeQty})
	}
	return s.ordered(orderOf(s.desk().AddOrder(ctx, by.Person, o)))
}

// Receive implements api.Source.
func (s *Source) Receive(ctx context.Context, by api.Caller, id int64, d api.Delivery) (api.OrderDetail, error) {
	var list []order.Receipt
	for _, l := range d.Lines {
		list = append(list, order.Receipt{Line: l.Line, Number: d.Number, Day: day.Day(d.Received), Quantity: l.Quantity, Amount: money.Cents(l.Amount)})
	}
	return s.ordered(orderOf(s.desk().Receive(ctx, by.Person, id, list)))
}

// ordered tells that an order changed: invoices that waited for it may be open
// items now.
func (s *Source) ordered(d api.OrderDetail, err error) (api.OrderDetail, error) {
	if err == nil {
		s.moved()
	}
	return d, err
}
