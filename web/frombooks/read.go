// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/web"
)

// Overview implements web.Source. It is counted once for every version of the books.
func (s *Source) Overview(ctx context.Context) (web.Overview, error) {
	return s.overview.get(ctx, s.books.Version, func(ctx context.Context) (web.Overview, error) {
		o, err := s.books.Overview(ctx)
		return overviewOf(o), err
	})
}

func overviewOf(o app.OverviewView) web.Overview {
	w := web.Overview{WaitingIn: o.In, WaitingOut: o.Out, OldestWaiting: o.Oldest,
		Totals: web.Totals{Statements: int(o.Statements), Entries: int(o.Entries), Details: int(o.Details), OpenItems: int(o.OpenItems),
			Matched: int(o.Matched), Automatic: int(o.Automatic), OnWorklist: int(o.OnWorklist), Quarantined: int(o.Quarantined)}}
	keys := accountKeys(o.Accounts)
	for i, a := range o.Accounts {
		line := accountOf(a)
		line.Key = keys[i]
		w.Accounts = append(w.Accounts, line)
	}
	return w
}

// accountKeys names accounts in addresses: by their IBAN, and where it has several by
// their currency too.
func accountKeys(accounts []app.AccountStatus) (keys []string) {
	times := map[string]int{}
	for _, a := range accounts {
		times[a.IBAN]++
	}
	for _, a := range accounts {
		key := a.IBAN
		if times[a.IBAN] > 1 {
			key += "-" + a.Currency
		}
		keys = append(keys, key)
	}
	return keys
}

// Account implements web.Source.
func (s *Source) Account(ctx context.Context, account string) (web.AccountLine, error) {
	o, err := s.Overview(ctx)
	if err != nil {
		return web.AccountLine{}, err
	}
	for _, a := range o.Accounts {
		if a.Key == account {
			return a, nil
		}
	}
	return web.AccountLine{}, fault.New("books.account.not-found", "iban", account)
}

// account gives the key of an account.
func (s *Source) account(ctx context.Context, account string) (int64, error) {
	accounts, err := s.books.BankAccounts(ctx)
	if err != nil {
		return 0, translate(err)
	}
	if at := slices.Index(accountKeys(accounts), account); at >= 0 {
		return accounts[at].ID, nil
	}
	return 0, fault.New("books.account.not-found", "iban", account)
}

// Days implements web.Source. Its cursor is a day.
func (s *Source) Days(ctx context.Context, account, cursor string) (days []web.DayLine, next string, err error) {
	key, err := s.account(ctx, account)
	if err != nil {
		return nil, "", err
	}
	if cursor != "" {
		if _, err := day.Parse(cursor); err != nil {
			return nil, "", badCursor()
		}
	}
	page, more, err := s.books.DaysPage(ctx, key, day.Day(cursor))
	if err != nil {
		return nil, "", translate(err)
	}
	for _, d := range page {
		days = append(days, dayOf(d))
	}
	if more {
		next = string(page[len(page)-1].Day)
	}
	return days, next, nil
}

// Statements implements web.Source. Its cursor is a day and a statement.
func (s *Source) Statements(ctx context.Context, account, cursor string) (heads []web.StatementHead, next string, err error) {
	key, err := s.account(ctx, account)
	if err != nil {
		return nil, "", err
	}
	until, before := day.Day(""), int64(0)
	if cursor != "" {
		left, right, _ := strings.Cut(cursor, "_")
		if until, err = day.Parse(left); err != nil {
			return nil, "", badCursor()
		}
		if before, err = strconv.ParseInt(right, 10, 64); err != nil {
			return nil, "", badCursor()
		}
	}
	page, more, err := s.books.StatementsPage(ctx, key, until, before)
	if err != nil {
		return nil, "", translate(err)
	}
	for _, h := range page {
		heads = append(heads, headOf(h))
	}
	if more {
		last := page[len(page)-1]
		next = fmt.Sprintf("%s_%d", last.Last, last.ID)
	}
	return heads, next, nil
}

// Statement implements web.Source. Its cursor is an entry and a detail.
func (s *Source) Statement(ctx context.Context, statement, cursor string) (web.Statement, error) {
	key, err := number(statement, "books.statement.not-found")
	if err != nil {
		return web.Statement{}, err
	}
	after := app.FromStart
	if cursor != "" {
		position, detail, err := pair(cursor)
		if err != nil {
			return web.Statement{}, err
		}
		after = app.Place{Position: int(position), Detail: int(detail)}
	}
	v, err := s.books.StatementAt(ctx, key, after)
	if err != nil {
		return web.Statement{}, translate(err)
	}
	made := statementOf(v)
	accounts, err := s.books.BankAccounts(ctx)
	at := slices.IndexFunc(accounts, func(a app.AccountStatus) bool { return a.ID == v.AccountID })
	if at >= 0 {
		made.Account = accountKeys(accounts)[at]
	}
	return made, translate(err)
}

