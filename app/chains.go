// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/store/db"
)

// chain is the chain of statements of an account, and where it breaks.
type chain struct {
	links  []bank.Link
	breaks []bank.Break
}

// chainOf reads it.
func chainOf(ctx context.Context, q *db.Queries, adm, account int64) (c chain, err error) {
	all, err := links(ctx, q, adm, account)
	if err == nil {
		c.links, c.breaks = bank.Chain(all)
	}
	return c, err
}

// until gives where the statements begin in it that close on a day or later.
func (c chain) until(d day.Day) int {
	at, _ := slices.BinarySearchFunc(c.links, d, func(l bank.Link, d day.Day) int { return cmp.Compare(l.Last, d) })
	return at
}

// chains keeps the chain of each account. In large books it has thousands of
// statements, of which a page shows a few, and what comes before them decides whether
// they join. Statements are added and never changed: a chain holds until there is
// another statement. It is safe for several goroutines.
type chains struct {
	mu   sync.Mutex
	last int64 // statement that was added last
	of   map[int64]chain
}

// chain gives the chain of an account, as it was read before or anew.
func (b *Books) chain(ctx context.Context, q *db.Queries, account int64) (c chain, err error) {
	last, err := q.LastStatement(ctx, b.Adm.Key)
	if err != nil {
		return c, failed(err)
	}
	k := b.kept
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last != last || k.of == nil {
		k.last, k.of = last, map[int64]chain{}
	}
	c, known := k.of[account]
	if !known {
		if c, err = chainOf(ctx, q, b.Adm.Key, account); err != nil {
			return c, err
		}
		k.of[account] = c
	}
	return c, nil
}

// lately and freshly give chains to look at: as they were read before, or anew, for
// who checks the books.
func (b *Books) lately(ctx context.Context, q *db.Queries) func(account int64) (chain, error) {
	return func(account int64) (chain, error) { return b.chain(ctx, q, account) }
}

func (b *Books) freshly(ctx context.Context, q *db.Queries) func(account int64) (chain, error) {
	return func(account int64) (chain, error) { return chainOf(ctx, q, b.Adm.Key, account) }
}
