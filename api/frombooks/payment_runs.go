// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"io"

	"rentmeester/api"
	"rentmeester/app/payments"
	"rentmeester/day"
	"rentmeester/fault"
)

// PaymentRuns implements api.Source.
func (s *Source) PaymentRuns(ctx context.Context, by api.Caller, f api.PaymentRunFilter) (all []api.PaymentRun, next string, err error) {
	var before int64
	if err := uncursor(f.Cursor, &before); err != nil {
		return nil, "", err
	}
	rows, err := s.books.Payments().Before(ctx, before, f.Limit+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > f.Limit {
		rows, next = rows[:f.Limit], cursor(rows[f.Limit-1].ID)
	}
	for _, r := range rows {
		all = append(all, runOf(r))
	}
	return all, next, nil
}

func runOf(r payments.Run) api.PaymentRun {
	return api.PaymentRun{ID: r.ID, MessageID: r.MessageID, Version: r.Version, Account: r.Account, Execution: api.Day(r.Execution), Count: r.Count,
		Total: api.Amount(r.Total), State: r.State, SHA256: r.SHA256, MadeBy: r.MadeBy, MadeAt: r.MadeAt}
}

func runDetailOf(by api.Caller, v payments.RunView) api.PaymentRunDetail {
	d := api.PaymentRunDetail{PaymentRun: runOf(v.Run), Bytes: v.Bytes, Payments: []api.Payment{}, Left: []api.LeftOut{}, Discount: api.Amount(v.Discount),
		Credit: api.Amount(v.Credit), Releases: []api.RunRelease{}, People: v.People, Missing: v.Missing, EndedBy: v.EndedBy, EndedWhy: v.EndedWhy}
	for _, p := range v.Payments {
		one := api.Payment{Pos: p.Pos, EndToEnd: p.EndToEnd, Name: p.Name, IBAN: p.IBAN, Amount: api.Amount(p.Amount), Text: p.Text, Reference: p.Reference,
			Blocked: p.Blocked, State: p.State, Reasons: saidRun(by, p.Reasons), Settles: []api.Settlable{}}
		for _, i := range p.Settles {
			one.Settles = append(one.Settles, api.Settlable{Item: i.Item, Invoice: i.Invoice, Number: i.Number, Amount: api.Amount(i.Amount),
				Discount: api.Amount(i.Discount), Due: api.Day(i.Due), Back: i.Back})
		}
		d.Payments = append(d.Payments, one)
	}
	for _, l := range v.Left {
		d.Left = append(d.Left, api.LeftOut{Item: l.Item, Invoice: l.Invoice, Number: l.Number, Name: l.Name, Amount: api.Amount(l.Amount),
			Due: api.Day(l.Due), Reasons: saidRun(by, l.Reasons)})
	}
	for _, r := range v.Releases {
		one := api.RunRelease{Person: r.Person, At: r.At, Counts: r.Counts}
		if r.Why != nil {
			why := said(by, &fault.Error{Code: r.Why.Code, Args: r.Why.Args})
			one.Why = &why
		}
		d.Releases = append(d.Releases, one)
	}
	return d
}

func saidRun(by api.Caller, list []payments.Reason) []api.Said {
	all := []api.Said{}
	for _, r := range list {
		all = append(all, said(by, &fault.Error{Code: r.Code, Args: r.Args}))
	}
	return all
}

// PlanPaymentRun implements api.Source.
func (s *Source) PlanPaymentRun(ctx context.Context, by api.Caller, p api.PaymentRunPlan) (api.PaymentRunDetail, error) {
	var on day.Day
	if p.Execution != "" {
		d, err := day.Parse(string(p.Execution))
		if err != nil {
			return api.PaymentRunDetail{}, fault.New("cli.pay-day", "value", p.Execution)
		}
		on = d
	}
	desk := s.books.Payments()
	if p.Propose {
		v, err := desk.Plan(ctx, on)
		return runDetailOf(by, v), err
	}
	v, err := desk.Make(ctx, by.Person, on)
	return runDetailOf(by, v), err
}

// PaymentRun implements api.Source.
func (s *Source) PaymentRun(ctx context.Context, by api.Caller, id int64) (api.PaymentRunDetail, error) {
	v, err := s.books.Payments().Show(ctx, id)
	return runDetailOf(by, v), err
}

// ReleasePaymentRun implements api.Source.
func (s *Source) ReleasePaymentRun(ctx context.Context, by api.Caller, id int64, sum string) (api.PaymentRunDetail, error) {
	v, err := s.books.Payments().Release(ctx, by.Person, id, sum)
	return runDetailOf(by, v), err
}

// WithdrawPaymentRun implements api.Source.
func (s *Source) WithdrawPaymentRun(ctx context.Context, by api.Caller, id int64, why string) (api.PaymentRunDetail, error) {
	v, err := s.books.Payments().Withdraw(ctx, by.Person, id, why)
	return runDetailOf(by, v), err
}

// FetchPaymentRun implements api.Source.
func (s *Source) FetchPaymentRun(ctx context.Context, by api.Caller, id int64) (api.PaymentRunDetail, error) {
	if _, err := s.books.Payments().Fetch(ctx, by.Person, id, io.Discard); err != nil {
		return api.PaymentRunDetail{}, err
	}
	s.moved() // its batch is known from now on
	return s.PaymentRun(ctx, by, id)
}

// PaymentRunFile implements api.Source.
func (s *Source) PaymentRunFile(ctx context.Context, by api.Caller, id int64, to io.Writer) error {
	v, err := s.books.Payments().Show(ctx, id)
	if err != nil {
		return err
	}
	if v.State != "fetched" && v.State != "done" { // a GET changes nothing: it must be fetched first
		return fault.New("payments.state", "run", id, "state", v.State)
	}
	_, err = s.books.Payments().Fetch(ctx, by.Person, id, to)
	return err
}
