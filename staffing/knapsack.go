// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"math"
	"slices"
)

// item is a job that somebody may take, at a profit.
type item struct {
	job, at int
	profit  int64
	rest    int64 // parts of a point: the profit less what its weeks and minutes cost at the prices of weigh
}

// sack finds what one person could best do, others left aside: which jobs fit in the
// weeks together and bring most, what the load costs taken off.
type sack struct {
	p      *problem
	person int
	cuts   *cuts
	price  []int64 // of each cut
	items  []item
	used   []int32 // by week
	load   int64
	taken  []int
	value  int64
	top    int64 // parts of a point: what at most can come of the taken and none of those left
	left   []int // stack of what may still be taken
	prices []weekPrices
	inCut  []int8 // of each cut: how many of its three are taken

	best   int64
	chose  []int
	before [][]int // by person: the jobs that were best when last looked
	memos  []memo  // by person
	seen   []int64
	most   int // labels
	nodes  int
	limit  int
	each   func(value int64, taken []int) // called by list for each set worth at least best
}

// parts is how many parts a point has where what fits together is bounded. They are
// whole, so that a bound is exact.
const parts = 64

// maxNodes bounds how many sets of one person are looked at to list those that matter.
const maxNodes = 200_000

func newSack(p *problem) *sack {
	return &sack{p: p, used: make([]int32, p.weeks), prices: make([]weekPrices, len(p.people)), before: make([][]int, len(p.people)),
		memos: make([]memo, len(p.people)), most: mostLabels, cuts: &cuts{}}
}

