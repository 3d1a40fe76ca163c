// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

type quarantineBody struct {
	Kept         []Quarantined
	Cursor, Next string
}

// quarantine lists what was read but not believed, why, and what to do.
func (p *pages) quarantine(w http.ResponseWriter, r *http.Request) error {
	cursor := r.URL.Query().Get("after")
	kept, next, err := p.source.Quarantine(r.Context(), cursor)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "quarantine", Title: "web.quarantine.title", Tab: "quarantine",
		Body: quarantineBody{kept, cursor, next}})
}
