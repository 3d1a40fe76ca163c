// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"rentmeester/day"
	"rentmeester/text"
)

// homes are the first page and what stands beside it.
func (p *pages) homes() map[string]handler {
	return map[string]handler{
		"GET /{$}":      p.home,
		"GET /accounts": p.overview,
	}
}

// home shows what needs the person who looks, and what was done without him.
func (p *pages) home(w http.ResponseWriter, r *http.Request) (err error) {
	var kinds []string
	for _, one := range needLists {
		path, _, _ := strings.Cut(one.list, "#")
		path, _, _ = strings.Cut(path, "?")
		if may(r, one.right) && may(r, needed["GET "+path]) { // who can do something, and see where
			kinds = append(kinds, one.kind)
		}
	}
	body := homeBody{}
	if body.Needs, err = p.source.Needs(r.Context(), p.user(r), kinds); err != nil {
		return err
	}
	now := p.options.Now().In(p.options.Location)
	if body.Today == "" {
		body.Today = day.Of(now)
	}
	date := body.Today.Time() // of the books, where that may be another than the machine's
	today := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, p.options.Location)
	week := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	for _, span := range []struct {
		key  string
		from time.Time
	}{{"web.home.since-visit", visited(w, r, now)}, {"web.home.today", today}, {"web.home.week", week}} {
		if span.from.IsZero() || !span.from.Before(today.AddDate(0, 0, 1)) {
			continue // nobody knows when this visitor was here before, by the day of the books
		}
		done, err := p.source.DoneSince(r.Context(), span.from)
		if err != nil {
			return err
		}
		body.Spans = append(body.Spans, doneSpan{span.key, span.from, done})
	}
	body.Again = again(body.Today)
	return p.show(w, r, page{Name: "home", Title: "web.home.title", Tab: "home", Body: body})
}

type homeBody struct {
	Needs
	Spans []doneSpan
	Again day.Day // when there may be something again
}

// doneSpan is what was done since a moment.
type doneSpan struct {
	Key  string
	From time.Time
	Done
}

// doneRow is what was done of one kind, in each span.
type doneRow struct {
	Kind   string
	Counts []DoneCount
}

// Last gives the longest span, in which mistakes have had time to show.
func (r doneRow) Last() DoneCount { return r.Counts[len(r.Counts)-1] }

// Rows gives the spans by kind, for a table.
func (b homeBody) Rows() []doneRow {
	rows := []doneRow{{Kind: "lines"}, {Kind: "codings"}, {Kind: "bookings"}, {Kind: "letters"}}
	for _, s := range b.Spans {
		for i, c := range []DoneCount{s.Lines, s.Codings, s.Bookings, s.Letters} {
			rows[i].Counts = append(rows[i].Counts, c)
		}
	}
	return rows
}

// Idle says that nothing was done in any span.
func (b homeBody) Idle() bool {
	for _, s := range b.Spans {
		if !s.Nothing() {
			return false
		}
	}
	return true
}

// again gives the next day on which banks book.
func again(today day.Day) day.Day {
	next := today.Add(1)
	for !next.Banking() {
		next = next.Add(1)
	}
	return next
}

const (
	visitCookie = "rentmeester-visit"
	visitGap    = time.Hour           // without a look: the next one is another visit
	visitKept   = 90 * 24 * time.Hour // how long a visit is remembered
)

// visited gives when the visit before this one ended, and keeps in the browser when
// this one goes on; the zero time when nobody knows. A visit ends when nobody looked
// for a while.
func visited(w http.ResponseWriter, r *http.Request, now time.Time) time.Time {
	var before, last int64
	if cookie, err := r.Cookie(visitCookie); err == nil {
		left, right, _ := strings.Cut(cookie.Value, "_")
		before, _ = strconv.ParseInt(left, 10, 64)
		last, _ = strconv.ParseInt(right, 10, 64)
	}
	if last > 0 && now.Sub(time.Unix(last, 0)) > visitGap {
		before = last
	}
	http.SetCookie(w, &http.Cookie{Name: visitCookie, Value: strconv.FormatInt(before, 10) + "_" + strconv.FormatInt(now.Unix(), 10), Path: "/",
		MaxAge: int(visitKept.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode})
	if from := time.Unix(before, 0); before > 0 && from.Before(now) && now.Sub(from) < visitKept {
		return from
	}
	return time.Time{}
}

// becauseOf says in words what put something where it stands in the order.
func becauseOf(lang text.Lang, parts []string) string {
	said := ""
	for i, part := range parts {
		joint := ", "
		if i == len(parts)-1 {
			joint = " " + text.Say(lang, "web.home.and", nil) + " "
		}
		if i > 0 {
			said += joint
		}
		said += text.Say(lang, "web.home.by."+part, nil)
	}
	return said
}
