// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/text"
)

// town is an administration to which anything may happen, in any order.
type town struct {
	t        *testing.T
	b        *app.Books
	items    []item
	days     []report // of which some were imported
	imported map[int]bool
	lines    map[string]money.Cents // amount of each line, by the bank's reference
}

// fewer lets rapid try fewer towns than it does values, each with thirty acts, and
// under -short hardly any; ask for more with -rapid.checks. It gives what sets that
// back.
func fewer(t *testing.T) func() {
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() != checks.DefValue {
		return func() {}
	}
	towns := "25"
	if testing.Short() {
		towns = "10" // of which rapid takes a fifth
	}
	if err := checks.Value.Set(towns); err != nil {
		t.Fatal(err)
	}
	return func() { _ = checks.Value.Set(checks.DefValue) }
}

// TestAnySequenceKeepsTheBooks imports, decides, rejects and undoes in any order,
// and looks after every step whether the books are whole, every account closes
// and no cent went to two places.
func TestAnySequenceKeepsTheBooks(t *testing.T) {
	defer fewer(t)()
	onEachStore(t, func(t *testing.T, s *store.Store) {
		towns := 0
		rapid.Check(t, func(r *rapid.T) {
			towns++
			v := &town{t: t, b: newBooks(t, s, fmt.Sprint("stad-", towns)), imported: map[int]bool{}, lines: map[string]money.Cents{}}
			r.Repeat(map[string]func(*rapid.T){
				"list":      v.list,
				"next day":  v.nextDay,
				"some day":  v.someDay,
				"reconcile": func(*rapid.T) { look(t, v.b) },
				"refresh":   v.refresh,
				"accept":    v.accept,
				"book":      v.book,
				"reject":    v.reject,
				"undo":      v.undo,
				"":          v.check,
			})
		})
	})
}

// list imports a list of open items: new ones, and sometimes those of before.
func (v *town) list(r *rapid.T) {
	if rapid.Bool().Draw(r, "again") && len(v.items) > 0 {
		take(v.t, v.b, "posten.csv", itemsCSV(v.items...))
		return
	}
	for range rapid.IntRange(1, 3).Draw(r, "items") {
		n := len(v.items) + 1
		kind := rapid.SampledFrom([]string{"receivable", "receivable", "payable"}).Draw(r, "kind")
		v.items = append(v.items, item{fmt.Sprintf("2026-%04d", n), kind, fmt.Sprint("R-", n%3), []string{"J. de Vries", "Bakkerij Jansen", "S. El Amrani"}[n%3],
			"", amounts.Draw(r, "amount"), "", "post"})
	}
	taken(v.t, v.b, "posten.csv", itemsCSV(v.items...))
}

var amounts = rapid.SampledFrom([]money.Cents{1, 100, 100, 2500, 2500, 2501, 5000, 12345})

