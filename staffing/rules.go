// SPDX-License-Identifier: EUPL-1.2

package staffing

import "slices"

// rule is one side of a branching: somebody has a job, or has not.
type rule struct {
	person, job int
	has         bool
}

// rules bind what is looked at in a part of the search tree.
type rules struct {
	list  []rule
	owner map[int]int   // by job: who has it
	has   map[int][]int // by person: the jobs that one has
	never map[[2]int]bool
}

func newRules(list []rule) *rules {
	r := &rules{list: list, owner: map[int]int{}, has: map[int][]int{}, never: map[[2]int]bool{}}
	for _, one := range list {
		if one.has {
			r.owner[one.job] = one.person
			r.has[one.person] = append(r.has[one.person], one.job)
		} else {
			r.never[[2]int{one.person, one.job}] = true
		}
	}
	return r
}

// bonus is more than all that somebody can bring: who must have a job is promised it, so
// that no set without the job is best. What is found is less by as much.
const bonus = 1 << 40

// owed is what of the value of somebody's best set was only promised.
func (r *rules) owed(person int) int64 {
	if r == nil {
		return 0
	}
	return bonus * int64(len(r.has[person]))
}

// profit changes what a job brings to somebody.
func (r *rules) profit(person, job int, value int64) int64 {
	if owner, told := r.owner[job]; told {
		if owner == person {
			return value + bonus
		}
		return -bonus
	}
	if r.never[[2]int{person, job}] {
		return -bonus
	}
	return value
}

// allow says whether a set may be chosen.
func (r *rules) allow(s *set) bool {
	must := 0
	for _, o := range s.pairs {
		if owner, told := r.owner[o.job]; told {
			if owner != s.person {
				return false
			}
			must++
		}
		if r.never[[2]int{s.person, o.job}] {
			return false
		}
	}
	return must == len(r.has[s.person])
}

// with is these rules and one more.
func (r *rules) with(one rule) []rule { return append(slices.Clone(r.list), one) }
