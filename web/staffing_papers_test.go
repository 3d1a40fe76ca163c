// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"
	"testing"

	"rentmeester/policy"
)

// TestStaffPapers: who decides or audits gets them, whole; nobody else does.
func TestStaffPapers(t *testing.T) {
	const paper = "/staffing/papers/file?paper=decisions&from=2026-01-01&until=2026-06-30&as="
	for name, c := range map[string]struct {
		path   string
		rights policy.Rights
		status int
		kind   string
		want   string
	}{
		"list":             {"/staffing/papers", policy.RightsOf(policy.Staff), http.StatusOK, "text/html", "paper=works-council"},
		"of an auditor":    {"/staffing/papers", policy.RightsOf(policy.ReadAudit), http.StatusOK, "text/html", "paper=dpia"},
		"of a looker":      {"/staffing/papers", policy.RightsOf(policy.Look, policy.SeeStaff), http.StatusForbidden, "text/html", ""},
		"file of a looker": {paper + "csv", policy.RightsOf(policy.Look, policy.SeeStaff), http.StatusForbidden, "text/html", ""},
		"wrong period":     {"/staffing/papers?from=2026-05-01&until=2026-01-01", policy.RightsOf(policy.Staff), http.StatusOK, "text/html", "role=\"alert\""},
		"read":             {"/staffing/papers/read?paper=fairness", policy.RightsOf(policy.Staff), http.StatusOK, "text/html", "Wat hiermee niet te toetsen is"},
		"none such":        {"/staffing/papers/read?paper=geheim", policy.RightsOf(policy.Staff), http.StatusNotFound, "text/html", ""},
		"csv":              {paper + "csv", policy.RightsOf(policy.ReadAudit), http.StatusOK, "text/csv; charset=utf-8", "m.bakker,Invoering zaaksysteem,Tester,rejected,,#802,#600,0,Te vol"},
		"markdown":         {paper + "md", policy.RightsOf(policy.ReadAudit), http.StatusOK, "text/markdown; charset=utf-8", "# Logboek"},
		"pdf":              {paper + "pdf", policy.RightsOf(policy.ReadAudit), http.StatusOK, "application/pdf", "%PDF-"},
		"no such form":     {paper + "exe", policy.RightsOf(policy.ReadAudit), http.StatusNotFound, "text/html", ""},
	} {
		t.Run(name, func(t *testing.T) {
			answer, page := get(t, as(t, newTown(), c.rights).URL+c.path)
			if answer.StatusCode != c.status || !strings.HasPrefix(answer.Header.Get("Content-Type"), c.kind) || !strings.Contains(page, c.want) {
				t.Errorf("%d %s: %.400s", answer.StatusCode, answer.Header.Get("Content-Type"), page)
			}
		})
	}
}
