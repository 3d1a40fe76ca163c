// SPDX-License-Identifier: EUPL-1.2

// Package town measures the reconciliation engine on invented towns. It reads a
// town of package demo back through the project's own readers, lets the engine
// live its year, and holds every line against the truth. It is the measuring
// stick of docs/benchmark-reconciliation.md and imports demo, the formats, the
// engine, policy and autopilot; nothing of the house imports it.
package town

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"rentmeester/demo"
	"rentmeester/payment"
	"rentmeester/policy/rules"
	"rentmeester/reconcile"
)

// Options say which town is measured.
type Options struct {
	Seed        uint64 // fit 1–99, validation 100–199, test 300–399
	Inhabitants int
	Profile     string  // name of a demo.Profile; "" that of the seed
	Jitter      float64 // share by which rates may differ from those of the profile
	Rules       *rules.Set
}

// Year is the year that every town lives.
const Year = 2026

// Town is an invented municipality as the engine sees it, with the truth.
type Town struct {
	Options
	Items   []reconcile.Item // identifier n stands at n-1
	Batches []reconcile.Batch
	Lines   []Line // as they came; identifier n stands at n-1
	Lost    int    // rows of the truth for which no line was found
	truth   truths
}

// Generate invents a town in a new folder under dir, reads it back and removes
// the folder.
func Generate(o Options, dir string) (*Town, error) {
	folder, err := os.MkdirTemp(dir, "town-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	profile, err := profileOf(o)
	if err != nil {
		return nil, err
	}
	o.Profile = profile.Name
	truth, err := demo.Generate(demo.Options{Seed: o.Seed, Inhabitants: o.Inhabitants, Year: Year, Rates: profile.Rates, Jitter: o.Jitter}, folder)
	if err != nil {
		return nil, err
	}
	return Load(o, folder, truth)
}

func profileOf(o Options) (demo.Profile, error) {
	if o.Profile == "" {
		return demo.ProfileOf(o.Seed), nil
	}
	for _, p := range demo.Profiles() {
		if p.Name == o.Profile {
			return p, nil
		}
	}
	return demo.Profile{}, fmt.Errorf("no profile %q", o.Profile)
}

// Load reads a town that demo.Generate wrote into dir.
func Load(o Options, dir string, truth demo.Truth) (*Town, error) {
	l := loader{town: &Town{Options: o}, dir: dir, numbers: make(map[uint64]int32, truth.Items), known: map[string]string{}}
	if o.Rules != nil {
		ibans := make([]string, len(truth.Accounts))
		for i, a := range truth.Accounts {
			ibans[i] = a.IBAN
		}
		l.rules = o.Rules.WithOwn(ibans)
	}
	for _, step := range []struct {
		folder string
		read   func(name string, f *os.File) error
	}{{"openitems/", l.items}, {"orders/", l.orders}} {
		if err := l.each(truth.Files, step.folder, step.read); err != nil {
			return nil, err
		}
	}
	l.reject()
	if err := l.readTruth(truth.Path); err != nil {
		return nil, err
	}
	if err := l.each(truth.Files, "bank/", l.bank); err != nil {
		return nil, err
	}
	return l.finish()
}

// loader holds what is needed only while a town is read.
type loader struct {
	town    *Town
	dir     string
	rules   *rules.Set
	numbers map[uint64]int32  // hash of an item's number → place in Items
	known   map[string]string // texts that come again and again, kept once
	answers []payment.StatusReport
	reading
}

// each opens the files of a folder in the order in which they came.
func (l *loader) each(files []string, folder string, read func(name string, f *os.File) error) error {
	for _, name := range files {
		if !strings.HasPrefix(name, folder) {
			continue
		}
		f, err := os.Open(filepath.Join(l.dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		err = read(name, f)
		f.Close() //nolint:errcheck // it was only read
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// once gives a text that is kept once however often it comes.
func (l *loader) once(s string) string {
	if s == "" {
		return ""
	}
	if kept, found := l.known[s]; found {
		return kept
	}
	l.known[s] = s
	return s
}
