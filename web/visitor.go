// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/http"

	"rentmeester/policy"
)

// Visitor is who acts, and what he may.
type Visitor struct {
	Name   string
	Rights policy.Rights
}

type visitorKey struct{}

// identify looks once for each request who acts and what he may.
func (p *pages) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := Visitor{Rights: p.options.Rights(r)}
		if len(p.options.Users) > 0 {
			who.Name = p.chosen(r)
		} else {
			who.Name = p.options.User(r)
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorKey{}, who)))
	})
}

// visitorOf gives who acts; nobody, without rights, where no one was identified.
func visitorOf(ctx context.Context) Visitor {
	who, _ := ctx.Value(visitorKey{}).(Visitor)
	return who
}

// user is the name of who acts.
func (p *pages) user(r *http.Request) string { return visitorOf(r.Context()).Name }

// may says whether who acts has a right.
func may(r *http.Request, right policy.Right) bool { return visitorOf(r.Context()).Rights.Has(right) }
