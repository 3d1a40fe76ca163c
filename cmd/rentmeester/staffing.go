// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/staff"
	"rentmeester/policy"
	"rentmeester/staffing"
)

// staffingCommand holds the verbs of who does what; they work on files and need no
// administration.
func (p *program) staffingCommand() *cobra.Command {
	c := &cobra.Command{Use: "staffing", Short: p.say("cli.staffing.short"), Long: p.say("cli.staffing.long")}
	c.AddCommand(p.staffingPlanCommand(), p.staffingExplainCommand(), p.staffingRepairCommand(), p.staffingScenarioCommand(), p.staffingGapCommand(),
		p.staffingImportCommand(), p.staffingForgetCommand(), p.staffingPapersCommand())
	return c
}

// staffingFlags are what those verbs have in common.
type staffingFlags struct {
	people, assignments, locks, skills, travel string
	policy, from                               string
	weeks, seconds                             int
	seed                                       uint64
}

func (p *program) staffingFlags(c *cobra.Command, f *staffingFlags) {
	c.Flags().StringVar(&f.people, "people", "", p.say("cli.staffing.people"))
	c.Flags().StringVar(&f.assignments, "assignments", "", p.say("cli.staffing.assignments"))
	c.Flags().StringVar(&f.locks, "locks", "", p.say("cli.staffing.locks"))
	c.Flags().StringVar(&f.skills, "skills", "", p.say("cli.staffing.skills"))
	c.Flags().StringVar(&f.travel, "travel", "", p.say("cli.staffing.travel"))
	c.Flags().StringVar(&f.policy, "policy", "", p.say("cli.staffing.policy"))
	c.Flags().StringVar(&f.from, "from", "", p.say("cli.staffing.from"))
	c.Flags().IntVar(&f.weeks, "weeks", 0, p.say("cli.staffing.weeks"))
	c.Flags().IntVar(&f.seconds, "seconds", 60, p.say("cli.staffing.seconds"))
	c.Flags().Uint64Var(&f.seed, "seed", 1, p.say("cli.staffing.seed"))
}

// task reads the files that the flags name, and the prices of the policy in force.
func (p *program) staffingTask(f staffingFlags) (t *staffing.Task, prices staffing.Prices, err error) {
	if f.people == "" || f.assignments == "" {
		return nil, prices, fault.New("cli.staffing-files")
	}
	if err := secondsRight(f.seconds); err != nil {
		return nil, prices, err
	}
	files := staff.Files{Weeks: f.weeks}
	if f.from != "" {
		if files.From, err = day.Parse(f.from); err != nil {
			return nil, prices, err
		}
	}
	for _, one := range []struct {
		name string
		to   *io.Reader
	}{{f.people, &files.People}, {f.assignments, &files.Assignments}, {f.locks, &files.Locks}, {f.skills, &files.Skills}, {f.travel, &files.Travel}} {
		if one.name == "" {
			continue
		}
		file, openErr := os.Open(one.name)
		if openErr != nil {
			return nil, prices, fault.Wrap(openErr, "cli.no-file", "name", one.name)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		*one.to = file
	}
	if t, err = staff.Read(files); err == nil {
		err = staffing.Check(t)
	}
	if err != nil {
		return nil, prices, p.allWrong(err)
	}
	prices, err = p.staffingPrices(f.policy)
	return t, prices, err
}

func (p *program) staffingPrices(file string) (staffing.Prices, error) {
	if file == "" {
		return staffing.DefaultPrices(), nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return staffing.Prices{}, fault.Wrap(err, "cli.no-file", "name", file)
	}
	read, err := policy.Parse(raw)
	if err != nil {
		return staffing.Prices{}, err
	}
	return read.On(day.Of(p.now())).Staffing, nil
}

// within bounds a search to the seconds of the flag.
func (f staffingFlags) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Duration(f.seconds)*time.Second)
}

// allWrong tells all that is wrong but the first, which is told at the end.
func (p *program) allWrong(err error) error {
	joined, many := err.(interface{ Unwrap() []error })
	if !many {
		return err
	}
	list := joined.Unwrap()
	for _, one := range list[1:] {
		p.tell(one)
	}
	return list[0]
}
