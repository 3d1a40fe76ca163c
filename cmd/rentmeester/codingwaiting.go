// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/text"
)

// codingWaitingCommands are what waits for a coding, and all that is sure of it in
// one go.
func (p *program) codingWaitingCommands() []*cobra.Command {
	return []*cobra.Command{p.codingWaiting(), p.codingAcceptSure(), p.codingUndo()}
}

var shows = []string{"sure", "doubt", "guess", "otherwise"}

func (p *program) codingWaiting() *cobra.Command {
	var show string
	var limit int
	c := &cobra.Command{Use: "waiting", Short: p.say("cli.coding.waiting.short"), Long: p.say("cli.coding.waiting.long"), Args: cobra.NoArgs}
	c.Flags().StringVar(&show, "show", "", p.say("cli.coding.waiting.show"))
	c.Flags().IntVar(&limit, "limit", 50, p.say("cli.coding.waiting.limit"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		if show != "" && !slices.Contains(shows, show) || limit < 1 {
			return fault.New("cli.coding.waiting-show", "show", show, "shows", strings.Join(shows, ", "))
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if _, err := d.Propose(c.Context()); err != nil {
				return err
			}
			page, err := d.CodingWorklist(c.Context(), invoices.CodingFilter{Show: show, Limit: limit})
			if err != nil {
				return err
			}
			totals, err := d.CodingTotals(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(struct {
					invoices.CodingPage
					Totals invoices.CodingTotals `json:"totals"`
				}{page, totals})
			}
			p.printf("cli.coding.waiting.totals", "waiting", totals.Waiting, "sure", totals.Sure, "doubt", totals.Doubt, "guess", totals.Guess, "otherwise", totals.Otherwise)
			for _, w := range page.Invoices {
				p.printWait(w)
			}
			return nil
		})
	}
	return c
}

func (p *program) printWait(w invoices.CodingWait) {
	fmt.Fprintf(p.out, "%d  %s  %s  %s\n", w.ID, w.Name, w.Number, text.Money(p.lang, money.Cents(w.Payable).String()))
	for _, l := range w.Coding.Lines {
		switch {
		case len(l.Proposal.Parts) == 0:
			p.printf("cli.coding.waiting.none", "line", l.Line)
		case l.Guess:
			p.printf("cli.coding.waiting.guess", "line", l.Line, "share", percentSure(l.Proposal.Probability), "coding", codingInLine(l.Proposal))
		default:
			p.printf("cli.coding.waiting.line", "line", l.Line, "share", percentSure(l.Proposal.Probability), "coding", codingInLine(l.Proposal))
		}
		if o := l.Otherwise; o != nil {
			p.printf("cli.coding.waiting.otherwise", "from", o.From.Account, "to", o.To.Account, "since", o.Since)
		}
	}
}

// codingInLine writes what would be booked in one line.
func codingInLine(o invoices.OptionView) string {
	var all []string
	for _, part := range o.Parts {
		one := part.Account
		if d := part.Dimensions(); d != "" {
			one += " " + d
		}
		all = append(all, one)
	}
	return strings.Join(all, " + ")
}

func percentSure(p float64) string { return text.Percent(min(p, 0.999)) }

func (p *program) codingAcceptSure() *cobra.Command {
	var yes string
	c := &cobra.Command{Use: "accept-sure", Short: p.say("cli.coding.sure.short"), Long: p.say("cli.coding.sure.long"), Args: cobra.NoArgs}
	c.Flags().StringVar(&yes, "yes", "", p.say("cli.coding.sure.yes"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if _, err := d.Propose(c.Context()); err != nil {
				return err
			}
			sure, err := d.Sure(c.Context())
			if err != nil {
				return err
			}
			if !c.Flags().Changed("yes") {
				return p.printSure(sure)
			}
			if yes != lookedAt(sure) {
				return fault.New("cli.coding.sure-changed", "digest", yes)
			}
			var all []invoices.Seen
			for _, w := range sure.Invoices {
				all = append(all, invoices.Seen{Invoice: w.ID, Seen: w.Coding.Seen})
			}
			done, err := d.AcceptMany(c.Context(), p.user, all)
			if err != nil && len(done.Done) == 0 {
				return err
			}
			return errors.Join(p.printMany("cli.coding.sure.done", done), err) // what was done before it broke off can be taken back
		})
	}
	return c
}

