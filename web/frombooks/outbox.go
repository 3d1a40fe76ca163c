// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strings"

	"rentmeester/app/outbox"
	"rentmeester/fault"
	"rentmeester/web"
)

func (s *Source) box() *outbox.Box { return &outbox.Box{Books: s.books.Books} }

// Letters implements web.Outbox.
func (s *Source) Letters(ctx context.Context, state string) (l web.LetterList, err error) {
	list, err := s.box().List(ctx, state)
	if err != nil {
		return l, err
	}
	for _, one := range list {
		l.Letters = append(l.Letters, letterHeadOf(one))
	}
	if len(list) == outbox.Page {
		l.Most = outbox.Page
	}
	_, off := s.box().Settings(ctx)
	if !fault.Is(off, "outbox.off") {
		return l, off
	}
	l.Off = web.Sentence{Code: fault.Code(off)}
	return l, nil
}

func letterHeadOf(l outbox.Letter) web.LetterHead {
	h := web.LetterHead{ID: id(l.ID), Kind: l.Kind, To: l.To, Subject: l.Subject, State: l.State, By: l.Actor, At: moment(l.At), Tried: moment(l.Tried),
		Ended: moment(l.Ended), Due: moment(l.Due), Attempts: int(l.Attempts)}
	if l.Fault != nil {
		h.Why = web.Sentence{Code: l.Fault.Code, Args: l.Fault.Args}
	}
	if about, which, known := strings.Cut(l.About, ":"); known && (about == "invoice" || about == "document") {
		h.About, h.AboutID = about, which
	}
	return h
}

func (s *Source) onLetter(letter string, do func(key int64) error) error {
	key, err := number(letter, "books.letter.not-found")
	if err != nil {
		return err
	}
	return translate(do(key))
}

// Letter implements web.Outbox.
func (s *Source) Letter(ctx context.Context, letter string) (l web.Letter, err error) {
	err = s.onLetter(letter, func(key int64) error {
		v, err := s.box().Show(ctx, key)
		l = web.Letter{LetterHead: letterHeadOf(v), Body: v.Body, MessageID: v.MessageID}
		for _, a := range v.Attached {
			l.Attached = append(l.Attached, a.Name)
		}
		return err
	})
	return l, err
}

// LetterCounts implements web.Outbox.
func (s *Source) LetterCounts(ctx context.Context) (map[string]int, error) {
	counts, err := s.box().Counts(ctx)
	told := map[string]int{}
	for state, n := range counts {
		told[state] = int(n)
	}
	return told, err
}

// WithdrawLetter implements web.Outbox.
func (s *Source) WithdrawLetter(ctx context.Context, by, letter string) error {
	return s.onLetter(letter, func(key int64) error { return s.box().Withdraw(ctx, by, key) })
}

// LetterAgain implements web.Outbox.
func (s *Source) LetterAgain(ctx context.Context, by, letter string) error {
	return s.onLetter(letter, func(key int64) error { return s.box().Again(ctx, by, key) })
}
