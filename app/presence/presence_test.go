// SPDX-License-Identifier: EUPL-1.2

package presence_test

import (
	"fmt"
	"testing"
	"time"

	"rentmeester/app/books"
	"rentmeester/app/presence"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// TestSeeEachOther: two people see each other on one thing, as long as they are
// there, and in one administration only.
func TestSeeEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
		room := func(slug string) *presence.Room {
			adm, _, err := s.Create(t.Context(), slug, slug, now)
			if err != nil {
				t.Fatal(err)
			}
			return &presence.Room{Books: books.Books{Store: s, Adm: adm, Now: func() time.Time { return now }}}
		}
		town, other := room("town"), room("other")
		sees := func(r *presence.Room, person, thing, want string) {
			t.Helper()
			others, err := r.Here(t.Context(), person, thing)
			if got := fmt.Sprint(others); err != nil || got != want {
				t.Errorf("%s on %s sees %s, %v, not %s", person, thing, got, err, want)
			}
		}
		sees(town, "Anja", "/invoices/1", "[]")
		sees(town, "Piet", "/invoices/1", "[Anja]")
		sees(town, "Piet", "/invoices/2", "[]")
		sees(other, "Eva", "/invoices/1", "[]")
		now = now.Add(presence.Lasts / 2)
		sees(town, "Anja", "/invoices/1", "[Piet]")
		now = now.Add(presence.Lasts * 3 / 4)
		sees(town, "Eva", "/invoices/1", "[Anja]") // Piet went
		now = now.Add(time.Hour)
		sees(town, "Piet", "/invoices/1", "[]")
	})
}
