// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/autopilot"
	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// tally is what a test knows to have happened in a month, because it did it.
type tally struct {
	lines, codings, invoices app.Alone
	read                     int
	booked, paid             []int // days
	found                    map[string]app.Finding
}

// lived is a town that works for some months, of which a tally is kept.
type lived struct {
	t       *testing.T
	b       *app.Books
	r       *rand.Rand
	now     time.Time
	balance money.Cents
	tallies map[string]*tally
	came    map[int64]time.Time
	unpaid  []int64
	number  int
	alone   bool // what can be done without a person is
}

func newLived(t *testing.T, s *store.Store, seed uint64) *lived {
	l := &lived{t: t, b: newBooks(t, s, "voorbeeld"), r: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC), balance: 100_000_00,
		tallies: map[string]*tally{}, came: map[int64]time.Time{}}
	l.b.Now = func() time.Time { l.now = l.now.Add(time.Second); return l.now }
	taken(t, l.b, "leveranciers.csv", supplierList)
	return l
}

func (l *lived) of() *tally {
	month := l.now.Format("2006-01")
	if l.tallies[month] == nil {
		l.tallies[month] = &tally{found: map[string]app.Finding{}}
	}
	return l.tallies[month]
}

func (l *lived) find(kind string, payable money.Cents, outcome func(*app.Finding)) {
	f := l.of().found[kind]
	f.Count, f.Amount = f.Count+1, f.Amount+app.Euro(payable)
	outcome(&f)
	l.of().found[kind] = f
}

// arrive brings an invoice and gives its identifier.
func (l *lived) arrive(bill demo.Bill) int64 {
	l.t.Helper()
	if bill.Number == "" {
		l.number++
		bill.Number = fmt.Sprintf("F%d/%d", l.number, l.number*7919)
	}
	if bill.Net == 0 {
		bill.Net = money.Cents(10000 + l.number*1371)
	}
	take(l.t, l.b, bill.Number+".xml", bill.UBL())
	list, err := l.b.Invoices().List(l.t.Context(), invoices.Filter{Limit: 200})
	must(l.t, err)
	newest := slices.MaxFunc(list, func(x, y invoices.Listed) int { return int(x.ID - y.ID) })
	l.came[newest.ID] = l.now
	return newest.ID
}

// month lives through a month: invoices come, wait, are coded and approved; some are
// wrong; the bank pays.
func (l *lived) month(byItself bool) {
	l.alone = byItself
	start := time.Date(l.now.Year(), l.now.Month(), 3, 9, 0, 0, 0, time.UTC)
	l.now = start
	var good []int64
	for range 3 + l.r.IntN(4) {
		good = append(good, l.arrive(demo.Bill{}))
	}
	l.wrong()
	for _, id := range good {
		l.now = start.AddDate(0, 0, 1+l.r.IntN(20))
		l.work(id)
	}
	l.now = start.AddDate(0, 0, 24)
	l.bank(byItself)
	l.now = time.Date(l.now.Year(), l.now.Month()+1, 1, 9, 0, 0, 0, time.UTC)
}

// wrong lets invoices come that are not right.
func (l *lived) wrong() {
	payable := func(id int64) money.Cents { return money.Cents(shown(l.t, l.b, id).Payable) }
	id := l.arrive(demo.Bill{Wrong: true})
	l.find("invalid", payable(id), func(f *app.Finding) { f.Open++ })
	id = l.arrive(demo.Bill{IBAN: otherPays})
	switch l.r.IntN(2) {
	case 0:
		must(l.t, l.b.Invoices().Reject(l.t.Context(), "coder", id, "vals"))
		l.find("iban", payable(id), func(f *app.Finding) { f.Stopped++ })
	default:
		l.find("iban", payable(id), func(f *app.Finding) { f.Open++ })
	}
	number := fmt.Sprintf("00%02d", l.now.Month())
	l.arrive(demo.Bill{Number: "D-" + number, Net: 4321})
	again := l.arrive(demo.Bill{Number: "d" + number, Net: 1234})
	l.find("duplicate", payable(again), func(f *app.Finding) { f.Open++ })
}

