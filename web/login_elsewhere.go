// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"encoding/json"
	"net/http"
	"time"

	"rentmeester/fault"
	"rentmeester/oidc"
)

// tryLasts is how long somebody may take to log in elsewhere.
const tryLasts = 10 * time.Minute

// pending is a login elsewhere that somebody began in this browser.
type pending struct {
	oidc.Try
	To string
}

// goElsewhere sends a browser to where its account is kept. What it must come back
// with is kept in its session, so that it holds in this browser and once.
func (p *pages) goElsewhere(w http.ResponseWriter, r *http.Request) error {
	if p.options.Login == nil || p.options.Login.Elsewhere == nil {
		return fault.New("web.page.not-found", "path", r.URL.Path)
	}
	to := ownAddress(r.URL.Query().Get("to"), "/")
	if guestOf(r.Context()).in {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	address, try, err := p.options.Login.Elsewhere.Begin(r.Context())
	if err != nil {
		return p.notElsewhere(w, r, to, err)
	}
	raw, err := json.Marshal(pending{try, to})
	if err != nil {
		return err
	}
	if err := p.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	p.sessions.Put(r.Context(), sessionTry, string(raw))
	p.sessions.SetDeadline(r.Context(), time.Now().Add(tryLasts)) // who never comes back leaves nothing
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// comeBack lets in who comes back from there, if he is known here.
func (p *pages) comeBack(w http.ResponseWriter, r *http.Request) error {
	switch {
	case p.options.Login == nil || p.options.Login.Elsewhere == nil:
		return fault.New("web.page.not-found", "path", r.URL.Path)
	case guestOf(r.Context()).in: // he asks the same page again
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	var began pending
	if raw := p.sessions.PopString(r.Context(), sessionTry); raw != "" {
		if err := json.Unmarshal([]byte(raw), &began); err != nil {
			return err
		}
	}
	claim, err := p.source.RolesClaim(r.Context())
	if err != nil {
		return err
	}
	account, err := p.options.Login.Elsewhere.Finish(r.Context(), began.Try, r.URL.Query(), claim)
	if err != nil {
		return p.notElsewhere(w, r, began.To, err)
	}
	person, err := p.source.LoginElsewhere(r.Context(), account, p.from(r))
	if err != nil {
		return p.notElsewhere(w, r, began.To, err)
	}
	p.sessions.Put(r.Context(), sessionToken, account.Token)
	return p.begin(w, r, person, ownAddress(began.To, "/"))
}

// notElsewhere shows the ways in again, with what went wrong. What only who looks
// after the installation can mend goes in the log.
func (p *pages) notElsewhere(w http.ResponseWriter, r *http.Request, to string, problem error) error {
	status := statusOf(problem)
	if status == http.StatusInternalServerError {
		return problem
	}
	if code := fault.Code(problem); code == "oidc.away" || code == "oidc.wrong" || code == "oidc.denied" || code == "oidc.too-many" {
		p.options.Log.WarnContext(r.Context(), "web: no login elsewhere", "error", problem)
	}
	if err := p.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	return p.showLogin(w, r, loginBody{To: ownAddress(to, ""), Problem: problem}, status)
}

// leaveElsewhere tells somebody that he is out here, and takes him to where he logs
// out of his account too. That is a page between, and not a redirect: a form of ours
// sends nothing to another site.
func (p *pages) leaveElsewhere(w http.ResponseWriter, r *http.Request, address string) error {
	w.Header().Set("Refresh", "0; url="+address)
	return p.show(w, r, page{Name: "left", Title: "web.left.title", Self: "/login", Body: leftBody{address, p.options.Login.ElsewhereName}})
}

type leftBody struct{ Address, Name string }
