// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestTrailIsNarrowed: a day in the filter is a whole day where the reader lives.
func TestTrailIsNarrowed(t *testing.T) {
	source := newTown()
	server := newServer(t, source)
	answer, page := get(t, server.URL+"/audit?from=2026-03-01&to=2026-03-31&actor=m.bakker&kind=invoice&subject=invoice:41")
	want := TrailFilter{Since: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC),
		Actor: "m.bakker", Kind: "invoice", Subject: "invoice:41"}
	if answer.StatusCode != http.StatusOK || source.filtered != want {
		t.Errorf("%d %+v", answer.StatusCode, source.filtered)
	}
	if !strings.Contains(page, "/audit/trail.csv?actor=m.bakker&amp;from=2026-03-01&amp;kind=invoice&amp;subject=invoice%3A41&amp;to=2026-03-31") {
		t.Error("the download takes something else along than the page shows")
	}
	if answer, _ := get(t, server.URL+"/audit?from=31-13-2026"); answer.StatusCode != http.StatusBadRequest {
		t.Errorf("a day that is none gives %d", answer.StatusCode)
	}
}

// TestTrailIsTaken: the files hold what is under the hashes; what a spreadsheet
// would work out is a text there.
func TestTrailIsTaken(t *testing.T) {
	server := newServer(t, newTown())
	answer, raw := get(t, server.URL+"/audit/trail.csv")
	rows, err := csv.NewReader(strings.NewReader(raw)).ReadAll()
	if err != nil || len(rows) != 4 || rows[0][6] != "hash" || rows[3][2] != "'=cmd" || len(rows[3][6]) != 64 {
		t.Errorf("%v %q", err, rows)
	}
	if got := answer.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
		t.Error(got)
	}
	var all []map[string]any
	if _, raw := get(t, server.URL+"/audit/trail.json"); json.Unmarshal([]byte(raw), &all) != nil || len(all) != 3 || all[2]["actor"] != "=cmd" || all[0]["payload"] != `{"text": "=1+1 <script>"}` {
		t.Errorf("%s", raw)
	}
}

// TestBooksAreChecked: the button begins the check; while it runs the page says so,
// then what was found, to the event at which the chain breaks.
func TestBooksAreChecked(t *testing.T) {
	server := newServer(t, newTown())
	for _, want := range []string{"De controle loopt sinds", "De keten breekt bij gebeurtenis 12. Zij is veranderd."} {
		answer, _ := post(t, server.URL+"/audit/verify", nil)
		if answer.StatusCode != http.StatusSeeOther {
			t.Fatal(answer.StatusCode)
		}
		if _, page := get(t, server.URL+"/audit"); !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
