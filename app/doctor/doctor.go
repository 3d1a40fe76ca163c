// SPDX-License-Identifier: EUPL-1.2

// Package doctor looks over an installation: what is missing, what is wrong and how
// to mend it. It only looks. A check is a small function over World, which holds
// everything from outside, so that a new check is one function and one row.
//
// It imports app/books, store, policy, settings, day, text's codes by name, and
// fault; the commands give it the world.
package doctor

import (
	"context"
	"io/fs"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/settings"
	"rentmeester/store"
)

// State is how a thing stands.
type State string

const (
	Good State = "good"
	Warn State = "warn"  // it works, but not for long or not safely
	Bad  State = "wrong" // it does not work, or must not go on
)

// Finding is what one look found. Why has the sentence and what to do in the
// catalogue; for what is good only the sentence is told.
type Finding struct {
	Check string
	State State
	Why   *fault.Error
}

// World is what the doctor sees the installation through.
type World struct {
	Now       func() time.Time
	Env       func(string) string
	Stat      func(string) (fs.FileInfo, error)
	ReadFile  func(string) ([]byte, error)
	Head      func(name string) (store.DumpInfo, error) // of a backup
	Backups   func(dir string) ([]string, error)        // the oldest first
	MayWrite  func(dir string) error
	Free      func(dir string) (bytes uint64, err error)
	Languages func(context.Context) ([]string, error) // of tesseract
	Dial      func(ctx context.Context, host string, port int) error
	Accounts  func(ctx context.Context, issuer string) (Issuer, error)
	Ready     func(ctx context.Context, address string) (serving, ready bool)
	Bind      func(address string) error
	Others    func(fs.FileInfo) (read bool) // users besides the owner may read it

	Settings settings.Settings
	Wrong    []*fault.Error // in the settings
	Home     string         // of the embedded database
	Address  string         // of PostgreSQL; "" the embedded database
	Listen   string
	Adm      string
	Assets   bool   // the pages have their style
	Solver   string // which one the program carries; "" for none
	Look     func(context.Context) (store.Look, error)
	Open     func(context.Context) (*store.Store, error)
}

// patient is what checks find out for those after them.
type patient struct {
	World
	look   store.Look
	seen   bool // the database can be reached
	store  *store.Store
	books  *books.Books
	policy *policy.Settings // in force today; nil when there is none
	all    []Finding
	check  string
}

// checks in the order in which they are told; later ones need what earlier ones
// found.
var checks = []struct {
	name string
	look func(*patient, context.Context)
}{
	{"settings", (*patient).settings},
	{"folder", (*patient).folder},
	{"database", (*patient).database},
	{"walls", (*patient).walls},
	{"tables", (*patient).tables},
	{"books", (*patient).administration},
	{"policy", (*patient).inForce},
	{"secrets", (*patient).secrets},
	{"disk", (*patient).disk},
	{"clock", (*patient).clock},
	{"backups", (*patient).backups},
	{"scans", (*patient).scans},
	{"solver", (*patient).solver},
	{"accounts", (*patient).accounts},
	{"mail", (*patient).mail},
	{"intake", (*patient).intake},
	{"serving", (*patient).serving},
}

// Examine does every check.
func Examine(ctx context.Context, w World) []Finding {
	p := &patient{World: w}
	for _, c := range checks {
		p.check = c.name
		c.look(p, ctx)
	}
	if p.store != nil {
		_ = p.store.Close() // nothing was written
	}
	return p.all
}

// Worst is the state of the whole.
func Worst(all []Finding) State {
	worst := Good
	for _, f := range all {
		if f.State == Bad || f.State == Warn && worst == Good {
			worst = f.State
		}
	}
	return worst
}

func (p *patient) good(f *fault.Error) { p.all = append(p.all, Finding{p.check, Good, f}) }
func (p *patient) warn(f *fault.Error) { p.all = append(p.all, Finding{p.check, Warn, f}) }
func (p *patient) bad(f *fault.Error)  { p.all = append(p.all, Finding{p.check, Bad, f}) }

// failed tells an error that a flow gave, in its own words.
func (p *patient) failed(err error) {
	var f *fault.Error
	if !asFault(err, &f) {
		f = fault.Wrap(err, "doctor.unforeseen", "check", p.check)
	}
	p.bad(f)
}
