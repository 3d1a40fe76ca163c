// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"strconv"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/supplier"
)

// Desk is where invoices are dealt with, on the books of one administration.
type Desk struct {
	books.Books
	Tools Tools
}

// work is one step under way.
type work struct {
	*Desk
	ctx   context.Context
	tx    *store.Tx
	actor string

	asked   *supplier.Register // as it stands in this step; nil until it is asked for
	version int64              // of the register, when this step changed it; else 0
}

// step runs f as one step of an actor.
func (d *Desk) step(ctx context.Context, actor string, f func(*work) error) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		return f(&work{Desk: d, ctx: ctx, tx: tx, actor: actor})
	})
}

// invoice gives an invoice to work on. Errors: invoices.none.
func (w *work) invoice(id int64) (db.Invoice, error) { return w.row(w.ctx, w.tx.Queries, id) }

// row gives an invoice as it is kept. Errors: invoices.none.
func (d *Desk) row(ctx context.Context, q *db.Queries, id int64) (db.Invoice, error) {
	row, err := q.InvoiceByID(ctx, db.InvoiceByIDParams{Adm: d.Adm.Key, ID: id})
	if store.NoRows(err) {
		return row, fault.New("invoices.none", "invoice", id)
	}
	return row, books.Failed(err)
}

// move brings an invoice to the state that an act leads to, by the facts as they
// stand in the books. Errors: invoices.state.
func (w *work) move(row *db.Invoice, a Act, f Facts) error {
	if err := w.tx.Flush(w.ctx); err != nil {
		return err
	}
	next, err := State(row.State).After(a, f)
	if err != nil {
		return err
	}
	changed, err := w.tx.SetInvoiceState(w.ctx, db.SetInvoiceStateParams{Adm: w.tx.Adm, ID: row.ID, State: string(next),
		ItemID: row.ItemID, Was: row.State})
	if err == nil && changed != 1 {
		return fault.New("store.out-of-step", "changed", changed, "asked", 1)
	}
	if err != nil {
		return books.Failed(err)
	}
	row.State = string(next)
	return w.counts(row, a, f.Coded)
}

// facts gathers what decides where an invoice stands.
func (w *work) facts(id int64) (f Facts, err error) {
	if err := w.tx.Flush(w.ctx); err != nil {
		return f, err
	}
	holds, err := w.tx.HoldsOfInvoice(w.ctx, db.HoldsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: id})
	if err != nil {
		return f, books.Failed(err)
	}
	for _, h := range holds {
		if h.State == holdOpen {
			f.Holds++
		}
	}
	codings, err := w.tx.CodingsOfInvoice(w.ctx, db.CodingsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: id})
	f.Coded = len(codings) > 0 // a coding is the whole or it is not there
	return f, books.Failed(err)
}

// again brings an invoice where an act leads by the facts of now: on to the ledger
// when all approvals that it needs are there.
func (w *work) again(row *db.Invoice, a Act) error {
	f, err := w.facts(row.ID)
	if err != nil {
		return err
	}
	if err := w.move(row, a, f); err != nil || a == Unbook {
		return err
	}
	return w.proceed(row)
}

// audit adds an event about an invoice to the chain.
func (w *work) audit(act string, invoice int64, payload map[string]any) error {
	return w.tx.Audit(w.ctx, w.actor, "invoice."+act, books.Subject("invoice", invoice), payload)
}

func subjectID(id int64) string { return strconv.FormatInt(id, 10) }

// list writes names as the tables keep them.
func list(names []string) string {
	if names == nil {
		names = []string{}
	}
	body, _ := json.Marshal(names) // texts always encode
	return string(body)
}

func unlist(body string) (names []string) {
	_ = json.Unmarshal([]byte(body), &names) // written by list
	return names
}

// plain takes away what a database refuses in a text.
func plain(s string) string {
	return cleaner.Replace(s)
}
