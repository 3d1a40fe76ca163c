// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Listed is an invoice on a list.
type Listed struct {
	ID       int64      `json:"id"`
	Supplier string     `json:"supplier"` // number, "" not known
	Name     string     `json:"name"`
	Number   string     `json:"number"`
	Kind     string     `json:"kind"`
	Issued   day.Day    `json:"issued"`
	Due      day.Day    `json:"due"`
	Received day.Day    `json:"received"`
	Last     day.Day    `json:"last,omitempty"` // day by which it must be paid by the law
	Left     int        `json:"left"`           // days until then; negative: late
	Currency string     `json:"currency"`
	Payable  books.Euro `json:"payable"`
	Open     books.Euro `json:"open"`    // of what was booked
	Blocked  books.Euro `json:"blocked"` // of it: disputed or not owed, so not paid
	IBAN     string     `json:"iban"`
	State    State      `json:"state"`
	Holds    []HoldView `json:"holds"` // that are open
}

// HoldView is a hold as people see it.
type HoldView struct {
	ID      int64  `json:"id"`
	Kind    string `json:"kind"`
	Why     Reason `json:"why"`
	Persons int64  `json:"persons"`
	State   string `json:"state"`
	First   string `json:"first,omitempty"`
	Second  string `json:"second,omitempty"`
	Opened  string `json:"opened"`
}

func holdView(h db.Hold) HoldView {
	v := HoldView{ID: h.ID, Kind: h.Kind, Why: Reason{Code: h.Code}, Persons: h.Persons, State: h.State, First: h.FirstBy, Second: h.SecondBy, Opened: h.Opened}
	_ = json.Unmarshal([]byte(h.Args), &v.Why.Args) // written by hold
	return v
}

// left gives how many days there are to pay; negative: late.
func (d *Desk) left(last day.Day) int {
	if last == "" {
		return 0
	}
	return last.Sub(day.Of(d.Now()))
}

// Shown is all that is known of an invoice.
type Shown struct {
	Listed
	Document DocumentView   `json:"document"`
	Copies   []DocumentView `json:"copies"` // the same invoice by another way
	Content  Content        `json:"content"`
	AllHolds []HoldView     `json:"allHolds"`
	Parts    []Part         `json:"coding"`
	Coder    string         `json:"coder,omitempty"`
	Teaches  bool           `json:"teaches"`           // others learn from its coding
	Credits  int64          `json:"credits,omitempty"` // of a credit note: the invoice that it takes something off
	Acts     []ActView      `json:"acts"`
	Standing Standing       `json:"standing"`
	Net, VAT money.Cents    `json:"-"`
}

// DocumentView is what is known of the document that an invoice came in.
type DocumentView struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	SHA256   string `json:"sha256"`
	Channel  string `json:"channel"`
	Sender   string `json:"sender,omitempty"`
	Received string `json:"received"`
	Media    Media  `json:"media"`
	Kind     string `json:"kind"`
	Pages    int64  `json:"pages"`
	State    string `json:"state"`
}

func documentView(r db.Document) DocumentView {
	return DocumentView{r.ID, r.Name, r.Sha256, r.Channel, r.Sender, r.Received, Media(r.Media), r.Kind, r.Pages, r.State}
}

// Show gives an invoice with everything that is known of it. Errors: invoices.none.
func (d *Desk) Show(ctx context.Context, invoice int64) (s Shown, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := d.row(ctx, q, invoice)
		if err != nil {
			return err
		}
		s, err = d.show(ctx, q, row)
		return err
	})
	return s, err
}

