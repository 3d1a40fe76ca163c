// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"testing"

	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/store"
)

// TestApprovingManyIsTriedFirst: to try keeps nothing; what was seen is done by the
// mandates of who asks; what changed since is left; what is not booked yet is taken
// back by the acts that did it.
func TestApprovingManyIsTriedFirst(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := staffed(t, s, "voorbeeld")
		d, ctx := b.Invoices(), t.Context()
		id := coded(t, b, demo.Bill{Net: 600_000}) // two signatures
		before, err := s.VerifyAudit(t.Context(), b.Adm.Key)
		must(t, err)
		no, err := d.TryApprove(ctx, "eva", id)
		if must(t, err); !fault.Is(no.Err, "invoices.may-not-who") {
			t.Fatalf("who coded it may approve it: %+v", no)
		}
		try, err := d.TryApprove(ctx, "dirk", id)
		if must(t, err); try.Err != nil || try.Done.State != invoices.Approval || len(try.Done.Missing) == 0 || try.Seen == "" {
			t.Fatalf("%+v", try)
		}
		if after, err := s.VerifyAudit(ctx, b.Adm.Key); err != nil || after != before || len(shown(t, b, id).Acts) != 0 {
			t.Fatal("to try did something")
		}
		_, err = d.ApproveSeen(ctx, "eva", id, try.Seen)
		wants(t, err, "invoices.may-not-who")
		done, err := d.ApproveSeen(ctx, "dirk", id, try.Seen)
		if must(t, err); len(done.Acts) != 1 || len(done.Steps) != 1 {
			t.Fatalf("%+v", done)
		}
		must(t, d.WithdrawActs(ctx, "dirk", id, done.Acts))
		if got := shown(t, b, id).Standing.Steps[0]; got.Done {
			t.Fatalf("it was not taken back: %+v", got)
		}
		must(t, d.SetCoding(ctx, "eva", id, invoices.Coded{Parts: []coding.Part{{Coding: coding.Coding{Account: "4301", CostCentre: "4100", Taakveld: "5.7", Categorie: "3.8"}}}}))
		_, err = d.ApproveSeen(ctx, "dirk", id, try.Seen)
		wants(t, err, "invoices.changed")
		must(t, d.Hold(ctx, "eva", id, "even wachten"))
		all, err := d.TryRelease(ctx, "dirk", id, "")
		if must(t, err); len(all) != 1 || all[0].Err != nil || all[0].Hold.Kind != "person" || shown(t, b, id).State != invoices.Held {
			t.Fatalf("%+v", all)
		}
		_, err = d.ReleaseSeen(ctx, "dirk", id, "person", "", try.Seen)
		wants(t, err, "invoices.changed")
		_, err = d.ReleaseSeen(ctx, "dirk", id, "person", "", all[0].Seen)
		if must(t, err); shown(t, b, id).State != invoices.Approval {
			t.Fatal("it is held still")
		}
		none, err := d.TryRelease(ctx, "dirk", id, "")
		if must(t, err); len(none) != 1 || !fault.Is(none[0].Err, "invoices.not-held") {
			t.Fatalf("%+v", none)
		}
	})
}
