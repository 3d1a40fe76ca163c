// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestManyInvoices: what would come of it is shown first, with what cannot be done
// and why; then each is done by itself, what is left is told, and what can be taken
// back is taken back in one go.
func TestManyInvoices(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	_, page := get(t, server.URL+"/invoices/approve?pick=42&pick=43&pick=44&pick=999")
	for _, wanted := range []string{"U geeft akkoord voor 2 facturen", `value="42 a1"`, `value="43 b2"`, "Geboekt, en klaar om te betalen", "tweede handtekening", "Deze 2 kunnen nu niet", `href="/invoices/44"`} {
		if !strings.Contains(page, wanted) {
			t.Errorf("it does not say %q", wanted)
		}
	}
	if strings.Contains(page, `value="44`) || len(source.hall.acts) > 0 {
		t.Error("what cannot be done can be ticked, or something was done", source.hall.acts)
	}
	answer, _ := post(t, server.URL+"/invoices/approve", url.Values{"pick": {"42 a1", "43 b2", "44 x"}})
	if !slices.Equal(source.hall.acts, []string{"m.bakker approves 42 a1", "m.bakker approves 43 b2"}) || answer.StatusCode != http.StatusSeeOther {
		t.Error(source.hall.acts)
	}
	told := followed(t, server.URL+"/invoices", answer)
	for _, wanted := range []string{"Akkoord gegeven: 2. Gebleven: 1", "De factuur is veranderd", `action="/invoices/withdraw"`, `value="43:7:8"`} {
		if !strings.Contains(told, wanted) {
			t.Errorf("it does not tell %q", wanted)
		}
	}
	source.hall.acts = nil
	post(t, server.URL+"/invoices/withdraw", url.Values{"approval": {"43:7:8"}})
	_, page = get(t, server.URL+"/invoices/release?pick=42&pick=43&pick=44")
	if !strings.Contains(page, `name="because"`) || !strings.Contains(page, "Wacht nog op een tweede") || !strings.Contains(page, "was er al") {
		t.Error("the preview of releases")
	}
	post(t, server.URL+"/invoices/release", url.Values{"pick": {"42 duplicate c3"}})
	post(t, server.URL+"/invoices/release", url.Values{"pick": {"42 duplicate c3"}, "because": {"elke maand"}})
	if !slices.Equal(source.hall.acts, []string{"m.bakker withdraws 43:7:8", "m.bakker releases 42 duplicate c3: elke maand"}) {
		t.Error(source.hall.acts)
	}
	many := url.Values{}
	for i := range mostInvoices + 1 {
		many.Add("pick", fmt.Sprint(i))
	}
	if answer, _ := post(t, server.URL+"/invoices/approve", many); answer.StatusCode < 400 {
		t.Error("more than can be told of were taken")
	}
}

// followed gives the page after an act, with what the act said.
func followed(t *testing.T, address string, after *http.Response) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range after.Cookies() {
		r.AddCookie(c)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	return body(t, answer)
}
