// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

// overview shows the accounts with their proof, and what the administration holds.
func (p *pages) overview(w http.ResponseWriter, r *http.Request) error {
	overview, err := p.source.Overview(r.Context())
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "overview", Title: "web.overview.title", Tab: "accounts", Body: overviewBody{overview}})
}

type overviewBody struct{ Overview }

// Unproved counts the accounts that are not "sluitend".
func (b overviewBody) Unproved() (n int) {
	for _, a := range b.Accounts {
		if !a.Proved {
			n++
		}
	}
	return n
}
