// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/approval"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

// approvalCommands are the commands under `invoice` for the way to approval.
func (p *program) approvalCommands() []*cobra.Command {
	return []*cobra.Command{p.invoiceApproveCommand(), p.talkCommand("withdraw", approval.Withdraw), p.talkCommand("ask", approval.Ask),
		p.talkCommand("answer", approval.Answer), p.talkCommand("dispute", approval.Dispute), p.talkCommand("settle", approval.Settle),
		p.talkCommand("comment", approval.Comment), p.creditsCommand(), p.clockCommand(), p.mineCommand(), p.remindersCommand()}
}

func (p *program) invoiceApproveCommand() *cobra.Command {
	what := invoices.Doing{Kind: approval.Approve}
	c := &cobra.Command{Use: "approve INVOICE…", Short: p.say("cli.invoice.approve.short"), Long: p.say("cli.invoice.approve.long"), Args: cobra.MinimumNArgs(1)}
	c.Flags().StringVar(&what.As, "as", "", p.say("cli.invoice.approve.as"))
	c.Flags().StringVar(&what.For, "for", "", p.say("cli.invoice.for"))
	c.Flags().StringVar(&what.Comment, "comment", "", p.say("cli.invoice.comment"))
	c.RunE = func(c *cobra.Command, args []string) error {
		ids, err := numbers(args)
		if err != nil {
			return err
		}
		return p.doAll(c.Context(), ids, what)
	}
	return c
}

