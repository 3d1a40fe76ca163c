// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/commitment"
	"rentmeester/day"
	"rentmeester/duplicates"
	"rentmeester/ident"
	"rentmeester/invoice"
	"rentmeester/order"
	"rentmeester/store/db"
)

const holdOrder = "order" // the invoice deviates from what was ordered or received

// OrderMatch is what came of holding an invoice against orders and receipts.
type OrderMatch struct {
	State       string                 `json:"state"` // matched, tolerance, deviates, notfound
	Ways        int                    `json:"ways"`  // 2: with the order; 3: with what was received too
	Orders      []OrderUse             `json:"orders,omitempty"`
	Lines       []commitment.LineMatch `json:"lines,omitempty"`
	Differences []OrderDifference      `json:"differences,omitempty"`
	Over        books.Euro             `json:"over"` // how much too high in all
	Candidates  []OrderUse             `json:"candidates,omitempty"`
	Reasons     []Reason               `json:"reasons"`
}

// OrderUse is an order that an invoice is about, or may be.
type OrderUse struct {
	ID          int64      `json:"id"`
	Number      string     `json:"number"`
	Description string     `json:"description,omitempty"`
	Orderer     string     `json:"orderer,omitempty"`
	Account     string     `json:"account,omitempty"`
	CostCentre  string     `json:"costCentre,omitempty"`
	Cited       string     `json:"cited,omitempty"` // as the invoice writes the number
	Uses        books.Euro `json:"uses"`
	Left        books.Euro `json:"left"` // after this invoice
	Reasons     []Reason   `json:"reasons,omitempty"`
}

// OrderDifference is one thing in which an invoice does not agree with its order.
type OrderDifference struct {
	Kind   string     `json:"kind"`
	Order  string     `json:"order,omitempty"`
	Line   string     `json:"line,omitempty"`
	Over   books.Euro `json:"over"`
	Within bool       `json:"within"` // the tolerance of policy
	Why    Reason     `json:"why"`
}

func reasonsOf(list []commitment.Reason) (all []Reason) {
	for _, r := range list {
		all = append(all, Reason(r))
	}
	return all
}

func matchOf(o commitment.Outcome) *OrderMatch {
	m := &OrderMatch{State: string(o.State), Ways: o.Ways, Lines: o.Lines, Over: books.Euro(o.Over), Reasons: reasonsOf(o.Reasons)}
	for _, u := range o.Orders {
		m.Orders = append(m.Orders, OrderUse{ID: u.Order.ID, Number: u.Order.Number, Description: u.Order.Description, Orderer: u.Order.Orderer,
			Account: u.Order.Account, CostCentre: u.Order.CostCentre, Cited: u.Cited, Uses: books.Euro(u.Uses), Left: books.Euro(u.Left)})
	}
	for _, d := range o.Differences {
		m.Differences = append(m.Differences, OrderDifference{string(d.Kind), d.Order, d.Line, books.Euro(d.Over), d.Within, Reason(d.Why)})
	}
	for _, c := range o.Candidates {
		m.Candidates = append(m.Candidates, OrderUse{ID: c.Order.ID, Number: c.Order.Number, Description: c.Order.Description, Orderer: c.Order.Orderer,
			Account: c.Order.Account, CostCentre: c.Order.CostCentre, Left: books.Euro(c.Order.Left()), Reasons: reasonsOf(c.Reasons)})
	}
	return m
}

// hold gives the hold of an invoice that deviates beyond what policy allows: by
// its first difference; all of them stand with the invoice.
func (m *OrderMatch) hold() []held {
	if m.State != string(commitment.Deviates) {
		return nil
	}
	at := slices.IndexFunc(m.Differences, func(d OrderDifference) bool { return !d.Within })
	return []held{{kind: holdOrder, why: m.Differences[max(at, 0)].Why}}
}

