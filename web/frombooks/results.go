// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app"
	"rentmeester/money"
	"rentmeester/web"
)

// Results implements web.Outcomes. They may be of a moment ago: they are counted anew
// meanwhile.
func (s *Source) Results(ctx context.Context) (web.Results, error) {
	r, err := s.results.get(ctx, s.books.Version, s.books.Results)
	if err != nil {
		return web.Results{}, translate(err)
	}
	out := web.Results{Automatic: r.Automatic, Since: monthResult(r.Since), Minutes: web.Minutes(r.Minutes), Before: before(r.Baseline)}
	for _, m := range r.Months {
		out.Months = append(out.Months, monthResult(m))
	}
	return out, nil
}

func monthResult(m app.MonthResult) web.MonthResult {
	out := web.MonthResult{Month: m.Month, Lines: web.DoneAlone(m.Lines), Codings: web.DoneAlone(m.Codings), Invoices: web.DoneAlone(m.Invoices), Read: m.Read,
		Letters: m.Letters, Booked: web.Lead(m.Booked), Paid: web.Lead(m.Paid), Minutes: m.Minutes}
	for _, f := range m.Found {
		out.Found = append(out.Found, web.Caught{Kind: f.Kind, Count: f.Count, Amount: money.Cents(f.Amount), Stopped: f.Stopped, Mended: f.Mended,
			Released: f.Released, Open: f.Open})
	}
	return out
}

func before(b app.Baseline) web.Before {
	share := func(s app.BaseShare) web.BeforeFigure {
		return web.BeforeFigure{Figure: web.Figure{Value: s.Share, Known: s.Known}, Stated: s.Stated}
	}
	days := func(d app.BaseMedian) web.BeforeFigure {
		return web.BeforeFigure{Figure: web.Figure{Value: float64(d.Days), Known: d.Known}, Stated: d.Stated}
	}
	return web.Before{From: b.From, Until: b.Until, Lines: share(b.Lines), Codings: share(b.Coding), Invoices: share(b.Whole), Booked: days(b.Booked), Paid: days(b.Paid)}
}