// lookedAt names what somebody looked at, so that just that is done and nothing else.
func lookedAt(s invoices.SurePreview) string {
	sum := sha256.New()
	for _, w := range s.Invoices {
		fmt.Fprintln(sum, w.ID, w.Coding.Seen)
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

func (p *program) printSure(s invoices.SurePreview) error {
	if p.json {
		return p.printJSON(struct {
			invoices.SurePreview
			Digest string `json:"digest"` // for --yes
		}{s, lookedAt(s)})
	}
	p.printf("cli.coding.sure.would", "n", len(s.Invoices), "net", money.Cents(s.Net), "claimed", text.Percent(s.Claimed), "digest", lookedAt(s))
	if s.Judged > 0 {
		p.printf("cli.coding.sure.judged", "right", s.Right, "judged", s.Judged, "wrong", text.Percent(s.Wrong), "confidence", text.Percent(s.Confidence))
	}
	for _, w := range s.Invoices {
		p.printWait(w)
	}
	return nil
}

func (p *program) printMany(code string, a invoices.AcceptAll) error {
	if p.json {
		return p.printJSON(a)
	}
	p.printf(code, "n", len(a.Done), "batch", a.Batch)
	for _, l := range a.Left {
		p.printf("cli.coding.sure.left", "invoice", l.Invoice, "why", text.Say(p.lang, l.Why.Code, l.Why.Args))
	}
	return nil
}

func (p *program) codingUndo() *cobra.Command {
	c := &cobra.Command{Use: "undo NUMBER", Short: p.say("cli.coding.undo.short"), Long: p.say("cli.coding.undo.long"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		batch, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			done, err := d.UndoMany(c.Context(), p.user, batch)
			if err != nil {
				return err
			}
			return p.printMany("cli.coding.undo.done", done)
		})
	}
	return c
}

// invoiceCodedCommands take a coding back, and say that one turned out wrong.
func (p *program) invoiceCodedCommands() []*cobra.Command {
	uncode := &cobra.Command{Use: "uncode INVOICE", Short: p.say("cli.invoice.uncode.short"), Long: p.say("cli.invoice.uncode.long"), Args: cobra.ExactArgs(1)}
	uncode.RunE = func(c *cobra.Command, args []string) error {
		return p.onCoded(c, args[0], "cli.invoice.uncode.done", func(d *invoices.Desk, id int64) error { return d.Uncode(c.Context(), p.user, id) })
	}
	var because string
	var right bool
	wrong := &cobra.Command{Use: "misbooked INVOICE", Short: p.say("cli.invoice.misbooked.short"), Long: p.say("cli.invoice.misbooked.long"), Args: cobra.ExactArgs(1)}
	wrong.Flags().StringVar(&because, "because", "", p.say("cli.invoice.misbooked.because"))
	wrong.Flags().BoolVar(&right, "right", false, p.say("cli.invoice.misbooked.right"))
	wrong.RunE = func(c *cobra.Command, args []string) error {
		if right {
			return p.onCoded(c, args[0], "cli.invoice.misbooked.rightly", func(d *invoices.Desk, id int64) error { return d.Rightly(c.Context(), p.user, id) })
		}
		return p.onCoded(c, args[0], "cli.invoice.misbooked.done", func(d *invoices.Desk, id int64) error {
			return d.Misbooked(c.Context(), p.user, id, strings.TrimSpace(because))
		})
	}
	return []*cobra.Command{uncode, wrong}
}

func (p *program) onCoded(c *cobra.Command, arg, code string, do func(*invoices.Desk, int64) error) error {
	id, err := number(arg)
	if err != nil {
		return err
	}
	return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
		if err := do(d, id); err != nil {
			return err
		}
		p.printf(code, "invoice", id)
		return nil
	})
}

// printPilot tells in a few lines what the autopilot may code, and how that goes.
func (p *program) printPilot(v invoices.PilotView) {
	may, because := v.May(), v.Because()
	p.printf("cli.autopilot.codings", "may", text.Say(p.lang, may.Code, may.Args), "why", text.Say(p.lang, because.Code, because.Args))
	if v.Codings == "budget" {
		p.printf("cli.autopilot.codings-promised", "wrong", text.Percent(v.Promised), "confidence", text.Percent(v.Confidence), "drawn", v.Drawn,
			"judged", v.Measured.Blind, "found", v.Measured.BlindWrong)
	}
	if v.Decided > 0 {
		p.printf("cli.autopilot.codings-done", "decided", v.Decided, "automatic", v.Automatic, "corrected", v.Corrected, "off", text.Percent(v.Calibration))
	}
}
