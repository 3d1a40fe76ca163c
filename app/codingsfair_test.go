// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"testing"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/store"
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
	for _, id := range ids[:coded] {
		must(t, b.Invoices().SetCoding(t.Context(), "coder", id, codedOn("4300", "", "")))
	}
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
