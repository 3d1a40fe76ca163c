// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"rentmeester/store"
	"rentmeester/store/storetest"
)

func commit(t *testing.T, s *Sessions, token string, person int64, expires time.Time) {
	t.Helper()
	data, err := scs.GobCodec{}.Encode(expires, map[string]any{SessionPerson: person, SessionAgent: "Firefox"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(token, data, expires); err != nil {
		t.Fatal(err)
	}
}

func found(t *testing.T, s *Sessions, token string) bool {
	t.Helper()
	_, found, err := s.Find(token)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		h, ctx := newHall(t, db), t.Context()
		id, _ := h.add("Anneke", "administrator")
		kees, _ := h.add("Kees", "auditor")
		s := h.Sessions(30 * time.Minute)
		commit(t, s, "one", id, h.now.Add(2*time.Hour))
		commit(t, s, "two", id, h.now.Add(2*time.Hour))
		commit(t, s, "his", kees, h.now.Add(2*time.Hour))
		if !found(t, s, "one") || found(t, s, "none") || found(t, s, "") || found(t, s, hashOf("one")) {
			t.Error("a session is found by what the browser holds, and by nothing else")
		}
		h.now = h.now.Add(20 * time.Minute)
		if !found(t, s, "one") {
			t.Error("gone too soon")
		}
		h.seeing <- struct{}{} // until it was marked
		<-h.seeing
		h.now = h.now.Add(20 * time.Minute)
		if !found(t, s, "one") || found(t, s, "two") {
			t.Error("what was used stays, what was left alone is gone")
		}
		all, err := h.SessionsOf(ctx, id, "one")
		if err != nil || len(all) != 1 || !all[0].Here || all[0].Agent != "Firefox" {
			t.Fatal(all, err)
		}
		wants(t, h.EndSession(ctx, "Kees", kees, all[0].ID), "people.session.not-found") // it is another's
		wants(t, h.EndSession(ctx, "Anneke", id, all[0].ID), "")
		if found(t, s, "one") {
			t.Error("ended, and found")
		}
		commit(t, s, "three", id, h.now.Add(10*time.Minute))
		h.now = h.now.Add(10*time.Minute + time.Second)
		if found(t, s, "three") {
			t.Error("found after its end")
		}
		commit(t, s, "four", kees, h.now.Add(time.Hour))
		wants(t, h.SetBlocked(ctx, "Anneke", kees, true), "")
		if found(t, s, "four") || found(t, s, "his") {
			t.Error("who is blocked is still in")
		}
		if _, _, err := h.In(ctx, kees); err == nil {
			t.Error("who is blocked comes in")
		}
		if err := s.Delete("four"); err != nil {
			t.Error("what is gone may go again:", err)
		}
	})
}
