// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"rentmeester/app/books"
	"rentmeester/duplicates"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
)

// BenchmarkCompare holds invoices against two hundred thousand in the store, of
// two thousand suppliers: the largest sent some tens of thousands, and one in
// four always sends the same amount.
func BenchmarkCompare(b *testing.B) {
	const count = 200_000
	s := storetest.SQLite(b)
	now := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	adm, _, err := s.Create(b.Context(), "groot", "Groot", now)
	if err != nil {
		b.Fatal(err)
	}
	d := &Desk{Books: books.Books{Store: s, Adm: adm, Now: func() time.Time { return now }}}
	var rows []db.Invoice
	err = d.Write(b.Context(), func(tx *store.Tx) error {
		for n := range count {
			supplier := int64(1 + 2000/(1+n*7919%2000)) // few are large
			if n%3 > 0 {
				supplier = int64(1 + n%2000)
			}
			on := now.AddDate(0, 0, -n*1800/count).Format("2006-01-02")
			row := db.Invoice{Adm: tx.Adm, ID: tx.NewID(), SupplierID: supplier, SupplierName: fmt.Sprintf("Leverancier %d B.V.", supplier),
				Number: fmt.Sprintf("F%d-%06d", 2026-n*5/count, n), Kind: "invoice", Issued: on, Received: on, Currency: "EUR", Net: int64(n%100_000 + 100),
				Iban: fmt.Sprintf("NL00BNGH%010d", supplier), State: "booked", Content: "{}", About: "Werkzaamheden volgens opdracht"}
			if supplier%4 == 0 {
				row.Net = 50_000
			}
			row.Gross, row.Payable = row.Net, row.Net
			doc := db.Document{Adm: tx.Adm, ID: tx.NewID(), Sha256: fmt.Sprint(n), Channel: "mail", Media: "pdf"}
			row.DocumentID = doc.ID
			if err := tx.Add(b.Context(), doc); err != nil {
				return err
			}
			if err := tx.Add(b.Context(), row); err != nil {
				return err
			}
			for _, key := range duplicates.Keys(billOf(row, "mail")) {
				if err := tx.Add(b.Context(), db.DuplicateKey{Adm: tx.Adm, Key: int64(key), InvoiceID: row.ID}); err != nil {
					return err
				}
			}
			if n%500 == 0 {
				rows = append(rows, row)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	i := 0
	for b.Loop() {
		one := billOf(rows[i%len(rows)], "peppol")
		one.ID = 1 << 40
		start := time.Now()
		err := d.Read(b.Context(), func(q *db.Queries) error {
			found, err := compare(b.Context(), q, adm.Key, one)
			if err == nil && found.numbered == 0 {
				b.Fatal("not found")
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		i++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-slowest")
}
