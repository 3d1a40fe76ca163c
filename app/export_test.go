// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/store"
)

// Thoughts gives what a run would do and propose for each open line, as JSON;
// with always it looks at every waiting line each time, as if nothing could be
// left out.
func Thoughts(ctx context.Context, b *Books, always bool) (report ReconcileReport, said map[int64]string, err error) {
	said = map[int64]string{}
	err = b.Store.Think(ctx, b.Adm.Key, b.Now(), func(tx *store.Tx) error {
		r, err := b.think(ctx, tx, always)
		if err != nil {
			return err
		}
		report = r.report
		for _, a := range r.acts {
			for i, p := range a.portions {
				if p.Opens != 0 { // numbered by the order of the acts, which does not matter
					a.portions[i].Opens, a.portions[i].Number = 0, "OA"
				}
			}
			body, err := json.Marshal(decided{Portions: a.portions})
			if err != nil {
				return err
			}
			said[a.line.ID] = "booked " + string(body)
		}
		for _, l := range r.lines {
			if !l.done {
				body, err := json.Marshal(l.proposal)
				if err != nil {
					return err
				}
				said[l.row.ID] = "proposed " + string(body)
			}
		}
		return nil
	})
	return report, said, err
}
