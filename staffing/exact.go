// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"context"
	"math"
	"slices"

	"rentmeester/highs"
)

// Solver solves integer programmes; *highs.Solver is one.
type Solver interface {
	Solve(context.Context, highs.Model, highs.Options) (highs.Result, error)
	NewLP(highs.Model) (*highs.LP, error)
}

// Bounds on what is written down for the solver.
const (
	fewSets   = 1_200 // and one for each person
	mostTries = 4     // each better than the one before

	mostBranches = 2_000 // of the solver
)

// set is what one person could do together.
type set struct {
	person int
	pairs  []option
	value  int64
}

// prover finds the best plan among sets, and with it what no plan can pass.
type prover struct {
	*run
	sets  []set
	bound int64        // at the prices by which sets were gathered
	loss  int64        // every set that loses no more than this against its person's best is there
	known map[int]bool // the sets of the present plan
}

// exact brings the bound down to that of the master, makes a plan of what the master
// half chooses, improves it by an integer programme over the sets that lose least, and
// divides what is then left between the two.
// Errors: those of the solver.
func (r *run) exact(ctx context.Context) error {
	if r.bounds.least <= r.state.value {
		return nil
	}
	if err := r.settleRoot(ctx, true); err != nil || r.done() { // after a repair that is mostly all there is to do
		return err
	}
	m, err := r.newMaster(ctx)
	if err != nil {
		return err
	}
	defer m.lp.Close() //nolint:errcheck // its memory is gone either way
	if r.mending {
		if err := m.approach(ctx); err != nil || r.done() {
			return err
		}
	}
	if err := m.lower(ctx); err != nil {
		return err
	}
	r.lowest = min(r.lowest, m.bounds.least)
	if err := r.settleRoot(ctx, true); err != nil || r.done() {
		return err
	}
	if err := m.dive(ctx); err != nil {
		return err
	}
	for range mostTries {
		before := r.state.value
		if err := r.settleRoot(ctx, false); err != nil || r.done() {
			return err
		}
		if r.state.value == before {
			break
		}
	}
	return m.branch(ctx)
}

// settleRoot is settle for all plans; with whole only when few sets can be in a better one.
// Errors: those of the solver.
func (r *run) settleRoot(ctx context.Context, whole bool) error {
	floor, most := r.lowest-r.state.value, fewSets+4*len(r.p.people)
	if !whole {
		floor, most = floor/100, fewSets
	}
	bound, err := r.settle(ctx, r.bounds.best, r.lowest, floor, most)
	r.lowest = min(r.lowest, bound)
	return err
}

// done says whether no plan is better.
func (r *run) done() bool {
	r.optimal = r.optimal || r.lowest <= r.state.value
	return r.optimal
}

// settle solves over the sets that lose at most so much at some prices, less when those
// are too many, but not less than floor. It gives what no plan can pass that keeps the
// rules of the bounds; bound is what was known of that.
// Errors: those of the solver.
func (r *run) settle(ctx context.Context, d duals, bound, floor int64, most int) (int64, error) {
	gap := bound - r.state.value
	if gap <= 0 {
		return bound, nil
	}
	v := &prover{run: r}
	if !v.gather(ctx, d, gap, floor, most+len(r.p.people)) {
		return bound, ctx.Err()
	}
	of, err := v.solve(ctx)
	if err != nil {
		return bound, err
	}
	return min(bound, max(of, v.bound-v.loss-1)), nil
}

// gather writes down the sets, those that lose least when there are too many; false
// when even those that lose no more than floor are.
func (v *prover) gather(ctx context.Context, d duals, gap, floor int64, most int) bool {
	top := make([]int64, len(v.p.people))
	v.bounds.now = v.bounds.padded(&d)
	v.bound = v.bounds.bound(ctx, func(who int, value int64) { top[who] = value })
	profit := v.bounds.take(&v.bounds.now)
	for v.loss = gap; v.loss >= max(1, floor) && ctx.Err() == nil; v.loss = v.loss * 2 / 3 {
		v.sets = v.sets[:0]
		if v.within(ctx, top, profit, most) {
			v.incumbent()
			return true
		}
	}
	return false
}

// within lists all sets that lose at most v.loss; false when they are too many.
func (v *prover) within(ctx context.Context, top []int64, profit func(option, *pair) int64, most int) bool {
	k := v.bounds.sack
	for who := range v.p.people {
		if ctx.Err() != nil {
			return false
		}
		k.start(who, profit, -v.loss-1)
		if !k.list(top[who]-v.loss, most-len(v.sets), func(_ int64, taken []int) {
			if len(taken) > 0 {
				v.add(who, taken)
			}
		}) {
			return false
		}
	}
	return true
}

func (v *prover) add(who int, taken []int) { v.sets = append(v.sets, v.taken(who, taken)) }

// taken is a set of items of the sack.
func (r *run) taken(who int, items []int) set {
	s := set{person: who}
	for _, i := range items {
		it := r.bounds.sack.items[i]
		s.pairs = append(s.pairs, option{it.job, it.at})
	}
	slices.SortFunc(s.pairs, func(a, b option) int { return a.job - b.job })
	return r.worth(s)
}

