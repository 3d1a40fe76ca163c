// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"cmp"
	"math"
	"slices"

	"rentmeester/money"
)

// Lines and items that hang together are assigned together: each line one choice
// or none, no item more than is open, at the highest total of log-odds. That is
// the most likely explanation of all of them at once (maximum a posteriori).

const (
	mostTogether = 16     // lines that are assigned together; more keep the order of time
	assignSteps  = 20_000 // steps of one search; when they are used up, the best so far counts
	betterBy     = 3      // log-odds by which the whole must become more likely to be changed: less is within what weights can tell
)

// option is one choice of one line, as assign sees it.
type option struct {
	score   float64
	takes   []take // what it takes of each item
	assumes []take // what was open of items when it was weighed, where others had taken a part
	choice  *Choice
}

type take struct {
	item   int32
	amount money.Cents // unsigned
}

const none = -1

// assignment is a search for the best total.
type assignment struct {
	open   map[int32]money.Cents
	lines  [][]option // of each line, the likeliest first
	bound  []float64  // most that the lines from here on can add
	taken  map[int32]money.Cents
	picked []int
	best   []int
	total  float64
	steps  int
	banned [2]int // line and option that may not be picked; -1 for none
}

// assign picks an option, or none, for each line, beginning from what is known
// to be possible. exact is false when the search was cut short.
func assign(open map[int32]money.Cents, lines [][]option, start []int, banned [2]int) (picked []int, total float64, exact bool) {
	a := &assignment{open: open, lines: lines, taken: map[int32]money.Cents{}, picked: make([]int, len(lines)), steps: assignSteps, banned: banned}
	a.bound = make([]float64, len(lines)+1)
	for i := len(lines) - 1; i >= 0; i-- {
		most := 0.0
		for _, o := range lines[i] {
			most = max(most, o.score)
		}
		a.bound[i] = a.bound[i+1] + most
	}
	a.total = math.Inf(-1)
	if start != nil {
		a.best, a.total = append([]int(nil), start...), totalOf(lines, start)
	}
	a.try(0, 0)
	return a.best, a.total, a.steps > 0
}

func totalOf(lines [][]option, picked []int) (total float64) {
	for i, k := range picked {
		if k != none {
			total += lines[i][k].score
		}
	}
	return total
}

func (a *assignment) try(i int, total float64) {
	if a.steps--; a.steps <= 0 || total+a.bound[i] <= a.total+1e-9 {
		return
	}
	if i == len(a.lines) {
		if a.holds() {
			a.best, a.total = append(a.best[:0:0], a.picked...), total
		}
		return
	}
	for k := range a.lines[i] {
		o := &a.lines[i][k]
		if a.banned == [2]int{i, k} || !a.fits(o) {
			continue
		}
		a.take(o, 1)
		a.picked[i] = k
		a.try(i+1, total+o.score)
		a.take(o, -1)
	}
	a.picked[i] = none
	a.try(i+1, total)
}

func (a *assignment) fits(o *option) bool {
	for _, t := range o.takes {
		if a.taken[t.item]+t.amount > a.open[t.item] {
			return false
		}
	}
	return true
}

func (a *assignment) take(o *option, times money.Cents) {
	for _, t := range o.takes {
		a.taken[t.item] += times * t.amount
	}
}

// holds says whether what the picked options assumed to be open is what the
// others leave.
func (a *assignment) holds() bool {
	for i, k := range a.picked {
		if k == none {
			continue
		}
		o := &a.lines[i][k]
		for _, s := range o.assumes {
			own := money.Cents(0)
			for _, t := range o.takes {
				if t.item == s.item {
					own += t.amount
				}
			}
			if a.open[s.item]-a.taken[s.item]+own != s.amount {
				return false
			}
		}
	}
	return true
}

// together improves on the order of time: where lines rival one another, it
// looks for the assignment with the highest total.
func (r *run) together() {
	for _, group := range r.groups() {
		g := r.gather(group)
		if g == nil {
			continue
		}
		picked, total, _ := assign(g.open, g.lines, g.now, [2]int{none, none})
		if total <= totalOf(g.lines, g.now)+betterBy {
			continue
		}
		for n, i := range group {
			if picked[n] != g.now[n] {
				r.reassign(g, n, i, picked, total)
			}
		}
	}
}

// groups gives the lines that hang together by items of which they want more
// than is open, each group in the order of the lines' identifiers.
func (r *run) groups() [][]int {
	wants := map[int32]money.Cents{}
	by := map[int32][]int{}
	for i := range r.out {
		if l := &r.lines[i]; l.Return != nil || l.Reversal {
			continue
		}
		most := map[int32]money.Cents{}
		r.eachOption(i, func(c *Choice) {
			for _, a := range c.Allocations {
				if at, found := r.e.place(a.Item); found && a.Item != 0 {
					most[at] = max(most[at], a.Amount.Abs())
				}
			}
		})
		for at, amount := range most {
			wants[at] += amount
			by[at] = append(by[at], i)
		}
	}
	union := newUnion(len(r.out))
	for at, lines := range by {
		if len(lines) > 1 && wants[at] > r.e.items[at].Open {
			for _, i := range lines[1:] {
				union.join(lines[0], i)
			}
		}
	}
	return r.byID(union)
}

