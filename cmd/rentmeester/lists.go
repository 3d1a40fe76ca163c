// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
)

func (p *program) listsCommand() *cobra.Command {
	c := &cobra.Command{Use: "lists", Short: p.say("cli.lists.short"), Long: p.say("cli.lists.long"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withInvoices(c.Context(), func(d *invoices.Desk) error {
			lists, err := d.Lists(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(lists)
			}
			for _, l := range lists {
				key := "cli.lists.one"
				if l.Year != 0 {
					key = "cli.lists.year"
				}
				p.printf(key, "list", p.say("invoices.list."+l.Kind), "year", l.Year, "entries", l.Entries)
			}
			if len(lists) == 0 {
				p.printf("cli.lists.empty")
			}
			return nil
		})
	}
	return c
}
