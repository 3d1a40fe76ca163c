// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"rentmeester/bench/machine"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/money"
)

// Speed is what the engine costs with a long past. Times are those of the machine
// and the hour.
type Speed struct {
	Machine machine.Pace
	Ledger  string
	Lines   int     // of the ledger
	Learned Cost    // all of them, with the reading of the file
	Past    int     // lines in the past when the rest was measured
	Heap    float64 // MB that the model holds
	Peak    float64 // MB that the process had at most
	Asked   int     // proposals
	Asking  Cost    // on all cores
	Took    Times   // each proposal, all cores at work
	Day     int     // lines of a day
	Update  Times   // to learn a day's lines, until the next proposal could be made
	Correct Times   // a correction and the proposal after it
}

// Cost is how long something took.
type Cost struct{ Wall, CPU time.Duration }

// Times are spread times.
type Times struct{ Median, P99, Worst time.Duration }

func spread(list []time.Duration) (t Times) {
	if len(list) == 0 {
		return t
	}
	slices.Sort(list)
	return Times{list[len(list)/2], list[len(list)*99/100], list[len(list)-1]}
}

func timed(do func()) Cost {
	began, used := time.Now(), machine.CPU()
	do()
	return Cost{time.Since(began), machine.CPU() - used}
}

// speed learns the longest ledger, adds lines that are like its last until there
// are enough, and measures with that for a past.
func (m *meter) speed() (s Speed, err error) {
	s.Machine = machine.Measure()
	s.Ledger = "sheffield"
	machine.ForgetPeak()
	model := predict.New(nil, account...)
	keep := &kept{most: 60_000}
	prime(model, []predict.Row{{Supplier: "none"}}, Hide{}, account)
	s.Learned = timed(func() {
		for row, wrong := range m.Ledger(s.Ledger) {
			if wrong != nil {
				err = wrong
				return
			}
			model.Learn(row)
			keep.add(row)
			if s.Lines++; s.Lines%50_000 == 0 {
				m.tell("speed: %d lines learned", s.Lines)
			}
		}
		model.Settle(day.Day("9999-12-31"))
	})
	if err != nil || len(keep.rows) == 0 {
		return s, err
	}
	s.Past = s.Lines
	more := keep.further()
	for s.Past < m.Past {
		row := more()
		model.Learn(row)
		s.Past++
	}
	model.Settle(day.Day("9999-12-31"))
	s.asking(model, keep.rows)
	s.days(model, more, keep.perDay())
	s.corrections(model, keep.rows)
	s.Peak = machine.Peak()
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(model)
	model = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	s.Heap = float64(with.HeapAlloc-without.HeapAlloc) / (1 << 20)
	m.tell("speed: learned in %.1f s, %.0f proposals/s, p99 %.2f ms, model %.0f MB, process %.0f MB", s.Learned.Wall.Seconds(),
		float64(s.Asked)/s.Asking.Wall.Seconds(), ms(s.Took.P99), s.Heap, s.Peak)
	return s, nil
}

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

// asking asks on all cores at once.
func (s *Speed) asking(model *predict.Model, rows []predict.Row) {
	h := Hide{Extra: true, Beside: true}
	workers := runtime.GOMAXPROCS(0)
	took := make([][]time.Duration, workers)
	s.Asked = len(rows)
	s.Asking = timed(func() {
		done := make(chan bool)
		for w := range workers {
			go func() {
				for i := w; i < len(rows); i += workers {
					row := Asked(rows[i], h, account)
					row.Day = "" // as of now
					began := time.Now()
					model.Ask(row)
					took[w] = append(took[w], time.Since(began))
				}
				done <- true
			}()
		}
		for range workers {
			<-done
		}
	})
	s.Took = spread(slices.Concat(took...))
}

// days learns some days.
func (s *Speed) days(model *predict.Model, more func() predict.Row, lines int) {
	var took []time.Duration
	next := more()
	for range 20 {
		began := time.Now()
		today := next.Day
		for n := 0; next.Day == today; n++ {
			model.Learn(next)
			next = more()
		}
		model.Settle(day.Day("9999-12-31"))
		took = append(took, time.Since(began))
	}
	s.Day, s.Update = lines, spread(took)
}

// corrections corrects and asks again.
func (s *Speed) corrections(model *predict.Model, rows []predict.Row) {
	var took []time.Duration
	for i := range min(500, len(rows)) {
		row := rows[i*(len(rows)/min(500, len(rows)))]
		row.Day = ""
		row.Coding.Account = rows[len(rows)-1-i].Coding.Account
		began := time.Now()
		model.Override(row)
		model.Ask(Asked(row, Hide{Extra: true, Beside: true}, account))
		took = append(took, time.Since(began))
	}
	s.Correct = spread(took)
}

// kept are the last rows of a ledger.
type kept struct {
	rows []predict.Row
	most int
}

func (k *kept) add(r predict.Row) {
	if len(k.rows) == 2*k.most {
		k.rows = slices.Delete(k.rows, 0, k.most)
	}
	k.rows = append(k.rows, r)
}

// perDay is how many lines a day has.
func (k *kept) perDay() int {
	days := 1
	for i := 1; i < len(k.rows); i++ {
		if k.rows[i].Day != k.rows[i-1].Day {
			days++
		}
	}
	return len(k.rows) / days
}

// further gives lines of after the last: the same again, of other suppliers, with
// other amounts and numbers, as much later as the stretch is long.
func (k *kept) further() func() predict.Row {
	first, end := k.rows[0].Day.Time(), k.rows[len(k.rows)-1].Day.Time()
	long := int(end.Sub(first).Hours()/24) + 1
	n := 0
	return func() predict.Row {
		r, turn := k.rows[n%len(k.rows)], n/len(k.rows)+1
		n++
		r.Day = day.Of(r.Day.Time().AddDate(0, 0, long*turn))
		if n%3 == 0 { // every third is of a supplier that is new
			mark := fmt.Sprint(" ", turn)
			r.Supplier += mark
			if r.SupplierID != "" {
				r.SupplierID += mark
			}
		}
		r.Amount += money.Cents(n%97 - 48)
		if r.Document != "" {
			r.Document += fmt.Sprint(turn)
		}
		return r
	}
}
