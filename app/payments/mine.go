// SPDX-License-Identifier: EUPL-1.2

package payments

import (
	"context"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/paying"
	"rentmeester/store/db"
)

// waitingRuns bounds how many runs that wait are looked at.
const waitingRuns = 200

// MayRelease gives the runs that wait for a release that would count if this person
// gave it now.
func (d *Desk) MayRelease(ctx context.Context, person string) (all []Run, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.RunsIn(ctx, db.RunsInParams{Adm: d.Adm.Key, State: draft, Page: waitingRuns})
		if err != nil {
			return books.Failed(err)
		}
		for _, row := range rows {
			rule, given, err := d.releases(ctx, q, row, day.Of(d.Now()))
			if err != nil {
				return err
			}
			if _, counts := may(rule, sealOf(row), row.MadeBy, paying.Released{Person: person, SHA256: row.Sha256}, given); counts {
				all = append(all, runView(row))
			}
		}
		return nil
	})
	return all, err
}
