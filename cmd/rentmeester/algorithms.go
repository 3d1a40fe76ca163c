// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"rentmeester/algorithms"
	"rentmeester/app"
)

func (p *program) algorithmsCommand() *cobra.Command {
	kinds := []string{string(algorithms.Bank), string(algorithms.Coding), string(algorithms.Staffing)}
	c := &cobra.Command{Use: "algorithms [bank|coding|staffing]", Short: p.say("cli.algorithms.short"), Long: p.say("cli.algorithms.long"),
		Args: cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs), ValidArgs: kinds}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error {
			all, err := b.Algorithms(c.Context(), version())
			if err != nil {
				return err
			}
			all = slices.DeleteFunc(all, func(f algorithms.Facts) bool { return len(args) > 0 && string(f.Kind) != args[0] })
			if p.json {
				records, err := app.Registrations(all)
				if err != nil {
					return err
				}
				return p.printJSON(records)
			}
			for _, f := range all {
				fmt.Fprintln(p.out, algorithms.Card(f, p.lang))
			}
			return nil
		})
	}
	return c
}
