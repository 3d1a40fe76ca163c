// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"github.com/spf13/cobra"

	"rentmeester/app"
)

func (p *program) reconcileCommand() *cobra.Command {
	c := &cobra.Command{Use: "reconcile", Short: p.say("cli.reconcile.short"), Long: p.say("cli.reconcile.long"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			report, err := b.Reconcile(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(report)
			}
			p.printf("cli.reconcile.done", "lines", report.Lines, "automatic", report.Automatic, "proposed", report.Proposed, "without", report.Without)
			return nil
		})
	}
	return c
}
