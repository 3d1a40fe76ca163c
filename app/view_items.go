// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"sort"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// ItemView is an open item that a line may settle.
type ItemView struct {
	Number      string
	Kind        ledger.ItemKind
	PartyNumber string
	Name        string
	Text        string
	Reference   string
	Due         day.Day
	Amount      money.Cents // unsigned
	Open        money.Cents // unsigned
	Room        money.Cents // unsigned: what this line can settle of it, or take back
}

const (
	maxFound = 20  // items shown
	maxTried = 400 // items weighed; a query that finds more is too wide
)

// ItemsFor finds items that a line may settle, or take back when it is a return:
// by number, name, reference or amount, the likeliest first, at most twenty.
// Without a query it looks for what fits the line. Errors: app.no-line.
func (b *Books) ItemsFor(ctx context.Context, line int64, query string) (list []ItemView, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		row, err := q.LineByID(ctx, db.LineByIDParams{Adm: b.Adm.Key, ID: line})
		if store.NoRows(err) {
			return fault.New("app.no-line", "line", line)
		}
		if err != nil {
			return failed(err)
		}
		s := itemSearch{ctx: ctx, q: q, adm: b.Adm.Key, line: row, query: strings.TrimSpace(query), seen: map[int64]bool{}}
		list, err = s.run()
		return err
	})
	return list, err
}

type itemSearch struct {
	ctx   context.Context
	q     *db.Queries
	adm   int64
	line  db.BankLine
	query string
	seen  map[int64]bool
	found []db.Item
}

func (s *itemSearch) run() ([]ItemView, error) {
	queries := []string{s.query}
	if s.query == "" {
		queries = []string{s.line.PartyIban, s.line.PartyName, money.Cents(s.line.LeftAmount).Abs().String()}
	}
	for _, query := range queries {
		if query == "" || len(s.found) >= maxFound {
			continue
		}
		if err := s.try(query); err != nil {
			return nil, err
		}
	}
	sort.SliceStable(s.found, func(i, j int) bool {
		a, b := s.found[i], s.found[j]
		if x, y := s.rank(a), s.rank(b); x != y {
			return x > y
		}
		if a.Due != b.Due {
			return a.Due < b.Due
		}
		return a.ID < b.ID
	})
	list := make([]ItemView, 0, maxFound)
	for _, i := range s.found[:min(len(s.found), maxFound)] {
		list = append(list, s.view(i))
	}
	return list, nil
}

// try looks by number and by reference, and when nothing bears it, everywhere.
func (s *itemSearch) try(query string) error {
	for _, kind := range []ledger.ItemKind{ledger.Receivable, ledger.Payable} {
		numbered, err := s.q.ItemsByNumber(s.ctx, db.ItemsByNumberParams{Adm: s.adm, Kind: string(kind), Number: query})
		if err != nil {
			return failed(err)
		}
		s.add(numbered...)
	}
	same, err := s.q.ItemsByReference(s.ctx, db.ItemsByReferenceParams{Adm: s.adm, Reference: query, Page: maxTried})
	if err != nil {
		return failed(err)
	}
	if s.add(same...); len(s.found) > 0 {
		return nil // typed in full: nothing else is meant, and nothing else is read
	}
	w := books.Words(query)
	wide, err := s.q.SearchItems(s.ctx, db.SearchItemsParams{Adm: s.adm, Kind: string(s.settles()), Word1: w[0], Word2: w[1],
		Word3: w[2], Word4: w[3], Page: maxTried})
	s.add(wide...)
	return failed(err)
}

func (s *itemSearch) add(items ...db.Item) {
	for _, i := range items {
		if !s.seen[i.ID] {
			s.seen[i.ID] = true
			s.found = append(s.found, i)
		}
	}
}

// settles says which kind of item money in the direction of the line settles.
func (s *itemSearch) settles() ledger.ItemKind {
	if s.line.LeftAmount < 0 {
		return ledger.Payable
	}
	return ledger.Receivable
}

// rank says how likely an item is meant: what was typed in full, what the line
// can settle, and an amount or account that fits.
func (s *itemSearch) rank(i db.Item) (points int) {
	for _, r := range []struct {
		holds  bool
		points int
	}{
		{s.query != "" && (strings.EqualFold(i.Number, s.query) || i.Reference == s.query), 100},
		{s.view(i).Room > 0, 40},
		{i.Kind == string(s.settles()), 20},
		{s.view(i).Room == money.Cents(s.line.LeftAmount).Abs(), 10},
		{i.Iban != "" && i.Iban == s.line.PartyIban, 5},
	} {
		if r.holds {
			points += r.points
		}
	}
	return points
}

func (s *itemSearch) view(i db.Item) ItemView {
	return ItemView{Number: i.Number, Kind: ledger.ItemKind(i.Kind), PartyNumber: i.PartyNumber, Name: i.PartyName, Text: i.Description,
		Reference: i.Reference, Due: day.Day(i.Due), Amount: money.Cents(i.Amount), Open: money.Cents(i.Amount - i.Settled),
		Room: fitting(i, money.Cents(s.line.LeftAmount)).Abs()}
}
