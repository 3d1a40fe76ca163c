// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"rentmeester/fault"
	"rentmeester/policy"
)

// Visitor is who acts, and what he may.
type Visitor struct {
	ID     int64 // of who logged in; 0 where nobody does
	Name   string
	Lang   string // that he chose; "" none
	Rights policy.Rights
}

// guest is who is looking at a page; in is false as long as nobody logged in.
type guest struct {
	Visitor
	in bool
}

type guestKey struct{}

// identify looks once for each request who acts and what he may.
func (p *pages) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, err := p.whoIs(r)
		if err != nil {
			p.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), guestKey{}, who)))
	})
}

func (p *pages) whoIs(r *http.Request) (who guest, err error) {
	switch {
	case p.options.Login != nil:
		person := p.sessions.GetInt64(r.Context(), sessionPerson)
		if person == 0 {
			return guest{}, nil
		}
		who.Visitor, who.in, err = p.source.Visitor(r.Context(), person)
		return who, err
	case len(p.options.Users) > 0:
		who.Name = p.chosen(r)
	default:
		who.Name = p.options.User(r)
	}
	who.Rights, who.in = p.options.Rights(r), true
	return who, nil
}

// guestOf gives who acts; nobody, without rights, where no one was identified.
func guestOf(ctx context.Context) guest {
	who, _ := ctx.Value(guestKey{}).(guest)
	return who
}

// user is the name of who acts.
func (p *pages) user(r *http.Request) string { return guestOf(r.Context()).Name }

// may says whether who acts has a right.
func may(r *http.Request, right policy.Right) bool { return guestOf(r.Context()).Rights.Has(right) }

// allow lets a request through when who acts has the right that the page needs.
// Errors: web.no-right, web.logged-out.
func (p *pages) allow(pattern string, handle handler) handler {
	right, known := needed[pattern]
	return func(w http.ResponseWriter, r *http.Request) error {
		switch who := guestOf(r.Context()); {
		case known && right == open:
			return handle(w, r)
		case !who.in:
			return p.mustLogin(w, r)
		case known && (right == anyone || who.Rights.Has(right)):
			return handle(w, r)
		}
		roles, err := p.source.RolesWith(r.Context(), right)
		if err != nil {
			return err
		}
		return fault.New("web.no-right", "right", right, "roles", strings.Join(roles, ", "))
	}
}

// mustLogin sends who is not in to the page for that, and then back to where he
// wanted to be. What somebody filled in is not lost without a word: he is told.
func (p *pages) mustLogin(w http.ResponseWriter, r *http.Request) error {
	to := "/login"
	if r.URL.Path != "/" {
		to += "?to=" + url.QueryEscape(withParam(r.URL.RequestURI(), "lang", ""))
	}
	switch {
	case byHTMX(r):
		w.Header().Set("HX-Redirect", "/login")
		w.WriteHeader(http.StatusUnauthorized)
		return nil
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	return fault.New("web.logged-out")
}
