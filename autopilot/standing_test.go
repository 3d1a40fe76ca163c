// SPDX-License-Identifier: EUPL-1.2

package autopilot

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/policy"
)

var budget = policy.Autopilot{Bank: "budget", Wrong: 1000, Confidence: 950_000, Sample: 10_000, Start: "prior"}

// monthly is a promise of 98 % over the whole or in each month.
func monthly(months string) policy.Autopilot {
	return with(func(s *policy.Autopilot) { s.Wrong, s.Confidence, s.Start, s.Months = 20_000, 900_000, "safe", months })
}

func with(change func(*policy.Autopilot)) policy.Autopilot {
	s := budget
	change(&s)
	return s
}

// judged gives n cases of which some are wrong.
func judged(n, wrong int, c Case) []Case {
	list := make([]Case, n)
	for i := range list {
		list[i] = c
		list[i].Right = i >= wrong
	}
	return list
}

// batches gives months of claims of which the wrong ones come all in one.
func batches(months, n, wrong int) (list []Case) {
	for m := range months {
		for i := range n {
			list = append(list, Case{Probability: 0.9995, Right: m != 4 || i >= wrong, Day: 30*m + i%30})
		}
	}
	return list
}

// evidence counts what it is given as all there ever was.
func evidence(parts ...[]Case) Evidence {
	e := Evidence{Engine: "reconcile/1", Done: map[Ground]Tally{}}
	for _, p := range parts {
		for _, c := range p {
			if c.Safe {
				e.Rules++
			} else if c.Probability >= Least {
				e.Claims++
			}
		}
		e.Cases = append(e.Cases, p...)
	}
	return e
}

func check(t *testing.T, got Standing, mode Mode, threshold float64, why string) {
	t.Helper()
	if got.Mode != mode || got.Threshold != threshold || got.Why != "autopilot.standing."+why {
		t.Fatalf("%s from %v because of %s; want %s from %v because of %s (%+v)", got.Mode, got.Threshold, got.Why, mode, threshold, why, got)
	}
	said(t, got.Why)
	said(t, "autopilot.mode."+string(got.Mode))
}

func TestBeginnings(t *testing.T) {
	census := func(n, wrong int) Evidence { return evidence(judged(n, wrong, Case{Probability: 0.9995})) }
	for name, c := range map[string]struct {
		e         Evidence
		s         policy.Autopilot
		mode      Mode
		threshold float64
		why       string
	}{
		"off":                          {census(5000, 0), with(func(s *policy.Autopilot) { s.Bank = "off" }), Off, 0, "off"},
		"rules":                        {census(5000, 0), with(func(s *policy.Autopilot) { s.Bank = "safe" }), Safe, 0, "rules"},
		"safe start":                   {evidence(), with(func(s *policy.Autopilot) { s.Start = "safe" }), Safe, 0, "start"},
		"prior":                        {evidence(), budget, Prior, 0.999, "prior"},
		"prior, little history":        {census(200, 1), budget, Prior, 0.999, "prior"},
		"prior refuted by history":     {census(400, 4), budget, Safe, 0, "refuted"},
		"proved, but not every month":  {evidence(batches(13, 1000, 90)), monthly("each"), Safe, 0, "unsteady"},
		"proved over the whole":        {evidence(batches(13, 1000, 90)), monthly("whole"), Proved, Least, "proved"},
		"proved, and in every month":   {evidence(batches(13, 1000, 0)), monthly("each"), Proved, Least, "proved"},
		"history proves more":          {census(3700, 0), budget, Proved, Least, "proved"},
		"history proves, safe start":   {census(3700, 0), with(func(s *policy.Autopilot) { s.Start = "safe" }), Proved, Least, "proved"},
		"history is not enough yet":    {census(3600, 0), with(func(s *policy.Autopilot) { s.Start = "safe" }), Safe, 0, "start"},
		"looked at and not enough":     {census(3700, 2), with(func(s *policy.Autopilot) { s.Start = "safe" }), Safe, 0, "not-yet"},
		"rules wrong from the history": {evidence(judged(100, 3, Case{Probability: 1, Safe: true})), budget, Propose, 0, "rules-wrong"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Assess(c.e, c.s, 0.999, Standing{}, "2026-01-01")
			check(t, got, c.mode, c.threshold, c.why)
			if got.Since != "2026-01-01" {
				t.Errorf("since %s", got.Since)
			}
			again := c.e
			if got.From != "" {
				again = Evidence{Engine: c.e.Engine} // evidence counts from there on
			}
			if again := Assess(again, c.s, 0.999, got, "2026-01-02"); again != got {
				t.Errorf("again on the same evidence: %+v, then %+v", got, again)
			}
		})
	}
}

