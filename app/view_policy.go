// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// PolicyVersion is one time that a policy was put in force.
type PolicyVersion struct {
	Seq     int64  `json:"seq"` // of the event in the audit trail
	At      string `json:"at"`
	Actor   string `json:"actor"`
	Version string `json:"version"`
	Text    string `json:"-"`
}

// PolicyVersions gives each time that a policy was put in force, the newest first,
// at most a thousand, with its text as the audit trail keeps it.
func (b *Books) PolicyVersions(ctx context.Context) (list []PolicyVersion, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.PolicyEvents(ctx, db.PolicyEventsParams{Adm: b.Adm.Key, Page: 1000})
		for _, r := range rows {
			var said struct {
				Text string `json:"text"`
			}
			if err := json.Unmarshal([]byte(r.Payload), &said); err != nil {
				return failed(err)
			}
			list = append(list, PolicyVersion{r.Seq, r.At, r.Actor, r.Subject, said.Text})
		}
		return failed(err)
	})
	return list, err
}

// ReplacePolicy is SetPolicy for who looked at the differences with the version
// that was in force: when another was put in force meanwhile it is refused.
// Errors: those of SetPolicy, app.policy.stale.
func (b *Books) ReplacePolicy(ctx context.Context, actor, version string, body []byte) error {
	if _, err := policy.Check(body); err != nil {
		return err
	}
	return b.write(ctx, func(tx *store.Tx) error {
		current, err := tx.CurrentPolicy(ctx, tx.Adm)
		if err != nil {
			return fault.Wrap(err, "app.no-policy")
		}
		if current.Version != version {
			return fault.New("app.policy.stale", "version", current.Version)
		}
		return setPolicy(ctx, tx, actor, body)
	})
}
