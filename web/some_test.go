// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"testing"

	"pgregory.net/rapid"

	"rentmeester/money"
	"rentmeester/text"
)

func TestLongListsAreShortAndAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Allocation
		var sum money.Cents
		for _, cents := range rapid.SliceOfN(rapid.Int64Range(-1e9, 1e9), 0, 40).Draw(t, "amounts") {
			all = append(all, Allocation{Amount: money.Cents(cents)})
			sum += money.Cents(cents)
		}
		s := some(all)
		shown := s.Sum
		for _, a := range s.First {
			shown += a.Amount
		}
		if len(s.First)+s.Count != len(all) || len(s.First) > longList || shown != sum || s.More() != (len(all) > longList) {
			t.Fatalf("of %d shows %d and leaves %d; %s of %s", len(all), len(s.First), s.Count, shown, sum)
		}
	})
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{579, 579, "100\u00a0%"}, {99999, 100000, "99,9\u00a0%"}, {1, 8, "12,5\u00a0%"}, {0, 3, "0\u00a0%"}} {
		if got := share(text.NL, c.part, c.whole); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

func TestAnAccountWithoutANameIsCalledByItsNumber(t *testing.T) {
	if got := (AccountLine{IBAN: townTaxes}).Called(); got != iban(townTaxes) {
		t.Errorf("got %q", got)
	}
	if got := (AccountLine{IBAN: townTaxes, Name: "Belastingen"}).Called(); got != "Belastingen" {
		t.Errorf("got %q", got)
	}
}
