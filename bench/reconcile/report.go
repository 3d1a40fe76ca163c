// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"rentmeester/learn"
)

// Report is everything that was measured.
type Report struct {
	Commit     string     `json:"commit"`
	Town       int        `json:"inhabitants"` // of 1×
	Jitter     float64    `json:"jitter"`
	Threshold  float64    `json:"threshold"`
	Days       int        `json:"days"`  // explained together, live
	Rules      bool       `json:"rules"` // of the default policy
	Results    []Result   `json:"results"`
	Ablation   []Ablation `json:"ablation,omitempty"`
	Speed      []Speed    `json:"speed"`
	Arrival    *Arrival   `json:"arrival,omitempty"`
	Benchmarks []string   `json:"benchmarks,omitempty"` // of go test -bench
	Wrong      []Wrong    `json:"wrong,omitempty"`      // when asked for
	Lost       int        `json:"lost"`                 // rows of the truth without a line
}

// Result is what one year that went by gave.
type Result struct {
	Scale   int              `json:"scale"`
	Seed    uint64           `json:"seed"`
	Profile string           `json:"profile"`
	Way     Way              `json:"way"`
	Total   Tally            `json:"total"`
	Matter  map[string]Tally `json:"matter"`
	Error   float64          `json:"calibration_error"`
	claims  []Claim
}

// Ablation is what the engine does without one of its parts.
type Ablation struct {
	Without string  `json:"without"`
	Scale   int     `json:"scale"`
	Total   Tally   `json:"total"`
	Error   float64 `json:"calibration_error"`
	claims  []Claim
}

// Add adds a year that went by without the part.
func (a *Ablation) Add(r *Run) {
	a.Total.Add(r.Total)
	a.claims = append(a.claims, r.Claims...)
	a.Error = calibrationError(a.claims)
}

// NewResult sums up a year.
func NewResult(scale int, r *Run) Result {
	out := Result{Scale: scale, Seed: r.Town.Seed, Profile: r.Town.Profile, Way: r.Way, Total: r.Total, Matter: map[string]Tally{}, claims: r.Claims}
	for name, t := range r.Matter {
		out.Matter[name] = *t
	}
	out.Error = calibrationError(r.Claims)
	return out
}

func cases(claims []Claim) []learn.Case {
	out := make([]learn.Case, len(claims))
	for i, c := range claims {
		out[i] = learn.Case{Probability: c.Probability, Right: c.Right}
	}
	return out
}

func calibrationError(claims []Claim) float64 {
	return learn.CalibrationError(learn.Reliability(cases(claims), learn.Tenths()))
}

// Table is a table of the report.
type Table struct {
	Title string
	Note  string
	Head  []string
	Rows  [][]string
}

// confidence of the bounds.
const confidence = 0.95

// Tables gives the report as tables.
func (r *Report) Tables() []Table {
	tables := []Table{r.main()}
	for _, way := range []Way{Live, FirstDay} {
		if some := r.of(r.smallest(), way); len(some) > 0 {
			tables = append(tables, coverage(way, some), reliability(way, some))
		}
	}
	tables = append(tables, r.profiles())
	if len(r.Ablation) > 0 {
		tables = append(tables, r.ablation())
	}
	tables = append(tables, r.speeds())
	if r.Arrival != nil {
		tables = append(tables, r.arrival())
	}
	for _, way := range []Way{Live, FirstDay} {
		if some := r.of(r.smallest(), way); len(some) > 0 {
			tables = append(tables, matter(way, some))
		}
	}
	return tables
}

func (r *Report) smallest() int {
	least := 0
	for i, x := range r.Results {
		if i == 0 || x.Scale < least {
			least = x.Scale
		}
	}
	return least
}

func (r *Report) of(scale int, way Way) (some []Result) {
	for _, x := range r.Results {
		if x.Scale == scale && x.Way == way {
			some = append(some, x)
		}
	}
	return some
}

