// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app"
	"rentmeester/autopilot"
	"rentmeester/money"
	"rentmeester/web"
)

// Search implements web.Search.
func (s *Source) Search(ctx context.Context, query string, each int) (web.Found, error) {
	f, err := s.books.Search(ctx, query, each)
	found := web.Found{Query: f.Query, Words: f.Words}
	for _, g := range f.Groups {
		group := web.HitGroup{Kind: string(g.Kind), More: g.More}
		for _, h := range g.Hits {
			one := web.Hit{Kind: string(h.Kind), ID: h.ID, Number: h.Number, Name: h.Name, Text: h.Text, Amount: money.Cents(h.Amount),
				Currency: h.Currency, Day: h.Day, State: h.State, Under: id(h.Under)}
			if h.Kind == app.HitDecision && h.Text == autopilot.Actor {
				one.Text, one.Auto = "", true
			}
			group.Hits = append(group.Hits, one)
		}
		found.Groups = append(found.Groups, group)
	}
	return found, translate(err)
}
