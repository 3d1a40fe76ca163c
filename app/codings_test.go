// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/autopilot"
	"rentmeester/coding"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// waits brings the proposals up to date and gives what waits for a coding.
func waits(t *testing.T, b *app.Books, show string) []invoices.CodingWait {
	t.Helper()
	_, err := b.Invoices().Propose(t.Context())
	must(t, err)
	page, err := b.Invoices().CodingWorklist(t.Context(), invoices.CodingFilter{Show: show, Limit: 200})
	must(t, err)
	return page.Invoices
}

func waitOf(t *testing.T, b *app.Books, id int64) invoices.CodingWait {
	t.Helper()
	for _, w := range waits(t, b, "") {
		if w.ID == id {
			return w
		}
	}
	t.Fatalf("invoice %d does not wait", id)
	return invoices.CodingWait{}
}

func account(w invoices.CodingWait) string {
	if len(w.Coding.Lines) == 0 || len(w.Coding.Lines[0].Proposal.Parts) == 0 {
		return ""
	}
	return w.Coding.Lines[0].Proposal.Parts[0].Account
}

// Proposals stand ready, are made anew when what they rest on changes, and only then.
func TestProposalsStandReady(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "klaar")
		d := b.Invoices()
		ids := several(t, b, 4)
		broken, stop := context.WithCancel(t.Context())
		stop()
		if _, err := d.Propose(broken); err == nil {
			t.Fatal("it was broken off and says nothing")
		}
		first := waits(t, b, "")
		if len(first) != 4 || account(first[0]) != "" || !first[0].Guess {
			t.Fatalf("nothing is known yet: %+v", first)
		}
		again, err := d.Propose(t.Context())
		if err != nil || again.Made != 0 {
			t.Fatalf("nothing changed, and %d were made anew (%v)", again.Made, err)
		}
		must(t, d.SetCoding(t.Context(), "coder", ids[0], codedOn("4300", "", "")))
		if got := waits(t, b, ""); len(got) != 3 || account(got[0]) != "4300" {
			t.Fatalf("a correction counts at once: %+v", got)
		}
		totals, err := d.CodingTotals(t.Context())
		must(t, err)
		if totals.Waiting != 3 || totals.Sure+totals.Doubt+totals.Guess != 3 {
			t.Errorf("%+v", totals)
		}
		must(t, d.SetCoding(t.Context(), "coder", ids[1], codedOn("4303", "0.1", "3.8")))
		turned := waits(t, b, "otherwise")
		if len(turned) != 2 {
			t.Fatalf("the supplier was booked otherwise before: %+v", turned)
		}
		o := turned[0].Coding.Lines[0].Otherwise
		if o.From.Account != "4300" || o.To.Account != "4303" || o.Since == "" || o.ID != fmt.Sprint(ids[1]) || o.Invoice != "F1" {
			t.Errorf("%+v", o)
		}
		must(t, d.Reject(t.Context(), "coder", ids[2], "niet besteld"))
		if got := waits(t, b, ""); len(got) != 1 || got[0].ID != ids[3] {
			t.Errorf("what was rejected waits no more: %+v", got)
		}
	})
}

