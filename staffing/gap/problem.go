// SPDX-License-Identifier: EUPL-1.2

// Package gap solves the generalised assignment problem: every job goes to one
// agent, no agent gets more than he can carry, and all together costs as little
// as can be. It is the heart of every plan of people and assignments without its
// weeks, and there are public instances of it with known optima, so that the
// search and the bounds that plans rest on can be measured in the open.
//
// [Solve] gives an assignment with a proved lower bound. The assignment comes from a
// search of large neighbourhoods and from many ways down a tree; the bound from the
// Lagrangian relaxation of "every job once" (Fisher, Jaikumar and Van Wassenhove,
// Management Science 32, 1986), in whole numbers, so that no rounding can spoil a
// proof; and the rest from fixing variables and depth-first search, as Posta, Ferland
// and Michelon do (Computational Optimization and Applications 52, 2012).
//
// Values in, values out: the same problem, seed and number of rounds give the
// same answer. It imports fault.
package gap

import (
	"slices"

	"rentmeester/fault"
)

// Bounds on what can be asked. They keep every sum of scaled costs within 64 bits.
const (
	MostAgents = 500
	MostJobs   = 10_000
	MostPairs  = 1_000_000 // agents times jobs
	MostCost   = 1_000_000
	MostWeight = 100_000    // of a job, and what an agent can carry at most
	MostCells  = 20_000_000 // of the largest knapsack: jobs times what an agent can carry
)

// Problem is what is to be assigned. Cost and Weight have a row for each agent, with
// a value for each job; costs may be negative, weights may not.
type Problem struct {
	Cost, Weight [][]int
	Capacity     []int // of each agent
}

// Agents gives how many agents there are.
func (p Problem) Agents() int { return len(p.Capacity) }

// Jobs gives how many jobs there are.
func (p Problem) Jobs() int {
	if len(p.Cost) == 0 {
		return 0
	}
	return len(p.Cost[0])
}

// Check says what is wrong with a problem. Errors: gap.size, gap.shape, gap.cost,
// gap.weight, gap.capacity, gap.work, gap.alone.
func (p Problem) Check() error {
	agents, jobs := p.Agents(), p.Jobs()
	if err := checkSize(agents, jobs); err != nil {
		return err
	}
	if len(p.Cost) != agents || len(p.Weight) != agents {
		return fault.New("gap.shape", "agents", agents, "jobs", jobs)
	}
	for i := range agents {
		if len(p.Cost[i]) != jobs || len(p.Weight[i]) != jobs {
			return fault.New("gap.shape", "agents", agents, "jobs", jobs)
		}
		if at := slices.IndexFunc(p.Cost[i], func(c int) bool { return c < -MostCost || c > MostCost }); at >= 0 {
			return fault.New("gap.cost", "agent", i+1, "job", at+1, "value", p.Cost[i][at], "most", MostCost)
		}
		if at := slices.IndexFunc(p.Weight[i], func(w int) bool { return w < 0 || w > MostWeight }); at >= 0 {
			return fault.New("gap.weight", "agent", i+1, "job", at+1, "value", p.Weight[i][at], "most", MostWeight)
		}
		if p.Capacity[i] < 0 || p.Capacity[i] > MostWeight {
			return fault.New("gap.capacity", "agent", i+1, "value", p.Capacity[i], "most", MostWeight)
		}
	}
	if room := slices.Max(p.Capacity); jobs*(room+1) > MostCells {
		return fault.New("gap.work", "jobs", jobs, "value", room, "most", MostCells)
	}
	for j := range jobs {
		if !slices.ContainsFunc(p.indices(), func(i int) bool { return p.Weight[i][j] <= p.Capacity[i] }) {
			return fault.New("gap.alone", "job", j+1)
		}
	}
	return nil
}

// checkSize says whether a problem is not too small and not too large.
func checkSize(agents, jobs int) error {
	if agents < 1 || jobs < 1 || agents > MostAgents || jobs > MostJobs || agents*jobs > MostPairs {
		return fault.New("gap.size", "agents", agents, "jobs", jobs, "most_agents", MostAgents, "most_jobs", MostJobs, "most_pairs", MostPairs)
	}
	return nil
}

func (p Problem) indices() []int {
	out := make([]int, p.Agents())
	for i := range out {
		out[i] = i
	}
	return out
}

// CostOf gives what an assignment costs (the agent of each job), and whether every
// agent can carry what he gets.
func (p Problem) CostOf(assignment []int) (cost int, fits bool) {
	if len(assignment) != p.Jobs() {
		return 0, false
	}
	load := make([]int, p.Agents())
	for j, i := range assignment {
		if i < 0 || i >= len(load) {
			return 0, false
		}
		cost += p.Cost[i][j]
		load[i] += p.Weight[i][j]
	}
	for i := range load {
		if load[i] > p.Capacity[i] {
			return cost, false
		}
	}
	return cost, true
}
