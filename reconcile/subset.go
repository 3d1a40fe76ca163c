// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"sort"

	"rentmeester/money"
)

const subsetSteps = 30_000 // steps of one search; when they are used up, the answer is "not known"

// sumClass is a set of items that are interchangeable: the same open amount
// under the same reference of the same party. Of these the oldest are taken
// first, as the law does when a payer names none (art. 6:43 BW).
type sumClass struct {
	open  money.Cents
	items []int32 // oldest first
}

// subsets finds ways to make target from whole classes' items: at least two
// items, at most limit ways. complete is false when the search was cut short:
// then nobody may say that there is only one way.
func subsets(classes []sumClass, target money.Cents, limit int) (ways [][]int32, complete bool) {
	s := subsetSearch{classes: append([]sumClass(nil), classes...), limit: limit, steps: subsetSteps}
	sort.SliceStable(s.classes, func(a, b int) bool { return s.classes[a].open > s.classes[b].open })
	s.rest = make([]money.Cents, len(s.classes)+1)
	for i := len(s.classes) - 1; i >= 0; i-- {
		s.rest[i] = s.rest[i+1] + s.classes[i].open*money.Cents(len(s.classes[i].items))
	}
	s.try(0, target)
	return s.ways, s.steps > 0
}

type subsetSearch struct {
	classes []sumClass
	rest    []money.Cents // what the classes from here on hold together
	taken   []int32
	ways    [][]int32
	limit   int
	steps   int
}

func (s *subsetSearch) try(i int, left money.Cents) {
	if left == 0 {
		if len(s.taken) >= 2 {
			s.ways = append(s.ways, append([]int32(nil), s.taken...))
		}
		return
	}
	if i == len(s.classes) || left > s.rest[i] || len(s.ways) >= s.limit || s.steps <= 0 {
		return
	}
	s.steps--
	c := s.classes[i]
	most := 0
	for most < len(c.items) && c.open*money.Cents(most+1) <= left {
		most++
	}
	before := len(s.taken)
	for n := most; n >= 0; n-- {
		s.taken = append(s.taken[:before], c.items[:n]...)
		s.try(i+1, left-c.open*money.Cents(n))
	}
	s.taken = s.taken[:before]
}
