// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

func (p *program) worklistCommand() *cobra.Command {
	var limit, skip int
	c := &cobra.Command{Use: "worklist [LINE]", Short: p.say("cli.worklist.short"), Long: p.say("cli.worklist.long"), Args: cobra.MaximumNArgs(1)}
	c.Flags().IntVar(&limit, "limit", 50, p.say("cli.worklist.limit"))
	c.Flags().IntVar(&skip, "skip", 0, p.say("cli.worklist.skip"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if limit < 1 || skip < 0 {
			return fault.New("cli.number", "value", min(limit, skip))
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			if len(args) == 1 {
				id, err := number(args[0])
				if err != nil {
					return err
				}
				item, err := b.Waiting(c.Context(), id)
				if err != nil {
					return err
				}
				return p.printWaiting([]app.Waiting{item}, true)
			}
			list, err := b.Worklist(c.Context(), limit, skip)
			if err != nil {
				return err
			}
			return p.printWaiting(list, false)
		})
	}
	return c
}

// waitingJSON is a waiting line as scripts read it.
type waitingJSON struct {
	app.Waiting
	Amount  app.Euro     `json:"amount"`
	Left    app.Euro     `json:"left"`
	Choices []choiceJSON `json:"choices"`
}

type choiceJSON struct {
	Probability float64       `json:"probability"`
	Rule        string        `json:"rule"`
	Safe        bool          `json:"safe"`
	Portions    []portionJSON `json:"allocations"`
	Rest        app.Euro      `json:"rest"`
	For         []string      `json:"for"`
	Against     []string      `json:"against"`
}

type portionJSON struct {
	Item    string   `json:"item,omitempty"`
	Account string   `json:"account,omitempty"`
	Party   string   `json:"party,omitempty"`
	Amount  app.Euro `json:"amount"`
}

func (p *program) printWaiting(list []app.Waiting, whole bool) error {
	if p.json {
		out := make([]waitingJSON, len(list))
		for i, w := range list {
			out[i] = p.waitingJSON(w)
		}
		return p.printJSON(out)
	}
	for _, w := range list {
		p.printOne(w, whole)
	}
	if len(list) == 0 {
		p.printf("cli.worklist.empty")
	}
	return nil
}

func (p *program) waitingJSON(w app.Waiting) waitingJSON {
	out := waitingJSON{Waiting: w, Amount: app.Euro(w.Amount), Left: app.Euro(w.Left), Choices: []choiceJSON{}}
	for _, c := range w.Choices {
		j := choiceJSON{Probability: c.Probability, Rule: c.Rule, Safe: c.Safe, Rest: app.Euro(c.Rest),
			For: p.sayAll(c.For), Against: p.sayAll(c.Against), Portions: []portionJSON{}}
		for _, a := range c.Portions {
			j.Portions = append(j.Portions, portionJSON{a.Item, a.Account, a.Party, app.Euro(a.Amount)})
		}
		out.Choices = append(out.Choices, j)
	}
	return out
}

func (p *program) sayAll(reasons []app.Reason) []string {
	said := make([]string, len(reasons))
	for i, r := range reasons {
		said[i] = text.Say(p.lang, r.Code, r.Args)
	}
	return said
}

func (p *program) printOne(w app.Waiting, whole bool) {
	fmt.Fprintf(p.out, "%d  %s  %s  %s  %s\n", w.Line, text.Day(p.lang, string(w.Booked)), p.amount(w.Left), w.Name, w.Counterparty)
	if about := strings.Join(w.Text, " "); about != "" {
		fmt.Fprintf(p.out, "    %s\n", about)
	}
	if len(w.Choices) == 0 {
		p.printf("cli.worklist.nothing")
	}
	for i, c := range w.Choices {
		if i > 1 && !whole {
			break
		}
		fmt.Fprintf(p.out, "  %d. %3.0f%%  %s\n", i+1, c.Probability*100, p.describe(c))
		for _, said := range p.sayAll(c.For) {
			fmt.Fprintf(p.out, "       + %s\n", said)
		}
		for _, said := range p.sayAll(c.Against) {
			fmt.Fprintf(p.out, "       − %s\n", said)
		}
	}
	for _, said := range p.sayAll(w.Why) {
		fmt.Fprintf(p.out, "     %s\n", said)
	}
}

func (p *program) describe(c app.WaitingChoice) string {
	parts := make([]string, 0, len(c.Portions)+1)
	for _, a := range c.Portions {
		parts = append(parts, fmt.Sprintf("%s %s", firstOf(a.Item, firstOf(a.Account, a.Party)), p.amount(a.Amount)))
	}
	if c.Rest != 0 {
		parts = append(parts, p.say("cli.worklist.rest", "amount", c.Rest))
	}
	return strings.Join(parts, " + ")
}

func (p *program) amount(c money.Cents) string { return text.Money(p.lang, c.String()) }
