// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"rentmeester/day"
	"rentmeester/money"
)

// Method is a way to count what a project will have cost in the end.
type Method string

// The ways, as PMI has them.
const (
	AsPlanned Method = "as-planned" // AC + (BAC - EV): the rest goes as it was planned
	AsSoFar   Method = "as-so-far"  // AC + (BAC - EV) / CPI: the rest costs as much as it did so far
	LateToo   Method = "late-too"   // AC + (BAC - EV) / (CPI × SPI): and being late costs as well
	BottomUp  Method = "bottom-up"  // AC + what is bound + hours still planned + what is still to be bought
	AsSpent   Method = "as-spent"   // AC for each day so far, until the last day: where nothing is planned or said
)

// Counted is what a project costs in the end by one method, in cents.
type Counted struct {
	Method Method
	EAC    money.Cents // estimate at completion
}

// Forecast is what the project will have cost in the end, in cents. Each method has
// the same weight, and each carries how much the weeks so far differed; eight of ten
// outcomes lie between Low and High.
type Forecast struct {
	Low, Middle, High money.Cents
	Methods           []Counted
	Weeks             int // of the past that it rests on
}

// Overrun says whether and when a project passes its credit.
type Overrun struct {
	Now         bool        // it cost more than its credit
	Bound       bool        // with what is bound it does: only taking back orders, or more credit, prevents it
	Probability float64     // that it will, from 0 to 1
	Week        day.Day     // in which it does when it does, the middle of the outcomes; "" it does not
	First, Last day.Day     // weeks between which eight of ten of those outcomes lie
	Lack        money.Cents // cents: the middle of the forecast less the credit; negative: what stays
	Why         []Cause     // the weightiest first
}

// Cause is something that makes the project cost more than its credit.
type Cause struct {
	Code   string      // credit, cost, late, hours, bought
	Amount money.Cents // cents that come of it; 0 no amount can be put to it
	Value  float64     // quotient, where the cause is one
}

const (
	paths = 400 // outcomes that are drawn
	few   = 3   // weeks: with fewer of the past nothing is known of how much they differ
	// unsure is by how much an outcome may be off that no week of the past tells of:
	// one standard deviation of its logarithm, for a project that has everything
	// ahead. TestRangeHolds tells how often what came lay in the range.
	unsure = 0.18
)

// rest is what a project still has to do, and how its weeks went until now.
type rest struct {
	p       Project
	plan    plan
	s       Stand
	methods []Counted
	past    [][2]float64 // by week: planned, spent
	ahead   []Spend      // by week, how what is left is planned
	shares  []float64    // of what is left, until the end of each of those weeks
	drawn   []outcome    // by the sum it ends with
}

// outcome is one of the ways it may go.
type outcome struct {
	end  money.Cents
	slow float64 // how much longer the rest takes than planned
}

func newRest(p Project, plan plan, s Stand) *rest {
	r := &rest{p: p, plan: plan, s: s}
	r.methods = r.count()
	r.past = r.weeksOfPast()
	r.ahead = r.weeksAhead()
	r.shares = sharesOf(r.ahead)
	r.draw()
	return r
}

// floor is what it costs in any case: spent, and bound.
func (r *rest) floor() money.Cents { return r.s.Money.Actual + r.s.Money.Committed }

// count gives what it costs by each method that can be counted.
func (r *rest) count() (all []Counted) {
	e, floor := r.s.Earned, r.floor()
	left := max(e.BAC-e.EV, 0)
	if r.s.Done.Share >= 1 {
		return []Counted{{AsPlanned, floor}}
	}
	if r.s.Done.From != FromNone {
		all = append(all, Counted{AsPlanned, max(e.AC+left, floor)})
	}
	if r.s.Done.Share >= least && e.CPI.Known && e.CPI.Value > 0 {
		all = append(all, Counted{AsSoFar, max(e.AC+part(left, 1/e.CPI.Value), floor)})
		if e.SPI.Known && e.SPI.Value < 1 && e.SPI.Value >= least {
			all = append(all, Counted{LateToo, max(e.AC+part(left, 1/(e.CPI.Value*e.SPI.Value)), floor)})
		}
	}
	switch {
	case !r.plan.bound:
		all = append(all, Counted{BottomUp, r.bottomUp()})
	case len(all) == 0:
		all = append(all, Counted{AsSpent, r.asSpent()})
	}
	return all
}

