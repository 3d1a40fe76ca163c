// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"github.com/spf13/cobra"

	"rentmeester/app/invoices"
	"rentmeester/fault"
)

func (p *program) codingPastCommand() *cobra.Command {
	var forget, use int64
	c := &cobra.Command{Use: "past", Short: p.say("cli.coding.past.short"), Long: p.say("cli.coding.past.long"), Args: cobra.NoArgs}
	c.Flags().Int64Var(&forget, "forget", 0, p.say("cli.coding.past.forget"))
	c.Flags().Int64Var(&use, "use", 0, p.say("cli.coding.past.use"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		if forget != 0 && use != 0 {
			return fault.New("cli.coding.past.both")
		}
		return p.withInvoices(c.Context(), func(d *invoices.Desk) (err error) {
			switch {
			case forget != 0:
				err = d.ForgetPast(c.Context(), p.user, forget)
			case use != 0:
				err = d.UsePast(c.Context(), p.user, use)
			}
			if err != nil {
				return err
			}
			files, err := d.PastFiles(c.Context())
			if err != nil {
				return err
			}
			return p.printPast(files)
		})
	}
	return c
}

func (p *program) printPast(files []invoices.PastFile) error {
	if p.json {
		return p.printJSON(files)
	}
	states := map[string]string{"used": "cli.coding.past.state.used", "replaced": "cli.coding.past.state.replaced", "forgotten": "cli.coding.past.state.forgotten"}
	for _, f := range files {
		p.printf("cli.coding.past.one", "id", f.ID, "name", f.Name, "company", f.Company, "year", f.Year, "documents", f.Documents,
			"lines", f.Lines, "state", p.say(states[f.State]))
	}
	if len(files) == 0 {
		p.printf("cli.coding.past.none")
	}
	return nil
}