func sum(some []Result) (total Tally, claims []Claim) {
	for _, x := range some {
		total.Add(x.Total)
		claims = append(claims, x.claims...)
	}
	return total, claims
}

func percent(a, b int) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(a)/float64(b))
}

// wrongs gives the wrong lines of so many as a rate per 100,000, with the bound.
func wrongs(wrong, n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f (≤ %.1f)", 1e5*float64(wrong)/float64(n), 1e5*learn.UpperBound(wrong, n, confidence))
}

var mainHead = []string{"lines", "done right without a person", "wrong", "of which only another equal instalment", "wrong per 100,000 automatic (95 % bound)", "rest: first is right", "rest: in the first three",
	"rest: ambiguous", "rest: rightly nothing", "first is right, of all", "calibration error"}

func mainRow(t Tally, e float64) []string {
	return []string{fmt.Sprint(t.Lines), percent(t.Automatic-t.Wrong, t.Lines), fmt.Sprint(t.Wrong), fmt.Sprint(t.Exchanged), wrongs(t.Wrong, t.Automatic),
		percent(t.First, t.Rest()), percent(t.Three, t.Rest()), percent(t.Ambiguous, t.Rest()), percent(t.Rightly, t.Rest()),
		percent(t.Best, t.Lines), fmt.Sprintf("%.2f %%", 100*e)}
}

// main is the table of the aims: by scale, way and seed.
func (r *Report) main() Table {
	t := Table{Title: "Lines done", Head: append([]string{"scale", "way", "seed", "profile"}, mainHead...)}
	scales := map[int]bool{}
	for _, x := range r.Results {
		scales[x.Scale] = true
	}
	for _, scale := range slices.Sorted(maps.Keys(scales)) {
		for _, way := range []Way{Live, FirstDay} {
			some := r.of(scale, way)
			for _, x := range some {
				t.Rows = append(t.Rows, append([]string{fmt.Sprintf("%d×", scale), string(way), fmt.Sprint(x.Seed), x.Profile}, mainRow(x.Total, x.Error)...))
			}
			if len(some) > 1 {
				total, claims := sum(some)
				t.Rows = append(t.Rows, append([]string{fmt.Sprintf("%d×", scale), string(way), "all", ""}, mainRow(total, calibrationError(claims))...))
			}
		}
	}
	return t
}

var thresholds = []float64{0.99, 0.995, 0.998, 0.999, 0.9995}

// coverage is how much would be done, and how much of it wrong, from other
// thresholds on.
func coverage(way Way, some []Result) Table {
	t := Table{Title: "Risk and coverage, " + string(way), Head: []string{"threshold", "automatic", "wrong", "wrong per 100,000 (95 % bound)"},
		Note: "From the same proposals: what another threshold would have changed in later proposals is not counted."}
	total, claims := sum(some)
	for _, threshold := range append(slices.Clone(thresholds), 2) {
		name := fmt.Sprint(threshold)
		if threshold > 1 {
			name = "rules alone (Safe)"
		}
		n, wrong := 0, 0
		for _, c := range claims {
			if c.May(threshold) {
				n++
				wrong += one(!c.Right)
			}
		}
		t.Rows = append(t.Rows, []string{name, percent(n, total.Lines), fmt.Sprint(wrong), wrongs(wrong, n)})
	}
	return t
}

var edges = []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 1}

// reliability is what the engine claims against what was right.
func reliability(way Way, some []Result) Table {
	t := Table{Title: "Reliability of first proposals, " + string(way), Head: []string{"claimed", "lines", "on average", "right"}}
	_, claims := sum(some)
	for _, row := range learn.Reliability(cases(claims), edges) {
		if row.N > 0 {
			t.Rows = append(t.Rows, []string{fmt.Sprintf("%g–%g", row.From, row.To), fmt.Sprint(row.N), fmt.Sprintf("%.2f %%", 100*row.Claimed), fmt.Sprintf("%.2f %%", 100*row.Right)})
		}
	}
	return t
}