// nextDay makes a day at the bank; it is imported now, or stays away for a while.
func (v *town) nextDay(r *rapid.T) {
	d := report{kind: "camt.053", id: fmt.Sprint(len(v.days) + 1), opening: 1000000,
		day: time.Date(2026, 3, 1+len(v.days), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
	if len(v.days) > 0 {
		d.opening = v.days[len(v.days)-1].closing()
	}
	for i := range rapid.IntRange(0, 4).Draw(r, "entries") {
		d.entries = append(d.entries, v.entry(r, fmt.Sprintf("D%sE%d", d.id, i)))
	}
	v.days = append(v.days, d)
	if rapid.IntRange(0, 3).Draw(r, "late") > 0 {
		v.importDay(len(v.days) - 1)
	}
}

func (v *town) entry(r *rapid.T, ref string) entry {
	e := entry{amount: amounts.Draw(r, "amount"), ref: ref, name: "Onbekend"}
	if len(v.items) > 0 && rapid.Bool().Draw(r, "of an item") {
		i := rapid.SampledFrom(v.items).Draw(r, "item")
		e.name, e.amount = i.name, i.amount
		if rapid.Bool().Draw(r, "cited") {
			e.text = "betreft " + i.number
		}
		if i.kind == "payable" {
			e.amount = -e.amount
		}
	}
	switch rapid.IntRange(0, 5).Draw(r, "twist") {
	case 0:
		e.amount = -e.amount
	case 1:
		e.returns, e.amount = "MD06", -e.amount.Abs()
	case 2:
		e.parts = []payment{{e.amount, e.name, "E" + ref, e.text}, {e.amount, "Ander", "", ""}}
		e.amount *= 2
	}
	return e
}

// someDay imports any day of before, perhaps for the second time.
func (v *town) someDay(r *rapid.T) {
	if len(v.days) == 0 {
		r.Skip("no days yet")
	}
	v.importDay(rapid.IntRange(0, len(v.days)-1).Draw(r, "day"))
}

func (v *town) importDay(n int) {
	take(v.t, v.b, v.days[n].id+".xml", v.days[n].camt())
	v.imported[n] = true
	for _, e := range v.days[n].entries {
		v.lines[e.ref] = e.amount
	}
}

func (v *town) refresh(r *rapid.T) {
	if _, done, err := v.b.Refresh(v.t.Context()); err != nil || !done {
		r.Fatalf("refresh: %v %v", done, err)
	}
}

// any picks a line on the worklist.
func (v *town) any(r *rapid.T) app.Waiting {
	list := waiting(v.t, v.b)
	if len(list) == 0 {
		r.Skip("nothing waits")
	}
	return rapid.SampledFrom(list).Draw(r, "line")
}

// may fails the test for any error that is not a refusal by the books.
func may(r *rapid.T, err error, refusals ...string) {
	var f *fault.Error
	if err == nil {
		return
	}
	if !errors.As(err, &f) || !strings.HasPrefix(f.Code, "app.") {
		r.Fatalf("%v", err)
	}
	for _, code := range refusals {
		if f.Code == code {
			return
		}
	}
	r.Fatalf("refused: %v", err)
}

func (v *town) accept(r *rapid.T) {
	w := v.any(r)
	if len(w.Choices) == 0 { // nothing was found, or what was found is used up
		_, err := v.b.Accept(v.t.Context(), "jansen", w.Line, 0)
		may(r, err, "app.no-proposal", "app.item-settled")
		return
	}
	_, err := v.b.AcceptAs(v.t.Context(), "jansen", w.Line, rapid.SampledFrom(w.Choices).Draw(r, "choice").ID)
	may(r, err, "app.item-settled")
}

func (v *town) book(r *rapid.T) {
	w := v.any(r)
	var parts []app.Part
	for range rapid.IntRange(1, 3).Draw(r, "parts") {
		p := app.Part{Account: "8000"}
		if len(v.items) > 0 && rapid.Bool().Draw(r, "to an item") {
			p = app.Part{Item: rapid.SampledFrom(v.items).Draw(r, "item").number}
			if rapid.Bool().Draw(r, "on account") {
				p = app.Part{Party: rapid.SampledFrom(v.items).Draw(r, "of").party}
			}
		}
		if rapid.Bool().Draw(r, "with an amount") {
			amount := money.Cents(rapid.Int64Range(-200, 15000).Draw(r, "amount"))
			p.Amount = &amount
		}
		parts = append(parts, p)
	}
	_, err := v.b.Book(v.t.Context(), "jansen", w.Line, parts, rapid.Bool().Draw(r, "write off"))
	may(r, err, "app.item-settled", "app.too-much", "app.no-amount")
}

func (v *town) reject(r *rapid.T) {
	_, err := v.b.Reject(v.t.Context(), "jansen", v.any(r).Line)
	may(r, err, "app.no-proposal")
}

func (v *town) undo(r *rapid.T) {
	page, _, err := v.b.DecisionsPage(v.t.Context(), 0)
	if err != nil {
		r.Fatal(err)
	}
	if len(page) == 0 {
		r.Skip("nothing was decided")
	}
	_, err = v.b.Undo(v.t.Context(), "jansen", rapid.SampledFrom(page).Draw(r, "decision").ID)
	may(r, err, "app.undone-before", "app.undo-of-undo", "app.item-settled", "app.onaccount-used")
}

// check holds after every step.
func (v *town) check(r *rapid.T) {
	whole(v.t, v.b)
	status, err := v.b.Status(v.t.Context())
	if err != nil {
		r.Fatal(err)
	}
	for _, a := range status.Accounts {
		if a.Suspense != a.Worklist {
			r.Fatalf("suspense %d, worklist %d", a.Suspense, a.Worklist)
		}
		if !v.gap() && (!a.Proved || a.Booked+a.Suspense != a.Closing) {
			r.Fatalf("account %+v does not close", a)
		}
	}
	v.allocatedOnce(r)
}

// gap says whether a day is missing between days that were imported.
func (v *town) gap() bool {
	first, last := -1, -1
	for n := range v.days {
		if v.imported[n] {
			if first < 0 {
				first = n
			}
			last = n
		}
	}
	return first >= 0 && last-first+1 != len(v.imported)
}

// allocatedOnce counts from the export, which shares nothing with the checks of
// the books but the tables: no item gets more than it is, no line gives more
// than it has.
func (v *town) allocatedOnce(r *rapid.T) {
	var out bytes.Buffer
	if err := v.b.Export(v.t.Context(), &out, "matches", "csv", text.NL); err != nil {
		r.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		r.Fatal(err)
	}
	byItem, byEntry := map[string]money.Cents{}, map[string]money.Cents{}
	for _, row := range rows[1:] {
		amount, err := money.Parse(row[5])
		if err != nil {
			r.Fatal(err)
		}
		byItem[row[4]] += amount
		byEntry[row[2]] += amount
	}
	for _, i := range v.items {
		got := byItem[i.number]
		if i.kind == "payable" {
			got = -got
		}
		if got < 0 || got > i.amount {
			r.Fatalf("item %s of %s got %s", i.number, i.amount, got)
		}
	}
	for ref, got := range byEntry {
		if whole := v.lines[ref]; got.Abs() > whole.Abs() || (got > 0) != (whole > 0) {
			r.Fatalf("entry %s of %s gave %s", ref, whole, got)
		}
	}
}
