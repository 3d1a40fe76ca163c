// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/day"
	"rentmeester/text"
)

// clockCommand records what moves the day by which an invoice must be paid.
func (p *program) clockCommand() *cobra.Command {
	f, days := invoices.ClockFacts{}, [4]string{}
	c := &cobra.Command{Use: "clock INVOICE", Short: p.say("cli.invoice.clock.short"), Long: p.say("cli.invoice.clock.long"), Args: cobra.ExactArgs(1)}
	for i, name := range []string{"performed", "agreed", "returned", "completed"} {
		c.Flags().StringVar(&days[i], name, "", p.say("cli.invoice.clock."+name))
	}
	c.Flags().StringVar(&f.Why, "because", "", p.say("cli.invoice.because"))
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		for i, to := range []*day.Day{&f.Performed, &f.Agreed, &f.Returned, &f.Completed} {
			if *to, err = optionalDay(days[i]); err != nil {
				return err
			}
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			if err := d.SetClock(c.Context(), p.user, id, f); err != nil {
				return err
			}
			s, err := d.Show(c.Context(), id)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(s.Standing.Clock)
			}
			p.printf("cli.invoice.clock.now", "invoice", id, "last", s.Last)
			p.printClock(s.Standing.Clock)
			return nil
		})
	}
	return c
}

// printClock tells by which day an invoice must be paid, and why.
func (p *program) printClock(c invoices.ClockView) {
	for _, why := range c.Why {
		said := text.Say(p.lang, why.Code, why.Args)
		if c.Last == "" {
			p.printf("cli.invoice.show.clock-not", "why", said)
			continue
		}
		p.printf("cli.invoice.show.clock", "last", c.Last, "why", said)
	}
	if c.Said != nil {
		p.printf("cli.invoice.show.clock-said", "by", c.Said.By, "at", c.Said.At[:min(len(c.Said.At), len("2026-01-31"))], "why", c.Said.Why)
	}
}
