// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"testing"

	"rentmeester/fault"
	"rentmeester/store/storetest"
)

// TestNamesOfPrograms: nobody bears a name under which the house itself acts; what he
// did would count as done without a person.
func TestNamesOfPrograms(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	for _, name := range []string{"autopilot", "Autopilot", " webhooks "} {
		if _, _, err := h.Add(t.Context(), "test", Wanted{Name: name}); !fault.Is(err, "people.name-program") {
			t.Errorf("%q may be a person: %v", name, err)
		}
	}
}
