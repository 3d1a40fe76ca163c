// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

// handler answers a request or says why it cannot.
type handler func(http.ResponseWriter, *http.Request) error

// page is what the frame around every page needs; Body is the page's own.
type page struct {
	Name           string // of the template
	Title          string // key of the catalogue
	TitleArgs      map[string]string
	Tab            string // the part of the navigation that is current
	Self           string // address that gives this page again, for the language switch
	Administration string
	Said           *said  // what an act just before brought
	User           string // who acts, when the visitor chooses that
	Me             string // who is in
	Query          string // what was looked for
	Body           any
	Keys           []key     // what single keys do here
	KeysOff        bool      // and that they are turned off
	Together       *together // who else has the page of one thing open
	Who            string    // acts, so that nobody sees what another typed

	Lang          text.Lang
	InNL, InEN    string
	Styled        bool
	Style, Script string
	status        int
}

// serve runs a handler and turns its error into a page.
func (p *pages) serve(handle handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rememberLang(w, r)
		if err := handle(w, r); err != nil {
			p.fail(w, r, err)
		}
	})
}

// tellRoute tells who watches the answer which page it is: the request that is
// watched is another by now. What keeps sessions may stand between.
func tellRoute(w http.ResponseWriter, pattern string) {
	for w != nil {
		if watched, ok := w.(interface{ Route(string) }); ok {
			watched.Route(pattern)
			return
		}
		inside, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return
		}
		w = inside.Unwrap()
	}
}

// fail shows what went wrong and what to do.
func (p *pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	if status == http.StatusInternalServerError {
		p.options.Log.ErrorContext(r.Context(), "web: unforeseen", "path", r.URL.Path, "error", err)
	}
	show := page{Name: "problem", Title: "web.problem.title", Self: "/", Body: err, status: status}
	if err := p.show(w, r, show); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// statusOf gives the HTTP status of an error, by the end of its code.
func statusOf(err error) int {
	var tooLarge *http.MaxBytesError
	code := fault.Code(err)
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case strings.HasSuffix(code, ".not-found"):
		return http.StatusNotFound
	case strings.HasSuffix(code, ".stale"):
		return http.StatusConflict
	case code == "web.cross-origin", code == "web.no-right", code == "people.refused",
		code == "people.refused-elsewhere", code == "web.no-passwords", code == "oidc.denied", code == "oidc.wrong", code == "oidc.too-many":
		return http.StatusForbidden
	case code == "oidc.away":
		return http.StatusServiceUnavailable
	case code == "web.logged-out":
		return http.StatusUnauthorized
	case code == "people.wait":
		return http.StatusTooManyRequests
	case code == "internal", strings.HasPrefix(code, "store."):
		return http.StatusInternalServerError
	default:
		return http.StatusBadRequest
	}
}

// show writes a whole page.
func (p *pages) show(w http.ResponseWriter, r *http.Request, show page) error {
	if show.Self == "" {
		show.Self = r.URL.RequestURI()
	}
	show.Lang = p.langOf(r)
	show.InNL, show.InEN = inLang(show.Self, text.NL), inLang(show.Self, text.EN)
	show.Administration = p.options.Administration
	show.Styled, show.Style, show.Script = !AssetsMissing(), asset("app.css"), asset("app.js")
	show.Said = p.takeSaid(w, r)
	show.Who = p.user(r)
	if show.Name != "problem" {
		show.Together = p.meet(r)
	}
	show.Keys, show.KeysOff = keysOf(show.Name), keysOff(r)
	if len(p.options.Users) > 0 {
		show.User = p.user(r)
	}
	if who := guestOf(r.Context()); p.options.Login != nil && who.in {
		show.Me = who.Name
	}
	return p.whole(w, r, show)
}

// whole writes a page with help beside its words.
func (p *pages) whole(w http.ResponseWriter, r *http.Request, show page) error {
	var body, help bytes.Buffer
	set, rights := p.templates[show.Lang][show.Name], guestOf(r.Context()).Rights
	if err := set.run(&body, "frame", rights, show); err != nil {
		return err
	}
	raw, beside := body.Bytes(), []string(nil)
	if show.Name != "glossary" {
		raw, beside = explain(raw, show.Lang)
	}
	if err := set.run(&help, "words", rights, wordsOf(show.Name, beside)); err != nil {
		return err
	}
	before, after, _ := bytes.Cut(raw, []byte(wordsHere))
	return p.send(w, r, show.status, before, help.Bytes(), after)
}

// part writes a piece of a page, for htmx.
func (p *pages) part(w http.ResponseWriter, r *http.Request, name, block string, status int, data any) error {
	var out bytes.Buffer // so that a failing template never leaves half a page
	if err := p.templates[p.langOf(r)][name].run(&out, block, guestOf(r.Context()).Rights, data); err != nil {
		return err
	}
	return p.send(w, r, status, out.Bytes())
}

func (p *pages) send(w http.ResponseWriter, r *http.Request, status int, parts ...[]byte) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(p.langOf(r)))
	w.Header().Set("Vary", "Cookie, HX-Request")
	if status != 0 {
		w.WriteHeader(status)
	}
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// byHTMX says that the request wants a piece and not a page.
func byHTMX(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// withParam gives the address with one parameter set, or removed for "".
func withParam(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	query := u.Query()
	query.Set(name, value)
	if value == "" {
		query.Del(name)
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// backTo gives where a form wants to return to: an address of our own, or other.
func backTo(r *http.Request, other string) string { return ownAddress(r.PostFormValue("back"), other) }

// ownAddress gives an address that came from outside if it is one of our own.
func ownAddress(back, other string) string {
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(back, "/") ||
		strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return other
	}
	return back
}
