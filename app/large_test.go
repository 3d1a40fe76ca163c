// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"rentmeester/app/invoices"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// keptInvoice is an invoice as the list must show it, worked out from the invoice and its
// open item alone.
type keptInvoice struct {
	db.Invoice
	amount, settled int64
}

// shown is how it stands for people: paid when it is booked and nothing of it is open.
func (k keptInvoice) shown() string {
	if (k.State == "booked" || k.State == "paying") && k.amount == k.settled {
		return "paid"
	}
	return k.State
}

func (k keptInvoice) last() int {
	if s := k.shown(); s == "paid" || s == "rejected" {
		return 1
	}
	return 0
}

// The list of invoices is found by an index, from what each invoice says of itself.
// In every filter, page by page, it is what open items say, and so are the counts.
func TestInvoiceListAsItemsSay(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "large")
		all := manyInvoices(t, b.Adm.Key, func(f func(*store.Tx) error) error { return b.Write(t.Context(), f) })
		slices.SortFunc(all, func(x, y keptInvoice) int {
			return cmp.Or(cmp.Compare(x.last(), y.last()), cmp.Compare(x.PayBy, y.PayBy), cmp.Compare(x.ID, y.ID))
		})
		least, most := money.Cents(20), money.Cents(60)
		for _, f := range []invoices.InvoiceFilter{{}, {Supplier: "S1"}, {Supplier: "none"}, {Due: "2026-01-05"}, {From: "2026-01-03", Until: "2026-01-08"},
			{Least: &least, Most: &most}, {Filter: invoices.Filter{Query: "f1"}}, {Hold: "iban"}} {
			for _, state := range []string{"", "held", "coding", "approval", "booked", "paying", "paid", "rejected"} {
				f.State = state
				var want []int64
				for _, k := range all {
					if wantedOf(k, f) {
						want = append(want, k.ID)
					}
				}
				var got []int64
				for f.Limit, f.After = 7, (invoices.Place{}); ; {
					p, err := b.Invoices().Page(t.Context(), f)
					must(t, err)
					for _, l := range p.Invoices {
						got = append(got, l.ID)
					}
					if f.After = p.Next; !p.More {
						break
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%+v: %v, want %v", f, got, want)
				}
			}
		}
		counts, err := b.Invoices().Tally(t.Context())
		must(t, err)
		want := map[string]int64{}
		for _, k := range all {
			want[k.shown()]++
		}
		if fmt.Sprint(counts.Invoices) != fmt.Sprint(want) {
			t.Errorf("%v, want %v", counts.Invoices, want)
		}
	})
}

func wantedOf(k keptInvoice, f invoices.InvoiceFilter) bool {
	return (f.State == "" || k.shown() == f.State) && (f.Supplier == "" || f.Supplier == fmt.Sprintf("S%d", k.SupplierID)) &&
		(f.Due == "" || k.PayBy <= string(f.Due)) && k.Issued >= string(f.From) && (f.Until == "" || k.Issued <= string(f.Until)) &&
		(f.Least == nil || k.Payable >= int64(*f.Least)) && (f.Most == nil || k.Payable <= int64(*f.Most)) &&
		(f.Query == "" || len(k.Number) > 1 && k.Number[:2] == "F1") && (f.Hold == "" || k.State == "held")
}

// manyInvoices writes invoices in every state, each step as the flows do it: what is
// settled of their items, or taken back, comes in a later step.
func manyInvoices(t *testing.T, adm int64, write func(func(*store.Tx) error) error) []keptInvoice {
	t.Helper()
	chance := rand.New(rand.NewPCG(3, 7))
	states := []string{"held", "coding", "approval", "booked", "booked", "paying", "paying", "rejected"}
	var all []keptInvoice
	must(t, write(func(tx *store.Tx) error {
		for n := range 3 {
			if err := tx.Add(t.Context(), db.Supplier{Adm: adm, ID: int64(n + 1), Number: fmt.Sprintf("S%d", n+1), Also: "[]", State: "active", Attributes: "null"}); err != nil {
				return err
			}
		}
		for n := range 120 {
			number := fmt.Sprintf("F%d", n)
			k := keptInvoice{Invoice: db.Invoice{Adm: adm, ID: tx.NewID(), SupplierID: int64(chance.IntN(3) + 1), Number: number, Kind: "invoice", Content: "{}",
				Issued: fmt.Sprintf("2026-01-%02d", chance.IntN(12)+1), PayBy: fmt.Sprintf("2026-01-%02d", chance.IntN(9)+1), Currency: "EUR",
				Payable: int64(chance.IntN(100)), State: "approval", Search: "f" + number[1:]}}
			to := states[chance.IntN(len(states))]
			if to == "held" {
				if err := tx.Add(t.Context(), db.Hold{Adm: adm, ID: tx.NewID(), InvoiceID: k.ID, Kind: "iban", Args: "{}", Persons: 1, State: "open"}); err != nil {
					return err
				}
			}
			if (to == "booked" || to == "paying") && k.Payable > 0 {
				k.ItemID, k.amount = tx.NewID(), k.Payable
				if err := tx.Add(t.Context(), db.Item{Adm: adm, ID: k.ItemID, Kind: "payable", Number: k.Number, Amount: k.amount, Currency: "EUR", Attributes: "null"}); err != nil {
					return err
				}
			}
			if err := tx.Add(t.Context(), k.Invoice); err != nil {
				return err
			}
			if err := tx.Flush(t.Context()); err != nil {
				return err
			}
			if k.State != to {
				if _, err := tx.SetInvoiceState(t.Context(), db.SetInvoiceStateParams{Adm: adm, ID: k.ID, ItemID: k.ItemID, State: to, Was: k.State}); err != nil {
					return err
				}
				k.State = to
			}
			all = append(all, k)
		}
		return nil
	}))
	for _, part := range []int64{1, 2, -1, 1} { // a part, the whole, something taken back, the whole again
		must(t, write(func(tx *store.Tx) error {
			for i := range all {
				k := &all[i]
				if k.ItemID == 0 || chance.IntN(3) == 0 {
					continue
				}
				by := k.amount - k.settled
				switch {
				case part < 0:
					by = -min(k.settled, int64(chance.IntN(5)))
				case part == 1 && chance.IntN(2) == 0:
					by /= 2
				}
				k.settled += by
				tx.Settle(k.ItemID, by)
			}
			return nil
		}))
	}
	return all
}
