// SPDX-License-Identifier: EUPL-1.2

package vitals

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"time"
)

// Watch counts and logs every request to next: by which route, with which outcome,
// how long it took and how much went out. What was asked for is not told.
func Watch(next http.Handler, c *Counts, log *slog.Logger, now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, seen := now(), &answer{ResponseWriter: w}
		c.answers.Add(1)
		defer func() {
			c.answers.Add(-1)
			if seen.status == 0 {
				seen.status = http.StatusOK // nothing was said
			}
			broken := recover()
			if broken != nil && broken != http.ErrAbortHandler {
				seen.status = http.StatusInternalServerError
			}
			took, route := now().Sub(began), seen.routeOf(r)
			c.asked(route, seen.status, took)
			log.LogAttrs(r.Context(), levelOf(route, seen.status), "request", slog.String("method", methodOf(r)), slog.String("route", route),
				slog.Int("status", seen.status), slog.Int64("bytes", seen.bytes), slog.Int64("ms", took.Milliseconds()))
			if broken != nil {
				tellBroken(r.Context(), log, broken)
				panic(http.ErrAbortHandler) // ends the answer; the server says nothing more of it
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// tellBroken logs where a handler broke, and of what kind its last word was: what
// it said may be of a person.
func tellBroken(ctx context.Context, log *slog.Logger, broken any) {
	if broken != http.ErrAbortHandler {
		log.ErrorContext(ctx, "panic", slog.String("kind", fmt.Sprintf("%T", broken)), slog.String("stack", string(debug.Stack())))
	}
}

// levelOf: files of the pages are no news.
func levelOf(route string, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	case route == "GET /assets/":
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// methodOf gives the method when it is one that exists: anything can be sent.
func methodOf(r *http.Request) string {
	if slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, r.Method) {
		return r.Method
	}
	return "other"
}

// answer notes what is answered.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
	route  string
}

// Route lets a handler say which of its routes it was, where the request does not.
func (a *answer) Route(pattern string) { a.route = pattern }

func (a *answer) routeOf(r *http.Request) string {
	switch {
	case a.route != "":
		return a.route
	case r.Pattern != "":
		return r.Pattern
	}
	return "other"
}

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Alive answers that the program runs: when it does not, start it again.
func Alive() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		said(w, http.StatusOK, map[string]any{"program": "rentmeester", "alive": true})
	})
}

// Ready answers whether the program can do its work now: when it cannot, send
// nobody to it, but do not start it again. Why not stands in the log.
func Ready(log *slog.Logger, check func(context.Context) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		status, err := http.StatusOK, check(ctx)
		if err != nil {
			status = http.StatusServiceUnavailable
			log.WarnContext(ctx, "not ready", "error", err)
		}
		said(w, status, map[string]any{"program": "rentmeester", "ready": err == nil})
	})
}

func said(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // who asked may be gone
}