// profiles is how well claims hold in each kind of town.
func (r *Report) profiles() Table {
	t := Table{Title: "By profile of the town, live", Head: append([]string{"profile"}, mainHead...)}
	by := map[string][]Result{}
	for _, x := range r.of(r.smallest(), Live) {
		by[x.Profile] = append(by[x.Profile], x)
	}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		total, claims := sum(by[name])
		t.Rows = append(t.Rows, append([]string{name}, mainRow(total, calibrationError(claims))...))
	}
	return t
}

func (r *Report) ablation() Table {
	t := Table{Title: "What each part adds (live)", Head: append([]string{"without"}, mainHead...)}
	for _, x := range r.Ablation {
		t.Rows = append(t.Rows, append([]string{x.Without}, mainRow(x.Total, x.Error)...))
	}
	return t
}

// leastLines that a kind of mess must have to be told apart.
const leastLines = 50

// matter is by what is the matter with a line.
func matter(way Way, some []Result) Table {
	t := Table{Title: "By what is the matter with the line, " + string(way),
		Note: fmt.Sprintf("A line counts under each of its names; names with fewer than %d lines are left out. “–” and a kind: nothing is the matter.", leastLines),
		Head: []string{"matter", "lines", "automatic", "wrong", "rest: first", "rest: first three", "rest: ambiguous"}}
	by := map[string]Tally{}
	for _, x := range some {
		for name, one := range x.Matter {
			all := by[name]
			all.Add(one)
			by[name] = all
		}
	}
	names := slices.Collect(maps.Keys(by))
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(by[b].Lines-by[a].Lines, cmp.Compare(a, b)) })
	for _, name := range names {
		if x := by[name]; x.Lines >= leastLines {
			t.Rows = append(t.Rows, []string{name, fmt.Sprint(x.Lines), percent(x.Automatic, x.Lines), fmt.Sprint(x.Wrong),
				percent(x.First, x.Rest()), percent(x.Three, x.Rest()), percent(x.Ambiguous, x.Rest())})
		}
	}
	return t
}

func (r *Report) speeds() Table {
	t := Table{Title: "Speed and memory", Head: []string{"scale", "open items", "lines", "build, µs/item", "each line by itself, lines/s", "whole reconcile live, lines/s",
		"first day, lines/s", "processor µs/line, live", "growth per line", "taking in a decision, µs", "engine, MB", "peak, MB"},
		Note: "The engine alone, in memory, two workers. The peak is of the process with the town and its truth."}
	for _, s := range r.Speed {
		t.Rows = append(t.Rows, []string{fmt.Sprintf("%d×", s.Scale), fmt.Sprint(s.Items), fmt.Sprint(s.Lines), fmt.Sprintf("%.1f", s.Build), fmt.Sprintf("%.0f", s.Alone),
			fmt.Sprintf("%.0f", s.Live), fmt.Sprintf("%.0f", s.FirstDay), fmt.Sprintf("%.0f", s.CPU), fmt.Sprintf("%.2f", s.Growth),
			fmt.Sprintf("%.0f", s.Learn), fmt.Sprintf("%.0f", s.EngineMB), fmt.Sprintf("%.0f", s.Peak)})
	}
	for _, b := range r.Benchmarks {
		t.Note += "\n\n`" + b + "`"
	}
	return t
}

func (r *Report) arrival() Table {
	a := r.Arrival
	return Table{Title: "The first proposal for a newly arrived line", Head: []string{"open items", "lines tried", "the very first", "median", "99 of 100", "worst"},
		Rows: [][]string{{fmt.Sprint(a.Items), fmt.Sprint(a.Lines), fmt.Sprintf("%.2f ms", a.First), fmt.Sprintf("%.2f ms", a.Median), fmt.Sprintf("%.2f ms", a.Most), fmt.Sprintf("%.2f ms", a.Worst)}}}
}
