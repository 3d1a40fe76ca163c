// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/policy"
)

func (p *program) initCommand() *cobra.Command {
	var name, policyFile string
	c := &cobra.Command{Use: "init [SLUG]", Short: p.say("cli.init.short"), Long: p.say("cli.init.long"), Args: cobra.MaximumNArgs(1)}
	c.Flags().StringVar(&name, "name", "", p.say("cli.init.name"))
	c.Flags().StringVar(&policyFile, "policy", "", p.say("cli.init.policy"))
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		slug := firstOf(p.adm, "gemeente")
		if len(args) == 1 {
			slug = args[0]
		}
		body := policy.Default
		if policyFile != "" {
			if body, err = os.ReadFile(policyFile); err != nil {
				return fault.Wrap(err, "cli.no-file", "name", policyFile)
			}
		}
		s, err := p.openStore(c.Context())
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		books, created, err := app.Init(c.Context(), s, slug, firstOf(name, slug), body, p.now)
		if err != nil {
			return unforeseen(err)
		}
		if p.json {
			return p.printJSON(map[string]any{"administration": books.Adm.Slug, "name": books.Adm.Name, "created": created, "database": s.Place})
		}
		key := "cli.init.known"
		if created {
			key = "cli.init.done"
		}
		p.printf(key, "slug", books.Adm.Slug, "name", books.Adm.Name, "place", s.Place)
		return nil
	}
	return c
}
