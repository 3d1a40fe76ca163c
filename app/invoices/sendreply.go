// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"bytes"
	"cmp"
	"context"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/reply"
	"rentmeester/store"
	"rentmeester/text"
)

// Told is how the reply to a supplier was put in the outbox.
type Told struct {
	Letter     int64  `json:"letter"`
	To         string `json:"to"`
	Electronic bool   `json:"electronic"` // with the answer that his program reads
}

// SendReply puts what Reply says in the outbox, because a person said so; with the
// electronic answer where there is one. to "" is the address that the invoice
// names. Errors: those of Reply, outbox.off, outbox.address,
// invoices.no-reply-address, invoices.reply-sent (the same was said before).
func (d *Desk) SendReply(ctx context.Context, actor string, invoice int64, reasons []reply.Reason, remark, to string, lang text.Lang) (told Told, err error) {
	r, err := d.Reply(ctx, invoice, reasons, remark)
	if err != nil {
		return told, err
	}
	if told.To = cmp.Or(to, r.To.Mail); told.To == "" {
		return told, fault.New("invoices.no-reply-address", "invoice", invoice)
	}
	about := books.Subject("invoice", invoice)
	letter := reply.Write(r, lang)
	out := books.Letter{Kind: "reply", About: about, Once: about + "\n" + letter.Subject + "\n" + letter.Body, To: told.To, Subject: letter.Subject, Body: letter.Body}
	var answer bytes.Buffer
	if reply.Respond(&answer, r, lang) == nil {
		told.Electronic = true
		out.Attached = []books.Attached{{Name: r.ID + ".xml", Type: "application/xml", Text: answer.String()}}
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		p, err := d.InForce(ctx, tx.Queries)
		if err != nil {
			return err
		}
		id, queued, err := books.QueueLetter(ctx, tx, actor, p.On(day.Of(tx.Now)).Outgoing, out)
		if err != nil {
			return err
		}
		if !queued {
			return fault.New("invoices.reply-sent", "invoice", invoice, "letter", id)
		}
		told.Letter = id
		return tx.Audit(ctx, actor, "invoice.replied", about, map[string]any{"letter": id, "to": told.To, "outcome": r.Outcome, "reasons": r.Reasons})
	})
	return told, err
}
