// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/store/db"
)

// Refused gives the orders that the engine is told the bank refused.
func (b *Books) Refused(ctx context.Context) (all []string, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		refused, err := loadRefused(ctx, q, b.Adm.Key)
		if err != nil {
			return err
		}
		batches, err := q.Batches(ctx, b.Adm.Key)
		if err != nil {
			return err
		}
		orders, err := q.Instructions(ctx, db.InstructionsParams{Adm: b.Adm.Key, Page: 100})
		for _, batch := range batches {
			for _, o := range orders {
				if o.BatchID == batch.ID && refused.has(batch.MessageID, batch.InfoID, o.EndToEnd) {
					all = append(all, o.EndToEnd)
				}
			}
		}
		return err
	})
	return all, err
}