var parts = map[web.Show]app.WorkPart{web.ShowSure: app.SureLines, web.ShowDoubt: app.DoubtLines, web.ShowNone: app.BareLines}

// Worklist implements web.Source. Its cursor is a probability and a line; among
// the lines without a proposal only a line.
func (s *Source) Worklist(ctx context.Context, filter web.Filter, cursor string) (web.Worklist, error) {
	f := app.WorkFilter{Query: filter.Query, Part: parts[filter.Show], Sure: web.SureAt}
	if filter.Account != "" {
		var err error
		if f.Account, err = s.account(ctx, filter.Account); err != nil {
			return web.Worklist{}, err
		}
	}
	after, err := workPlace(cursor)
	if err != nil {
		return web.Worklist{}, err
	}
	page, err := s.books.WorklistPage(ctx, f, after)
	if err != nil {
		return web.Worklist{}, translate(err)
	}
	list := web.Worklist{Total: page.Total}
	if list.Accounts, err = s.accountNames(ctx); err != nil {
		return web.Worklist{}, err
	}
	for _, v := range page.Items {
		list.Items = append(list.Items, workItemOf(v))
	}
	if page.More {
		list.Next = cursorOf(page.Next)
	}
	return list, nil
}

// accountNames gives the accounts to choose from.
func (s *Source) accountNames(ctx context.Context) (names []web.AccountName, err error) {
	accounts, err := s.books.BankAccounts(ctx)
	keys := accountKeys(accounts)
	for i, a := range accounts {
		names = append(names, web.AccountName{Key: keys[i], IBAN: a.IBAN, Name: a.Name, Currency: a.Currency})
	}
	return names, translate(err)
}

func workPlace(cursor string) (app.WorkPlace, error) {
	if cursor == "" {
		return app.Top, nil
	}
	probability, line, _ := strings.Cut(cursor, "_")
	key, err := strconv.ParseInt(line, 10, 64)
	if err != nil {
		return app.WorkPlace{}, badCursor()
	}
	if probability == "" {
		return app.WorkPlace{Bare: true, Line: key}, nil
	}
	p, err := strconv.ParseFloat(probability, 64)
	if err != nil {
		return app.WorkPlace{}, badCursor()
	}
	return app.WorkPlace{Probability: p, Line: key}, nil
}

func cursorOf(p app.WorkPlace) string {
	if p.Bare {
		return "_" + id(p.Line)
	}
	return strconv.FormatFloat(p.Probability, 'g', -1, 64) + "_" + id(p.Line)
}

// WorkItem implements web.Source.
func (s *Source) WorkItem(ctx context.Context, line string) (web.WorkItem, error) {
	key, err := number(line, "books.line.not-found")
	if err != nil {
		return web.WorkItem{}, err
	}
	v, err := s.books.Waiting(ctx, key)
	if err != nil {
		return web.WorkItem{}, translate(err)
	}
	if !v.Open {
		return web.WorkItem{}, fault.New("books.waiting.not-found")
	}
	return workItemOf(v), nil
}

// OpenItems implements web.Source.
func (s *Source) OpenItems(ctx context.Context, line, query string) ([]web.OpenItem, error) {
	key, err := number(line, "books.line.not-found")
	if err != nil {
		return nil, err
	}
	found, err := s.books.ItemsFor(ctx, key, query)
	if err != nil {
		return nil, translate(err)
	}
	list := make([]web.OpenItem, len(found))
	for i, v := range found {
		list[i] = web.OpenItem{Number: v.Number, Name: v.Name, Text: v.Text, Reference: v.Reference, Due: v.Due, Amount: v.Amount, Open: v.Open, Room: v.Room}
	}
	return list, nil
}

// Decisions implements web.Source. Its cursor is a decision.
func (s *Source) Decisions(ctx context.Context, cursor string) (decisions []web.Decision, next string, err error) {
	before, err := idCursor(cursor)
	if err != nil {
		return nil, "", err
	}
	page, more, err := s.books.DecisionsPage(ctx, before)
	if err != nil {
		return nil, "", translate(err)
	}
	for _, d := range page {
		decisions = append(decisions, decisionOf(d))
	}
	if more {
		next = id(page[len(page)-1].ID)
	}
	return decisions, next, nil
}

// Quarantine implements web.Source. Its cursor is what was kept last.
func (s *Source) Quarantine(ctx context.Context, cursor string) (kept []web.Quarantined, next string, err error) {
	before, err := idCursor(cursor)
	if err != nil {
		return nil, "", err
	}
	page, more, err := s.books.QuarantinePage(ctx, before)
	if err != nil {
		return nil, "", translate(err)
	}
	for _, q := range page {
		kept = append(kept, quarantinedOf(q))
	}
	if more {
		next = id(page[len(page)-1].ID)
	}
	return kept, next, nil
}

func idCursor(cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	return number(cursor, "books.cursor")
}
