// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"rentmeester/money"
)

// invented gives bills of a large municipality: ten years, suppliers of very
// different size, rents among them.
func invented(n int) func(i int) Bill {
	chance := rand.New(rand.NewPCG(4, 2))
	suppliers := rand.NewZipf(chance, 1.2, 20, 40_000)
	counts := map[int64]int{}
	return func(i int) Bill {
		supplier := int64(suppliers.Uint64()) + 1
		counts[supplier]++
		b := Bill{ID: int64(i + 1), Supplier: supplier, SupplierName: fmt.Sprintf("Leverancier %d Diensten B.V.", supplier),
			Number: fmt.Sprintf("F%d-%06d", 2015+i*10/n, counts[supplier]), Issued: dayOf(int32(16_436 + i*3650/n)), Channel: "mail",
			IBAN: fmt.Sprintf("NL00BNGH%010d", supplier), Gross: money.Cents(chance.IntN(1_000_000) + 100), Text: "Werkzaamheden volgens opdracht"}
		if supplier%4 == 0 {
			b.Gross = money.Cents(50_000 + supplier%7*1000) // the same each time
		}
		return b
	}
}

// BenchmarkFind asks for one invoice among two million earlier ones.
func BenchmarkFind(b *testing.B) {
	const n = 2_000_000
	before := heap()
	x, next := New(nil), invented(n)
	asked := make([]Bill, 0, 2000)
	for i := range n {
		bill := next(i)
		x.Add(bill)
		if i%1000 == 999 {
			bill.ID += n
			asked = append(asked, bill)
		}
	}
	bytes := float64(heap()-before) / n
	took := make([]time.Duration, len(asked)) // the best of each: others work on this machine too
	b.ResetTimer()
	i := 0
	for b.Loop() {
		start := time.Now()
		if len(x.Find(asked[i%len(asked)])) == 0 {
			b.Fatal("not found")
		}
		if d := time.Since(start); i < len(asked) || d < took[i%len(asked)] {
			took[i%len(asked)] = d
		}
		i++
	}
	took = took[:min(i, len(took))]
	slices.Sort(took)
	b.ReportMetric(bytes, "B/bill")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
	runtime.KeepAlive(x)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkScore(b *testing.B) {
	next := invented(1000)
	var all []Bill
	for i := range 1000 {
		all = append(all, next(i))
	}
	b.ReportAllocs()
	for b.Loop() {
		Prior().Score(all[500], all)
	}
}
