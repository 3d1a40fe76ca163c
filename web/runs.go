// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"rentmeester/day"
	"rentmeester/fault"
)

type runsBody struct {
	Runs         []RunHead
	Cursor, Next string
	Self         string
	Terms        RunTerms
	Tried        *Run
	Problem      error
}

// runs lists the payment runs, and shows what a new one would be.
func (p *pages) runs(w http.ResponseWriter, r *http.Request) (err error) {
	query := r.URL.Query()
	body := runsBody{Cursor: query.Get("after"), Self: withParam(r.URL.RequestURI(), "lang", ""),
		Terms: RunTerms{Day: day.Day(query.Get("day"))}}
	if body.Runs, body.Next, err = p.source.Runs(r.Context(), body.Cursor); err != nil {
		return err
	}
	status := http.StatusOK
	if query.Has("try") {
		body.Tried, body.Problem = p.tryRun(r, body.Terms)
		if body.Problem != nil {
			if status = statusOf(body.Problem); status == http.StatusInternalServerError {
				return body.Problem
			}
		}
	}
	return p.show(w, r, page{Name: "runs", Title: "web.runs.title", Tab: "runs", Body: body, status: status})
}

func (p *pages) tryRun(r *http.Request, terms RunTerms) (*Run, error) {
	if err := checkDay(terms.Day); err != nil {
		return nil, err
	}
	run, err := p.source.TryRun(r.Context(), p.user(r), terms)
	if err != nil {
		return nil, err
	}
	return &run, nil
}

func checkDay(d day.Day) error {
	if _, err := day.Parse(string(d)); d != "" && err != nil {
		return fault.New("web.field-day", "day", d)
	}
	return nil
}

// makeRun makes the run that was shown.
func (p *pages) makeRun(w http.ResponseWriter, r *http.Request) error {
	terms := RunTerms{Day: day.Day(r.PostFormValue("day"))}
	err := checkDay(terms.Day)
	to := "/runs"
	if err == nil {
		var id string
		if id, err = p.source.MakeRun(r.Context(), p.user(r), terms); err == nil {
			to = "/runs/" + url.PathEscape(id)
		}
	}
	return p.did(w, r, to, said{Code: "web.said.run-made"}, err)
}
