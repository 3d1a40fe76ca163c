// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rentmeester/highs"
	"rentmeester/staffing"
)

// withSolver lends the solver where this build has one; without it plans have the bound
// that needs none.
func withSolver(do func(staffing.Solver) error) (err error) {
	if highs.Missing() {
		return do(nil)
	}
	s := &highs.Late{Dir: solverCache()}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// scenario is what somebody wants to know: what if.
type scenario struct {
	Name    string            `json:"name"`
	Changes []staffing.Change `json:"changes"`
}

// outcome is a scenario that was planned.
type outcome struct {
	Name       string              `json:"name"`
	Plan       *staffing.Plan      `json:"plan"`
	Difference staffing.Difference `json:"difference"`
	Ahead      staffing.Outlook    `json:"ahead"`
	Words      []string            `json:"words"`
	task       *staffing.Task
}

func (p *program) staffingScenarioCommand() *cobra.Command {
	var f staffingFlags
	var file string
	var remedies int
	c := &cobra.Command{Use: "scenario", Short: p.say("cli.staffing.scenario.short"), Long: p.say("cli.staffing.scenario.long"), Args: cobra.NoArgs}
	p.staffingFlags(c, &f)
	c.Flags().StringVar(&file, "scenarios", "", p.say("cli.staffing.scenarios"))
	c.Flags().IntVar(&remedies, "remedies", 0, p.say("cli.staffing.remedies"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		var list []scenario
		if file != "" {
			if err := readJSON(file, &list); err != nil {
				return err
			}
		}
		t, prices, err := p.staffingTask(f)
		if err != nil {
			return err
		}
		return p.scenarios(c.Context(), f, t, prices, list, remedies)
	}
	return c
}

func (p *program) scenarios(ctx context.Context, f staffingFlags, t *staffing.Task, prices staffing.Prices, list []scenario, few int) error {
	o := staffing.Options{Seed: f.seed}
	plan := func(changes []staffing.Change, now *staffing.Plan) (*staffing.Task, *staffing.Plan, error) {
		ctx, cancel := f.within(ctx)
		defer cancel()
		if now == nil {
			now, err := staffing.Propose(ctx, t, prices, o)
			return t, now, err
		}
		return staffing.WhatIf(ctx, t, prices, now, changes, o)
	}
	_, now, err := plan(nil, nil)
	if err != nil {
		return err
	}
	all := []outcome{{Name: p.say("cli.staffing.now"), Plan: now, Ahead: staffing.Ahead(t, now), Words: p.planWords(now), task: t}}
	for _, s := range list {
		changed, then, err := plan(s.Changes, now)
		if err != nil {
			return p.allWrong(err)
		}
		d := staffing.Compare(now, then)
		all = append(all, outcome{s.Name, then, d, staffing.Ahead(changed, then), p.differenceWords(d), changed})
	}
	var remedies []staffing.Remedy
	if few > 0 {
		ctx, cancel := f.within(ctx)
		defer cancel()
		if remedies, err = staffing.Remedies(ctx, t, prices, now, few, o); err != nil {
			return err
		}
	}
	if p.json {
		return p.printJSON(map[string]any{"scenarios": all, "remedies": remedies})
	}
	return p.printScenarios(all, remedies)
}

// differenceWords say what a scenario changes.
func (p *program) differenceWords(d staffing.Difference) []string {
	key := "cli.staffing.difference"
	if !d.Certain {
		key = "cli.staffing.difference-unsure"
	}
	return []string{p.say(key, "value", d.Value, "hours", d.Hours.Hours(), "filled", len(d.Filled), "emptied", len(d.Emptied), "moved", len(d.Moved))}
}

func (p *program) printScenarios(all []outcome, remedies []staffing.Remedy) error {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, p.say("cli.staffing.scenario.head"))
	for _, s := range all {
		fmt.Fprintf(w, "%s\t%d\t%d\t%+d\t%s\t%s\t%s\n", s.Name, len(s.Plan.Placements), len(s.Plan.Unfilled), s.Difference.Value,
			s.Difference.Hours.Hours(), total(s.Ahead.Bench).Hours(), total(s.Ahead.Short).Hours())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, s := range all[1:] {
		fmt.Fprintln(p.out)
		fmt.Fprintln(p.out, s.Name+": "+strings.Join(s.Words, " "))
		for _, seat := range s.Difference.Filled {
			fmt.Fprintln(p.out, "  + "+seat)
		}
		for _, seat := range s.Difference.Emptied {
			fmt.Fprintln(p.out, "  - "+seat)
		}
	}
	if len(remedies) > 0 {
		fmt.Fprintln(p.out)
		p.printf("cli.staffing.remedies.head")
	}
	for _, r := range remedies {
		fmt.Fprintln(p.out, "  "+p.say("cli.staffing.remedy."+string(r.Change.Do), "person", firstOf(r.Change.Person, r.Change.Like), "skills", strings.Join(r.Skills, ", "),
			"hours", r.Hours.Hours(), "gain", r.Gain, "most", r.AtMost))
	}
	return nil
}

func total(list []staffing.Minutes) (sum staffing.Minutes) {
	for _, m := range list {
		sum += m
	}
	return sum
}
