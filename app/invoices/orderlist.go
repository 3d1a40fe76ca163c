// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"io"
	"slices"

	"github.com/govalues/decimal"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/table"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/order"
	"rentmeester/store"
	"rentmeester/store/db"
)

// importOrders reads a list of orders and contracts, or of what was received on
// them. A number that we have is the same order, brought up to date; what was
// invoiced on it we count ourselves from the day on which we first had it, so a
// later list does not change that. Invoices that wait are compared again.
func (d *Desk) importOrders(ctx context.Context, out *books.FileReport, actor string, media Media, original store.Original) error {
	return d.step(ctx, actor, func(w *work) error {
		file, err := w.tx.FileByHash(ctx, db.FileByHashParams{Adm: w.tx.Adm, Sha256: out.SHA256})
		if err != nil || readMeanwhile(file, out) {
			return books.Failed(err)
		}
		k := orderKeeper{work: w, out: out, ids: map[string]db.PurchaseOrder{}, suppliers: map[string]bool{}}
		if media == Receipts {
			err = k.receiptList(original)
		} else {
			err = k.orderList(original)
		}
		if err != nil {
			return err
		}
		for supplier := range k.suppliers {
			if err := w.rematchAll(supplier); err != nil {
				return err
			}
		}
		return w.FileRead(w.ctx, w.tx, out, w.actor)
	})
}

// recogniseOrders says whether a file is a list of orders or receipts, "" for none.
func recogniseOrders(original io.ReadSeeker) Media {
	switch orders, receipts := table.RecogniseOrders(original); {
	case orders:
		return Orders
	case receipts:
		return Receipts
	}
	return ""
}

type orderKeeper struct {
	*work
	out       *books.FileReport
	ids       map[string]db.PurchaseOrder // by number
	suppliers map[string]bool             // whose orders changed; "" of anybody
}

func (k *orderKeeper) orderList(original store.Original) error {
	orders, receipts, err := table.ReadOrders(original)
	if err != nil {
		return err
	}
	for _, o := range orders {
		if err := k.keep(o); err != nil {
			return err
		}
	}
	of := map[string][]order.Receipt{}
	for _, r := range receipts {
		of[r.Order] = append(of[r.Order], r)
	}
	for _, o := range orders {
		if err := k.listed(k.ids[plain(o.Number)], of[o.Number]); err != nil {
			return err
		}
	}
	return nil
}

// order gives the order with a number. known is false when there is none.
func (k *orderKeeper) order(number string) (row db.PurchaseOrder, known bool, err error) {
	if row, known = k.ids[number]; known {
		return row, true, nil
	}
	row, err = k.tx.OrderByNumber(k.ctx, db.OrderByNumberParams{Adm: k.tx.Adm, Number: number})
	if store.NoRows(err) {
		return row, false, nil
	}
	k.ids[number] = row
	return row, err == nil, books.Failed(err)
}

func (k *orderKeeper) keep(o order.Order) error {
	row := orderRow(o)
	row.Adm, row.Sha256 = k.tx.Adm, k.out.SHA256
	old, known, err := k.order(row.Number)
	if err != nil {
		return err
	}
	if !known {
		row.ID = k.tx.NewID()
		k.out.Orders++
		k.ids[row.Number], k.suppliers[row.Supplier] = row, true
		if err := k.tx.Add(k.ctx, row); err != nil {
			return err
		}
		return k.lines(row.ID, o.Lines, nil)
	}
	before, err := k.tx.OrderLines(k.ctx, db.OrderLinesParams{Adm: k.tx.Adm, OrderID: old.ID})
	if err != nil {
		return books.Failed(err)
	}
	row.ID, row.Invoiced = old.ID, old.Invoiced
	same := row
	same.Sha256 = old.Sha256
	if same == old && slices.Equal(lineRows(k.tx.Adm, row.ID, o.Lines, before), before) {
		k.out.Known++
		return nil
	}
	k.out.Updated++
	k.ids[row.Number], k.suppliers[row.Supplier], k.suppliers[old.Supplier] = row, true, true
	err = k.tx.SetOrder(k.ctx, db.SetOrderParams{Adm: row.Adm, ID: row.ID, Kind: row.Kind, Supplier: row.Supplier, SupplierName: row.SupplierName,
		Description: row.Description, Orderer: row.Orderer, Account: row.Account, CostCentre: row.CostCentre, Ordered: row.Ordered, FromDay: row.FromDay,
		Until: row.Until, Amount: row.Amount, Gross: row.Gross, Every: row.Every, Instalment: row.Instalment, Receipts: row.Receipts, Closed: row.Closed,
		Sha256: row.Sha256, Search: row.Search})
	if err != nil {
		return books.Failed(err)
	}
	if err := k.tx.DropOrderLines(k.ctx, db.DropOrderLinesParams{Adm: k.tx.Adm, OrderID: row.ID}); err != nil {
		return books.Failed(err)
	}
	return k.lines(row.ID, o.Lines, before)
}

