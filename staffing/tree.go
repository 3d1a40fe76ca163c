// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// tree divides the plans there are: those in which somebody has a job, and those in
// which that person has not; each part again, where its bound is above the plan that is
// known (branch and price). Each bound is proved by whole numbers, as that of the whole.
type tree struct {
	*master
	open   []branch
	given  int64       // the highest bound of parts that were given up
	shut   []bool      // by set: may not be chosen in the part at hand
	few    int         // a part of which no more sets are left for each person and besides is settled at once
	rounds int         // of cuts in a part
	looked int         // parts
	nobody map[int]int // by person: the set that stands for none while one must have a job
}

// branch is a part of all plans.
type branch struct {
	bound int64
	rules []rule
}

const (
	branchWork   = 300_000 // parts times persons: how much is looked at, however much time there is
	branchRounds = 3
	branchSets   = 700
)

// branch goes on until the plan is proved best, its work is done, or ctx ends.
// Errors: those of the solver.
func (m *master) branch(ctx context.Context) error {
	return (&tree{master: m, few: branchSets, rounds: branchRounds}).divide(ctx)
}

func (t *tree) divide(ctx context.Context) error {
	m := t.master
	t.open, t.given, t.nobody = []branch{{bound: m.lowest}}, math.MinInt64, map[int]int{}
	defer func() { m.bounds.rules = nil }()
	for ; len(t.open) > 0 && t.looked*len(m.p.people) < branchWork; t.looked++ {
		next := t.highest()
		if next.bound <= m.state.value {
			continue
		}
		if err := t.look(ctx, next); err != nil {
			t.open = append(t.open, next)
			m.lowest = min(m.lowest, t.bound())
			return err
		}
	}
	m.lowest = min(m.lowest, t.bound())
	m.done()
	return nil
}

// highest takes out the open part that may hold the best plan.
func (t *tree) highest() branch {
	best := 0
	for i := range t.open {
		if t.open[i].bound > t.open[best].bound {
			best = i
		}
	}
	next, last := t.open[best], len(t.open)-1
	t.open[best] = t.open[last]
	t.open = t.open[:last]
	return next
}

// bound is what no plan passes.
func (t *tree) bound() int64 {
	bound := max(t.state.value, t.given)
	for i := range t.open {
		bound = max(bound, t.open[i].bound)
	}
	return bound
}

// look lowers the bound of a part, and leaves it when that is below the plan. What is
// left of it is settled when it is little, and else divided.
func (t *tree) look(ctx context.Context, of branch) error {
	if !t.possible(of.rules) {
		return nil
	}
	if err := t.enter(of.rules); err != nil {
		return err
	}
	bound, at, err := t.descend(ctx, of.bound)
	if err != nil || bound <= t.state.value {
		return err
	}
	t.round()
	bound, err = t.settle(ctx, at, bound, bound-t.state.value, t.few)
	if err != nil || bound <= t.state.value {
		return err
	}
	r, found := t.choose()
	if !found {
		t.given = max(t.given, bound)
		return nil
	}
	for _, has := range []bool{true, false} {
		r.has = has
		t.open = append(t.open, branch{bound, t.bounds.rules.with(r)})
	}
	return nil
}

// possible says whether those who must have jobs can have them together.
func (t *tree) possible(list []rule) bool {
	s := newState(t.p)
	for _, r := range list {
		if !r.has {
			continue
		}
		at := slices.IndexFunc(t.p.jobs[r.job].pairs, func(c pair) bool { return c.person == r.person })
		if s.at[r.job] >= 0 || !s.fits(r.job, &t.p.jobs[r.job].pairs[at]) {
			return false
		}
		s.set(r.job, at)
	}
	return true
}

// enter lets the linear programme keep the rules of a part, and nothing else.
func (t *tree) enter(list []rule) error {
	t.bounds.rules = newRules(list)
	for who := range t.bounds.rules.has {
		if err := t.need(who); err != nil {
			return err
		}
	}
	for i := range t.sets {
		if i == len(t.shut) {
			t.shut = append(t.shut, false)
		}
		s := &t.sets[i]
		shut := !t.bounds.rules.allow(s)
		if nobody, is := t.nobody[s.person]; is && nobody == i {
			shut = len(t.bounds.rules.has[s.person]) == 0
		}
		if shut == t.shut[i] {
			continue
		}
		t.shut[i] = shut
		if err := t.lp.ChangeColumn(i, 0, map[bool]float64{true: 0, false: math.Inf(1)}[shut]); err != nil {
			return err
		}
	}
	for who := range t.nobody {
		least := math.Inf(-1)
		if len(t.bounds.rules.has[who]) > 0 {
			least = 1
		}
		if err := t.lp.ChangeRow(who, least, 1); err != nil {
			return err
		}
	}
	return nil
}

// need adds what stands for nobody when somebody must have a job, at a price that is
// only paid while no set with the job is known.
func (t *tree) need(who int) error {
	if _, has := t.nobody[who]; has {
		return nil
	}
	dearest := int64(0)
	for j := range t.p.jobs {
		for i := range t.p.jobs[j].pairs {
			dearest = max(dearest, t.p.jobs[j].pairs[i].value)
		}
	}
	t.nobody[who] = len(t.sets)
	t.sets = append(t.sets, set{person: who, value: -5 * dearest})
	_, err := t.lp.AddColumn(-5*float64(dearest)/scale, 0, math.Inf(1), []int32{int32(who)}, []float64{1})
	return err
}

// descend lowers the bound of a part, by sets that are wanted in it and a few cuts. It
// gives the prices of the lowest too.
func (t *tree) descend(ctx context.Context, least int64) (int64, duals, error) {
	at := t.bounds.best
	lowest := int64(math.MaxInt64)
	for rounds := 0; ; {
		if err := t.optimize(ctx); err != nil {
			return least, at, err
		}
		t.price(0)
		before := len(t.sets)
		bound, err := t.want(ctx, t.bounds.bound)
		if err != nil {
			return least, at, err
		}
		if bound < lowest {
			lowest, at = bound, t.bounds.now.clone()
		}
		least = min(least, bound)
		if least <= t.state.value {
			return least, at, nil
		}
		if len(t.sets) > before {
			continue
		}
		if rounds++; rounds > t.rounds {
			return least, at, nil
		}
		if more, err := t.tighten(true); err != nil || !more {
			return least, at, err
		}
	}
}

// round makes a plan of what the programme chooses most.
func (t *tree) round() {
	s := newState(t.p)
	for _, i := range t.inOrder() {
		s.seatSet(&t.sets[i])
	}
	t.adopt(s)
}

// choose finds somebody who half has a job. Where none is, and yet somebody has less than
// must be, it is one of those who are in the way.
func (t *tree) choose() (r rule, found bool) {
	share := map[[2]int]float64{}
	short := false
	for i, x := range t.now.Columns {
		if x < 1e-6 {
			continue
		}
		short = short || len(t.sets[i].pairs) == 0
		for _, o := range t.sets[i].pairs {
			if _, told := t.bounds.rules.owner[o.job]; !told {
				share[[2]int{t.sets[i].person, o.job}] += x
			}
		}
	}
	most := 0.0
	for key, x := range share {
		half := min(x, 1-x)
		if half < 1e-4 {
			if half = 1e-9; !short || x < 0.5 {
				continue
			}
		}
		score := half * float64(t.p.jobs[key[1]].total)
		if score > most || score == most && cmp.Or(key[0]-r.person, key[1]-r.job) < 0 {
			most, found, r = score, true, rule{person: key[0], job: key[1]}
		}
	}
	return r, found
}
