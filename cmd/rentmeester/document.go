// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/text"
)

func (p *program) documentCommand() *cobra.Command {
	c := &cobra.Command{Use: "document", Short: p.say("cli.document.short")}
	state, after, limit := "", int64(0), 0
	list := &cobra.Command{Use: "list", Short: p.say("cli.document.list.short"), Args: cobra.NoArgs}
	list.Flags().StringVar(&state, "state", "", p.say("cli.document.state"))
	list.Flags().Int64Var(&after, "after", 0, p.say("cli.document.after"))
	list.Flags().IntVar(&limit, "limit", 100, p.say("cli.invoice.list.limit"))
	list.RunE = func(c *cobra.Command, _ []string) error {
		if limit < 1 {
			return fault.New("cli.number", "value", limit)
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			documents, err := d.Documents(c.Context(), invoices.DocumentFilter{State: state}, after, limit)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(documents)
			}
			for _, doc := range documents {
				fmt.Fprintf(p.out, "%d  %s  %s  %s  %s  [%s]\n", doc.ID, text.Day(p.lang, doc.Received[:len("2026-01-31")]), doc.Name, doc.Media, doc.Kind,
					p.say("invoices.document."+doc.State))
			}
			if len(documents) == 0 {
				p.printf("cli.document.empty")
			}
			return nil
		})
	}
	c.AddCommand(list)
	c.AddCommand(p.documentActs()...)
	return c
}
