// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"time"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/web"
)

// watchFirst begins to count what is told of all the books together, when that was
// never done, and gives when that ends; nil: it was.
func (s *Source) watchFirst() <-chan struct{} {
	if s.watch.known.Load() {
		return nil
	}
	done, _ := s.first.begin(s.books.Now(), nil, func(ctx context.Context, _ error) error {
		_, err := s.watch.get(ctx, s.books.Version, s.books.Watch)
		return err
	})
	return done
}

// watched gives what is told of all the books together, as of a moment ago: it is worked
// out anew meanwhile. After a start it may be that it is not there yet.
func (s *Source) watched(ctx context.Context) (watch app.Watch, counting bool, err error) {
	if done := s.watchFirst(); done != nil {
		awaits(ctx, done)
		if failed, began := s.first.last(); !s.watch.known.Load() && (failed != nil || !began.IsZero()) {
			return watch, !began.IsZero(), failed
		}
	}
	watch, err = s.watch.get(ctx, s.books.Version, s.books.Watch)
	return watch, false, err
}

// Needs implements web.Home. What can only be told of all the books together may be
// of a moment ago, or not there yet.
func (s *Source) Needs(ctx context.Context, by string, kinds []string) (n web.Needs, err error) {
	watch, counting, err := s.watched(ctx)
	if err != nil {
		return n, translate(err)
	}
	var wanted []app.NeedKind
	var mine app.Mine
	for _, kind := range kinds {
		switch wanted = append(wanted, app.NeedKind(kind)); kind {
		case web.NeedApproval:
			mine.Invoices, err = s.mine(ctx, by)
		case web.NeedRun:
			mine.Runs, err = s.books.Payments().MayRelease(ctx, by)
		case web.NeedPeople, web.NeedPolicy:
			mine.Requests, err = s.room.Mine(ctx, by)
		}
		if err != nil {
			return n, translate(err)
		}
	}
	found, err := s.books.NeedsOf(ctx, mine, wanted, watch)
	if err != nil {
		return n, translate(err)
	}
	n = web.Needs{Sample: int(watch.Sample), Counting: counting, Bare: found.Bare, Today: day.Of(s.books.Now())}
	for _, one := range found.List {
		n.List = append(n.List, needOf(one))
	}
	for _, g := range found.Groups {
		n.Groups = append(n.Groups, web.NeedGroup{Kind: string(g.Kind), Count: g.Count, More: g.More, Sum: money.Cents(g.Sum)})
	}
	return n, nil
}

func needOf(one app.Need) web.Need {
	n := web.Need{Kind: string(one.Kind), ID: one.ID, Name: one.Name, Number: one.Number, Amount: money.Cents(one.Amount), Currency: one.Currency,
		Due: one.Due, Left: one.Left, Doubt: one.Doubt, Why: sentence(one.Why)}
	for _, part := range one.Because {
		n.Because = append(n.Because, string(part))
	}
	return n
}

// DoneSince implements web.Home.
func (s *Source) DoneSince(ctx context.Context, since time.Time) (web.Done, error) {
	d, err := s.books.DoneSince(ctx, since)
	count := func(c app.Count) web.DoneCount { return web.DoneCount(c) }
	return web.Done{Lines: count(d.Lines), Codings: count(d.Codings), Bookings: count(d.Bookings), Letters: web.DoneCount{Done: d.Letters}}, translate(err)
}
