// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"

	"rentmeester/highs"
)

// master is the linear programme over sets of seats: each person one set, each seat
// once, budgets kept. Its sets are made as they turn out to be wanted at the prices of
// its rows (column generation), and its cuts as they turn out to be broken. The prices
// prove the bound by bounds.prove, in whole numbers: what the solver rounds can make
// the bound higher, never wrong.
type master struct {
	*run
	lp         *highs.LP
	sets       []set
	known      map[string]bool
	budgetRows []int32 // of each budget
	cutRows    []int32
	now        highs.Result
}

// newMaster begins with the sets of the present plan, and with those that are nearly
// best for somebody at the present prices.
// Errors: those of the solver.
func (r *run) newMaster(ctx context.Context) (*master, error) {
	m := &master{run: r, known: map[string]bool{}}
	model := highs.Model{Maximize: true, Start: []int{0}}
	row := func(limit float64) {
		model.RowLower, model.RowUpper, model.Start = append(model.RowLower, math.Inf(-1)), append(model.RowUpper, limit), append(model.Start, 0)
	}
	for range len(r.p.people) + len(r.p.jobs) {
		row(1)
	}
	for i := range r.p.budgets {
		m.budgetRows = append(m.budgetRows, int32(len(model.RowLower)))
		row(float64(r.p.budgets[i].limit) / r.p.budgets[i].unit())
	}
	lp, err := r.o.Solver.NewLP(model)
	if err != nil {
		return nil, err
	}
	m.lp = lp
	for _, s := range r.present() {
		if err := m.add(s); err != nil {
			return nil, errors.Join(err, lp.Close())
		}
	}
	if err := m.seed(ctx); err != nil {
		return nil, errors.Join(err, lp.Close())
	}
	return m, nil
}

// seed adds sets that lose little against the best of their person.
func (m *master) seed(ctx context.Context) (err error) {
	if m.mending {
		return m.seedNear(ctx)
	}
	profit := m.bounds.take(&m.bounds.best)
	few := m.bounds.least / int64(1+len(m.p.jobs)) / 4 // a quarter of what a seat is worth
	for who := range m.p.people {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		k := m.bounds.sack
		k.start(who, profit, 0)
		best, _ := k.solve()
		k.start(who, profit, -few)
		k.list(best-few, 20, func(_ int64, taken []int) {
			if err == nil {
				err = m.add(m.taken(who, taken))
			}
		})
	}
	return err
}

// seedNear is seed where the prices are nearly right already: the sets that lose least,
// whoever's they are, so that the programme is small.
func (m *master) seedNear(ctx context.Context) error {
	v := &prover{run: m.run}
	gap := m.bounds.least - m.state.value
	if !v.gather(ctx, m.bounds.best, gap, gap/100, nearSets+4*len(m.p.people)) {
		return ctx.Err()
	}
	for _, s := range v.sets {
		if err := m.add(s); err != nil {
			return err
		}
	}
	return nil
}

// nearSets are how many sets a programme begins with that is to mend a plan, besides four
// of each person.
const nearSets = 1_000

// unit makes the coefficients of a budget of about the size of the others.
func (b *budget) unit() float64 { return max(1, float64(b.limit)/100) }

// add adds a set that is not there yet.
func (m *master) add(s set) error {
	key := fmt.Sprint(s.person, s.pairs)
	if m.known[key] || len(s.pairs) == 0 {
		return nil
	}
	m.known[key] = true
	m.sets = append(m.sets, s)
	index, value := m.rows(&s)
	_, err := m.lp.AddColumn(float64(s.value)/scale, 0, math.Inf(1), index, value)
	return err
}

// rows are the places and coefficients of a set.
func (m *master) rows(s *set) (index []int32, value []float64) {
	index, value = append(index, int32(s.person)), append(value, 1)
	for _, o := range s.pairs {
		index, value = append(index, int32(len(m.p.people)+o.job)), append(value, 1)
	}
	money := m.p.money(s)
	for i := range m.p.budgets {
		if money[i] > 0 {
			index, value = append(index, m.budgetRows[i]), append(value, float64(money[i])/m.p.budgets[i].unit())
		}
	}
	for i, row := range m.cutRows {
		if m.bounds.sack.cuts.list[i].holds(s) {
			index, value = append(index, row), append(value, 1)
		}
	}
	return index, value
}

// lower brings the bound down to that of the linear programme, and on by cuts, until it
// meets the plan, nothing is broken any more, or ctx ends. Cuts of budgets that hardly
// lower it any more make place for the others, and those for the dive.
// Errors: those of the solver.
func (m *master) lower(ctx context.Context) error {
	budgets, lows := true, []int64{}
	for n := range mostCutRounds {
		if err := m.generate(ctx); err != nil {
			return err
		}
		if m.bounds.told == nil {
			told := m.bounds.best.clone()
			m.bounds.told = &told
		}
		if m.bounds.least <= m.state.value {
			return nil
		}
		lows = append(lows, m.bounds.least)
		if n >= idleCutRounds && lows[n-idleCutRounds]-lows[n] < (lows[0]-lows[n])/100 {
			if !budgets {
				return nil
			}
			budgets = false
		}
		if more, err := m.tighten(budgets); err != nil || !more {
			return err
		}
	}
	return nil
}

