// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"rentmeester/day"
	"rentmeester/money"
)

// Seat is work for one person on an assignment of a project. Who that is, is nobody's
// business here.
type Seat struct {
	Assignment, Name string      // code and name of the assignment
	First            day.Day     // Monday of its first week
	Weeks            []Minutes   // from then on
	Taken            bool        // somebody has it
	Rate             money.Cents // cents of an hour of who has it; 0 not told
}

// Minutes adds up the weeks.
func (s Seat) Minutes() (sum Minutes) {
	for _, m := range s.Weeks {
		sum += m
	}
	return sum
}

// Seated gives the work of seats by week, at the rates of who has them, else at a rate
// in cents for an hour. When all that is planned is more than the seats ask, the rest
// lies before the first of their weeks: seats are made for what is still to come.
func Seated(seats []Seat, all Minutes, rate money.Cents, from, until day.Day) (list []Work) {
	for _, s := range seats {
		of := rate
		if s.Rate != 0 {
			of = s.Rate
		}
		for w, m := range s.Weeks {
			list = append(list, Work{Week: s.First.Add(7 * w), Minutes: m, Cost: m.At(of)})
		}
		all -= s.Minutes()
		if before := s.First.Add(-1); until == "" || before < until {
			until = before
		}
	}
	if all > 0 {
		list = append(Evenly(all, rate, from, until), list...)
	}
	return list
}
