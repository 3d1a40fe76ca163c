// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"os"
	"path/filepath"
	"testing"

	"rentmeester/app/books"
	bench "rentmeester/bench/staffing"
	"rentmeester/highs"
	"rentmeester/store/storetest"
)

// TestProposeWithSolver: with the solver a plan of the books is proved that without it
// has a bound only, and it is worth no less.
func TestProposeWithSolver(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: a house of sixty people takes a while")
	}
	if highs.Missing() {
		t.Skip("the solver is not here: make assets fetches it")
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	solver := &highs.Late{Dir: filepath.Join(dir, "rentmeester", "highs")}
	defer func() { _ = solver.Close() }()
	d := newDesk(t, storetest.SQLite(t), "voorbeeld")
	task := bench.Invent(bench.Small, 1)
	if _, err := d.Keep(t.Context(), "m.bakker", *task, From{"lijst.json", "00"}, nil); err != nil {
		t.Fatal(err)
	}
	propose := func(d *Desk) Plan {
		t.Helper()
		id, err := d.Propose(t.Context(), "m.bakker", MostSeconds)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := d.Plan(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	bare, with := propose(d), propose(&Desk{Books: books.Books{Store: d.Store, Adm: d.Adm, Now: d.Now}, Solver: solver})
	if !with.Proved || bare.Proved || with.Value < bare.Value {
		t.Errorf("with: %v %v, without: %v %v", with.Proved, with.Value, bare.Proved, bare.Value)
	}
}
