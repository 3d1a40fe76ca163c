// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"context"
	"math"
	"runtime/debug"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/autopilot"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// seenNow gives what a person sees of all that waits for a coding.
func seenNow(t *testing.T, b *app.Books) (all []invoices.Seen) {
	t.Helper()
	for _, w := range waits(t, b, "") {
		all = append(all, invoices.Seen{Invoice: w.ID, Seen: w.Coding.Seen})
	}
	return all
}

// known makes n invoices, of which the first ones are coded so that others are proposed.
func known(t *testing.T, s *store.Store, name string, n, coded int) (*app.Books, []int64) {
	t.Helper()
	b := listed(t, s, name)
	ids := several(t, b, n)
	now := b.Now()
	for i, id := range ids[:coded] { // two a day: what was learned on one day alone is never sure
		b.Now = func() time.Time { return now.AddDate(0, 0, i/2-coded/2) }
		must(t, b.Invoices().SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
	}
	b.Now = func() time.Time { return now }
	return b, ids
}

func show(t *testing.T, b *app.Books, id int64) invoices.Shown {
	t.Helper()
	v, err := b.Invoices().Show(t.Context(), id)
	must(t, err)
	return v
}

// What a colleague coded since is not overwritten by who takes over what he saw
// before, and who ever coded an invoice does not approve it.
func TestAcceptingKeepsFourEyes(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, _ := known(t, s, "vierogen", 6, 3)
		d := b.Invoices()
		all := seenNow(t, b)
		one := all[0]
		must(t, d.Accept(t.Context(), "annie", one.Invoice, one.Seen))
		way := seen(t, b, one.Invoice).Lines[0].Proposal.ID
		done, err := d.AcceptMany(t.Context(), "bert", all[:1])
		must(t, err)
		if len(done.Done) != 0 || len(done.Left) != 1 || done.Left[0].Why.Code != "invoices.proposal-changed" {
			t.Errorf("%+v", done)
		}
		for _, err := range []error{d.Accept(t.Context(), "bert", one.Invoice, one.Seen), d.Accept(t.Context(), "bert", one.Invoice, ""),
			d.Choose(t.Context(), "bert", one.Invoice, map[int]string{1: way, 2: way})} {
			if !fault.Is(err, "invoices.proposal-changed") {
				t.Error(err)
			}
		}
		if v := show(t, b, one.Invoice); v.Coder != "annie" {
			t.Errorf("coded by %s", v.Coder)
		}
		mayNot := func(person string) {
			t.Helper()
			if _, err := d.Approve(t.Context(), person, one.Invoice, ""); !fault.Is(err, "invoices.may-not") && !fault.Is(err, "invoices.may-not-who") {
				t.Errorf("%s coded it and approves: %v", person, err)
			}
		}
		mayNot("annie")
		must(t, d.SetCoding(t.Context(), "bert", one.Invoice, codedOn("4303", "0.1", "3.8")))
		mayNot("annie")
		mayNot("bert")
		must(t, d.Uncode(t.Context(), "carla", one.Invoice))
		must(t, d.SetCoding(t.Context(), "dirk", one.Invoice, codedOn("4303", "0.1", "3.8")))
		for _, person := range []string{"annie", "bert", "carla", "dirk"} {
			mayNot(person)
		}
		_, err = d.Approve(t.Context(), "els", one.Invoice, "")
		must(t, err)
	})
}

// What a person took back the autopilot does not code again.
func TestTheAutopilotLeavesWhatWasTakenBack(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, ids := known(t, s, "teruggenomen", 46, 40)
		d := b.Invoices()
		byHand := seenNow(t, b)[0]
		must(t, d.Accept(t.Context(), "annie", byHand.Invoice, byHand.Seen))
		must(t, d.Uncode(t.Context(), "annie", byHand.Invoice))
		budgeted(t, b, "0%")
		judgedBefore(t, b, 0.99, 200, 0)
		if left := waits(t, b, ""); len(left) != 1 || left[0].ID != byHand.Invoice {
			t.Fatalf("%+v", left)
		}
		last := ids[45]
		if by := show(t, b, last).Coder; by != autopilot.Actor {
			t.Fatalf("coded by %s", by)
		}
		must(t, d.Uncode(t.Context(), "bert", last))
		left := waits(t, b, "")
		v, err := d.Pilot(t.Context())
		must(t, err)
		if len(left) != 2 || v.Automatic != 5 || v.Corrected != 1 || v.Measured.Undone != 1 {
			t.Errorf("%d left, %d by itself, %d corrected: %+v", len(left), v.Automatic, v.Corrected, v.Measured)
		}
		must(t, d.SetCoding(t.Context(), "carla", last, codedOn("4303", "0.1", "3.8")))
		for _, person := range []string{"bert", "carla"} {
			if _, err := d.Approve(t.Context(), person, last, ""); !fault.Is(err, "invoices.may-not") && !fault.Is(err, "invoices.may-not-who") {
				t.Errorf("%s approves: %v", person, err)
			}
		}
	})
}

// A policy that is put in force while the autopilot is at it holds at once.
func TestTheAutopilotCodesByThePolicyOfThatMoment(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, _ := known(t, s, "inmiddels", 46, 40)
		budgeted(t, b, "0%")
		judgedBefore(t, b, 0.99, 200, 0)
		now, changed := b.Now, false
		b.Now = func() time.Time {
			if !changed && bytes.Contains(debug.Stack(), []byte("(*proposing).code(")) {
				changed = true
				must(t, b.SetPolicy(t.Context(), "hoofd", rulesOnly))
			}
			return now()
		}
		done, err := b.Invoices().Propose(t.Context())
		must(t, err)
		if !changed || done.Coded != 0 {
			t.Errorf("policy changed %t, and %d were coded after it", changed, done.Coded)
		}
	})
}

