// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"slices"
)

// label is what somebody has taken of the items that begin before some week.
type label struct {
	value, load int64
	top         int64   // parts of a point: what at most can come of it, without what is still to be taken
	used        []int32 // by week
	open        []int8  // of each cut of weight: how many of its three are taken
	before      int32   // the label that this one came from
	item        int32   // what was added, -1 nothing
}

// How many labels there may be for one person; beyond it an upper bound is given. Few do
// while prices are far from right.
const (
	mostLabels = 3_000
	fewLabels  = 100
)

// solve gives the most there is, locks included, and keeps what that takes in chose. It
// goes through the items by the week they begin (dynamic programming over time): of two
// beginnings the one that brings no more, and leaves no more room, is forgotten; so is
// what cannot come above the best that is known. exact is false when there were too
// many, and value is an upper bound.
func (k *sack) solve() (value int64, exact bool) {
	k.best, k.chose = k.value-k.fair(), k.chose[:0]
	k.greedy(k.before[k.person])
	k.greedy(nil)
	top := k.ready()
	if top <= k.best {
		return k.best, true
	}
	order := slices.Clone(k.left)
	slices.SortFunc(order, func(a, b int) int {
		x, y := k.items[a], k.items[b]
		return cmp.Or(k.p.jobs[x.job].first-k.p.jobs[y.job].first, x.job-y.job)
	})
	rest := int64(0)
	for i := range k.items {
		rest += max(0, k.items[i].rest)
	}
	l := k.newLabels()
	lost, week := int64(0), 0
	for n, i := range order {
		first := k.p.jobs[k.items[i].job].first
		if first > week {
			l.advance(week, first)
			lost = max(lost, l.thin(first, rest))
			week = first
		}
		rest -= max(0, k.items[i].rest)
		l.extend(i, rest, n == len(order)-1)
	}
	k.chosen()
	return max(k.best, lost), lost <= k.best
}

// labels are those of one search.
type labels struct {
	*sack
	now  []label
	all  []link // how each came to be
	cuts []int  // those that matter here
	end  int    // the week after the last of all items

	steepest int64 // what a minute of load costs at most
}

type link struct {
	before, item int32
}

func (k *sack) newLabels() *labels {
	l := &labels{sack: k, steepest: k.p.prices.steepest()}
	here := map[int]int{}
	for i := range k.items {
		job := &k.p.jobs[k.items[i].job]
		l.end = max(l.end, job.first+len(job.work))
		for _, c := range k.cuts.of(k.items[i].job) {
			if k.price[c] > 0 {
				here[c]++
			}
		}
	}
	for c := range k.price {
		if here[c]+int(k.inCut[c]) >= 2 {
			l.cuts = append(l.cuts, c)
		}
	}
	open := make([]int8, len(l.cuts))
	for n, c := range l.cuts {
		open[n] = k.inCut[c]
	}
	l.now = []label{{value: k.value, load: k.load, top: k.top, used: slices.Clone(k.used), open: open, before: -1, item: -1}}
	return l
}

// advance takes off what room is worth in weeks that are past.
func (l *labels) advance(from, to int) {
	prices, limit := l.prices[l.person].week, l.p.people[l.person].cap
	for i := range l.now {
		one := &l.now[i]
		for w := from; w < to; w++ {
			one.top -= int64(prices[w]) * int64(limit[w]-one.used[w])
		}
	}
}

