// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/party"
)

// benchItems is the number of open items of the benchmarks; set
// RENTMEESTER_BENCH_ITEMS for more, such as 2000000.
func benchItems(b *testing.B) int {
	asked := os.Getenv("RENTMEESTER_BENCH_ITEMS")
	if asked == "" {
		return 200_000
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 20_000 {
		b.Fatalf("RENTMEESTER_BENCH_ITEMS=%q is no number of at least 20000", asked)
	}
	return n
}

// crowd makes n open items of n/4 parties, and lines that pay some of them. Four
// in ten items have one of six tariffs, as a levy has; the payers have some 1,200
// surnames. Always the same for the same numbers.
func crowd(n, lines int) ([]Item, []Line) {
	rng := rand.New(rand.NewPCG(1, 1))
	begins := strings.Fields("Jans Bakk Viss Meij Mul Pet Hen Dek Dijk Brouw Kui Klaas Scholt Post Verm Hoek Koster Prins Blom Huis Wil Mart Pos Jac Gerr Lamb Timm Wolt Schip Kram")
	ends := strings.Fields("en er ers man stra sma ema inga hof huis veld berg dijk beek donk kamp horst mans ink ing sen s el aar ens broek meer brink wijk zee laan baan bos boom stede goed land rade um oord")
	names := make([]string, n/4+1)
	for i := range names {
		names[i] = fmt.Sprintf("%c.%c. %s%s", 'A'+rng.IntN(26), 'A'+rng.IntN(26), begins[rng.IntN(len(begins))], ends[rng.IntN(len(ends))])
	}
	items := make([]Item, n)
	for i := range items {
		who := i / 4
		kenmerk, err := ident.MakeBetalingskenmerk(fmt.Sprintf("%015d", 712600000000000+i))
		if err != nil {
			panic(err)
		}
		amount := money.Cents(1000 + rng.IntN(90_000))
		if rng.IntN(10) < 4 {
			amount = money.Cents(24_000 + 3_125*rng.IntN(6))
		}
		items[i] = Item{ID: int64(i + 1), Number: fmt.Sprintf("26.A%07d.%02d", who, i%4), Kind: ledger.Receivable, PartyNumber: fmt.Sprintf("D%07d", who),
			PartyName: names[who], IBAN: fmt.Sprintf("NL%02dBANK%010d", who%90+10, who),
			Amount: amount, Open: amount, Currency: "EUR", Issued: "2026-02-28", Due: "2026-04-30", Reference: kenmerk}
	}
	out := make([]Line, lines)
	for i := range out {
		out[i] = paymentOf(int64(i+1), &items[i*(n/lines)+rng.IntN(n/lines)])
	}
	return items, out
}

// paymentOf makes a line as people write them: with the reference where it belongs,
// in the text, with the number of the assessment, or with words alone.
func paymentOf(id int64, it *Item) Line {
	l := Line{ID: id, Amount: it.Amount, Currency: "EUR", Booked: "2026-04-28", Counterparty: party.Party{Name: it.PartyName, Account: it.IBAN}}
	switch id % 4 {
	case 0:
		l.Reference = it.Reference
	case 1:
		l.Remittance = []string{"betaling kenmerk " + it.Reference[:4] + " " + it.Reference[4:8] + " " + it.Reference[8:]}
	case 2:
		l.Remittance = []string{"belasting 2026 aanslag " + it.Number}
	default:
		l.Remittance = []string{"gemeentelijke belastingen"}
	}
	return l
}

// heap gives what was allocated since the start and what is in use, in bytes.
func heap() (total, inUse uint64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.TotalAlloc, m.HeapAlloc
}

func BenchmarkNew(b *testing.B) {
	n := benchItems(b)
	items, _ := crowd(n, 1)
	total, before := heap()
	var e *Engine
	for b.Loop() {
		e = New(Settings{}, items, nil, nil, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/item")
	allocated, after := heap()
	b.ReportMetric(float64(allocated-total)/float64(b.N)/float64(n), "B-allocated/item")
	b.ReportMetric(float64(after-before)/float64(n), "B-kept/item")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys)/1e6, "MB-heap-with-items")
	runtime.KeepAlive(e)
	runtime.KeepAlive(items)
}

func BenchmarkPropose(b *testing.B) {
	items, lines := crowd(benchItems(b), 20_000)
	e := New(Settings{}, items, nil, nil, nil)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		e.Propose(lines[n%len(lines)])
		n++
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N), "µs/line")
}

func BenchmarkProposeAll(b *testing.B) {
	items, lines := crowd(benchItems(b), 20_000)
	e := New(Settings{}, items, nil, nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		e.ProposeAll(lines)
	}
	b.ReportMetric(float64(b.N)*float64(len(lines))/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkCandidates measures what comes before weighing, with two workers: the
// references of a line, the parties by account, name and number, and the open
// items that both lead to.
func BenchmarkCandidates(b *testing.B) {
	items, lines := crowd(benchItems(b), 20_000)
	e := New(Settings{}, items, nil, nil, nil)
	b.ReportAllocs()
	found := 0
	for b.Loop() {
		found = e.countCandidates(lines, 2)
	}
	b.ReportMetric(float64(b.N)*float64(len(lines))/b.Elapsed().Seconds(), "lines/s")
	b.ReportMetric(float64(found)/float64(len(lines)), "items/line")
}

func (e *Engine) countCandidates(lines []Line, workers int) int {
	counts := make([]int, workers)
	var wait sync.WaitGroup
	for k := range workers {
		wait.Go(func() {
			w := e.worker(&view{})
			for i := len(lines) * k / workers; i < len(lines)*(k+1)/workers; i++ {
				w.start(&lines[i])
				w.findPayers()
				for _, c := range w.cites {
					counts[k] += len(w.usableOf(c.items))
				}
				for _, p := range w.payers {
					counts[k] += len(w.usableOf(e.parties[p].items))
				}
			}
		})
	}
	wait.Wait()
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// BenchmarkArrival measures what passes between the arrival of one line, for an
// item that is new, and its proposal and booking: nothing is built again.
func BenchmarkArrival(b *testing.B) {
	n := benchItems(b)
	items, lines := crowd(n+n/100, 20_000)
	e := New(Settings{}, items[:n], nil, nil, nil)
	var longest time.Duration
	i := 0
	for b.Loop() {
		start := time.Now()
		e.Update(items[n+i%(n/100)])
		l := lines[i%len(lines)]
		if p := e.Propose(l); p.Best != nil {
			e.Apply(l, *p.Best)
		}
		longest = max(longest, time.Since(start))
		i++
	}
	b.ReportMetric(float64(longest.Microseconds())/1000, "ms-longest")
}
