// SPDX-License-Identifier: EUPL-1.2

// Package presence knows who has which page open now, in whatever process, so that
// two people on one thing see each other. It is no lock and no part of the books:
// the books themselves refuse what changed meanwhile.
//
// It imports app/books, store and store/db.
package presence

import (
	"context"
	"time"

	"rentmeester/app/books"
	"rentmeester/store"
	"rentmeester/store/db"
)

const (
	// Lasts is for how long a person is there after he was seen.
	Lasts = 40 * time.Second
	// kept is after how long it is forgotten that he was.
	kept = 10 * time.Minute
	// patience is how long is waited to write it: seeing each other is not worth
	// more while a large import has the database.
	patience = time.Second
)

// Room is where people see each other, on the books of one administration.
type Room struct{ books.Books }

// Here notes that a person has a thing open and gives who else has.
func (r *Room) Here(ctx context.Context, person, thing string) (others []string, err error) {
	now := r.Now().UTC()
	brief, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = r.Store.Aside(brief, r.Adm.Key, func(q *db.Queries) error {
		if err := q.ForgetPresences(brief, db.ForgetPresencesParams{Adm: r.Adm.Key, Before: store.Stamp(now.Add(-kept))}); err != nil {
			return books.Failed(err)
		}
		return books.Failed(q.SeePresence(brief, db.SeePresenceParams{Adm: r.Adm.Key, Thing: thing, Person: person, Seen: store.Stamp(now)}))
	})
	if err != nil && brief.Err() == nil {
		return nil, err
	}
	err = r.Read(ctx, func(q *db.Queries) error {
		others, err = q.PresencesOn(ctx, db.PresencesOnParams{Adm: r.Adm.Key, Thing: thing, Person: person, Since: store.Stamp(now.Add(-Lasts))})
		return books.Failed(err)
	})
	return others, err
}

// Last is the last event of the audit chain about one thing.
type Last struct {
	Actor, Act string
	At         time.Time
}

// LastDone gives what was last done with a thing, by how the audit chain names it;
// the zero value when nothing was.
func (r *Room) LastDone(ctx context.Context, what string, id int64) (l Last, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err := q.LastOfSubject(ctx, db.LastOfSubjectParams{Adm: r.Adm.Key, Subject: books.Subject(what, id)})
		if store.NoRows(err) {
			return nil
		}
		l.Actor, l.Act = row.Actor, row.Act
		l.At, _ = time.Parse(time.RFC3339, row.At)
		return books.Failed(err)
	})
	return l, err
}
