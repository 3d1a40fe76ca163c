// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/day"
	"rentmeester/demo"
	"rentmeester/policy"
	"rentmeester/store"
)

// TestWhatMovesTheLastDay: an invoice of 1 April must be paid by 1 May, unless
// something that people say moves that day, and lists go by it.
func TestWhatMovesTheLastDay(t *testing.T) {
	tests := map[string]struct {
		facts invoices.ClockFacts
		last  day.Day // by the law; "" it does not run
		payBy day.Day
		code  string // refused with
	}{
		"nothing":                       {invoices.ClockFacts{}, "2026-05-01", "2026-05-01", ""},
		"delivered later":               {invoices.ClockFacts{Performed: "2026-04-11", Why: "pakbon"}, "2026-05-11", "2026-05-11", ""},
		"delivered before":              {invoices.ClockFacts{Performed: "2026-03-11", Why: "pakbon"}, "2026-05-01", "2026-05-01", ""},
		"agreed earlier":                {invoices.ClockFacts{Agreed: "2026-04-15", Why: "contract"}, "2026-04-15", "2026-04-15", ""},
		"agreed later":                  {invoices.ClockFacts{Agreed: "2026-05-31", Why: "contract, art. 7"}, "2026-05-31", "2026-05-31", ""},
		"agreed beyond the law":         {invoices.ClockFacts{Agreed: "2026-06-01", Why: "contract"}, "", "", "invoices.clock-agreed"},
		"agreed later, from delivery":   {invoices.ClockFacts{Agreed: "2026-06-10", Performed: "2026-04-11", Why: "contract"}, "2026-06-10", "2026-06-10", ""},
		"sent back":                     {invoices.ClockFacts{Returned: "2026-04-03", Why: "geen btw-nummer"}, "", "2026-05-01", ""},
		"sent back and made right":      {invoices.ClockFacts{Returned: "2026-04-03", Completed: "2026-04-12", Why: "geen btw-nummer"}, "2026-05-12", "2026-05-12", ""},
		"made right, never sent back":   {invoices.ClockFacts{Completed: "2026-04-12", Why: "x"}, "", "", "invoices.clock-returned"},
		"sent back before it came":      {invoices.ClockFacts{Returned: "2026-03-12", Why: "x"}, "", "", "invoices.clock-returned"},
		"nobody says why":               {invoices.ClockFacts{Performed: "2026-04-11"}, "", "", "invoices.no-reason"},
		"delivered on a day that comes": {invoices.ClockFacts{Performed: "2026-05-11", Why: "x"}, "", "", "invoices.clock-day"},
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		tick, later := clock(), time.Duration(0)
		b, _, err := app.Init(t.Context(), s, "voorbeeld", "Gemeente Voorbeeld", policy.Default, func() time.Time { return tick().Add(later) })
		must(t, err)
		taken(t, b, "leveranciers.csv", supplierList)
		d := b.Invoices()
		taken(t, b, "een.xml", demo.Bill{Number: "F1"}.UBL())
		one := only(t, b, invoices.Coding)
		later = 24 * time.Hour
		taken(t, b, "twee.xml", demo.Bill{Number: "F2", Net: 7_000}.UBL())
		later = 14 * 24 * time.Hour
		for name, test := range tests {
			err := d.SetClock(t.Context(), "eva", one.ID, test.facts)
			if test.code != "" {
				wants(t, err, test.code)
				continue
			}
			must(t, err)
			got := shown(t, b, one.ID)
			if c := got.Standing.Clock; c.Last != test.last || got.Last != test.payBy || got.Left != test.payBy.Sub("2026-04-15") || (c.Said != nil) != (test.facts != invoices.ClockFacts{}) {
				t.Errorf("%s: by %s, the law %s, %d left, said %+v", name, got.Last, c.Last, got.Left, c.Said)
			}
			list, err := d.List(t.Context(), invoices.Filter{Limit: 10})
			must(t, err)
			if first := list[0].Number == "F1"; first != (test.payBy <= "2026-05-01") { // F2 must be paid by 2 May
				t.Errorf("%s: %+v", name, list)
			}
			if !slices.IsSortedFunc(list, func(a, b invoices.Listed) int { return strings.Compare(string(a.Last), string(b.Last)) }) {
				t.Errorf("%s: %+v", name, list)
			}
		}
		must(t, d.Reject(t.Context(), "eva", one.ID, "weg"))
		wants(t, d.SetClock(t.Context(), "eva", one.ID, invoices.ClockFacts{}), "invoices.state")
		whole(t, b)
	})
}
