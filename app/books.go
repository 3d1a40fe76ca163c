// SPDX-License-Identifier: EUPL-1.2

// Package app holds the flows of Rentmeester, a file for each: import,
// reconcile, decide, undo, status, export. A flow fetches facts from the store,
// asks readers and engines, lets policy and the autopilot judge, and writes the
// outcome in one transaction. It is the only room that knows the order of
// things; it may import every room below it, and no page, API or command.
//
// What the flows share stands in app/books. Flows that came to be many have a
// room of their own: app/invoices, of what we owe, app/payments, of paying it,
// app/staff, of who does what, and app/projects, of steering by projects.
package app

import (
	"context"
	"time"

	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/app/payments"
	"rentmeester/app/projects"
	"rentmeester/app/staff"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/policy"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Books are the books of one administration: where every flow begins.
type Books struct {
	books.Books
	Tools  invoices.Tools  // what reads and judges invoices; the zero value does
	Solver staffing.Solver // proves who does what; nil: plans have the bound that needs none
	stood  *projects.Memory
	kept   *chains
}

func newOn(s *store.Store, adm store.Administration, now func() time.Time) *Books {
	return &Books{Books: books.Books{Store: s, Adm: adm, Now: now}, Tools: invoices.Tools{Memory: &invoices.Memory{}}, stood: &projects.Memory{}, kept: &chains{}}
}

// Invoices gives the flows of suppliers and invoices on these books.
func (b *Books) Invoices() *invoices.Desk { return &invoices.Desk{Books: b.Books, Tools: b.Tools} }

// Staff gives the flows of who does what on these books.
func (b *Books) Staff() *staff.Desk { return &staff.Desk{Books: b.Books, Solver: b.Solver} }

// Payments gives the flows of paying on these books.
func (b *Books) Payments() *payments.Desk { return &payments.Desk{Books: b.Books} }

// Projects gives the flows of projects on these books.
func (b *Books) Projects() *projects.Desk {
	return &projects.Desk{Books: b.Books, Plan: staff.Agreed{}, Memory: b.stood}
}

// Euro writes an amount as a JSON number with two decimals.
type Euro = books.Euro

// FileReport says what became of one file.
type FileReport = books.FileReport

// Spool puts what r holds in a temporary file, for readers that go twice over
// their input (the hash first, then the content).
var Spool = books.Spool

// Init makes an administration with the policy text given, or gives the one
// that has the slug already (created is false then and the policy is left).
// Errors: app.slug, those of policy.Parse.
func Init(ctx context.Context, s *store.Store, slug, name string, body []byte, now func() time.Time) (b *Books, created bool, err error) {
	if !validSlug(slug) {
		return nil, false, fault.New("app.slug", "slug", slug)
	}
	if _, err := policy.Check(body); err != nil {
		return nil, false, err
	}
	adm, created, err := s.Create(ctx, slug, name, now())
	if err != nil {
		return nil, false, err
	}
	b = newOn(s, adm, now)
	if _, err := b.policyText(ctx); err == nil {
		return b, created, nil
	}
	return b, created, b.SetPolicy(ctx, "init", body)
}

func validSlug(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

// Open gives the books of the administration with this slug, or of the only one.
func Open(ctx context.Context, s *store.Store, slug string, now func() time.Time) (*Books, error) {
	adm, err := s.Find(ctx, slug)
	if err != nil {
		return nil, err
	}
	return newOn(s, adm, now), nil
}

// SetPolicy checks a policy text, its rules included, and puts it in force, for who
// works on the machine itself: nobody else is asked. Setting the text that is in
// force changes nothing. Errors: those of policy.Check.
func (b *Books) SetPolicy(ctx context.Context, actor string, body []byte) error {
	if _, err := policy.Check(body); err != nil {
		return err
	}
	return b.write(ctx, func(tx *store.Tx) error { return setPolicy(ctx, tx, actor, body, policySet{At: "machine"}) })
}

// policySet is what the audit trail says of a policy.
type policySet struct {
	Text    string `json:"text"`
	At      string `json:"at,omitempty"`      // machine: by who works on it
	AskedBy string `json:"askedBy,omitempty"` // who proposed what the actor confirmed
}

// setPolicy puts a text that was checked in force, as part of a step.
func setPolicy(ctx context.Context, tx *store.Tx, actor string, body []byte, said policySet) error {
	p, err := policy.Parse(body)
	if err != nil {
		return err
	}
	if current, err := tx.CurrentPolicy(ctx, tx.Adm); err == nil {
		if current.Version == p.Version {
			return nil
		}
		if err := tx.DeletePolicy(ctx, db.DeletePolicyParams{Adm: tx.Adm, Version: p.Version}); err != nil {
			return failed(err)
		}
	}
	err = tx.Add(ctx, db.Policy{Adm: tx.Adm, Version: p.Version, Body: string(body), Since: tx.Stamp(), Seq: tx.NewID()})
	if err != nil {
		return err
	}
	said.Text = string(body)
	return tx.Audit(ctx, actor, "policy.set", p.Version, said)
}

func (b *Books) policyText(ctx context.Context) (row db.CurrentPolicyRow, err error) {
	err = b.Read(ctx, func(q *db.Queries) error {
		row, err = q.CurrentPolicy(ctx, b.Adm.Key)
		return err
	})
	return row, err
}

// Policy gives the policy text in force, its version and since when.
func (b *Books) Policy(ctx context.Context) (body, version, since string, err error) {
	row, err := b.policyText(ctx)
	if err != nil {
		return "", "", "", fault.Wrap(err, "app.no-policy")
	}
	return row.Body, row.Version, row.Since, nil
}

// policy reads the policy in force, as part of a step.
func (b *Books) policy(ctx context.Context, q *db.Queries) (policy.Policy, error) {
	return b.InForce(ctx, q)
}

func (b *Books) write(ctx context.Context, f func(*store.Tx) error) error { return b.Write(ctx, f) }

func (b *Books) read(ctx context.Context, f func(*db.Queries) error) error { return b.Read(ctx, f) }

// failed wraps what the database said.
func failed(err error) error { return books.Failed(err) }

func subject(what string, id int64) string { return books.Subject(what, id) }

// book writes a journal entry.
func book(ctx context.Context, tx *store.Tx, e ledger.JournalEntry, statement, decision int64) error {
	_, err := books.Enter(ctx, tx, e, statement, decision)
	return err
}
