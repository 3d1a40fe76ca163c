// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"cmp"
	"slices"

	"rentmeester/day"
	"rentmeester/money"
)

// overrun says in how many of the outcomes the credit is passed, and when.
func (r *rest) overrun(credits []Credit, f Forecast) Overrun {
	credit := creditInAll(credits)
	o := Overrun{Now: r.s.Money.Actual > r.s.Money.Credit, Bound: r.floor() > credit, Lack: f.Middle - credit}
	var weeks []day.Day
	least := lowest(credits, r.s.On)
	for _, one := range r.drawn {
		if week, passes := r.passes(one, credits, least); passes {
			weeks = append(weeks, week)
		}
	}
	o.Probability = float64(len(weeks)) / float64(len(r.drawn))
	if o.Now || o.Bound {
		o.Probability = 1
	}
	if len(weeks) > 0 {
		slices.Sort(weeks)
		at := func(share float64) day.Day { return weeks[min(int(share*float64(len(weeks))), len(weeks)-1)] }
		o.First, o.Week, o.Last = at(0.10), at(0.50), at(0.90)
	}
	if o.Probability > 0 {
		o.Why = r.causes(credit)
	}
	return o
}

// creditInAll is the credit with what is decided for later days.
func creditInAll(credits []Credit) (sum money.Cents) {
	for _, c := range credits {
		sum += c.Amount
	}
	return sum
}

// lowest gives the least that the credit is from a day on.
func lowest(credits []Credit, on day.Day) money.Cents {
	least := creditOn(credits, on)
	for _, c := range credits {
		if c.Day > on {
			least = min(least, creditOn(credits, c.Day))
		}
	}
	return least
}

// passes gives the week in which an outcome passes the credit. What is left to spend
// follows the weeks that are planned, each as much longer as the outcome is slower.
func (r *rest) passes(one outcome, credits []Credit, least money.Cents) (day.Day, bool) {
	if r.s.Money.Actual > r.s.Money.Credit {
		return Monday(r.s.On), true
	}
	if one.end <= creditInAll(credits) {
		return "", false
	}
	first := r.ahead[0].Week
	for i := range r.ahead {
		spent := r.s.Money.Actual + part(one.end-r.s.Money.Actual, r.shares[i])
		if spent <= least {
			continue
		}
		from := first.Add(7 * int(float64(i)*one.slow))
		if spent > creditOn(credits, from.Add(6)) {
			return from, true
		}
	}
	return first.Add(7 * int(float64(len(r.ahead)-1)*one.slow)), true
}

// sharesOf gives the share of all that is planned until the end of each week.
func sharesOf(weeks []Spend) (shares []float64) {
	all, until := money.Cents(0), money.Cents(0)
	for _, w := range weeks {
		all += w.Amount
	}
	for _, w := range weeks {
		until += w.Amount
		shares = append(shares, float64(until)/float64(all))
	}
	return shares
}

// causes says what makes it cost more than the credit, the weightiest first. They
// overlap: an hour too many is a cost too.
func (r *rest) causes(credit money.Cents) (all []Cause) {
	e := r.s.Earned
	add := func(c Cause, holds bool) {
		if holds {
			all = append(all, c)
		}
	}
	add(Cause{Code: "credit", Amount: e.BAC - credit}, e.BAC > credit)
	add(Cause{Code: "cost", Amount: e.AC - e.EV, Value: e.CPI.Value}, e.CPI.Known && r.s.Done.Share >= least && e.CPI.Value < 0.98)
	add(Cause{Code: "late", Amount: e.PV - e.EV, Value: e.SPI.Value}, e.SPI.Known && e.SPI.Value < 0.95)
	extra := r.s.Hours.Worked - r.s.Hours.ByNow
	add(Cause{Code: "hours", Amount: r.atRate(extra), Value: extra.Hours()}, r.p.OwnHours && extra > 0)
	bought := r.s.Money.Bought + r.s.Money.Committed
	add(Cause{Code: "bought", Amount: bought - r.p.ToBuy}, bought > r.p.ToBuy && !r.plan.bound)
	slices.SortStableFunc(all, func(a, b Cause) int { return cmp.Compare(b.Amount, a.Amount) })
	return all
}

// atRate gives what hours cost at what an hour cost so far.
func (r *rest) atRate(m Minutes) money.Cents {
	if r.s.Hours.Worked <= 0 {
		return 0
	}
	return part(r.s.Money.Hours, float64(m)/float64(r.s.Hours.Worked))
}
