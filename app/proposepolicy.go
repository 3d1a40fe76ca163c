// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/app/people"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
)

// ReplacePolicy is for who looked at the differences with the version that was in
// force: when another was put in force meanwhile it is refused. Since a policy says
// what roles may do, it can need a second person: waits then says so, and the policy
// in force is what it was. Errors: those of policy.Check, app.policy.stale.
func (b *Books) ReplacePolicy(ctx context.Context, actor, version string, body []byte) (waits bool, err error) {
	parsed, err := policy.Check(body)
	if err != nil {
		return false, err
	}
	room := people.New(b.Books)
	err = b.write(ctx, func(tx *store.Tx) error {
		current, err := tx.CurrentPolicy(ctx, tx.Adm)
		if err != nil {
			return fault.Wrap(err, "app.no-policy")
		}
		if current.Version != version {
			return fault.New("app.policy.stale", "version", current.Version)
		}
		if parsed.Version == version {
			waits = false
			return nil
		}
		if waits, err = room.Seconded(ctx, tx.Queries, policy.ChangePolicy); err != nil {
			return err
		}
		if !waits {
			return setPolicy(ctx, tx, actor, body, policySet{})
		}
		wanted := people.Request{Kind: people.AskPolicy, Ref: parsed.Version, Wish: people.Wish{Text: string(body), Basis: version}}
		if _, err := room.Ask(ctx, tx, actor, wanted); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "policy.proposed", parsed.Version, policySet{Text: string(body)})
	})
	return waits, err
}

// ConfirmPolicy puts in force what another proposed, in place of the version that it
// was held against. Errors: those of Room.Confirmable, app.policy.stale, those of
// policy.Check.
func (b *Books) ConfirmPolicy(ctx context.Context, actor string, id int64) error {
	room := people.New(b.Books)
	return b.write(ctx, func(tx *store.Tx) error {
		a, err := room.Confirmable(ctx, tx, actor, id, people.AskPolicy)
		if err != nil {
			return err
		}
		current, err := tx.CurrentPolicy(ctx, tx.Adm)
		if err != nil {
			return fault.Wrap(err, "app.no-policy")
		}
		if current.Version != a.Basis {
			return fault.New("app.policy.stale", "version", current.Version)
		}
		if _, err := policy.Check([]byte(a.Text)); err != nil { // by a program of now
			return err
		}
		if err := room.Confirmed(ctx, tx, actor, a); err != nil {
			return err
		}
		return setPolicy(ctx, tx, actor, []byte(a.Text), policySet{AskedBy: a.MadeBy})
	})
}
