// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/money"
	"rentmeester/text"
)

func (p *program) statusCommand() *cobra.Command {
	c := &cobra.Command{Use: "status", Short: p.say("cli.status.short"), Long: p.say("cli.status.long"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			s, err := b.Status(c.Context())
			if err != nil {
				return err
			}
			standing, err := b.Standing(c.Context())
			if err != nil {
				return err
			}
			codings, err := b.Invoices().Pilot(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(struct {
					app.Status
					Autopilot app.Standing       `json:"autopilot"`
					Codings   invoices.PilotView `json:"codings"`
				}{s, standing, codings})
			}
			if err := p.printStatus(s); err != nil {
				return err
			}
			fmt.Fprintln(p.out)
			if err := p.printStanding(standing); err != nil {
				return err
			}
			p.printPilot(codings)
			return nil
		})
	}
	return c
}

func (p *program) printStatus(s app.Status) error {
	fmt.Fprintln(p.out, s.Administration)
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range []struct {
		key string
		n   int64
	}{
		{"statements", s.Statements}, {"entries", s.Entries}, {"details", s.Details}, {"items", s.Items}, {"openItems", s.OpenItems},
		{"matched", s.Matched}, {"automatic", s.Automatic}, {"byPeople", s.ByPeople}, {"onWorklist", s.OnWorklist},
		{"mandatesToStop", s.MandatesToStop}, {"quarantined", s.Quarantined}, {"refused", s.Refused}, {"pending", s.Pending},
	} {
		fmt.Fprintf(w, "%s\t%s\t\n", text.Say(p.lang, "cli.status."+row.key, nil), p.say("cli.count", "n", row.n))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if c := s.Payables; len(c.Documents)+len(c.Suppliers) > 0 {
		i := c.Invoices
		p.printf("cli.status.payables", "held", i["held"], "coding", i["coding"], "approval", i["approval"], "booked", i["booked"]+i["paying"],
			"paid", i["paid"], "unread", c.Documents["unread"], "proposed", c.Suppliers["proposed"])
	}
	if len(s.Outbox) > 0 {
		p.printf("cli.status.outbox", "waiting", s.Outbox["waiting"]+s.Outbox["sending"], "failed", s.Outbox["failed"], "sent", s.Outbox["sent"])
	}
	for _, a := range s.Accounts {
		if a.Booking {
			p.printAccount(a)
		}
	}
	return nil
}

func (p *program) printAccount(a app.AccountStatus) {
	key := "cli.status.closes"
	if !a.Proved {
		key = "cli.status.open"
	}
	fmt.Fprintln(p.out)
	fmt.Fprintln(p.out, a.IBAN, a.Currency, a.Name)
	p.printf(key, "closing", money.Cents(a.Closing), "last", a.Last, "booked", money.Cents(a.Booked), "suspense", money.Cents(a.Suspense),
		"worklist", money.Cents(a.Worklist), "waiting", a.Waiting, "since", a.Since, "reason", p.say(a.Reason))
}
