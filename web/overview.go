// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

// overview shows what needs a person, and the accounts with their proof.
func (p *pages) overview(w http.ResponseWriter, r *http.Request) error {
	overview, err := p.source.Overview(r.Context())
	if err != nil {
		return err
	}
	owed, err := p.source.InvoiceCounts(r.Context(), p.user(r))
	if err != nil {
		return err
	}
	letters, err := p.source.LetterCounts(r.Context())
	if err != nil {
		return err
	}
	body := overviewBody{Overview: overview, Owed: owed, Unsent: letters[LetterFailed]}
	if !body.Empty() {
		if body.Autopilot, err = p.source.Autopilot(r.Context()); err != nil {
			return err
		}
	}
	return p.show(w, r, page{Name: "overview", Title: "web.overview.title", Tab: "overview", Body: body})
}

type overviewBody struct {
	Overview
	Owed      InvoiceCounts
	Unsent    int // letters that failed
	Autopilot Autopilot
}

// Unproved counts the accounts that are not "sluitend".
func (b overviewBody) Unproved() (n int) {
	for _, a := range b.Accounts {
		if !a.Proved {
			n++
		}
	}
	return n
}

// Nothing says that nothing needs a person.
func (b overviewBody) Nothing() bool {
	return b.Totals.OnWorklist == 0 && b.Totals.Quarantined == 0 && b.Totals.MandatesToStop == 0 && b.Unproved() == 0 && b.Owed.Waiting() == 0 && b.Unsent == 0
}

// Empty says that nothing was imported yet.
func (b overviewBody) Empty() bool {
	return b.Totals.Statements == 0 && b.Totals.OpenItems == 0 && b.Totals.Quarantined == 0 && b.Owed.Documents == 0
}
