// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"errors"
	"strings"
	"testing"

	"rentmeester/fault"
)

// What is missing is said of the row that looks most like headings, with the words that
// would do.
func TestRecordsWithoutAColumn(t *testing.T) {
	words := map[string]Field{"medewerker": "person", "person": "person", "uren": "hours", "naam": "name"}
	_, err := ReadRecords(strings.NewReader("Rooster 2026;;\nMedewerker;Naam;Urn\n1;Anna;36\n"), words, []Field{"person", "hours"})
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != "table.missing-column" {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"missing": "hours", "found": "Medewerker, Naam, Urn", "expected": "uren"} {
		if f.Args[name] != want {
			t.Errorf("%s is %q, not %q", name, f.Args[name], want)
		}
	}
}
