// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"math"
	"slices"

	"rentmeester/day"
	"rentmeester/money"
)

// Earned is the earned value of a project in cents (ISO 21508:2018; PMI calls the
// figures by the same letters).
type Earned struct {
	BAC money.Cents // budget at completion: what the whole was planned to cost
	PV  money.Cents // planned value: of that, what was planned until this day
	EV  money.Cents // earned value: the share that is done, of BAC
	AC  money.Cents // actual cost
	SPI Index       // EV / PV: under 1 it is late
	CPI Index       // EV / AC: under 1 it costs more than it earns
}

// Index is a quotient, where there is one.
type Index struct {
	Value float64
	Known bool
}

// least is the share that must be done before what it cost so far says anything of
// the rest: below it a quotient of two small amounts would be carried into the whole.
const least = 0.10

// plan is what was planned to be spent, by week.
type plan struct {
	weeks []Spend // in order, without gaps
	total money.Cents
	bound bool // nothing is planned: the credit, evenly
}

// Spend is an amount of a week, in cents.
type Spend struct {
	Week   day.Day
	Amount money.Cents
}

// planOf puts together the hours that are planned, where the credit pays them, and
// what is to be bought. A project without either is planned to spend its credit
// evenly.
func planOf(p Project) plan {
	by := map[day.Day]money.Cents{}
	for _, w := range p.Planned {
		if p.OwnHours {
			by[Monday(w.Week)] += w.Cost
		}
	}
	spread(by, p.ToBuy, p.Start, p.End)
	made := plan{}
	for _, amount := range by {
		made.total += amount
	}
	if made.total <= 0 {
		clear(by)
		made = plan{bound: true}
		for _, c := range p.Credits {
			made.total += c.Amount
		}
		made.total = max(made.total, 0)
		spread(by, made.total, p.Start, p.End)
	}
	made.weeks = inOrder(by)
	return made
}

// spread adds an amount evenly to the weeks from one day until another, to the cent.
// Without days it belongs to no week.
func spread(by map[day.Day]money.Cents, amount money.Cents, from, until day.Day) {
	if amount == 0 || from == "" || until < from {
		return
	}
	first := Monday(from)
	n := Monday(until).Sub(first)/7 + 1
	given := money.Cents(0)
	for i := range n {
		upTo := money.Cents(int64(amount) / int64(n) * int64(i+1))
		if i == n-1 {
			upTo = amount
		}
		by[first.Add(7*i)] += upTo - given
		given = upTo
	}
}

func inOrder(by map[day.Day]money.Cents) (all []Spend) {
	for week, amount := range by {
		all = append(all, Spend{week, amount})
	}
	slices.SortFunc(all, func(a, b Spend) int { return a.Week.Sub(b.Week) })
	return all
}

// until gives what was planned until the end of a day.
func (p plan) until(on day.Day) (sum money.Cents) {
	for _, w := range p.weeks {
		if ended(w.Week, on) {
			sum += w.Amount
		}
	}
	return sum
}

func earnedOf(p plan, s Stand, on day.Day) Earned {
	e := Earned{BAC: p.total, PV: p.until(on), AC: s.Money.Actual}
	e.EV = part(e.BAC, s.Done.Share)
	e.SPI, e.CPI = index(e.EV, e.PV), index(e.EV, e.AC)
	if s.Done.From == FromNone {
		e.SPI, e.CPI = Index{}, Index{}
	}
	return e
}

func index(of, by money.Cents) Index {
	if by <= 0 {
		return Index{}
	}
	return Index{float64(of) / float64(by), true}
}

// part gives a share of an amount, to the nearest cent.
func part(of money.Cents, share float64) money.Cents {
	return money.Cents(math.Round(float64(of) * share))
}
