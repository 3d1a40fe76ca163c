// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/day"
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
			if err := p.printWaiting(list, false); err != nil || p.json {
				return err
			}
			mandates, err := b.Mandates(c.Context())
			if n := app.MandatesToStop(mandates); n > 0 {
				p.printf("cli.worklist.mandates", "count", n)
			}
			return err
		})
	}
	return c
}

// waitingJSON is a waiting line as scripts read it.
type waitingJSON struct {
	Line         int64        `json:"line"`
	Account      string       `json:"account"`
	Entry        string       `json:"entry"`
	Detail       int          `json:"detail,omitempty"` // 1-based place in the entry; 0 the entry as a whole
	Booked       day.Day      `json:"booked"`
	Amount       app.Euro     `json:"amount"`
	Left         app.Euro     `json:"left"` // not yet explained
	Name         string       `json:"name"`
	Counterparty string       `json:"counterparty"` // IBAN
	Text         []string     `json:"text"`
	Return       string       `json:"return,omitempty"` // why it came back
	ReturnCode   string       `json:"returnCode,omitempty"`
	Do           string       `json:"do,omitempty"` // what to do about that
	Ambiguous    bool         `json:"ambiguous"`
	Why          string       `json:"why"`     // it waits, in one sentence
	Decided      []string     `json:"decided"` // between the best and the rest
	Keeps        []string     `json:"keeps"`   // it from being done without a person
	Choices      []choiceJSON `json:"choices"`
}

type choiceJSON struct {
	Choice      int           `json:"choice"` // for accept --choice
	Probability float64       `json:"probability"`
	Rule        string        `json:"rule,omitempty"` // of policy
	Portions    []portionJSON `json:"allocations"`
	Rest        app.Euro      `json:"rest"`
	For         []string      `json:"for"`
	Against     []string      `json:"against"`
}

type portionJSON struct {
	Item       string   `json:"item,omitempty"`
	Account    string   `json:"account,omitempty"`
	Party      string   `json:"party,omitempty"`
	Name       string   `json:"name,omitempty"`
	Dimensions string   `json:"dimensions,omitempty"`
	Amount     app.Euro `json:"amount"`
	Open       app.Euro `json:"open"` // of the item afterwards
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
	out := waitingJSON{Line: w.Line, Account: w.Account, Entry: w.Entry, Detail: w.Detail, Booked: w.Booked, Amount: app.Euro(w.Amount),
		Left: app.Euro(w.Left), Name: w.Name, Counterparty: w.IBAN, Text: said(w), ReturnCode: w.ReturnCode, Do: p.sayOne(w.ReturnDo), Ambiguous: w.Ambiguous,
		Why: p.sayOne(w.Why), Decided: p.sayAll(w.Decided), Keeps: p.sayAll(w.Keeps), Choices: []choiceJSON{}}
	if w.Return != nil {
		out.Return = p.sayOne(*w.Return)
	}
	for _, c := range w.Choices {
		j := choiceJSON{Choice: c.Number, Probability: c.Probability, Rule: c.Rule, Rest: app.Euro(c.Rest),
			For: p.sayAll(c.For), Against: p.sayAll(c.Against), Portions: []portionJSON{}}
		for _, a := range c.Portions {
			j.Portions = append(j.Portions, portionJSON{a.Item, a.Account, a.Party, a.Name, a.Dimensions, app.Euro(a.Amount), app.Euro(a.Left)})
		}
		out.Choices = append(out.Choices, j)
	}
	return out
}

// said gives what the payment says, a line each.
func said(w app.Waiting) []string {
	list := []string{}
	for _, t := range append(slices.Clone(w.Remittance), w.Reference, w.Info) {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}

func (p *program) sayOne(r app.Reason) string {
	if r.Code == "" {
		return ""
	}
	return text.Say(p.lang, r.Code, r.Args)
}

func (p *program) sayAll(reasons []app.Reason) []string {
	list := make([]string, len(reasons))
	for i, r := range reasons {
		list[i] = p.sayOne(r)
	}
	return list
}

// printOne tells of a line; whole with all choices and all that these book.
func (p *program) printOne(w app.Waiting, whole bool) {
	amount := w.Left
	if !w.Open {
		amount = w.Amount
	}
	fmt.Fprintf(p.out, "%d  %s  %s  %s  %s\n", w.Line, text.Day(p.lang, string(w.Booked)), p.amount(amount), w.Name, w.IBAN)
	if about := strings.Join(said(w), " "); about != "" {
		fmt.Fprintf(p.out, "    %s\n", about)
	}
	if w.Return != nil {
		fmt.Fprintf(p.out, "    %s %s\n", p.sayOne(*w.Return), p.sayOne(w.ReturnDo))
	}
	if !w.Open {
		p.printReasons("", []app.Reason{w.Why})
		return
	}
	for i, c := range w.Choices {
		if i > 1 && !whole {
			break
		}
		fmt.Fprintf(p.out, "  %d. %3.0f%%  %s\n", c.Number, c.Probability*100, p.describe(c, whole))
		for _, reason := range p.sayAll(c.For) {
			fmt.Fprintf(p.out, "       + %s\n", reason)
		}
		for _, reason := range p.sayAll(c.Against) {
			fmt.Fprintf(p.out, "       − %s\n", reason)
		}
	}
	if len(w.Choices) == 0 {
		p.printf("cli.worklist.nothing")
		if len(w.Decided) == 0 {
			w.Decided = []app.Reason{w.Why}
		}
		p.printReasons("cli.worklist.in-vain", w.Decided)
		return
	}
	p.printReasons("cli.worklist.decided", w.Decided)
	p.printReasons("cli.worklist.keeps", w.Keeps)
}

// printReasons tells several reasons after one head, one below the other.
func (p *program) printReasons(head string, reasons []app.Reason) {
	for i, reason := range p.sayAll(reasons) {
		label := ""
		if head != "" {
			label = p.say(head) + " "
		}
		if i > 0 {
			label = strings.Repeat(" ", utf8.RuneCountInString(label))
		}
		fmt.Fprintf(p.out, "     %s%s\n", label, reason)
	}
}

// shown is how many portions of a choice are told, unless all are asked for.
const shown = 4

func (p *program) describe(c app.ChoiceView, whole bool) string {
	var parts []string
	for i, a := range c.Portions {
		if i == shown && len(c.Portions) > shown+1 && !whole {
			var sum money.Cents
			for _, other := range c.Portions[i:] {
				sum += other.Amount
			}
			parts = append(parts, p.say("cli.worklist.more", "count", len(c.Portions)-i, "amount", sum))
			break
		}
		parts = append(parts, p.portion(a))
	}
	if c.Rest != 0 {
		parts = append(parts, p.say("cli.worklist.rest", "amount", c.Rest))
	}
	return strings.Join(parts, " + ")
}

// portion says where a part of a line goes.
func (p *program) portion(a app.PortionView) string {
	to := firstOf(a.Item, a.Account) + " " + a.Name
	switch {
	case a.Party != "":
		to = p.say("cli.worklist.party", "party", a.Party, "name", a.Name)
	case a.Role == app.RoleDifference:
		to = p.say("cli.worklist.difference", "account", a.Account)
	}
	said := strings.Join(strings.Fields(to+" "+a.Dimensions), " ") + " " + p.amount(a.Amount)
	if a.Left != 0 {
		said += " " + p.say("cli.worklist.still-open", "amount", a.Left)
	}
	return said
}

func (p *program) amount(c money.Cents) string { return text.Money(p.lang, c.String()) }
