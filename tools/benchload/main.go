// SPDX-License-Identifier: EUPL-1.2

// Command benchload measures how fast the pages of a large municipality answer, to
// one person on the embedded database and to many at once on PostgreSQL, and writes
// docs/benchmark-load.md. It invents a town with the program itself, makes it large
// in its tables, serves it on loopback and opens its pages. Every part of it ends by
// itself. Run it in the root of the repository, after make build:
//
//	scripts/with-postgres.sh go run ./tools/benchload -write docs/benchmark-load.md
package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"rentmeester/bench/load"
	"rentmeester/bench/machine"
	"rentmeester/bench/serving"
	"rentmeester/store"
)

type options struct {
	rentmeester, dir, write, commit, only string
	inhabitants, waiting                  int
	growOnly, grown                       bool
	learn                                 time.Duration
	began                                 string
	to, toPostgres                        load.Growth
	crowd                                 load.Crowd
}

func main() {
	log.SetFlags(log.Ltime)
	o := options{began: time.Now().Format(time.RFC3339Nano)}
	flag.StringVar(&o.rentmeester, "rentmeester", filepath.Join("bin", "rentmeester"), "the program")
	flag.StringVar(&o.dir, "dir", "", "folder for the town, kept afterwards and used again (none: a temporary one); PostgreSQL is made anew each time")
	flag.StringVar(&o.write, "write", "", "write the page to this file (none: to the terminal)")
	flag.StringVar(&o.commit, "commit", "unknown", "what is measured")
	flag.StringVar(&o.only, "only", "", "sqlite or postgres alone, or none; with -dir, the page has what was measured of the others before")
	flag.BoolVar(&o.growOnly, "grow-only", false, "make the towns and measure nothing: with -dir, another run measures them")
	flag.BoolVar(&o.grown, "grown", false, "PostgreSQL has its town already, of a run with -grow-only on the same server")
	flag.IntVar(&o.inhabitants, "inhabitants", 60_000, "of the town of which the years are copied")
	flag.IntVar(&o.waiting, "waiting", 1500, "bank lines that wait for a person")
	flag.Int64Var(&o.to.Entries, "entries", 1_000_000, "bank entries, on the embedded database")
	flag.Int64Var(&o.to.Invoices, "invoices", 200_000, "invoices, likewise")
	flag.Int64Var(&o.toPostgres.Entries, "postgres-entries", 200_000, "bank entries, on PostgreSQL")
	flag.Int64Var(&o.toPostgres.Invoices, "postgres-invoices", 40_000, "invoices, likewise")
	flag.DurationVar(&o.learn, "learn", 10*time.Minute, "how long it may learn its past before it is asked anything")
	flag.IntVar(&o.crowd.People, "people", 50, "who click at once, on PostgreSQL")
	flag.DurationVar(&o.crowd.For, "for", time.Minute, "how long they click")
	flag.DurationVar(&o.crowd.Think, "think", 3*time.Second, "between two clicks of one of them, on average")
	flag.Uint64Var(&o.crowd.Seed, "seed", 1, "what is drawn by chance")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, late := context.WithTimeout(ctx, 2*time.Hour)
	defer late()
	if err := run(ctx, o); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

func run(ctx context.Context, o options) (err error) {
	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "rentmeester-load-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
	}
	if err := o.invent(ctx); err != nil {
		return err
	}
	var all []load.Report
	for _, dialect := range []store.Dialect{store.SQLite, store.Postgres} {
		r, err := o.report(ctx, dialect)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", dialect, err)
		}
		all = append(all, r)
	}
	if o.growOnly {
		return nil
	}
	var page bytes.Buffer
	if err := load.WritePage(&page, all); err != nil {
		return err
	}
	if o.write == "" {
		_, err = os.Stdout.Write(page.Bytes())
		return err
	}
	return os.WriteFile(o.write, page.Bytes(), 0o644)
}

// report measures a database, or gives what was measured of it before when another is
// to be measured alone.
func (o options) report(ctx context.Context, dialect store.Dialect) (r load.Report, err error) {
	kept := filepath.Join(o.dir, string(dialect)+".json")
	if o.only != "" && o.only != string(dialect) {
		body, err := os.ReadFile(kept)
		if err == nil {
			err = json.Unmarshal(body, &r)
		}
		return r, err
	}
	if r, err = o.measure(ctx, dialect); err != nil || o.growOnly {
		return r, err
	}
	body, err := json.Marshal(r)
	if err == nil {
		err = os.WriteFile(kept, body, 0o600)
	}
	return r, err
}

// asked gives the flags that were set and change what is measured.
func asked() string {
	var set []string
	flag.Visit(func(f *flag.Flag) {
		if !slices.Contains([]string{"rentmeester", "dir", "write", "commit"}, f.Name) {
			set = append(set, "-"+f.Name+" "+f.Value.String())
		}
	})
	return strings.Join(set, " ")
}

// Towns of other sizes stand beside each other in a folder that is used again.
func (o options) backup() string {
	return filepath.Join(o.dir, fmt.Sprintf("town-%d.backup", o.inhabitants))
}

