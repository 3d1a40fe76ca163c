// SPDX-License-Identifier: EUPL-1.2

// Command fitprior learns reconcile/prior.json on invented towns: the weights on
// the towns of one set of seeds, then the experience on another, so that no
// pattern is counted on the lines that its weights were fitted on. Towns are of
// every profile, with the rules of the default policy.
//
//	go run ./tools/fitprior -weights 1-12 -experience 13-96 -inhabitants 10000 -out reconcile/prior.json
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"

	"rentmeester/autopilot"
	"rentmeester/bench/reconcile"
	"rentmeester/policy/rules"
	"rentmeester/reconcile"
)

// fit is what was asked.
type fit struct {
	inhabitants int
	jitter      float64
	dir         string
	rules       *rules.Set
}

func main() {
	var f fit
	log.SetFlags(log.Ltime)
	weights := flag.String("weights", "1-12", "seeds of the towns that weights are fitted on")
	experience := flag.String("experience", "13-96", "seeds of the towns that experience is counted on")
	out := flag.String("out", "reconcile/prior.json", "file to write")
	flag.IntVar(&f.inhabitants, "inhabitants", 10_000, "of each town")
	flag.Float64Var(&f.jitter, "jitter", 0.3, "share by which the rates of a seed differ from its profile")
	flag.StringVar(&f.dir, "dir", "", "where towns are written while they are read; empty: the folder for temporary files")
	flag.Parse()
	if err := f.run(*weights, *experience, *out); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

func (f *fit) run(weights, experience, out string) (err error) {
	if f.rules, err = town.DefaultRules(); err != nil {
		return err
	}
	teacher := reconcile.NewTeacher()
	lines := 0
	if err := f.each(weights, func(w *town.Town) {
		w.Examples(nil, teacher)
		lines += len(w.Lines)
	}); err != nil {
		return err
	}
	made := fmt.Sprintf("weights: %d lines of towns with seeds %s; ", lines, weights)
	model := teacher.Weigh()
	lines = 0
	if err := f.each(experience, func(w *town.Town) {
		for _, way := range []town.Way{town.Live, town.FirstDay} {
			r := town.Run{Way: way, Town: w, Threshold: autopilot.PriorThreshold, Model: model, Fixed: true, Observe: teacher.Case}
			r.Go()
			lines += r.Total.Lines
		}
	}); err != nil {
		return err
	}
	made += fmt.Sprintf("experience: %d lines of towns with seeds %s, living both ways; %d inhabitants each", lines, experience, f.inhabitants)
	var body bytes.Buffer
	if err := teacher.Write(&body, made); err != nil {
		return err
	}
	log.Print(made)
	return os.WriteFile(out, body.Bytes(), 0o644)
}

// each makes the towns of some seeds, one after another.
func (f *fit) each(seeds string, do func(*town.Town)) error {
	list, err := town.Seeds(seeds)
	if err != nil {
		return err
	}
	for _, seed := range list {
		w, err := town.Generate(town.Options{Seed: uint64(seed), Inhabitants: f.inhabitants, Jitter: f.jitter, Rules: f.rules}, f.dir)
		if err != nil {
			return err
		}
		log.Printf("seed %d, %s: %d lines", seed, w.Profile, len(w.Lines))
		do(w)
	}
	return nil
}