func (k *orderKeeper) lines(id int64, lines []order.Line, before []db.PurchaseOrderLine) error {
	for _, l := range lineRows(k.tx.Adm, id, lines, before) {
		if err := k.tx.Add(k.ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// lineRows gives lines as they are kept. What was invoiced on one before we had
// it, its first list says.
func lineRows(adm, id int64, lines []order.Line, before []db.PurchaseOrderLine) []db.PurchaseOrderLine {
	rows := []db.PurchaseOrderLine{}
	for i, l := range lines {
		r := db.PurchaseOrderLine{Adm: adm, OrderID: id, Pos: int64(i + 1), Number: plain(l.Number), Article: plain(l.Article), Description: plain(l.Description),
			Quantity: written(l.Quantity), Unit: plain(l.Unit), Price: written(l.Price), Amount: int64(l.Amount), Invoiced: int64(l.Invoiced),
			InvoicedQuantity: written(l.InvoicedQty)}
		if before != nil {
			r.Invoiced, r.InvoicedQuantity = 0, ""
		}
		for _, old := range before {
			if old.Number == r.Number {
				r.Invoiced, r.InvoicedQuantity = old.Invoiced, old.InvoicedQuantity
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// mostSearched is how many lines an order is found by.
const mostSearched = 50

func orderRow(o order.Order) db.PurchaseOrder {
	r := db.PurchaseOrder{Number: plain(o.Number), Key: ident.NormaliseReference(plain(o.Number)), Kind: string(o.Kind), Supplier: plain(o.Supplier),
		SupplierName: plain(o.SupplierName), Description: plain(o.Description), Orderer: plain(o.Orderer), Account: plain(o.Account),
		CostCentre: plain(o.CostCentre), Ordered: string(o.Ordered), FromDay: string(o.From), Until: string(o.Until), Amount: int64(o.Amount),
		Gross: o.Gross, Every: int64(o.Every), Instalment: int64(o.Instalment), Receipts: o.Receipts, Closed: o.Closed, Invoiced: int64(o.Invoiced)}
	words := []string{r.Number, r.Supplier, r.SupplierName, r.Description, r.Orderer, r.CostCentre}
	for _, l := range o.Lines[:min(len(o.Lines), mostSearched)] {
		words = append(words, plain(l.Description))
	}
	r.Search = books.SearchText(o.Amount, words...)
	return r
}

// listed replaces what lists of orders said was received of an order so far.
func (k *orderKeeper) listed(o db.PurchaseOrder, receipts []order.Receipt) error {
	have, err := k.tx.ReceiptsOfOrder(k.ctx, db.ReceiptsOfOrderParams{Adm: k.tx.Adm, OrderID: o.ID})
	if err != nil {
		return books.Failed(err)
	}
	have = slices.DeleteFunc(have, func(r db.Receipt) bool { return !r.Listed })
	rows := make([]db.Receipt, len(receipts))
	for i, r := range receipts {
		rows[i] = k.receiptRow(o.ID, r)
		rows[i].Listed = true
	}
	if slices.EqualFunc(rows, have, func(a, b db.Receipt) bool { return contentsOf(a) == contentsOf(b) }) {
		return nil
	}
	k.suppliers[o.Supplier] = true
	if err := k.tx.DropListedReceipts(k.ctx, db.DropListedReceiptsParams{Adm: k.tx.Adm, OrderID: o.ID}); err != nil {
		return books.Failed(err)
	}
	for _, r := range rows {
		r.ID = k.tx.NewID()
		if err := k.tx.Add(k.ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (k *orderKeeper) receiptRow(id int64, r order.Receipt) db.Receipt {
	return db.Receipt{Adm: k.tx.Adm, OrderID: id, Line: plain(r.Line), Number: plain(r.Number), Day: string(r.Day), Quantity: written(r.Quantity),
		Amount: int64(r.Amount), Person: plain(r.By), At: k.tx.Stamp()}
}

// contentsOf gives a receipt as lists say it, to compare it with another.
func contentsOf(r db.Receipt) db.Receipt {
	r.ID, r.At = 0, ""
	return r
}

// receiptList keeps receipts, each once: one with a number of its own by that,
// another when the file has more of the same than we do. One for an order that we
// do not have refuses the file. Errors: table.rows around RowErrors.
func (k *orderKeeper) receiptList(original store.Original) error {
	list, err := table.ReadReceipts(original)
	if err != nil {
		return err
	}
	var bad table.RowErrors
	have := map[int64][]db.Receipt{}
	for _, r := range list {
		o, known, err := k.order(plain(r.Order))
		switch {
		case err != nil:
			return err
		case !known:
			bad = append(bad, fault.New("invoices.receipt-order", "order", r.Order, "receipt", r.Number))
			continue
		}
		if _, loaded := have[o.ID]; !loaded {
			if have[o.ID], err = k.tx.ReceiptsOfOrder(k.ctx, db.ReceiptsOfOrderParams{Adm: k.tx.Adm, OrderID: o.ID}); err != nil {
				return books.Failed(err)
			}
		}
		left, err := k.receipt(o, k.receiptRow(o.ID, r), have[o.ID])
		if err != nil {
			return err
		}
		have[o.ID] = left
	}
	if len(bad) > 0 {
		return bad
	}
	return nil
}

// receipt keeps one receipt, and gives the known ones that no row of the file was yet.
func (k *orderKeeper) receipt(o db.PurchaseOrder, r db.Receipt, have []db.Receipt) ([]db.Receipt, error) {
	at := slices.IndexFunc(have, func(old db.Receipt) bool {
		if r.Number != "" {
			return !old.Listed && old.Number == r.Number && old.Line == r.Line
		}
		return contentsOf(old) == contentsOf(r)
	})
	if at >= 0 {
		old := have[at]
		have = slices.Delete(slices.Clone(have), at, at+1)
		if contentsOf(old) == contentsOf(r) {
			k.out.Known++
			return have, nil
		}
		k.out.Updated++
		k.suppliers[o.Supplier] = true
		return have, books.Failed(k.tx.SetReceipt(k.ctx, db.SetReceiptParams{Adm: k.tx.Adm, ID: old.ID, Day: r.Day, Quantity: r.Quantity,
			Amount: r.Amount, Person: r.Person, At: r.At}))
	}
	r.ID = k.tx.NewID()
	k.out.Receipts++
	k.suppliers[o.Supplier] = true
	return have, k.tx.Add(k.ctx, r)
}

// written gives a decimal as the tables keep it, "" for none.
func written(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func exact(s string) *decimal.Decimal {
	d, err := decimal.Parse(s)
	if err != nil {
		return nil // "" is none
	}
	return &d
}

// use is what an invoice takes of an order.
type use struct {
	invoice  int64
	line     string
	quantity string
	amount   int64
}

// orderOf puts an order together from its rows: what was invoiced is what its
// first list said and what our invoices took since.
func orderOf(r db.PurchaseOrder, lines []db.PurchaseOrderLine, uses []use) order.Order {
	o := order.Order{ID: r.ID, Number: r.Number, Kind: order.Kind(r.Kind), Supplier: r.Supplier, SupplierName: r.SupplierName, Description: r.Description,
		Orderer: r.Orderer, Account: r.Account, CostCentre: r.CostCentre, Ordered: day.Day(r.Ordered), From: day.Day(r.FromDay), Until: day.Day(r.Until),
		Amount: money.Cents(r.Amount), Gross: r.Gross, Every: int(r.Every), Instalment: money.Cents(r.Instalment), Receipts: r.Receipts, Closed: r.Closed,
		Invoiced: money.Cents(r.Invoiced)}
	for _, l := range lines {
		o.Lines = append(o.Lines, order.Line{Number: l.Number, Article: l.Article, Description: l.Description, Quantity: exact(l.Quantity), Unit: l.Unit,
			Price: exact(l.Price), Amount: money.Cents(l.Amount), Invoiced: money.Cents(l.Invoiced), InvoicedQty: exact(l.InvoicedQuantity)})
	}
	for _, u := range uses {
		o.Invoiced += money.Cents(u.amount)
		for i := range o.Lines {
			if l := &o.Lines[i]; l.Number == u.line {
				l.Invoiced += money.Cents(u.amount)
				l.InvoicedQty = plus(l.InvoicedQty, exact(u.quantity))
			}
		}
	}
	return o
}

func plus(a, b *decimal.Decimal) *decimal.Decimal {
	if a == nil || b == nil {
		if a == nil {
			return b
		}
		return a
	}
	sum, err := a.Add(*b)
	if err != nil {
		return a
	}
	return &sum
}

// receiptsOf gives the receipts of an order. Where some came by themselves, what a
// list of orders says in total is left out: it would count twice.
func receiptsOf(number string, rows []db.Receipt) (list []order.Receipt) {
	own := slices.ContainsFunc(rows, func(r db.Receipt) bool { return !r.Listed })
	for _, r := range rows {
		if own && r.Listed {
			continue
		}
		list = append(list, order.Receipt{Order: number, Line: r.Line, Number: r.Number, Day: day.Day(r.Day), Quantity: exact(r.Quantity),
			Amount: money.Cents(r.Amount), By: r.Person})
	}
	return list
}