// compare holds an invoice against orders, receipts and the invoices it refers to,
// keeps what it takes of each, and gives what holds it.
func (w *work) compare(row *db.Invoice, seller Supplier, c *Content) ([]held, error) {
	if err := w.tx.Flush(w.ctx); err != nil {
		return nil, err
	}
	if err := preceding(w.ctx, w.tx.Queries, w.tx.Adm, row, &c.Invoice); err != nil {
		return nil, err
	}
	orders, receipts, err := w.orders(row.ID, seller.Number, &c.Invoice)
	if err != nil {
		return nil, err
	}
	p, err := w.InForce(w.ctx, w.tx.Queries)
	if err != nil {
		return nil, err
	}
	outcome := commitment.Match(commitment.Bill{Invoice: &c.Invoice, Supplier: seller.Number, Day: day.Day(row.Received), Now: day.Of(w.tx.Now)}, orders, receipts,
		p.On(day.Day(row.Received)).Commitments)
	c.Match = matchOf(outcome)
	if err := w.tx.DropUses(w.ctx, db.DropUsesParams{Adm: w.tx.Adm, InvoiceID: row.ID}); err != nil {
		return nil, books.Failed(err)
	}
	for _, u := range usesOf(outcome, &c.Invoice) {
		u.Adm, u.InvoiceID = w.tx.Adm, row.ID
		if err := w.tx.Add(w.ctx, u); err != nil {
			return nil, err
		}
	}
	return c.Match.hold(), nil
}

// usesOf gives what an invoice takes of each line of its orders, and of each order
// beyond its lines.
func usesOf(o commitment.Outcome, inv *invoice.Invoice) (all []db.InvoiceOrder) {
	next := 0
	taken := map[string]map[string]*db.InvoiceOrder{}
	for _, m := range o.Lines {
		for next < len(inv.Lines) && inv.Lines[next].Number != m.Line {
			next++
		}
		if next == len(inv.Lines) {
			break
		}
		line := inv.Lines[next]
		next++
		if m.Order == "" || line.Net == nil {
			continue
		}
		cents, err := line.Net.Cents()
		if err != nil {
			continue
		}
		if taken[m.Order] == nil {
			taken[m.Order] = map[string]*db.InvoiceOrder{}
		}
		u := taken[m.Order][m.OrderLine]
		if u == nil {
			u = &db.InvoiceOrder{Line: m.OrderLine}
			taken[m.Order][m.OrderLine] = u
		}
		u.Amount += int64(cents)
		u.Quantity = written(plus(exact(u.Quantity), line.Quantity))
	}
	for _, u := range o.Orders {
		rest := int64(u.Uses)
		var lines []db.InvoiceOrder
		for _, l := range taken[u.Order.Number] {
			l.OrderID = u.Order.ID
			lines, rest = append(lines, *l), rest-l.Amount
		}
		slices.SortFunc(lines, func(a, b db.InvoiceOrder) int { return strings.Compare(a.Line, b.Line) })
		if rest != 0 {
			lines = append(lines, db.InvoiceOrder{OrderID: u.Order.ID, Amount: rest})
		}
		all = append(all, lines...)
	}
	return all
}