// listed gives an invoice as lists show it, without its holds.
func (d *Desk) listed(ctx context.Context, q *db.Queries, row db.Invoice) (l Listed, err error) {
	l = Listed{ID: row.ID, Name: row.SupplierName, Number: row.Number, Kind: row.Kind, Issued: day.Day(row.Issued), Due: day.Day(row.Due),
		Received: day.Day(row.Received), Last: day.Day(row.PayBy), Left: d.left(day.Day(row.PayBy)), Currency: row.Currency, Payable: books.Euro(row.Payable),
		Blocked: books.Euro(row.Blocked), IBAN: row.Iban, State: State(row.State), Holds: []HoldView{}}
	if row.SupplierID != 0 {
		supplier, err := q.SupplierByID(ctx, db.SupplierByIDParams{Adm: d.Adm.Key, ID: row.SupplierID})
		if err != nil {
			return l, books.Failed(err)
		}
		l.Supplier, l.Name = supplier.Number, supplier.Name
	}
	if l.State == Booked || l.State == Paying {
		item, err := q.ItemByID(ctx, db.ItemByIDParams{Adm: d.Adm.Key, ID: row.ItemID})
		if err != nil && !store.NoRows(err) {
			return l, books.Failed(err)
		}
		if l.Open = books.Euro(item.Amount - item.Settled); l.Open == 0 {
			l.State = Paid
		}
	}
	return l, nil
}

func (d *Desk) show(ctx context.Context, q *db.Queries, row db.Invoice) (s Shown, err error) {
	if s.Listed, err = d.listed(ctx, q, row); err != nil {
		return s, err
	}
	s.Net, s.VAT, s.Credits, s.AllHolds = money.Cents(row.Net), money.Cents(row.Vat), row.Credits, []HoldView{}
	if err := json.Unmarshal([]byte(row.Content), &s.Content); err != nil {
		return s, books.Failed(err)
	}
	doc, err := q.DocumentByID(ctx, db.DocumentByIDParams{Adm: d.Adm.Key, ID: row.DocumentID})
	if err != nil {
		return s, books.Failed(err)
	}
	s.Document = documentView(doc)
	copies, err := q.DocumentsOfInvoice(ctx, db.DocumentsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return s, books.Failed(err)
	}
	s.Copies = []DocumentView{}
	for _, c := range copies {
		s.Copies = append(s.Copies, documentView(c))
	}
	holds, err := q.HoldsOfInvoice(ctx, db.HoldsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return s, books.Failed(err)
	}
	for _, h := range holds {
		s.AllHolds = append(s.AllHolds, holdView(h))
		if h.State == holdOpen {
			s.Holds = append(s.Holds, holdView(h))
		}
	}
	p, err := d.InForce(ctx, q)
	if err != nil {
		return s, err
	}
	w, err := d.caseOf(ctx, q, peopleOf(p), row, d.Now())
	if err != nil {
		return s, err
	}
	s.Parts, s.Coder, s.Teaches, s.Acts = append([]Part{}, w.parts...), w.coder, row.Coded > 0, []ActView{}
	for _, a := range w.rows {
		s.Acts = append(s.Acts, actView(a))
	}
	s.Standing = w.view()
	if said := clockOf(row); said.said() {
		s.Standing.Clock.Said = &said
	}
	if s.Standing.Clock.Last != "" {
		s.Left = s.Standing.Clock.Left
	}
	return s, nil
}

// DocumentFilter narrows the documents. The zero value shows all of them.
type DocumentFilter struct {
	State, Kind string
}

// Documents gives documents, in the order in which they came.
func (d *Desk) Documents(ctx context.Context, f DocumentFilter, after int64, limit int) (all []DocumentView, err error) {
	all = []DocumentView{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := documentPage(ctx, q, d.Adm.Key, f, after, int32(limit))
		for _, r := range rows {
			all = append(all, documentView(r))
		}
		return books.Failed(err)
	})
	return all, err
}

func documentPage(ctx context.Context, q *db.Queries, adm int64, f DocumentFilter, after int64, limit int32) ([]db.Document, error) {
	switch {
	case f.Kind != "":
		return q.DocumentPageOf(ctx, db.DocumentPageOfParams{Adm: adm, Kind: f.Kind, State: f.State, After: after, Page: limit})
	case f.State != "":
		return q.DocumentPageIn(ctx, db.DocumentPageInParams{Adm: adm, State: f.State, After: after, Page: limit})
	default:
		return q.DocumentPage(ctx, db.DocumentPageParams{Adm: adm, After: after, Page: limit})
	}
}

