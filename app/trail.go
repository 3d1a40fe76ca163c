// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// TrailFilter narrows the audit trail; its zero value is all of it.
type TrailFilter struct {
	Since, Until time.Time // from the one until before the other; zero: no end
	Actor        string    // a person, or the autopilot
	Kind         string    // of acts: what stands before the point, such as "invoice"
	Subject      string    // what it is about, such as "invoice:12"
}

// TrailEvent is one event of the audit chain.
type TrailEvent struct {
	Seq     int64           `json:"seq"`
	At      string          `json:"at"` // RFC 3339
	Actor   string          `json:"actor"`
	Act     string          `json:"act"`
	Subject string          `json:"subject"`
	Payload json.RawMessage `json:"payload"`
	Hash    string          `json:"hash"`
}

const (
	trailPage = 50
	trailMost = 500 // events of one thing that its history shows
)

// bounds gives the filter as the queries take it.
func (f TrailFilter) bounds() (since, until, act string) {
	since, until, act = "", "9", "%"
	if !f.Since.IsZero() {
		since = store.Stamp(f.Since)
	}
	if !f.Until.IsZero() {
		until = store.Stamp(f.Until)
	}
	if kind := strings.Map(plainKind, f.Kind); kind != "" {
		act = kind + ".%"
		if kind == "reconciled" {
			act = kind
		}
	}
	return since, until, act
}

// plainKind keeps marks out of a pattern.
func plainKind(r rune) rune {
	if r >= 'a' && r <= 'z' || r == '-' {
		return r
	}
	return -1
}

// Trail gives a page of the audit trail, the newest first: what lies before an
// event, 0 for the newest, and where the next page begins, 0 for none.
func (b *Books) Trail(ctx context.Context, f TrailFilter, before int64) (list []TrailEvent, next int64, err error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	err = b.read(ctx, func(q *db.Queries) error {
		list, err = b.trail(ctx, q, f, before, trailPage+1)
		return err
	})
	if len(list) > trailPage {
		list = list[:trailPage]
		next = list[trailPage-1].Seq
	}
	return list, next, err
}

func (b *Books) trail(ctx context.Context, q *db.Queries, f TrailFilter, before int64, page int32) (list []TrailEvent, err error) {
	since, until, act := f.bounds()
	switch {
	case f.Subject != "":
		rows, fails := q.TrailOfSubject(ctx, db.TrailOfSubjectParams{Adm: b.Adm.Key, Subject: f.Subject, Actor: f.Actor, Before: before,
			Since: since, Until: until, Act: act, Page: page})
		for _, r := range rows {
			list = append(list, eventOf(db.AuditFromRow(r)))
		}
		err = fails
	case f.Actor != "":
		rows, fails := q.TrailOfActor(ctx, db.TrailOfActorParams{Adm: b.Adm.Key, Actor: f.Actor, Before: before, Since: since, Until: until, Act: act, Page: page})
		for _, r := range rows {
			list = append(list, eventOf(db.AuditFromRow(r)))
		}
		err = fails
	default:
		rows, fails := q.Trail(ctx, db.TrailParams{Adm: b.Adm.Key, Before: before, Since: since, Until: until, Act: act, Page: page})
		for _, r := range rows {
			list = append(list, eventOf(db.AuditFromRow(r)))
		}
		err = fails
	}
	return list, failed(err)
}

func eventOf(r db.AuditFromRow) TrailEvent {
	return TrailEvent{Seq: r.Seq, At: r.At, Actor: r.Actor, Act: r.Act, Subject: r.Subject, Payload: json.RawMessage(r.Payload), Hash: r.Hash}
}

// Actors gives who ever acted, at most a hundred, by name.
func (b *Books) Actors(ctx context.Context) (names []string, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		for last := ""; len(names) < 100; names = append(names, last) {
			if last, err = q.NextActor(ctx, db.NextActorParams{Adm: b.Adm.Key, Actor: last}); err != nil || last == "" {
				return failed(err)
			}
		}
		return nil
	})
	return names, err
}