// talkCommand makes the command for an act that is no approval.
func (p *program) talkCommand(verb string, kind approval.ActKind) *cobra.Command {
	what, amount := invoices.Doing{Kind: kind}, ""
	c := &cobra.Command{Use: verb + " INVOICE", Short: p.say("cli.invoice." + verb + ".short"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&what.Comment, "comment", "", p.say("cli.invoice.comment"))
	switch kind {
	case approval.Ask:
		c.Flags().StringVar(&what.To, "to", "", p.say("cli.invoice.ask.to"))
	case approval.Dispute:
		c.Flags().StringVar(&amount, "amount", "", p.say("cli.invoice.dispute.amount"))
		c.Flags().StringArrayVar(&what.Lines, "line", nil, p.say("cli.invoice.dispute.line"))
		c.MarkFlagsOneRequired("amount", "line")
		c.MarkFlagsMutuallyExclusive("amount", "line")
	case approval.Settle:
		c.Long = p.say("cli.invoice.settle.long")
		c.Flags().StringVar(&amount, "amount", "", p.say("cli.invoice.settle.amount"))
		c.Flags().BoolVar(&what.All, "all", false, p.say("cli.invoice.settle.all"))
		c.MarkFlagsOneRequired("amount", "all")
		c.MarkFlagsMutuallyExclusive("amount", "all")
	}
	if kind == approval.Answer || kind == approval.Settle || kind == approval.Withdraw {
		c.Flags().Int64Var(&what.Of, "of", 0, p.say("cli.invoice.of"))
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		if amount != "" {
			if what.Amount, err = money.Parse(amount); err != nil {
				return err
			}
		}
		return p.doAll(c.Context(), []int64{id}, what)
	}
	return c
}

// didJSON is what an act came to, as scripts read it.
type didJSON struct {
	Invoice int64          `json:"invoice"`
	State   invoices.State `json:"state,omitempty"`
	Steps   []string       `json:"steps,omitempty"`
	Missing []string       `json:"missing,omitempty"`
	Error   *saidFault     `json:"error,omitempty"`
}

// doAll does the same with several invoices: what cannot be done with one is told,
// and the others go on.
func (p *program) doAll(ctx context.Context, ids []int64, what invoices.Doing) error {
	refused := false
	list := []didJSON{}
	err := p.withInvoices(ctx, func(d *invoices.Desk) error {
		for _, id := range ids {
			done, err := d.Do(ctx, p.user, id, what)
			if err != nil && (len(ids) == 1 || exitCode(fault.Code(err)) == exitFailed || fault.Code(err) == "internal") {
				return err
			}
			did := didJSON{Invoice: id, State: done.State, Steps: done.Steps}
			if err != nil {
				refused = true
				sentence, remedy := text.Fault(p.lang, err)
				did.Error = &saidFault{Code: fault.Code(err), Message: sentence, Remedy: remedy}
			}
			for _, m := range done.Missing {
				did.Missing = append(did.Missing, text.Say(p.lang, m.Code, m.Args))
			}
			list = append(list, did)
			if !p.json {
				p.printDid(did)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if p.json {
		if err := p.printJSON(list); err != nil {
			return err
		}
	}
	if refused {
		return codedError{exitNo}
	}
	return nil
}

func (p *program) printDid(did didJSON) {
	if did.Error != nil {
		fmt.Fprintln(p.err, did.Error.Message)
		fmt.Fprintln(p.err, "→ "+did.Error.Remedy)
		return
	}
	p.printf("cli.invoice.now", "invoice", did.Invoice, "state", p.say("invoices.is."+string(did.State)))
	if did.State != invoices.Approval {
		return
	}
	for _, m := range did.Missing {
		p.printf("cli.invoice.needs", "what", m)
	}
}

func (p *program) creditsCommand() *cobra.Command {
	c := &cobra.Command{Use: "credits CREDITNOTE INVOICE", Short: p.say("cli.invoice.credits.short"), Args: cobra.ExactArgs(2)}
	c.RunE = func(c *cobra.Command, args []string) error {
		ids, err := numbers(args)
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if err := d.Credits(c.Context(), p.user, ids[0], ids[1]); err != nil {
				return err
			}
			return p.invoiceNow(c.Context(), d, ids[0])
		})
	}
	return c
}

func (p *program) mineCommand() *cobra.Command {
	c := &cobra.Command{Use: "mine", Short: p.say("cli.invoice.mine.short"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			list, err := d.Mine(c.Context(), p.user)
			if err != nil {
				return err
			}
			if len(list) == 0 && !p.json {
				p.printf("cli.invoice.mine.empty", "person", p.user)
				return nil
			}
			return p.printInvoices(list)
		})
	}
	return c
}

// reminderJSON is a reminder as a mail merge reads it.
type reminderJSON struct {
	invoices.Reminder
	Message string `json:"message"`
}

func (p *program) remindersCommand() *cobra.Command {
	peek, mailed := false, false
	c := &cobra.Command{Use: "reminders", Short: p.say("cli.invoice.reminders.short"), Long: p.say("cli.invoice.reminders.long"), Args: cobra.NoArgs}
	c.Flags().BoolVar(&peek, "peek", false, p.say("cli.invoice.reminders.peek"))
	c.Flags().BoolVar(&mailed, "mail", false, p.say("cli.invoice.reminders.mail"))
	c.MarkFlagsMutuallyExclusive("peek", "mail")
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if mailed {
				return p.mailReminders(c.Context(), d)
			}
			list, err := d.Reminders(c.Context(), p.user, peek)
			if err != nil {
				return err
			}
			return p.printReminders(list)
		})
	}
	return c
}

// mailReminders puts the reminders in the outbox and tells what nobody can be
// mailed for.
func (p *program) mailReminders(ctx context.Context, d *invoices.Desk) error {
	m, err := d.MailReminders(ctx, p.user)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(m)
	}
	if err := p.printReminders(m.Reminders); err != nil {
		return err
	}
	if len(m.Letters) > 0 {
		p.printf("cli.invoice.reminders.mailed", "count", len(m.Letters))
	}
	if len(m.Left) > 0 {
		p.printf("cli.invoice.reminders.left")
		return p.printReminders(m.Left)
	}
	return nil
}

func (p *program) printReminders(list []invoices.Reminder) error {
	if p.json {
		out := []reminderJSON{}
		for _, r := range list {
			out = append(out, reminderJSON{r, text.Say(p.lang, r.Why.Code, r.Why.Args)})
		}
		return p.printJSON(out)
	}
	for _, r := range list {
		p.printf("cli.invoice.reminders.one", "invoice", r.Invoice, "number", r.Number, "supplier", r.Supplier, "amount", r.Payable, "last", r.Last,
			"to", p.names(r.To, "cli.invoice.reminders.anyone"), "why", text.Say(p.lang, r.Why.Code, r.Why.Args))
	}
	if len(list) == 0 {
		p.printf("cli.invoice.reminders.empty")
	}
	return nil
}

