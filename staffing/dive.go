// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
	"math"
	"slices"

	"rentmeester/highs"
)

// How a dive goes: sets that are chosen for so much are fixed, at least a few in each
// step of those that are chosen most.
const (
	nearlyChosen = 0.7
	diveSteps    = 40
)

// dive makes a plan of the linear programme: it fixes the sets that are nearly chosen,
// solves what is left anew, with new sets for it, and so on.
type dive struct {
	*master
	plan *state
	busy []bool // persons of whom the set is fixed
	held []int  // sets that were fixed
}

// dive improves the plan by a dive, and a short search from there.
// Errors: those of the solver.
func (m *master) dive(ctx context.Context) (err error) {
	d := &dive{master: m, plan: newState(m.p), busy: make([]bool, len(m.p.people))}
	for more := true; more; {
		if more, err = d.fix(); err != nil {
			return err
		}
		if err = d.solve(ctx); err != nil {
			return err
		}
	}
	for _, i := range d.held {
		if err := d.lp.ChangeColumn(i, 0, math.Inf(1)); err != nil {
			return err
		}
	}
	m.adopt(d.plan)
	m.search(ctx, 1500*len(m.p.jobs), m.warmth()/50)
	return nil
}

// inOrder are the sets that the programme chooses, in part too, the most first.
func (m *master) inOrder() (order []int) {
	for i, share := range m.now.Columns {
		if share > 1e-6 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.now.Columns[b], m.now.Columns[a]) })
	return order
}

// fix fixes sets; false when none is left.
func (d *dive) fix() (more bool, err error) {
	order := slices.DeleteFunc(d.inOrder(), func(i int) bool { return d.busy[d.sets[i].person] })
	for n, i := range order {
		if d.now.Columns[i] < nearlyChosen && n > len(d.busy)/diveSteps {
			break
		}
		if d.busy[d.sets[i].person] {
			continue
		}
		if err := d.settle(i); err != nil {
			return false, err
		}
	}
	return len(order) > 0, nil
}

// settle gives a person a set, or forbids it when it no longer fits.
func (d *dive) settle(i int) error {
	s, upper := &d.sets[i], 1.0
	before := slices.Clone(d.plan.at)
	for _, o := range s.pairs {
		if d.plan.at[o.job] >= 0 || !d.plan.fits(o.job, &d.p.jobs[o.job].pairs[o.at]) {
			d.plan.copyFrom(before)
			upper = 0
			break
		}
		d.plan.set(o.job, o.at)
	}
	d.busy[s.person] = upper == 1
	d.held = append(d.held, i)
	return d.lp.ChangeColumn(i, upper, upper)
}

// solve solves what is left, and once more with what is best now for who is left.
func (d *dive) solve(ctx context.Context) (err error) {
	if d.now, err = d.lp.Run(ctx, highs.Options{}); err != nil || !d.now.Found {
		return err
	}
	before := len(d.sets)
	d.price(0)
	profit := d.bounds.take(&d.bounds.now)
	k := d.bounds.sack
	k.most = fewLabels
	defer func() { k.most = mostLabels }()
	for who := range d.busy {
		if d.busy[who] {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		k.start(who, func(o option, c *pair) int64 {
			if d.plan.at[o.job] >= 0 {
				return 0
			}
			return profit(o, c)
		}, 0)
		k.solve()
		if s := d.taken(who, k.chose); d.gain(&s) > 1e-6 {
			if err := d.add(s); err != nil {
				return err
			}
		}
	}
	if len(d.sets) > before {
		d.now, err = d.lp.Run(ctx, highs.Options{})
	}
	return err
}
