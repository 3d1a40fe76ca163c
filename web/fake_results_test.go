// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"fmt"
)

// Results gives half a year: a month of before, one of a start, and better ones.
func (v *town) Results(context.Context) (r Results, err error) {
	if v.empty || v.fails != nil {
		return r, v.fails
	}
	kinds := []string{"duplicate", "iban", "invalid", "page", "order", "amount", "refused"}
	for n := 6; n >= 1; n-- {
		m := MonthResult{Month: fmt.Sprintf("2026-0%d", n), Lines: DoneAlone{All: 4000 + 10*n}, Codings: DoneAlone{All: 900 + n}, Invoices: DoneAlone{All: 900 + n}, Read: 850,
			Booked: Lead{900 + n, 14 - 2*n, 30 - 3*n}, Paid: Lead{880, 28 - n, 41 - n}, Minutes: 60*n - 75}
		if n > 1 {
			m.Lines.Alone, m.Lines.Corrected = 3000+150*n, 9-n
			m.Codings.Alone, m.Codings.Corrected = 100*n, 7-n
			m.Invoices.Alone, m.Invoices.Corrected = 60*n, 1
			m.Minutes, m.Letters = 12000+500*n, 20
		}
		for i, kind := range kinds {
			f := Caught{Kind: kind, Count: 4 * i, Stopped: i, Mended: i, Released: i, Open: i}
			if f.Invoices() {
				f.Amount = 1234567
			}
			m.Found = append(m.Found, f)
		}
		r.Months = append(r.Months, m)
	}
	r.Automatic, r.Since, r.Minutes = "2026-02", r.Months[0], Minutes{2, 3, 4, 5, 10}
	r.Before = Before{From: "2026-01", Until: "2026-01", Lines: BeforeFigure{Figure: figure(0.0)}, Invoices: BeforeFigure{figure(0.0), true}, Paid: BeforeFigure{figure(28), true}}
	return r, nil
}
