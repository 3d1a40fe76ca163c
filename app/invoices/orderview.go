// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/order"
	"rentmeester/store"
	"rentmeester/store/db"
)

// OrderView is an order with how far it is.
type OrderView struct {
	ID           int64           `json:"id"`
	Number       string          `json:"number"`
	Kind         string          `json:"kind"` // order, contract
	Supplier     string          `json:"supplier"`
	SupplierName string          `json:"supplierName"`
	Description  string          `json:"description,omitempty"`
	Orderer      string          `json:"orderer,omitempty"`
	Account      string          `json:"account,omitempty"`
	CostCentre   string          `json:"costCentre,omitempty"`
	Ordered      day.Day         `json:"ordered,omitempty"`
	From         day.Day         `json:"from,omitempty"`
	Until        day.Day         `json:"until,omitempty"`
	Amount       books.Euro      `json:"amount"`
	Invoiced     books.Euro      `json:"invoiced"`
	Left         books.Euro      `json:"left"`
	Gross        bool            `json:"gross"` // amounts include VAT
	Every        int             `json:"every,omitempty"`
	Instalment   books.Euro      `json:"instalment"`
	Closed       bool            `json:"closed"`
	Wanted       bool            `json:"receiptsWanted"` // nothing is paid before it is received
	Listed       bool            `json:"receiptsListed"` // a list of orders says what was received
	Lines        []OrderLineView `json:"lines"`
	Receipts     []ReceiptView   `json:"receipts"`
	Invoices     []OrderInvoice  `json:"invoices"`
}

// OrderLineView is a line of an order with how far it is. Quantities are decimals
// as text, "" none.
type OrderLineView struct {
	Number      string     `json:"number"`
	Article     string     `json:"article,omitempty"`
	Description string     `json:"description,omitempty"`
	Quantity    string     `json:"quantity,omitempty"`
	Unit        string     `json:"unit,omitempty"`
	Price       string     `json:"price,omitempty"`
	Amount      books.Euro `json:"amount"`
	Invoiced    books.Euro `json:"invoiced"`
	InvoicedQty string     `json:"invoicedQuantity,omitempty"`
	Left        books.Euro `json:"left"`
	Received    books.Euro `json:"received"` // of what is received by amount
	ReceivedQty string     `json:"receivedQuantity,omitempty"`
}

// ReceiptView is something that was received on an order.
type ReceiptView struct {
	Line     string     `json:"line,omitempty"`
	Number   string     `json:"number,omitempty"`
	Day      day.Day    `json:"day,omitempty"`
	Quantity string     `json:"quantity,omitempty"`
	Amount   books.Euro `json:"amount"`
	By       string     `json:"by,omitempty"`
}

// OrderInvoice is what an invoice takes of an order.
type OrderInvoice struct {
	ID     int64      `json:"id"`
	Number string     `json:"number"`
	Issued day.Day    `json:"issued"`
	State  State      `json:"state"`
	Amount books.Euro `json:"amount"`
}

// oneOrder gives an order with what was invoiced on it, as an invoice sees it (0:
// as it is), and its receipts.
func oneOrder(ctx context.Context, q *db.Queries, r db.PurchaseOrder, self int64) (o order.Order, receipts []db.Receipt, err error) {
	lines, err := q.OrderLines(ctx, db.OrderLinesParams{Adm: r.Adm, OrderID: r.ID})
	if err != nil {
		return o, nil, books.Failed(err)
	}
	rows, err := q.UsesOfOrder(ctx, db.UsesOfOrderParams{Adm: r.Adm, OrderID: r.ID})
	if err != nil {
		return o, nil, books.Failed(err)
	}
	var uses []use
	for _, u := range rows {
		if self == 0 || earlier(u.InvoiceID, self, u.State) {
			uses = append(uses, use{u.InvoiceID, u.Line, u.Quantity, u.Amount})
		}
	}
	receipts, err = q.ReceiptsOfOrder(ctx, db.ReceiptsOfOrderParams{Adm: r.Adm, OrderID: r.ID})
	return orderOf(r, lines, uses), receipts, books.Failed(err)
}

