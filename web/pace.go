// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/fault"
	"rentmeester/pace"
	"rentmeester/text"
)

// paced lets each visitor ask so many pages a second, by his name and where he is.
// Who asks too often is told so in few words: a page would cost what is spared.
func (p *pages) paced(next http.Handler) http.Handler {
	if p.options.Rate == 0 {
		return next
	}
	each := pace.New(p.options.Rate, 4*int(p.options.Rate)+1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/") { // a page has several, and they are kept
			next.ServeHTTP(w, r)
			return
		}
		wait := each.Wait(p.user(r)+" "+pace.From(p.from(r)), p.options.Now())
		if wait == 0 {
			next.ServeHTTP(w, r)
			return
		}
		lang := p.langOf(r)
		what, remedy := text.Fault(lang, fault.New("web.too-many"))
		w.Header().Set("Retry-After", pace.Seconds(wait))
		w.Header().Set("Content-Language", string(lang))
		http.Error(w, what+"\n"+remedy, http.StatusTooManyRequests)
	})
}
