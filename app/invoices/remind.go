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

// Reminders gives the reminders that are due and were not given, and marks them as
// given: each is given once to each person. peek only looks.
func (d *Desk) Reminders(ctx context.Context, actor string, peek bool) (all []Reminder, err error) {
	if peek {
		err = d.Read(ctx, func(q *db.Queries) error {
			all, err = d.dueAll(ctx, q)
			return err
		})
		return nonNil(all), err
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		if all, err = d.dueAll(ctx, tx.Queries); err != nil {
			return err
		}
		for _, r := range all {
			var persons []string
			for _, p := range r.To {
				persons = append(persons, p.Person)
			}
			if err := given(ctx, tx, actor, r, persons); err != nil {
				return err
			}
		}
		return nil
	})
	return nonNil(all), err
}

// given marks a reminder as given to persons; to nobody in particular when there
// are none.
func given(ctx context.Context, tx *store.Tx, actor string, r Reminder, persons []string) error {
	marks := slices.Compact(slices.Sorted(slices.Values(persons)))
	if len(marks) == 0 {
		marks = []string{""}
	}
	for _, person := range marks {
		if err := tx.Add(ctx, db.Reminder{Adm: tx.Adm, InvoiceID: r.Invoice, Key: r.Key, Person: person, At: tx.Stamp()}); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, actor, "invoice.reminded", books.Subject("invoice", r.Invoice), map[string]any{"key": r.Key, "to": persons})
}

func nonNil(list []Reminder) []Reminder { return append([]Reminder{}, list...) }

func (d *Desk) dueAll(ctx context.Context, q *db.Queries) (all []Reminder, err error) {
	err = d.waitingOnes(ctx, q, func(q *db.Queries, row db.Invoice, w waiting) (err error) {
		all, err = d.due(ctx, q, row, w, all)
		return err
	})
	return all, err
}

// due adds the reminders of an invoice that were not given, each to whom it was
// not given.
func (d *Desk) due(ctx context.Context, q *db.Queries, row db.Invoice, w waiting, list []Reminder) ([]Reminder, error) {
	if len(w.standing.Reminders) == 0 {
		return list, nil
	}
	marks, err := q.RemindersOfInvoice(ctx, db.RemindersOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return list, books.Failed(err)
	}
	for _, r := range w.standing.Reminders {
		told := func(person string) bool {
			return slices.Contains(marks, db.RemindersOfInvoiceRow{Key: r.Key, Person: person})
		}
		to := slices.DeleteFunc(personViews(r.To), func(p PersonView) bool { return told(p.Person) })
		if len(to) == 0 && (len(r.To) > 0 || told("")) {
			continue
		}
		list = append(list, Reminder{Invoice: row.ID, Number: row.Number, Supplier: row.SupplierName, Payable: books.Euro(row.Payable), Last: w.standing.Clock.Last,
			Key: r.Key, Kind: r.Kind, Due: r.Due, To: to, Why: Reason(r.Why)})
	}
	return list, nil
}