// What is taken back is what was last accepted together; what cannot be is left and
// said.
func TestUndoOfTheLatestBatch(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, _ := known(t, s, "tweede", 7, 3)
		d := b.Invoices()
		all := seenNow(t, b)
		first, err := d.AcceptMany(t.Context(), "coder", all)
		must(t, err)
		_, err = d.UndoMany(t.Context(), "coder", first.Batch)
		must(t, err)
		second, err := d.AcceptMany(t.Context(), "coder", seenNow(t, b))
		must(t, err)
		if len(first.Done) != 4 || len(second.Done) != 4 {
			t.Fatalf("%+v %+v", first, second)
		}
		recoded, corrected := all[0].Invoice, all[1].Invoice
		must(t, d.SetCoding(t.Context(), "annie", recoded, codedOn("4303", "0.1", "3.8")))
		must(t, d.Hold(t.Context(), "annie", corrected, "bedragen"))
		must(t, b.Store.Write(t.Context(), b.Adm.Key, b.Now(), func(tx *store.Tx) error { // as a correction of its amounts leaves it
			return tx.DropCodings(t.Context(), db.DropCodingsParams{Adm: tx.Adm, InvoiceID: corrected})
		}))
		if _, err := d.UndoMany(t.Context(), "coder", first.Batch); !fault.Is(err, "invoices.no-batch") {
			t.Error(err)
		}
		back, err := d.UndoMany(t.Context(), "coder", second.Batch)
		must(t, err)
		if len(back.Done) != 2 || len(back.Left) != 1 || back.Left[0].Invoice != corrected || back.Left[0].Why.Code != "invoices.not-coded" {
			t.Errorf("%+v", back)
		}
		if by := show(t, b, recoded).Coder; by != "annie" {
			t.Errorf("coded by %s", by)
		}
	})
}

// What was accepted before it broke off is told, and can be taken back.
func TestAcceptManyBrokenOff(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, _ := known(t, s, "afgebroken", 6, 3)
		all := seenNow(t, b)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		now, asking := b.Now, false
		b.Now = func() time.Time {
			if !asking && ctx.Err() == nil && bytes.Contains(debug.Stack(), []byte("AcceptMany(")) {
				asking = true
				if show(t, b, all[0].Invoice).Coder != "" {
					stop()
				}
				asking = false
			}
			return now()
		}
		d := b.Invoices() // by that clock
		done, err := d.AcceptMany(ctx, "coder", all)
		if err == nil || len(done.Done) != 1 || done.Batch == 0 {
			t.Fatalf("%+v (%v)", done, err)
		}
		back, err := d.UndoMany(t.Context(), "coder", done.Batch)
		must(t, err)
		if len(back.Done) != 1 {
			t.Errorf("%+v", back)
		}
	})
}

// What was booked wrong teaches nothing, also when it is approved after that, until
// somebody says that it is right or codes it anew; the error budget goes along.
func TestMisbookedStaysSo(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, _ := known(t, s, "fout", 6, 3)
		d := b.Invoices()
		all := seenNow(t, b)
		one, other, third := all[0].Invoice, all[1].Invoice, all[2].Invoice
		must(t, d.Accept(t.Context(), "annie", one, ""))
		rights := func() (n int) {
			t.Helper()
			v, err := d.Pilot(t.Context())
			must(t, err)
			for _, r := range v.Reliability {
				n += int(math.Round(float64(r.N) * r.Right))
			}
			return n
		}
		begin := rights()
		right := func(want int) {
			t.Helper()
			if got := rights(); got != want {
				t.Errorf("%d right, want %d", got, want)
			}
		}
		teaches := func(id int64, want bool) {
			t.Helper()
			if got := show(t, b, id).Teaches; got != want {
				t.Errorf("%d teaches %t", id, got)
			}
		}
		if err := d.Rightly(t.Context(), "annie", one); !fault.Is(err, "invoices.not-coded") {
			t.Error(err)
		}
		must(t, d.Misbooked(t.Context(), "annie", one, "fout"))
		right(begin - 1)
		done, err := d.Approve(t.Context(), "bert", one, "")
		must(t, err)
		if done.State != invoices.Booked {
			t.Fatalf("%+v", done)
		}
		teaches(one, false)
		must(t, d.Rightly(t.Context(), "annie", one))
		teaches(one, true)
		right(begin)
		must(t, d.Accept(t.Context(), "annie", other, ""))
		must(t, d.SetCoding(t.Context(), "annie", other, codedOn("4303", "0.1", "3.8")))
		must(t, d.Misbooked(t.Context(), "annie", other, "fout"))
		must(t, d.Rightly(t.Context(), "annie", other))
		right(begin) // it was coded otherwise: the proposal was wrong whatever was said of the booking
		must(t, d.SetCoding(t.Context(), "annie", third, codedOn("4303", "0.1", "3.8")))
		must(t, d.Misbooked(t.Context(), "annie", third, "fout"))
		must(t, d.SetCoding(t.Context(), "annie", third, codedOn("4300", "", "")))
		teaches(third, true)
		must(t, d.Uncode(t.Context(), "annie", third))
		must(t, d.Reject(t.Context(), "els", third, "fout"))
		must(t, d.Reopen(t.Context(), "els", third, ""))
		teaches(third, false)
		if got := waits(t, b, ""); len(got) != 1 || got[0].ID != third {
			t.Errorf("%+v", got)
		}
	})
}
