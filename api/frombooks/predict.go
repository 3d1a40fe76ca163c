// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"cmp"
	"context"
	"strconv"

	"rentmeester/api"
	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/fault"
)

// snake are the columns that some programs write in another way.
var snake = map[string]string{"supplierId": "supplier_id", "invNo": "inv_no", "docNo": "doc_no", "costCentre": "cost_centre", "treatment": "vat"}

// toldOf reads a row. Errors: predict.value, those of predict.Row.Fill.
func toldOf(columns api.CodingRow) (invoices.ToldLine, error) {
	said := map[string]string{}
	for name, value := range columns {
		name = cmp.Or(snake[name], name)
		switch v := value.(type) {
		case nil:
		case string:
			said[name] = v
		case float64:
			said[name] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			return invoices.ToldLine{}, fault.New("predict.value", "column", name)
		}
	}
	one := invoices.ToldLine{Row: predict.Row{NoAmount: true}, Line: said["line"]}
	return one, one.FillAll(said)
}

func toldOfAll(rows []api.CodingRow) (all []invoices.ToldLine, err error) {
	for _, columns := range rows {
		one, err := toldOf(columns)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// HearCodings implements api.Source.
func (s *Source) HearCodings(ctx context.Context, by api.Caller, f api.CodingFeedback) (api.CodingHeard, error) {
	all, err := toldOfAll(f.Rows)
	if err != nil {
		return api.CodingHeard{}, err
	}
	for _, one := range f.Invoices {
		lines, err := linesOf(one)
		if err != nil {
			return api.CodingHeard{}, err
		}
		if len(lines) != len(one.Codings) {
			return api.CodingHeard{}, fault.New("api.coding-lines", "number", one.Content.Number, "lines", len(lines), "codings", len(one.Codings))
		}
		for i, columns := range one.Codings {
			said, err := toldOf(columns)
			if err != nil {
				return api.CodingHeard{}, err
			}
			lines[i].Coding = said.Coding
		}
		all = append(all, lines...)
	}
	if len(all) == 0 {
		return api.CodingHeard{}, fault.New("api.coding-nothing")
	}
	h, err := s.desk().Feedback(ctx, by.Person, all)
	return api.CodingHeard(h), err
}

// PredictCodings implements api.Source.
func (s *Source) PredictCodings(ctx context.Context, by api.Caller, q api.CodingQuestion) ([]api.CodingPrediction, error) {
	told, err := toldOfAll(q.Rows)
	if err != nil {
		return nil, err
	}
	places := make([]place, len(told))
	for i, one := range q.Invoices {
		lines, err := linesOf(one)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			told, places = append(told, l), append(places, place{&i, l.Line})
		}
	}
	if len(told) == 0 || len(told) > mostAsked {
		return nil, fault.New("api.coding-nothing")
	}
	targets := coding.Fields
	if len(q.Target) > 0 {
		targets = nil
	}
	for _, name := range q.Target {
		targets = append(targets, coding.Field(name))
	}
	var rows []predict.Row
	for _, t := range told {
		rows = append(rows, t.Row)
	}
	found, err := s.desk().Predict(ctx, rows, targets...)
	if err != nil {
		return nil, err
	}
	all := make([]api.CodingPrediction, len(found))
	for i, list := range found {
		all[i] = api.CodingPrediction{Invoice: places[i].invoice, Line: places[i].line, Proposals: []api.CodingGuess{}}
		for _, p := range list {
			all[i].Proposals = append(all[i].Proposals, guessOf(by, p, targets))
		}
	}
	return all, nil
}

// mostAsked is how many lines may be asked about in one request.
const mostAsked = 1000

// place is the line of an invoice that a prediction is of.
type place struct {
	invoice *int
	line    string
}

// linesOf gives the lines of an invoice of another program.
func linesOf(one api.CodingInvoice) (all []invoices.ToldLine, err error) {
	rows, err := invoices.RowsOf(&one.Content, one.SupplierID)
	for i, r := range rows {
		r.Document = one.DocNo
		all = append(all, invoices.ToldLine{Row: r, Line: strconv.Itoa(i + 1)})
	}
	return all, err
}

func guessOf(by api.Caller, p predict.Proposal, targets []coding.Field) api.CodingGuess {
	g := api.CodingGuess{Coding: map[string]string{}, Probability: p.Probability, Guess: p.Probability < invoices.FilledFrom, Reasons: []api.Said{}, Like: []api.LikeLine{}}
	for _, f := range targets {
		g.Coding[string(f)] = p.Coding.Get(f)
	}
	for _, r := range p.Reasons {
		g.Reasons = append(g.Reasons, said(by, &fault.Error{Code: r.Code, Args: r.Args}))
	}
	for _, l := range p.Like {
		one := api.LikeLine{Day: api.Day(l.Day), InvNo: l.Invoice, DocNo: l.Document}
		if id, ours := invoices.OurInvoice(l.Document); ours {
			one.Invoice, one.DocNo = id, ""
		}
		g.Like = append(g.Like, one)
	}
	return g
}
