// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"rentmeester/fault"
)

// said is what an act brought, told on the page that follows it.
type said struct {
	Code      string            // key of the catalogue
	Args      map[string]string // its values
	Problem   bool              // it went wrong; the remedy is under Code + ".do"
	Cause     *said             // why it went wrong, when that is known; its remedy goes before
	Decision  string            // can be undone from the message, when not ""
	Undo      string            // likewise what is no decision: where the form goes
	UndoStaff string            // likewise of who does what
	Batch     []string          // decisions taken together, to be undone together
	Approvals []string          // given together, to be taken back together
	Left      []Sentence        // why others were left, the first of them
}

// Fault gives a problem as the error that it was, with its causes.
func (s *said) Fault() error {
	if s.Cause == nil {
		return &fault.Error{Code: s.Code, Args: s.Args}
	}
	return &fault.Error{Code: s.Code, Args: s.Args, Err: s.Cause.Fault()}
}

// Sentence gives what is no problem for the templates.
func (s *said) Sentence() Sentence { return Sentence{s.Code, s.Args} }

const (
	saidCookie = "rentmeester-said"
	maxSaid    = 2950 // bytes, without its seal; browsers keep cookies up to 4096
	saidLasts  = time.Minute
)

// sealedSaid is a message as it goes by the browser: with until when it is good.
type sealedSaid struct {
	Said  said
	Until int64 // seconds since 1970
}

// sayNext keeps the message for the next page, in a cookie that lives a minute. It is
// sealed for the session of who acts: another can neither make the page say something
// nor offer to undo what is not his.
func (p *pages) sayNext(w http.ResponseWriter, r *http.Request, s said) {
	raw, err := json.Marshal(sealedSaid{s, p.options.Now().Add(saidLasts).Unix()})
	if err != nil || len(raw) > maxSaid {
		if s.Cause != nil || s.Left != nil {
			s.Cause, s.Left = nil, nil
			p.sayNext(w, r, s)
		}
		return
	}
	value := base64.RawURLEncoding.EncodeToString(append(p.seal(r, raw), raw...))
	http.SetCookie(w, &http.Cookie{Name: saidCookie, Value: value, Path: "/", MaxAge: int(saidLasts.Seconds()), HttpOnly: true,
		Secure: p.options.Login != nil && p.options.Login.Secure, SameSite: http.SameSiteStrictMode})
}

// seal gives what only this program can put before a message, for the one browser. Its
// key is what that browser alone holds of its session; where there is none, a key of
// this process: such messages are of nobody.
func (p *pages) seal(r *http.Request, raw []byte) []byte {
	key := p.key
	if _, known := r.Context().Value(guestKey{}).(guest); known && p.sessions != nil { // else the request has no session
		if token := p.sessions.Token(r.Context()); token != "" {
			key = []byte(token)
		}
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(saidCookie + "\n" + p.user(r) + "\n"))
	mac.Write(raw)
	return mac.Sum(nil)
}

// takeSaid gives the message of the act before, once.
func (p *pages) takeSaid(w http.ResponseWriter, r *http.Request) *said {
	cookie, err := r.Cookie(saidCookie)
	if err != nil {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: saidCookie, Path: "/", MaxAge: -1, HttpOnly: true})
	value, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(value) < sha256.Size {
		return nil
	}
	seal, raw := value[:sha256.Size], value[sha256.Size:]
	var s sealedSaid
	if !hmac.Equal(seal, p.seal(r, raw)) || json.Unmarshal(raw, &s) != nil || s.Until < p.options.Now().Unix() {
		return nil
	}
	return &s.Said
}

// saidFault tells an error as a message. What nobody foresaw is logged and
// told without its inside.
func (p *pages) saidFault(r *http.Request, err error) said {
	var f *fault.Error
	if !errors.As(err, &f) {
		p.options.Log.ErrorContext(r.Context(), "web: unforeseen", "path", r.URL.Path, "error", err)
		return said{Code: "internal", Args: fault.Args("error", err), Problem: true}
	}
	told := said{Code: f.Code, Args: f.Args, Problem: true}
	if errors.As(f.Err, &f) {
		cause := p.saidFault(r, f)
		told.Cause = &cause
	}
	return told
}
