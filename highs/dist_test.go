// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"os"
	"slices"
	"testing"

	"rentmeester/fault"
)

// A program without the solver says so, and how to get it.
func TestMissing(t *testing.T) {
	entries, err := os.ReadDir("dist")
	if err != nil {
		t.Fatal(err)
	}
	fetched := slices.ContainsFunc(entries, func(entry os.DirEntry) bool { return "dist/"+entry.Name() == moduleFile })
	if Missing() == fetched || (Version() != "") != fetched {
		t.Errorf("missing: %v, version %q, while the file is there: %v", Missing(), Version(), fetched)
	}
	if fetched {
		return
	}
	if _, err := Open(context.Background(), ""); fault.Code(err) != "highs.missing" {
		t.Errorf("it opened: %v", err)
	}
}

// All that this program gives the module under a name of C, the module takes in
// under a name of its own: what is left over was taken out of a newer version,
// and what lacks stops Open.
func TestImportsAreThoseOfTheModule(t *testing.T) {
	if Missing() {
		t.Skip("the solver is not here: make assets fetches it")
	}
	known, err := readNames()
	if err != nil {
		t.Fatal(err)
	}
	for name := range hostsOf() {
		if known.Imports[name] == "" {
			t.Errorf("the module has no use for %s any more", name)
		}
	}
	for name := range known.Imports {
		if hostsOf()[name] == nil {
			t.Errorf("the module imports %s, which this program does not know", name)
		}
	}
}

// A module that asks for more memory than it may have gives an error with a
// sentence, and harms none after it.
func TestMemoryIsBounded(t *testing.T) {
	m, err := mustOpen(t).start()
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	if place, err := m.call("malloc", MostMemory); err != nil || place != 0 || !m.exhausted {
		t.Errorf("it got %d, %v", place, err)
	}
	if err := broke(context.Background(), errNoMemory); fault.Code(err) != "highs.memory" {
		t.Errorf("%v", err)
	}
}
