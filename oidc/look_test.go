// SPDX-License-Identifier: EUPL-1.2

package oidc

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"rentmeester/fault"
	"rentmeester/tools/issuerd"
)

func TestLook(t *testing.T) {
	issuer := issuerd.Start(t)
	if l, err := Look(t.Context(), issuer.URL); err != nil || l.Keys != 1 || !l.Leaves || time.Since(l.Clock).Abs() > time.Minute {
		t.Errorf("%+v %v", l, err)
	}
	if _, err := Look(t.Context(), issuer.URL+"/"); !fault.Is(err, "oidc.look-other") {
		t.Error("an issuer is known by another address than its own:", err)
	}
	issuer.Away(true)
	if _, err := Look(t.Context(), issuer.URL); !fault.Is(err, "oidc.look-none") {
		t.Error(err)
	}
	issuer.Close()
	if _, err := Look(t.Context(), issuer.URL); !fault.Is(err, "oidc.look-away") {
		t.Error(err)
	}
	for code, document := range map[string]string{
		"oidc.look-none": `<html>`,
		"oidc.look-open": `{"issuer":"%[1]s","authorization_endpoint":"http://login.example.nl/a","token_endpoint":"%[1]s/t","jwks_uri":"%[1]s/k"}`,
		"oidc.look-keys": `{"issuer":"%[1]s","authorization_endpoint":"%[1]s/a","token_endpoint":"%[1]s/t","jwks_uri":"%[1]s/k"}`,
	} {
		var server *httptest.Server
		server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/k" {
				_, _ = w.Write([]byte(`{"keys":[]}`))
				return
			}
			_, _ = fmt.Fprintf(w, document, server.URL)
		}))
		if _, err := Look(t.Context(), server.URL); !fault.Is(err, code) {
			t.Errorf("%v, want %s", err, code)
		}
		server.Close()
	}
}

// TestValues: roles stand where servers put them, in the token or in what they tell
// apart; a claim that was left out since it is too long is not the same as none.
func TestValues(t *testing.T) {
	for name, c := range map[string]struct {
		claim  string
		said   map[string]any
		info   map[string]any
		want   []string
		denied string
	}{
		"Entra ID: app roles":       {"roles", map[string]any{"roles": []string{"Rm.A", "Rm.B"}}, nil, []string{"Rm.A", "Rm.B"}, ""},
		"Keycloak: of the realm":    {"realm_access.roles", map[string]any{"realm_access": map[string]any{"roles": []string{"a"}}}, nil, []string{"a"}, ""},
		"Keycloak: of a client":     {"resource_access.rm.example.nl.roles", map[string]any{"resource_access": map[string]any{"rm.example.nl": map[string]any{"roles": []string{"a"}}}}, nil, []string{"a"}, ""},
		"a name with dots":          {"https://example.nl/roles", map[string]any{"https://example.nl/roles": "een"}, nil, []string{"een"}, ""},
		"told apart":                {"roles", nil, map[string]any{"roles": []string{"a"}}, []string{"a"}, ""},
		"in the token goes first":   {"roles", map[string]any{"roles": []string{}}, map[string]any{"roles": []string{"a"}}, []string{}, ""},
		"none":                      {"roles", nil, nil, nil, ""},
		"not asked":                 {"", map[string]any{"roles": []string{"a"}}, nil, nil, ""},
		"no list":                   {"roles", map[string]any{"roles": map[string]any{"a": 1}}, nil, nil, "oidc.wrong"},
		"a word where a level is":   {"realm_access.roles", map[string]any{"realm_access": "a"}, nil, nil, ""},
		"left out":                  {"groups", map[string]any{"_claim_names": map[string]any{"groups": "src1"}, "_claim_sources": map[string]any{"src1": map[string]any{"endpoint": "https://graph.example/g"}}}, nil, nil, "oidc.too-many"},
		"left out of a short token": {"groups", map[string]any{"hasgroups": true}, nil, nil, "oidc.too-many"},
		"far too many":              {"roles", map[string]any{"roles": make([]string, mostValues+1)}, nil, nil, "oidc.too-many"},
	} {
		t.Run(name, func(t *testing.T) {
			issuer := issuerd.Start(t)
			issuer.Say(func(said map[string]any) {
				for k, v := range c.said {
					said[k] = v
				}
			})
			if c.info != nil {
				c.info["sub"] = "s-1"
				issuer.Tell(c.info)
			}
			p := at(issuer.URL)
			try, answer, _ := brought(t, p)
			a, err := p.Finish(t.Context(), try, answer, c.claim)
			if fault.Code(err) != c.denied && !(c.denied == "" && err == nil) || !slices.Equal(a.Values, c.want) || err == nil && a.Mail != "m.bakker@example.nl" {
				t.Errorf("%+v %v", a, err)
			}
		})
	}
}
