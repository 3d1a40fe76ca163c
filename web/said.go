// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"

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
	maxSaid    = 3000 // bytes; browsers keep cookies up to 4096
)

// sayNext keeps the message for the next page, in a cookie that lives a minute.
func sayNext(w http.ResponseWriter, s said) {
	raw, err := json.Marshal(s)
	if err != nil || len(raw) > maxSaid {
		if s.Cause != nil || s.Left != nil {
			s.Cause, s.Left = nil, nil
			sayNext(w, s)
		}
		return
	}
	http.SetCookie(w, &http.Cookie{Name: saidCookie, Value: base64.RawURLEncoding.EncodeToString(raw),
		Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

// takeSaid gives the message of the act before, once.
func takeSaid(w http.ResponseWriter, r *http.Request) *said {
	cookie, err := r.Cookie(saidCookie)
	if err != nil {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: saidCookie, Path: "/", MaxAge: -1, HttpOnly: true})
	raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	var s said
	if err != nil || json.Unmarshal(raw, &s) != nil {
		return nil
	}
	return &s
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
