// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"rentmeester/day"
	"rentmeester/money"
)

// Point is where the sums of a project stand at the end of a week, in cents.
type Point struct {
	Week        day.Day
	Planned     money.Cents
	Actual      money.Cents // until the week of the day on which it is seen
	Known       bool        // Actual is known
	Forecast    money.Cents // from that week on; the middle
	Low, High   money.Cents
	Ahead       bool // Forecast, Low and High are
	Credit      money.Cents
	AllMinutes  Minutes // worked in all
	PlanMinutes Minutes // planned in all
}

// mostPoints bounds a curve: ten years of weeks.
const mostPoints = 522

// curve gives the sums by week: the S-curve of a project.
func (r *rest) curve(p Project, f Forecast) (all []Point) {
	first, last := r.span(p)
	if first == "" {
		return nil
	}
	now := Monday(r.s.On)
	for week := first; week <= last && len(all) < mostPoints; week = week.Add(7) {
		sunday := week.Add(6)
		at := Point{Week: week, Credit: creditOn(p.Credits, sunday), Planned: r.plan.until(sunday), Known: week <= now}
		for _, w := range p.Planned {
			if w.Week <= sunday {
				at.PlanMinutes += w.Minutes
			}
		}
		if at.Known {
			until := min(sunday, r.s.On)
			at.Actual = moneyOf(p, until).Actual
			at.AllMinutes = hoursOf(p, until).Worked
		}
		if week >= now {
			at.Ahead = true
			at.Low, at.Forecast, at.High = r.by(week, f.Low), r.by(week, f.Middle), r.by(week, f.High)
		}
		all = append(all, at)
	}
	return all
}

// by gives what is spent by the end of a week when it ends with a sum.
func (r *rest) by(week day.Day, end money.Cents) money.Cents {
	share := 0.0
	for i, w := range r.ahead {
		if w.Week <= week {
			share = r.shares[i]
		}
	}
	return r.s.Money.Actual + part(end-r.s.Money.Actual, share)
}

// span gives the first and the last week that there is something to say of.
func (r *rest) span(p Project) (first, last day.Day) {
	take := func(d day.Day) {
		if d == "" {
			return
		}
		week := Monday(d)
		if first == "" || week < first {
			first = week
		}
		last = max(last, week)
	}
	take(p.Start)
	take(p.End)
	for _, w := range p.Planned {
		take(w.Week)
	}
	for _, w := range p.Worked {
		if w.Week <= r.s.On {
			take(w.Week)
		}
	}
	for _, c := range p.Booked {
		if c.Day <= r.s.On {
			take(c.Day)
		}
	}
	if first != "" {
		take(r.s.On)
		take(r.ahead[len(r.ahead)-1].Week)
	}
	return first, last
}
