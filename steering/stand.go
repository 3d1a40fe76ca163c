// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"cmp"
	"slices"

	"rentmeester/day"
	"rentmeester/money"
)

// Stand is how a project stands at the end of a day.
type Stand struct {
	On       day.Day
	Hours    Hours
	Money    Money
	Done     Done
	Earned   Earned
	Forecast Forecast
	Overrun  Overrun
	Light    Light
	Curve    []Point
}

// Hours are those of own people, in minutes.
type Hours struct {
	Planned Minutes // in all
	ByNow   Minutes // of those, until this day
	Worked  Minutes
	Left    Minutes // of what is planned in all; negative: more was worked than planned
}

// Money is what a project may cost, costs and is bound to, in cents.
type Money struct {
	Credit    money.Cents // as decided until this day (krediet)
	Committed money.Cents // ordered and not invoiced yet (verplichtingen)
	Bought    money.Cents // booked in the ledger
	Hours     money.Cents // of own people, where the credit pays them
	Actual    money.Cents // those two together (realisatie)
	Free      money.Cents // what is left of the credit when all that is bound is paid (vrije ruimte)
}

// Source says where the share that is done comes from.
type Source string

// Where it comes from, the best first.
const (
	FromParts Source = "parts" // what was said of parts, by their weights
	FromWhole Source = "whole" // what was said of the whole
	FromHours Source = "hours" // nobody said anything: hours worked against hours planned
	FromCosts Source = "costs" // no hours are planned either: costs against what was to be bought
	FromNone  Source = "none"  // nothing is known
)

// Done is how much of the work is done.
type Done struct {
	Share float64 // from 0 to 1
	From  Source
	Day   day.Day // on which it was said; "" it is counted
}

// Of gives how a project stands at the end of a day. What is dated later than that
// day counts as not known yet, except the plan and credits with a later day.
func Of(p Project, on day.Day) Stand {
	s := Stand{On: on}
	s.Hours = hoursOf(p, on)
	s.Money = moneyOf(p, on)
	s.Done = doneOf(p, on, s.Hours)
	plan := planOf(p)
	s.Earned = earnedOf(plan, s, on)
	rest := newRest(p, plan, s)
	s.Forecast = rest.forecast()
	s.Overrun = rest.overrun(p.Credits, s.Forecast)
	s.Light = lightOf(s)
	s.Curve = rest.curve(p, s.Forecast)
	return s
}

// ended says whether a week was over at the end of a day: from its Friday on.
func ended(week, on day.Day) bool { return week.Add(4) <= on }

func hoursOf(p Project, on day.Day) (h Hours) {
	for _, w := range p.Planned {
		h.Planned += w.Minutes
		if ended(w.Week, on) {
			h.ByNow += w.Minutes
		}
	}
	for _, w := range p.Worked {
		if w.Week <= on {
			h.Worked += w.Minutes
		}
	}
	h.Left = h.Planned - h.Worked
	return h
}

func moneyOf(p Project, on day.Day) (m Money) {
	m.Credit = creditOn(p.Credits, on)
	for _, c := range p.Booked {
		if c.Day <= on {
			m.Bought += c.Amount
		}
	}
	for _, b := range p.Bound {
		m.Committed += max(b.Left, 0)
	}
	for _, w := range p.Worked {
		if p.OwnHours && w.Week <= on {
			m.Hours += w.Cost
		}
	}
	m.Actual = m.Bought + m.Hours
	m.Free = m.Credit - m.Actual - m.Committed
	return m
}

// creditOn gives the credit that is decided on for a day.
func creditOn(credits []Credit, on day.Day) (sum money.Cents) {
	for _, c := range credits {
		if c.Day <= on {
			sum += c.Amount
		}
	}
	return sum
}

// doneOf takes what was said last of each part; a part counts by the weight that was
// said with it last.
func doneOf(p Project, on day.Day, h Hours) Done {
	last := map[string]Progress{}
	order := slices.Clone(p.Progress)
	slices.SortStableFunc(order, func(a, b Progress) int { return cmp.Compare(a.Day, b.Day) })
	for _, said := range order {
		if said.Day <= on {
			last[said.Part] = said
		}
	}
	parts, whole := Done{From: FromParts}, last[""]
	delete(last, "")
	weights := 0.0
	for _, name := range sortedParts(last) {
		said := last[name]
		weights += said.Weight
		parts.Share += said.Weight * clamp(said.Share)
		parts.Day = max(parts.Day, said.Day)
	}
	switch {
	case weights > 0 && parts.Day >= whole.Day:
		parts.Share = clamp(parts.Share / weights)
		return parts
	case whole.Day != "":
		return Done{Share: clamp(whole.Share), From: FromWhole, Day: whole.Day}
	case h.Planned > 0:
		return Done{Share: clamp(float64(h.Worked) / float64(h.Planned)), From: FromHours}
	case p.ToBuy > 0:
		m := moneyOf(p, on)
		return Done{Share: clamp(float64(m.Bought) / float64(p.ToBuy)), From: FromCosts}
	}
	return Done{From: FromNone}
}

func sortedParts(of map[string]Progress) (names []string) {
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func clamp(share float64) float64 { return min(max(share, 0), 1) }