// A life: begins with the prior, is refuted by its blind sample, comes back by
// own proof, is widened, and loses even its rules and wins them back.
func TestALife(t *testing.T) {
	st := Assess(evidence(), budget, 0.999, Standing{}, "01")
	check(t, st, Prior, 0.999, "prior")
	blind := Case{Probability: 0.9995, Blind: true}

	if one := Assess(evidence(judged(30, 1, blind)), budget, 0.999, st, "02"); one != st {
		t.Fatal("one wrong case may be a slip")
	}
	under := judged(300, 30, Case{Probability: 0.97})
	if more := Assess(evidence(judged(300, 1, blind), under), budget, 0.999, st, "02"); more != st {
		t.Fatal("what is under the threshold is no case against it")
	}
	st = Assess(evidence(judged(200, 2, blind), under), budget, 0.999, st, "03")
	check(t, st, Safe, 0, "claims-wrong")
	if st.From != "03" || !st.Refuted || st.Cases != 200 || st.Wrong != 2 || st.Bound <= 0.001 {
		t.Fatalf("%+v", st)
	}
	if still := Assess(evidence(), budget, 0.999, st, "04"); still != st {
		t.Fatal("a refuted prior does not come back by itself")
	}
	stricter := with(func(s *policy.Autopilot) { s.Wrong = 500 })
	check(t, Assess(evidence(), stricter, 0.999, st, "04"), Safe, 0, "refuted")

	high := judged(6000, 0, Case{Probability: 0.9996})
	st = Assess(evidence(high, judged(600, 60, Case{Probability: 0.99})), budget, 0.999, st, "05")
	check(t, st, Proved, 0.991, "proved")
	from := st.From

	low := judged(9000, 0, Case{Probability: 0.98})
	wide := Assess(evidence(high, low), budget, 0.999, st, "06")
	check(t, wide, Proved, Least, "widened")
	if wide.From != from || wide.Since != "06" {
		t.Fatalf("the life goes on: %+v", wide)
	}
	e := evidence(judged(50, 0, blind))
	e.Done = map[Ground]Tally{Claim: {Done: 9000, Undone: 20}, Rule: {Done: 9000, Undone: 3}}
	st = Assess(e, budget, 0.999, wide, "07")
	check(t, st, Safe, 0, "claims-wrong-undone")
	e.Done = map[Ground]Tally{Rule: {Done: 900, Undone: 9}}
	st = Assess(e, budget, 0.999, st, "08")
	check(t, st, Propose, 0, "rules-wrong-undone")

	st = Assess(evidence(judged(3700, 1, Case{Safe: true, Probability: 1})), budget, 0.999, st, "09")
	check(t, st, Propose, 0, "rules-not-yet")
	st = Assess(evidence(judged(9000, 1, Case{Safe: true, Probability: 1})), budget, 0.999, st, "10")
	check(t, st, Safe, 0, "rules-again")
	if !st.Refuted || st.From != "10" {
		t.Fatalf("%+v", st)
	}
}

// With another promise a threshold does not simply stay: the cases above it are
// a sample, those under it a census.
func TestAnotherPromiseBeginsAnew(t *testing.T) {
	st := Assess(evidence(), budget, 0.999, Standing{}, "01")
	st = Assess(evidence(judged(7000, 0, Case{Probability: 0.98})), budget, 0.999, st, "02")
	check(t, st, Proved, Least, "widened")
	looser := with(func(s *policy.Autopilot) { s.Wrong = 2000; s.Start = "safe" })
	got := Assess(evidence(judged(9000, 0, Case{Probability: 0.98})), looser, 0.999, st, "03")
	check(t, got, Safe, 0, "start")
	if got.From != "03" {
		t.Errorf("evidence counts from %q", got.From)
	}
	e := evidence()
	e.Engine = "reconcile/2"
	if got = Assess(e, budget, 0.999, st, "04"); got.Mode != Prior || got.From != "04" {
		t.Errorf("another engine: %+v", got)
	}
	same := with(func(s *policy.Autopilot) { s.Sample = 50_000 })
	if got = Assess(evidence(), same, 0.999, st, "05"); got != st {
		t.Error("a larger sample is no other promise")
	}
}