// work codes an invoice, by a person or without one, and approves it.
func (l *lived) work(id int64) {
	l.t.Helper()
	d, m := l.b.Invoices(), l.of()
	alone, held := l.alone && l.r.IntN(2) == 0, l.r.IntN(4) == 0
	actor := "coder"
	if alone {
		actor = autopilot.Actor
	}
	if held {
		must(l.t, d.Hold(l.t.Context(), "coder", id, "even kijken"))
		_, err := d.Release(l.t.Context(), "jansen", id, "person")
		must(l.t, err)
	}
	must(l.t, d.SetCoding(l.t.Context(), actor, id, whole100))
	claim := alone && l.claims(id)
	_, err := d.Approve(l.t.Context(), "budget", id, "")
	must(l.t, err)
	untouched := alone && !held
	one := func(yes bool) int { return map[bool]int{true: 1}[yes] }
	wrong := l.r.IntN(5) == 0 // it is taken back, and stays so
	m.booked, m.read = append(m.booked, l.days(id)), m.read+1
	m.invoices = sum(m.invoices, app.Alone{All: 1, Alone: one(untouched), Corrected: one(untouched && wrong)})
	m.codings = sum(m.codings, app.Alone{All: 1, Alone: one(claim), Corrected: one(claim && wrong)})
	if !wrong {
		l.unpaid = append(l.unpaid, id)
		return
	}
	if claim {
		must(l.t, d.Misbooked(l.t.Context(), "coder", id, "op de verkeerde plaats"))
	}
	must(l.t, d.Unbook(l.t.Context(), "coder", id, "fout"))
}

// claims puts down that the autopilot coded an invoice by what it claims; false when
// the books have it already that nobody claimed it.
func (l *lived) claims(id int64) (claim bool) {
	must(l.t, l.b.Write(l.t.Context(), func(tx *store.Tx) error {
		_, err := tx.CodingCase(l.t.Context(), db.CodingCaseParams{Adm: tx.Adm, InvoiceID: id})
		if claim = store.NoRows(err); !claim {
			return err
		}
		return tx.Add(l.t.Context(), db.CodingCase{Adm: tx.Adm, InvoiceID: id, Model: "m", Claimed: 1, Ground: "claim", Correct: true, At: tx.Stamp()})
	}))
	return claim
}

// bank lets a statement come: what is paid is matched by itself, what nobody can know
// is booked by a person. Some of what was matched is taken back.
func (l *lived) bank(pays bool) {
	l.t.Helper()
	m, day := l.of(), l.now.Format("2006-01-02")
	statement := report{kind: "camt.053", id: l.now.Format("200601"), day: day, opening: l.balance}
	for n := range 2 + l.r.IntN(3) {
		statement.entries = append(statement.entries, entry{amount: money.Cents(7777 + l.r.IntN(900000)), name: fmt.Sprint("Onbekend ", n), ref: fmt.Sprint("U", n)})
		m.lines.All++
	}
	unknown := len(statement.entries)
	var paid []int64
	if pays {
		paid, l.unpaid = l.unpaid, nil
	}
	for _, id := range paid {
		i := shown(l.t, l.b, id)
		statement.entries = append(statement.entries, entry{amount: -money.Cents(i.Payable), name: "Leverancier B.V.", iban: growerIBAN, text: i.Number,
			e2e: invoices.EndToEnd(l.b.Adm.Key, id), ref: fmt.Sprint("P", id)})
	}
	l.balance = statement.closing()
	taken(l.t, l.b, statement.id+".xml", statement.camt())
	if r := look(l.t, l.b); r.Automatic != len(paid) {
		l.t.Fatalf("%d of %d payments were matched: %+v", r.Automatic, len(paid), r)
	}
	work := waiting(l.t, l.b)
	if len(work) != unknown {
		l.t.Fatalf("%d lines wait, want %d", len(work), unknown)
	}
	for _, w := range work {
		_, err := l.b.Book(l.t.Context(), "jansen", w.Line, []app.Part{{Account: "8000"}}, false)
		must(l.t, err)
	}
	m.lines = sum(m.lines, app.Alone{All: len(paid), Alone: len(paid)})
	for _, id := range paid {
		m.paid = append(m.paid, l.days(id))
	}
	if len(paid) > 0 && l.r.IntN(2) == 0 {
		l.takeBack(m, paid)
	}
}

// days counts the calendar days since an invoice came.
func (l *lived) days(id int64) int {
	return int(l.now.Truncate(24*time.Hour).Sub(l.came[id].Truncate(24*time.Hour)).Hours() / 24)
}

// takeBack undoes the last thing that the autopilot did, and books it by hand.
func (l *lived) takeBack(m *tally, paid []int64) {
	l.t.Helper()
	page, _, err := l.b.DecisionsPage(l.t.Context(), 0)
	must(l.t, err)
	for _, d := range page {
		if d.Actor == autopilot.Actor {
			_, err := l.b.Undo(l.t.Context(), "jansen", d.ID)
			must(l.t, err)
			look(l.t, l.b)
			_, err = l.b.Book(l.t.Context(), "jansen", waiting(l.t, l.b)[0].Line, []app.Part{{Account: "8000"}}, false)
			must(l.t, err)
			m.lines = sum(m.lines, app.Alone{All: 1, Corrected: 1})
			at := slices.IndexFunc(paid, func(id int64) bool { return stateOf(l.t, l.b, id) != invoices.Paid })
			m.paid = slices.Delete(m.paid, at, at+1)
			return
		}
	}
	l.t.Fatal("nothing was done by the autopilot")
}

