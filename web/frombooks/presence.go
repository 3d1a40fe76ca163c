// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strconv"
	"strings"

	"rentmeester/app/presence"
	"rentmeester/autopilot"
	"rentmeester/web"
)

func (s *Source) corridor() *presence.Room { return &presence.Room{Books: s.books.Books} }

// Here implements web.Presence.
func (s *Source) Here(ctx context.Context, by, page string) ([]string, error) {
	return s.corridor().Here(ctx, by, page)
}

// inChain is how the audit chain names what pages are about.
var inChain = map[string]string{"worklist": "line", "invoices": "invoice", "post": "document", "orders": "order", "runs": "run"}

// LastDone implements web.Presence.
func (s *Source) LastDone(ctx context.Context, page string) (web.LastAct, error) {
	parts := strings.Split(strings.TrimPrefix(page, "/"), "/")
	if len(parts) != 2 || inChain[parts[0]] == "" {
		return web.LastAct{}, nil // a supplier is called by his number there, not by an identifier
	}
	key, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return web.LastAct{}, nil
	}
	last, err := s.corridor().LastDone(ctx, inChain[parts[0]], key)
	if last.Actor == autopilot.Actor {
		last.Actor = ""
	}
	return web.LastAct{By: last.Actor, Kind: last.Act, At: last.At}, err
}
