// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/api"
	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/fault"
	"rentmeester/money"
)

func dimensionsOf(c coding.Coding) api.Dimensions {
	return api.Dimensions{Account: c.Account, CostCentre: c.CostCentre, Taakveld: c.Taakveld, Categorie: c.Categorie, Project: c.Project,
		Treatment: string(c.VAT), Other: c.Other}
}

func codingOf(d api.Dimensions) coding.Coding {
	return coding.Coding{Account: d.Account, CostCentre: d.CostCentre, Taakveld: d.Taakveld, Categorie: d.Categorie, Project: d.Project,
		VAT: coding.Treatment(d.Treatment), Other: d.Other}
}

func partsOf(parts []invoices.Part) []api.CodedPart {
	all := []api.CodedPart{}
	for _, p := range parts {
		all = append(all, api.CodedPart{Dimensions: dimensionsOf(p.Coding), At: p.At, Line: p.Line, Description: p.Description, Amount: api.Amount(p.Amount),
			Charged: api.Amount(p.Charged), Back: api.Amount(p.Back), Source: p.Source})
	}
	return all
}

// Code implements api.Source.
func (s *Source) Code(ctx context.Context, by api.Caller, id int64, c api.Coding) error {
	said := invoices.Coded{Line: c.Line}
	for _, p := range c.Parts {
		said.Parts = append(said.Parts, coding.Part{Coding: codingOf(p.Dimensions), Weight: p.Weight, Amount: money.Cents(p.Amount)})
	}
	return s.desk().SetCoding(ctx, by.Person, id, said)
}

// AcceptCoding implements api.Source.
func (s *Source) AcceptCoding(ctx context.Context, by api.Caller, id int64, seen string) error {
	return s.desk().Accept(ctx, by.Person, id, seen)
}

// Uncode implements api.Source.
func (s *Source) Uncode(ctx context.Context, by api.Caller, id int64) error {
	err := s.desk().Uncode(ctx, by.Person, id)
	if err == nil {
		s.moved()
	}
	return err
}

// Misbooked implements api.Source.
func (s *Source) Misbooked(ctx context.Context, by api.Caller, id int64, m api.Misbooking) error {
	var err error
	if m.Right {
		err = s.desk().Rightly(ctx, by.Person, id)
	} else {
		err = s.desk().Misbooked(ctx, by.Person, id, m.Reason)
	}
	if err == nil {
		s.moved()
	}
	return err
}

// Coding implements api.Source.
func (s *Source) Coding(ctx context.Context, by api.Caller, id int64) (api.CodingDetail, error) {
	v, err := s.desk().Coding(ctx, id)
	return codingDetailOf(by, v), err
}

func codingDetailOf(by api.Caller, v invoices.CodingView) api.CodingDetail {
	d := api.CodingDetail{Coded: v.Coded, Year: v.Year, Model: v.Model, Probability: v.Probability, Seen: v.Seen, Lines: []api.CodedLine{}, Entry: []api.EntryLine{}}
	for _, l := range v.Lines {
		one := api.CodedLine{Line: l.Line, Number: l.Number, Text: l.Text, Net: api.Amount(l.Net), Parts: linePartsOf(l.Parts), Proposal: optionOf(by, l.Proposal),
			Alternatives: []api.CodingOption{}}
		for _, o := range l.Alternatives {
			one.Alternatives = append(one.Alternatives, optionOf(by, o))
		}
		d.Lines = append(d.Lines, one)
	}
	for _, e := range v.Entry {
		d.Entry = append(d.Entry, api.EntryLine{Account: e.Account, Role: e.Role, Amount: api.Amount(e.Amount), Dimensions: e.Dimensions})
	}
	if v.Problem != nil {
		why := said(by, &fault.Error{Code: v.Problem.Code, Args: v.Problem.Args})
		d.Problem = &why
	}
	return d
}

func linePartsOf(parts []invoices.PartView) []api.LinePart {
	all := []api.LinePart{}
	for _, p := range parts {
		all = append(all, api.LinePart{Dimensions: dimensionsOf(p.Coding), Weight: p.Weight, Amount: api.Amount(p.Amount)})
	}
	return all
}

func optionOf(by api.Caller, o invoices.OptionView) api.CodingOption {
	return api.CodingOption{ID: o.ID, Parts: linePartsOf(o.Parts), Probability: o.Probability, Reasons: reasonsOf(by, o.Reasons), Like: texts(o.Like)}
}
