// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"rentmeester/fault"
)

// locksTogether looks whether all locks can be kept at once: the hours of those who
// are fixed, and pairs. What else stands in the way of a lock a person may overrule.
func (c *checker) locksTogether() {
	p := draft(c.task, DefaultPrices())
	used := make([][]int32, len(p.people))
	for i := range used {
		used[i] = make([]int32, p.weeks)
	}
	for j := range p.jobs {
		job := &p.jobs[j]
		if job.clash != nil {
			c.wrong(job.clash)
			continue
		}
		if job.fixed < 0 {
			continue
		}
		for w, m := range job.work {
			used[job.fixed][job.first+w] += m
		}
		for _, other := range job.apart {
			if other < j && p.jobs[other].fixed == job.fixed {
				c.wrong(fault.New("staffing.locks-apart", "person", p.people[job.fixed].ID, "seat", p.jobs[other].name, "other", job.name))
			}
		}
	}
	for i := range used {
		for w, m := range used[i] {
			if m > p.people[i].cap[w] {
				c.wrong(fault.New("staffing.locks-hours", "person", p.people[i].ID, "week", c.task.From.Add(7*w),
					"hours", Minutes(m).Hours(), "contract", Minutes(p.people[i].cap[w]).Hours()))
				break
			}
		}
	}
}