// All that is sure is accepted in one go, and taken back in one go.
func TestAcceptManyAndUndo(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "velen")
		d := b.Invoices()
		ids := several(t, b, 6)
		for _, id := range ids[:3] {
			must(t, d.SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
		}
		var all []invoices.Seen
		for _, w := range waits(t, b, "") {
			all = append(all, invoices.Seen{Invoice: w.ID, Seen: w.Coding.Seen})
		}
		all[2].Seen = "something else"
		done, err := d.AcceptMany(t.Context(), "coder", all)
		must(t, err)
		if len(done.Done) != 2 || len(done.Left) != 1 || done.Left[0].Why.Code != "invoices.proposal-changed" {
			t.Fatalf("%+v", done)
		}
		if got := waits(t, b, ""); len(got) != 1 {
			t.Fatalf("%+v", got)
		}
		back, err := d.UndoMany(t.Context(), "coder", done.Batch)
		must(t, err)
		if len(back.Done) != 2 || len(waits(t, b, "")) != 3 {
			t.Fatalf("%+v", back)
		}
		if _, err := d.UndoMany(t.Context(), "coder", done.Batch); !fault.Is(err, "invoices.no-batch") {
			t.Error(err)
		}
		if v, err := d.Pilot(t.Context()); err != nil || v.Measured.Blind != 0 || len(v.Months) != 1 {
			t.Errorf("accepting many judges nothing: %+v (%v)", v, err)
		}
		sure, err := d.Sure(t.Context())
		must(t, err)
		if sure.Judged != 0 || len(sure.Invoices) != len(waits(t, b, "sure")) {
			t.Errorf("%+v", sure)
		}
		if err := d.Uncode(t.Context(), "coder", ids[5]); !fault.Is(err, "invoices.state") {
			t.Error(err)
		}
	})
}

// A person's choice against the model settles that very case at once, and a booking
// that proves wrong later teaches nothing any more.
func TestOverrideAndMisbooked(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "anders")
		d := b.Invoices()
		bill := func(number string) int64 {
			t.Helper()
			before := map[int64]bool{}
			list, err := d.List(t.Context(), invoices.Filter{Limit: 100})
			must(t, err)
			for _, i := range list {
				before[i.ID] = true
			}
			taken(t, b, "f.xml", demo.Bill{Number: number, Net: money.Cents(10000)}.UBL())
			list, err = d.List(t.Context(), invoices.Filter{Limit: 100})
			must(t, err)
			for _, i := range list {
				if !before[i.ID] {
					for _, h := range i.Holds {
						_, err := d.ReleaseBecause(t.Context(), "coder", i.ID, h.Kind, "een andere")
						must(t, err)
					}
					return i.ID
				}
			}
			t.Fatal("no invoice came")
			return 0
		}
		for n := range 4 {
			must(t, d.SetCoding(t.Context(), "coder", bill(fmt.Sprint("A", n)), codedOn("4300", "", "")))
		}
		against := bill("B1")
		if got := account(waitOf(t, b, against)); got != "4300" {
			t.Fatal(got)
		}
		must(t, d.SetCoding(t.Context(), "coder", against, codedOn("4303", "0.1", "3.8")))
		next := bill("B2")
		if got := account(waitOf(t, b, next)); got != "4303" {
			t.Fatalf("four times 4300, and a person said 4303 of the very same case: %s", got)
		}
		if err := d.Misbooked(t.Context(), "coder", against, ""); !fault.Is(err, "invoices.no-reason") {
			t.Error(err)
		}
		must(t, d.Misbooked(t.Context(), "coder", against, "hoorde toch bij groen"))
		if got := account(waitOf(t, b, next)); got != "4300" {
			t.Fatalf("what was said to be wrong still counts: %s", got)
		}
		must(t, d.Rightly(t.Context(), "coder", against))
		if got := account(waitOf(t, b, next)); got != "4303" {
			t.Fatalf("%s", got)
		}
		must(t, d.Choose(t.Context(), "coder", next, map[int]string{1: waitOf(t, b, next).Coding.Lines[0].Proposal.ID}))
		if v := seen(t, b, next); v.Lines[0].Parts[0].Account != "4303" || v.Lines[0].Source != invoices.PredictModel && v.Lines[0].Source != coding.LastModel {
			t.Errorf("%+v", v.Lines[0])
		}
	})
}

// budgeted puts in force that the autopilot may code as much as keeps a promise of 5 %,
// with a sample.
func budgeted(t *testing.T, b *app.Books, sample string) {
	t.Helper()
	rules := rulesOnly
	for was, is := range map[string]string{"        may: off ": "        may: budget ", `sample: "5%"      # coding`: `sample: "` + sample + `"      # coding`,
		`wrong: "2%"       # belofte`: `wrong: "5%"       # belofte`} {
		if !bytes.Contains(rules, []byte(was)) {
			t.Fatal(was)
		}
		rules = bytes.Replace(rules, []byte(was), []byte(is), 1)
	}
	must(t, b.SetPolicy(t.Context(), "hoofd", rules))
}

