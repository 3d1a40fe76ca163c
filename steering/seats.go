// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"cmp"
	"slices"

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
// in cents for an hour. When more is planned in all than the seats ask, the rest fills
// the weeks from one day until another that have least, so that all of them come as
// even as can be: seats are made for some weeks, mostly those to come.
func Seated(seats []Seat, all Minutes, rate money.Cents, from, until day.Day) (list []Work) {
	asked := map[day.Day]Minutes{}
	for _, s := range seats {
		of := rate
		if s.Rate != 0 {
			of = s.Rate
		}
		for w, m := range s.Weeks {
			week := s.First.Add(7 * w)
			list = append(list, Work{Week: week, Minutes: m, Cost: m.At(of)})
			asked[week] += m
		}
		all -= s.Minutes()
	}
	for _, w := range level(asked, all, from, until) {
		list = append(list, Work{Week: w.Week, Minutes: w.Minutes, Cost: w.Minutes.At(rate)})
	}
	return list
}

// level gives minutes to the weeks that have least until they are gone. Without days
// nothing is given.
func level(have map[day.Day]Minutes, left Minutes, from, until day.Day) (list []Work) {
	if left <= 0 || from == "" || until < from {
		return nil
	}
	for week := Monday(from); week <= until; week = week.Add(7) {
		list = append(list, Work{Week: week})
	}
	slices.SortStableFunc(list, func(a, b Work) int { return cmp.Compare(have[a.Week], have[b.Week]) })
	n, height := 1, have[list[0].Week]
	for ; n < len(list); n++ { // the first n weeks are filled up to the next
		step := have[list[n].Week] - height
		if step*Minutes(n) > left {
			break
		}
		left -= step * Minutes(n)
		height += step
	}
	for i := range n {
		here := left / Minutes(n-i)
		list[i].Minutes = height + here - have[list[i].Week]
		left -= here
	}
	list = list[:n]
	slices.SortFunc(list, func(a, b Work) int { return cmp.Compare(a.Week, b.Week) })
	return list
}
