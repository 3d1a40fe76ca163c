// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Remedy is a training or a hire, with what it would bring.
type Remedy struct {
	Change Change   `json:"change"`
	Skills []string `json:"skills"`
	AtMost Points   `json:"at_most"` // no plan with it brings more above this plan
	Gain   Points   `json:"gain"`    // what a plan with it was found to bring
	Hours  Minutes  `json:"minutes"` // more work done in that plan
	Filled []string `json:"filled,omitempty"`
}

// Remedies ranks what would help most: each training by a level of who masters a skill
// already, and a hire for each combination of skills that an empty seat asks for. All
// are judged by the prices of the plan's proof; the best few are planned.
// Errors: those of Propose.
func Remedies(ctx context.Context, t *Task, prices Prices, plan *Plan, few int, o Options) ([]Remedy, error) {
	g := &remedies{task: t, prices: prices, full: compile(t, prices, extra{})}
	g.bounds = newBounds(g.full)
	g.bounds.begin(plan.Prices)
	bound := g.bounds.prove(ctx, func(int, int64) {})
	slack := max(0, Points(bound)-plan.Value)
	list := append(g.trainings(), g.hires(plan)...)
	slices.SortStableFunc(list, func(a, b Remedy) int { return cmp.Compare(b.AtMost, a.AtMost) })
	list = list[:min(few, len(list))]
	for i := range list {
		r := &list[i]
		r.AtMost += slack
		changed, err := Apply(t, []Change{r.Change})
		if err != nil {
			return nil, err
		}
		o.Start = plan.Placements
		run := newRun(compile(changed, prices, extra{}), o)
		run.search(ctx, cmp.Or(o.Steps, 200*len(run.p.jobs)), run.warmth()/20)
		run.lowest = int64(plan.Value + r.AtMost)
		d := Compare(plan, run.plan())
		r.Gain, r.Hours, r.Filled = max(0, d.Value), d.Hours, d.Filled
	}
	slices.SortStableFunc(list, func(a, b Remedy) int { return cmp.Or(cmp.Compare(b.Hours, a.Hours), cmp.Compare(b.Gain, a.Gain)) })
	return list, nil
}

// remedies judges persons against the prices of seats.
type remedies struct {
	task   *Task
	prices Prices
	full   *problem
	bounds *bounds
}

// worth is what somebody alone gains above the prices of the seats.
func (g *remedies) worth(p Person) int64 {
	alone := *g.task
	alone.People = []Person{p}
	alone.Pairs = slices.Clone(g.task.Pairs)
	one := compile(&alone, g.prices, extra{})
	k := newSack(one)
	k.start(0, func(o option, c *pair) int64 {
		v := c.value
		for _, where := range one.jobs[o.job].seats {
			at := g.full.jobOf[g.full.seatAt(one.seats[where].ID)]
			if g.full.jobs[at].fixed >= 0 {
				return -1
			}
			if one.seats[where].ID == g.full.jobs[at].name { // the price is of the whole job
				v -= g.bounds.now.job[at]
			}
		}
		for _, c := range c.costs {
			for i, b := range g.full.budgets {
				if b.name == one.budgets[c.budget].name {
					v -= g.bounds.now.budget[i] * c.cents / fine
				}
			}
		}
		return v
	}, 0)
	value, _ := k.solve()
	return value
}

func (g *remedies) trainings() (list []Remedy) {
	for _, p := range g.full.look.people {
		before := int64(-1)
		for _, skill := range slices.Sorted(maps.Keys(p.Skills)) {
			level := p.Skills[skill]
			if level < 1 || level > 4 {
				continue
			}
			if before < 0 {
				before = g.worth(*p)
			}
			better := *p
			better.Skills = maps.Clone(p.Skills)
			better.Skills[skill] = level + 1
			if gain := g.worth(better) - before; gain > 0 {
				list = append(list, Remedy{Change: Change{Do: Train, Person: p.ID, Skill: skill, Level: level + 1},
					Skills: []string{fmt.Sprintf("%s %d", skill, level+1)}, AtMost: Points(gain)})
			}
		}
	}
	return list
}

// hires looks at a person like each who could do an empty seat, if only there were more
// of them; those with the same skills count once.
func (g *remedies) hires(plan *Plan) (list []Remedy) {
	seen := map[string]bool{}
	for _, u := range plan.Unfilled {
		where := g.full.seatAt(u.Seat)
		for who, p := range g.full.look.people {
			if ok, _, _ := g.full.skilled(who, where); !ok {
				continue
			}
			var skills []string
			for _, s := range slices.Sorted(maps.Keys(p.Skills)) {
				skills = append(skills, fmt.Sprintf("%s %d", s, p.Skills[s]))
			}
			if key := strings.Join(skills, ";"); seen[key] {
				continue
			} else {
				seen[key] = true
			}
			fresh := Person{ID: p.ID + "+1", Place: p.Place, Skills: p.Skills, Contract: p.Contract, Rate: p.Rate}
			if gain := g.worth(fresh); gain > 0 {
				list = append(list, Remedy{Change: Change{Do: Hire, Like: p.ID}, Skills: skills, AtMost: Points(gain)})
			}
		}
	}
	return list
}
