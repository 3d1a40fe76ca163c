// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestActsOnProjects(t *testing.T) {
	for name, test := range map[string]struct {
		path   string
		form   url.Values
		status int
		want   string // what was done; "" nothing
	}{
		"made": {"/projects", url.Values{"code": {" P-9 "}, "name": {"Brug"}, "start": {"2026-01-01"}, "end": {"2026-06-30"}, "hours": {"1.200,5"}, "rate": {"95"},
			"buy": {"10.000,00"}, "own": {"yes"}}, http.StatusSeeOther, "web sets P-9 Brug 2026-01-01–2026-06-30 72030 minutes 95.00 10000.00 true"},
		"no name":      {"/projects", url.Values{"code": {"P-9"}}, http.StatusBadRequest, ""},
		"no day":       {"/projects", url.Values{"code": {"P-9"}, "name": {"x"}, "start": {"ooit"}}, http.StatusBadRequest, ""},
		"credit":       {"/projects/81/credits", url.Values{"day": {"2026-04-01"}, "amount": {"-1.000"}, "reference": {"R-9"}}, http.StatusSeeOther, "web decides 2026-04-01 -1000.00 R-9"},
		"no amount":    {"/projects/81/credits", url.Values{"day": {"2026-04-01"}, "amount": {"veel"}, "reference": {"R-9"}}, http.StatusSeeOther, ""},
		"progress":     {"/projects/81/progress", url.Values{"day": {"2026-04-01"}, "part": {"Ontwerp"}, "weight": {"3"}, "done": {"45,5"}}, http.StatusSeeOther, `web says 2026-04-01 "Ontwerp" 3 455`},
		"tied":         {"/projects/81/orders", url.Values{"number": {"4500012"}}, http.StatusSeeOther, "web ties 4500012 false"},
		"untied":       {"/projects/81/orders", url.Values{"number": {"4500012"}, "untie": {"yes"}}, http.StatusSeeOther, "web ties 4500012 true"},
		"no project":   {"/projects/99/orders", url.Values{"number": {"4500012"}}, http.StatusNotFound, ""},
		"no project 2": {"/projects/99/credits", url.Values{"amount": {"1"}}, http.StatusNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			source := newTown()
			q := httptest.NewRequest(http.MethodPost, test.path, strings.NewReader(test.form.Encode()))
			q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			New(source, Options{}).ServeHTTP(w, q)
			if did := strings.Join(source.desk.acts, ";"); w.Code != test.status || did != test.want {
				t.Errorf("%d, did %q", w.Code, did)
			}
		})
	}
}

// What was typed and refused stands there again, of a new project and of one that is
// changed.
func TestRefusedProjectKeepsWhatWasTyped(t *testing.T) {
	for name, id := range map[string]string{"new": "", "changed": "81"} {
		form := url.Values{"code": {"P-2026-04"}, "name": {"Brug over de Linde"}, "rate": {"veel"}, "lead": {"Noor"}, "own": {""}}
		if id != "" {
			form.Set("id", id)
		}
		q := httptest.NewRequest(http.MethodPost, "/projects", strings.NewReader(form.Encode()))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		New(newTown(), Options{}).ServeHTTP(w, q)
		body := w.Body.String()
		for _, want := range []string{`value="Brug over de Linde"`, `value="veel"`, `id="project-problem"`} {
			if w.Code != http.StatusBadRequest || !strings.Contains(body, want) {
				t.Errorf("%s: %d, no %s", name, w.Code, want)
			}
		}
		if strings.Contains(body, `name="own" value="yes" checked`) {
			t.Errorf("%s: a box is ticked that was not", name)
		}
	}
}

// How a project stands is said in words and figures, not by a colour alone.
func TestProjectPagesSayHowItStands(t *testing.T) {
	for path, wants := range map[string][]string{
		"/projects":    {"Over krediet", "Fietspad Noord", "Geen krediet", "Kans dat het krediet niet genoeg is: "},
		"/projects/81": {"waarschijnlijk in de week van", "De geplande uren komen uit het plan van mensen.", "R-2025-77", "data-chart", "Toezicht", "/orders/71", "/invoices/41"},
		"/projects/82": {"Er is nog geen krediet.", "Er is niets bekend"},
	} {
		w := httptest.NewRecorder()
		New(newTown(), Options{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		for _, want := range wants {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: no %q", path, want)
			}
		}
	}
}

// The file says what the page says.
func TestProjectReportAsFile(t *testing.T) {
	for path, want := range map[string]int{"/projects/report/file": http.StatusOK, "/projects/report/file?quarter=2026Q9": http.StatusBadRequest, "/projects/report": http.StatusOK} {
		w := httptest.NewRecorder()
		New(newTown(), Options{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
		if want == http.StatusOK && strings.Contains(path, "file") && (w.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(w.Body.String(), "%PDF-")) {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
}

// bySteering are the pages of projects.
var bySteering = []struct{ name, path string }{
	{"projects", "/projects"},
	{"project", "/projects/81"},
	{"project-report", "/projects/report"},
	{"project-bare", "/projects/82"},
}

// TestProjectsInBrowser does with them what TestPagesInBrowser does with others.
func TestProjectsInBrowser(t *testing.T) { inBrowser(t, bySteering) }