func (o options) home() string { return filepath.Join(o.dir, fmt.Sprintf("sqlite-%d", o.inhabitants)) }

// invent lets the program invent the town, once, and keeps a backup of it.
func (o options) invent(ctx context.Context) error {
	if _, err := os.Stat(o.backup()); err == nil {
		return nil
	}
	town := filepath.Join(o.dir, "town")
	log.Printf("inventing a town of %d inhabitants", o.inhabitants)
	if err := o.rentmeesterDoes(ctx, "demo", "--no-serve", "--dir", town, "--inhabitants", strconv.Itoa(o.inhabitants)); err != nil {
		return err
	}
	return errors.Join(o.rentmeesterDoes(ctx, "backup", "--home", filepath.Join(town, "home"), o.backup()), os.RemoveAll(town))
}

func (o options) rentmeesterDoes(ctx context.Context, args ...string) error {
	c := exec.CommandContext(ctx, o.rentmeester, args...)
	out, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("rentmeester %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// town gives the large town, made when it is not there.
func (o options) town(ctx context.Context, dialect store.Dialect) (t load.Town, err error) {
	t = load.Town{Dialect: dialect, Home: o.home()}
	place := []string{"--home", t.Home}
	if dialect == store.Postgres {
		if t.Address, err = database(ctx, "load", !o.grown); err != nil || o.grown {
			return t, err
		}
		place = []string{"--database", t.Address}
	} else if _, err := os.Stat(filepath.Join(t.Home, "large")); err == nil {
		return t, nil
	}
	log.Printf("%s: growing", dialect)
	if err := o.rentmeesterDoes(ctx, append([]string{"restore", o.backup()}, place...)...); err != nil {
		return t, err
	}
	to := o.to
	if dialect == store.Postgres {
		to = o.toPostgres
	}
	if err := t.Prepare(ctx, to, o.waiting, time.Now); err != nil || dialect == store.Postgres {
		return t, err
	}
	return t, os.WriteFile(filepath.Join(t.Home, "large"), nil, 0o600)
}

// database gives a database beside that of the tests, an empty one when it is to be
// fresh.
func database(ctx context.Context, name string, fresh bool) (string, error) {
	address := os.Getenv("RENTMEESTER_TEST_POSTGRES")
	if address == "" {
		return "", errors.New("no PostgreSQL: RENTMEESTER_TEST_POSTGRES is not set; scripts/with-postgres.sh gives one")
	}
	there := strings.Replace(address, "/postgres?", "/"+name+"?", 1)
	if !fresh {
		return there, nil
	}
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return "", err
	}
	defer func() { _ = pool.Close() }() // it is asked twice
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name} {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return "", err
		}
	}
	return there, nil
}

// alone measures what one person meets, and before and after that what needs nothing.
func (o options) alone(ctx context.Context, base string, pages load.Pages, r *load.Report) (err error) {
	r.Pace = machine.Measure()
	if r.Idle, err = load.Idle(ctx, base); err != nil {
		return err
	}
	if r.Alone, err = load.Alone(ctx, base, pages); err != nil {
		return err
	}
	after, err := load.Idle(ctx, base)
	r.Idle = append(r.Idle, after...)
	return err
}

func (o options) measure(ctx context.Context, dialect store.Dialect) (r load.Report, err error) {
	t, err := o.town(ctx, dialect)
	if err != nil || o.growOnly {
		return r, err
	}
	if r.Grown, err = t.Size(ctx); err != nil {
		return r, err
	}
	r.Commit, r.Run, r.Ask, r.Town = o.commit, o.began, asked(), o.inhabitants
	r.Name, r.Crowd = map[store.Dialect]string{store.SQLite: "The embedded database (SQLite)", store.Postgres: "PostgreSQL"}[dialect], o.crowd
	place := []string{"--home", t.Home}
	if dialect == store.Postgres {
		place = []string{"--database", t.Address}
	}
	logged, err := os.Create(filepath.Join(o.dir, string(dialect)+".log"))
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, logged.Close()) }()
	server, err := serving.Start(ctx, logged, o.rentmeester, append(place, "serve", "--listen", "127.0.0.1:0", "--users", "Load")...)
	if err != nil {
		return r, err
	}
	defer server.Stop()
	log.Printf("%s: waiting until it has learned its past", dialect)
	began := time.Now()
	r.Quiet = server.Quiet(ctx, o.learn)
	r.Waited = time.Since(began)
	pages, err := load.Crawl(ctx, server.Address)
	if err != nil {
		return r, err
	}
	server.Quiet(ctx, min(o.learn, time.Minute))
	log.Printf("%s: %d kinds of page", dialect, len(pages))
	if err := o.alone(ctx, server.Address, pages, &r); err != nil || dialect != store.Postgres {
		return r, err
	}
	log.Printf("%s: %d people for %s", dialect, o.crowd.People, o.crowd.For)
	met, err := load.Together(ctx, server.Address, pages, o.crowd)
	r.Met = &met
	return r, err
}
