// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"rentmeester/fault"
	"rentmeester/staffing"
)

// readPlan reads what plan --json or repair --json wrote.
func readPlan(name string) (*staffing.Plan, error) {
	if name == "" {
		return nil, fault.New("cli.staffing-plan")
	}
	raw, err := readText(name)
	if err != nil {
		return nil, err
	}
	var file planFile
	if err := json.Unmarshal(raw, &file); err != nil || file.Plan == nil {
		return nil, fault.Wrap(err, "cli.staffing-no-plan", "name", name)
	}
	return file.Plan, nil
}

// readText reads a file as UTF-8. A console of Windows writes what goes to a file in
// UTF-16, and an editor a byte order mark before it.
func readText(name string) ([]byte, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.Wrap(err, "cli.no-file", "name", name)
	}
	plain, _, err := transform.Bytes(unicode.BOMOverride(unicode.UTF8.NewDecoder()), raw)
	if err != nil {
		return nil, fault.Wrap(err, "cli.staffing-json", "name", name)
	}
	return plain, nil
}

// readJSON reads a file that is for one of the commands.
func readJSON(name string, into any) error {
	raw, err := readText(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fault.Wrap(err, "cli.staffing-json", "name", name)
	}
	return nil
}

func (p *program) staffingExplainCommand() *cobra.Command {
	var f staffingFlags
	var plan, person, seat string
	c := &cobra.Command{Use: "explain", Short: p.say("cli.staffing.explain.short"), Long: p.say("cli.staffing.explain.long"), Args: cobra.NoArgs}
	p.staffingFlags(c, &f)
	c.Flags().StringVar(&plan, "plan", "", p.say("cli.staffing.plan"))
	c.Flags().StringVar(&person, "person", "", p.say("cli.staffing.person"))
	c.Flags().StringVar(&seat, "seat", "", p.say("cli.staffing.seat"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		earlier, err := readPlan(plan)
		if err != nil {
			return err
		}
		t, prices, err := p.staffingTask(f)
		if err != nil {
			return err
		}
		ctx, cancel := f.within(c.Context())
		defer cancel()
		a, err := staffing.Explain(ctx, t, prices, earlier, person, seat, staffing.Options{Seed: f.seed})
		if err != nil {
			return err
		}
		words := p.answerWords(t, a)
		if p.json {
			return p.printJSON(struct {
				*staffing.Answer
				Words []string `json:"words"`
			}{a, words})
		}
		_, err = fmt.Fprintln(p.out, strings.Join(words, "\n"))
		return err
	}
	return c
}

// answerWords say why somebody has a seat or not, and what the other way would cost.
func (p *program) answerWords(t *staffing.Task, a *staffing.Answer) (words []string) {
	names := namesOf(t)
	say := func(key string, pairs ...any) {
		words = append(words, p.say(key, append(pairs, "person", names[a.Person], "seat", a.Seat)...))
	}
	switch {
	case a.Sits:
		say("cli.staffing.why.sits", "value", a.Terms.Sum())
	case len(a.Blocks) > 0:
		say("cli.staffing.why.blocked")
		words = append(words, indent(p.reasons(a.Blocks))...)
	case len(a.Conflict) > 0:
		say("cli.staffing.why.conflict")
	default:
		say("cli.staffing.why.may", "value", a.Terms.Sum())
	}
	if len(a.Blocks) == 0 {
		words = append(words, indent(p.reasons(a.Conflict))...)
	}
	if !a.Possible {
		return append(words, p.say("cli.staffing.why.impossible"))
	}
	way := map[bool]string{true: "off", false: "on"}[a.Sits]
	switch {
	case a.AtMost <= 0:
		say("cli.staffing.why."+way+"-free", "most", a.AtMost)
	case a.Exact():
		say("cli.staffing.why."+way+"-exact", "most", a.AtMost)
	default:
		say("cli.staffing.why."+way, "least", max(0, a.AtLeast), "most", a.AtMost)
	}
	return append(words, indent(p.moves(names, a.Changes))...)
}

// moves says which seats change hands.
func (p *program) moves(names map[string]string, list []staffing.Move) (words []string) {
	nobody := p.say("cli.staffing.nobody")
	called := func(id string) string {
		if id == "" {
			return nobody
		}
		return firstOf(names[id], id)
	}
	for _, m := range list {
		words = append(words, p.say("cli.staffing.move", "seat", m.Seat, "from", called(m.From), "to", called(m.To)))
	}
	return words
}

func indent(list []string) []string {
	for i := range list {
		list[i] = "  " + list[i]
	}
	return list
}

func namesOf(t *staffing.Task) map[string]string {
	names := map[string]string{}
	for _, one := range t.People {
		names[one.ID] = firstOf(one.Name, one.ID)
	}
	return names
}

func (p *program) staffingRepairCommand() *cobra.Command {
	var f staffingFlags
	var plan, change string
	c := &cobra.Command{Use: "repair", Short: p.say("cli.staffing.repair.short"), Long: p.say("cli.staffing.repair.long"), Args: cobra.NoArgs}
	p.staffingFlags(c, &f)
	c.Flags().StringVar(&plan, "plan", "", p.say("cli.staffing.plan"))
	c.Flags().StringVar(&change, "changes", "", p.say("cli.staffing.changes"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		earlier, err := readPlan(plan)
		if err != nil {
			return err
		}
		t, prices, err := p.staffingTask(f)
		if err != nil {
			return err
		}
		if change != "" {
			var changes []staffing.Change
			if err := readJSON(change, &changes); err != nil {
				return err
			}
			if t, err = staffing.Apply(t, changes); err != nil {
				return err
			}
		}
		return p.repair(c.Context(), f, t, prices, earlier)
	}
	return c
}

func (p *program) repair(ctx context.Context, f staffingFlags, t *staffing.Task, prices staffing.Prices, earlier *staffing.Plan) error {
	ctx, cancel := f.within(ctx)
	defer cancel()
	return withSolver(func(s staffing.Solver) error {
		r, err := staffing.Repair(ctx, t, prices, earlier.Placements, staffing.Options{Seed: f.seed, Prices: earlier.Prices, Solver: s})
		if err != nil {
			return err
		}
		if p.json {
			return p.printJSON(struct {
				planFile
				Freed  []staffing.Move `json:"freed"`
				Moved  []staffing.Move `json:"moved"`
				Filled []staffing.Move `json:"filled"`
			}{p.planFile(t, r.Plan), r.Freed, r.Moved, r.Filled})
		}
		p.printRepair(p.out, t, r)
		return p.printPlan(t, r.Plan)
	})
}

func (p *program) printRepair(to io.Writer, t *staffing.Task, r *staffing.Repaired) {
	names := namesOf(t)
	for _, part := range []struct {
		key  string
		list []staffing.Move
	}{{"freed", r.Freed}, {"moved", r.Moved}, {"newly", r.Filled}} {
		fmt.Fprintln(to, p.say("cli.staffing.repair."+part.key, "count", len(part.list)))
		for _, line := range indent(p.moves(names, part.list)) {
			fmt.Fprintln(to, line)
		}
	}
	fmt.Fprintln(to)
}