// judgedBefore puts down that people judged proposals of a claim, so many right and
// wrong.
func judgedBefore(t *testing.T, b *app.Books, claimed float64, right, wrong int) {
	t.Helper()
	must(t, b.Store.Write(t.Context(), b.Adm.Key, b.Now(), func(tx *store.Tx) error {
		for n := range right + wrong {
			err := tx.Add(t.Context(), db.CodingCase{Adm: tx.Adm, InvoiceID: -tx.NewID(), Model: "m", Claimed: claimed, Correct: n < right, At: tx.Stamp()})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// The autopilot codes when own codings prove the promise, sends a sample to people
// unmarked, and steps down when people take too much back; it never approves.
func TestCodingByItself(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "vanzelf")
		d := b.Invoices()
		ids := several(t, b, 46)
		for _, id := range ids[:40] {
			must(t, d.SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
		}
		least := 1.0
		for _, w := range waits(t, b, "") {
			least = min(least, w.Coding.Probability)
		}
		budgeted(t, b, "0%")
		stands := func(mode autopilot.Mode, automatic int64) invoices.PilotView {
			t.Helper()
			left := len(waits(t, b, ""))
			v, err := d.Pilot(t.Context())
			must(t, err)
			if v.Mode != mode || v.Automatic != automatic {
				t.Fatalf("%s with %d by itself, %d left: %+v", v.Mode, v.Automatic, left, v.Standing)
			}
			return v
		}
		stands(autopilot.Safe, 0)
		judgedBefore(t, b, 0.99, 200, 0)
		if least < autopilot.Least {
			t.Logf("claims begin at %.3f: under the least that may be done by itself", least)
			stands(autopilot.Proved, 0)
			return
		}
		v := stands(autopilot.Proved, 6)
		for _, id := range ids[40:] {
			shown, err := d.Show(t.Context(), id)
			must(t, err)
			if shown.State != invoices.Approval || shown.Coder != autopilot.Actor {
				t.Errorf("%s coded by %s", shown.State, shown.Coder)
			}
		}
		if v.Threshold < autopilot.Least || v.Bound > 0.05 {
			t.Errorf("%+v", v.Standing)
		}
		for _, id := range ids[40:43] {
			must(t, d.SetCoding(t.Context(), "coder", id, codedOn("4303", "0.1", "3.8")))
		}
		if v := stands(autopilot.Safe, 6); v.Corrected != 3 || v.Why != "autopilot.standing.claims-wrong-undone" {
			t.Errorf("people took half of it back: %+v", v.Standing)
		}
	})
}

// What is drawn for the sample waits for a person, unmarked, and his judgement counts.
func TestBlindSampleOfCodings(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "steekproef")
		d := b.Invoices()
		ids := several(t, b, 46)
		for _, id := range ids[:40] {
			must(t, d.SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
		}
		budgeted(t, b, "50%")
		judgedBefore(t, b, 0.99, 200, 0)
		left := waits(t, b, "")
		v, err := d.Pilot(t.Context())
		must(t, err)
		if v.Automatic+int64(len(left)) != 6 {
			t.Fatalf("%d by itself, %d left", v.Automatic, len(left))
		}
		if v.Automatic == 0 {
			t.Skip("no claim is high enough")
		}
		if v.Drawn != int64(len(left)) || v.Measured.Blind != 0 {
			t.Fatalf("drawn %d of %d", v.Drawn, len(left))
		}
		for _, w := range left {
			must(t, d.Accept(t.Context(), "coder", w.ID, w.Coding.Seen))
		}
		if v, err = d.Pilot(t.Context()); err != nil || v.Measured.Blind != len(left) || v.Measured.BlindWrong != 0 {
			t.Errorf("%+v (%v)", v.Measured, err)
		}
	})
}
