// SPDX-License-Identifier: EUPL-1.2

package distribution_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/distribution"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/money"
)

// act is something that is done to Documents; what it answers is compared.
type act func(d *distribution.Documents, m *predict.Model) any

func learning(r predict.Row, override bool) act {
	return func(d *distribution.Documents, _ *predict.Model) any {
		if override {
			d.Override(r)
		} else {
			d.Learn(r)
		}
		return nil
	}
}

func question(chance *rand.Rand, rows []predict.Row) act {
	rows = bare(rows)
	if chance.IntN(3) == 0 {
		for i := range rows {
			rows[i].Area = ""
		}
	}
	switch kind := chance.IntN(4); kind {
	case 0:
		return func(d *distribution.Documents, _ *predict.Model) any { return d.Divide(rows[0]) }
	case 1:
		return func(_ *distribution.Documents, m *predict.Model) any { return m.Propose(rows[0]) }
	default:
		return func(d *distribution.Documents, _ *predict.Model) any {
			out, lists := d.Propose(rows)
			return []any{out, lists}
		}
	}
}

// work is a past of documents on some days, with questions in between; without is
// the same without some rows, of which with takes each back later.
func work(seed uint64, undated bool) (with, without []act) {
	chance := rand.New(rand.NewPCG(seed, 7))
	both := func(a act) { with, without = append(with, a), append(without, a) }
	for n := range 260 {
		date := day.Day(fmt.Sprintf("2024-%02d-%02d", n/60+1, n/3%20+1+chance.IntN(2)))
		if undated {
			date = ""
		}
		rows := energy(n, []string{"school", "bad"}[chance.IntN(2)])
		for i := range rows {
			rows[i].Day, rows[i].Area = date, []string{"", "Z1", "Z2"}[chance.IntN(3)]
			if chance.IntN(6) == 0 {
				rows[i].Coding = on(fmt.Sprint(4000 + chance.IntN(4)))
			}
			one := learning(rows[i], chance.IntN(20) == 0)
			if chance.IntN(12) > 0 {
				both(one)
				continue
			}
			with = append(with, one)
			if chance.IntN(2) == 0 {
				both(question(chance, energy(n+1, "school")))
			}
			gone := rows[i]
			with = append(with, func(d *distribution.Documents, _ *predict.Model) any {
				if !d.Unlearn(gone) {
					return "not known"
				}
				return nil
			})
		}
		if chance.IntN(4) == 0 {
			ask := energy(n+1, "bad")
			for i := range ask {
				ask[i].Day = date
				if chance.IntN(2) == 0 {
					ask[i].Day = day.Day("2024-12-01")
				}
			}
			both(question(chance, ask))
		}
	}
	for range 4 {
		both(question(chance, energy(chance.IntN(400), "school")))
	}
	return with, without
}

func answersOf(acts []act) (all []any) {
	m := predict.New(nil, coding.Account)
	d := distribution.NewDocuments(m)
	for _, a := range acts {
		if got := a(d, m); got != nil {
			all = append(all, got)
		}
	}
	return all
}

// What was taken back is as if it had never been learned, whatever was asked
// meanwhile; and so what is learned anew is what was learned on the way.
func TestNeverLearned(t *testing.T) {
	for seed := range uint64(6) {
		with, without := work(seed, seed%3 == 2)
		got, want := answersOf(with), answersOf(without)
		last := 4 // those before may have been asked while the row was known
		if !reflect.DeepEqual(got[len(got)-last:], want[len(want)-last:]) {
			t.Errorf("seed %d: %+v\nwant %+v", seed, got[len(got)-last:], want[len(want)-last:])
		}
	}
}

// What a person chose for a line holds within a document too.
func TestOverriddenWithin(t *testing.T) {
	m := predict.New(nil, coding.Account)
	d := distribution.NewDocuments(m)
	for n := range 20 {
		for _, r := range energy(n, "school") {
			d.Learn(r)
		}
	}
	ask := energy(20, "school")
	if out, _ := d.Propose(bare(ask)); out.Codings[1] != on("4390") || out.Lines[1] <= 0.5 {
		t.Errorf("%+v", out)
	}
	chosen := ask[1]
	chosen.Coding = on("4999")
	d.Override(chosen)
	out, _ := d.Propose(bare(ask))
	if out.Codings[0] != ask[0].Coding || out.Codings[1] != on("4999") {
		t.Errorf("%+v", out)
	}
	for _, other := range out.Others {
		if other.Codings[1] != on("4999") || other.Probability > out.Probability {
			t.Errorf("%+v", other)
		}
	}
	if !d.Unlearn(chosen) {
		t.Error("not known")
	}
	if out, _ := d.Propose(bare(ask)); out.Codings[1] != on("4390") {
		t.Errorf("%+v", out)
	}
}

