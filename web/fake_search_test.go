// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"strings"
)

// Search finds one of each kind, but nothing for "zzz".
func (v *town) Search(_ context.Context, query string, each int) (Found, error) {
	f := Found{Query: strings.TrimSpace(query), Words: strings.Fields(strings.ToLower(query))}
	if f.Query == "" || strings.Contains(query, "zzz") || v.empty {
		return f, v.fails
	}
	hits := []Hit{
		{Kind: "decision", ID: "5521", Number: "5521", Name: "Woningstichting De Linde", Auto: true, Day: "2026-03-03", State: "accepted", Under: "L90"},
		{Kind: "invoice", ID: "41", Number: "F-2026/118", Name: "Drukkerij De Letter & Zn. <b>", Amount: 181500, Day: "2026-02-10", State: "held", Text: "drukwerk verkiezingen"},
		{Kind: "supplier", ID: "C-2001", Number: "C-2001", Name: "Stroomlijn Energie B.V.", Text: "Voorbeeldstad · 12345678", State: "active"},
		{Kind: "item", ID: "9", Number: "2026-004512", Name: "J. de Vries-van den Heuvel", Amount: 8450, Day: "2026-03-31", State: "open", Text: "Gemeentelijke belastingen, termijn 3 van 10"},
		{Kind: "order", ID: "71", Number: "INK-2026-071", Name: "Pieters Groen", Amount: 1250000, Day: "2026-01-05", Text: "Onderhoud groen"},
		{Kind: "run", ID: "7", Number: "RM-7", Name: "j.jansen", Amount: 48211017, Day: "2026-03-04", State: "draft"},
		{Kind: "line", ID: "L101", Number: "NL02ABNA0123456789", Name: "J. de Vríes-van den Heuvel", Amount: 8450, Day: "2026-03-02", State: "open", Under: "S61", Text: "Aanslag 2026 termijn 3 · dank u wel"},
	}
	for _, h := range hits {
		g := HitGroup{Kind: h.Kind, Hits: []Hit{h}, More: h.Kind == "line"}
		if h.Kind == "line" && each > 1 {
			g.Hits = append(g.Hits, Hit{Kind: "line", ID: "L90", Amount: -31250, Currency: "USD", Day: "2026-03-02", State: "matched", Under: "S61"})
		}
		f.Groups = append(f.Groups, g)
	}
	return f, v.fails
}