// ListSuppliers gives suppliers by their numbers, with their accounts.
func (d *Desk) ListSuppliers(ctx context.Context, f Filter) (all []Supplier, err error) {
	all = []Supplier{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.SupplierPage(ctx, db.SupplierPageParams{Adm: d.Adm.Key, State: f.State, Pattern: books.Pattern(f.Query), Page: int32(f.Limit), Skip: int32(f.Skip),
			After: f.After.Number, AfterID: f.After.ID})
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			s, err := withAccounts(ctx, q, r)
			if err != nil {
				return err
			}
			all = append(all, s)
		}
		return nil
	})
	return all, err
}

// ShowSupplier gives a supplier by his number. Errors: invoices.no-supplier.
func (d *Desk) ShowSupplier(ctx context.Context, supplier string) (s Supplier, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		r, err := q.SupplierByNumber(ctx, db.SupplierByNumberParams{Adm: d.Adm.Key, Number: supplier})
		if store.NoRows(err) {
			return fault.New("invoices.no-supplier", "supplier", supplier)
		}
		if err != nil {
			return books.Failed(err)
		}
		s, err = withAccounts(ctx, q, r)
		return err
	})
	return s, err
}

func withAccounts(ctx context.Context, q *db.Queries, r db.Supplier) (Supplier, error) {
	s := supplierOf(r)
	accounts, err := q.AccountsOfSupplier(ctx, db.AccountsOfSupplierParams{Adm: r.Adm, SupplierID: r.ID})
	for _, a := range accounts {
		s.Accounts = append(s.Accounts, accountOf(a))
	}
	return s, books.Failed(err)
}

// Counts says how many there are, by state.
type Counts struct {
	Documents map[string]int64 `json:"documents"`
	Invoices  map[string]int64 `json:"invoices"`
	Suppliers map[string]int64 `json:"suppliers"`
}

// Count counts documents, invoices and suppliers, as part of a step.
func (d *Desk) Count(ctx context.Context, q *db.Queries) (c Counts, err error) {
	c = Counts{map[string]int64{}, map[string]int64{}, map[string]int64{}}
	documents, err := q.CountDocuments(ctx, d.Adm.Key)
	if err != nil {
		return c, books.Failed(err)
	}
	for _, r := range documents {
		c.Documents[r.State] = r.Documents
	}
	invoices, err := q.CountInvoices(ctx, d.Adm.Key)
	if err != nil {
		return c, books.Failed(err)
	}
	for _, r := range invoices {
		if r.Done && r.State != string(Rejected) {
			r.State = string(Paid)
		}
		c.Invoices[r.State] += r.Invoices
	}
	suppliers, err := q.CountSuppliers(ctx, d.Adm.Key)
	for _, r := range suppliers {
		c.Suppliers[r.State] = r.Suppliers
	}
	return c, books.Failed(err)
}

// Faults says where invoices, their holds, bookings and open items do not agree,
// as part of a step.
func (d *Desk) Faults(ctx context.Context, q *db.Queries) (all []Reason, err error) {
	holds, err := q.HeldOutOfStep(ctx, d.Adm.Key)
	if err != nil {
		return nil, books.Failed(err)
	}
	for _, id := range holds {
		all = append(all, Reason{"app.check.holds", fault.Args("invoice", id)})
	}
	done, err := q.DoneOutOfStep(ctx, d.Adm.Key)
	if err != nil {
		return nil, books.Failed(err)
	}
	for _, id := range done {
		all = append(all, Reason{"app.check.done", fault.Args("invoice", id)})
	}
	booked, err := q.InvoicesOutOfStep(ctx, d.Adm.Key)
	for _, id := range booked {
		all = append(all, Reason{"app.check.invoice", fault.Args("invoice", id)})
	}
	return all, books.Failed(err)
}
