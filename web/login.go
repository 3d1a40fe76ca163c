// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/scs/v2"

	"rentmeester/fault"
	"rentmeester/oidc"
	"rentmeester/text"
)

// Login is how people log in.
type Login struct {
	Sessions scs.Store
	Longest  time.Duration // a session lasts no longer; 12 hours by default
	Secure   bool          // the pages are asked by https, if need be through a proxy
	// From gives where a request comes from, to bound attempts; by default the
	// address of the other end.
	From func(*http.Request) string
	// Polls marks a request that an open page makes by itself, so that it does not
	// count as use of the session; nil: it does.
	Polls func(context.Context) context.Context
	// Elsewhere is where people may log in with an account that is kept there, and
	// how its button calls that; nil: with a password only.
	Elsewhere     *oidc.Provider
	ElsewhereName string
	// NoPasswords lets people in by Elsewhere only.
	NoPasswords bool
}

// What a session holds; the room of people reads the first two.
const (
	sessionPerson = "person"
	sessionAgent  = "agent"
	sessionToken  = "token" // of the login elsewhere, to log out there
	sessionTry    = "try"   // to log in elsewhere
)

// newSessions gives the manager of sessions. When one was last used is kept with
// it in the store, not by each answer.
func newSessions(l *Login, failed func(http.ResponseWriter, *http.Request, error)) *scs.SessionManager {
	m := scs.New()
	m.Store, m.Lifetime, m.ErrorFunc = l.Sessions, l.Longest, failed
	if m.Lifetime == 0 {
		m.Lifetime = 12 * time.Hour
	}
	m.Cookie.Name = "rentmeester-session"
	if m.Cookie.Secure = l.Secure; l.Secure {
		m.Cookie.Name = "__Host-" + m.Cookie.Name // no other host can set it
	}
	m.Cookie.Persist = false // it goes with the browser
	return m
}

// withSessions gives every request its session.
func (p *pages) withSessions(next http.Handler) http.Handler {
	if p.options.Login == nil {
		return next
	}
	known := p.sessions.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.options.Login.Polls != nil && r.URL.Path == "/presence" {
			r = r.WithContext(p.options.Login.Polls(r.Context()))
		}
		known.ServeHTTP(w, r)
	})
}

type loginBody struct {
	Who, To   string
	Problem   error
	Elsewhere string // address of the login elsewhere; "" none
	Name      string // of that; "" the usual
	Passwords bool
}

// showLogin shows the ways in.
func (p *pages) showLogin(w http.ResponseWriter, r *http.Request, body loginBody, status int) error {
	body.Passwords, body.Name = !p.options.Login.NoPasswords, p.options.Login.ElsewhereName
	if p.options.Login.Elsewhere != nil {
		body.Elsewhere = withParam("/login/oidc", "to", body.To)
	}
	return p.show(w, r, page{Name: "login", Title: "web.login.title", Self: withParam("/login", "to", body.To), Body: body, status: status})
}

// login shows the form to log in; who is in goes on.
func (p *pages) login(w http.ResponseWriter, r *http.Request) error {
	if p.options.Login == nil || guestOf(r.Context()).in {
		http.Redirect(w, r, ownAddress(r.URL.Query().Get("to"), "/"), http.StatusSeeOther)
		return nil
	}
	return p.showLogin(w, r, loginBody{To: ownAddress(r.URL.Query().Get("to"), "")}, 0)
}

// enter lets in who knows a password.
func (p *pages) enter(w http.ResponseWriter, r *http.Request) error {
	if p.options.Login == nil {
		return fault.New("web.page.not-found", "path", r.URL.Path)
	}
	if p.withoutPasswords() {
		return fault.New("web.no-passwords")
	}
	body := loginBody{Who: r.PostFormValue("who"), To: ownAddress(r.PostFormValue("to"), "")}
	person, err := p.source.Login(r.Context(), body.Who, r.PostFormValue("password"), p.from(r))
	if err == nil {
		return p.begin(w, r, person, ownAddress(body.To, "/"))
	}
	status := statusOf(err)
	if status == http.StatusInternalServerError {
		return err
	}
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(60))
	}
	body.Problem = err
	return p.showLogin(w, r, body, status)
}

