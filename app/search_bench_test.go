// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"testing"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
)

// BenchmarkSearch looks for a number, an amount, a name and what begins with three
// letters, among many items.
func BenchmarkSearch(b *testing.B) {
	const many = 200_000
	s := storetest.SQLite(b)
	town := newBooks(b, s, "voorbeeld")
	err := town.Write(b.Context(), func(tx *store.Tx) error {
		for i := range many {
			name := fmt.Sprintf("Familie %c%c%c van Dijk", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26)
			text := books.SearchText(money.Cents(i*7), fmt.Sprintf("2026-%06d", i), name, fmt.Sprintf("NL%02dTEST%010d", i%97, i*31), "gemeentelijke belastingen termijn")
			if err := tx.Add(b.Context(), db.Item{Adm: tx.Adm, ID: tx.NewID(), Kind: "receivable", Number: fmt.Sprintf("2026-%06d", i), PartyName: name,
				Amount: int64(i * 7), Currency: "EUR", Attributes: "{}", Search: text}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, query := range map[string]string{"number": "2026-012345", "amount": "864,15", "name": "qzq dijk", "three letters": "gem", "two common words": "familie belastingen"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := town.Search(b.Context(), query, app.HitsShown); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
