// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/store"
)

// several takes in as many invoices of one supplier and gives their ids.
func several(t *testing.T, b *app.Books, many int) (ids []int64) {
	t.Helper()
	for n := range many {
		taken(t, b, "f.xml", demo.Bill{Number: fmt.Sprint("F", n), Net: money.Cents(10000 + 100*n)}.UBL())
	}
	list, err := b.Invoices().List(t.Context(), invoices.Filter{Limit: 50})
	must(t, err)
	for _, i := range list {
		ids = append(ids, i.ID)
	}
	slices.Sort(ids)
	return ids
}

// proposedFor gives the account that is proposed for the first line and the model
// that says so; "" none.
func proposedFor(t *testing.T, b *app.Books, id int64) (account, model string) {
	t.Helper()
	l := seen(t, b, id).Lines[0]
	if len(l.Proposal.Parts) == 0 {
		return "", l.Model
	}
	return l.Proposal.Parts[0].Account, l.Model
}

// Two processes on one database, and one that began later, propose the same after
// each act of either.
func TestProcessesPredictAlike(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		one := listed(t, s, "twee-processen")
		two, err := app.Open(t.Context(), s, "twee-processen", clock())
		must(t, err)
		ids := several(t, one, 6)
		alike := func(want string) {
			t.Helper()
			later, err := app.Open(t.Context(), s, "twee-processen", clock())
			must(t, err)
			for who, b := range map[string]*app.Books{"one": one, "two": two, "a later one": later} {
				if got, _ := proposedFor(t, b, ids[5]); got != want {
					t.Fatalf("%s proposes %q, not %q", who, got, want)
				}
			}
		}
		alike("")
		must(t, one.Invoices().SetCoding(t.Context(), "coder", ids[0], codedOn("4300", "", "")))
		alike("4300")
		must(t, two.Invoices().SetCoding(t.Context(), "coder", ids[0], codedOn("4303", "0.1", "3.8")))
		alike("4303")
		must(t, two.Invoices().Reject(t.Context(), "coder", ids[0], "niet besteld"))
		alike("")
		must(t, one.Invoices().Reopen(t.Context(), "jansen", ids[0], "toch wel"))
		alike("4303")
		_, err = one.Invoices().Approve(t.Context(), "budget", ids[0], "")
		must(t, err)
		alike("4303")
		must(t, two.Invoices().Unbook(t.Context(), "budget", ids[0], "verkeerd"))
		alike("")
		_, err = one.Invoices().Approve(t.Context(), "budget", ids[0], "")
		must(t, err)
		alike("4303")
		whole(t, one)
	})
}

func TestNothingIsProposedThatMayNotBeBooked(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "gesloten")
		ids := several(t, b, 4)
		must(t, b.Invoices().SetCoding(t.Context(), "coder", ids[0], codedOn("4300", "", "")))
		must(t, b.Invoices().SetCoding(t.Context(), "coder", ids[1], codedOn("4302", "", "")))
		must(t, b.Invoices().SetCoding(t.Context(), "coder", ids[2], codedOn("4302", "", "")))
		if got, model := proposedFor(t, b, ids[3]); got != "4302" || model != invoices.PredictModel {
			t.Fatal(got, model)
		}
		taken(t, b, "schema.csv", `grootboek;omschrijving;soort;taakveld;categorie;btw
4300;Groenonderhoud;lasten;5.7;3.8;compensabel
4301;Sporthal;lasten;5.7;3.8;gemengd
`)
		if got, _ := proposedFor(t, b, ids[3]); got != "4300" {
			t.Fatalf("4302 is closed: %s", got)
		}
		for _, l := range seen(t, b, ids[3]).Lines {
			for _, o := range l.Alternatives {
				if o.Parts[0].Account == "4302" {
					t.Fatalf("%+v", o)
				}
			}
		}
		if got := toldFor(t, b, t.Context(), "Leverancier B.V.", "C-1"); slices.Contains(got, "4302") || !slices.Contains(got, "4300") {
			t.Fatalf("to other programs either: %v", got)
		}
	})
}

// toldFor gives the accounts that another program is told for a line of a supplier,
// best first; nil when the question broke off.
func toldFor(t *testing.T, b *app.Books, ctx context.Context, name, number string) []string {
	t.Helper()
	list, err := b.Invoices().Predict(ctx, asked(name, number), coding.Account)
	if err != nil {
		if ctx == t.Context() {
			t.Fatal(err)
		}
		return nil
	}
	all := []string{}
	for _, p := range list[0] {
		all = append(all, p.Coding.Account)
	}
	return all
}

func asked(name, number string) []predict.Row {
	return []predict.Row{{Day: "2026-03-02", Supplier: name, SupplierID: number, Text: "Werk", Amount: 10_000}}
}

// breaking is a context that breaks off when it has been looked at some times.
type breaking struct {
	context.Context
	left atomic.Int64
}

func (b *breaking) Err() error {
	if b.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func (b *breaking) Done() <-chan struct{} {
	if b.Err() == nil {
		return nil
	}
	done := make(chan struct{})
	close(done)
	return done
}

// A question that breaks off loses nothing of what there was to learn.
func TestBrokenQuestionsLoseNoLessons(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "afgebroken")
		broke, rounds := 0, 30
		if testing.Short() {
			rounds = 8
		}
		for n := range rounds {
			name, want := fmt.Sprint("Leverancier ", string(rune('A'+n))), []string{"4300", "4302"}[n%2]
			taken(t, b, "f.xml", demo.Bill{Number: fmt.Sprint("F", n), Name: name, KvK: fmt.Sprint(20_000_000 + n)}.UBL())
			list, err := b.Invoices().List(t.Context(), invoices.Filter{Limit: 50})
			must(t, err)
			at := slices.IndexFunc(list, func(i invoices.Listed) bool { return i.Number == fmt.Sprint("F", n) })
			must(t, b.Invoices().SetCoding(t.Context(), "coder", list[at].ID, codedOn(want, "", "")))
			ctx := &breaking{Context: t.Context()}
			ctx.left.Store(int64(n))
			if toldFor(t, b, ctx, name, "") == nil {
				broke++
			}
			told, err := b.Invoices().Predict(t.Context(), asked(name, ""), coding.Account)
			must(t, err)
			if !slices.ContainsFunc(told[0], func(p predict.Proposal) bool {
				return p.Coding.Account == want && slices.ContainsFunc(p.Like, func(r predict.Reference) bool { return r.Invoice == fmt.Sprint("F", n) })
			}) {
				t.Fatalf("after %d looks the coding of F%d is not known: %+v", n, n, told[0])
			}
		}
		if broke == 0 {
			t.Error("no question broke off")
		}
	})
}
