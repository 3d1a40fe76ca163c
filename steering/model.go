// SPDX-License-Identifier: EUPL-1.2

// Package steering tells how a project stands: hours planned, worked and left; its
// credit (krediet), what it is bound to (verplichtingen), what it cost (realisatie),
// what it has earned, where it will end and how sure that is, and in which week it
// will pass its credit. Values in, values out; no database, clock, network or page.
//
// Amounts are cents of euros, times are minutes, shares go from 0 to 1, weeks are
// named by their Monday. Costs count up, income of a project is none of them.
//
// Earned value is as ISO 21508:2018 (Earned value management in project and
// programme management) and the practice of PMI have it; docs/projects.md says which
// formula is which. A credit is the most that the council lets a project cost:
// Gemeentewet art. 189 and 192, and the budget criterion (begrotingscriterium) of
// lawful spending of the Kadernota rechtmatigheid of the Commissie BBV.
//
// It imports day, money and fault.
package steering

import (
	"rentmeester/day"
	"rentmeester/money"
)

// Minutes are working time.
type Minutes int64

// Hour is sixty minutes.
const Hour Minutes = 60

// Hours gives them in hours.
func (m Minutes) Hours() float64 { return float64(m) / float64(Hour) }

// At gives what they cost in cents at a rate in cents for an hour, to the nearest.
func (m Minutes) At(rate money.Cents) money.Cents {
	cost := int64(m) * int64(rate)
	if cost < 0 {
		return money.Cents(-((-cost + int64(Hour)/2) / int64(Hour)))
	}
	return money.Cents((cost + int64(Hour)/2) / int64(Hour))
}

// Project is what is known of one.
type Project struct {
	Start, End day.Day // first and last day as planned; "" not told
	Credits    []Credit
	Planned    []Work      // by week, as the plan in force has it
	Worked     []Work      // by week
	ToBuy      money.Cents // cents, what is planned to be bought in all, evenly from Start to End
	Booked     []Cost      // in the ledger, without the hours of own people
	Bound      []Bound
	Progress   []Progress
	OwnHours   bool // the hours of own people are paid from the credit
}

// Credit is a decision on how much a project may cost.
type Credit struct {
	Day    day.Day     // from which it holds
	Amount money.Cents // cents that come on top; negative: taken off
}

// Work is work of a week.
type Work struct {
	Week    day.Day // its Monday
	Minutes Minutes
	Cost    money.Cents // cents, at the rates of who does it
}

// Cost is what was booked.
type Cost struct {
	Day    day.Day
	Amount money.Cents // cents; negative: taken back
}

// Bound is a commitment (verplichting): what an order or contract will still cost.
type Bound struct {
	Left        money.Cents // cents that are not invoiced yet
	From, Until day.Day     // when they are expected; "" not told
}

// Progress is what the project lead said on a day of a part, a seat or a milestone,
// or of the whole.
type Progress struct {
	Day    day.Day
	Part   string  // "" the whole
	Weight float64 // of the part among the parts, above 0; of the whole it says nothing
	Share  float64 // done, from 0 to 1
}

// Monday gives the Monday of the week of a day.
func Monday(d day.Day) day.Day {
	return d.Add(-(int(d.Time().Weekday()) + 6) % 7)
}

// Evenly plans minutes evenly over the weeks from one day until another, at a rate in
// cents for an hour. Without days nothing is planned.
func Evenly(minutes Minutes, rate money.Cents, from, until day.Day) (all []Work) {
	by := map[day.Day]money.Cents{}
	spread(by, money.Cents(minutes), from, until)
	for _, w := range inOrder(by) {
		all = append(all, Work{w.Week, Minutes(w.Amount), Minutes(w.Amount).At(rate)})
	}
	return all
}
