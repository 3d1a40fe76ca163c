// SPDX-License-Identifier: EUPL-1.2

// Package attention puts what waits for people in order: by money, by deadline and
// by doubt. Values in, order out; it knows no database, clock or page.
//
// The urgency of a matter is the sum of three parts, each from 0 to 1 and times its
// weight:
//
//	money     |amount| / (|amount| + HalfAmount)
//	deadline  1 / (1 + 2^(days left / HalfDays)); 0 when nothing presses
//	doubt     what is unsure: 0 certain … 1 nobody knows
//
// So HalfAmount counts for half of what any amount can count for, the last day counts
// for half and being late for more; nothing counts without end, and a matter never
// sinks when it becomes larger, nearer or less sure.
//
// It imports money and day.
package attention

import (
	"cmp"
	"math"
	"slices"

	"rentmeester/day"
	"rentmeester/money"
)

// Matter is something that waits for a person.
type Matter struct {
	Kind   string
	ID     string      // within its kind
	Amount money.Cents // its sign does not matter; 0 no money
	Due    day.Day     // last day; "" nothing presses
	Doubt  float64     // from 0 to 1
}

// Weights say what counts for how much.
type Weights struct {
	Money, Deadline, Doubt float64
	HalfAmount             money.Cents // at least one cent
	HalfDays               int         // at least one
}

// Urgency is how urgent a matter is, by its parts.
type Urgency struct{ Money, Deadline, Doubt float64 }

// Sum is the urgency as a whole, by which matters are ranked.
func (u Urgency) Sum() float64 { return u.Money + u.Deadline + u.Doubt }

// Of gives how urgent a matter is on a day. The share of an amount is reckoned by
// steps of which each, rounded as it is, never turns larger into smaller.
func (w Weights) Of(m Matter, today day.Day) Urgency {
	amount, half := math.Abs(float64(m.Amount)), math.Max(float64(w.HalfAmount), 1)
	u := Urgency{Money: w.Money * (1 - half/(amount+half)), Doubt: w.Doubt * min(max(m.Doubt, 0), 1)}
	if m.Due != "" {
		left := float64(m.Due.Sub(today))
		u.Deadline = w.Deadline / (1 + math.Exp2(left/math.Max(float64(w.HalfDays), 1)))
	}
	return u
}

// Ranked is a matter with its urgency.
type Ranked struct {
	Matter
	Urgency
}

// Rank gives matters in order, the most urgent first. Equals stand by day, amount,
// kind and ID, so that one set of matters has one order.
func (w Weights) Rank(all []Matter, today day.Day) []Ranked {
	list := make([]Ranked, len(all))
	for i, m := range all {
		list[i] = Ranked{m, w.Of(m, today)}
	}
	slices.SortFunc(list, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Sum(), a.Sum()), cmp.Compare(late(a.Due), late(b.Due)), cmp.Compare(b.Amount.Abs(), a.Amount.Abs()),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// late puts what has no day behind what has one.
func late(d day.Day) string { return string(cmp.Or(d, "~")) }

// Settled says whether the first of what is ranked stay the first, whatever was left
// out, when of what was left out no amount is higher, no day is sooner and no doubt is
// larger than those of the bound.
func (w Weights) Settled(ranked []Ranked, first int, bound Matter, today day.Day) bool {
	return len(ranked) >= first && (first == 0 || ranked[first-1].Sum() >= w.Of(bound, today).Sum())
}

// Part is one of the three that make a matter urgent.
type Part string

// The parts, as they are told.
const (
	Money    Part = "money"
	Deadline Part = "deadline"
	Doubt    Part = "doubt"
)

// Because gives the parts that put a matter where it stands, the weightiest first: the
// first, and those that count for at least half of it.
func (u Urgency) Because() (parts []Part) {
	weight := map[Part]float64{Money: u.Money, Deadline: u.Deadline, Doubt: u.Doubt}
	all := []Part{Money, Deadline, Doubt}
	slices.SortStableFunc(all, func(a, b Part) int { return cmp.Compare(weight[b], weight[a]) })
	for _, one := range all {
		if weight[one] > 0 && weight[one] >= weight[all[0]]/2 {
			parts = append(parts, one)
		}
	}
	return parts
}
