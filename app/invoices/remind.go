// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Reminder is somebody to be told of an invoice that waits.
type Reminder struct {
	Invoice  int64        `json:"invoice"`
	Number   string       `json:"number"`
	Supplier string       `json:"supplier"`
	Payable  books.Euro   `json:"payable"`
	Last     day.Day      `json:"last"` // last day of payment
	Key      string       `json:"key"`
	Kind     string       `json:"kind"` // waits, deadline, late, escalate
	Due      day.Day      `json:"due"`  // the day from which it should be told
	To       []PersonView `json:"to"`   // empty: nobody has a role, so nobody in particular
	Why      Reason       `json:"why"`
}

// Reminders gives the reminders that are due and were not sent, and marks them as
// sent: each is given once. peek only looks.
func (d *Desk) Reminders(ctx context.Context, actor string, peek bool) (due []Reminder, err error) {
	if peek {
		err = d.eachWaiting(ctx, func(q *db.Queries, row db.Invoice, w waiting) (err error) {
			due, err = d.due(ctx, q, row, w, due)
			return err
		})
		return nonNil(due), err
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		due = nil
		err := d.waitingOnes(ctx, tx.Queries, func(q *db.Queries, row db.Invoice, w waiting) (err error) {
			due, err = d.due(ctx, q, row, w, due)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range due {
			var persons []string
			for _, p := range r.To {
				persons = append(persons, p.Person)
			}
			if err := tx.Add(ctx, db.Reminder{Adm: tx.Adm, InvoiceID: r.Invoice, Key: r.Key, Persons: list(persons), At: tx.Stamp()}); err != nil {
				return err
			}
			err := tx.Audit(ctx, actor, "invoice.reminded", books.Subject("invoice", r.Invoice), map[string]any{"key": r.Key, "to": persons})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return nonNil(due), err
}

func nonNil(list []Reminder) []Reminder { return append([]Reminder{}, list...) }

// due adds the reminders of an invoice that were not sent.
func (d *Desk) due(ctx context.Context, q *db.Queries, row db.Invoice, w waiting, list []Reminder) ([]Reminder, error) {
	if len(w.standing.Reminders) == 0 {
		return list, nil
	}
	sent, err := q.RemindersOfInvoice(ctx, db.RemindersOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return list, books.Failed(err)
	}
	for _, r := range w.standing.Reminders {
		if slices.Contains(sent, r.Key) {
			continue
		}
		list = append(list, Reminder{Invoice: row.ID, Number: row.Number, Supplier: row.SupplierName, Payable: books.Euro(row.Payable), Last: w.standing.Clock.Last,
			Key: r.Key, Kind: r.Kind, Due: r.Due, To: personViews(r.To), Why: Reason(r.Why)})
	}
	return list, nil
}
