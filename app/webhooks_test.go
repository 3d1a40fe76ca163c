// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/app/webhooks"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// receiver hears events.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	heard   []heard
	answers int // HTTP status; 0 is 204
}

type heard struct {
	header http.Header
	body   string
	event  map[string]any
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		h := heard{header: q.Header, body: string(body)}
		if err := json.Unmarshal(body, &h.event); err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.heard = append(r.heard, h)
		w.WriteHeader(max(r.answers, http.StatusNoContent))
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) types() (all []string) {
	for _, h := range r.heard {
		all = append(all, strings.TrimPrefix(h.event["type"].(string), webhooks.Root))
	}
	return all
}

// signedBy says by how many of the signatures that came along a secret signs.
func (h heard) signedBy(t *testing.T, secret string) (n int) {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(h.header.Get("Webhook-Id") + "." + h.header.Get("Webhook-Timestamp") + "." + h.body))
	for _, one := range strings.Fields(h.header.Get("Webhook-Signature")) {
		if one == "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
			n++
		}
	}
	return n
}

// hooked are books with a clock that is set by hand.
func hooked(t *testing.T, s *store.Store) (*webhooks.Board, *time.Time) {
	t.Helper()
	now := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	b, _, err := app.Init(t.Context(), s, "voorbeeld", "Gemeente Voorbeeld", policy.Default, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return &webhooks.Board{Books: b.Books}, &now
}

// happen writes events down, as acts do.
func happen(t *testing.T, b *webhooks.Board, acts ...string) {
	t.Helper()
	for _, act := range acts {
		err := b.Write(t.Context(), func(tx *store.Tx) error {
			return tx.Audit(t.Context(), "jan", act, "invoice:7", map[string]any{"name": "Jansen", "iban": "NL02ABNA0123456789"})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func deliver(t *testing.T, b *webhooks.Board) webhooks.Report {
	t.Helper()
	if err := b.Spread(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err := b.Deliver(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What happens is told once, signed, as a CloudEvent that names no person.
func TestWhatHappensIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b, _ := hooked(t, s)
		all, some := receive(t), receive(t)
		happen(t, b, "invoice.coded") // before anybody wanted to hear it
		_, secret, err := b.Add(t.Context(), "jan", all.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.Add(t.Context(), "jan", some.URL, []string{webhooks.Root + "invoice.booked"}); err != nil {
			t.Fatal(err)
		}
		happen(t, b, "invoice.approved", "invoice.booked", "coding.feedback")
		for range 2 {
			deliver(t, b)
		}
		if got := all.types(); !slices.Equal(got, []string{"invoice.approved", "invoice.booked"}) {
			t.Error(got)
		}
		if got := some.types(); !slices.Equal(got, []string{"invoice.booked"}) {
			t.Error(got)
		}
		h := all.heard[1]
		if h.signedBy(t, secret) != 1 || h.header.Get("Content-Type") != "application/cloudevents+json; charset=utf-8" {
			t.Error(h.header)
		}
		if strings.Contains(h.body, "Jansen") || strings.Contains(h.body, "NL02") || strings.Contains(h.body, "jan\"") {
			t.Error(h.body)
		}
		e := h.event
		if e["specversion"] != "1.0" || e["source"] != "/administrations/voorbeeld" || e["subject"] != "invoice/7" || e["id"] != h.header.Get("Webhook-Id") || e["time"] == "" {
			t.Error(e)
		}
		if data := e["data"].(map[string]any); data["invoice"] != 7.0 || data["links"].(map[string]any)["self"] != "/api/v1/invoices/7" {
			t.Error(data)
		}
	})
}

// What does not arrive is tried again, later and later, under one identifier; both
// secrets sign while they change; who is silent for days is put off, and hears all
// of it when he is put on.
func TestWhatDoesNotArriveIsTriedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b, now := hooked(t, s)
		r := receive(t)
		w, first, err := b.Add(t.Context(), "jan", r.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.answers = http.StatusInternalServerError
		happen(t, b, "invoice.booked", "invoice.unbooked")
		if got := deliver(t, b); got.Later != 1 || got.Sent != 0 {
			t.Error(got)
		}
		if got := deliver(t, b); got.Later+got.Sent != 0 {
			t.Error("it is not left alone:", got)
		}
		second, err := b.Rotate(t.Context(), "jan", w.ID)
		if err != nil {
			t.Fatal(err)
		}
		r.answers = 0
		*now = now.Add(10 * time.Second)
		if got := deliver(t, b); got.Sent != 2 {
			t.Error(got)
		}
		if a, z := r.heard[0], r.heard[1]; a.header.Get("Webhook-Id") != z.header.Get("Webhook-Id") || a.header.Get("Webhook-Timestamp") == z.header.Get("Webhook-Timestamp") ||
			a.body != z.body || a.signedBy(t, first) != 1 || z.signedBy(t, first) != 1 || z.signedBy(t, second) != 1 {
			t.Error(a.header, z.header)
		}
		r.answers = http.StatusBadGateway
		happen(t, b, "invoice.rejected")
		ended := false
		for range 200 {
			if got := deliver(t, b); len(got.Off) == 1 {
				ended = true
				break
			}
			*now = now.Add(2 * time.Hour)
		}
		shown, err := b.Show(t.Context(), w.ID)
		if err != nil || !ended || shown.State != "off" || shown.Why != "HTTP 502" || now.Sub(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)) < 5*24*time.Hour {
			t.Error(shown, err, ended, now)
		}
		happen(t, b, "invoice.reopened")
		before := len(r.heard)
		r.answers = 0
		if deliver(t, b); len(r.heard) != before {
			t.Error("it is told something though it is off")
		}
		if err := b.Resume(t.Context(), "jan", w.ID); err != nil {
			t.Fatal(err)
		}
		deliver(t, b)
		if got := r.types()[before:]; !slices.Contains(got, "invoice.rejected") || !slices.Contains(got, "invoice.reopened") {
			t.Error(got)
		}
		if h := r.heard[len(r.heard)-1]; h.signedBy(t, first) != 0 || h.signedBy(t, second) != 1 {
			t.Error("the old secret signs too long")
		}
		if err := b.Remove(t.Context(), "jan", w.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := b.List(t.Context()); err != nil || len(list) != 0 {
			t.Error(list, err)
		}
	})
}

// Who answers that he is gone is not tried again.
func TestGoneIsGone(t *testing.T) {
	b, _ := hooked(t, storetest.SQLite(t))
	r := receive(t)
	w, _, err := b.Add(t.Context(), "jan", r.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.answers = http.StatusGone
	if _, err := b.TestNow(t.Context(), "jan", w.ID); err == nil {
		t.Error("the test arrived")
	}
	if shown, err := b.Show(t.Context(), w.ID); err != nil || shown.State != "off" {
		t.Error(shown, err)
	}
}

// Several processes that tell at the same time tell each event once.
func TestTellersAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b, _ := hooked(t, s)
		r := receive(t)
		if _, _, err := b.Add(t.Context(), "jan", r.URL, nil); err != nil {
			t.Fatal(err)
		}
		happen(t, b, slices.Repeat([]string{"invoice.booked"}, 20)...)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for range 10 {
					if err := b.Spread(context.Background()); err != nil {
						t.Error(err)
					}
					if _, err := b.Deliver(context.Background()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		ids := map[string]int{}
		for _, h := range r.heard {
			ids[h.header.Get("Webhook-Id")]++
		}
		if len(ids) != 20 || slices.Max(slices.Collect(maps.Values(ids))) != 1 {
			t.Error(ids)
		}
	})
}
