// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"time"

	"rentmeester/store"
	"rentmeester/store/db"
)

// Done counts what was done since a moment without that a person had to.
type Done struct {
	Lines, Codings Count // matched and coded by the autopilot
	Bookings       Count // of invoices that had all that they need
	Letters        int   // sent
}

// Count says how much was done, and how much of it was put right since.
type Count struct{ Done, Corrected int }

// Nothing says that nothing was done.
func (d Done) Nothing() bool { return d == Done{} }

// DoneSince counts what was done without a person since a moment.
func (b *Books) DoneSince(ctx context.Context, since time.Time) (d Done, err error) {
	from := store.Stamp(since)
	err = b.read(ctx, func(q *db.Queries) error {
		lines, err := q.DoneLines(ctx, db.DoneLinesParams{Adm: b.Adm.Key, Since: from})
		if err != nil {
			return failed(err)
		}
		codings, err := q.DoneCodings(ctx, db.DoneCodingsParams{Adm: b.Adm.Key, Since: from})
		if err != nil {
			return failed(err)
		}
		bookings, err := q.DoneBookings(ctx, db.DoneBookingsParams{Adm: b.Adm.Key, Since: from})
		if err != nil {
			return failed(err)
		}
		letters, err := q.DoneLetters(ctx, db.DoneLettersParams{Adm: b.Adm.Key, Since: from})
		d = Done{Count{int(lines.Done), int(lines.Corrected)}, Count{int(codings.Done), int(codings.Corrected)},
			Count{int(bookings.Done), int(bookings.Corrected)}, int(letters)}
		return failed(err)
	})
	return d, err
}
