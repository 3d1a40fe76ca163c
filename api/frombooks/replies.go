// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"io"

	"rentmeester/api"
	"rentmeester/reply"
)

func (s *Source) reply(ctx context.Context, id int64, c api.ReplyChoice) (reply.Reply, error) {
	var reasons []reply.Reason
	for _, r := range c.Reasons {
		reasons = append(reasons, reply.Reason(r))
	}
	return s.desk().Reply(ctx, id, reasons, c.Remark)
}

// Reply implements api.Source.
func (s *Source) Reply(ctx context.Context, by api.Caller, id int64, c api.ReplyChoice) (api.Reply, error) {
	r, err := s.reply(ctx, id, c)
	if err != nil {
		return api.Reply{}, err
	}
	letter := reply.Write(r, by.Lang)
	a := api.Reply{Number: r.ID, Name: r.To.Name, Mail: r.To.Mail, Outcome: string(r.Outcome), Reasons: []string{}, Subject: letter.Subject, Body: letter.Body,
		Electronic: reply.Respond(io.Discard, r, by.Lang) == nil}
	for _, reason := range r.Reasons {
		a.Reasons = append(a.Reasons, string(reason))
	}
	return a, nil
}

// ReplyFile implements api.Source.
func (s *Source) ReplyFile(ctx context.Context, by api.Caller, id int64, c api.ReplyChoice, to io.Writer) (name string, err error) {
	r, err := s.reply(ctx, id, c)
	if err != nil {
		return "", err
	}
	return r.ID + ".xml", reply.Respond(to, r, by.Lang)
}
