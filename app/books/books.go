// SPDX-License-Identifier: EUPL-1.2

// Package books is what the flows share, whatever they are about: the books of
// one administration with the clock, steps that read and steps that write, the
// journal, what is searched by, and what an import tells of a file. The rooms
// of app stand on it; it knows none of them.
//
// It imports store, policy, formats/pain, ledger, payment, ident, money and fault.
package books

import (
	"context"
	"fmt"
	"time"

	"rentmeester/fault"
	"rentmeester/money"
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

// Write runs f as one step: all of it happens, or none.
func (b *Books) Write(ctx context.Context, f func(*store.Tx) error) error {
	return b.Store.Write(ctx, b.Adm.Key, b.Now(), f)
}

// Read runs f over the books of one moment.
func (b *Books) Read(ctx context.Context, f func(*db.Queries) error) error {
	return b.Store.Read(ctx, b.Adm.Key, f)
}

// InForce gives the policy in force, as part of a step. Errors: app.no-policy,
// those of policy.Parse.
func (b *Books) InForce(ctx context.Context, q *db.Queries) (policy.Policy, error) {
	row, err := q.CurrentPolicy(ctx, b.Adm.Key)
	if err != nil {
		return policy.Policy{}, fault.Wrap(err, "app.no-policy")
	}
	return policy.Parse([]byte(row.Body))
}

// Failed wraps what the database said.
func Failed(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(err, "store.failed")
}

// Subject names what an event of the audit chain is about.
func Subject(what string, id int64) string { return fmt.Sprintf("%s:%d", what, id) }

// Euro writes an amount as a JSON number with two decimals.
type Euro money.Cents

// MarshalJSON implements json.Marshaler.
func (e Euro) MarshalJSON() ([]byte, error) { return []byte(money.Cents(e).String()), nil }

// UnmarshalJSON implements json.Unmarshaler. Errors: those of money.Parse.
func (e *Euro) UnmarshalJSON(body []byte) error {
	c, err := money.Parse(string(body))
	*e = Euro(c)
	return err
}

// String writes it as its money.Cents.
func (e Euro) String() string { return money.Cents(e).String() }
