// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app"
	"rentmeester/web"
)

// Mandates implements web.Source. They may be of a moment ago: they are gathered
// anew meanwhile.
func (s *Source) Mandates(ctx context.Context) ([]web.Mandate, error) {
	found, err := s.mandates.get(ctx, s.books.Version, s.books.Mandates)
	list := make([]web.Mandate, len(found))
	for i, m := range found {
		list[i] = mandateOf(m)
	}
	return list, translate(err)
}

func mandateOf(v app.MandateView) web.Mandate {
	m := web.Mandate{Mandate: v.Mandate, PartyNumber: v.PartyNumber, Name: v.Party, IBAN: v.IBAN, Recent: v.Recent, InARow: v.InARow, Stop: sentence(v.Stop)}
	for _, f := range v.Failures {
		m.Failures = append(m.Failures, web.Failure{Day: f.Day, Amount: f.Amount, Items: f.Items, Reason: sentence(f.Return)})
	}
	for _, o := range v.Orders {
		m.Orders = append(m.Orders, web.Order{Batch: o.Batch, Day: o.Day})
	}
	return m
}