// names writes people as they are read, or what stands for nobody in particular.
func (p *program) names(list []invoices.PersonView, nobody string) string {
	var all []string
	for _, who := range list {
		name := who.Name
		if who.Person != who.Name {
			name += " (" + who.Person + ")"
		}
		if who.For != "" {
			name += " " + p.say("cli.invoice.show.for", "name", who.For)
		}
		all = append(all, name)
	}
	if len(all) == 0 {
		return p.say(nobody)
	}
	return strings.Join(all, ", ")
}

// printWay tells how far an invoice is: its clock, its order, its steps, and
// what people did.
func (p *program) printWay(s invoices.Shown) {
	p.printClock(s.Standing.Clock)
	if s.Blocked != 0 {
		p.printf("cli.invoice.show.blocked", "amount", s.Blocked)
	}
	p.printMatch(s.Content.Match)
	if len(s.Parts) > 0 && s.State != invoices.Rejected {
		for _, step := range s.Standing.Steps {
			p.printStep(step, s.Standing.Anyone)
		}
	}
	for _, l := range s.Standing.Lapsed {
		p.printf("cli.invoice.show.lapsed", "act", p.say("invoices.act."+l.Act.Act), "person", l.Act.Person, "step", l.Act.Step, "why", text.Say(p.lang, l.Why.Code, l.Why.Args))
	}
	for _, a := range s.Acts {
		p.printAct(a)
	}
}

func (p *program) printStep(s invoices.StepView, anyone bool) {
	said := ""
	switch {
	case s.Done:
		said = p.say("cli.invoice.show.done", "person", s.By, "for", p.forWhom(s.For), "day", s.On)
	case s.Turn:
		said = p.say("cli.invoice.show.turn", "who", p.whoMay(s, anyone))
	default:
		said = p.say("cli.invoice.show.later", "who", p.whoMay(s, anyone))
	}
	p.printf("cli.invoice.show.step", "step", s.Key, "amount", s.Amount, "said", said)
	if s.Done || !s.Turn {
		return
	}
	for _, who := range s.MayNot {
		p.printf("cli.invoice.show.may-not", "name", who.Name, "why", text.Say(p.lang, who.Why.Code, who.Why.Args))
	}
}

func (p *program) whoMay(s invoices.StepView, anyone bool) string {
	if anyone {
		return p.names(s.May, "cli.invoice.show.anyone")
	}
	return p.names(s.May, "cli.invoice.show.nobody")
}

func (p *program) forWhom(name string) string {
	if name == "" {
		return ""
	}
	return " " + p.say("cli.invoice.show.for", "name", name)
}

func (p *program) printAct(a invoices.ActView) {
	amount := ""
	if a.Amount != 0 || len(a.Lines) > 0 {
		amount = strings.TrimSpace(p.amount(money.Cents(a.Amount)) + " " + strings.Join(a.Lines, ", "))
	}
	p.printf("cli.invoice.show.act", "at", strings.Replace(a.At[:min(len(a.At), 16)], "T", " ", 1), "act", p.say("invoices.act."+a.Act), "person", a.Person, "for", p.forWhom(a.For),
		"step", a.Step, "amount", amount, "id", a.ID, "comment", a.Comment)
}

func (p *program) printMatch(m *invoices.OrderMatch) {
	if m == nil {
		return
	}
	var orders []string
	for _, o := range m.Orders {
		orders = append(orders, o.Number)
	}
	if len(orders) == 0 && len(m.Candidates) == 0 {
		return
	}
	p.printf("cli.invoice.show.match", "orders", firstOf(strings.Join(orders, ", "), "–"), "state", p.say("invoices.match."+m.State))
	for _, r := range m.Reasons {
		p.printf("cli.invoice.show.match-why", "why", text.Say(p.lang, r.Code, r.Args))
	}
	for _, c := range m.Candidates {
		p.printf("cli.invoice.show.candidate", "order", c.Number, "description", c.Description, "left", c.Left)
	}
}
