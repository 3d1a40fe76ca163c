// SPDX-License-Identifier: EUPL-1.2

// Package vitals is what the running program tells of itself to who keeps it
// running: a log, counts for Prometheus, and whether it is alive and ready. None of
// it holds personal data: a log is read by more people and kept at more places than
// the books. What is said there of names, accounts and files stays out here, by
// force: every value that goes to the log is scrubbed.
//
// It imports VictoriaMetrics/metrics and the standard library; no other room.
package vitals

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"regexp"
	"strings"
)

// NewLog writes a log, as text or as JSON, a line for each event.
func NewLog(w io.Writer, form string, counts *Counts) *slog.Logger {
	options := &slog.HandlerOptions{ReplaceAttr: clean}
	var handler slog.Handler = slog.NewTextHandler(w, options)
	if form == "json" {
		handler = slog.NewJSONHandler(w, options)
	}
	return slog.New(counting{handler, counts})
}

// counting counts what is logged, by its level.
type counting struct {
	slog.Handler
	counts *Counts
}

// Handle implements slog.Handler.
func (c counting) Handle(ctx context.Context, r slog.Record) error {
	if c.counts != nil && r.Level >= slog.LevelWarn {
		c.counts.logged(strings.ToLower(r.Level.String()))
	}
	r.Message = Scrub(r.Message)
	return c.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (c counting) WithAttrs(all []slog.Attr) slog.Handler {
	return counting{c.Handler.WithAttrs(all), c.counts}
}

// WithGroup implements slog.Handler.
func (c counting) WithGroup(name string) slog.Handler {
	return counting{c.Handler.WithGroup(name), c.counts}
}

// clean scrubs a value of the log, but for the moment and what we name ourselves.
func clean(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 {
		switch a.Key {
		case slog.TimeKey, slog.LevelKey, slog.MessageKey, "route", "method":
			return a
		case "path":
			return slog.String(a.Key, cleanPath(a.Value.String()))
		}
	}
	switch v := a.Value.Any().(type) {
	case error:
		return slog.String(a.Key, ScrubError(v))
	case int64, uint64, float64, bool:
		return a
	default:
		if a.Value.Kind() == slog.KindDuration || a.Value.Kind() == slog.KindTime {
			return a
		}
		return slog.String(a.Key, Scrub(a.Value.String()))
	}
}

// scrubs are what may be of a person, most precise first.
var scrubs = []*regexp.Regexp{
	regexp.MustCompile(`"(?:[^"\\]|\\.)*"`), // values of faults, names of files
	regexp.MustCompile("`[^`]*`"),
	regexp.MustCompile(`‘[^’]*’|“[^”]*”`),
	regexp.MustCompile(`'[^'\n]*'`),
	regexp.MustCompile(`[\w.+-]+@[\w.-]+\w`),
	regexp.MustCompile(`\b[A-Z]{2} ?\d{2}(?: ?[A-Z0-9]{1,4}){2,8}\b|\b[A-Za-z]{2}\d{2}[A-Za-z0-9]{8,30}\b`), // IBAN
	regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b`),                                              // who asked
	regexp.MustCompile(`\[?[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}\]?(?::\d+)?`),
	regexp.MustCompile(`(?:^|[\s(=])(?:[A-Za-z]:)?(?:[/\\][^\s/\\:"]+){2,}`), // files
	regexp.MustCompile(`\d[\d .,]{4,}\d`),                                    // numbers, amounts
}

// Scrub takes out of a text what may be of a person: what is quoted, addresses,
// account numbers, file names, long numbers.
func Scrub(s string) string {
	for _, r := range scrubs {
		s = r.ReplaceAllString(s, "…")
	}
	return s
}

// ScrubError is Scrub of what an error says; names of files and servers in it are
// known, with blanks and all.
func ScrubError(err error) string {
	said := err.Error()
	var file *fs.PathError
	if errors.As(err, &file) && file.Path != "" {
		said = strings.ReplaceAll(said, file.Path, "…")
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		said = strings.ReplaceAll(strings.ReplaceAll(said, link.Old, "…"), link.New, "…")
	}
	var name *net.DNSError
	if errors.As(err, &name) && name.Name != "" {
		said = strings.ReplaceAll(said, name.Name, "…")
	}
	return Scrub(said)
}

var plainStep = regexp.MustCompile(`^(?:[a-z][a-z.-]{0,19}|v1|[0-9]{1,9})?$`)

// cleanPath keeps the steps of an address that are words of ours or identifiers.
func cleanPath(path string) string {
	steps := strings.Split(path, "/")
	for i, step := range steps {
		if !plainStep.MatchString(step) {
			steps[i] = "…"
		}
	}
	return strings.Join(steps, "/")
}
