// SPDX-License-Identifier: EUPL-1.2

package vitals

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rentmeester/fault"
)

func TestScrub(t *testing.T) {
	for said, want := range map[string]string{
		`store.failed: constraint failed`:                     "store.failed: constraint failed",
		`app.no-line line="1042" name="J. Jansen \"Jan\""`:    "app.no-line line=… name=…",
		`from NL91ABNA0417164300 to NL02 RABO 0123 4567 89.`:  "from … to ….",
		`mail of jan.jansen+x@example.nl refused`:             "mail of … refused",
		`dial tcp 10.0.0.5:5432: connect: connection refused`: "dial tcp …: connect: connection refused",
		`read tcp [2001:db8::1]:443->[fe80::1:2:3:4]:1`:       "read tcp …->…",
		`open /srv/facturen/jansen.pdf: permission denied`:    "open…: permission denied",
		`BSN 123456782 staat in ‘Brief aan Piet’`:             "BSN … staat in …",
		`amount 1.234,56 of 12 lines`:                         "amount … of 12 lines",
		`ERROR: duplicate key value (SQLSTATE 23505)`:         "ERROR: duplicate key value (SQLSTATE 23505)",
		`http: panic serving 192.0.2.1:5: 'Jansen'`:           "http: panic serving …: …",
		"strconv.Atoi: parsing `Jansen`: invalid":             "strconv.Atoi: parsing …: invalid",
	} {
		if got := Scrub(said); got != want {
			t.Errorf("%s\n got %s\nwant %s", said, got, want)
		}
	}
	wrapped := fmt.Errorf("reading: %w", &fs.PathError{Op: "open", Path: "Factuur van J. Jansen.pdf", Err: fs.ErrNotExist})
	if got := ScrubError(wrapped); strings.Contains(got, "Jansen") || !strings.Contains(got, "file does not exist") {
		t.Error(got)
	}
}

// Whatever is logged, as text or JSON, goes through the scrubbing.
func TestLogIsClean(t *testing.T) {
	for _, form := range []string{"text", "json"} {
		var out bytes.Buffer
		counts := NewCounts()
		log := NewLog(&out, form, counts)
		log.Error("import of 'Jansen.pdf' failed", "error", fault.New("x.y", "name", "Jansen"), "path", "/accounts/NL91ABNA0417164300/statements", "route", "GET /worklist/{line}",
			"status", 500, "took", time.Second, "who", slog.GroupValue(slog.String("name", `"Jansen"`)))
		log.With("iban", "NL91ABNA0417164300").WithGroup("g").Warn("x", "mail", "jansen@example.nl", "error", errors.Join(fault.New("a.b", "n", "Jansen"), io.EOF))
		said := out.String()
		for _, never := range []string{"Jansen", "jansen", "NL91"} {
			if strings.Contains(said, never) {
				t.Errorf("%s: %s is in %s", form, never, said)
			}
		}
		for _, always := range []string{"GET /worklist/{line}", "/accounts/…/statements", "x.y", "500", "EOF"} {
			if !strings.Contains(said, always) {
				t.Errorf("%s: %s is not in %s", form, always, said)
			}
		}
		if got := text(counts); !strings.Contains(got, `rentmeester_log_events_total{level="error"} 1`) || !strings.Contains(got, `{level="warn"} 1`) {
			t.Error(got)
		}
	}
}

func text(c *Counts) string {
	var out strings.Builder
	c.set.WritePrometheus(&out)
	return out.String()
}

// Requests are counted by the pattern that took them, never by what was asked.
func TestWatch(t *testing.T) {
	mux := http.NewServeMux()
	inner := http.NewServeMux()
	inner.HandleFunc("GET /worklist/{line}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })
	inner.HandleFunc("GET /broken", func(http.ResponseWriter, *http.Request) { panic("Jansen") })
	mux.Handle("/", inner)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		w.(interface{ Route(string) }).Route("GET /api/v1/lines/{line}")
		http.Error(w, "no", http.StatusTeapot)
	})
	var out bytes.Buffer
	counts := NewCounts()
	log := NewLog(&out, "text", counts)
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	watched := Watch(mux, counts, log, func() time.Time { at = at.Add(20 * time.Millisecond); return at })
	for _, path := range []string{"/worklist/1042", "/worklist/1043", "/api/v1/lines/7", "/zoek?q=Jansen", "/broken"} {
		func() {
			defer func() { _ = recover() }()
			watched.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
		}()
	}
	odd := httptest.NewRequest("JANSEN", "/", nil)
	watched.ServeHTTP(httptest.NewRecorder(), odd)
	got := text(counts)
	for _, want := range []string{
		`rentmeester_http_requests_total{route="GET /worklist/{line}",code="2xx"} 2`,
		`rentmeester_http_requests_total{route="GET /api/v1/lines/{line}",code="4xx"} 1`,
		`rentmeester_http_requests_total{route="GET /broken",code="5xx"} 1`,
		`rentmeester_http_request_seconds_bucket{route="GET /worklist/{line}",le="0.025"} 2`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if said := out.String(); strings.Contains(said, "Jansen") || strings.Contains(said, "JANSEN") || strings.Contains(said, "1042") ||
		!strings.Contains(said, `method=GET route="GET /worklist/{line}" status=200 bytes=5 ms=20`) {
		t.Error(said)
	}
}

func TestMetrics(t *testing.T) {
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	looks, away := 0, error(nil)
	look := func(context.Context) ([]Gauge, error) {
		looks++
		return []Gauge{{Name: `rentmeester_bank_lines{state="open"}`, Value: float64(looks)}}, away
	}
	h := Metrics(NewCounts(), "1.2", func() time.Time { return at }, look)
	ask := func() string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		return w.Body.String()
	}
	first := ask()
	for _, want := range []string{`rentmeester_info{version="1.2"} 1`, `rentmeester_bank_lines{state="open"} 1`, "rentmeester_books_readable 1", "process_resident_memory_bytes", "go_goroutines"} {
		if !strings.Contains(first, want) {
			t.Errorf("no %s", want)
		}
	}
	if ask(); looks != 1 {
		t.Errorf("looked %d times within %s", looks, Fresh)
	}
	at, away = at.Add(Fresh+time.Second), io.EOF
	if got := ask(); strings.Contains(got, "rentmeester_bank_lines") || !strings.Contains(got, "rentmeester_books_readable 0") {
		t.Error("tells what it does not know")
	}
}

func TestReady(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out, "json", nil)
	for _, c := range []struct {
		err  error
		code int
		said string
	}{{nil, 200, `"ready":true`}, {fault.New("store.failed", "place", "Jansen"), 503, `"ready":false`}} {
		w := httptest.NewRecorder()
		Ready(log, func(context.Context) error { return c.err }).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.said) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if said := out.String(); !strings.Contains(said, "store.failed") || strings.Contains(said, "Jansen") {
		t.Error(said)
	}
	w := httptest.NewRecorder()
	if Alive().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", nil)); w.Code != 200 {
		t.Error(w.Code)
	}
}