// begin begins a session under a new token, so that nobody can have planted it. The
// page that comes first may tell something.
func (p *pages) begin(w http.ResponseWriter, r *http.Request, person int64, to string, tells ...said) error {
	if err := p.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	p.sessions.Put(r.Context(), sessionPerson, person)
	p.sessions.Put(r.Context(), sessionAgent, fault.Clip(r.UserAgent(), 200))
	who, in, err := p.source.Visitor(r.Context(), person)
	if err != nil {
		return err
	}
	if lang, ok := known(who.Lang); in && ok {
		setLang(w, lang)
	}
	for _, one := range tells {
		p.sayNext(w, r.WithContext(context.WithValue(r.Context(), guestKey{}, guest{Visitor: who, in: in})), one)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// logout ends the session.
func (p *pages) logout(w http.ResponseWriter, r *http.Request) error {
	if p.options.Login == nil {
		return fault.New("web.page.not-found", "path", r.URL.Path)
	}
	token := p.sessions.GetString(r.Context(), sessionToken)
	if err := p.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	if who := guestOf(r.Context()); who.in {
		if err := p.source.Left(r.Context(), who.ID); err != nil {
			return err
		}
	}
	if token != "" && p.options.Login.Elsewhere != nil {
		if there := p.options.Login.Elsewhere.Leave(token); there != "" {
			return p.leaveElsewhere(w, r, there)
		}
	}
	r = r.WithContext(context.WithValue(r.Context(), guestKey{}, guest{})) // nobody any more
	p.sayNext(w, r, said{Code: "web.said.logged-out"})
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

func (p *pages) from(r *http.Request) string {
	if p.options.Login != nil && p.options.Login.From != nil {
		return p.options.Login.From(r)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// welcome shows whom a link is for, who then chooses a password.
func (p *pages) welcome(w http.ResponseWriter, r *http.Request) error {
	secret := r.URL.Query().Get("link")
	invited, err := p.invited(r, secret)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "welcome", Title: "web.welcome.title", Body: welcomeBody{Invited: invited, Secret: secret}})
}

// invited tells whom a link is for. Where passwords let nobody in, only whoever comes
// first may choose one: he adds the others. Errors: people.link, web.no-passwords.
func (p *pages) invited(r *http.Request, secret string) (Invited, error) {
	who, err := p.source.Invited(r.Context(), secret)
	if err == nil && !who.First && p.withoutPasswords() {
		err = fault.New("web.no-passwords")
	}
	return who, err
}

func (p *pages) withoutPasswords() bool { return p.options.Login != nil && p.options.Login.NoPasswords }

type welcomeBody struct {
	Invited
	Secret  string
	Typed   Newcomer
	Problem error
}

// settle takes the password, and lets in who chose it.
func (p *pages) settle(w http.ResponseWriter, r *http.Request) error {
	body := welcomeBody{Secret: r.PostFormValue("link"), Typed: Newcomer{Name: r.PostFormValue("name"), Mail: r.PostFormValue("mail")}}
	var err error
	if body.Invited, err = p.invited(r, body.Secret); err != nil {
		return err
	}
	var person int64
	if r.PostFormValue("password") != r.PostFormValue("again") {
		err = fault.New("web.passwords-differ")
	} else {
		person, err = p.source.Welcome(r.Context(), body.Secret, body.Typed, r.PostFormValue("password"))
	}
	switch {
	case err != nil && statusOf(err) == http.StatusInternalServerError:
		return err
	case err != nil:
		body.Problem = err
		return p.show(w, r, page{Name: "welcome", Title: "web.welcome.title", Self: "/login", Body: body, status: statusOf(err)})
	case p.options.Login == nil:
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	return p.begin(w, r, person, "/", said{Code: "web.said.welcome"})
}

func setLang(w http.ResponseWriter, lang text.Lang) {
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: string(lang), Path: "/",
		MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
