// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"rentmeester/fault"
	"rentmeester/policy"
)

type meBody struct {
	Name     string
	Rights   []policy.Right
	Sessions []Session
	Lang     string
	Problem  error
	// Passwords says whether one logs in with a password here.
	Passwords bool
}

// me shows one's own rights, sessions and settings.
func (p *pages) me(w http.ResponseWriter, r *http.Request) error {
	return p.showMe(w, r, nil, 0)
}

func (p *pages) showMe(w http.ResponseWriter, r *http.Request, problem error, status int) (err error) {
	if p.options.Login == nil {
		return fault.New("web.page.not-found", "path", r.URL.Path)
	}
	who := guestOf(r.Context())
	body := meBody{Name: who.Name, Rights: who.Rights.List(), Lang: who.Lang, Problem: problem, Passwords: !p.withoutPasswords()}
	if body.Sessions, err = p.source.Sessions(r.Context(), who.ID, p.here(r)); err != nil {
		return err
	}
	return p.show(w, r, page{Name: "me", Title: "web.me.title", Self: "/me", Body: body, status: status})
}

// here is the token of the session that asks.
func (p *pages) here(r *http.Request) string {
	if p.options.Login == nil {
		return ""
	}
	return p.sessions.Token(r.Context())
}

// setPassword changes one's own password.
func (p *pages) setPassword(w http.ResponseWriter, r *http.Request) error {
	if p.withoutPasswords() {
		return fault.New("web.no-passwords")
	}
	var err error
	if r.PostFormValue("password") != r.PostFormValue("again") {
		err = fault.New("web.passwords-differ")
	} else {
		err = p.source.SetPassword(r.Context(), guestOf(r.Context()).ID, r.PostFormValue("old"), r.PostFormValue("password"), p.here(r))
	}
	if err != nil && statusOf(err) != http.StatusInternalServerError {
		return p.showMe(w, r, err, statusOf(err))
	}
	return p.did(w, r, "/me", said{Code: "web.said.password"}, err)
}

// setLanguage keeps in which language one reads.
func (p *pages) setLanguage(w http.ResponseWriter, r *http.Request) error {
	lang, ok := known(r.PostFormValue("language"))
	if !ok {
		return fault.New("web.form-unreadable")
	}
	err := p.source.SetLanguage(r.Context(), guestOf(r.Context()).ID, string(lang))
	if err == nil {
		setLang(w, lang)
	}
	return p.did(w, r, "/me", said{Code: "web.said.language"}, err)
}

// endSession ends one of one's own sessions.
func (p *pages) endSession(w http.ResponseWriter, r *http.Request) error {
	who := guestOf(r.Context())
	return p.did(w, r, "/me#sessions", said{Code: "web.said.session-ended"}, p.source.EndSession(r.Context(), who.Name, who.ID, r.PathValue("session")))
}

// endOthers ends all one's sessions but this one.
func (p *pages) endOthers(w http.ResponseWriter, r *http.Request) error {
	who := guestOf(r.Context())
	_, err := p.source.EndOtherSessions(r.Context(), who.Name, who.ID, p.here(r))
	return p.did(w, r, "/me#sessions", said{Code: "web.said.sessions-ended"}, err)
}
