// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"time"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/vitals"
)

// vitalsOf is what is told of a program that serves.
type vitalsOf struct {
	books  *app.Books
	counts *vitals.Counts
	log    *slog.Logger
	at     net.Addr
	hosts  []string
}

// withVitals puts /healthz and /readyz beside the pages: they say nothing of the
// books. The figures for Prometheus stand beside them for this machine only, or at
// an address of their own. Errors: cli.listen.
func (p *program) withVitals(pages http.Handler, of vitalsOf, metrics string) (all http.Handler, own server, err error) {
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	health := func(m *http.ServeMux) {
		m.Handle("GET /healthz", vitals.Alive())
		m.Handle("GET /readyz", vitals.Ready(of.log, of.books.Ready))
	}
	health(mux)
	figures := vitals.Metrics(of.counts, version(), p.now, func(ctx context.Context) ([]vitals.Gauge, error) { return p.gauges(ctx, of) })
	switch metrics {
	case "off":
		return mux, server{}, nil
	case "":
		mux.Handle("GET /metrics", fromHere(of, figures))
		return mux, server{}, nil
	}
	listener, err := net.Listen("tcp", metrics)
	if err != nil {
		return nil, server{}, fault.Wrap(err, "cli.listen", "address", metrics)
	}
	apart := http.NewServeMux()
	apart.Handle("GET /metrics", figures)
	health(apart)
	return mux, newServer(apart, listener, of.log), nil
}

// fromHere answers programs on this machine: the pages listen on loopback, are
// asked under a name of their own, and no proxy asks for somebody else.
func fromHere(of vitalsOf, next http.Handler) http.Handler {
	host, _, err := net.SplitHostPort(of.at.String())
	ip := net.ParseIP(host)
	loopback := err == nil && ip != nil && ip.IsLoopback()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, passed := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
			loopback := loopback && r.Header.Get(passed) == ""
			if !loopback || !slices.Contains(of.hosts[:min(2, len(of.hosts))], r.Host) { // the first two are its own address
				http.NotFound(w, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// gauges gives the figures of the books.
func (p *program) gauges(ctx context.Context, of vitalsOf) ([]vitals.Gauge, error) {
	v, err := of.books.Vitals(ctx)
	if err != nil {
		of.log.WarnContext(ctx, "figures", "error", err)
		return nil, err
	}
	var all []vitals.Gauge
	for _, one := range []struct {
		name   string
		states map[string]int64
	}{
		{"bank_lines", v.Lines}, {"files", v.Files}, {"documents", v.Documents}, {"invoices", v.Invoices}, {"suppliers", v.Suppliers}, {"letters", v.Letters},
		{"decisions", map[string]int64{"automatic": v.Automatic, "people": v.ByPeople, "undone": v.Undone}},
		{"quarantine", map[string]int64{"open": v.Quarantined}},
	} {
		for _, state := range slices.Sorted(maps.Keys(one.states)) {
			all = append(all, vitals.Gauge{Name: fmt.Sprintf("rentmeester_%s{state=%q}", one.name, state), Value: float64(one.states[state])})
		}
	}
	if share, known := v.Touchless(); known {
		all = append(all, vitals.Gauge{Name: "rentmeester_touchless_ratio", Value: share})
	}
	if age, known := p.backupAge(); known {
		all = append(all, vitals.Gauge{Name: "rentmeester_backup_age_seconds", Value: age.Seconds()})
	}
	return all, nil
}

// backupAge is that of the newest backup in the folder of the settings.
func (p *program) backupAge() (time.Duration, bool) {
	dir := p.settings.Get("backups")
	if dir == "" {
		return 0, false
	}
	all, err := datedBackups(dir)
	if err != nil || len(all) == 0 {
		return 0, false
	}
	head, err := headOf(all[len(all)-1])
	made, wrong := time.Parse(time.RFC3339, head.Made)
	return p.now().Sub(made), err == nil && wrong == nil
}