// worth counts what a set brings above what the person has by locks.
func (r *run) worth(s set) set {
	p, who := r.p, s.person
	load := int64(0)
	for _, o := range p.people[who].options {
		if p.jobs[o.job].fixed >= 0 {
			load += p.jobs[o.job].total
		}
	}
	s.value = p.prices.fair(load, p.people[who].contract)
	for _, o := range s.pairs {
		s.value += p.jobs[o.job].pairs[o.at].value
		load += p.jobs[o.job].total
	}
	s.value -= p.prices.fair(load, p.people[who].contract)
	return s
}

// incumbent adds the sets of the present plan, so that the solver begins with it.
func (v *prover) incumbent() {
	v.known = map[int]bool{}
	for _, s := range v.present() {
		v.known[len(v.sets)] = true
		v.sets = append(v.sets, s)
	}
}

// present are the sets of the present plan.
func (r *run) present() (sets []set) {
	for who, jobs := range r.state.has {
		s := set{person: who}
		for _, j := range jobs {
			if r.p.jobs[j].fixed < 0 {
				s.pairs = append(s.pairs, option{j, r.state.at[j]})
			}
		}
		if len(s.pairs) > 0 {
			slices.SortFunc(s.pairs, func(a, b option) int { return a.job - b.job })
			sets = append(sets, r.worth(s))
		}
	}
	return sets
}

// scale makes the numbers of the programme of a size that solvers like.
const scale = 1000

// solve finds the best plan among the sets and takes it over when it is better. It
// gives what no plan of these sets can pass.
func (v *prover) solve(ctx context.Context) (bound int64, err error) {
	m, start := v.model()
	r, err := v.o.Solver.Solve(ctx, m, highs.Options{Start: start, Seed: int(v.o.Seed % 1000), Nodes: mostBranches,
		Stop: func(bound, best float64) bool { return ctx.Err() != nil }})
	if err != nil {
		return 0, err
	}
	base := v.locked()
	if r.Found {
		v.take(r.Columns)
	}
	if r.Status == highs.Optimal {
		return max(v.state.value, base+int64(math.Round(r.Objective*scale))), nil
	}
	return base + int64(math.Ceil(r.Bound*scale)) + 1, nil
}

// locked is what the locks bring by themselves.
func (v *prover) locked() int64 { return newState(v.p).value }

// model writes the programme: each person at most one set, each seat once, budgets kept.
func (v *prover) model() (m highs.Model, start []float64) {
	rows := make([][]int32, len(v.p.people)+len(v.p.jobs))
	money := make([]map[int32]int64, len(v.p.budgets))
	for i := range money {
		money[i] = map[int32]int64{}
	}
	for c, s := range v.sets {
		column := int32(c)
		m.Cost, m.Lower, m.Upper, m.Integer = append(m.Cost, float64(s.value)/scale), append(m.Lower, 0), append(m.Upper, 1), append(m.Integer, true)
		start = append(start, 0)
		if v.known[c] {
			start[c] = 1
		}
		rows[s.person] = append(rows[s.person], column)
		for _, o := range s.pairs {
			rows[len(v.p.people)+o.job] = append(rows[len(v.p.people)+o.job], column)
			for _, k := range v.p.jobs[o.job].pairs[o.at].costs {
				money[k.budget][column] += k.cents
			}
		}
	}
	for i := range v.bounds.sack.cuts.list {
		var row []int32
		for c := range v.sets {
			if v.bounds.sack.cuts.list[i].holds(&v.sets[c]) {
				row = append(row, int32(c))
			}
		}
		rows = append(rows, row)
	}
	m.Maximize, m.Start = true, []int{0}
	for _, row := range rows {
		if len(row) > 1 {
			addRow(&m, row, nil, 1)
		}
	}
	for i, row := range money {
		columns, values := make([]int32, 0, len(row)), make([]float64, 0, len(row))
		for c := range row {
			columns = append(columns, c)
		}
		slices.Sort(columns)
		size := v.p.budgets[i].unit()
		for _, c := range columns {
			values = append(values, float64(row[c])/size)
		}
		if len(columns) > 0 {
			addRow(&m, columns, values, float64(v.p.budgets[i].limit)/size)
		}
	}
	return m, start
}

// addRow adds a row that is at most limit; values nil are ones.
func addRow(m *highs.Model, columns []int32, values []float64, limit float64) {
	for i, c := range columns {
		value := 1.0
		if values != nil {
			value = values[i]
		}
		m.Index, m.Value = append(m.Index, c), append(m.Value, value)
	}
	m.RowLower, m.RowUpper = append(m.RowLower, math.Inf(-1)), append(m.RowUpper, limit)
	m.Start = append(m.Start, len(m.Index))
}

// take makes what the solver chose the plan, as far as it is one: what rounding in the
// solver broke is left out, and the plan stays when it is not worse.
func (v *prover) take(columns []float64) {
	s := newState(v.p)
	for c, x := range columns {
		if x < 0.5 {
			continue
		}
		s.seatSet(&v.sets[c])
	}
	v.adopt(s)
}

// seatSet gives somebody what of a set is free and fits.
func (s *state) seatSet(of *set) {
	for _, o := range of.pairs {
		if s.at[o.job] < 0 && s.fits(o.job, &s.p.jobs[o.job].pairs[o.at]) {
			s.set(o.job, o.at)
		}
	}
}

// adopt fills what is left in another plan, and takes that for the present one when it is
// better.
func (r *run) adopt(s *state) {
	s.greedy()
	if s.value > r.state.value {
		r.state.copyFrom(s.at)
	}
}
