// SPDX-License-Identifier: EUPL-1.2

// Package payments holds the flows of paying what we owe: a run is planned by the
// engine (paying), two persons release its file, it is fetched for the bank, the
// bank answers, and the bank line closes what was paid.
//
// That a payment was carried out or came back is read from the bank lines whose
// decisions stand (payment_run_lines) and written nowhere else: taking a decision
// back needs no second step. An invoice stands in a run when its open item does.
//
// It may import app/books, store, approval, paying, payment, money, day and fault; it knows
// no other flow.
package payments

import (
	"context"
	"fmt"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/paying"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Desk is where payment runs are dealt with, on the books of one administration.
type Desk struct {
	books.Books
}

// DiscountAccount is the name by which policy gives the ledger account for
// discounts that were kept back; without it they go to that for differences.
const DiscountAccount = "betalingskorting"

// Reason says why: a key of the catalogue and its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

func reasonsOf(all []paying.Reason) []Reason {
	list := make([]Reason, 0, len(all))
	for _, r := range all {
		list = append(list, Reason{r.Key, r.Args})
	}
	return list
}

// States of a run as they are kept; that one is done is read from its payments.
const (
	draft     = "draft"     // waits for who release it
	released  = "released"  // may be fetched
	fetched   = "fetched"   // went to the bank, as far as we know
	withdrawn = "withdrawn" // will not go, or did not
	done      = "done"      // fetched, and the outcome of each payment is known
)

// What the bank answered on a payment before it was booked.
const (
	accepted = "accepted"
	refused  = "refused"
	unclear  = "unclear"
)

// work is one step under way.
type work struct {
	*Desk
	ctx   context.Context
	tx    *store.Tx
	actor string
}

// step runs f as one step of an actor.
func (d *Desk) step(ctx context.Context, actor string, f func(*work) error) error {
	return d.Write(ctx, func(tx *store.Tx) error { return f(&work{d, ctx, tx, actor}) })
}

func (w *work) today() day.Day { return day.Of(w.tx.Now) }

// run gives a run to work on. Errors: payments.none.
func (w *work) run(id int64) (db.PaymentRun, error) { return runOf(w.ctx, w.tx.Queries, w.tx.Adm, id) }

func runOf(ctx context.Context, q *db.Queries, adm, id int64) (db.PaymentRun, error) {
	row, err := q.RunByID(ctx, db.RunByIDParams{Adm: adm, ID: id})
	if store.NoRows(err) {
		return row, fault.New("payments.none", "run", id)
	}
	return row, books.Failed(err)
}

// move brings a run to another state. Errors: payments.state.
func (w *work) move(row *db.PaymentRun, to, why string) error {
	by := ""
	if to == withdrawn {
		by = w.actor
	}
	changed, err := w.tx.SetRunState(w.ctx, db.SetRunStateParams{Adm: w.tx.Adm, ID: row.ID, State: to, EndedBy: by, EndedWhy: why, Was: row.State})
	if err == nil && changed != 1 {
		return fault.New("payments.state", "run", row.ID, "state", row.State)
	}
	row.State, row.EndedBy, row.EndedWhy = to, by, why
	return books.Failed(err)
}

func (w *work) audit(act string, run int64, payload map[string]any) error {
	return w.tx.Audit(w.ctx, w.actor, "payments."+act, books.Subject("run", run), payload)
}

// messageID is the name of a run at the bank: never used before, and long enough
// to prove a match.
func messageID(adm, run int64) string { return fmt.Sprintf("RM%04dR%010d", adm, run) }
