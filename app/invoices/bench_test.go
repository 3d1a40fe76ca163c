// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rentmeester/app/books"
	"rentmeester/duplicates"
	"rentmeester/invoice"
	"rentmeester/store"
	"rentmeester/store/db"
)

var (
	earlierCount = flag.Int("earlier", 200_000, "how many earlier invoices BenchmarkCompare fills a store with")
	earlierStore = flag.String("kept", "", "folder of a SQLite store that BenchmarkCompare fills once and then leaves, as it does its database; \"\" all of it is for this run alone")
)

// askedCount is how many new invoices are held against the earlier ones, in
// each of three rounds.
const askedCount = 1000

// BenchmarkCompare holds new invoices against those of ten years in a store. With
// RENTMEESTER_TEST_POSTGRES it does so on PostgreSQL too. The first round meets
// each invoice once, as a municipality does; the best of three leaves out what
// others do on the machine.
//
//	go test ./app/invoices -run '^$' -bench Compare -benchtime 1x -args -earlier 2000000
func BenchmarkCompare(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, err := store.OpenSQLite(b.Context(), cmp.Or(*earlierStore, b.TempDir()))
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		benchCompare(b, s)
	})
	b.Run("postgres", func(b *testing.B) {
		address := os.Getenv("RENTMEESTER_TEST_POSTGRES")
		if address == "" {
			b.Skip("no PostgreSQL: RENTMEESTER_TEST_POSTGRES is not set; scripts/with-postgres.sh gives one")
		}
		const name = "compare"
		if err := onPostgres(address, "CREATE DATABASE "+name); err != nil && *earlierStore == "" {
			b.Fatal(err)
		}
		s, err := store.OpenPostgres(b.Context(), strings.Replace(address, "/postgres?", "/"+name+"?", 1))
		if err != nil {
			b.Fatal(err)
		}
		benchCompare(b, s)
		if _ = s.Close(); *earlierStore == "" {
			_ = onPostgres(address, "DROP DATABASE "+name+" WITH (FORCE)")
		}
	})
}

func onPostgres(address, statement string) error {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	_, err = pool.ExecContext(context.Background(), statement)
	return err
}

func benchCompare(b *testing.B, s *store.Store) {
	now := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	adm, created, err := s.Create(b.Context(), "groot", "Groot", now)
	if err != nil {
		b.Fatal(err)
	}
	d := &Desk{Books: books.Books{Store: s, Adm: adm, Now: func() time.Time { return now }}}
	p := newPast(*earlierCount, now)
	start := time.Now()
	if created {
		p.write(b, d)
	} else {
		for range *earlierCount {
			p.next()
		}
	}
	b.Logf("%d invoices, %d of the largest supplier, written in %v", p.count, p.counts[1], time.Since(start).Round(time.Second))
	for b.Loop() {
		var rounds [3][]time.Duration
		busy := ownTime()
		for i := range rounds {
			rounds[i] = ask(b, d, p)
		}
		b.ReportMetric(float64((ownTime()-busy).Microseconds())/1000/3/askedCount, "ms-cpu-mean")
		best := make([]time.Duration, askedCount)
		for i := range best {
			best[i] = min(rounds[0][i], rounds[1][i], rounds[2][i])
		}
		report(b, "first", rounds[0])
		report(b, "best", best)
		report(b, "credits", credits(b, d, p))
	}
}

// ownTime is what this process took of the processors: what others do on the machine
// does not count, nor what PostgreSQL does.
func ownTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func report(b *testing.B, round string, took []time.Duration) {
	took = slices.Sorted(slices.Values(took))
	for _, at := range []struct {
		name string
		n    int
	}{{"median", len(took) / 2}, {"p99", len(took) * 99 / 100}, {"slowest", len(took) - 1}} {
		b.ReportMetric(float64(took[at.n].Microseconds())/1000, "ms-"+at.name+"-"+round)
	}
}

// ask holds the new invoices against what is in the store, and says how long each
// of them took.
func ask(b *testing.B, d *Desk, p *past) []time.Duration {
	took := make([]time.Duration, askedCount)
	missed := 0
	for i, one := range p.asked() {
		bill := billOf(one.row)
		start := time.Now()
		var found compared
		err := d.Read(b.Context(), func(q *db.Queries) (err error) {
			found, err = compare(b.Context(), q, d.Adm.Key, bill)
			return err
		})
		if took[i] = time.Since(start); err != nil {
			b.Fatal(err)
		}
		if one.twin && found.empty() {
			missed++
		}
	}
	if missed > 0 {
		b.Errorf("%d twins not found", missed)
	}
	return took
}

