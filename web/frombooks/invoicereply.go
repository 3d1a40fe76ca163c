// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"bytes"
	"context"
	"io"

	"rentmeester/reply"
	"rentmeester/text"
	"rentmeester/web"
)

// Reply implements web.Invoices.
func (s *Source) Reply(ctx context.Context, invoice, lang string) (v web.Reply, err error) {
	err = s.onInvoice(invoice, func(key int64) error {
		r, err := s.books.Invoices().Reply(ctx, key, nil, "")
		if err != nil {
			return err
		}
		letter := reply.Write(r, text.Lang(lang))
		_, off := s.box().Settings(ctx)
		v = web.Reply{Subject: letter.Subject, Body: letter.Body, To: r.To.Mail, Sendable: off == nil,
			Electronic: reply.Respond(io.Discard, r, text.Lang(lang)) == nil}
		return nil
	})
	return v, err
}

// SendReply implements web.Invoices.
func (s *Source) SendReply(ctx context.Context, by, invoice, to, lang string) error {
	return s.onInvoice(invoice, func(key int64) error {
		_, err := s.books.Invoices().SendReply(ctx, by, key, nil, "", to, text.Lang(lang))
		return err
	})
}

// ReplyFile implements web.Invoices.
func (s *Source) ReplyFile(ctx context.Context, invoice string) (f web.File, err error) {
	err = s.onInvoice(invoice, func(key int64) error {
		r, err := s.books.Invoices().Reply(ctx, key, nil, "")
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := reply.Respond(&out, r, text.NL); err != nil {
			return err
		}
		f = web.File{Name: r.ID + ".xml", Type: "application/xml", Content: io.NopCloser(&out)}
		return nil
	})
	return f, err
}
