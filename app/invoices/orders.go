// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/order"
	"rentmeester/store"
	"rentmeester/store/db"
)

// What a person or program may say of one order.
const (
	mostOrderLines  = 10_000
	mostOrderAmount = money.Cents(1_000_000_000_000_00) // so that sums stay in range
)

// AddOrder keeps an order, or brings the one with its number up to date, as a row
// of a list of orders does. What it leaves out is filled in: numbers of lines,
// amounts by quantity and price, and the amount of the whole. Invoices that wait
// are compared again. Errors: invoices.order-number, invoices.order-term,
// invoices.order-line-twice, invoices.order-lines, invoices.order-range,
// invoices.order-orderer, those of
// order.Worth.
func (d *Desk) AddOrder(ctx context.Context, actor string, o order.Order) (v OrderView, err error) {
	if o, err = filled(o); err != nil {
		return v, err
	}
	err = d.step(ctx, actor, func(w *work) error {
		k := orderKeeper{work: w, out: &books.FileReport{}, ids: map[string]db.PurchaseOrder{}, suppliers: map[string]bool{}}
		old, known, err := k.order(plain(o.Number))
		if err != nil {
			return err
		}
		if known {
			if o, err = bound(o, old); err != nil {
				return err
			}
		}
		if err := k.keep(o); err != nil {
			return err
		}
		row := k.ids[plain(o.Number)]
		if k.out.Known == 0 {
			act, what := "order.added", any(o)
			if known {
				act, what = "order.changed", map[string]any{"was": old, "is": o}
			}
			if err := w.tx.Audit(ctx, actor, act, books.Subject("order", row.ID), what); err != nil {
				return err
			}
		}
		for supplier := range k.suppliers {
			if err := w.rematchAll(supplier); err != nil {
				return err
			}
		}
		v, err = orderView(ctx, w.tx.Queries, row)
		return err
	})
	return v, err
}

// bound gives an order that is known with what nobody changes by hand, since it
// decides who may approve: who ordered, and that what comes is counted. Errors:
// invoices.order-orderer.
func bound(o order.Order, old db.PurchaseOrder) (order.Order, error) {
	if old.Orderer != "" && o.Orderer != "" && plain(o.Orderer) != old.Orderer {
		return o, fault.New("invoices.order-orderer", "order", old.Number, "orderer", old.Orderer)
	}
	o.Orderer = cmp.Or(old.Orderer, o.Orderer)
	o.Receipts = o.Receipts || old.Receipts
	return o, nil
}

// filled gives an order with what follows from the rest of it.
func filled(o order.Order) (order.Order, error) {
	o.Number = strings.TrimSpace(o.Number)
	switch {
	case ident.NormaliseReference(plain(o.Number)) == "":
		return o, fault.New("invoices.order-number", "order", o.Number)
	case o.From != "" && o.Until != "" && o.Until < o.From:
		return o, fault.New("invoices.order-term", "order", o.Number, "from", o.From, "until", o.Until)
	case len(o.Lines) > mostOrderLines:
		return o, fault.New("invoices.order-lines", "order", o.Number, "most", mostOrderLines)
	}
	if o.Instalment > 0 && o.Every == 0 {
		o.Every = 1
	}
	if o.Kind == "" || o.Every > 0 {
		o.Kind = order.Purchase
		if o.Every > 0 {
			o.Kind = order.Contract
		}
	}
	if err := outOfRange(o); err != nil {
		return o, err
	}
	o.Lines = slices.Clone(o.Lines)
	seen, whole, before := map[string]bool{}, o.Amount == 0, o.Invoiced == 0
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.Number = strings.TrimSpace(l.Number); l.Number == "" {
			l.Number = strconv.Itoa(i + 1)
		}
		if seen[l.Number] {
			return o, fault.New("invoices.order-line-twice", "order", o.Number, "line", l.Number)
		}
		seen[l.Number] = true
		if l.Amount == 0 && l.Quantity != nil && l.Price != nil {
			var err error
			if l.Amount, err = order.Worth(*l.Quantity, *l.Price); err != nil {
				return o, err
			}
		}
		if whole {
			o.Amount += l.Amount
		}
		if before {
			o.Invoiced += l.Invoiced
		}
	}
	if o.Amount == 0 && o.Instalment <= mostOrderAmount/(12*10_000) {
		o.Amount = o.OfInstalments()
	}
	return o, outOfRange(o)
}

// outOfRange says whether an amount of an order is beyond what can be summed.
// Errors: invoices.order-range.
func outOfRange(o order.Order) error {
	all := []money.Cents{o.Amount, o.Instalment, o.Invoiced}
	for _, l := range o.Lines {
		all = append(all, l.Amount, l.Invoiced)
	}
	for _, a := range all {
		if a > mostOrderAmount || a < -mostOrderAmount {
			return fault.New("invoices.order-range", "order", o.Number, "amount", a)
		}
	}
	return nil
}

