// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strings"
	"sync"

	"rentmeester/app/invoices"
	"rentmeester/money"
	"rentmeester/web"
)

// turns keeps for each person the invoices that wait for him.
type turns struct {
	mu sync.Mutex
	of map[string]*kept[[]invoices.Listed]
}

// person gives the place of one person.
func (t *turns) person(by string) *kept[[]invoices.Listed] {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil {
		t.of = map[string]*kept[[]invoices.Listed]{}
	}
	if t.of[by] == nil {
		t.of[by] = &kept[[]invoices.Listed]{}
	}
	return t.of[by]
}

// mine gives the invoices that wait for a person, worked out once for every
// version of the books and every day.
func (s *Source) mine(ctx context.Context, by string) ([]invoices.Listed, error) {
	version := func(ctx context.Context) (int64, error) {
		v, err := s.books.Version(ctx)
		return v<<16 | s.books.Now().Unix()/(24*3600)&0xffff, err
	}
	return s.turns.person(by).get(ctx, version, func(ctx context.Context) ([]invoices.Listed, error) {
		return s.books.Invoices().Mine(ctx, by)
	})
}

// waitingFor narrows what waits for a person. It is one page: nobody has hundreds.
func waitingFor(list []invoices.Listed, f invoices.InvoiceFilter, mine bool) (l web.InvoiceList) {
	for _, m := range list {
		words := strings.ToLower(m.Name + " " + m.Number + " " + m.Supplier + " " + money.Cents(m.Payable).String())
		payable := money.Cents(m.Payable)
		switch {
		case f.State != "" && f.State != string(m.State), f.Supplier != "" && f.Supplier != m.Supplier, !strings.Contains(words, strings.ToLower(f.Query)),
			m.Issued < f.From, f.Until != "" && m.Issued > f.Until, f.Due != "" && m.Last > f.Due,
			f.Least != nil && payable < *f.Least, f.Most != nil && payable > *f.Most:
			continue
		}
		head := invoiceHeadOf(m)
		head.Mine = mine
		l.Invoices = append(l.Invoices, head)
	}
	return l
}