func sum(a, b app.Alone) app.Alone {
	return app.Alone{All: a.All + b.All, Alone: a.Alone + b.Alone, Corrected: a.Corrected + b.Corrected}
}

// lead reckons how long so many took by sorting them.
func lead(days []int) app.Lead {
	if len(days) == 0 {
		return app.Lead{}
	}
	slices.Sort(days)
	nth := func(part float64) int { return days[int(math.Ceil(part*float64(len(days))))-1] }
	return app.Lead{Count: len(days), Median: nth(0.5), Most: nth(0.9)}
}

// What the results say is what was done, month by month.
func TestResults(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		l := newLived(t, s, 7)
		for month := range 5 {
			l.month(month >= 2)
		}
		r, err := l.b.Results(t.Context())
		must(t, err)
		if len(r.Months) != 6 || r.Months[0].Month != "2026-09" || r.Months[5].Month != "2026-04" {
			t.Fatalf("%d months, from %s", len(r.Months), r.Months[0].Month)
		}
		if empty := r.Months[0]; empty.Lines.All != 0 || empty.Booked.Count != 0 || empty.Minutes != 0 {
			t.Errorf("a month in which nothing was done: %+v", empty)
		}
		all, corrected := 0, 0
		for _, m := range r.Months[1:] {
			want := l.tallies[m.Month]
			if m.Lines != want.lines || m.Codings != want.codings || m.Invoices != want.invoices || m.Read != want.read {
				t.Errorf("%s: lines %+v codings %+v invoices %+v read %d, want %+v", m.Month, m.Lines, m.Codings, m.Invoices, m.Read, *want)
			}
			if m.Booked != lead(want.booked) {
				t.Errorf("%s: booked %+v, want %+v", m.Month, m.Booked, lead(want.booked))
			}
			if m.Paid != lead(want.paid) {
				t.Errorf("%s: paid %+v, want %+v", m.Month, m.Paid, lead(want.paid))
			}
			for _, f := range m.Found {
				w := want.found[f.Kind]
				if w.Kind = f.Kind; f != w {
					t.Errorf("%s: %+v, want %+v", m.Month, f, w)
				}
			}
			minutes := (m.Lines.Alone-m.Lines.Corrected)*2 + (m.Codings.Alone-m.Codings.Corrected)*3 + m.Read*4 - (m.Lines.Corrected+m.Codings.Corrected)*10
			if m.Minutes != minutes {
				t.Errorf("%s: %d minutes, want %d", m.Month, m.Minutes, minutes)
			}
			all, corrected = all+m.Invoices.Alone, corrected+m.Invoices.Corrected+m.Lines.Corrected+m.Codings.Corrected
		}
		if all == 0 || corrected == 0 {
			t.Error("this town proves little: nothing was done alone, or nothing put right")
		}
		april, may := l.tallies["2026-04"], l.tallies["2026-05"]
		days := lead(append(slices.Clone(april.booked), may.booked...)).Median
		want := app.Baseline{From: "2026-04", Until: "2026-05", Lines: app.BaseShare{Known: true}, Coding: app.BaseShare{Known: true}, Whole: app.BaseShare{Known: true},
			Booked: app.BaseMedian{Days: days, Known: true}}
		if r.Automatic != "2026-06" || r.Baseline != want {
			t.Errorf("before %s: %+v, want %+v", r.Automatic, r.Baseline, want)
		}
	})
}

// Where nothing was done nothing is known; what policy says of before goes before what
// was measured.
func TestResultsOfNothing(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		r, err := b.Results(t.Context())
		must(t, err)
		if len(r.Months) != 1 || r.Months[0].Lines.All != 0 || r.Automatic != "" || r.Baseline != (app.Baseline{}) {
			t.Errorf("%+v", r)
		}
		must(t, b.SetPolicy(t.Context(), "beheer", bytes.Replace(rulesOnly, []byte("      # baseline:\n"), []byte("      baseline: {invoices: 12, paid-days: 28}\n"), 1)))
		r, err = b.Results(t.Context())
		must(t, err)
		want := app.Baseline{Whole: app.BaseShare{Share: 0.12, Known: true, Stated: true}, Paid: app.BaseMedian{Days: 28, Known: true, Stated: true}}
		if r.Baseline != want {
			t.Errorf("%+v, want %+v", r.Baseline, want)
		}
	})
}