// orders gives the orders that an invoice may be about: those of its supplier and
// of nobody, and whatever bears a number that it names. What later invoices take
// that are not booked does not count.
func (w *work) orders(self int64, supplier string, inv *invoice.Invoice) (list []order.Order, receipts []order.Receipt, err error) {
	rows, err := w.tx.OrdersOfSupplier(w.ctx, db.OrdersOfSupplierParams{Adm: w.tx.Adm, Supplier: supplier})
	if err != nil {
		return nil, nil, books.Failed(err)
	}
	lineRows, err := w.tx.OrderLinesOfSupplier(w.ctx, db.OrderLinesOfSupplierParams{Adm: w.tx.Adm, Supplier: supplier})
	if err != nil {
		return nil, nil, books.Failed(err)
	}
	receiptRows, err := w.tx.ReceiptsOfSupplier(w.ctx, db.ReceiptsOfSupplierParams{Adm: w.tx.Adm, Supplier: supplier})
	if err != nil {
		return nil, nil, books.Failed(err)
	}
	useRows, err := w.tx.UsesOfSupplier(w.ctx, db.UsesOfSupplierParams{Adm: w.tx.Adm, Supplier: supplier})
	if err != nil {
		return nil, nil, books.Failed(err)
	}
	lines, got, uses := map[int64][]db.PurchaseOrderLine{}, map[int64][]db.Receipt{}, map[int64][]use{}
	for _, l := range lineRows {
		lines[l.OrderID] = append(lines[l.OrderID], l)
	}
	for _, r := range receiptRows {
		got[r.OrderID] = append(got[r.OrderID], r)
	}
	for _, u := range useRows {
		if earlier(u.InvoiceID, self, u.State) {
			uses[u.OrderID] = append(uses[u.OrderID], use{u.InvoiceID, u.Line, u.Quantity, u.Amount})
		}
	}
	known := map[int64]bool{}
	for _, r := range rows {
		known[r.ID] = true
		list = append(list, orderOf(r, lines[r.ID], uses[r.ID]))
		receipts = append(receipts, receiptsOf(r.Number, got[r.ID])...)
	}
	for _, said := range []string{inv.Order, inv.Contract, inv.BuyerReference, inv.Project, inv.Object} {
		key := ident.NormaliseReference(plain(said))
		if key == "" {
			continue
		}
		named, err := w.tx.OrdersByKey(w.ctx, db.OrdersByKeyParams{Adm: w.tx.Adm, Key: key})
		if err != nil {
			return nil, nil, books.Failed(err)
		}
		for _, r := range named { // of another supplier: that is what must be said
			if known[r.ID] {
				continue
			}
			known[r.ID] = true
			o, got, err := oneOrder(w.ctx, w.tx.Queries, r, self)
			if err != nil {
				return nil, nil, err
			}
			list, receipts = append(list, o), append(receipts, receiptsOf(r.Number, got)...)
		}
	}
	return list, receipts, nil
}

// earlier says whether what an invoice takes of an order counts for another one:
// it came before, or it is booked.
func earlier(other, self int64, state string) bool {
	return other != self && (other < self || State(state) == Booked || State(state) == Paying)
}

// preceding finds the invoice that a credit note takes something off: the one of
// the same supplier that it names.
func preceding(ctx context.Context, q *db.Queries, adm int64, row *db.Invoice, inv *invoice.Invoice) error {
	row.Credits = 0
	if row.Kind != "creditnote" || len(inv.Preceding) != 1 {
		return nil
	}
	key, known := duplicates.Numbered(row.SupplierID, inv.Preceding[0].Number)
	if !known {
		return nil
	}
	rows, err := q.InvoicesOfNumber(ctx, db.InvoicesOfNumberParams{Adm: adm, Key: int64(key), SupplierID: row.SupplierID, Page: mostTwins})
	if err != nil || len(rows) == mostTwins { // borne so often it says nothing: a customer's
		return books.Failed(err)
	}
	said := ident.NormaliseReference(inv.Preceding[0].Number)
	for _, r := range rows {
		if said == "" || r.ID == row.ID || ident.NormaliseReference(r.Number) != said {
			continue
		}
		if row.Credits != 0 {
			row.Credits = 0 // two of them: a person says which
			return nil
		}
		row.Credits = r.ID
	}
	return nil
}