// EachTrail gives every event that the filter lets through, as they happened. The
// trail only grows, so nobody has to wait until a slow reader has all of it.
func (b *Books) EachTrail(ctx context.Context, f TrailFilter, each func(TrailEvent) error) error {
	since, until, act := f.bounds()
	for after := int64(0); ; {
		var rows []db.TrailForwardRow
		err := b.read(ctx, func(q *db.Queries) (err error) {
			rows, err = q.TrailForward(ctx, db.TrailForwardParams{Adm: b.Adm.Key, After: after, Since: since, Until: until, Act: act,
				Actor: f.Actor, Subject: f.Subject, Page: loadPage})
			return failed(err)
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			after = r.Seq
			if err := each(eventOf(db.AuditFromRow(r))); err != nil {
				return err
			}
		}
	}
}

// History gives what happened to one thing, from the file that it came in to the
// payment: its own events and those of what it is tied to, as they happened, at
// most the last trailMost of each. tied names those other things.
// Errors: app.trail.not-found.
func (b *Books) History(ctx context.Context, subject string) (list []TrailEvent, tied []string, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		if subject, err = b.whole(ctx, q, subject); err != nil {
			return err
		}
		if tied, err = b.ties(ctx, q, subject); err != nil {
			return err
		}
		for _, one := range append([]string{subject}, tied...) {
			events, err := b.trail(ctx, q, TrailFilter{Subject: one}, math.MaxInt64, trailMost)
			if err != nil {
				return err
			}
			list = append(list, events...)
		}
		return nil
	})
	if err == nil && len(list) == 0 {
		err = fault.New("app.trail.not-found", "subject", subject)
	}
	slices.SortFunc(list, func(x, y TrailEvent) int { return int(x.Seq - y.Seq) })
	return list, tied, err
}

// whole gives the invoice that a document is: its history is that of the invoice.
func (b *Books) whole(ctx context.Context, q *db.Queries, subject string) (string, error) {
	id, is := numbered(subject, "document")
	if !is {
		return subject, nil
	}
	invoice, err := q.InvoiceOfDocument(ctx, db.InvoiceOfDocumentParams{Adm: b.Adm.Key, DocumentID: id})
	if err != nil || invoice == 0 {
		return subject, failed(err)
	}
	return "invoice:" + strconv.FormatInt(invoice, 10), nil
}

// maxTies bounds how far a history reaches: one bank line may pay thousands.
const maxTies = 60

// ties gives what a thing is tied to, and what that came in with: of an invoice
// the file of the bank line that paid it, of a line the documents of the invoices
// that it paid; not the other invoices of that line.
func (b *Books) ties(ctx context.Context, q *db.Queries, subject string) ([]string, error) {
	near, err := b.tiesOf(ctx, q, subject)
	if err != nil {
		return nil, err
	}
	all := near
	for _, one := range near {
		far, err := b.tiesOf(ctx, q, one)
		if err != nil {
			return nil, err
		}
		for _, other := range far {
			if kind, _, _ := strings.Cut(other, ":"); kind != "invoice" && kind != "line" {
				all = append(all, other)
			}
		}
		if len(all) >= maxTies {
			break
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	all = slices.DeleteFunc(all, func(one string) bool { return one == subject })
	return all[:min(len(all), maxTies)], nil
}

func (b *Books) tiesOf(ctx context.Context, q *db.Queries, subject string) (list []string, err error) {
	if id, is := numbered(subject, "invoice"); is {
		list, err = q.TiesOfInvoice(ctx, db.TiesOfInvoiceParams{Adm: b.Adm.Key, ID: id})
	} else if id, is := numbered(subject, "line"); is {
		list, err = q.TiesOfLine(ctx, db.TiesOfLineParams{Adm: b.Adm.Key, ID: id})
	}
	return list, failed(err)
}

// numbered gives the number of a subject of a kind.
func numbered(subject, kind string) (int64, bool) {
	of, number, _ := strings.Cut(subject, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	return id, of == kind && err == nil
}
