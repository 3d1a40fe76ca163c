// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/fault"
)

// spoken are the acts that say nothing without a word of the person.
var spoken = map[string]bool{"ask": true, "answer": true, "dispute": true, "reject": true, "comment": true, "unbook": true}

// actOn does what a person decided about an invoice: approve, ask, dispute a
// part, send it back, say something.
func (p *pages) actOn(w http.ResponseWriter, r *http.Request) error {
	act := InvoiceAct{Kind: r.PostFormValue("act"), Step: r.PostFormValue("step"), Of: r.PostFormValue("of"),
		To: r.PostFormValue("to"), Comment: strings.TrimSpace(r.PostFormValue("comment")), Lines: strings.Fields(r.PostFormValue("lines"))}
	if spoken[act.Kind] && act.Comment == "" {
		return p.actWrong(w, r, act, fault.New("web.no-comment"))
	}
	if typed := r.PostFormValue("amount"); typed != "" {
		cents, err := parseAmount(p.langOf(r), typed)
		if err != nil {
			return p.actWrong(w, r, act, err)
		}
		act.Amount = cents
	}
	told := said{Code: "web.said.act." + act.Kind}
	if !knownActs[act.Kind] {
		return fault.New("web.form-unreadable")
	}
	return p.did(w, r, here(r, "#approval"), told, p.source.Act(r.Context(), p.user(r), r.PathValue("invoice"), act))
}

var knownActs = map[string]bool{"approve": true, "withdraw": true, "ask": true, "answer": true, "dispute": true, "settle": true,
	"reject": true, "reopen": true, "comment": true, "unbook": true}

// actWrong shows the form again with what was typed.
func (p *pages) actWrong(w http.ResponseWriter, r *http.Request, act InvoiceAct, err error) error {
	return p.wrong(w, r, act.Kind, err, func(b *invoiceBody) {
		b.Typed = map[string]string{"comment": act.Comment, "amount": r.PostFormValue("amount"), "lines": r.PostFormValue("lines"), "to": act.To}
	})
}
