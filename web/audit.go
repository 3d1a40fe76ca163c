// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"time"

	"rentmeester/day"
	"rentmeester/fault"
)

// trails are the pages of the audit trail.
func (p *pages) trails() map[string]handler {
	return map[string]handler{
		"GET /audit":                 p.audit,
		"POST /audit/verify":         p.verify,
		"GET /audit/trail.csv":       p.trailCSV,
		"GET /audit/trail.json":      p.trailJSON,
		"GET /audit/items/{subject}": p.history,
	}
}

// kinds are what the trail can be narrowed to: what stands before the point of an
// act.
var kinds = []string{"invoice", "line", "payments", "supplier", "document", "order", "project", "file", "mail", "seat", "staffing", "policy", "autopilot", "reconciled",
	"coding", "past", "quarantine", "token", "person", "session", "login", "webhook"}

type auditBody struct {
	Form         auditForm
	Kinds        []string
	Actors       []string
	Events       []TrailEvent
	Next, Cursor string
	Self         string
	Query        string // of the filter, for the downloads
	Check        Verification
}

// auditForm is the filter as people fill it in.
type auditForm struct{ From, To, Actor, Kind, Subject string }

// Set says that something is narrowed.
func (f auditForm) Set() bool { return f != auditForm{} }

// filter reads the filter of a request. Errors: web.audit-day.
func (p *pages) filter(r *http.Request) (form auditForm, f TrailFilter, err error) {
	q := r.URL.Query()
	form = auditForm{q.Get("from"), q.Get("to"), q.Get("actor"), q.Get("kind"), q.Get("subject")}
	f = TrailFilter{Actor: form.Actor, Kind: form.Kind, Subject: form.Subject}
	for _, one := range []struct {
		said string
		to   *time.Time
		days int
	}{{form.From, &f.Since, 0}, {form.To, &f.Until, 1}} {
		if one.said == "" {
			continue
		}
		if _, err := day.Parse(one.said); err != nil {
			return form, f, fault.Wrap(err, "web.audit-day", "day", one.said)
		}
		at, err := time.ParseInLocation(time.DateOnly, one.said, p.options.Location)
		if err != nil {
			return form, f, fault.New("web.audit-day", "day", one.said)
		}
		*one.to = at.AddDate(0, 0, one.days)
	}
	return form, f, nil
}

// audit shows the audit trail, the newest first.
func (p *pages) audit(w http.ResponseWriter, r *http.Request) error {
	form, f, err := p.filter(r)
	if err != nil {
		return err
	}
	body := auditBody{Form: form, Kinds: kinds, Cursor: r.URL.Query().Get("after"), Self: r.URL.RequestURI(), Check: p.source.Verified()}
	query := r.URL.Query()
	query.Del("after")
	query.Del("lang")
	if body.Query = query.Encode(); body.Query != "" {
		body.Query = "?" + body.Query
	}
	if body.Actors, err = p.source.Actors(r.Context()); err != nil {
		return err
	}
	if body.Events, body.Next, err = p.source.Trail(r.Context(), f, body.Cursor); err != nil {
		return err
	}
	return p.show(w, r, page{Name: "audit", Title: "web.audit.title", Tab: "audit", Body: body})
}

// history shows what happened to one thing, from the file to the payment.
func (p *pages) history(w http.ResponseWriter, r *http.Request) error {
	h, err := p.source.History(r.Context(), r.PathValue("subject"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "history", Title: "web.audit.history", Tab: "audit", Body: h})
}

// verify checks the whole of the books. What takes long goes on while the reader
// does something else; the page says how it stands.
func (p *pages) verify(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.source.Verify(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/audit#verified", http.StatusSeeOther)
	return nil
}

// historyOf gives the address of the history of a thing.
func historyOf(subject string) string { return "/audit/items/" + url.PathEscape(subject) }
