// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/api"
	"rentmeester/app/access"
)

// turn gives an access.Turn as the API has it.
type turn struct{ *access.Turn }

// Begin implements api.Once.
func (s *Source) Begin(ctx context.Context, by api.Caller, key, sum string) (api.Turn, error) {
	t, err := (&access.Door{Books: s.books.Books}).Begin(ctx, by.Token, key, sum)
	if err != nil {
		return nil, err
	}
	return turn{t}, nil
}

// Before implements api.Turn.
func (t turn) Before() *api.Answered {
	if t.Turn.Before == nil {
		return nil
	}
	a := api.Answered(*t.Turn.Before)
	return &a
}

// Acted implements api.Turn.
func (t turn) Acted() string { return t.Turn.Acted }

// End implements api.Turn.
func (t turn) End(ctx context.Context, a *api.Answered) error {
	if a == nil {
		return t.Turn.End(ctx, nil)
	}
	kept := access.Answer(*a)
	return t.Turn.End(ctx, &kept)
}
