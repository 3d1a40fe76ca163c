// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"maps"
	"slices"

	"rentmeester/day"
)

// Lead says how many days invoices took: half of them no more than Median, nine of
// ten no more than Most.
type Lead struct {
	Count  int `json:"count"` // 0: nothing is known
	Median int `json:"median"`
	Most   int `json:"most"`
}

// spread counts invoices by the days that they took.
type spread map[int]int

// add counts n invoices that came on a day and were done on another. One that was done
// before its day (an invoice that is not due yet may have come by another way) took none.
func (s spread) add(came, done day.Day, n int) {
	if came != "" && done != "" {
		s[max(0, done.Sub(came))] += n
	}
}

func (s spread) join(other spread) {
	for days, n := range other {
		s[days] += n
	}
}

func (s spread) lead() (l Lead) {
	for _, n := range s {
		l.Count += n
	}
	l.Median, l.Most = s.within(l.Count, 1, 2), s.within(l.Count, 9, 10)
	return l
}

// within gives in how many days a part of all was done, by the nearest rank.
func (s spread) within(count, of, parts int) int {
	rank, seen := (count*of+parts-1)/parts, 0
	for _, days := range slices.Sorted(maps.Keys(s)) {
		if seen += s[days]; seen >= rank {
			return days
		}
	}
	return 0
}

func (s spread) base() BaseMedian {
	l := s.lead()
	return BaseMedian{Days: l.Median, Known: l.Count > 0}
}
