// SPDX-License-Identifier: EUPL-1.2

package staffing

import "slices"

// item is a job that somebody may take, at a profit.
type item struct {
	job, at int
	profit  int64
	total   int64
}

// sack finds what one person could best do, others left aside: which jobs fit in the
// weeks together and bring most, what the load costs taken off.
type sack struct {
	p      *problem
	person int
	items  []item
	used   []int32 // by week
	load   int64
	room   int64 // minutes left in all weeks
	base   int64 // what the load of the locks costs already
	taken  []int
	value  int64

	best  int64
	chose []int
	nodes int
	limit int
	each  func(value int64, taken []int) // called for each set worth at least best, when not nil
}

// maxNodes bounds the search for one person; beyond it an upper bound is given.
const maxNodes = 20_000

// newSack begins with the jobs that somebody has by locks.
func newSack(p *problem) *sack { return &sack{p: p, used: make([]int32, p.weeks)} }

// start readies it for a person; profit gives what an option brings.
func (k *sack) start(person int, profit func(option, *pair) int64, least int64) {
	k.person, k.items, k.taken, k.load, k.value, k.nodes = person, k.items[:0], k.taken[:0], 0, 0, 0
	clear(k.used)
	w := &k.p.people[person]
	k.room = w.contract
	for _, o := range w.options {
		job := &k.p.jobs[o.job]
		c := &job.pairs[o.at]
		if job.fixed >= 0 {
			k.use(job, 1)
			k.value += c.value
			continue
		}
		if v := profit(o, c); v > least {
			k.items = append(k.items, item{o.job, o.at, v, job.total})
		}
	}
	k.base = k.p.prices.fair(k.load, w.contract)
}

// sort puts what brings most for its minutes first.
func (k *sack) sort() {
	slices.SortFunc(k.items, func(a, b item) int {
		x, y := float64(a.profit)/float64(a.total), float64(b.profit)/float64(b.total)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return a.job - b.job
	})
}

func (k *sack) use(j *job, sign int64) {
	used := k.used[j.first:]
	for w, m := range j.work {
		used[w] += int32(sign) * m
	}
	k.load += sign * j.total
	k.room -= sign * j.total
}

func (k *sack) fits(j *job) bool {
	used, limit := k.used[j.first:j.first+len(j.work)], k.p.people[k.person].cap[j.first:]
	for w, m := range j.work {
		if used[w]+m > limit[w] {
			return false
		}
	}
	return true
}

// apart says whether a job may not be with one that is taken.
func (k *sack) apart(j *job) bool {
	for _, other := range j.apart {
		if k.p.jobs[other].fixed == k.person {
			return true
		}
		for _, i := range k.taken {
			if k.items[i].job == other {
				return true
			}
		}
	}
	return false
}

// solve gives the most there is, locks included; exact is false when the search was
// cut short and value is an upper bound.
func (k *sack) solve() (value int64, exact bool) {
	k.sort()
	k.best, k.chose, k.limit = k.value-k.fair(), k.chose[:0], maxNodes
	top := k.ceiling(0)
	k.branch(0)
	if k.nodes > k.limit {
		return max(top, k.best), false
	}
	return k.best, true
}

func (k *sack) fair() int64 { return k.p.prices.fair(k.load, k.p.people[k.person].contract) }

// branch takes or leaves each item from the n-th on.
func (k *sack) branch(n int) {
	for i := n; i < len(k.items); i++ {
		if k.nodes++; k.nodes > k.limit {
			return
		}
		if top := k.ceiling(i); top < k.best || top == k.best && k.each == nil {
			return
		}
		job := &k.p.jobs[k.items[i].job]
		if !k.fits(job) || k.apart(job) {
			continue
		}
		k.use(job, 1)
		k.value += k.items[i].profit
		k.taken = append(k.taken, i)
		if now := k.value - k.fair(); k.each != nil && now >= k.best {
			k.each(now, k.taken)
		} else if now > k.best {
			k.best, k.chose = now, append(k.chose[:0], k.taken...)
		}
		k.branch(i + 1)
		k.taken = k.taken[:len(k.taken)-1]
		k.value -= k.items[i].profit
		k.use(job, -1)
	}
}

// ceiling is what at most can come of the items from the n-th on: taken by parts, in
// the room that all weeks leave together.
func (k *sack) ceiling(n int) int64 {
	contract := k.p.people[k.person].contract
	load, room := k.load, k.room
	top := k.value - k.p.prices.fair(load, contract)
	for i := n; i < len(k.items) && room > 0; i++ {
		it := &k.items[i]
		part := min(it.total, room)
		profit := it.profit
		if part < it.total {
			profit = profit*part/it.total + 1
		}
		profit -= part * k.slope(load, contract)
		if profit <= 0 {
			break
		}
		top += profit
		load += part
		room -= part
	}
	return top
}

// slope is what one more minute costs at a load.
func (k *sack) slope(load, contract int64) (price int64) {
	for _, b := range k.p.prices.Fair {
		if load >= contract*int64(b.Above)/1000 {
			price += int64(b.Price)
		}
	}
	return price
}
