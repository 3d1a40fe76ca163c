// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"rentmeester/store/db"
)

// TestRestoreLetsNobodyIn: who was in when a backup was made, or had a link, is not in
// after it is restored; nor when an older program kept that in its backups.
func TestRestoreLetsNobodyIn(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		adm := administration(t, s)
		if err := fill(t.Context(), s, adm, 1, 3); err != nil {
			t.Fatal(err)
		}
		dump := func() []byte {
			var out bytes.Buffer
			if _, err := s.Dump(t.Context(), &out, Stamp(noon)); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}
		now := dump()
		kept := fleeting
		fleeting = nil
		old := dump()
		fleeting = kept
		for name, from := range map[string][]byte{"now": now, "of an older program": old} {
			to := empty(t, s.Dialect)
			if _, err := to.Restore(t.Context(), bytes.NewReader(from)); err != nil {
				t.Fatal(name, err)
			}
			sums := everything(t, to)
			for _, table := range []string{"sessions", "person_links", "presences"} {
				if !strings.HasPrefix(sums[table], "0 rows") {
					t.Errorf("%s: %s has %s", name, table, sums[table])
				}
			}
			if !strings.HasPrefix(sums["persons"], "2 rows") {
				t.Errorf("%s: %s", name, sums["persons"])
			}
			in := false
			if err := to.Read(t.Context(), adm, func(q *db.Queries) error {
				_, err := q.SessionByHash(t.Context(), db.SessionByHashParams{Adm: adm, Hash: "Hash text 1"})
				in = err == nil
				return nil
			}); err != nil || in {
				t.Errorf("%s: somebody is in: %v", name, err)
			}
		}
		if slices.Equal(now, old) {
			t.Error("the backup holds who is in")
		}
	})
}
