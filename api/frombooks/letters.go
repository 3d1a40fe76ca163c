// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/api"
	"rentmeester/app/outbox"
	"rentmeester/reply"
)

func (s *Source) box() *outbox.Box { return &outbox.Box{Books: s.books.Books} }

// Letters implements api.Letters.
func (s *Source) Letters(ctx context.Context, by api.Caller, state, from string, limit int) (all []api.Letter, next string, err error) {
	var before int64
	if err := uncursor(from, &before); err != nil {
		return nil, "", err
	}
	rows, more, err := s.box().Before(ctx, state, before, limit)
	for _, l := range rows {
		all = append(all, letterOf(by, l))
	}
	if more {
		next = cursor(rows[len(rows)-1].ID)
	}
	return all, next, err
}

func letterOf(by api.Caller, l outbox.Letter) api.Letter {
	one := api.Letter{ID: l.ID, Kind: l.Kind, About: l.About, To: l.To, Subject: l.Subject, State: l.State, Attempts: l.Attempts, Due: l.Due, By: l.Actor,
		At: l.At, Tried: l.Tried, Ended: l.Ended}
	if l.Fault != nil {
		why := said(by, l.Fault)
		one.Why = &why
	}
	return one
}

// Letter implements api.Letters.
func (s *Source) Letter(ctx context.Context, by api.Caller, id int64) (api.LetterDetail, error) {
	l, err := s.box().Show(ctx, id)
	d := api.LetterDetail{Letter: letterOf(by, l), Body: l.Body, MessageID: l.MessageID, Attached: []string{}}
	for _, a := range l.Attached {
		d.Attached = append(d.Attached, a.Name)
	}
	return d, err
}

// WithdrawLetter implements api.Letters.
func (s *Source) WithdrawLetter(ctx context.Context, by api.Caller, id int64) error {
	return s.box().Withdraw(ctx, by.Person, id)
}

// LetterAgain implements api.Letters.
func (s *Source) LetterAgain(ctx context.Context, by api.Caller, id int64) error {
	return s.box().Again(ctx, by.Person, id)
}

// SendReply implements api.Letters.
func (s *Source) SendReply(ctx context.Context, by api.Caller, invoice int64, n api.NewReply) (int64, error) {
	var reasons []reply.Reason
	for _, r := range n.Reasons {
		reasons = append(reasons, reply.Reason(r))
	}
	told, err := s.desk().SendReply(ctx, by.Person, invoice, reasons, n.Remark, n.To, by.Lang)
	return told.Letter, err
}
