// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app"
	"rentmeester/web"
)

// Mandates implements web.Source. They are gathered once for every version of the books.
func (s *Source) Mandates(ctx context.Context) ([]web.Mandate, error) {
	return s.mandates.get(ctx, s.books.Version, func(ctx context.Context) ([]web.Mandate, error) {
		found, err := s.books.Mandates(ctx)
		list := make([]web.Mandate, len(found))
		for i, m := range found {
			list[i] = mandateOf(m)
		}
		return list, err
	})
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
