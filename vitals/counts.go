// SPDX-License-Identifier: EUPL-1.2

package vitals

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Counts are what the program counts of its own work.
type Counts struct {
	set     *metrics.Set
	answers atomic.Int64 // that are being made
}

// Busy says whether somebody waits for an answer now.
func (c *Counts) Busy() bool { return c.answers.Load() > 0 }

// NewCounts begins at nothing.
func NewCounts() *Counts { return &Counts{set: metrics.NewSet()} }

func (c *Counts) logged(level string) {
	c.set.GetOrCreateCounter(`rentmeester_log_events_total{level="` + level + `"}`).Inc()
}

// slow are the bounds of how long an answer takes, in seconds.
var slow = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}

// asked counts an answered request. A route is a pattern of ours, never what was
// asked, so there are no more series than pages.
func (c *Counts) asked(route string, status int, took time.Duration) {
	code := strconv.Itoa(status/100) + "xx"
	c.set.GetOrCreateCounter(fmt.Sprintf(`rentmeester_http_requests_total{route=%q,code=%q}`, route, code)).Inc()
	c.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf(`rentmeester_http_request_seconds{route=%q}`, route), slow).Update(took.Seconds())
}

// Gauge is one figure of the books at the moment of asking.
type Gauge struct {
	Name  string // with labels
	Value float64
}

// Fresh is for how long figures of the books are told again: who asks often makes
// no work.
const Fresh = 15 * time.Second

// Metrics answers in the text format of Prometheus: what was counted here, and what
// the books say, looked up at most every Fresh.
func Metrics(c *Counts, version string, now func() time.Time, look func(context.Context) ([]Gauge, error)) http.Handler {
	figures := &figures{look: look, now: now}
	info := fmt.Sprintf("rentmeester_info{version=%q}", version)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		metrics.WriteGaugeUint64(w, info, 1)
		figures.write(r.Context(), w)
		c.set.WritePrometheus(w)
		metrics.WriteProcessMetrics(w)
	})
}

// figures keeps what the books said last.
type figures struct {
	look func(context.Context) ([]Gauge, error)
	now  func() time.Time

	mu   sync.Mutex
	at   time.Time
	last []Gauge
	good bool
	took time.Duration
}

func (f *figures) write(ctx context.Context, w io.Writer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if began := f.now(); f.at.IsZero() || began.Sub(f.at) > Fresh {
		// who asked may be gone, but the next one gets what was found
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		last, err := f.look(ctx)
		if f.good = err == nil; f.good {
			f.last = last
		}
		f.at, f.took = f.now(), f.now().Sub(began)
	}
	metrics.WriteGaugeUint64(w, "rentmeester_books_readable", map[bool]uint64{true: 1}[f.good])
	metrics.WriteGaugeFloat64(w, "rentmeester_books_seconds", f.took.Seconds())
	if !f.good {
		return // better nothing than what is old
	}
	for _, g := range f.last {
		metrics.WriteGaugeFloat64(w, g.Name, g.Value)
	}
}
