// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"rentmeester/app"
	"rentmeester/autopilot"
	"rentmeester/fault"
	"rentmeester/text"
	"rentmeester/web"
)

func trailFilter(f web.TrailFilter) app.TrailFilter {
	return app.TrailFilter{Since: f.Since, Until: f.Until, Actor: f.Actor, Kind: f.Kind, Subject: f.Subject}
}

// Trail implements web.Trails.
func (s *Source) Trail(ctx context.Context, f web.TrailFilter, cursor string) (list []web.TrailEvent, next string, err error) {
	before, _ := strconv.ParseInt(cursor, 10, 64)
	events, last, err := s.books.Trail(ctx, trailFilter(f), before)
	if last > 0 {
		next = strconv.FormatInt(last, 10)
	}
	return trailEventsOf(events), next, translate(err)
}

// Actors implements web.Trails.
func (s *Source) Actors(ctx context.Context) ([]string, error) { return s.books.Actors(ctx) }

// EachEvent implements web.Trails.
func (s *Source) EachEvent(ctx context.Context, f web.TrailFilter, each func(web.TrailEvent) error) error {
	return s.books.EachTrail(ctx, trailFilter(f), func(e app.TrailEvent) error { return each(trailEventOf(e)) })
}

// History implements web.Trails.
func (s *Source) History(ctx context.Context, subject string) (h web.History, err error) {
	events, tied, err := s.books.History(ctx, subject)
	if err != nil {
		return h, translate(err)
	}
	h = web.History{Events: trailEventsOf(events)}
	h.About, h.Link = about(subject)
	for _, one := range tied {
		e := web.TrailEvent{Subject: one}
		e.About, e.Link = about(one)
		h.Tied = append(h.Tied, e)
	}
	return h, nil
}

func trailEventsOf(events []app.TrailEvent) (list []web.TrailEvent) {
	for _, e := range events {
		list = append(list, trailEventOf(e))
	}
	return list
}

func trailEventOf(e app.TrailEvent) web.TrailEvent {
	shown := web.TrailEvent{Seq: e.Seq, At: moment(e.At), Actor: e.Actor, Act: e.Act, Subject: e.Subject, Payload: string(e.Payload), Hash: e.Hash,
		ActorName: e.Actor, Stamp: e.At}
	if e.Actor == autopilot.Actor {
		shown.Actor = ""
	}
	shown.Said = web.Sentence{Code: "trail." + e.Act, Args: scalars(e.Payload)}
	if !text.Has(text.NL, shown.Said.Code) {
		shown.Said = web.Sentence{Code: "trail.other", Args: fault.Args("act", e.Act)}
	}
	shown.About, shown.Link = about(e.Subject)
	return shown
}

// scalars gives what a payload says that a sentence can tell: words and numbers,
// not what is nested.
func scalars(payload json.RawMessage) map[string]string {
	var all map[string]any
	args := map[string]string{}
	if json.Unmarshal(payload, &all) != nil {
		return args
	}
	for name, value := range all {
		switch v := value.(type) {
		case string:
			args[name] = v
		case float64:
			args[name] = strconv.FormatFloat(v, 'f', -1, 64)
		case bool:
			args[name] = fmt.Sprint(v)
		}
	}
	return args
}

// trailPages are the pages of what the trail is about.
var trailPages = map[string]string{"invoice": "/invoices/", "document": "/post/", "order": "/orders/", "project": "/projects/", "run": "/runs/", "mail": "/outbox/", "supplier": "",
	"line": "", "token": "", "past": "", "feedback": "", "finding": "", "person": "", "webhook": "", "session": "", "seat": "/staffing/seats/", "staff": "/staffing/people/", "plan": "", "staffing": "", "scenario": ""}

// about names what an event is about, and its page when it has one.
func about(subject string) (web.Sentence, string) {
	kind, number, found := strings.Cut(subject, ":")
	page, known := trailPages[kind]
	switch {
	case found && known:
		if page != "" {
			page += number
		}
		return web.Sentence{Code: "trail.about." + kind, Args: fault.Args("number", number)}, page
	case len(subject) == 64:
		return web.Sentence{Code: "trail.about.file", Args: fault.Args("number", subject[:12])}, ""
	case text.Has(text.NL, "trail.about."+subject):
		return web.Sentence{Code: "trail.about." + subject}, ""
	}
	return web.Sentence{Code: "trail.about.other", Args: fault.Args("what", subject)}, ""
}
