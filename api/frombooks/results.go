// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync"

	"rentmeester/api"
	"rentmeester/app"
)

// Search implements api.Finds.
func (s *Source) Search(ctx context.Context, _ api.Caller, query string, each int) (api.Found, error) {
	f, err := s.books.Search(ctx, query, each)
	out := api.Found{Query: f.Query, Groups: []api.HitGroup{}}
	for _, g := range f.Groups {
		group := api.HitGroup{Kind: string(g.Kind), Hits: []api.Hit{}, More: g.More}
		for _, h := range g.Hits {
			group.Hits = append(group.Hits, api.Hit{ID: h.ID, Number: h.Number, Name: h.Name, Text: h.Text, Amount: api.Amount(h.Amount), Currency: h.Currency,
				Day: api.Day(h.Day), State: h.State, Under: h.Under})
		}
		out.Groups = append(out.Groups, group)
	}
	return out, err
}

// counted is what came of the work under a version of the books: however often
// programs ask, it is counted once.
type counted struct {
	mu      sync.Mutex
	version int64
	known   bool
	results app.Results
}

func (c *counted) get(ctx context.Context, b *app.Books) (app.Results, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, err := b.Version(ctx)
	if err != nil || c.known && c.version == now && c.results.Months[0].Month == b.Now().Format("2006-01") {
		return c.results, err
	}
	r, err := b.Results(ctx)
	if err == nil {
		c.version, c.known, c.results = now, true, r
	}
	return r, err
}

// Results implements api.Finds.
func (s *Source) Results(ctx context.Context, _ api.Caller) (api.Results, error) {
	r, err := s.counted.get(ctx, s.books)
	out := api.Results{Months: []api.MonthResult{}, Automatic: r.Automatic, Since: monthResult(r.Since), Baseline: baseline(r.Baseline), Minutes: api.Minutes(r.Minutes)}
	for _, m := range r.Months {
		out.Months = append(out.Months, monthResult(m))
	}
	return out, err
}

func monthResult(m app.MonthResult) api.MonthResult {
	out := api.MonthResult{Month: m.Month, Lines: api.DoneAlone(m.Lines), Codings: api.DoneAlone(m.Codings), Invoices: api.DoneAlone(m.Invoices), Read: m.Read,
		Letters: m.Letters, Booked: leadTime(m.Booked), Paid: leadTime(m.Paid), Found: []api.Mistake{}, MinutesSaved: m.Minutes}
	for _, f := range m.Found {
		out.Found = append(out.Found, api.Mistake{Kind: f.Kind, Count: f.Count, Amount: api.Amount(f.Amount), Stopped: f.Stopped, Mended: f.Mended,
			Released: f.Released, Open: f.Open})
	}
	return out
}

func leadTime(l app.Lead) api.LeadTime {
	if l.Count == 0 {
		return api.LeadTime{}
	}
	return api.LeadTime{Count: l.Count, Median: &l.Median, Most: &l.Most}
}

func baseline(b app.Baseline) api.Baseline {
	figure := func(value float64, known, stated bool) *api.BaseFigure {
		if !known {
			return nil
		}
		return &api.BaseFigure{Value: value, Stated: stated}
	}
	share := func(s app.BaseShare) *api.BaseFigure { return figure(s.Share, s.Known, s.Stated) }
	days := func(d app.BaseMedian) *api.BaseFigure { return figure(float64(d.Days), d.Known, d.Stated) }
	return api.Baseline{From: b.From, Until: b.Until, Lines: share(b.Lines), Codings: share(b.Coding), Invoices: share(b.Whole), Booked: days(b.Booked), Paid: days(b.Paid)}
}
