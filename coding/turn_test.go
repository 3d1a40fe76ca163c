// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"testing"

	"rentmeester/day"
)

func TestTurned(t *testing.T) {
	past := func(accounts ...string) (all []Past) {
		for i, a := range accounts {
			all = append(all, Past{Invoice: fmt.Sprint(i + 1), Day: day.Day(fmt.Sprintf("2026-01-%02d", i+1)),
				Lines: []PastLine{{Line: Line{Text: fmt.Sprint("Huur week ", i+1)}, Parts: []Part{{Coding: Coding{Account: a, VAT: Treatment(fmt.Sprint(i))}, Weight: 1}}}}})
		}
		return all
	}
	divided := past("4300", "4310")
	divided[1].Lines[0].Parts = append(divided[1].Lines[0].Parts, Part{Coding: Coding{Account: "4400"}})
	for name, c := range map[string]struct {
		past []Past
		text string
		want string // from, to, since, last
	}{
		"nothing":            {nil, "Huur", ""},
		"always the same":    {past("4300", "4300"), "Huur", ""},
		"once otherwise":     {past("4300", "4300", "4310"), "Huur maart", "4300 4310 2026-01-03 2026-01-02"},
		"three times":        {past("4300", "4310", "4310", "4310"), "Huur", "4300 4310 2026-01-02 2026-01-01"},
		"no news any more":   {past("4300", "4310", "4310", "4310", "4310"), "Huur", ""},
		"another text":       {past("4300", "4310"), "Koffie", ""},
		"a line without any": {past("4300", "4310"), "", "4300 4310 2026-01-02 2026-01-01"},
		"divided":            {divided, "Huur", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if turn := Turned(c.past, Line{Text: c.text}); turn != nil {
				got = fmt.Sprint(turn.From.Account, " ", turn.To.Account, " ", turn.Since, " ", turn.Last)
			}
			if got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}
