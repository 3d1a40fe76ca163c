// SPDX-License-Identifier: EUPL-1.2

// Package app holds the flows of Rentmeester, a file for each: import,
// reconcile, decide, undo, status, export. A flow fetches facts from the store,
// asks readers and engines, lets policy and the autopilot judge, and writes the
// outcome in one transaction. It is the only room that knows the order of
// things; it may import every room below it, and no page, API or command.
package app

import (
	"context"
	"fmt"
	"time"

	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Books are the books of one administration: where every flow begins.
type Books struct {
	Store *store.Store
	Adm   store.Administration
	Now   func() time.Time // the clock, given from outside
}

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
	b = &Books{Store: s, Adm: adm, Now: now}
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
	return &Books{Store: s, Adm: adm, Now: now}, nil
}

// SetPolicy checks a policy text, its rules included, and puts it in force.
// Setting the text that is in force changes nothing. Errors: those of policy.Check.
func (b *Books) SetPolicy(ctx context.Context, actor string, body []byte) error {
	if _, err := policy.Check(body); err != nil {
		return err
	}
	return b.write(ctx, func(tx *store.Tx) error { return setPolicy(ctx, tx, actor, body) })
}

// setPolicy puts a text that was checked in force, as part of a step.
func setPolicy(ctx context.Context, tx *store.Tx, actor string, body []byte) error {
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
	return tx.Audit(ctx, actor, "policy.set", p.Version, map[string]string{"text": string(body)})
}

func (b *Books) policyText(ctx context.Context) (row db.CurrentPolicyRow, err error) {
	err = b.Store.Read(ctx, func(q *db.Queries) error {
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
	row, err := q.CurrentPolicy(ctx, b.Adm.Key)
	if err != nil {
		return policy.Policy{}, fault.Wrap(err, "app.no-policy")
	}
	return policy.Parse([]byte(row.Body))
}

func (b *Books) write(ctx context.Context, f func(*store.Tx) error) error {
	return b.Store.Write(ctx, b.Adm.Key, b.Now(), f)
}

func (b *Books) read(ctx context.Context, f func(*db.Queries) error) error {
	return b.Store.Read(ctx, f)
}

// failed wraps what the database said.
func failed(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(err, "store.failed")
}

func subject(what string, id int64) string { return fmt.Sprintf("%s:%d", what, id) }
