// SPDX-License-Identifier: EUPL-1.2

package web

import "rentmeester/money"

// A collected payment may settle thousands of items; a list shows the first few
// of a long one.
const (
	longList  = 8
	shownOfIt = 5
)

// someOf is the beginning of a list, and what was left out.
type someOf struct {
	First []Allocation
	Count int         // left out
	Sum   money.Cents // of those
}

// More says that something was left out.
func (s someOf) More() bool { return s.Count > 0 }

func some(all []Allocation) someOf {
	if len(all) <= longList {
		return someOf{First: all}
	}
	s := someOf{First: all[:shownOfIt], Count: len(all) - shownOfIt}
	for _, a := range all[shownOfIt:] {
		s.Sum += a.Amount
	}
	return s
}