// start readies it for a person, with the jobs that one has by locks; profit gives what
// an option brings.
func (k *sack) start(person int, profit func(option, *pair) int64, least int64) {
	k.person, k.items, k.taken, k.load, k.value, k.nodes = person, k.items[:0], k.taken[:0], 0, 0, 0
	clear(k.used)
	w := &k.p.people[person]
	for _, o := range w.options {
		if job := &k.p.jobs[o.job]; job.fixed >= 0 {
			k.use(job, 1)
			k.value += job.pairs[o.at].value
		}
	}
	for _, o := range w.options {
		job := &k.p.jobs[o.job]
		if job.fixed >= 0 {
			continue
		}
		c := &job.pairs[o.at]
		if v := profit(o, c); v > least && k.fits(job) && !k.apart(job) {
			k.items = append(k.items, item{o.job, o.at, v, 0})
		}
	}
	k.inCut = append(k.inCut[:0], make([]int8, len(k.price))...)
	for i := range k.price {
		if k.cuts.list[i].person == person {
			k.inCut[i] = 1
		}
	}
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

// list calls each for every set that is worth at least so much, the empty one too;
// false when there are more than most.
func (k *sack) list(least int64, most int, each func(value int64, taken []int)) bool {
	n := 0
	k.best, k.limit = least, maxNodes
	k.each = func(value int64, taken []int) {
		if n++; n > most {
			k.limit = 0
			return
		}
		each(value, taken)
	}
	if alone := k.value - k.fair(); alone >= least {
		k.each(alone, nil)
	}
	k.ready()
	k.branch(0, len(k.left))
	return k.nodes <= k.limit
}

// ready prices the weeks, and puts what loses most when it is left out first. It gives
// what no set can pass.
func (k *sack) ready() (top int64) {
	k.top = k.weigh()
	k.left, top = k.left[:0], k.top
	for i := range k.items {
		k.left = append(k.left, i)
		top += max(0, k.items[i].rest)
	}
	slices.SortFunc(k.left, func(a, b int) int {
		return cmp.Or(cmp.Compare(k.items[b].rest, k.items[a].rest), k.items[a].job-k.items[b].job)
	})
	return top / parts
}

func (k *sack) fair() int64 { return k.p.prices.fair(k.load, k.p.people[k.person].contract) }

// branch takes or leaves each of the items that stand from one place of the stack to
// another.
func (k *sack) branch(from, to int) {
	rest := int64(0)
	for _, i := range k.left[from:to] {
		rest += max(0, k.items[i].rest)
	}
	for n := from; n < to; n++ {
		if k.nodes++; k.nodes > k.limit {
			return
		}
		if (k.top+rest)/parts < k.best {
			return
		}
		i := k.left[n]
		it := &k.items[i]
		k.take(i, 1)
		if v := k.value - k.fair(); v >= k.best {
			k.each(v, k.taken)
		}
		for _, m := range k.left[n+1 : to] {
			if job := &k.p.jobs[k.items[m].job]; k.fits(job) && !k.apart(job) {
				k.left = append(k.left, m)
			}
		}
		k.branch(to, len(k.left))
		k.left = k.left[:to]
		k.take(i, -1)
		rest -= max(0, it.rest)
	}
}

// take puts an item in, or out with -1.
func (k *sack) take(i int, sign int64) {
	it := &k.items[i]
	if sign > 0 {
		k.taken = append(k.taken, i)
	} else {
		k.taken = k.taken[:len(k.taken)-1]
	}
	price := int64(0)
	for _, c := range k.cuts.of(it.job) {
		if sign < 0 {
			k.inCut[c]--
		}
		if k.inCut[c] == 1 {
			price += k.price[c]
		}
		if sign > 0 {
			k.inCut[c]++
		}
	}
	k.value += sign * (it.profit - price)
	k.top += sign * (it.rest - price*parts)
	k.use(&k.p.jobs[it.job], sign)
}

// weekPrices are what a minute of each week of somebody is worth, and a minute of load,
// in parts of a point. Any that are not negative bound what fits together.
type weekPrices struct {
	week []float64
	load float64
}

// weigh seeks prices of weeks and of load at which as little as can be seems possible,
// and takes them off the profits. It gives what is left to gain by itself: with the
// positive rests of items together, what no set can pass.
func (k *sack) weigh() int64 {
	at := &k.prices[k.person]
	if at.week == nil {
		at.week = make([]float64, k.p.weeks)
	}
	w := &k.p.people[k.person]
	goal := float64(k.best) * parts
	now := weekPrices{slices.Clone(at.week), at.load}
	least := math.Inf(1)
	free, step := make([]float64, k.p.weeks), 1.0
	for n := range 40 {
		top, load := k.prove(&now, free)
		if top < least-1 {
			least = top
			copy(at.week, now.week)
			at.load = now.load
		} else {
			step *= 0.85
		}
		over, square := load-k.rest(now.load), 0.0
		for week := range free {
			if free[week] > 0 && now.week[week] == 0 {
				free[week] = 0
			}
			square += free[week] * free[week]
		}
		over /= 4
		square += over * over
		if square == 0 || top <= goal+parts || n == 39 {
			break
		}
		size := step * (top - goal) / square
		for week := range free {
			now.week[week] = max(0, now.week[week]-size*free[week])
		}
		now.load = max(0, now.load+size*over)
	}
	for week := range at.week {
		at.week[week] = math.Round(at.week[week])
	}
	at.load = math.Round(at.load)
	sum := int64(0)
	for week, price := range at.week {
		sum += int64(price) * int64(w.cap[week]-k.used[week])
	}
	for i := range k.items {
		it := &k.items[i]
		job := &k.p.jobs[it.job]
		it.rest = it.profit*parts - int64(at.load)*job.total
		for n, m := range job.work {
			it.rest -= int64(at.week[job.first+n]) * int64(m)
		}
	}
	return sum + k.value*parts + k.saved(int64(at.load)) - int64(at.load)*k.load
}

// prove gives what the prices prove, how much room each week has left when all that
// seems worth it is taken, and the load of that.
func (k *sack) prove(at *weekPrices, free []float64) (top, load float64) {
	w := &k.p.people[k.person]
	for week, price := range at.week {
		free[week] = float64(w.cap[week] - k.used[week])
		top += free[week] * price
	}
	load = float64(k.load)
	top += float64(k.value*parts) - at.load*load
	for i := range k.items {
		job := &k.p.jobs[k.items[i].job]
		rest := float64(k.items[i].profit)*parts - at.load*float64(job.total)
		for n, m := range job.work {
			rest -= at.week[job.first+n] * float64(m)
		}
		if rest > 0 {
			top += rest
			load += float64(job.total)
			for n, m := range job.work {
				free[job.first+n] -= float64(m)
			}
		}
	}
	return top + float64(k.saved(int64(at.load))), load
}

// saved is the most that a price of a minute of load gives above what the load costs.
func (k *sack) saved(price int64) (most int64) {
	contract := k.p.people[k.person].contract
	for _, load := range k.bends() {
		most = max(most, price*load-parts*k.p.prices.fair(load, contract))
	}
	return most
}

// rest is the load at which that is.
func (k *sack) rest(price float64) (at float64) {
	contract, most := k.p.people[k.person].contract, 0.0
	for _, load := range k.bends() {
		if v := price*float64(load) - float64(parts*k.p.prices.fair(load, contract)); v > most {
			most, at = v, float64(load)
		}
	}
	return at
}

// bends are the loads where another minute becomes dearer, and the greatest.
func (k *sack) bends() []int64 {
	contract := k.p.people[k.person].contract
	list := make([]int64, 0, 8)
	for _, b := range k.p.prices.Fair {
		list = append(list, contract*int64(b.Above)/1000)
	}
	return append(list, contract)
}

// greedy looks whether one good set is the best so far: what brings most for its
// minutes, after the jobs that go first.
func (k *sack) greedy(first []int) {
	order := make([]int, len(k.items))
	for i := range order {
		order[i] = i
	}
	density := func(i int) float64 { return float64(k.items[i].profit) / float64(k.p.jobs[k.items[i].job].total) }
	slices.SortFunc(order, func(a, b int) int {
		if x, y := slices.Contains(first, k.items[a].job), slices.Contains(first, k.items[b].job); x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return cmp.Or(cmp.Compare(density(b), density(a)), k.items[a].job-k.items[b].job)
	})
	value := k.value - k.fair()
	for _, i := range order {
		if job := &k.p.jobs[k.items[i].job]; !k.fits(job) || k.apart(job) {
			continue
		}
		k.take(i, 1)
		if v := k.value - k.fair(); v > value {
			value = v
		} else {
			k.take(i, -1)
		}
	}
	if value > k.best {
		k.best, k.chose = value, append(k.chose[:0], k.taken...)
	}
	for len(k.taken) > 0 {
		k.take(k.taken[len(k.taken)-1], -1)
	}
}

// chosen remembers what is best for a person: at prices that differ little it is mostly
// nearly so again.
func (k *sack) chosen() {
	k.before[k.person] = k.before[k.person][:0]
	for _, i := range k.chose {
		k.before[k.person] = append(k.before[k.person], k.items[i].job)
	}
}