// Receive keeps what somebody received on an order, on one day and slip or on
// several. Of a slip with a number that we have, a line is put right; the same
// once more changes nothing and is refused. Invoices that wait for it are
// compared again and go on by themselves.
// Errors: invoices.no-order-id, invoices.receipt-listed, invoices.receipt-line,
// invoices.receipt-quantity, invoices.receipt-amount, invoices.receipt-day,
// invoices.receipt-known.
func (d *Desk) Receive(ctx context.Context, actor string, id int64, list []order.Receipt) (v OrderView, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		row, err := orderByID(ctx, w.tx.Queries, d.Adm.Key, id)
		if err != nil {
			return err
		}
		if err := w.receive(row, list); err != nil {
			return err
		}
		if err := w.rematchAll(row.Supplier); err != nil {
			return err
		}
		v, err = orderView(ctx, w.tx.Queries, row)
		return err
	})
	return v, err
}

func (w *work) receive(row db.PurchaseOrder, list []order.Receipt) error {
	lines, err := w.tx.OrderLines(w.ctx, db.OrderLinesParams{Adm: w.tx.Adm, OrderID: row.ID})
	if err != nil {
		return books.Failed(err)
	}
	have, err := w.tx.ReceiptsOfOrder(w.ctx, db.ReceiptsOfOrderParams{Adm: w.tx.Adm, OrderID: row.ID})
	if err != nil {
		return books.Failed(err)
	}
	if listed(have) {
		return fault.New("invoices.receipt-listed", "order", row.Number)
	}
	k := orderKeeper{work: w, out: &books.FileReport{}, suppliers: map[string]bool{}}
	var taken []order.Receipt
	var was []db.Receipt
	for _, r := range list {
		if r, err = receiptOn(row, lines, r, day.Of(w.tx.Now)); err != nil {
			return err
		}
		r.Order, r.By = row.Number, w.actor
		for _, old := range have {
			if r.Number != "" && !old.Listed && old.Number == r.Number && old.Line == r.Line {
				was = append(was, old)
			}
		}
		if have, err = k.receipt(row, k.receiptRow(row.ID, r), have); err != nil {
			return err
		}
		taken = append(taken, r)
	}
	if k.out.Receipts+k.out.Updated == 0 {
		return fault.New("invoices.receipt-known", "order", row.Number)
	}
	return w.tx.Audit(w.ctx, w.actor, "order.received", books.Subject("order", row.ID), map[string]any{"was": was, "is": taken})
}

// receiptOn gives a receipt as it counts on an order: on a line that is there, in
// the measure of that line. Errors: as of Receive.
func receiptOn(o db.PurchaseOrder, lines []db.PurchaseOrderLine, r order.Receipt, today day.Day) (order.Receipt, error) {
	r.Line, r.Number = strings.TrimSpace(r.Line), strings.TrimSpace(r.Number)
	if r.Day == "" {
		r.Day = today
	}
	if r.Day > today {
		return r, fault.New("invoices.receipt-day", "day", r.Day)
	}
	if r.Line == "" && len(lines) == 1 {
		r.Line = lines[0].Number
	}
	at := slices.IndexFunc(lines, func(l db.PurchaseOrderLine) bool { return l.Number == r.Line })
	if at < 0 && (len(lines) > 0 || r.Line != "") {
		return r, fault.New("invoices.receipt-line", "order", o.Number, "line", r.Line)
	}
	if at >= 0 && lines[at].Quantity != "" {
		if r.Quantity == nil || r.Quantity.IsZero() {
			return r, fault.New("invoices.receipt-quantity", "order", o.Number, "line", r.Line)
		}
		return r, nil
	}
	if r.Amount == 0 {
		return r, fault.New("invoices.receipt-amount", "order", o.Number, "line", r.Line)
	}
	return r, nil
}

// listed says whether a list of orders tells what was received of an order, so
// that nobody else does: it would count twice, or instead of it.
func listed(rows []db.Receipt) bool {
	return len(rows) > 0 && !slices.ContainsFunc(rows, func(r db.Receipt) bool { return !r.Listed })
}

func orderByID(ctx context.Context, q *db.Queries, adm, id int64) (db.PurchaseOrder, error) {
	row, err := q.OrderByID(ctx, db.OrderByIDParams{Adm: adm, ID: id})
	if store.NoRows(err) {
		return row, fault.New("invoices.no-order-id", "order", id)
	}
	return row, books.Failed(err)
}
