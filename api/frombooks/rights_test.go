// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rentmeester/api"
	"rentmeester/app/access"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// operation is one of the published document, with an address that it stands for.
type operation struct {
	id, method, path string
	right            policy.Right
}

func (v *served) operations() (all []operation) {
	for path, item := range v.doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			op := op.(map[string]any)
			right, _ := op["x-right"].(string)
			all = append(all, operation{op["operationId"].(string), strings.ToUpper(method), path, policy.Right(right)})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	return all
}

// address fills the places of a path in.
func (o operation) address(id string) string {
	return strings.NewReplacer("{id}", id, "{number}", id).Replace(o.path)
}

// A token with every right but the one that an operation needs is refused, and told
// which one it lacks; one with that right alone is not refused for it.
func TestTokenNeedsTheRight(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{}).listen()
	only, without := map[policy.Right]string{}, map[policy.Right]string{}
	for _, right := range policy.AllRights {
		only[right] = v.add("tester", policy.RightsOf(right), 30)
		without[right] = v.add("tester", policy.Everything()&^policy.RightsOf(right), 30)
	}
	for _, op := range v.operations() {
		for _, lang := range []string{"nl", "en"} {
			q := v.as(without[op.right]).request(op.method, op.address("1"), "application/json", strings.NewReader("{}"))
			q.Header.Set("Accept-Language", lang)
			answer, said := v.do(q)
			var p api.Problem
			if err := json.Unmarshal(said, &p); err != nil {
				t.Fatalf("%s: %v: %s", op.id, err, said)
			}
			if answer.StatusCode != http.StatusForbidden || answer.Header.Get("Content-Type") != "application/problem+json" ||
				p.Code != "api.no-right" || p.Right != string(op.right) || !strings.Contains(p.Detail, "("+string(op.right)+")") {
				t.Errorf("%s without %s: %d %+v", op.id, op.right, answer.StatusCode, p)
			}
		}
		answer, said := v.do(v.as(only[op.right]).request(op.method, op.address("1"), "application/json", strings.NewReader("{}")))
		if answer.StatusCode == http.StatusForbidden && strings.Contains(string(said), "api.no-right") {
			t.Errorf("%s with %s: %s", op.id, op.right, said)
		}
	}
}

// A token never does more than its person may now, and has no right that he had not
// when it was made.
func TestTokenIsNoMoreThanItsPerson(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{})
		has := map[string]policy.Rights{"jan": policy.RightsOf(policy.Look, policy.Approve)}
		door := &access.Door{Books: v.books.Books, Rights: func(_ context.Context, person string) (policy.Rights, error) { return has[person], nil }}
		add := func(person string, rights policy.Rights) (string, error) {
			_, secret, err := door.Add(t.Context(), "beheer", access.Wanted{Name: "x", Person: person, Rights: rights, Days: 1})
			return secret, err
		}
		for name, c := range map[string]struct {
			person string
			rights policy.Rights
			code   string
		}{
			"what he has":      {"jan", policy.RightsOf(policy.Approve), ""},
			"all that he has":  {"jan", policy.Everything(), ""},
			"more than he has": {"jan", policy.RightsOf(policy.Look, policy.Pay), "access.beyond"},
			"nothing":          {"jan", 0, "access.right"},
			"nobody":           {"niemand", policy.RightsOf(policy.Look), "access.beyond"},
			"all of nobody":    {"niemand", policy.Everything(), "access.beyond"},
		} {
			if _, err := add(c.person, c.rights); fault.Code(err) != c.code {
				t.Errorf("%s: %v, want %q", name, err, c.code)
			}
		}
		secret, err := add("jan", policy.Everything())
		if err != nil {
			t.Fatal(err)
		}
		for _, now := range []policy.Rights{has["jan"], policy.Everything(), policy.RightsOf(policy.Look, policy.Pay), 0} {
			has["jan"] = now
			_, may, err := door.Check(t.Context(), secret)
			want := now & policy.RightsOf(policy.Look, policy.Approve)
			if now == 0 && !fault.Is(err, "access.refused") || now != 0 && err != nil || may != want {
				t.Errorf("he has %v: %v, %v", now.List(), may.List(), err)
			}
		}
	})
}
