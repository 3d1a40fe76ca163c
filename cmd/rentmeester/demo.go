// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/store"
)

type demoFlags struct {
	dir         string
	seed        uint64
	inhabitants int
	year        int
	listen      string
	noServe     bool
}

func (p *program) demoCommand() *cobra.Command {
	var f demoFlags
	c := &cobra.Command{Use: "demo", Short: p.say("cli.demo.short"), Long: p.say("cli.demo.long"), Args: cobra.NoArgs}
	c.Flags().StringVar(&f.dir, "dir", "", p.say("cli.demo.dir"))
	c.Flags().Uint64Var(&f.seed, "seed", 1, p.say("cli.demo.seed"))
	c.Flags().IntVar(&f.inhabitants, "inhabitants", demo.Town, p.say("cli.demo.inhabitants"))
	c.Flags().IntVar(&f.year, "year", p.now().Year()-1, p.say("cli.demo.year"))
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8080", p.say("cli.serve.listen"))
	c.Flags().BoolVar(&f.noServe, "no-serve", false, p.say("cli.demo.no-serve"))
	c.RunE = func(c *cobra.Command, _ []string) error { return unforeseen(p.demo(c, f)) }
	return c
}

// demo invents a town, runs the main job on it as a user would, holds the
// outcome against the truth and shows the pages. Without --dir everything stands
// in a temporary folder that goes when it ends.
//
// The post of the last weeks comes first, and so do the payment files that it
// leads to: the statements of the year tell of these. The clock of the books is
// the town's: it stands at the end of its year when the pages are shown.
func (p *program) demo(c *cobra.Command, f demoFlags) (err error) {
	if f.dir == "" {
		if f.dir, err = os.MkdirTemp("", "rentmeester-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(f.dir)) }()
	}
	var s *store.Store
	if p.database != "" {
		s, err = p.openStore(c.Context())
	} else {
		s, err = store.OpenSQLite(c.Context(), filepath.Join(f.dir, "home"))
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	clock := &townClock{at: time.Date(f.year, 1, 1, 8, 0, 0, 0, time.UTC)}
	books, created, err := app.Init(c.Context(), s, "demo", "Gemeente Lindewoude (demo)", demoPolicy(), clock.now)
	if err != nil {
		return err
	}
	if !created { // its people did their work already
		return fault.New("cli.demo-again")
	}
	done := equip(books)
	defer func() { err = errors.Join(err, done()) }()
	result, err := p.town(c.Context(), f, &townHall{program: p, books: books, clock: clock, dir: f.dir})
	if err != nil {
		return err
	}
	if p.json {
		err = p.printJSON(result)
	} else {
		p.printDemo(result)
	}
	if err != nil || f.noServe {
		return err
	}
	shown := p.now()
	clock.since = func() time.Duration { return p.now().Sub(shown) }
	users := cast()
	if onlyHere(f.listen, users) != nil { // others can reach it: names are no login
		users = nil
	}
	return p.serve(c.Context(), books, serving{listen: f.listen, users: users})
}

// town lives the post of the last weeks, and then the year on the bank.
func (p *program) town(ctx context.Context, f demoFlags, hall *townHall) (r demoResult, err error) {
	options := demo.Options{Seed: f.seed, Inhabitants: f.inhabitants, Year: f.year, Rates: demo.DefaultRates(), Post: true, Bank: &hall.bank}
	start := p.now()
	if hall.post, err = demo.WritePost(options, f.dir); err != nil {
		return r, err
	}
	written := p.now()
	if err := hall.live(ctx); err != nil {
		return r, err
	}
	if err := hall.steer(ctx); err != nil {
		return r, err
	}
	lived := p.now()
	truth, err := demo.Generate(options, f.dir)
	if err != nil {
		return r, err
	}
	invented := p.now()
	hall.clock.at = hall.clock.at.Add(time.Hour)
	if r, err = p.mainJob(ctx, hall.books, f.dir); err != nil {
		return r, err
	}
	if err := hall.staff(ctx, f); err != nil {
		return r, err
	}
	r.Invented, r.Seed, r.Inhabitants = seconds(written.Sub(start)+invented.Sub(lived)), f.seed, f.inhabitants
	if r.Score, err = score(ctx, hall.books, truth.Path); err != nil {
		return r, err
	}
	err = hall.closed(ctx)
	r.Post = hall.score
	r.Post.Seconds = seconds(lived.Sub(written))
	return r, err
}

// demoResult is what the demonstration measured.
type demoResult struct {
	Seed        uint64              `json:"seed"`
	Inhabitants int                 `json:"inhabitants"`
	Invented    float64             `json:"inventSeconds"`
	Imported    float64             `json:"importSeconds"`
	Reconciled  float64             `json:"reconcileSeconds"`
	Import      app.Report          `json:"-"`
	Reconcile   app.ReconcileReport `json:"reconcile"`
	Status      app.Status          `json:"status"`
	Whole       bool                `json:"whole"` // audit chain, balances and originals verified
	Score       scored              `json:"score"`
	Post        postScore           `json:"post"`
}

func (p *program) mainJob(ctx context.Context, books *app.Books, dir string) (r demoResult, err error) {
	paths, err := findFiles([]string{filepath.Join(dir, "openitems"), filepath.Join(dir, "orders"), filepath.Join(dir, "bank")})
	if err != nil {
		return r, err
	}
	start := p.now()
	if r.Import, err = p.importAll(ctx, books, paths); err != nil {
		return r, err
	}
	imported := p.now()
	if r.Reconcile, err = books.Reconcile(ctx); err != nil {
		return r, err
	}
	r.Imported, r.Reconciled = seconds(imported.Sub(start)), seconds(p.now().Sub(imported))
	if r.Status, err = books.Status(ctx); err != nil {
		return r, err
	}
	check, err := books.Check(ctx)
	r.Whole = check.Whole()
	return r, err
}

func seconds(d time.Duration) float64 { return d.Round(time.Millisecond).Seconds() }

func (p *program) printDemo(r demoResult) {
	p.printf("cli.demo.town", "inhabitants", r.Inhabitants, "seed", r.Seed, "seconds", fmt.Sprintf("%.1f", r.Invented))
	p.printf("cli.demo.imported", "files", len(r.Import.Files), "statements", r.Import.Statements, "entries", r.Import.Entries,
		"details", r.Import.Details, "items", r.Import.Items, "batches", r.Import.Batches, "seconds", fmt.Sprintf("%.1f", r.Imported),
		"quarantined", r.Import.Quarantined, "refused", r.Import.Refused)
	s := r.Score
	p.printf("cli.demo.done", "automatic", s.Automatic, "lines", s.Lines, "share", percent(s.Automatic, s.Lines), "right", s.AutomaticRight,
		"wrong", s.Automatic-s.AutomaticRight, "seconds", fmt.Sprintf("%.1f", r.Reconciled))
	p.printf("cli.demo.waits", "waiting", s.Waiting, "proposed", s.Proposed, "first", s.First, "firstShare", percent(s.First, s.Proposed),
		"three", s.Three, "threeShare", percent(s.Three, s.Proposed), "without", s.Waiting-s.Proposed)
	p.printPost(r.Post)
	key := "cli.demo.whole"
	if !r.Whole {
		key = "cli.demo.broken"
	}
	p.printf(key)
	for _, a := range r.Status.Accounts {
		if a.Booking {
			p.printAccount(a)
		}
	}
}

func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}