// byID gives the groups of two lines and more, in a fixed order.
func (r *run) byID(u union) [][]int {
	members := map[int][]int{}
	for i := range r.out {
		if u.size(i) > 1 && u.size(i) <= mostTogether {
			members[u.root(i)] = append(members[u.root(i)], i)
		}
	}
	groups := make([][]int, 0, len(members))
	for _, g := range members {
		slices.SortFunc(g, func(a, b int) int { return cmp.Compare(r.lines[a].ID, r.lines[b].ID) })
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(r.lines[a[0]].ID, r.lines[b[0]].ID) })
	return groups
}

// eachOption goes over what a line was proposed by itself and after others.
func (r *run) eachOption(i int, f func(*Choice)) {
	choicesOf(&r.out[i], f)
	if before, found := r.before[i]; found {
		choicesOf(&before, f)
	}
}

// group is what assign needs of lines that hang together.
type group struct {
	open  map[int32]money.Cents
	lines [][]option
	now   []int
}

// gather makes the options of a group; nil when there is nothing to choose.
func (r *run) gather(lines []int) *group {
	g := &group{open: map[int32]money.Cents{}}
	several := false
	for _, i := range lines {
		var options []option
		now := none
		r.eachOption(i, func(c *Choice) {
			if r.partOfWhole(i, c) {
				return
			}
			o := r.optionOf(c)
			if slices.ContainsFunc(options, func(p option) bool {
				return sameAllocations(p.choice.Allocations, c.Allocations) && len(p.assumes) == len(o.assumes)
			}) {
				return
			}
			for _, t := range o.takes {
				g.open[t.item] = r.e.items[t.item].Open
			}
			if c == r.out[i].Best && r.takes(i) {
				now = len(options)
			}
			options = append(options, o)
		})
		several = several || len(options) > 1
		g.lines, g.now = append(g.lines, options), append(g.now, now)
	}
	if !several {
		return nil
	}
	return g
}

func (r *run) optionOf(c *Choice) option {
	o := option{score: c.evidence.score(&r.e.settings.Model.weights), choice: c, assumes: c.evidence.assumed}
	for _, a := range c.Allocations {
		if at, found := r.e.place(a.Item); found && a.Item != 0 {
			o.takes = append(o.takes, take{at, a.Amount.Abs()})
		}
	}
	return o
}

// reassign gives line i of the run, n of the group, what was picked for it. How
// sure that is follows from the best whole in which it is not picked.
func (r *run) reassign(g *group, n, i int, picked []int, total float64) {
	p := &r.out[i]
	if picked[n] == none {
		if p.Best != nil {
			p.Best.Safe, p.Ambiguous = false, true
		}
		return
	}
	_, without, _ := assign(g.open, g.lines, nil, [2]int{n, picked[n]})
	best := *g.lines[n][picked[n]].choice
	rest := make([]Choice, 0, len(g.lines[n]))
	choicesOf(p, func(c *Choice) {
		if !sameAllocations(c.Allocations, best.Allocations) {
			rest = append(rest, *c)
		}
	})
	best.Safe = false
	best.Probability = min(best.Probability, 1/(1+math.Exp(without-total)))
	for k := range rest {
		rest[k].Safe = false
		rest[k].Probability = min(rest[k].Probability, 1-best.Probability, best.Probability)
	}
	*p = Proposal{Line: p.Line, Best: &best, Ambiguous: total-without < 1, Why: append(p.Why[:0:0], reason("together"))}
	if len(rest) > 0 {
		p.Runner, p.Others = &rest[0], rest[1:]
	}
	p.Pattern = patternOf(p).key()
}

// union joins numbers into groups.
type union struct{ up, count []int }

func newUnion(n int) union {
	u := union{up: make([]int, n), count: make([]int, n)}
	for i := range u.up {
		u.up[i], u.count[i] = i, 1
	}
	return u
}

func (u union) root(i int) int {
	for u.up[i] != i {
		u.up[i] = u.up[u.up[i]]
		i = u.up[i]
	}
	return i
}

func (u union) size(i int) int { return u.count[u.root(i)] }

func (u union) join(i, j int) {
	i, j = u.root(i), u.root(j)
	if i == j {
		return
	}
	if u.count[i] < u.count[j] || u.count[i] == u.count[j] && j < i {
		i, j = j, i
	}
	u.up[j] = i
	u.count[i] += u.count[j]
}
