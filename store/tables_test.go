// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"strings"
	"testing"
)

// Every table that the migrations make can be added to, and so stands in a dump.
func TestEveryTableIsKnown(t *testing.T) {
	known := map[string]bool{}
	for _, name := range tables {
		known[name] = true
	}
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, f := range files {
		body, err := migrations.ReadFile("migrations/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(body), "\n") {
			name, ok := strings.CutPrefix(line, "CREATE TABLE ")
			if !ok {
				continue
			}
			if made++; !known[strings.TrimSuffix(name, " (")] {
				t.Errorf("%s: table %s is in no dump: add its row to tables", f.Name(), name)
			}
		}
	}
	if made != len(tables) {
		t.Errorf("%d tables are made, %d known", made, len(tables))
	}
}
