// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"slices"

	"rentmeester/api"
	"rentmeester/app"
	"rentmeester/text"
)

// BankLines implements api.Source.
func (s *Source) BankLines(ctx context.Context, by api.Caller, f api.BankLineFilter) (all []api.BankLine, next string, err error) {
	after := app.Top
	if err := uncursor(f.Cursor, &after); err != nil {
		return nil, "", err
	}
	page, err := s.books.WorklistPage(ctx, app.WorkFilter{Query: f.Search, Part: shows[f.Show], Sure: sure}, after)
	if err != nil {
		return nil, "", err
	}
	if page.More {
		next = cursor(page.Next)
	}
	for _, w := range page.Items {
		all = append(all, bankLineOf(by, w))
	}
	return all, next, nil
}

func sentence(by api.Caller, r app.Reason) string {
	if r.Code == "" {
		return ""
	}
	return text.Say(by.Lang, r.Code, r.Args)
}

func sentences(by api.Caller, list []app.Reason) []string {
	all := make([]string, len(list))
	for i, r := range list {
		all[i] = sentence(by, r)
	}
	return all
}

func bankLineOf(by api.Caller, w app.Waiting) api.BankLine {
	l := api.BankLine{Line: w.Line, Account: w.Account, Entry: w.Entry, Detail: w.Detail, Booked: api.Day(w.Booked), Currency: w.Currency, Amount: api.Amount(w.Amount),
		Left: api.Amount(w.Left), Name: w.Name, Counterparty: w.IBAN, Text: []string{}, ReturnCode: w.ReturnCode, Do: sentence(by, w.ReturnDo),
		Ambiguous: w.Ambiguous, Why: sentence(by, w.Why), Decided: sentences(by, w.Decided), Keeps: sentences(by, w.Keeps), Choices: []api.BankChoice{}}
	for _, t := range append(slices.Clone(w.Remittance), w.Reference, w.Info) {
		if t != "" {
			l.Text = append(l.Text, t)
		}
	}
	if w.Return != nil {
		l.Return = sentence(by, *w.Return)
	}
	for _, c := range w.Choices {
		choice := api.BankChoice{ID: c.ID, Choice: c.Number, Probability: c.Probability, Rule: c.Rule, Allocations: portionsOf(c.Portions), Rest: api.Amount(c.Rest),
			For: sentences(by, c.For), Against: sentences(by, c.Against)}
		l.Choices = append(l.Choices, choice)
	}
	return l
}

// Status implements api.Source.
func (s *Source) Status(ctx context.Context, by api.Caller) (api.Status, error) {
	n, err := s.books.Status(ctx)
	out := api.Status{Administration: n.Administration, Statements: n.Statements, Entries: n.Entries, Details: n.Details, Items: n.Items, OpenItems: n.OpenItems,
		OpenAmount: api.Amount(n.OpenAmount), Matched: n.Matched, OnWorklist: n.OnWorklist, Quarantined: n.Quarantined, Refused: n.Refused,
		Pending: n.Pending, Automatic: n.Automatic, ByPeople: n.ByPeople, Documents: n.Payables.Documents, Invoices: n.Payables.Invoices,
		Suppliers: n.Payables.Suppliers, Accounts: []api.AccountStatus{}}
	for _, a := range n.Accounts {
		if !a.Booking {
			continue
		}
		one := api.AccountStatus{IBAN: a.IBAN, Currency: a.Currency, Name: a.Name, Closing: api.Amount(a.Closing), Booked: api.Amount(a.Booked),
			Suspense: api.Amount(a.Suspense), Worklist: api.Amount(a.Worklist), Waiting: a.Waiting, Last: api.Day(a.Last), Closes: a.Proved, Since: api.Day(a.Since)}
		if !a.Proved && a.Reason != "" {
			one.Reason = text.Say(by.Lang, a.Reason, nil)
		}
		out.Accounts = append(out.Accounts, one)
	}
	return out, err
}
