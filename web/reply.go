// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"

	"rentmeester/fault"
)

type replyBody struct {
	Invoice
	Reply Reply
}

// reply shows what the supplier would be told of what is wrong.
func (p *pages) reply(w http.ResponseWriter, r *http.Request) error {
	inv, err := p.source.Invoice(r.Context(), p.user(r), r.PathValue("invoice"))
	if err != nil {
		return err
	}
	told, err := p.source.Reply(r.Context(), inv.ID, string(p.langOf(r)))
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "reply", Title: "web.reply.title", Tab: "invoices",
		TitleArgs: fault.Args("number", inv.Number), Body: replyBody{inv, told}})
}

// sendReply puts it in the outgoing mail.
func (p *pages) sendReply(w http.ResponseWriter, r *http.Request) error {
	id, to := r.PathValue("invoice"), strings.TrimSpace(r.PostFormValue("to"))
	err := p.source.SendReply(r.Context(), p.user(r), id, to, string(p.langOf(r)))
	return p.did(w, r, "/invoices/"+url.PathEscape(id)+"/reply", said{Code: "web.said.reply-queued", Args: fault.Args("to", to)}, err)
}

// replyFile gives the electronic answer to keep.
func (p *pages) replyFile(w http.ResponseWriter, r *http.Request) error {
	file, err := p.source.ReplyFile(r.Context(), r.PathValue("invoice"))
	if err != nil {
		return err
	}
	return p.hand(w, r, file)
}