// orderView gives an order with everything that is known of it.
func orderView(ctx context.Context, q *db.Queries, r db.PurchaseOrder) (v OrderView, err error) {
	o, rows, err := oneOrder(ctx, q, r, 0)
	if err != nil {
		return v, err
	}
	v = OrderView{ID: o.ID, Number: o.Number, Kind: string(o.Kind), Supplier: o.Supplier, SupplierName: o.SupplierName, Description: o.Description,
		Orderer: o.Orderer, Account: o.Account, CostCentre: o.CostCentre, Ordered: o.Ordered, From: o.From, Until: o.Until, Amount: books.Euro(o.Amount),
		Invoiced: books.Euro(o.Invoiced), Left: books.Euro(o.Left()), Gross: o.Gross, Every: o.Every, Instalment: books.Euro(o.Instalment), Closed: o.Closed, Wanted: o.Receipts, Listed: listed(rows),
		Lines: []OrderLineView{}, Receipts: []ReceiptView{}, Invoices: []OrderInvoice{}}
	if v.Description == "" && len(o.Lines) > 0 {
		v.Description = o.Lines[0].Description
	}
	receipts := receiptsOf(r.Number, rows)
	for _, l := range o.Lines {
		v.Lines = append(v.Lines, lineView(o, l, receipts))
	}
	for _, r := range receipts {
		v.Receipts = append(v.Receipts, ReceiptView{r.Line, r.Number, r.Day, written(r.Quantity), books.Euro(r.Amount), r.By})
	}
	uses, err := q.UsesOfOrder(ctx, db.UsesOfOrderParams{Adm: r.Adm, OrderID: r.ID})
	for _, u := range uses {
		at := slices.IndexFunc(v.Invoices, func(i OrderInvoice) bool { return i.ID == u.InvoiceID })
		if at < 0 {
			at = len(v.Invoices)
			v.Invoices = append(v.Invoices, OrderInvoice{ID: u.InvoiceID, Number: u.Number, Issued: day.Day(u.Issued), State: State(u.State)})
		}
		v.Invoices[at].Amount += books.Euro(u.Amount)
	}
	return v, books.Failed(err)
}

// lineView gives a line with what was invoiced and received of it.
func lineView(o order.Order, l order.Line, receipts []order.Receipt) OrderLineView {
	v := OrderLineView{Number: l.Number, Article: l.Article, Description: l.Description, Quantity: written(l.Quantity), Unit: l.Unit, Price: written(l.Price),
		Amount: books.Euro(l.Amount), Invoiced: books.Euro(l.Invoiced), InvoicedQty: written(l.InvoicedQty), Left: books.Euro(l.Amount - l.Invoiced)}
	for _, r := range receipts {
		if r.Line == l.Number || r.Line == "" && len(o.Lines) == 1 {
			v.Received += books.Euro(r.Amount)
			v.ReceivedQty = written(plus(exact(v.ReceivedQty), r.Quantity))
		}
	}
	return v
}

// OrderFilter says which orders are wanted; the state is open or closed.
type OrderFilter struct {
	Filter
	Number   string // exactly
	Supplier string // number
	After    string // number where a page ends
}

// ListOrders gives orders by their numbers.
func (d *Desk) ListOrders(ctx context.Context, f OrderFilter) (all []OrderView, err error) {
	all = []OrderView{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.OrderPage(ctx, db.OrderPageParams{Adm: d.Adm.Key, State: f.State, Number: f.Number, Supplier: f.Supplier, After: f.After,
			Pattern: books.Pattern(f.Query), Page: int32(f.Limit), Skip: int32(f.Skip)})
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			v, err := orderView(ctx, q, r)
			if err != nil {
				return err
			}
			all = append(all, v)
		}
		return nil
	})
	return all, err
}

// ShowOrder gives an order by its number. Errors: invoices.no-order.
func (d *Desk) ShowOrder(ctx context.Context, number string) (v OrderView, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		r, err := q.OrderByNumber(ctx, db.OrderByNumberParams{Adm: d.Adm.Key, Number: number})
		if store.NoRows(err) {
			return fault.New("invoices.no-order", "order", number)
		}
		if err != nil {
			return books.Failed(err)
		}
		v, err = orderView(ctx, q, r)
		return err
	})
	return v, err
}

// Order gives an order by its identifier. Errors: invoices.no-order-id.
func (d *Desk) Order(ctx context.Context, id int64) (v OrderView, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		r, err := orderByID(ctx, q, d.Adm.Key, id)
		if err != nil {
			return err
		}
		v, err = orderView(ctx, q, r)
		return err
	})
	return v, err
}
