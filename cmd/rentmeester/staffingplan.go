// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rentmeester/staffing"
	"rentmeester/text"
)

func (p *program) staffingPlanCommand() *cobra.Command {
	var f staffingFlags
	c := &cobra.Command{Use: "plan", Short: p.say("cli.staffing.plan.short"), Long: p.say("cli.staffing.plan.long"), Args: cobra.NoArgs}
	p.staffingFlags(c, &f)
	c.RunE = func(c *cobra.Command, _ []string) error {
		t, prices, err := p.staffingTask(f)
		if err != nil {
			return err
		}
		ctx, cancel := f.within(c.Context())
		defer cancel()
		return withSolver(func(s staffing.Solver) error {
			plan, err := staffing.Propose(ctx, t, prices, staffing.Options{Seed: f.seed, Solver: s})
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(p.planFile(t, plan))
			}
			return p.printPlan(t, plan)
		})
	}
	return c
}

// planFile is a plan as it is written, and read again by repair and explain.
type planFile struct {
	From  string         `json:"from"`
	Weeks int            `json:"weeks"`
	Plan  *staffing.Plan `json:"plan"`
	Seats []plannedSeat  `json:"seats"`
	Words []string       `json:"words"` // the plan in a few sentences
}

// plannedSeat is a seat with who has it, week by week.
type plannedSeat struct {
	Seat       string             `json:"seat"`
	Assignment string             `json:"assignment"`
	Role       string             `json:"role,omitempty"`
	Person     string             `json:"person,omitempty"`
	Week       string             `json:"week"` // the Monday of its first week
	Minutes    []staffing.Minutes `json:"minutes"`
	Lock       string             `json:"lock,omitempty"`
	Why        []string           `json:"why,omitempty"` // why nobody has it
}

func (p *program) planFile(t *staffing.Task, plan *staffing.Plan) planFile {
	return planFile{string(t.From), t.Weeks, plan, p.plannedSeats(t, plan), p.planWords(plan)}
}

func (p *program) plannedSeats(t *staffing.Task, plan *staffing.Plan) (list []plannedSeat) {
	who, why := map[string]string{}, map[string][]string{}
	for _, x := range plan.Placements {
		who[x.Seat] = x.Person
	}
	for _, u := range plan.Unfilled {
		why[u.Seat] = p.reasons(u.Reasons)
	}
	locks := map[string]string{}
	for _, l := range t.Locks {
		if l.Kind == staffing.Fixed {
			locks[l.Seat] = map[bool]string{true: "tentative", false: "fixed"}[l.Tentative]
		}
	}
	for _, a := range t.Assignments {
		for _, s := range a.Seats {
			list = append(list, plannedSeat{s.ID, a.ID, s.Name, who[s.ID], string(t.From.Add(7 * s.First)), s.Work, locks[s.ID], why[s.ID]})
		}
	}
	return list
}

// reasons says reasons in the reader's language.
func (p *program) reasons(list []staffing.Reason) (all []string) {
	for _, r := range list {
		all = append(all, text.Say(p.lang, r.Code, r.Args))
	}
	return all
}

// planWords are what the plan comes down to.
func (p *program) planWords(plan *staffing.Plan) []string {
	proof := p.say("cli.staffing.gap", "bound", plan.Bound, "gap", gapOf(p.lang, plan.Gap))
	if plan.Proved {
		proof = p.say("cli.staffing.proved")
	}
	return []string{
		p.say("cli.staffing.filled", "filled", len(plan.Placements), "all", len(plan.Placements)+len(plan.Unfilled)),
		p.say("cli.staffing.value", "value", plan.Value), proof,
	}
}

// gapOf writes a share in percent, with enough figures to see that it is not nothing.
func gapOf(lang text.Lang, share float64) string {
	percent := strconv.FormatFloat(share*100, 'f', 3, 64)
	if lang == text.NL {
		return strings.Replace(percent, ".", ",", 1)
	}
	return percent
}

func (p *program) printPlan(t *staffing.Task, plan *staffing.Plan) error {
	for _, line := range p.planWords(plan) {
		fmt.Fprintln(p.out, line)
	}
	fmt.Fprintln(p.out)
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, p.say("cli.staffing.head"))
	names := namesOf(t)
	for _, s := range p.plannedSeats(t, plan) {
		if s.Person != "" {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", s.Seat, s.Role, names[s.Person], s.Week, len(s.Minutes), most(s.Minutes).Hours(), p.say("cli.staffing.lock."+cmp.Or(s.Lock, "none")))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	p.printUnfilled(plan)
	return p.printTerms(p.out, plan.Terms)
}

func (p *program) printUnfilled(plan *staffing.Plan) {
	if len(plan.Unfilled) == 0 {
		return
	}
	fmt.Fprintln(p.out)
	p.printf("cli.staffing.unfilled", "count", len(plan.Unfilled))
	for _, u := range plan.Unfilled {
		fmt.Fprintf(p.out, "  %s: %s\n", u.Seat, strings.Join(p.reasons(u.Reasons), " "))
	}
}

// printTerms shows what the value is made of.
func (p *program) printTerms(to io.Writer, t staffing.Terms) error {
	fmt.Fprintln(to)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, term := range []struct {
		name   string
		points staffing.Points
	}{{"priority", t.Priority}, {"fit", t.Fit}, {"continuity", t.Continuity}, {"wishes", t.Wishes}, {"development", t.Development},
		{"stretch", t.Stretch}, {"travel", t.Travel}, {"fairness", t.Fairness}, {"sum", t.Sum()}} {
		fmt.Fprintf(w, "%s\t%d\t\n", p.say("cli.staffing.term."+term.name), term.points)
	}
	return w.Flush()
}

// most is the busiest week.
func most(list []staffing.Minutes) (m staffing.Minutes) {
	for _, one := range list {
		m = max(m, one)
	}
	return m
}