// A total is divided as documents of before were, once their day is over.
func TestTotal(t *testing.T) {
	d := distribution.NewDocuments(predict.New(nil, coding.Account))
	for n := range 8 {
		for i, share := range []money.Cents{60, 40} {
			d.Learn(predict.Row{Day: date(n), Supplier: "Huur", Document: fmt.Sprint(n), Text: "huur", Amount: share * money.Cents(100+n), Coding: on(fmt.Sprint(4000 + i))})
		}
	}
	ask := predict.Row{Day: date(8), Supplier: "Huur", Text: "huur", Amount: 99_99}
	got := d.Divide(ask)
	if len(got.Parts) != 2 || got.Parts[0].Amount != 59_99 || got.Parts[1].Amount != 40_00 || len(got.Like) == 0 {
		t.Errorf("%+v", got)
	}
}

// A question of another day amid a document does not cut it in two; what came of it
// so far is known.
func TestAskedAmid(t *testing.T) {
	total := predict.Row{Day: date(100), Supplier: "Licht NV", Amount: 10_00}
	ask := bare(energy(100, "school"))
	answers := func(amid bool) []any {
		lines := predict.New(nil, coding.Account)
		d, m := distribution.NewDocuments(lines), distribution.New(lines, coding.Account)
		d.Divide(total)
		for n := range 30 {
			for _, r := range append(energy(n, "school"), energy(n, "bad")...) {
				m.Learn(r)
				if d.Learn(r); amid {
					d.Divide(total)
					m.ProposeFrom(ask, make([][]predict.Proposal, len(ask)))
				}
			}
		}
		end := predict.Row{Day: date(31), Supplier: "Z", Amount: 1, Coding: on("1")}
		m.Learn(end)
		d.Learn(end)
		return []any{m.Propose(ask), d.Divide(total)}
	}
	if got, want := answers(true), answers(false); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\n%+v", got, want)
	}
	d := distribution.NewDocuments(predict.New(nil, coding.Account))
	for _, r := range energy(1, "school") {
		d.Learn(r)
	}
	ask = bare(energy(2, "school"))
	if got := d.Divide(ask[0]); len(got.Parts) != 2 {
		t.Errorf("%+v", got)
	}
	if out, _ := d.Propose(ask); len(out.Like) != 1 {
		t.Errorf("%+v", out)
	}
	if ask[0].Day = date(1); len(d.Divide(ask[0]).Parts) != 0 {
		t.Error("a document of the day itself was known")
	}
}

// A document of which some line has no amount says nothing of how totals are
// divided.
func TestTotalWithoutAmounts(t *testing.T) {
	d := distribution.NewDocuments(predict.New(nil, coding.Account))
	for n := range 8 {
		for i, share := range []money.Cents{60, 40} {
			r := predict.Row{Day: date(n), Supplier: "Huur", Document: fmt.Sprint(n), Text: "huur", Amount: share * money.Cents(100+n), Coding: on(fmt.Sprint(4000 + i))}
			if n > 3 && i == 1 {
				r.Amount, r.NoAmount = 0, true
			}
			d.Learn(r)
		}
	}
	got := d.Divide(predict.Row{Day: date(8), Supplier: "Huur", Text: "huur", Amount: 99_99})
	if len(got.Parts) != 2 || got.Parts[0].Amount != 59_99 || got.Parts[1].Amount != 40_00 {
		t.Errorf("%+v", got)
	}
}

// Nothing known, or of some lines only: each has what it would have by itself.
func TestDocumentsNothingKnown(t *testing.T) {
	d := distribution.NewDocuments(predict.New(nil, coding.Account))
	out, lists := d.Propose(bare(energy(1, "school")))
	if len(out.Codings) != 2 || out.Probability != 0 || !out.Alone || len(lists) != 2 {
		t.Errorf("%+v", out)
	}
	if out, _ := d.Propose(nil); len(out.Codings) != 0 {
		t.Errorf("%+v", out)
	}
	if got := d.Divide(predict.Row{Supplier: "x", Amount: 1}); len(got.Parts) != 0 {
		t.Errorf("%+v", got)
	}
}

// A model that was kept answers of documents as the one that it was.
func TestDocumentsKept(t *testing.T) {
	m := predict.New(nil, coding.Account)
	d := distribution.NewDocuments(m)
	for n := range 30 {
		for _, r := range energy(n, "school") {
			d.Learn(r)
		}
	}
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	read, err := predict.Load(&file)
	if err != nil {
		t.Fatal(err)
	}
	again := distribution.NewDocuments(read)
	ask := bare(energy(30, "school"))
	a, _ := d.Propose(ask)
	b, _ := again.Propose(ask)
	if !reflect.DeepEqual(a, b) || len(a.Codings) != 2 {
		t.Errorf("%+v\n%+v", a, b)
	}
	if x, y := d.Divide(ask[0]), again.Divide(ask[0]); !reflect.DeepEqual(x, y) {
		t.Errorf("%+v\n%+v", x, y)
	}
}
