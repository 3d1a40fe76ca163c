// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Quarantined is a part of a file that was read but not believed.
type Quarantined struct {
	ID      int64
	File    string
	SHA256  string
	Subject string // account or number it is about
	Since   string
	Finding *fault.Error
}

// Quarantine gives what stands in quarantine, oldest first.
func (b *Books) Quarantine(ctx context.Context) (list []Quarantined, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.Quarantined(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		for _, r := range rows {
			finding := &fault.Error{Code: r.Code}
			if err := json.Unmarshal([]byte(r.Args), &finding.Args); err != nil {
				return failed(err)
			}
			list = append(list, Quarantined{r.ID, r.FileName, r.Sha256, r.Subject, r.Since, finding})
		}
		return nil
	})
	return list, err
}

// Dismiss closes a finding in quarantine that needs nothing more, such as one of
// a file whose right version was read since. The original stays.
// Errors: app.no-finding.
func (b *Books) Dismiss(ctx context.Context, actor string, id int64) (int64, error) {
	return id, b.write(ctx, func(tx *store.Tx) error {
		row, err := tx.QuarantineByID(ctx, db.QuarantineByIDParams{Adm: tx.Adm, ID: id})
		if store.NoRows(err) || err == nil && row.State != "open" {
			return fault.New("app.no-finding", "finding", id)
		}
		if err != nil {
			return failed(err)
		}
		if err := tx.ReleaseQuarantine(ctx, db.ReleaseQuarantineParams{Adm: tx.Adm, ID: id}); err != nil {
			return failed(err)
		}
		return tx.Audit(ctx, actor, "quarantine.dismissed", subject("finding", id), map[string]string{"sha256": row.Sha256, "code": row.Code})
	})
}
