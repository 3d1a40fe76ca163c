// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/language"

	"rentmeester/fault"
	"rentmeester/pace"
	"rentmeester/text"
)

// guard stands before every request: what it may be asked under, in which
// language, who asks, and how often.
func (r *rooms) guard(next *http.ServeMux) http.Handler {
	described := r.described()
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { refuse(w, q, fault.New("api.cross-origin")) }))
	inside := origin.Handler(r.known(routed(next)))
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		by := Caller{Lang: r.langOf(q)}
		q = q.WithContext(context.WithValue(context.WithValue(q.Context(), callerKey, by), logKey, r.options.Log))
		secure(w.Header(), by.Lang)
		defer func() {
			if broken := recover(); broken != nil && broken != http.ErrAbortHandler {
				refuse(w, q, fault.New("internal", "error", broken))
			}
		}()
		switch {
		case len(r.options.Hosts) > 0 && !slices.Contains(r.options.Hosts, q.Host):
			refuse(w, q, fault.New("api.host", "host", q.Host))
		case described[q.URL.Path] != nil && (q.Method == http.MethodGet || q.Method == http.MethodHead):
			w.Header().Set("Access-Control-Allow-Origin", "*") // it is public, and says nothing of the books
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(described[q.URL.Path]) // who asked may be gone
		case unwritable(q):
			refuse(w, q, fault.New("api.invalid"))
		default:
			inside.ServeHTTP(w, q)
		}
	})
}

// described gives the documents of the API by their addresses.
func (r *rooms) described() map[string][]byte {
	full, err := r.huma.OpenAPI().MarshalJSON()
	older, err30 := r.older()
	if err := errors.Join(err, err30); err != nil {
		panic(err) // the document is part of the program; a test makes it
	}
	return map[string][]byte{Base + "/openapi.json": full, Base + "/openapi-3.0.json": older}
}

// secure puts the headers on every answer.
func secure(h http.Header, lang text.Lang) {
	h.Set("API-Version", Version)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", string(lang))
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Vary", "Accept-Language, Authorization")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}

// unwritable says that an address holds what no text of the books can hold.
func unwritable(q *http.Request) bool {
	bad := func(s string) bool { return !utf8.ValidString(s) || strings.ContainsRune(s, 0) }
	if bad(q.URL.Path) {
		return true
	}
	for name, values := range q.URL.Query() {
		if bad(name) || slices.ContainsFunc(values, bad) {
			return true
		}
	}
	return false
}

// plainJSON is JSON without what no text of the books can hold.
var plainJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if !utf8.Valid(data) || strings.Contains(string(data), `\u0000`) {
			return errors.New("a text holds a zero character or is no UTF-8")
		}
		return json.Unmarshal(data, v)
	},
}

var spoken = language.NewMatcher([]language.Tag{language.Dutch, language.English})

// langOf gives the language of a request by Accept-Language.
func (r *rooms) langOf(q *http.Request) text.Lang {
	wanted, _, err := language.ParseAcceptLanguage(q.Header.Get("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return r.options.Default
	}
	switch _, at, sure := spoken.Match(wanted...); {
	case sure == language.No:
		return r.options.Default
	case at == 1:
		return text.EN
	}
	return text.NL
}

// routed answers what has no address or another method as a problem too.
func routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if _, pattern := mux.Handler(q); pattern != "" {
			if watched, ok := w.(interface{ Route(string) }); ok { // the request that is watched is another by now
				watched.Route(pattern)
			}
			mux.ServeHTTP(w, q)
			return
		}
		allowed := []string{}
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := q.Clone(q.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			refuse(w, q, fault.New("api.no-path", "path", q.URL.Path))
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		refuse(w, q, fault.New("api.method", "method", q.Method, "path", q.URL.Path))
	})
}

// known lets in who has a token, and not too often.
func (r *rooms) known(next http.Handler) http.Handler {
	each := pace.New(float64(r.options.Rate), 2*int(r.options.Rate)+1)
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		secret, ok := strings.CutPrefix(q.Header.Get("Authorization"), "Bearer ")
		if !ok {
			refuse(w, q, fault.New("api.no-token"))
			return
		}
		by, err := r.source.Identify(q.Context(), strings.TrimSpace(secret))
		asker := "token " + strconv.FormatInt(by.Token, 10)
		if err != nil {
			asker = "from " + pace.From(q.RemoteAddr) // who guesses has only his address
		}
		if wait := each.Wait(asker, time.Now()); wait > 0 {
			w.Header().Set("Retry-After", pace.Seconds(wait))
			err = fault.New("api.too-many")
		}
		if err != nil {
			refuse(w, q, asFault(err))
			return
		}
		by.Lang = callerOf(q.Context()).Lang
		next.ServeHTTP(w, q.WithContext(context.WithValue(q.Context(), callerKey, by)))
	})
}

// inTurn lets a few requests with files be dealt with at once: each is held in
// memory, and pages are recognised by a program that takes a core.
func (r *rooms) inTurn(c huma.Context, next func(huma.Context)) {
	if c.Operation().Metadata[heavy] != true {
		next(c)
		return
	}
	timer := time.NewTimer(r.options.Wait)
	defer timer.Stop()
	select {
	case r.turns <- struct{}{}:
		defer func() { <-r.turns }()
		next(c)
	case <-timer.C:
		c.SetHeader("Retry-After", strconv.Itoa(int(r.options.Wait.Seconds())+1))
		_ = huma.WriteErr(r.huma, c, http.StatusTooManyRequests, "", fault.New("api.busy")) // who asked may be gone
	case <-c.Context().Done():
	}
}

func logOf(ctx context.Context) *slog.Logger {
	if log, ok := ctx.Value(logKey).(*slog.Logger); ok {
		return log
	}
	return slog.New(slog.DiscardHandler)
}
