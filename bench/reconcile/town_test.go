// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rentmeester/autopilot"
	"rentmeester/learn"
	"rentmeester/reconcile"
)

// towns that tests live in; living changes nothing of them.
var towns = map[string]*Town{}

func small(t *testing.T, profile string) *Town {
	t.Helper()
	if towns[profile] != nil {
		return towns[profile]
	}
	set, err := DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	w, err := Generate(Options{Seed: 101, Inhabitants: 2000, Profile: profile, Jitter: 0.3, Rules: set}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	towns[profile] = w
	return w
}

// Every row of the truth stands with a line, also where statements come twice or
// late and details come before their entry.
func TestLoadFindsEveryRow(t *testing.T) {
	for _, profile := range []string{"gewoon", "stad", "incasso"} {
		w := small(t, profile)
		if w.Lost != 0 || len(w.Lines) < 1000 || len(w.Items) < 4000 || len(w.Batches) < 10 {
			t.Errorf("%s: %d lines, %d items, %d batches, %d rows of the truth without a line", profile, len(w.Lines), len(w.Items), len(w.Batches), w.Lost)
		}
	}
}

// A year goes by both ways with figures that make sense.
func TestBothWays(t *testing.T) {
	w := small(t, "gewoon")
	for _, way := range []Way{Live, FirstDay} {
		r := Run{Way: way, Town: w, Threshold: autopilot.PriorThreshold}
		r.Go()
		n := r.Total
		for i := range r.Wrong {
			r.Wrong[i].Tell(t.Output())
		}
		t.Logf("%s: %+v", way, n)
		if n.Lines != len(w.Lines) || n.Automatic*2 < n.Lines || n.Wrong*200 > n.Automatic || n.First > n.Three || n.Three > n.Rest() {
			t.Errorf("%s: %+v", way, n)
		}
		if len(r.Wrong) != n.Wrong || len(r.Claims)+n.Nothing != n.Lines {
			t.Errorf("%s: %d wrong lines told, %d claims; %+v", way, len(r.Wrong), len(r.Claims), n)
		}
	}
}

// The truth itself is right, and a cent less of it is not.
func TestRight(t *testing.T) {
	w := small(t, "slordig")
	for i := range w.Lines {
		a := w.answer(&w.Lines[i])
		var c reconcile.Choice
		for _, p := range a.parts {
			c.Allocations = append(c.Allocations, reconcile.Allocation{Item: p.item, Account: p.account, Amount: p.amount})
		}
		if !w.right(&a, &c) {
			t.Fatalf("the truth of line %d is not right: %+v", i, a)
		}
		if len(c.Allocations) > 0 {
			c.Allocations[0].Amount--
		}
		if w.right(&a, &c) {
			t.Fatalf("line %d is right with a cent less", i)
		}
	}
}

// A report can be written again into its document, and the prose stays.
func TestReport(t *testing.T) {
	w := small(t, "dorp")
	report := Report{Commit: "c0ffee", Town: 2000, Days: Week, Threshold: autopilot.PriorThreshold}
	for _, way := range []Way{Live, FirstDay} {
		r := Run{Way: way, Town: w, Threshold: report.Threshold}
		r.Go()
		report.Results = append(report.Results, NewResult(1, &r))
	}
	path := filepath.Join(t.TempDir(), "page.md")
	page := "before\n" + Begin + "\n" + End + "\nafter\n"
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	var written [2]string
	for i := range written {
		if err := report.WriteInto(path); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		written[i] = string(got)
	}
	for _, want := range []string{"before\n" + Begin, End + "\nafter\n", "Commit c0ffee, seeds 101", "| 1× | live | 101 | dorp |", "### Reliability"} {
		if !strings.Contains(written[0], want) {
			t.Errorf("the page does not hold %q:\n%s", want, written[0])
		}
	}
	if written[0] != written[1] {
		t.Error("writing the same report again changed the page")
	}
	if err := report.WriteInto(filepath.Join("..", "..", "LICENSE")); err == nil {
		t.Error("a document without marks was written into")
	}
}

// The same town goes by in the same way every time.
func TestSameEveryTime(t *testing.T) {
	w := small(t, "dorp")
	first, second := Run{Way: FirstDay, Town: w, Threshold: 0.998}, Run{Way: FirstDay, Town: w, Threshold: 0.998}
	first.Go()
	second.Go()
	if first.Total != second.Total || !slices.Equal(first.Claims, second.Claims) {
		t.Errorf("%+v and %+v", first.Total, second.Total)
	}
}

// Neighbours have other numbers, and as much to pay.
func TestCrowd(t *testing.T) {
	w := small(t, "dorp")
	items := crowd(w.Items, 3*len(w.Items)+5)
	seen := map[string]bool{}
	for i := range items {
		if seen[items[i].Number] || items[i].ID != int64(i+1) {
			t.Fatalf("item %d: %+v", i, items[i])
		}
		seen[items[i].Number] = true
	}
}

// On towns that had no part in learning, next to nothing that is proved is wrong,
// probabilities mean what they say, and the first proposal is the right one.
func TestTownsOfValidation(t *testing.T) {
	if testing.Short() {
		t.Skip("lives whole years")
	}
	set, err := DefaultRules()
	if err != nil {
		t.Fatal(err)
	}
	var all Tally
	var claims []learn.Case
	proved, wrong := 0, 0
	for seed := uint64(102); seed < 108; seed++ {
		w, err := Generate(Options{Seed: seed, Inhabitants: 3000, Jitter: 0.3, Rules: set}, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		r := Run{Way: Live, Town: w, Threshold: autopilot.PriorThreshold}
		r.Go()
		all.Add(r.Total)
		for _, c := range r.Claims {
			claims = append(claims, learn.Case{Probability: c.Probability, Right: c.Right})
			if c.Safe {
				proved++
				wrong += one(!c.Right)
			}
		}
	}
	t.Logf("%+v; proved %d, of which wrong %d", all, proved, wrong)
	if proved*2 < all.Lines || wrong*5000 > proved {
		t.Errorf("of %d lines %d are proved, and of those %d are wrong", all.Lines, proved, wrong)
	}
	if bound := learn.UpperBound(all.Wrong, all.Automatic, 0.95); bound > 0.001 {
		t.Errorf("%d of %d automatic lines are wrong: up to %.2f %%", all.Wrong, all.Automatic, 100*bound)
	}
	if off := learn.CalibrationError(learn.Reliability(claims, learn.Tenths())); off > 0.02 {
		t.Errorf("calibration error %.2f %%", 100*off)
	}
	if all.Best*100 < all.Lines*96 || all.Automatic*100 < all.Lines*80 {
		t.Errorf("of %d lines the first proposal of %d is right, and %d are automatic", all.Lines, all.Best, all.Automatic)
	}
}

// Every line that waits has one thing that keeps it, and counting that changes
// nothing of what is done.
func TestLimitCountsEveryLineThatWaits(t *testing.T) {
	w := small(t, "slordig")
	plain := Run{Way: Live, Town: w, Threshold: autopilot.PriorThreshold}
	plain.Go()
	r := Run{Way: Live, Town: w, Threshold: autopilot.PriorThreshold, Limits: true}
	r.Go()
	l := r.Limit
	if r.Total != plain.Total || l.Lines != r.Total.Rest() || l.Hidden+l.Tie+l.Unsure+l.Misjudged != l.Lines || l.Equal > l.Tie || l.Unsure == 0 || l.Tie == 0 {
		t.Errorf("%+v, %+v and %+v", l, r.Total, plain.Total)
	}
}
