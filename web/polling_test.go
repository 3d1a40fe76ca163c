// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"github.com/alexedwards/scs/v2/memstore"
)

// TestPolls: what an open page asks by itself is told apart from what somebody asks.
func TestPolls(t *testing.T) {
	var told []string
	at := ""
	polls := func(ctx context.Context) context.Context {
		told = append(told, at)
		return ctx
	}
	c := newCaller(t, newTown(), &Login{Sessions: memstore.New(), Polls: polls})
	c.enter("m.bakker")
	for _, at = range []string{"/", "/presence?" + url.Values{"page": {"/invoices/1"}, "since": {"0"}}.Encode(), "/worklist"} {
		if answer, _ := c.get(at); answer.StatusCode != 200 {
			t.Errorf("%s: %d", at, answer.StatusCode)
		}
	}
	if !slices.Equal(told, []string{"/presence?page=%2Finvoices%2F1&since=0"}) {
		t.Errorf("these count as asked by nobody: %q", told)
	}
}
