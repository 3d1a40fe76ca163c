// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/api"
	"rentmeester/app"
	"rentmeester/money"
)

// sure is from what probability on a proposal is shown as sure, as on the pages.
const sure = 0.95

var shows = map[string]app.WorkPart{"sure": app.SureLines, "doubt": app.DoubtLines, "none": app.BareLines}

// BankLine implements api.Banking.
func (s *Source) BankLine(ctx context.Context, by api.Caller, id int64) (api.BankLine, error) {
	w, err := s.books.Waiting(ctx, id)
	if err != nil {
		return api.BankLine{}, err
	}
	return bankLineOf(by, w), nil
}

// OpenItems implements api.Banking.
func (s *Source) OpenItems(ctx context.Context, _ api.Caller, line int64, search string) (all []api.OpenItem, err error) {
	rows, err := s.books.ItemsFor(ctx, line, search)
	for _, i := range rows {
		all = append(all, api.OpenItem{Number: i.Number, Kind: string(i.Kind), Party: i.PartyNumber, Name: i.Name, Text: i.Text, Reference: i.Reference,
			Due: api.Day(i.Due), Amount: api.Amount(i.Amount), Open: api.Amount(i.Open), Room: api.Amount(i.Room)})
	}
	return all, err
}

// acted tells that other proposals may be out of date by an act.
func (s *Source) acted(decision int64, err error) (int64, error) {
	if err == nil {
		s.moved()
	}
	return decision, err
}

// AcceptLine implements api.Banking.
func (s *Source) AcceptLine(ctx context.Context, by api.Caller, line int64, choice string) (int64, error) {
	return s.acted(s.books.AcceptAs(ctx, by.Person, line, choice))
}

// AcceptTicked implements api.Banking.
func (s *Source) AcceptTicked(ctx context.Context, by api.Caller, line int64, choice string) (int64, error) {
	return s.acted(s.books.AcceptTicked(ctx, by.Person, line, choice))
}

// RejectLine implements api.Banking.
func (s *Source) RejectLine(ctx context.Context, by api.Caller, line int64, choice string) (int64, error) {
	return s.acted(s.books.RejectAs(ctx, by.Person, line, choice))
}

// BookLine implements api.Banking.
func (s *Source) BookLine(ctx context.Context, by api.Caller, line int64, b api.Booking) (int64, error) {
	parts := make([]app.Part, len(b.Allocations))
	for i, a := range b.Allocations {
		parts[i] = app.Part{Item: a.Item, Account: a.Account, Party: a.Party}
		if a.Amount != nil {
			amount := money.Cents(*a.Amount)
			parts[i].Amount = &amount
		}
	}
	return s.acted(s.books.BookWhole(ctx, by.Person, line, parts))
}

// Undo implements api.Banking.
func (s *Source) Undo(ctx context.Context, by api.Caller, decision int64) (int64, error) {
	return s.acted(s.books.Undo(ctx, by.Person, decision))
}

// Decisions implements api.Banking.
func (s *Source) Decisions(ctx context.Context, by api.Caller, from string) (all []api.Decision, next string, err error) {
	var before int64
	if err := uncursor(from, &before); err != nil {
		return nil, "", err
	}
	rows, more, err := s.books.DecisionsPage(ctx, before)
	for _, d := range rows {
		all = append(all, api.Decision{ID: d.ID, At: d.At, Kind: d.Kind, By: d.Actor, Line: d.Line.Line, Account: d.Line.Account, Booked: api.Day(d.Line.Booked),
			Amount: api.Amount(d.Line.Amount), Allocations: portionsOf(d.Portions), Probability: d.Probability, Reasons: sentences(by, d.Reasons),
			Policy: d.Policy, Undoes: d.Undoes, UndoneBy: d.UndoneBy})
	}
	if more {
		next = cursor(rows[len(rows)-1].ID)
	}
	return all, next, err
}

func portionsOf(list []app.PortionView) []api.BankPortion {
	all := []api.BankPortion{}
	for _, p := range list {
		all = append(all, api.BankPortion{Item: p.Item, Account: p.Account, Party: p.Party, Name: p.Name, Dimensions: p.Dimensions,
			Amount: api.Amount(p.Amount), Open: api.Amount(p.Left)})
	}
	return all
}

// Quarantine implements api.Banking.
func (s *Source) Quarantine(ctx context.Context, by api.Caller, from string) (all []api.Quarantined, next string, err error) {
	var before int64
	if err := uncursor(from, &before); err != nil {
		return nil, "", err
	}
	rows, more, err := s.books.QuarantinePage(ctx, before)
	for _, q := range rows {
		all = append(all, api.Quarantined{ID: q.ID, File: q.File, SHA256: q.SHA256, Subject: q.Subject, Since: q.Since, Why: said(by, q.Finding)})
	}
	if more {
		next = cursor(rows[len(rows)-1].ID)
	}
	return all, next, err
}

// Dismiss implements api.Banking.
func (s *Source) Dismiss(ctx context.Context, by api.Caller, finding int64) error {
	_, err := s.books.Dismiss(ctx, by.Person, finding)
	return err
}

// Mandates implements api.Banking.
func (s *Source) Mandates(ctx context.Context, by api.Caller) (all []api.Mandate, err error) {
	rows, err := s.books.Mandates(ctx)
	for _, m := range rows {
		one := api.Mandate{Mandate: m.Mandate, Party: m.PartyNumber, Name: m.Party, IBAN: m.IBAN, Recent: m.Recent, InARow: m.InARow, Stop: sentence(by, m.Stop),
			Failures: []api.MandateFailure{}, Orders: []api.MandateOrder{}}
		for _, f := range m.Failures {
			one.Failures = append(one.Failures, api.MandateFailure{Line: f.Line, On: api.Day(f.Day), Amount: api.Amount(f.Amount), Items: texts(f.Items),
				Code: f.Code, Why: sentence(by, f.Return)})
		}
		for _, o := range m.Orders {
			one.Orders = append(one.Orders, api.MandateOrder{Batch: o.Batch, On: api.Day(o.Day), Amount: api.Amount(o.Amount)})
		}
		all = append(all, one)
	}
	return all, err
}
