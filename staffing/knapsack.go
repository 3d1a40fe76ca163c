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
	taken  []int
	value  int64
	left   []int   // stack of what may still be taken
	cover  []int32 // scratch: how many of those have work in a week

	best  int64
	chose []int
	nodes int
	limit int
	each  func(value int64, taken []int) // called for each set worth at least best, when not nil
}

// maxNodes bounds the search for one person; beyond it an upper bound is given.
const maxNodes = 20_000

// newSack begins with the jobs that somebody has by locks.
func newSack(p *problem) *sack {
	return &sack{p: p, used: make([]int32, p.weeks), cover: make([]int32, p.weeks+1)}
}

// start readies it for a person; profit gives what an option brings.
func (k *sack) start(person int, profit func(option, *pair) int64, least int64) {
	k.person, k.items, k.taken, k.load, k.value, k.nodes = person, k.items[:0], k.taken[:0], 0, 0, 0
	clear(k.used)
	w := &k.p.people[person]
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
	k.best, k.chose, k.limit = k.value-k.fair(), k.chose[:0], maxNodes
	k.left = k.ready(k.left[:0])
	top := k.ceiling(k.left)
	k.branch(0, len(k.left))
	if k.nodes > k.limit {
		return max(top, k.best), false
	}
	return k.best, true
}

// list calls each for every set that is worth at least so much, the empty one too;
// false when there are more than most.
func (k *sack) list(least int64, most int, each func(value int64, taken []int)) bool {
	n := 0
	k.best, k.limit = least, maxNodes*10
	k.each = func(value int64, taken []int) {
		if n++; n > most {
			k.limit = 0
			return
		}
		each(value, taken)
	}
	defer func() { k.each = nil }()
	if alone := k.value - k.fair(); alone >= least {
		k.each(alone, nil)
	}
	k.left = k.ready(k.left[:0])
	k.branch(0, len(k.left))
	return k.nodes <= k.limit
}

// ready lists the items that fit at all, what brings most for its minutes first.
func (k *sack) ready(list []int) []int {
	k.sort()
	for i := range k.items {
		if job := &k.p.jobs[k.items[i].job]; k.fits(job) && !k.apart(job) {
			list = append(list, i)
		}
	}
	return list
}

func (k *sack) fair() int64 { return k.p.prices.fair(k.load, k.p.people[k.person].contract) }

// branch takes or leaves each of the items that stand from one place of the stack to
// another.
func (k *sack) branch(from, to int) {
	for n := from; n < to; n++ {
		if k.nodes++; k.nodes > k.limit {
			return
		}
		if top := k.ceiling(k.left[n:to]); top < k.best || top == k.best && k.each == nil {
			return
		}
		i := k.left[n]
		job := &k.p.jobs[k.items[i].job]
		k.use(job, 1)
		k.value += k.items[i].profit
		k.taken = append(k.taken, i)
		if now := k.value - k.fair(); k.each != nil && now >= k.best {
			k.each(now, k.taken)
		} else if k.each == nil && now > k.best {
			k.best, k.chose = now, append(k.chose[:0], k.taken...)
		}
		k.left = k.left[:to]
		for _, other := range k.left[n+1 : to] {
			if o := &k.p.jobs[k.items[other].job]; k.fits(o) && !slices.Contains(o.apart, k.items[i].job) {
				k.left = append(k.left, other)
			}
		}
		k.branch(to, len(k.left))
		k.left = k.left[:to]
		k.taken = k.taken[:len(k.taken)-1]
		k.value -= k.items[i].profit
		k.use(job, -1)
	}
}

// ceiling is what at most can come of some items: taken by parts, in the room that the
// weeks in which they have work leave together.
func (k *sack) ceiling(list []int) int64 {
	contract := k.p.people[k.person].contract
	load, room := k.load, k.room(list)
	top := k.value - k.p.prices.fair(load, contract)
	for _, i := range list {
		it := &k.items[i]
		part := min(it.total, room)
		profit := it.profit
		if part < it.total {
			profit = profit*part/it.total + 1
		}
		if profit -= part * k.slope(load, contract); profit <= 0 {
			break
		}
		top += profit
		load += part
		if room -= part; room <= 0 {
			break
		}
	}
	return top
}

// room is how many minutes the weeks in which some items have work leave.
func (k *sack) room(list []int) (room int64) {
	clear(k.cover)
	for _, i := range list {
		job := &k.p.jobs[k.items[i].job]
		k.cover[job.first]++
		k.cover[job.first+len(job.work)]--
	}
	limit, here := k.p.people[k.person].cap, int32(0)
	for w := range k.used {
		if here += k.cover[w]; here > 0 {
			room += int64(limit[w] - k.used[w])
		}
	}
	return room
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
