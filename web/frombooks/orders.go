// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strings"

	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/order"
	"rentmeester/web"
)

const ordersPage = 50

// Orders implements web.Orders. Its cursor is a number.
func (s *Source) Orders(ctx context.Context, f web.OrderFilter, cursor string) (list []web.OrderHead, next string, err error) {
	if strings.ContainsRune(cursor, 0) {
		return nil, "", badCursor()
	}
	rows, err := s.books.Invoices().ListOrders(ctx, invoices.OrderFilter{Filter: invoices.Filter{State: f.State, Query: f.Query, Limit: ordersPage + 1},
		Supplier: f.Supplier, After: cursor})
	if err != nil {
		return nil, "", translate(err)
	}
	if len(rows) > ordersPage {
		rows = rows[:ordersPage]
		next = rows[ordersPage-1].Number
	}
	for _, r := range rows {
		list = append(list, orderHeadOf(r))
	}
	return list, next, nil
}

func orderHeadOf(v invoices.OrderView) web.OrderHead {
	return web.OrderHead{ID: id(v.ID), Number: v.Number, Kind: v.Kind, Supplier: v.Supplier, SupplierName: v.SupplierName, Description: v.Description,
		Orderer: v.Orderer, CostCentre: v.CostCentre, Amount: money.Cents(v.Amount), Invoiced: money.Cents(v.Invoiced), Left: money.Cents(v.Left),
		From: v.From, Until: v.Until, Closed: v.Closed}
}

// Order implements web.Orders.
func (s *Source) Order(ctx context.Context, id string) (web.PurchaseOrder, error) {
	key, err := number(id, "books.order.not-found")
	if err != nil {
		return web.PurchaseOrder{}, err
	}
	v, err := s.books.Invoices().Order(ctx, key)
	if err != nil {
		return web.PurchaseOrder{}, translate(err)
	}
	o := orderOf(v)
	if v.Supplier != "" { // a list of orders may name one whom we do not have
		known, err := s.books.Invoices().ShowSupplier(ctx, v.Supplier)
		if err != nil && !fault.Is(err, "invoices.no-supplier") {
			return o, translate(err)
		}
		if o.Known = err == nil; o.Known {
			o.SupplierName = known.Name
		}
	}
	return o, nil
}

func orderOf(v invoices.OrderView) web.PurchaseOrder {
	o := web.PurchaseOrder{OrderHead: orderHeadOf(v), Ordered: v.Ordered, Account: v.Account, Gross: v.Gross, Every: v.Every, Instalment: money.Cents(v.Instalment),
		Wanted: v.Wanted, Listed: v.Listed}
	for _, l := range v.Lines {
		o.Lines = append(o.Lines, web.OrderLine{Number: l.Number, Article: l.Article, Text: l.Description, Quantity: l.Quantity, Unit: l.Unit, Price: l.Price,
			Amount: money.Cents(l.Amount), Invoiced: money.Cents(l.Invoiced), Left: money.Cents(l.Left), InvoicedQty: l.InvoicedQty, ReceivedQty: l.ReceivedQty,
			Received: money.Cents(l.Received)})
	}
	for _, r := range v.Receipts {
		o.Receipts = append(o.Receipts, web.Receipt{Line: r.Line, Number: r.Number, Day: r.Day, Quantity: r.Quantity, Amount: money.Cents(r.Amount), By: r.By})
	}
	for _, i := range v.Invoices {
		o.Invoices = append(o.Invoices, web.OrderInvoice{ID: id(i.ID), Number: i.Number, State: string(i.State), Issued: i.Issued, Amount: money.Cents(i.Amount)})
	}
	return o
}

// Receive implements web.Orders.
func (s *Source) Receive(ctx context.Context, by, id string, d web.Delivery) error {
	key, err := number(id, "books.order.not-found")
	if err != nil {
		return err
	}
	var list []order.Receipt
	for _, l := range d.Lines {
		list = append(list, order.Receipt{Line: l.Line, Number: d.Number, Day: d.Day, Quantity: l.Quantity, Amount: l.Amount})
	}
	if _, err := s.books.Invoices().Receive(ctx, by, key, list); err != nil {
		return translate(err)
	}
	s.again.ask() // what waited for it may be booked
	return nil
}
