// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"rentmeester/fault"
)

type outboxBody struct {
	LetterList
	Counts map[string]int
	State  string
	Self   string
}

// States gives the states to choose from.
func (b outboxBody) States() []string { return LetterStates }

// outbox shows the mail that goes out: what waits, was sent, or did not go.
func (p *pages) outbox(w http.ResponseWriter, r *http.Request) (err error) {
	body := outboxBody{State: r.URL.Query().Get("state"), Self: withParam(r.URL.RequestURI(), "lang", "")}
	if body.LetterList, err = p.source.Letters(r.Context(), body.State); err != nil {
		return err
	}
	if body.Counts, err = p.source.LetterCounts(r.Context()); err != nil {
		return err
	}
	return p.show(w, r, page{Name: "outbox", Title: "web.outbox.title", Tab: "outbox", Body: body})
}

// letter shows one letter as it goes.
func (p *pages) letter(w http.ResponseWriter, r *http.Request) error {
	l, err := p.source.Letter(r.Context(), r.PathValue("letter"))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "letter", Title: "web.letter.title", TitleArgs: fault.Args("letter", l.ID), Tab: "outbox", Body: l})
}

// letterAct takes a letter back, or lets it wait once more.
func (p *pages) letterAct(w http.ResponseWriter, r *http.Request) (err error) {
	id, told := r.PathValue("letter"), said{Args: fault.Args("letter", r.PathValue("letter"))}
	switch r.PostFormValue("act") {
	case "withdraw":
		told.Code, err = "web.said.letter-withdrawn", p.source.WithdrawLetter(r.Context(), p.user(r), id)
	case "again":
		told.Code, err = "web.said.letter-again", p.source.LetterAgain(r.Context(), p.user(r), id)
	default:
		return fault.New("web.form-unreadable")
	}
	return p.did(w, r, "/outbox/"+url.PathEscape(id), told, err)
}