// What comes out always agrees with its own evidence.
func TestStandingAgreesWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := Standing{}
		s := budget
		for step := range rapid.IntRange(1, 8).Draw(t, "steps") {
			now := fmt.Sprintf("%02d", step+1)
			var parts [][]Case
			for range rapid.IntRange(0, 4).Draw(t, "parts") {
				n := rapid.IntRange(0, 9000).Draw(t, "n")
				parts = append(parts, judged(n, rapid.IntRange(0, min(n, 15)).Draw(t, "wrong"), Case{
					Probability: rapid.SampledFrom([]float64{0.3, 0.94, 0.96, 0.995, 0.9991, 0.9999}).Draw(t, "p"),
					Safe:        rapid.Bool().Draw(t, "safe"), Blind: rapid.Bool().Draw(t, "blind")}))
			}
			e := evidence(parts...)
			for _, g := range []Ground{Rule, Claim} {
				done := rapid.IntRange(0, 5000).Draw(t, "done")
				e.Done[g] = Tally{done, rapid.IntRange(0, min(done, 6)).Draw(t, "undone")}
			}
			s.Bank = rapid.SampledFrom([]string{"off", "safe", "budget", "budget", "budget"}).Draw(t, "bank")
			s.Start = rapid.SampledFrom([]string{"safe", "prior"}).Draw(t, "start")
			st = Assess(e, s, 0.999, st, now)
			claims := st.Mode == Prior || st.Mode == Proved
			switch {
			case claims != (st.Threshold > 0), claims && st.Threshold < Least, s.Bank != "budget" && claims,
				st.Mode == Proved && st.Bound > s.Wrong.Float(), st.Since > now, st.From > now,
				s.Bank == "off" && st.Mode != Off, st.Mode == Prior && (s.Start != "prior" || st.Refuted):
				t.Fatalf("%+v with %+v", st, s)
			}
		}
	})
}

// The promise over years, by simulation: towns of which we know the truth, a
// person who judges what the autopilot leaves. However wrong the engine's claims
// are, in at most 1-confidence of the towns is a threshold proved that does not
// keep the promise; where the prior is wrong, the blind sample finds it.
func TestPromiseOverYears(t *testing.T) {
	const towns = 100
	s := with(func(s *policy.Autopilot) { s.Wrong = 10_000; s.Confidence = 900_000; s.Sample = 50_000 })
	for name, c := range map[string]struct {
		start string
		wrong func(p float64) float64
		least int // towns that end with claims carried out
		most  int
		bad   int // towns that ever carried claims out that break the promise, by own proof
	}{
		"prior holds":             {"prior", func(p float64) float64 { return (1 - p) / 2 }, 95, 100, 0},
		"prior is ten times over": {"prior", func(float64) float64 { return 0.1 }, 0, 2, 0},
		"a little over the limit": {"safe", func(float64) float64 { return 0.0105 }, 0, 19, 19},
		"well under the limit":    {"safe", func(float64) float64 { return 0.001 }, 98, 100, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := s
			s.Start = c.start
			ends, bad := 0, 0
			for seed := range uint64(towns) {
				end, broke := years(rand.New(rand.NewPCG(seed, 3)), s, c.wrong)
				if end.Threshold > 0 {
					ends++
				}
				if broke {
					bad++
				}
			}
			if ends < c.least || ends > c.most || bad > c.bad {
				t.Errorf("%d of %d towns end with claims carried out, %d broke the promise by own proof", ends, towns, bad)
			}
			t.Logf("%d of %d towns end with claims carried out, %d broke the promise by own proof", ends, towns, bad)
		})
	}
}

// years lets a town live for a hundred weeks of 100 claims.
func years(chance *rand.Rand, s policy.Autopilot, wrong func(float64) float64) (st Standing, broke bool) {
	e := evidence()
	for week := range 100 {
		before := st.From
		now := fmt.Sprintf("%03d", week+1)
		st = Assess(e, s, 0.99, st, now)
		if st.From != before {
			e = evidence()
		}
		if st.Mode == Proved && average(wrong, st.Threshold) > s.Wrong.Float() {
			broke = true
		}
		for range 100 {
			p := 0.95 + 0.05*chance.Float64()
			right := chance.Float64() >= wrong(p)
			v := Decide(Proposal{Complete: true, Probability: p}, st, chance.Float64() < s.Sample.Float())
			if v.Act {
				done := e.Done[Claim]
				done.Done++
				e.Done[Claim] = done
				continue
			}
			e.Cases = append(e.Cases, Case{Probability: p, Right: right, Blind: v.Blind})
			e.Claims++
		}
	}
	return st, broke
}

// average is the wrong share of claims from a threshold on.
func average(wrong func(float64) float64, from float64) (sum float64) {
	for i := range 1000 {
		sum += wrong(from+(1-from)*(float64(i)+0.5)/1000) / 1000
	}
	return sum
}

func TestMeasured(t *testing.T) {
	e := evidence(judged(90, 1, Case{Probability: 0.9995, Blind: true}), judged(500, 50, Case{Probability: 0.9}))
	e.Done = map[Ground]Tally{Rule: {900, 1}, Claim: {10, 0}}
	m := Measured(e, Standing{}, 950_000)
	if m.Blind != 90 || m.BlindWrong != 1 || m.Done != 910 || m.Undone != 1 || m.Optimistic != 2.0/1000 || m.Bound < 0.05 || m.Bound > 0.053 {
		t.Errorf("%+v", m)
	}
	if m = Measured(evidence(), Standing{}, 950_000); m.Bound != 1 || m.Optimistic != 0 {
		t.Errorf("of nothing nothing is known: %+v", m)
	}
}
