// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/store/db"
)

// PolicyVersion is one time that a policy was put in force.
type PolicyVersion struct {
	Seq     int64  `json:"seq"` // of the event in the audit trail
	At      string `json:"at"`
	Actor   string `json:"actor"`
	AskedBy string `json:"askedBy,omitempty"` // who proposed what Actor confirmed
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
				Text    string `json:"text"`
				AskedBy string `json:"askedBy"`
			}
			if err := json.Unmarshal([]byte(r.Payload), &said); err != nil {
				return failed(err)
			}
			list = append(list, PolicyVersion{r.Seq, r.At, r.Actor, said.AskedBy, r.Subject, said.Text})
		}
		return failed(err)
	})
	return list, err
}