// credits says how long it takes to find what a credit note takes back, one of a
// large supplier for each invoice that is asked.
func credits(b *testing.B, d *Desk, p *past) []time.Duration {
	took := make([]time.Duration, askedCount)
	for i := range took {
		note := db.Invoice{ID: 1 << 40, Kind: "creditnote", SupplierID: int64(1 + i%5)}
		names := invoice.Invoice{Preceding: []invoice.Earlier{{Number: p.number(note.SupplierID, "2025")}}}
		err := d.Read(b.Context(), func(q *db.Queries) error {
			start := time.Now()
			err := preceding(b.Context(), q, d.Adm.Key, &note, &names)
			took[i] = time.Since(start)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return took
}

// past is the invoices of ten years: a quarter of five large suppliers, a quarter
// of fifty others, the rest of twenty thousand. Of every four suppliers one asks
// the same each time and one one of twelve tariffs; of every five one writes a
// customer's number for a number, the others count in series that look alike.
// Some of those who are paid are factors.
type past struct {
	count  int
	until  time.Time
	chance *rand.Rand
	at     int
	counts map[int64]int
	latest []db.Invoice // some of the last months, to be sent once more
}

func newPast(count int, until time.Time) *past {
	return &past{count: count, until: until, chance: rand.New(rand.NewPCG(11, 7)), counts: map[int64]int{}}
}

func (p *past) supplier() int64 {
	switch n := p.chance.IntN(100); {
	case n < 25:
		return int64(1 + p.chance.IntN(5))
	case n < 50:
		return int64(6 + p.chance.IntN(50))
	default:
		return int64(56 + p.chance.IntN(20_000))
	}
}

func (p *past) next() db.Invoice {
	supplier := p.supplier()
	p.counts[supplier]++
	on := p.until.AddDate(0, 0, -(p.count-p.at)*3650/p.count).Format("2006-01-02")
	row := db.Invoice{SupplierID: supplier, SupplierName: fmt.Sprintf("Leverancier %d Diensten B.V.", supplier), Kind: "invoice", Issued: on, Received: on, Currency: "EUR",
		Number: p.number(supplier, on[:4]), Net: p.amount(supplier), Iban: fmt.Sprintf("NL00BNGH%010d", supplier), State: "booked",
		OrderNumber: fmt.Sprintf("IO-%d", supplier%3000), About: "Werkzaamheden volgens opdracht " + on[:7], PeriodFrom: on[:7] + "-01", PeriodTo: on[:7] + "-28", Channel: "mail"}
	if supplier%10 == 0 {
		row.Iban = fmt.Sprintf("NL00FACT%010d", supplier%70)
	}
	row.Gross, row.Payable = row.Net, row.Net
	row.Content = p.content(row)
	if p.at >= p.count-p.count/40 && p.at%max(p.count/40/askedCount, 1) == 0 {
		p.latest = append(p.latest, row)
	}
	p.at++
	return row
}

func (p *past) number(supplier int64, year string) string {
	switch n := p.counts[supplier]; supplier % 5 {
	case 0:
		return fmt.Sprintf("KL%06d", supplier*100+int64(p.chance.IntN(300)))
	case 1:
		return fmt.Sprintf("F%s-%06d", year, n)
	case 2:
		return fmt.Sprintf("INV/%s/%05d", year, n)
	default:
		return fmt.Sprintf("%s%05d", year[2:], n)
	}
}

func (p *past) amount(supplier int64) int64 {
	switch supplier % 4 {
	case 0:
		return 50_000 + supplier%7*1000
	case 1:
		return 12_100 + 1210*int64(p.chance.IntN(12))
	}
	return int64(p.chance.IntN(1_000_000) + 100)
}

// content is as wide as that of a short e-invoice: rows lie as far apart in the
// store as they do in real books.
func (p *past) content(row db.Invoice) string {
	line := fmt.Sprintf(`{"id":"%d","name":"%s","quantity":"1","price":"%d","net":"%d","vat":{"category":"S","rate":"21"}},`, p.at, row.About, row.Net, row.Net)
	return `{"invoice":{"number":"` + row.Number + `","seller":"` + row.SupplierName + `","lines":[` + strings.Repeat(line, 8) + `null]}}`
}

// asking is a new invoice, and whether it was sent before.
type asking struct {
	row  db.Invoice
	twin bool
}

// asked gives new invoices: of every three one that was sent before, one that was
// sent before with a slip in its number, and one that is new.
func (p *past) asked() []asking {
	fresh := *p
	fresh.chance, fresh.counts = rand.New(rand.NewPCG(13, 3)), map[int64]int{}
	all := make([]asking, askedCount)
	for i := range all {
		one := &all[i]
		if i%3 == 2 {
			one.row = fresh.next()
		} else {
			one.row, one.twin = p.latest[i*len(p.latest)/askedCount], i%3 == 0
		}
		if i%3 == 1 {
			one.row.Number = "1" + one.row.Number[1:]
		}
		one.row.ID, one.row.Channel = 1<<40, "peppol"
	}
	return all
}

// write fills the store: documents and invoices as they come in, the keys in their
// own order, so that no page is written twice.
func (p *past) write(b *testing.B, d *Desk) {
	const step = 5000
	var keys []db.DuplicateKey
	for p.at < p.count {
		err := d.Write(b.Context(), func(tx *store.Tx) error {
			for range min(step, p.count-p.at) {
				row := p.next()
				row.Adm, row.ID, row.DocumentID = tx.Adm, tx.NewID(), tx.NewID()
				doc := db.Document{Adm: tx.Adm, ID: row.DocumentID, Sha256: fmt.Sprintf("%064x", row.ID), Name: row.Number + ".xml", Channel: row.Channel, Media: "ubl",
					Received: row.Received, State: docInvoiced}
				for _, key := range duplicates.Keys(billOf(row)) {
					keys = append(keys, db.DuplicateKey{Adm: tx.Adm, Key: int64(key), InvoiceID: row.ID})
				}
				if err := tx.Add(b.Context(), doc); err != nil {
					return err
				}
				if err := tx.Add(b.Context(), row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	slices.SortFunc(keys, func(a, b db.DuplicateKey) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.InvoiceID, b.InvoiceID))
	})
	for part := range slices.Chunk(keys, 1_000_000) {
		err := d.Write(b.Context(), func(tx *store.Tx) error {
			for _, key := range part {
				if err := tx.Add(b.Context(), key); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