const (
	mostCutRounds = 40
	idleCutRounds = 5
	mostCuts      = 100 // in a round
)

// generate solves the programme over all sets there are, though few are written down:
// until none is worth more than the rows it takes. Every other time the prices are
// taken half way to the best that are known, from where they wander less.
func (m *master) generate(ctx context.Context) error {
	locked, lowest := newState(m.p).value, int64(math.MaxInt64)
	for n := 0; ; n++ {
		if err := m.optimize(ctx); err != nil {
			return err
		}
		half := n%2 == 0
		m.price(map[bool]float64{true: 0.5, false: 0}[half])
		before := len(m.sets)
		bound, err := m.want(ctx, m.bounds.prove)
		if err != nil {
			return err
		}
		lowest = min(lowest, bound)
		slack := (lowest - m.state.value) / 500
		if lowest-locked-int64(m.now.Objective*scale) <= slack || !half && len(m.sets) == before {
			return nil
		}
	}
}

// want adds the sets that are best for somebody at the present prices and by which the
// programme gains. It gives what these prices prove, by prove or bound.
// Errors: those of the solver; that ctx ended.
func (m *master) want(ctx context.Context, prove func(context.Context, func(int, int64)) int64) (bound int64, err error) {
	bound = prove(ctx, func(who int, _ int64) {
		if s := m.taken(who, m.bounds.sack.chose); err == nil && m.gain(&s) > 1e-6 {
			err = m.add(s)
		}
	})
	return bound, cmp.Or(err, ctx.Err())
}

// errStuck says that the solver came to no prices, which is no reason to have no plan.
var errStuck = errors.New("the linear programme came to no prices")

// optimize solves the programme over the sets that are written down.
// Errors: those of the solver; errStuck.
func (m *master) optimize(ctx context.Context) (err error) {
	m.now, err = m.lp.Run(ctx, highs.Options{})
	if err == nil && m.now.Status != highs.Optimal {
		err = errStuck
	}
	if len(m.sets) == 0 { // then it gives none
		m.now.RowDuals = make([]float64, len(m.p.people)+len(m.p.jobs)+len(m.budgetRows)+len(m.cutRows))
	}
	return err
}

// price takes the prices of the rows for duals, and so much of the best ones.
func (m *master) price(toward float64) {
	d, best := &m.bounds.now, &m.bounds.best
	blend := func(row float64, best int64) int64 {
		return int64(math.Round(max(0, row)*(1-toward) + toward*float64(best)))
	}
	for j := range m.p.jobs {
		d.job[j] = blend(m.now.RowDuals[len(m.p.people)+j]*scale, best.job[j])
	}
	for i, row := range m.budgetRows {
		d.price(&m.p.budgets[i], i, m.now.RowDuals[row]*scale/m.p.budgets[i].unit()*(1-toward)+toward*float64(best.budget[i])/fine)
	}
	for i, row := range m.cutRows {
		d.cut[i] = blend(m.now.RowDuals[row]*scale, best.cut[i])
	}
}

// gain is what a set is worth above the rows it takes.
func (m *master) gain(s *set) float64 {
	index, value := m.rows(s)
	gain := float64(s.value) / scale
	for i, row := range index {
		gain -= value[i] * m.now.RowDuals[row]
	}
	return gain
}

// tighten adds what the present solution breaks, of budgets first when those are asked
// for; false when nothing is broken.
func (m *master) tighten(budgets bool) (more bool, err error) {
	var chosen []part
	for i, share := range m.now.Columns {
		if share > 1e-6 {
			chosen = append(chosen, part{&m.sets[i], share})
		}
	}
	if dear := m.p.tooDear(chosen); budgets && len(dear) > 0 {
		for _, d := range dear {
			m.limitDear(d)
			i := len(m.p.budgets) - 1
			row, err := m.addRow(float64(m.p.budgets[i].limit), func(s *set) int64 { return m.p.money(s)[i] })
			if err != nil {
				return false, err
			}
			m.budgetRows = append(m.budgetRows, row)
		}
		return true, nil
	}
	cuts := m.p.broken(chosen, mostCuts)
	for _, c := range cuts {
		m.bounds.addCut(c)
		row, err := m.addRow(1, func(s *set) int64 {
			if c.holds(s) {
				return 1
			}
			return 0
		})
		if err != nil {
			return false, err
		}
		m.cutRows = append(m.cutRows, row)
	}
	return len(cuts) > 0, nil
}

// addRow adds a row that counts something in sets.
func (m *master) addRow(limit float64, count func(*set) int64) (int32, error) {
	var index []int32
	var value []float64
	for i := range m.sets {
		if n := count(&m.sets[i]); n > 0 {
			index, value = append(index, int32(i)), append(value, float64(n))
		}
	}
	row, err := m.lp.AddRow(math.Inf(-1), limit, index, value)
	return int32(row), err
}
