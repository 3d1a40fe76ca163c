// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/alexedwards/scs/v2/memstore"
)

// TestPaceBehindProxy: who asks too often is slowed down, and behind a proxy nobody
// else is: everybody has the address of the proxy there.
func TestPaceBehindProxy(t *testing.T) {
	login := &Login{Sessions: memstore.New(), From: func(r *http.Request) string { return r.Header.Get("X-Forwarded-For") }}
	pages := New(newTown(), Options{Login: login, Rate: 1})
	ask := func(from string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/login", nil)
		r.Header.Set("X-Forwarded-For", from)
		answer := httptest.NewRecorder()
		pages.ServeHTTP(answer, r)
		return answer.Code
	}
	last := 0
	for range 10 {
		last = ask("192.0.2.1")
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("who asks ten times at once gets %d", last)
	}
	if got := ask("192.0.2.2"); got != http.StatusOK {
		t.Errorf("another, who asks once, gets %d", got)
	}
}
