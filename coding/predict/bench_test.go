// SPDX-License-Identifier: EUPL-1.2

package predict_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	bench "rentmeester/bench/coding"
	"rentmeester/coding/predict"
)

// manyRows is the largest of the public ledgers where there is a corpus, and an
// invented one elsewhere.
func manyRows(b *testing.B) []predict.Row {
	b.Helper()
	if corpus := os.Getenv("RENTMEESTER_CORPUS"); corpus != "" {
		rows, _, err := bench.Read(filepath.Join(corpus, "coding", "sheffield.csv.gz"))
		if err != nil {
			b.Fatal(err)
		}
		return rows
	}
	return bench.Invent(bench.Invented{Seed: 1, Lines: 460_000, Suppliers: 4_000, Text: 0.7, Area: true, Numbers: true})
}

// heap is what is held, in MB.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// How long it takes to learn a ledger, and what is held afterwards.
func BenchmarkLearn(b *testing.B) {
	all := manyRows(b)
	for _, n := range []int{100_000, len(all)} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				before := heap()
				b.ResetTimer()
				m := learned(all[:n])
				b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
				b.ReportMetric(heap()-before, "MB")
				runtime.KeepAlive(m)
			}
		})
	}
}

// With almost half a million lines learned: proposals a second on all cores, the
// slowest of a hundred, and how soon a correction counts.
func BenchmarkPropose(b *testing.B) {
	all := manyRows(b)
	m := learned(all[:len(all)-10_000])
	rest := all[len(all)-10_000:]
	on := all[len(all)-10_001].Day
	for i := range rest {
		rest[i].Day = on
	}
	b.Run("proposals", func(b *testing.B) {
		var lock sync.Mutex
		var took []time.Duration
		for b.Loop() {
			var wait sync.WaitGroup
			for w := range runtime.GOMAXPROCS(0) {
				wait.Go(func() {
					var mine []time.Duration
					for i := w; i < len(rest); i += runtime.GOMAXPROCS(0) {
						began := time.Now()
						m.Propose(asked(rest[i]))
						mine = append(mine, time.Since(began))
					}
					lock.Lock()
					took = append(took, mine...)
					lock.Unlock()
				})
			}
			wait.Wait()
		}
		slices.Sort(took)
		b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "proposals/s")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	})
	b.Run("correction", func(b *testing.B) {
		i := 0
		for b.Loop() {
			m.Override(rest[i%len(rest)])
			m.Propose(asked(rest[i%len(rest)]))
			i++
		}
	})
	b.Run("unlearned today", func(b *testing.B) {
		for b.Loop() {
			m.Learn(rest[7])
			m.Unlearn(rest[7])
		}
	})
	b.Run("day", func(b *testing.B) {
		for b.Loop() {
			on = on.Add(1)
			for _, r := range rest[:300] {
				r.Day = on
				m.Learn(r)
			}
			m.Settle(on.Add(1))
		}
	})
}
