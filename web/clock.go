// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/day"
)

// clock records what moves the day by which an invoice must be paid. What cannot
// be is told with the form, as it was typed.
func (p *pages) clock(w http.ResponseWriter, r *http.Request) error {
	f := ClockFacts{Why: strings.TrimSpace(r.PostFormValue("why"))}
	var err error
	for name, to := range map[string]*day.Day{"performed": &f.Performed, "agreed": &f.Agreed, "returned": &f.Returned, "completed": &f.Completed} {
		*to = day.Day(strings.TrimSpace(r.PostFormValue(name)))
		if wrong := checkDay(*to); wrong != nil {
			err = wrong
		}
	}
	if err == nil {
		err = p.source.SetClock(r.Context(), p.user(r), r.PathValue("invoice"), f)
	}
	if err != nil {
		return p.wrong(w, r, "clock", err, func(b *invoiceBody) { b.Clock = f })
	}
	return p.did(w, r, here(r, "#clock"), said{Code: "web.said.clock"}, nil)
}
