// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/fault"
)

// mostHits is how many of each kind are shown at most.
const mostHits = 100

func (p *program) searchCommand() *cobra.Command {
	each := app.HitsShown
	c := &cobra.Command{Use: "search WORD…", Short: p.say("cli.search.short"), Long: p.say("cli.search.long"), Args: cobra.MinimumNArgs(1)}
	c.Flags().IntVar(&each, "limit", each, p.say("cli.search.limit"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if each < 1 || each > mostHits {
			return fault.New("cli.number", "value", each)
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			found, err := b.Search(c.Context(), strings.Join(args, " "), each)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(found)
			}
			if len(found.Groups) == 0 {
				p.printf("web.search.none", "query", found.Query)
			}
			for _, g := range found.Groups {
				p.printHits(g)
			}
			return nil
		})
	}
	return c
}

func (p *program) printHits(g app.HitGroup) {
	p.printf("web.search.kind." + string(g.Kind))
	for _, h := range g.Hits {
		p.printf("cli.search.hit", "id", h.ID, "number", firstOf(h.Number, "–"), "name", firstOf(h.Name, "–"), "amount", h.Amount, "day", firstOf(string(h.Day), "–"),
			"text", h.Text)
	}
	if g.More {
		p.printf("web.search.more")
	}
}
