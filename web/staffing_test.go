// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rentmeester/policy"
)

func TestStaffingActs(t *testing.T) {
	tests := map[string]struct {
		path   string
		form   url.Values
		status int
		want   string // what was done, or what the page says
	}{
		"plan":              {"/staffing/plans", url.Values{"kind": {"plan"}, "seconds": {"5"}}, http.StatusSeeOther, "web: plan in 5"},
		"repair":            {"/staffing/plans", url.Values{"kind": {"repair"}}, http.StatusSeeOther, "web: repair in 20"},
		"ticked":            {"/staffing/plans/600/accept", url.Values{"seat": {"902", "x"}, "reason": {"goed"}}, http.StatusSeeOther, `web accepts 600 [902] "goed"`},
		"whole":             {"/staffing/plans/600/accept", url.Values{"all": {"yes"}, "seat": {"902"}}, http.StatusSeeOther, `web accepts 600 [] ""`},
		"take all back":     {"/staffing/plans/600/undo", nil, http.StatusSeeOther, "web takes back all of 600"},
		"give":              {"/staffing/seats/902", url.Values{"act": {"changed"}, "person": {"801"}, "reason": {"kan het"}}, http.StatusSeeOther, `web: changed 902 801 "kan het" false`},
		"option":            {"/staffing/seats/901", url.Values{"act": {"locked"}, "tentative": {"yes"}}, http.StatusSeeOther, `web: locked 901 0 "" true`},
		"take back":         {"/staffing/decisions/77/undo", nil, http.StatusSeeOther, "web takes back 77"},
		"away":              {"/staffing/people/801/absence", url.Values{"from": {"2026-05-04"}, "until": {"2026-05-08"}, "hours": {"12,5"}}, http.StatusSeeOther, "web: 801 away 2026-05-04 2026-05-08 750"},
		"away whole":        {"/staffing/people/801/absence", url.Values{"from": {"2026-05-04"}}, http.StatusSeeOther, "web: 801 away 2026-05-04  0"},
		"no hours":          {"/staffing/people/801/absence", url.Values{"from": {"2026-05-04"}, "hours": {"veel"}}, http.StatusBadRequest, `value="veel"`},
		"too many hours":    {"/staffing/people/801/absence", url.Values{"from": {"2026-05-04"}, "hours": {"200"}}, http.StatusBadRequest, "200 uur is meer dan de 24 uur"},
		"drop absence":      {"/staffing/absences/31/drop", nil, http.StatusSeeOther, "web drops 31"},
		"feed":              {"/staffing/people/801/feed", url.Values{"act": {"make"}}, http.StatusOK, "/staffing/calendar/geheim"},
		"no feed":           {"/staffing/people/801/feed", url.Values{"act": {"drop"}}, http.StatusSeeOther, "web: no feed of 801"},
		"forget":            {"/staffing/people/801/forget", url.Values{"sure": {"yes"}}, http.StatusSeeOther, "web forgets 801"},
		"what if":           {"/staffing/scenarios", url.Values{"name": {"Later"}, "kind": {"later"}, "assignment": {"701"}, "weeks": {"6"}}, http.StatusSeeOther, "web: what if Later later 0 6"},
		"what if, nameless": {"/staffing/scenarios", url.Values{"kind": {"leave"}}, http.StatusBadRequest, `id="scenario-problem"`},
		"drop what if":      {"/staffing/scenarios/500/drop", nil, http.StatusSeeOther, "web drops what-if 500"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			source := newTown()
			w := sendForm(New(source, Options{}), test.path, test.form)
			if w.Code != test.status {
				t.Fatalf("%d: %s", w.Code, w.Body)
			}
			if said := strings.Join(source.desk.acts, ";") + w.Body.String(); !strings.Contains(said, test.want) {
				t.Errorf("%s", said)
			}
		})
	}
	for name, c := range map[string]struct {
		path string
		form url.Values
	}{
		"nothing ticked": {"/staffing/plans/600/accept", nil}, "not sure": {"/staffing/people/801/forget", nil}, "no reason": {"/staffing/seats/902", url.Values{"act": {"rejected"}}},
	} {
		source := newTown()
		if w := sendForm(New(source, Options{}), c.path, c.form); w.Code != http.StatusSeeOther || len(source.desk.acts) != 0 {
			t.Errorf("%s: %d %v", name, w.Code, source.desk.acts)
		}
	}
}

func sendForm(handler http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, q)
	return w
}

// TestStaffingUploads: lists and calendars are read, and what was left out is told.
func TestStaffingUploads(t *testing.T) {
	for _, c := range []struct {
		path, content string
		status        int
		want          string
	}{
		{"/staffing/import", "medewerker;uren", http.StatusOK, "verzuimreden"},
		{"/staffing/import", "", http.StatusBadRequest, "staan geen mensen"},
		{"/staffing/people/801/calendar", "BEGIN", http.StatusSeeOther, "web: calendar of 801, 5"},
	} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("file", "mensen.csv")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(c.content))
		_ = form.Close()
		source := newTown()
		q := httptest.NewRequest(http.MethodPost, c.path, &body)
		q.Header.Set("Content-Type", form.FormDataContentType())
		w := httptest.NewRecorder()
		New(source, Options{}).ServeHTTP(w, q)
		if said := strings.Join(source.desk.acts, ";") + w.Body.String(); w.Code != c.status || !strings.Contains(said, c.want) {
			t.Errorf("%s: %d %s", c.path, w.Code, said)
		}
	}
}

