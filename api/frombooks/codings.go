// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strings"

	"rentmeester/api"
	"rentmeester/app/invoices"
	"rentmeester/fault"
)

// Codings implements api.Codings.
func (s *Source) Codings(ctx context.Context, by api.Caller, f api.CodingFilter) (all []api.CodingWait, next string, err error) {
	w := invoices.CodingFilter{Show: f.Show, Query: f.Search, Limit: f.Limit}
	if err := uncursor(f.Cursor, &w.After); err != nil {
		return nil, "", err
	}
	if strings.ContainsRune(w.After.PayBy, 0) { // no text of the books
		return nil, "", fault.New("api.cursor")
	}
	p, err := s.desk().CodingWorklist(ctx, w)
	if p.More {
		next = cursor(p.Next)
	}
	return waitsOf(by, p.Invoices), next, err
}

func waitsOf(by api.Caller, list []invoices.CodingWait) []api.CodingWait {
	all := []api.CodingWait{}
	for _, w := range list {
		all = append(all, api.CodingWait{Invoice: w.ID, Number: w.Number, Supplier: w.Supplier, Name: w.Name, Kind: w.Kind, Issued: api.Day(w.Issued),
			Last: api.Day(w.Last), Left: w.Left, Currency: w.Currency, Net: api.Amount(w.Net), Payable: api.Amount(w.Payable), Order: w.Order, Sure: w.Sure,
			Guess: w.Guess, Coding: codingDetailOf(by, w.Coding)})
	}
	return all
}

// SureCodings implements api.Codings.
func (s *Source) SureCodings(ctx context.Context, by api.Caller) (api.SureCodings, error) {
	v, err := s.desk().Sure(ctx)
	return api.SureCodings{Items: waitsOf(by, v.Invoices), Net: api.Amount(v.Net), Claimed: v.Claimed, Judged: v.Judged, Right: v.Right, Wrong: v.Wrong,
		Confidence: v.Confidence, More: v.More}, err
}

// ChooseCoding implements api.Codings.
func (s *Source) ChooseCoding(ctx context.Context, by api.Caller, invoice int64, choices map[int]string) error {
	err := s.desk().Choose(ctx, by.Person, invoice, choices)
	if err == nil {
		s.moved()
	}
	return err
}

// AcceptCodings implements api.Codings.
func (s *Source) AcceptCodings(ctx context.Context, by api.Caller, seen []api.SeenCoding) (api.CodingBatch, error) {
	var all []invoices.Seen
	for _, one := range seen {
		all = append(all, invoices.Seen{Invoice: one.Invoice, Seen: one.Seen})
	}
	done, err := s.desk().AcceptMany(ctx, by.Person, all)
	s.moved()
	return batchOf(by, done), err
}

// UndoCodings implements api.Codings.
func (s *Source) UndoCodings(ctx context.Context, by api.Caller, batch int64) (api.CodingBatch, error) {
	done, err := s.desk().UndoMany(ctx, by.Person, batch)
	s.moved()
	return batchOf(by, done), err
}

func batchOf(by api.Caller, a invoices.AcceptAll) api.CodingBatch {
	b := api.CodingBatch{Batch: a.Batch, Done: append([]int64{}, a.Done...), Left: []api.LeftCoding{}}
	for _, l := range a.Left {
		b.Left = append(b.Left, api.LeftCoding{Invoice: l.Invoice, Why: said(by, &fault.Error{Code: l.Why.Code, Args: l.Why.Args})})
	}
	return b
}
