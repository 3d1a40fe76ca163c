// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"path/filepath"
	"testing"

	"rentmeester/app"
	"rentmeester/demo"
	"rentmeester/store/storetest"
)

// A run looks again only at lines of which something changed. It must come to
// what it would come to by looking at all of them each time: the same bookings,
// and to the byte the same proposals for what waits.
func TestLookingAtWhatChangedIsLookingAtAll(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: a year of a town, one thing after the other")
	}
	town := t.TempDir()
	if _, err := demo.Generate(demo.Options{Seed: 11, Inhabitants: 1500, Year: 2025, Rates: demo.DefaultRates()}, town); err != nil {
		t.Fatal(err)
	}
	s := storetest.SQLite(t)
	b := newBooks(t, s, "town")
	for _, below := range []string{"openitems", "orders", "bank"} {
		importFolder(t, b, filepath.Join(town, below), &app.Report{})
	}
	got, some, err := app.Thoughts(t.Context(), b, false)
	if err != nil {
		t.Fatal(err)
	}
	want, all, err := app.Thoughts(t.Context(), b, true)
	if err != nil {
		t.Fatal(err)
	}
	if got != want || len(some) != len(all) || got.Automatic == 0 || got.Proposed == 0 {
		t.Errorf("%+v, looking at all %+v", got, want)
	}
	differ := 0
	for line := range all {
		if some[line] != all[line] {
			if differ++; differ <= 3 {
				t.Errorf("line %d: %s\nlooking at all: %s", line, some[line], all[line])
			}
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d lines differ", differ, len(all))
	}
}
