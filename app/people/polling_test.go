// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"testing"
	"time"

	"rentmeester/store/storetest"
)

// TestPollingIsNoUse: a page that stays open asks by itself who else is there; a
// session of which nothing else is heard ends all the same.
func TestPollingIsNoUse(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	id, _ := h.add("Anneke", "administrator")
	s := h.Sessions(30 * time.Minute)
	commit(t, s, "left alone", id, h.now.Add(12*time.Hour))
	for range 4 {
		h.now = h.now.Add(9 * time.Minute)
		if _, _, err := s.FindCtx(Polling(t.Context()), "left alone"); err != nil {
			t.Fatal(err)
		}
		h.seeing <- struct{}{} // until it was marked, had it been
		<-h.seeing
	}
	if found(t, s, "left alone") {
		t.Error("an open page keeps a session that nobody uses")
	}
}