// bottomUp adds up what is still to come: hours as planned, what is bound, and what
// of the things to buy is neither booked nor bound.
func (r *rest) bottomUp() money.Cents {
	sum := r.floor() + max(r.p.ToBuy-r.s.Money.Bought-r.s.Money.Committed, 0)
	for _, w := range r.p.Planned {
		if r.p.OwnHours && !ended(w.Week, r.s.On) {
			sum += w.Cost
		}
	}
	return sum
}

// asSpent carries what was spent a day so far on to the last day.
func (r *rest) asSpent() money.Cents {
	p, floor := r.p, r.floor()
	if p.Start == "" || p.End < p.Start || r.s.On < p.Start || r.s.On >= p.End {
		return floor
	}
	gone, all := float64(r.s.On.Sub(p.Start)+1), float64(p.End.Sub(p.Start)+1)
	if gone < least*all {
		return floor
	}
	return max(floor, part(r.s.Money.Actual, all/gone))
}

// weeksOfPast gives what was planned and spent in each week until now.
func (r *rest) weeksOfPast() (all [][2]float64) {
	spent := map[day.Day]money.Cents{}
	for _, c := range r.p.Booked {
		if c.Day <= r.s.On {
			spent[Monday(c.Day)] += c.Amount
		}
	}
	for _, w := range r.p.Worked {
		if r.p.OwnHours && w.Week <= r.s.On {
			spent[Monday(w.Week)] += w.Cost
		}
	}
	for _, w := range r.plan.weeks {
		if ended(w.Week, r.s.On) {
			all = append(all, [2]float64{float64(w.Amount), float64(spent[w.Week])})
		}
	}
	return all
}

// weeksAhead gives the weeks that are still planned. One that has none left, while
// there is work left, goes on for as long as the weeks so far would take for it.
func (r *rest) weeksAhead() (all []Spend) {
	for _, w := range r.plan.weeks {
		if !ended(w.Week, r.s.On) && w.Amount > 0 {
			all = append(all, w)
		}
	}
	if len(all) > 0 {
		return all
	}
	const usual = 13 // weeks, a quarter, where nothing says better
	n := usual
	if s := r.s.Done.Share; s >= least && len(r.past) > 0 {
		n = min(max(int(math.Ceil(float64(len(r.past))*(1-s)/s)), 1), 4*usual)
	}
	next := Monday(r.s.On)
	if ended(next, r.s.On) {
		next = next.Add(7)
	}
	for i := range n {
		all = append(all, Spend{next.Add(7 * i), 1})
	}
	return all
}

// draw makes the outcomes: each method as often, off by as much as the weeks so far
// differed among themselves (the Bayesian bootstrap of Rubin, 1981) and by what no
// week tells. The seed is fixed: the same project gives the same answer.
func (r *rest) draw() {
	chance := rand.New(rand.NewPCG(21508, 2018))
	ahead := 1 - r.s.Done.Share
	for i := range paths {
		from := r.methods[i%len(r.methods)].EAC
		off := math.Exp(chance.NormFloat64() * unsure * math.Sqrt(ahead))
		if len(r.past) >= few {
			off *= r.reweighed(chance)
		}
		left := float64(from-r.floor()) * off
		slow := 1.0
		if e := r.s.Earned.SPI; e.Known && r.s.Done.Share >= least {
			slow = 1 / min(max(e.Value, 0.25), 1)
		}
		r.drawn = append(r.drawn, outcome{r.floor() + money.Cents(math.Round(max(left, 0))), 1 + chance.Float64()*(slow-1)})
	}
	slices.SortStableFunc(r.drawn, func(a, b outcome) int { return cmp.Compare(a.end, b.end) })
}

// reweighed gives how much spending against plan would have been off, had the weeks
// of the past come in another measure.
func (r *rest) reweighed(chance *rand.Rand) float64 {
	planned, spent, all, whole := 0.0, 0.0, 0.0, 0.0
	for _, w := range r.past {
		weight := chance.ExpFloat64()
		planned, spent = planned+weight*w[0], spent+weight*w[1]
		all, whole = all+w[0], whole+w[1]
	}
	if planned <= 0 || all <= 0 || whole <= 0 || spent <= 0 {
		return 1
	}
	return min(max(spent/planned/(whole/all), 0.5), 2)
}

// quantile gives the outcome of which a share lies below.
func (r *rest) quantile(share float64) money.Cents {
	return r.drawn[min(int(share*float64(len(r.drawn))), len(r.drawn)-1)].end
}

func (r *rest) forecast() Forecast {
	return Forecast{Low: r.quantile(0.10), Middle: r.quantile(0.50), High: r.quantile(0.90), Methods: r.methods, Weeks: len(r.past)}
}