// rematch compares an invoice that waits once more, as when its supplier or an
// order changed. A deviation that somebody let through stays let through as long
// as it is the same.
func (w *work) rematch(row *db.Invoice) error {
	if !State(row.State).May(Code) {
		return nil
	}
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return books.Failed(err)
	}
	before := c.Match
	var seller Supplier
	var err error
	if row.SupplierID != 0 {
		if seller, err = w.supplier(row.SupplierID); err != nil {
			return err
		}
	}
	holds, err := w.compare(row, seller, &c)
	if err != nil {
		return err
	}
	if sameJSON(before, c.Match) {
		return nil
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	row.Content = strings.ReplaceAll(string(body), `\u0000`, "")
	if err := w.tx.SetInvoiceContent(w.ctx, db.SetInvoiceContentParams{Adm: w.tx.Adm, ID: row.ID, Content: row.Content}); err != nil {
		return books.Failed(err)
	}
	if err := w.tx.SetInvoiceCredits(w.ctx, db.SetInvoiceCreditsParams{Adm: w.tx.Adm, ID: row.ID, Credits: row.Credits}); err != nil {
		return books.Failed(err)
	}
	if before == nil || len(holds) == 0 || !sameJSON(before.Differences, c.Match.Differences) {
		if err := w.reholdOrder(row.ID, holds); err != nil {
			return err
		}
	}
	if err := w.audit("matched", row.ID, map[string]any{"state": c.Match.State, "ways": c.Match.Ways, "over": c.Match.Over}); err != nil {
		return err
	}
	return w.again(row, Hold)
}

// sameJSON says whether two values are written the same.
func sameJSON(a, b any) bool {
	one, errA := json.Marshal(a)
	other, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(one, other)
}

// reholdOrder puts holds in the place of those because of orders.
func (w *work) reholdOrder(invoice int64, holds []held) error {
	old, err := w.openHolds(invoice, holdOrder)
	if err != nil {
		return err
	}
	for _, h := range old {
		h.State = holdDropped
		if err := w.setHold(h); err != nil {
			return err
		}
	}
	for _, h := range holds {
		if err := w.hold(invoice, h); err != nil {
			return err
		}
	}
	return nil
}

// rematchAll compares all invoices that wait and may be about an order of a
// supplier, "" of anybody.
func (w *work) rematchAll(supplier string) error {
	if err := w.tx.Flush(w.ctx); err != nil {
		return err
	}
	ids, err := w.tx.InvoicesOfOrders(w.ctx, db.InvoicesOfOrdersParams{Adm: w.tx.Adm, Supplier: supplier})
	if err != nil {
		return books.Failed(err)
	}
	for _, id := range ids {
		row, err := w.invoice(id)
		if err != nil {
			return err
		}
		if err := w.rematch(&row); err != nil {
			return err
		}
	}
	return nil
}

// rematchHeld compares those invoices of a supplier that deviate from their order
// once more: another invoice gave back what it took.
func (w *work) rematchHeld(supplier int64) error {
	if supplier == 0 {
		return nil
	}
	if err := w.tx.Flush(w.ctx); err != nil {
		return err
	}
	holds, err := w.tx.OpenHoldsOfSupplier(w.ctx, db.OpenHoldsOfSupplierParams{Adm: w.tx.Adm, Kind: holdOrder, SupplierID: supplier})
	if err != nil {
		return books.Failed(err)
	}
	for _, h := range holds {
		row, err := w.invoice(h.InvoiceID)
		if err != nil {
			return err
		}
		if err := w.rematch(&row); err != nil {
			return err
		}
	}
	return nil
}

// orderers gives who ordered what an invoice is about, as orders name them.
func (m *OrderMatch) orderers() (list []string) {
	if m == nil {
		return nil
	}
	for _, u := range m.Orders {
		if u.Orderer != "" && !slices.Contains(list, u.Orderer) {
			list = append(list, u.Orderer)
		}
	}
	return list
}

// receivers gives who said that what an invoice is about was delivered. A receipt
// stands in the place of a declaration of performance, so it is one pair of eyes.
func receivers(ctx context.Context, q *db.Queries, adm int64, m *OrderMatch) (list []string, err error) {
	if m == nil {
		return nil, nil
	}
	for _, u := range m.Orders {
		rows, err := q.ReceiptsOfOrder(ctx, db.ReceiptsOfOrderParams{Adm: adm, OrderID: u.ID})
		if err != nil {
			return nil, books.Failed(err)
		}
		for _, r := range rows {
			if r.Person != "" && !slices.Contains(list, r.Person) {
				list = append(list, r.Person)
			}
		}
	}
	return list, nil
}
