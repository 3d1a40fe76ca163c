// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/app/outbox"
	"rentmeester/fault"
	"rentmeester/store/db"
)

// Vitals are figures of the books for who keeps the program running: how much there
// is and what waits, by state. They name nobody, and asking for them is cheap.
type Vitals struct {
	Lines       map[string]int64 // of the bank
	Files       map[string]int64
	Documents   map[string]int64
	Invoices    map[string]int64
	Suppliers   map[string]int64
	Letters     map[string]int64 // mail that goes out
	Quarantined int64
	Automatic   int64 // decisions that stand, by the autopilot
	ByPeople    int64
	Undone      int64
}

// Touchless is the share of the decisions that stand that nobody had to take; false
// when there are none.
func (v Vitals) Touchless() (share float64, known bool) {
	all := v.Automatic + v.ByPeople
	if all == 0 {
		return 0, false
	}
	return float64(v.Automatic) / float64(all), true
}

// Vitals counts them, of one moment.
func (b *Books) Vitals(ctx context.Context) (v Vitals, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		s := Status{}
		if err := b.countActs(ctx, q, &s); err != nil {
			return err
		}
		v.Automatic, v.ByPeople, v.Undone = s.Automatic, s.ByPeople, s.Undone
		if v.Quarantined, err = q.CountQuarantine(ctx, b.Adm.Key); err != nil {
			return failed(err)
		}
		v.Lines = map[string]int64{lineOpen: s.OnWorklist, lineMatched: s.Matched}
		v.Files = map[string]int64{"refused": s.Refused, "received": s.Pending}
		counts, err := b.Invoices().Count(ctx, q)
		if err != nil {
			return err
		}
		v.Documents, v.Invoices, v.Suppliers = counts.Documents, counts.Invoices, counts.Suppliers
		letters, err := (&outbox.Box{Books: b.Books}).Count(ctx, q)
		v.Letters = letters
		return err
	})
	return v, err
}

// Ready says whether the books can be worked with: the database answers, its tables
// are those of this program, and the administration is there. Errors: store.busy,
// store.failed, store.newer, app.behind.
func (b *Books) Ready(ctx context.Context) error {
	schema, err := b.Store.Schema(ctx)
	switch {
	case err != nil:
		return err
	case schema.Newer():
		return fault.New("store.newer", "place", b.Store.Place, "current", schema.Current, "newest", schema.Newest)
	case schema.Pending():
		return fault.New("app.behind", "current", schema.Current, "newest", schema.Newest)
	}
	return b.read(ctx, func(q *db.Queries) error {
		_, err := q.AuditHead(ctx, b.Adm.Key)
		return failed(err)
	})
}
