// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy/rules"
	"rentmeester/text"
)

func (p *program) rulesCommand() *cobra.Command {
	c := &cobra.Command{Use: "rules", Short: p.say("cli.rules.short"), Long: p.say("cli.rules.long"), Args: cobra.NoArgs}
	list := p.rulesListCommand()
	c.RunE = list.RunE // the same without a word
	c.AddCommand(list, p.rulesSuggestCommand(), p.rulesReplayCommand(), p.rulesAddCommand())
	return c
}

// dayFlag adds a flag that holds a day, today when it is not given.
func (p *program) dayFlag(c *cobra.Command, name, say string) func() (day.Day, error) {
	value := c.Flags().String(name, "", p.say(say))
	return func() (day.Day, error) {
		if *value == "" {
			return day.Of(p.now()), nil
		}
		return day.Parse(*value)
	}
}

func (p *program) rulesListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.rules.list"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			list, _, err := b.RulesInForce(c.Context(), day.Of(p.now()))
			if err != nil {
				return err
			}
			if p.json {
				out := make([]ruleJSON, len(list))
				for i, r := range list {
					out[i] = asJSON(r.Rule)
				}
				return p.printJSON(out)
			}
			for _, r := range list {
				p.printRule(r)
			}
			if len(list) == 0 {
				p.printf("cli.rules.none")
			}
			return nil
		})
	}
	return c
}

// ruleJSON is a rule for scripts.
type ruleJSON struct {
	Name    string            `json:"name"`
	From    day.Day           `json:"from"`
	When    string            `json:"when"`
	Certain bool              `json:"certain"`
	Book    []rulePortionJSON `json:"book"`
}

type rulePortionJSON struct {
	Account    string            `json:"account"`
	Share      string            `json:"share,omitempty"`
	Dimensions map[string]string `json:"dimensions,omitempty"`
}

func asJSON(r rules.Rule) ruleJSON {
	out := ruleJSON{r.Name, r.From, r.When, r.Certain, make([]rulePortionJSON, len(r.Book))}
	for i, portion := range r.Book {
		out.Book[i] = rulePortionJSON{portion.Account, portion.Share, portion.Dimensions}
	}
	return out
}

func (p *program) printRule(r app.RuleView) {
	key := "cli.rules.proposes"
	if r.Certain {
		key = "cli.rules.certain"
	}
	p.printf(key, "rule", r.Name, "from", r.From)
	for _, line := range strings.Split(strings.TrimSpace(r.When), "\n") {
		fmt.Fprintln(p.out, "    "+strings.TrimSpace(line))
	}
	for i, portion := range r.Book {
		said := portion.Account
		if r.Codes[i] != said {
			said = r.Codes[i] + " " + said
		}
		for _, name := range slices.Sorted(maps.Keys(portion.Dimensions)) {
			said += "  " + name + "=" + portion.Dimensions[name]
		}
		if portion.Share != "" {
			said += "  (" + portion.Share + ")"
		}
		fmt.Fprintln(p.out, "    → "+said)
	}
}

func (p *program) rulesSuggestCommand() *cobra.Command {
	c := &cobra.Command{Use: "suggest", Short: p.say("cli.rules.suggest"), Long: p.say("cli.rules.suggest.long"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			list, err := b.SuggestRules(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				out := make([]map[string]any, len(list))
				for i, s := range list {
					out[i] = map[string]any{"rule": asJSON(s.Rule), "text": s.Text, "times": s.Times, "days": s.Days, "first": s.First,
						"last": s.Last, "examples": s.Examples}
				}
				return p.printJSON(out)
			}
			for _, s := range list {
				fmt.Fprintln(p.out, "# "+p.say("cli.rules.suggested", "times", s.Times, "days", s.Days, "first", s.First, "last", s.Last))
				for _, e := range s.Examples {
					fmt.Fprintln(p.out, "#   "+p.exampleLine(e))
				}
				fmt.Fprintln(p.out, strings.TrimRight(s.Text, "\n")+"\n")
			}
			if len(list) == 0 {
				fmt.Fprintln(p.out, "# "+p.say("cli.rules.nothing"))
			}
			return nil
		})
	}
	return c
}

func (p *program) exampleLine(e rules.Example) string {
	said := fmt.Sprintf("%d  %s  %s  %s  %s", e.ID, text.Day(p.lang, string(e.Day)), text.Money(p.lang, e.Amount.String()), e.Name, e.Text)
	if e.Booked != "" {
		said += "  [" + e.Booked + "]"
	}
	return strings.Join(strings.Fields(said), " ")
}

func (p *program) rulesReplayCommand() *cobra.Command {
	c := &cobra.Command{Use: "replay FILE", Short: p.say("cli.rules.replay"), Long: p.say("cli.rules.replay.long"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		body, err := p.readText(args[0])
		if err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			reports, err := b.ReplayRules(c.Context(), body, day.Of(p.now()))
			if err != nil {
				return err
			}
			return p.printReports(reports)
		})
	}
	return c
}

func (p *program) rulesAddCommand() *cobra.Command {
	var force bool
	c := &cobra.Command{Use: "add FILE", Short: p.say("cli.rules.add"), Long: p.say("cli.rules.add.long"), Args: cobra.ExactArgs(1)}
	from := p.dayFlag(c, "from", "cli.rules.from")
	c.Flags().BoolVar(&force, "force", false, p.say("cli.rules.force"))
	c.RunE = func(c *cobra.Command, args []string) error {
		body, err := p.readText(args[0])
		if err != nil {
			return err
		}
		on, err := from()
		if err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			reports, err := b.AddRules(c.Context(), p.user, body, on, force)
			if err != nil {
				return err
			}
			if err := p.printReports(reports); err != nil || p.json {
				return err
			}
			p.printf("cli.rules.added", "from", on)
			return nil
		})
	}
	return c
}

// readText reads a file, or standard input for "-".
func (p *program) readText(name string) (body []byte, err error) {
	if name == "-" {
		body, err = io.ReadAll(io.LimitReader(p.in, 1<<20))
	} else {
		body, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fault.Wrap(err, "cli.no-file", "name", name)
	}
	return body, nil
}

func (p *program) printReports(reports []rules.Report) error {
	if p.json {
		return p.printJSON(reports)
	}
	for _, r := range reports {
		p.printf("cli.rules.replayed", "rule", r.Rule, "hits", r.Hits, "agree", r.Agree, "others", r.Others)
		for _, part := range []struct {
			key  string
			list []rules.Example
		}{{"cli.rules.otherwise", r.Disagree}, {"cli.rules.on-items", r.OnItems}} {
			for _, e := range part.list {
				fmt.Fprintln(p.out, "  "+p.say(part.key)+" "+p.exampleLine(e))
			}
		}
		if r.Failed > 0 {
			p.printf("cli.rules.failed", "count", r.Failed)
		}
	}
	return nil
}