// extend adds an item to each label that it fits to; rest is what those after it bring
// at most by themselves.
func (l *labels) extend(i int, rest int64, last bool) {
	it := &l.items[i]
	job := &l.p.jobs[it.job]
	contract, limit := l.p.people[l.person].contract, l.p.people[l.person].cap
	for n := range len(l.now) {
		one := &l.now[n]
		fits := true
		for w, m := range job.work {
			if one.used[job.first+w]+m > limit[job.first+w] {
				fits = false
				break
			}
		}
		if !fits || (one.top+it.rest+rest)/parts <= l.best || l.tied(one, job) {
			continue
		}
		next := label{value: one.value + it.profit, load: one.load + job.total, top: one.top + it.rest, open: one.open, before: one.before, item: one.item}
		next.open = slices.Clone(one.open)
		for k, c := range l.cuts {
			if slices.Contains(l.sack.cuts.list[c].jobs, it.job) {
				if next.open[k]++; next.open[k] == 2 {
					price := l.price[c]
					next.value -= price
					next.top -= price * parts
				}
			}
		}
		if (next.top+rest)/parts <= l.best {
			continue
		}
		l.all = append(l.all, link{one.before, int32(i)})
		next.before = int32(len(l.all) - 1)
		if v := next.value - l.p.prices.fair(next.load, contract); v > l.best {
			l.best = v
			l.chose = l.chose[:0]
			for at := next.before; at >= 0; at = l.all[at].before {
				l.chose = append(l.chose, int(l.all[at].item))
			}
		}
		if !last {
			next.used = slices.Clone(one.used)
			for w, m := range job.work {
				next.used[job.first+w] += m
			}
			l.now = append(l.now, next)
		}
	}
}

// tied says whether a job may not be with one that a label has.
func (l *labels) tied(one *label, job *job) bool {
	if len(job.apart) == 0 {
		return false
	}
	for at := one.before; at >= 0; at = l.all[at].before {
		if slices.Contains(job.apart, l.items[l.all[at].item].job) {
			return true
		}
	}
	return false
}

// thin forgets labels that cannot be best, and of too many those that promise least. It
// gives what those could have come to.
func (l *labels) thin(week int, rest int64) (lost int64) {
	hope := slices.DeleteFunc(l.now, func(one label) bool { return (one.top+rest)/parts <= l.best })
	slices.SortStableFunc(hope, func(a, b label) int { return cmp.Compare(b.value, a.value) })
	kept := hope[:0]
	for i := range hope {
		one := hope[i]
		if !l.beaten(kept, &one, week) {
			kept = append(kept, one)
		}
	}
	if len(kept) > l.most {
		slices.SortStableFunc(kept, func(a, b label) int { return cmp.Compare(b.top, a.top) })
		lost = (kept[l.most].top + rest) / parts
		kept = kept[:l.most]
	}
	l.now = kept
	return lost
}

// beaten says whether whatever can follow one does no worse after another. Those are
// looked at first that have no more in this week, as that mostly decides it.
func (l *labels) beaten(others []label, one *label, week int) bool {
	here := one.used[week]
	for i := range others {
		if others[i].used[week] <= here && l.better(&others[i], one, week) {
			return true
		}
	}
	return false
}

func (l *labels) better(a, b *label, week int) bool {
	value := a.value
	if a.load > b.load {
		if value -= (a.load - b.load) * l.steepest; value < b.value {
			return false
		}
	}
	mine := a.used[week:l.end]
	for w, m := range b.used[week:l.end] {
		if mine[w] > m {
			return false
		}
	}
	for n, c := range l.cuts {
		if a.open[n] == 1 && b.open[n] != 1 {
			if value -= l.price[c]; value < b.value {
				return false
			}
		}
	}
	return l.tiesWithin(a, b)
}

// tiesWithin says whether what a may not have, b may not have either.
func (l *labels) tiesWithin(a, b *label) bool {
	for at := a.before; at >= 0; at = l.all[at].before {
		job := l.items[l.all[at].item].job
		if len(l.p.jobs[job].apart) == 0 {
			continue
		}
		same := false
		for to := b.before; to >= 0 && !same; to = l.all[to].before {
			same = l.items[l.all[to].item].job == job
		}
		if !same {
			return false
		}
	}
	return true
}

// steepest is what a minute of load costs at most.
func (p Prices) steepest() (sum int64) {
	for _, b := range p.Fair {
		sum += int64(max(0, b.Price))
	}
	return sum
}
