// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"time"

	"rentmeester/bench/machine"
	bench "rentmeester/bench/staffing"
	"rentmeester/staffing"
)

// result is what came of one shape.
type result struct {
	bench.Shape
	town                  uint64 // its seed
	plan, repair          proof
	moved, freed          int // by the repair
	explain, explainClock time.Duration
	exact, possible       int // of ten explanations
}

// proof is how good a plan is proved to be, and in how much time.
type proof struct {
	gap       float64
	proved    bool
	empty     int
	cpu, wall time.Duration
}

// measure is one shape under way.
type measure struct {
	options
	prices staffing.Prices
	solver staffing.Solver
	task   *staffing.Task
	result
}

func (m *measure) all() error {
	m.task = bench.Invent(m.Shape, m.town)
	var plan *staffing.Plan
	var err error
	m.plan, err = m.prove(m.task, aims[m.Name].cpu, func(ctx context.Context) (*staffing.Plan, error) {
		plan, err = staffing.Propose(ctx, m.task, m.prices, m.search())
		return plan, err
	})
	if err != nil {
		return err
	}
	if err := m.repaired(plan); err != nil {
		return err
	}
	return m.explained(plan)
}

func (m *measure) search() staffing.Options {
	return staffing.Options{Seed: m.town, Solver: m.solver}
}

// prove makes a plan in the time that is the aim, and counts it again.
func (m *measure) prove(t *staffing.Task, most time.Duration, do func(context.Context) (*staffing.Plan, error)) (p proof, err error) {
	wall, stop := context.WithTimeout(context.Background(), time.Duration(m.seconds)*time.Second)
	defer stop()
	ctx, done := machine.WithCPU(wall, most*95/100) // what is left is to write the plan down
	defer done()
	var plan *staffing.Plan
	p.cpu, p.wall, err = spend(func() (err error) {
		plan, err = do(ctx)
		return err
	})
	if err != nil {
		return p, err
	}
	c := bench.Count(t, m.prices, plan.Placements)
	if c.Value != int64(plan.Value) || len(c.Wrong) > 0 {
		return p, fmt.Errorf("counted again it is worth %d and not %d; broken: %v", c.Value, plan.Value, c.Wrong)
	}
	p.gap, p.proved, p.empty = plan.Gap, plan.Proved, len(plan.Unfilled)
	return p, nil
}

// repaired lets the busiest leave.
func (m *measure) repaired(plan *staffing.Plan) error {
	who, most := "", staffing.Minutes(-1)
	for _, h := range plan.People {
		sum := staffing.Minutes(0)
		for _, one := range h.Planned {
			sum += one
		}
		if sum > most {
			who, most = h.Person, sum
		}
	}
	changed, err := staffing.Apply(m.task, []staffing.Change{{Do: staffing.Leave, Person: who, Day: m.task.From}})
	if err != nil {
		return err
	}
	o := m.search()
	o.Prices = plan.Prices
	m.repair, err = m.prove(changed, repairTime, func(ctx context.Context) (*staffing.Plan, error) {
		r, err := staffing.Repair(ctx, changed, m.prices, plan.Placements, o)
		if err != nil {
			return nil, err
		}
		m.moved, m.freed = len(r.Moved), len(r.Freed)
		return r.Plan, nil
	})
	return err
}

// explained asks of ten pairs why not.
func (m *measure) explained(plan *staffing.Plan) error {
	for n := range 10 {
		person := m.task.People[n*len(m.task.People)/10].ID
		seat := plan.Placements[n*len(plan.Placements)/10].Seat
		cpu, wall, err := spend(func() error {
			a, err := staffing.Explain(context.Background(), m.task, m.prices, plan, person, seat, m.search())
			if err != nil {
				return err
			}
			if a.Possible {
				m.possible++
			}
			if a.Exact() {
				m.exact++
			}
			return nil
		})
		if err != nil {
			return err
		}
		m.explain, m.explainClock = max(m.explain, cpu), max(m.explainClock, wall)
	}
	return nil
}
