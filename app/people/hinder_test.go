// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"testing"

	"rentmeester/fault"
	"rentmeester/store/storetest"
)

// TestGuessesHinderNobodyElse: who guesses at his own old password, or at somebody's
// at the door, keeps nobody else from changing his.
func TestGuessesHinderNobodyElse(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	anna, bert := h.welcomed("Anna", "tien groene fietsen", "controller"), h.welcomed("Bert", "zeven rode fietsen", "controller")
	carla := h.welcomed("Carla", "drie oude fietsen", "controller")
	for range 10 {
		_ = h.SetPassword(t.Context(), anna, "verkeerd", "vier nieuwe fietsen", "")
		_ = h.SetPassword(t.Context(), carla, "verkeerd", "vier nieuwe fietsen", "")
		_, _ = h.Login(t.Context(), "Bert", "verkeerd", "192.0.2.1")
	}
	if err := h.SetPassword(t.Context(), anna, "verkeerd", "vier nieuwe fietsen", ""); !fault.Is(err, "people.wait") {
		t.Errorf("guesses at one's own old password are not bounded: %v", err)
	}
	if err := h.SetPassword(t.Context(), bert, "zeven rode fietsen", "vijf nieuwe fietsen", ""); err != nil {
		t.Errorf("others guessed, and Bert cannot change his password: %v", err)
	}
}
