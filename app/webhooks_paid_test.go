// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"slices"
	"testing"

	"rentmeester/app/webhooks"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
)

// TestPaidIsToldOnce: an invoice that is paid in two parts is paid once, also when both
// parts come before anybody is told.
func TestPaidIsToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b, _ := hooked(t, s)
		r, ctx := receive(t), t.Context()
		if _, _, err := b.Add(ctx, "jan", r.URL, []string{webhooks.Root + "invoice.paid"}); err != nil {
			t.Fatal(err)
		}
		part := func(item int64) {
			err := b.Write(ctx, func(tx *store.Tx) error {
				decision := tx.NewID()
				if err := tx.Add(ctx, db.Allocation{Adm: tx.Adm, ID: tx.NewID(), DecisionID: decision, ItemID: item, Amount: -50}); err != nil {
					return err
				}
				tx.Settle(item, 50)
				return tx.Audit(ctx, "jan", "line.accepted", "line:1", map[string]any{"decision": decision})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		open := func() (item int64) {
			err := b.Write(ctx, func(tx *store.Tx) error {
				item = tx.NewID()
				if err := tx.Add(ctx, db.Item{Adm: tx.Adm, ID: item, Number: "I-1", Kind: "payable", Currency: "EUR", Amount: 100}); err != nil {
					return err
				}
				return tx.Add(ctx, db.Invoice{Adm: tx.Adm, ID: tx.NewID(), ItemID: item, Number: "F-1", State: "booked"})
			})
			if err != nil {
				t.Fatal(err)
			}
			return item
		}
		item := open()
		part(item)
		part(item)
		deliver(t, b)
		if got := r.types(); !slices.Equal(got, []string{"invoice.paid"}) {
			t.Errorf("both parts before anybody was told: %q", got)
		}
	})
}
