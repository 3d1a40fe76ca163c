// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/calendar"
	"rentmeester/store"
	"rentmeester/store/db"
)

// AddFeed gives the secret of an address at which the calendar of one person may be
// followed, and of nobody else. An earlier address of his works no more. Errors:
// staff.no-person, staff.forgotten-before.
func (d *Desk) AddFeed(ctx context.Context, actor string, person int64) (secret string, err error) {
	err = d.Write(ctx, func(tx *store.Tx) error {
		row, err := personOf(ctx, tx.Queries, tx.Adm, person)
		if err != nil {
			return err
		}
		if row.Forgotten {
			return fault.New("staff.forgotten-before", "person", row.Name)
		}
		if err := tx.DropStaffFeeds(ctx, db.DropStaffFeedsParams{Adm: tx.Adm, PersonID: person}); err != nil {
			return books.Failed(err)
		}
		raw := make([]byte, 32)
		if _, err := rand.Read(raw); err != nil {
			return books.Failed(err)
		}
		secret = base64.RawURLEncoding.EncodeToString(raw)
		if err := tx.Add(ctx, db.StaffFeed{Adm: tx.Adm, ID: tx.NewID(), PersonID: person, Hash: hashOf(secret), MadeBy: actor, MadeAt: tx.Stamp()}); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "staffing.feed-made", books.Subject("staff", person), struct{}{})
	})
	return secret, err
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// DropFeed ends the address of somebody's calendar. Errors: staff.no-person,
// staff.no-feed.
func (d *Desk) DropFeed(ctx context.Context, actor string, person int64) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		if _, err := personOf(ctx, tx.Queries, tx.Adm, person); err != nil {
			return err
		}
		feeds, err := tx.StaffFeedsOf(ctx, db.StaffFeedsOfParams{Adm: tx.Adm, PersonID: person})
		if err != nil {
			return books.Failed(err)
		}
		if len(feeds) == 0 {
			return fault.New("staff.no-feed")
		}
		if err := tx.DropStaffFeeds(ctx, db.DropStaffFeedsParams{Adm: tx.Adm, PersonID: person}); err != nil {
			return books.Failed(err)
		}
		return tx.Audit(ctx, actor, "staffing.feed-dropped", books.Subject("staff", person), struct{}{})
	})
}

// Feed writes the calendar of whom a secret is: his seats, a line for each time with the
// same hours. Errors: staff.no-feed.
func (d *Desk) Feed(ctx context.Context, secret string, w io.Writer) error {
	var h *house
	var feed db.StaffFeed
	err := d.Read(ctx, func(q *db.Queries) (err error) {
		feed, err = q.StaffFeedByHash(ctx, db.StaffFeedByHashParams{Adm: d.Adm.Key, Hash: hashOf(secret)})
		if store.NoRows(err) {
			return fault.New("staff.no-feed")
		}
		if err != nil {
			return books.Failed(err)
		}
		h, err = load(ctx, q, d.Adm.Key)
		return err
	})
	if err != nil {
		return err
	}
	var all []calendar.Entry
	for seat, s := range h.seated {
		if s.PersonID == feed.PersonID {
			all = append(all, h.entries(h.seats[seat], s, d)...)
		}
	}
	slices.SortFunc(all, func(a, b calendar.Entry) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID)) })
	return calendar.Write(w, h.nameOf(feed.PersonID), all)
}

// entries gives a seat as lines of a calendar.
func (h *house) entries(s db.StaffSeat, seated db.StaffSeated, d *Desk) (all []calendar.Entry) {
	work := workOf(s)
	for _, r := range runs(work) {
		if work[r.from] == 0 {
			continue
		}
		from := day.Day(s.First).Add(r.from * week)
		all = append(all, calendar.Entry{ID: fmt.Sprintf("%d-%s@%s.rentmeester", s.ID, from, d.Adm.Slug), From: from, Until: day.Day(s.First).Add((r.until-1)*week + workdays - 1),
			Title: h.assignments[s.AssignmentID].Name + ": " + s.Name, Text: work[r.from].Hours() + " u/w", Changed: d.Now().UTC(), Tentative: seated.Tentative})
	}
	return all
}
