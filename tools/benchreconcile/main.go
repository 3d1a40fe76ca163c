// SPDX-License-Identifier: EUPL-1.2

// Command benchreconcile measures the reconciliation engine on invented towns and
// writes the tables of docs/benchmark-reconciliation.md.
//
//	go run ./tools/benchreconcile -scales 1,10 -seeds 306-311 -ablation
//
// Of a scale above 1× only the first seed is measured, or as many as -large says.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"rentmeester/autopilot"
	"rentmeester/bench/machine"
	"rentmeester/bench/reconcile"
	"rentmeester/demo"
	"rentmeester/reconcile"
)

// options are what was asked.
type options struct {
	list, seeds        string
	large, days        int
	town, arrival      int
	jitter, threshold  float64
	profile, benchmark string
	ablation, rules    bool
	wrong, json, mark  bool
	limits             bool
	write, commit, dir string
}

func main() {
	var o options
	flag.StringVar(&o.list, "scales", "1", "sizes, as multiples of -town: 1,10,40")
	flag.StringVar(&o.seeds, "seeds", "306-311", "seeds at the smallest scale; fit 1–99, validation 100–199, test 300–399")
	flag.IntVar(&o.large, "large", 1, "how many of the seeds at larger scales")
	flag.IntVar(&o.town, "town", demo.Town, "inhabitants of 1×")
	flag.Float64Var(&o.jitter, "jitter", 0.3, "share by which the rates of a seed differ from its profile")
	flag.StringVar(&o.profile, "profile", "", "kind of town; empty: that of the seed")
	flag.Float64Var(&o.threshold, "threshold", autopilot.PriorThreshold, "claimed probability from which on the autopilot acts")
	flag.IntVar(&o.days, "days", town.Week, "how many days of statements are explained together, live")
	flag.BoolVar(&o.rules, "rules", true, "with the rules of the default policy")
	flag.BoolVar(&o.ablation, "ablation", false, "also without each part of the engine, at the smallest scale")
	flag.IntVar(&o.arrival, "arrival", 0, "also time the first proposal for a new line among so many open items")
	flag.StringVar(&o.benchmark, "benchmarks", "", "file with the output of go test -bench, to be quoted")
	flag.BoolVar(&o.wrong, "wrong", false, "tell every wrong automatic line in full")
	flag.BoolVar(&o.limits, "limits", false, "also tell what keeps the lines that wait, live: what nobody can know, and what the engine is not sure enough of")
	flag.BoolVar(&o.json, "json", false, "write JSON")
	flag.BoolVar(&o.mark, "markdown", false, "write Markdown")
	flag.StringVar(&o.write, "write", "", "put the tables into this document, between its marks")
	flag.StringVar(&o.commit, "commit", built(), "what was measured")
	flag.StringVar(&o.dir, "dir", "", "where towns are written while they are read; empty: the folder for temporary files")
	flag.Parse()
	log.SetFlags(log.Ltime)
	if err := measure(o); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

// built gives the commit that the program was built from.
func built() string {
	info, ok := debug.ReadBuildInfo()
	commit, changed := "unknown", ""
	for i := range info.Settings {
		switch s := info.Settings[i]; {
		case !ok:
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	return commit + changed
}

func measure(o options) error {
	b := bench{options: o, report: town.Report{Commit: o.commit, Town: o.town, Jitter: o.jitter, Threshold: o.threshold, Rules: o.rules, Days: o.days}}
	scales, err := town.Seeds(o.list)
	if err != nil {
		return err
	}
	seeds, err := town.Seeds(o.seeds)
	if err != nil {
		return err
	}
	for n, scale := range scales {
		some := seeds
		if n > 0 {
			some = seeds[:min(len(seeds), max(1, o.large))]
		}
		for i, seed := range some {
			if err := b.town(scale, seed, i == 0, n == 0, n == len(scales)-1 && i == 0); err != nil {
				return err
			}
		}
	}
	return b.tell()
}

// bench is one measurement.
type bench struct {
	options
	report town.Report
	limit  town.Limit
}

// town measures one town.
func (b *bench) town(scale, seed int, speed, ablation, arrival bool) error {
	o := town.Options{Seed: uint64(seed), Inhabitants: scale * b.options.town, Profile: b.profile, Jitter: b.jitter}
	if b.rules {
		set, err := town.DefaultRules()
		if err != nil {
			return err
		}
		o.Rules = set
	}
	machine.ForgetPeak()
	w, err := town.Generate(o, b.dir)
	if err != nil {
		return err
	}
	b.report.Lost += w.Lost
	log.Printf("%d× seed %d, %s: %d lines, %d open items, %d batches", scale, seed, w.Profile, len(w.Lines), len(w.Items), len(w.Batches))
	cost := town.Speed{Scale: scale, Items: len(w.Items), Lines: len(w.Lines)}
	for _, way := range []town.Way{town.Live, town.FirstDay} {
		b.live(scale, w, way, &cost)
	}
	if speed {
		cost.Peak, cost.Alone = machine.Peak(), town.Alone(w)
		if cost.Growth = 1; len(b.report.Speed) > 0 {
			cost.Growth = cost.CPU / max(b.report.Speed[0].CPU, 0.001)
		}
		b.report.Speed = append(b.report.Speed, cost)
	}
	if b.options.ablation && ablation {
		b.without(scale, w)
	}
	if arrival && b.arrival > 0 {
		a := town.Arrive(w, b.arrival)
		b.report.Arrival = &a
	}
	return nil
}

func (b *bench) live(scale int, w *town.Town, way town.Way, cost *town.Speed) {
	r := town.Run{Way: way, Town: w, Threshold: b.threshold, Days: b.days, Limits: b.limits && way == town.Live}
	r.Go()
	b.report.Results = append(b.report.Results, town.NewResult(scale, &r))
	if r.Limits {
		if b.limit.Lines == 0 {
			fmt.Print(town.LimitHead)
		}
		r.Limit.Tell(os.Stdout, fmt.Sprintf("%d× %d %s", scale, w.Seed, w.Profile))
		b.limit.Add(r.Limit)
	}
	if b.wrong {
		b.report.Wrong = append(b.report.Wrong, r.Wrong...)
	}
	n := r.Total
	log.Printf("   %s: %.2f %% done, %d wrong, of the rest %.2f %% first and %.2f %% in three; %.0f lines/s", way, 100*float64(n.Automatic-n.Wrong)/float64(n.Lines),
		n.Wrong, 100*float64(n.First)/float64(n.Rest()), 100*float64(n.Three)/float64(n.Rest()), float64(r.Explained)/r.Think.Seconds())
	if way == town.FirstDay {
		cost.FirstDay = float64(r.Explained) / r.Think.Seconds()
		return
	}
	lines := float64(n.Lines)
	cost.Build, cost.Live = r.Build.Seconds()*1e6/float64(len(w.Items)), lines/r.Think.Seconds()
	cost.CPU, cost.Learn, cost.EngineMB = r.ThinkCPU.Seconds()*1e6/lines, r.Learn.Seconds()*1e6/lines, float64(r.Memory)/(1<<20)
}

// parts of the engine that are left out one at a time.
var parts = []struct {
	name string
	part reconcile.Part
}{
	{"nothing", 0}, {"repair of references", reconcile.Repair}, {"sums", reconcile.Sums}, {"assigning together", reconcile.Together},
	{"learning from decisions", reconcile.Learning}, {"experience", reconcile.Experience},
}

// without lets the year go by without each part of the engine.
func (b *bench) without(scale int, w *town.Town) {
	if len(b.report.Ablation) == 0 {
		for _, p := range parts {
			b.report.Ablation = append(b.report.Ablation, town.Ablation{Without: p.name, Scale: scale})
		}
	}
	for i, p := range parts {
		r := town.Run{Way: town.Live, Town: w, Without: p.part, Threshold: b.threshold, Days: b.days}
		r.Go()
		b.report.Ablation[i].Add(&r)
	}
}

// tell writes what was measured.
func (b *bench) tell() error {
	if b.limits {
		b.limit.Tell(os.Stdout, "all")
	}
	if err := b.quote(); err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	switch {
	case b.json:
		enc := json.NewEncoder(out)
		enc.SetIndent("", " ")
		if err := enc.Encode(&b.report); err != nil {
			return err
		}
	case b.mark:
		b.report.Markdown(out)
	default:
		b.report.Text(out)
	}
	if b.wrong && !b.json {
		fmt.Fprintf(out, "\n%d wrong automatic lines\n", len(b.report.Wrong))
		for i := range b.report.Wrong {
			b.report.Wrong[i].Tell(out)
		}
	}
	if err := out.Flush(); err != nil || b.write == "" {
		return err
	}
	return b.report.WriteInto(b.write)
}

// quote takes over the results of Go's benchmarks.
func (b *bench) quote() error {
	if b.benchmark == "" {
		return nil
	}
	text, err := os.ReadFile(b.benchmark)
	if err != nil {
		return err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "Benchmark") {
			b.report.Benchmarks = append(b.report.Benchmarks, strings.Join(strings.Fields(line), " "))
		}
	}
	return nil
}
