// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rentmeester/policy"
)

// TestEveryPageNeedsARight: each has one, and none is named that is not there. Who
// only looks may have the books checked, which is much work but changes nothing.
func TestEveryPageNeedsARight(t *testing.T) {
	there := new(pages).routes()
	for pattern := range there {
		if right, named := needed[pattern]; !named {
			t.Errorf("%q needs no right: say which in rights.go", pattern)
		} else if right != anyone && right != open && !slices.Contains(policy.AllRights, right) {
			t.Errorf("%q needs %q, which is no right", pattern, right)
		}
	}
	for pattern := range needed {
		if there[pattern] == nil {
			t.Errorf("%q is no page", pattern)
		}
	}
	for pattern, right := range needed {
		if strings.HasPrefix(pattern, "POST ") && pattern != "POST /audit/verify" && (right == policy.Look || right == policy.ReadAudit || right == policy.Export) {
			t.Errorf("%q changes something, and who only looks may do it", pattern)
		}
	}
}

// as serves the pages to somebody with some rights.
func as(t *testing.T, source Source, rights policy.Rights) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(New(source, Options{Location: time.UTC,
		User:   func(*http.Request) string { return "m.bakker" },
		Rights: func(*http.Request) policy.Rights { return rights }}))
	t.Cleanup(server.Close)
	return server
}

// addressOf gives an address that a pattern stands for.
func addressOf(pattern string) (method, address string) {
	method, address, found := strings.Cut(pattern, " ")
	if !found {
		return http.MethodGet, pattern
	}
	parts := strings.Split(strings.TrimSuffix(address, "{$}"), "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = "1"
		}
	}
	return method, strings.Join(parts, "/")
}

// TestWithoutItsRightAPageIsRefused asks every page with all rights but its own.
// What is asked changes nothing, and the refusal says which right was missing and
// who has it.
func TestWithoutItsRightAPageIsRefused(t *testing.T) {
	var most policy.Rights
	source := newTown()
	for _, right := range policy.AllRights {
		most = policy.Everything() &^ policy.RightsOf(right)
		server := as(t, source, most)
		for pattern, wanted := range needed {
			if wanted != right {
				continue
			}
			method, address := addressOf(pattern)
			r, err := http.NewRequestWithContext(t.Context(), method, server.URL+address+"?lang=en", nil)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			said := body(t, answer)
			if answer.StatusCode != http.StatusForbidden || !strings.Contains(said, "needs the right") || !strings.Contains(said, "administrator") {
				t.Errorf("%s without %s: %d\n%s", pattern, right, answer.StatusCode, said)
			}
		}
	}
	if len(source.desk.acts) > 0 || len(source.hall.acts) > 0 || len(source.added) > 0 || source.ticked > 0 {
		t.Error("something was done:", source.desk.acts, source.hall.acts, source.added, source.ticked)
	}
}

// TestNobodySeesWhatHeMayNotDo: a page of somebody without a right shows no form
// and no link that needs it; with all rights it shows what it always did.
func TestNobodySeesWhatHeMayNotDo(t *testing.T) {
	patterns := http.NewServeMux()
	for pattern := range needed {
		patterns.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
	}
	everywhere := slices.Concat(every, owed, overseen, outgoing, persons)
	roles := policy.Roles{"all": policy.Everything(), "looks": policy.RightsOf(policy.Look)}
	for _, right := range policy.AllRights[1:] {
		roles["all but "+string(right)] = policy.Everything() &^ policy.RightsOf(right)
	}
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		server := as(t, newTown(), roles[name])
		for _, one := range everywhere {
			answer, page := get(t, server.URL+one.path)
			if answer.StatusCode == http.StatusForbidden {
				continue // the page itself needs it
			}
			if name == "looks" {
				for _, wrong := range sanity(page, "nl") {
					t.Errorf("%s of who only looks: %s", one.path, wrong)
				}
			}
			for _, to := range reached(t, page) {
				r := httptest.NewRequest(to.method, to.address, nil)
				_, pattern := patterns.Handler(r)
				if pattern == "/" || pattern == "" {
					continue
				}
				if right := needed[pattern]; right != anyone && right != open && !roles[name].Has(right) {
					t.Errorf("%s of who has %s: %s %s needs %s", one.path, name, to.method, to.address, right)
				}
			}
		}
	}
}

type target struct{ method, address string }

// reached gives where the links, forms and buttons of a page go, within the pages.
func reached(t *testing.T, page string) (all []target) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	add := func(method, address string) {
		if u, err := url.Parse(address); err == nil && u.Host == "" && strings.HasPrefix(u.Path, "/") {
			all = append(all, target{strings.ToUpper(method), u.Path})
		}
	}
	for n := range root.Descendants() {
		given := map[string]string{}
		for _, a := range n.Attr {
			given[a.Key] = a.Val
		}
		switch {
		case n.Data == "a":
			add("GET", given["href"])
		case n.Data == "form":
			add(given["method"], given["action"])
		case given["formaction"] != "":
			add("POST", given["formaction"])
		}
	}
	return all
}
