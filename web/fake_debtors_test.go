// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"strings"

	"rentmeester/fault"
)

var townDebtor = DebtorHead{Number: "R-2211", Name: "J. de Vries-van den Heuvel", Items: 2, Open: 12450, Late: 8450, Oldest: "2026-02-28"}

func (v *town) Debtors(_ context.Context, query, _ string) (l DebtorList, err error) {
	if v.empty || v.fails != nil {
		return l, v.fails
	}
	l = DebtorList{Count: 1204, Open: 98213455, Late: 1203344, Nameless: 3, NamelessOpen: 4500, Next: "4000_R-9"}
	for _, d := range []DebtorHead{townDebtor, {Number: "R-9", Items: 1, Open: 4000}} {
		if strings.Contains(d.Name, query) {
			l.Debtors = append(l.Debtors, d)
		}
	}
	return l, nil
}

func (v *town) Debtor(_ context.Context, number, _ string) (Debtor, error) {
	switch {
	case v.fails != nil || v.empty:
		return Debtor{}, v.fails
	case number == "R-9":
		return Debtor{DebtorHead: DebtorHead{Number: "R-9"}}, nil
	case number != townDebtor.Number:
		return Debtor{}, fault.New("web.page.not-found", "path", number)
	}
	return Debtor{DebtorHead: townDebtor, IBAN: "NL02ABNA0123456789", Settled: 31250, Earlier: true, Next: "2026-03-31_9",
		Owed:     []OwedItem{{Number: "2026-004512", Text: "termijn 3 van 10", Reference: "5000000123456789", Issued: "2026-01-31", Due: "2026-02-28", Amount: 8450, Open: 8450, Currency: "EUR"}, {Number: "2026-004513", Amount: 8450, Open: 4000}},
		Payments: []DebtPayment{{Booked: "2026-03-02", Amount: 4450, Item: "2026-004513", Payer: "J. de Vries", Line: "L90", Statement: "S61", StatementLabel: "2026/061", By: "m.bakker"}, {Booked: "2026-02-02", Amount: -8450, Item: "2026-004510", Line: "L80", Statement: "S60"}}}, nil
}
