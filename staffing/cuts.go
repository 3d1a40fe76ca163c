// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"slices"
)

// cut says that of the sets which hold two or more of its three at most one is chosen:
// three jobs, or two jobs and a person. No plan breaks it (two sets with two of three
// share one), but what is half chosen does (Jepsen, Petersen, Spoorendonk and Pisinger,
// Operations Research 56, 2008).
type cut struct {
	person int // -1 for none
	jobs   []int
}

// holds says whether a set counts in the cut.
func (c *cut) holds(s *set) bool {
	n := 0
	if c.person == s.person {
		n++
	}
	for _, o := range s.pairs {
		if slices.Contains(c.jobs, o.job) {
			n++
		}
	}
	return n >= 2
}

// cuts are those that were found.
type cuts struct {
	list  []cut
	byJob [][]int // by job: into list
}

func (c *cuts) of(job int) []int {
	if c.byJob == nil {
		return nil
	}
	return c.byJob[job]
}

func (c *cuts) add(one cut, jobs int) {
	if c.byJob == nil {
		c.byJob = make([][]int, jobs)
	}
	for _, j := range one.jobs {
		c.byJob[j] = append(c.byJob[j], len(c.list))
	}
	c.list = append(c.list, one)
}

// part is a set that is chosen in part.
type part struct {
	set   *set
	share float64
}

// broken gives the cuts that sets chosen in parts break, the worst first. Any two of
// the three of such a cut are together in some set, so only those are looked at.
func (p *problem) broken(chosen []part, most int) []cut {
	type couple [2]int // what is counted from people on is a person
	type triple [3]int
	together, all := map[couple]float64{}, map[triple]float64{}
	near := map[int][]int{}
	for _, c := range chosen {
		row := []int{len(p.jobs) + c.set.person}
		for _, o := range c.set.pairs {
			row = append(row, o.job)
		}
		slices.Sort(row)
		for i, a := range row {
			for k, b := range row[i+1:] {
				if together[couple{a, b}] == 0 {
					near[a] = append(near[a], b)
				}
				together[couple{a, b}] += c.share
				for _, d := range row[i+k+2:] {
					all[triple{a, b, d}] += c.share
				}
			}
		}
	}
	type broken struct {
		triple
		by float64
	}
	var found []broken
	for a, list := range near {
		for i, b := range list {
			for _, d := range list[i+1:] {
				t := triple{a, min(b, d), max(b, d)}
				by := together[couple{a, b}] + together[couple{a, d}] + together[couple{t[1], t[2]}] - 2*all[t] - 1
				if by > 0.02 && together[couple{t[1], t[2]}] > 0 {
					found = append(found, broken{t, by})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b broken) int {
		return cmp.Or(cmp.Compare(b.by, a.by), slices.Compare(a.triple[:], b.triple[:]))
	})
	var out []cut
	for _, f := range found[:min(most, len(found))] {
		c := cut{person: -1}
		for _, row := range f.triple {
			if row >= len(p.jobs) {
				c.person = row - len(p.jobs)
			} else {
				c.jobs = append(c.jobs, row)
			}
		}
		out = append(out, c)
	}
	return out
}