// TestWhoSeesPeople: to look at the books is not to look at people; who only looks at
// people changes nothing; and a calendar is there for who has its secret, even for who
// is not in.
func TestWhoSeesPeople(t *testing.T) {
	with := func(rights policy.Rights) http.Handler {
		return New(newTown(), Options{Rights: func(*http.Request) policy.Rights { return rights }})
	}
	get := func(handler http.Handler, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	for _, page := range staffed {
		if w := get(with(policy.RightsOf(policy.Look, policy.Approve)), page.path); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d for a budget holder", page.path, w.Code)
		}
		w := get(with(policy.RightsOf(policy.Look, policy.SeeStaff)), page.path)
		if page.path == "/staffing/import" || strings.HasPrefix(page.path, "/staffing/papers") {
			continue // which ask for more than looking
		}
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `method="post" action="/staffing`) {
			t.Errorf("%s: %d, or a form for who only looks", page.path, w.Code)
		}
	}
	if w := get(with(policy.RightsOf(policy.Look)), "/"); strings.Contains(w.Body.String(), "/staffing") {
		t.Error("the menu shows it to who may not look")
	}
	nobody := with(0)
	if w := get(nobody, "/staffing/calendar/geheim"); w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Type"), "text/calendar") {
		t.Errorf("%d", w.Code)
	}
	if w := get(nobody, "/staffing/calendar/geraden"); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}

// The page of a seat tells what it would cost all the same, and the one of capacity
// what would help, when that is asked.
func TestWhatItWouldCostAndWhatHelps(t *testing.T) {
	for path, wants := range map[string][]string{
		"/staffing/seats/902?person=805": {"Als Piet deze plek toch krijgt", "tussen 50 u en 60 u", "Projectleider", "Dan verandert"},
		"/staffing/seats/902?person=801": {"U gaat dan voorbij aan", "Dit staat vast", "Zo kan het niet"},
		"/staffing/seats/902":            {"person=802#cost"},
		"/staffing/capacity":             {"help=yes#help"},
		"/staffing/capacity?help=yes":    {"Iemand erbij zoals Noor", "Kees Jansen leert Testen tot niveau 4", "160 u"},
		"/staffing/scenarios":            {"Testen", "opties vervallen"},
	} {
		w := httptest.NewRecorder()
		New(newTown(), Options{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		for _, want := range wants {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: %d, no %q", path, w.Code, want)
			}
		}
	}
}

// What is typed is read; what is refused stands there again.
func TestTypingPeopleAndWork(t *testing.T) {
	for name, test := range map[string]struct {
		path   string
		form   url.Values
		status int
		want   string // done, or shown again
	}{
		"person":       {"/staffing/people/801", url.Values{"name": {"Noor"}, "contract": {"20,5"}, "begin": {"2026-04-01"}, "skills": {"Testen 3"}, "gladly": {"bruggen"}, "gone": {"yes"}}, 303, `types 801:  Noor 1230 2026-04-01 "Testen 3" "bruggen" true`},
		"new person":   {"/staffing/people", url.Values{"code": {"m9"}, "name": {"Eva"}}, 303, `types : m9 Eva -1`},
		"no hours":     {"/staffing/people/801", url.Values{"name": {"Noor"}, "contract": {"0"}}, 303, `Noor 0`},
		"wrong level":  {"/staffing/people/801", url.Values{"name": {"Noor Anders"}, "skills": {"Testen 9"}}, 400, `value="Noor Anders"`},
		"wrong hours":  {"/staffing/people", url.Values{"code": {"m9"}, "name": {"Eva Nieuw"}, "contract": {"veel"}}, 400, `value="Eva Nieuw"`},
		"work":         {"/staffing/assignments/701", url.Values{"name": {"Brug"}, "project": {"P2"}, "priority": {"4"}, "deadline": {"2026-12-31"}, "budget": {"1.000"}}, 303, "types 701: Brug P2 4 2026-12-31 1000.00 false"},
		"no name":      {"/staffing/assignments", url.Values{"code": {"brug-9"}}, 400, `value="brug-9"`},
		"seat":         {"/staffing/assignments/701/seats", url.Values{"seat": {"902"}, "name": {"Tester"}, "from": {"2026-04-01"}, "until": {"2026-05-01"}, "hours": {"8"}, "must": {"Testen 3"}}, 303, `types 701/902: Tester 2026-04-01 2026-05-01 480 "Testen 3"`},
		"seat, no day": {"/staffing/assignments/701/seats", url.Values{"seat": {"902"}, "name": {"Anders"}, "from": {"ooit"}}, 400, `value="Anders"`},
	} {
		t.Run(name, func(t *testing.T) {
			source := newTown()
			q := httptest.NewRequest(http.MethodPost, test.path, strings.NewReader(test.form.Encode()))
			q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			New(source, Options{}).ServeHTTP(w, q)
			if got := strings.Join(source.desk.acts, ";") + w.Body.String(); w.Code != test.status || !strings.Contains(got, test.want) {
				t.Errorf("%d, %s", w.Code, strings.Join(source.desk.acts, ";"))
			}
		})
	}
}
