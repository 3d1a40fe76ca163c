// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/day"
	"rentmeester/policy"
	"rentmeester/text"
)

// Everything that waits leads to a page that is there, and so does each count.
func TestWhatWaitsLeadsToTheAct(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	_, got := get(t, server.URL+"/")
	var kinds []string
	for _, one := range needLists {
		kinds = append(kinds, one.kind)
	}
	needs, err := source.Needs(t.Context(), "", kinds)
	if err != nil || len(needs.Groups) != len(kinds) {
		t.Fatalf("the town has %d kinds of %d (%v)", len(needs.Groups), len(kinds), err)
	}
	for _, n := range needs.List {
		if !strings.Contains(got, `href="`+n.Where()+`"`) {
			t.Errorf("%s %s: no link to %s", n.Kind, n.ID, n.Where())
		}
		if answer, _ := get(t, server.URL+n.Where()); answer.StatusCode != http.StatusOK {
			t.Errorf("%s leads to %s: %s", n.Kind, n.Where(), answer.Status)
		}
	}
	for _, g := range needs.Groups {
		if answer, _ := get(t, server.URL+g.Where()); answer.StatusCode != http.StatusOK {
			t.Errorf("%s are listed on %s: %s", g.Kind, g.Where(), answer.Status)
		}
	}
}

func TestNothingWaits(t *testing.T) {
	_, got := get(t, newServer(t, quiet{newTown()}).URL+"/?lang=en")
	for _, want := range []string{"Nothing waits for you", "Look again on 3 Mar 2026", `datetime="2026-03-02T00:00:00Z"`, "4,210", "0.05 %"} {
		if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(got, "These first") {
		t.Error("a list of nothing")
	}
}

// What is not counted yet is told of, not passed off as nothing.
func TestCountingIsTold(t *testing.T) {
	for name, source := range map[string]Source{"counting": counting{newTown()}, "counted": newTown()} {
		_, got := get(t, newServer(t, source).URL+"/?lang=en")
		if told := strings.Contains(got, "is being counted now"); told != (name == "counting") {
			t.Errorf("%s: told %v", name, told)
		}
	}
}

func TestBecauseOf(t *testing.T) {
	for _, c := range []struct {
		parts  []string
		nl, en string
	}{
		{nil, "", ""},
		{[]string{"money"}, "het bedrag", "the amount"},
		{[]string{"deadline", "money"}, "de termijn en het bedrag", "the deadline and the amount"},
		{[]string{"doubt", "deadline", "money"}, "de twijfel, de termijn en het bedrag", "the doubt, the deadline and the amount"},
	} {
		if nl, en := becauseOf("nl", c.parts), becauseOf("en", c.parts); nl != c.nl || en != c.en {
			t.Errorf("%v: %q, %q", c.parts, nl, en)
		}
	}
}

// A visit goes on while somebody looks within the hour; after that, what was before
// counts as the previous one.
func TestVisited(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	cookie := ""
	look := func(after time.Duration) time.Time {
		r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
		if cookie != "" {
			r.Header.Set("Cookie", cookie)
		}
		from := visited(w, r, start.Add(after))
		cookie, _, _ = strings.Cut(w.Header().Get("Set-Cookie"), ";")
		return from
	}
	for _, c := range []struct {
		after time.Duration
		want  time.Time
	}{
		{0, time.Time{}},
		{30 * time.Minute, time.Time{}},
		{80 * time.Minute, time.Time{}},
		{24 * time.Hour, start.Add(80 * time.Minute)},
		{24*time.Hour + 10*time.Minute, start.Add(80 * time.Minute)},
		{48 * time.Hour, start.Add(24*time.Hour + 10*time.Minute)},
		{200 * 24 * time.Hour, time.Time{}},
	} {
		if got := look(c.after); !got.Equal(c.want) {
			t.Errorf("after %v: %v, want %v", c.after, got, c.want)
		}
	}
	for _, wrong := range []string{"rentmeester-visit=x", "rentmeester-visit=9999999999999999999_1", "rentmeester-visit=-5_-5"} {
		if cookie = wrong; !look(time.Hour).IsZero() {
			t.Errorf("%s says when", wrong)
		}
	}
}

func TestAgainIsABankingDay(t *testing.T) {
	for today, want := range map[string]string{"2026-03-02": "2026-03-03", "2026-03-06": "2026-03-09", "2026-04-02": "2026-04-07"} {
		if got := again(day.Day(today)); string(got) != want {
			t.Errorf("after %s: %s, want %s", today, got, want)
		}
	}
}

// Who may do nothing sees nothing that waits, and nobody sees what he may not do.
func TestOnlyWhatOneMayDoWaits(t *testing.T) {
	for _, c := range []struct {
		rights policy.Rights
		want   []string
	}{
		{policy.RightsOf(policy.Look), nil},
		{policy.RightsOf(policy.Look, policy.Approve), []string{NeedApproval}},
		{policy.RightsOf(policy.Look, policy.Release, policy.Pay), []string{NeedLate, NeedRun}},
		{policy.RightsOf(policy.Look, policy.Decide), []string{NeedLine, NeedMandate, NeedAutopilot}},
	} {
		server := httptest.NewServer(New(newTown(), Options{Rights: func(*http.Request) policy.Rights { return c.rights }}))
		_, got := get(t, server.URL+"/?lang=en")
		server.Close()
		for _, one := range needLists {
			wanted := slices.Contains(c.want, one.kind)
			if has := strings.Contains(got, text.Say("en", "web.home.kind."+one.kind+".one", nil)) ||
				strings.Contains(got, text.Say("en", "web.home.kind."+one.kind+".many", nil)); has != wanted {
				t.Errorf("with %v: %s waits: %v, want %v", c.rights.List(), one.kind, has, wanted)
			}
		}
	}
}
