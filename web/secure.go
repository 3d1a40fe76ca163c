// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"slices"
	"strings"

	"rentmeester/fault"
)

// contentPolicy lets a page load its own files and nothing else: no inline script or
// style, no frame around it, no form that sends elsewhere.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure puts the headers on every answer and refuses a form that another site
// sends in the name of the reader.
func (p *pages) secure(next *http.ServeMux) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(p.serve(func(http.ResponseWriter, *http.Request) error {
		return fault.New("web.cross-origin")
	}))
	known := p.withSessions(p.identify(p.paced(next)))
	guarded := guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/") { // which are the same for everybody
			next.ServeHTTP(w, r)
			return
		}
		known.ServeHTTP(w, r)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := next.Handler(r) // also of what is refused or sent on before it gets there
		tellRoute(w, pattern)
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store") // amounts and names; assets say otherwise
		if len(p.options.Hosts) > 0 && !slices.Contains(p.options.Hosts, r.Host) {
			http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}
