// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/fault"
	"rentmeester/staffing/gap"
)

// mostSeconds is how long a search may be asked to last.
const mostSeconds = 24 * 60 * 60

func secondsRight(seconds int) error {
	if seconds < 1 || seconds > mostSeconds {
		return fault.New("cli.gap.seconds", "value", seconds, "most", mostSeconds)
	}
	return nil
}

func (p *program) staffingGapCommand() *cobra.Command {
	seconds, seed := 300, uint64(1)
	c := &cobra.Command{Use: "gap FILE", Short: p.say("cli.gap.short"), Long: p.say("cli.gap.long"), Args: cobra.ExactArgs(1)}
	c.Flags().IntVar(&seconds, "seconds", seconds, p.say("cli.staffing.seconds"))
	c.Flags().Uint64Var(&seed, "seed", seed, p.say("cli.staffing.seed"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := secondsRight(seconds); err != nil {
			return err
		}
		return p.staffingGap(c.Context(), args[0], time.Duration(seconds)*time.Second, seed)
	}
	return c
}

// assigned is what was found, for scripts. Agents and jobs count from 1.
type assigned struct {
	Agents     int     `json:"agents"`
	Jobs       int     `json:"jobs"`
	Cost       int     `json:"cost"`
	Bound      int     `json:"bound"`
	Gap        float64 `json:"gap"` // part of the cost
	Optimal    bool    `json:"optimal"`
	Seconds    float64 `json:"seconds"`
	Seed       uint64  `json:"seed"`
	Nodes      int     `json:"nodes"`
	Assignment []int   `json:"assignment"` // the agent of each job
}

func (p *program) staffingGap(ctx context.Context, name string, limit time.Duration, seed uint64) error {
	problem, err := readGap(name)
	if err != nil {
		return err
	}
	began := p.now()
	limited, stop := context.WithTimeout(ctx, limit)
	defer stop()
	a, err := gap.Solve(limited, problem, gap.Options{Seed: seed})
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // somebody stopped it
		return err
	}
	took := math.Round(p.now().Sub(began).Seconds()*100) / 100
	if p.json {
		out := assigned{Agents: problem.Agents(), Jobs: problem.Jobs(), Cost: a.Cost, Bound: a.Bound, Gap: a.Gap(), Optimal: a.Optimal(),
			Seconds: took, Seed: seed, Nodes: a.Nodes}
		for _, i := range a.Assignment {
			out.Assignment = append(out.Assignment, i+1)
		}
		return p.printJSON(out)
	}
	p.printGap(name, problem, a, took)
	return nil
}

func readGap(name string) (gap.Problem, error) {
	file, err := os.Open(name)
	if err != nil {
		return gap.Problem{}, fault.Wrap(err, "cli.no-file", "name", name)
	}
	defer file.Close()
	return gap.Read(file)
}

func (p *program) printGap(name string, problem gap.Problem, a gap.Answer, took float64) {
	p.printf("cli.gap.size", "name", name, "agents", problem.Agents(), "jobs", problem.Jobs())
	seconds := strconv.FormatFloat(took, 'f', -1, 64)
	if a.Optimal() {
		p.printf("cli.gap.optimal", "cost", a.Cost, "seconds", seconds)
	} else {
		p.printf("cli.gap.bounded", "cost", a.Cost, "bound", a.Bound, "gap", fmt.Sprintf("%.3f", 100*a.Gap()), "seconds", seconds)
	}
	load, jobs := make([]int, problem.Agents()), make([][]string, problem.Agents())
	for j, i := range a.Assignment {
		load[i] += problem.Weight[i][j]
		jobs[i] = append(jobs[i], strconv.Itoa(j+1))
	}
	for i := range jobs {
		list := strings.Join(jobs[i], " ")
		if list == "" {
			list = p.say("cli.gap.nothing")
		}
		p.printf("cli.gap.agent", "agent", i+1, "load", load[i], "capacity", problem.Capacity[i], "jobs", list)
	}
}
