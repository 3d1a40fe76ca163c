// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"rentmeester/app/payments"
	"rentmeester/money"
	"rentmeester/web"
)

const runsPage = 50

// Runs implements web.Runs. Its cursor counts.
func (s *Source) Runs(ctx context.Context, cursor string) (list []web.RunHead, next string, err error) {
	skip := int64(0)
	if cursor != "" {
		if skip, err = number(cursor, "books.cursor"); err != nil {
			return nil, "", badCursor()
		}
	}
	rows, err := s.books.Payments().List(ctx, runsPage+1, int(skip))
	if err != nil {
		return nil, "", translate(err)
	}
	if len(rows) > runsPage {
		rows, next = rows[:runsPage], id(skip+runsPage)
	}
	for _, r := range rows {
		list = append(list, runHeadOf(r))
	}
	return list, next, nil
}

func runHeadOf(r payments.Run) web.RunHead {
	return web.RunHead{ID: id(r.ID), Label: r.MessageID, Execution: r.Execution, State: r.State, Account: r.Account, Payments: r.Count,
		Total: money.Cents(r.Total), By: r.MadeBy, At: moment(r.MadeAt)}
}

func runOf(v payments.RunView, by string) web.Run {
	r := web.Run{RunHead: runHeadOf(v.Run), Discount: money.Cents(v.Discount), Credit: money.Cents(v.Credit), PaidLate: riskOf(v.PaidLate), LeftLate: riskOf(v.LeftLate),
		OldRate: v.OldRate, Hash: v.SHA256, Bytes: v.Bytes, Format: v.Version, Missing: v.Missing, EndedBy: v.EndedBy, EndedWhy: v.EndedWhy,
		Fetch: v.State == "released" || v.State == "fetched", Withdraw: slices.Contains([]string{"draft", "released", "fetched"}, v.State)}
	r.MayRelease = v.State == "draft"
	for _, one := range v.Releases {
		release := web.RunRelease{By: one.Person, At: moment(one.At)}
		if one.Why != nil {
			release.Refused = web.Sentence{Code: one.Why.Code, Args: one.Why.Args}
		}
		r.Releases, r.MayRelease = append(r.Releases, release), r.MayRelease && one.Person != by
	}
	for _, p := range v.Payments {
		r.List = append(r.List, paymentOf(p))
	}
	for _, l := range v.Left {
		left := web.LeftOut{Invoice: id(l.Invoice), Number: l.Number, Name: l.Name, Amount: money.Cents(l.Amount), Due: l.Due, Risk: riskOf(l.Late).Total()}
		for _, why := range l.Reasons {
			left.Why = append(left.Why, web.Sentence{Code: why.Code, Args: why.Args})
		}
		r.Left = append(r.Left, left)
	}
	return r
}

func riskOf(r payments.RiskView) web.LateRisk {
	return web.LateRisk{Count: r.Count, Days: r.Days, Interest: money.Cents(r.Interest), Compensation: money.Cents(r.Compensation)}
}

func paymentOf(p payments.PaymentView) web.RunPayment {
	v := web.RunPayment{Name: p.Name, IBAN: p.IBAN, Reference: p.Reference, Text: p.Text, EndToEnd: p.EndToEnd, Amount: money.Cents(p.Amount), Blocked: p.Blocked, State: p.State}
	for _, why := range p.Reasons {
		v.Why = append(v.Why, web.Sentence{Code: why.Code, Args: why.Args})
	}
	for _, s := range p.Settles {
		v.Settles = append(v.Settles, web.RunSettled{Invoice: id(s.Invoice), Number: s.Number, Amount: money.Cents(s.Amount), Discount: money.Cents(s.Discount),
			Due: s.Due, Late: s.Late.Days, Back: s.Back})
	}
	return v
}

// TryRun implements web.Runs.
func (s *Source) TryRun(ctx context.Context, by string, t web.RunTerms) (web.Run, error) {
	v, err := s.books.Payments().Plan(ctx, t.Day)
	return runOf(v, by), translate(err)
}

// MakeRun implements web.Runs.
func (s *Source) MakeRun(ctx context.Context, by string, t web.RunTerms) (string, error) {
	v, err := s.books.Payments().Make(ctx, by, t.Day)
	return id(v.ID), translate(err)
}

func (s *Source) onRun(run string, do func(key int64) error) error {
	key, err := number(run, "books.run.not-found")
	if err != nil {
		return err
	}
	return translate(do(key))
}

// Run implements web.Runs.
func (s *Source) Run(ctx context.Context, by, run string) (r web.Run, err error) {
	err = s.onRun(run, func(key int64) error {
		v, err := s.books.Payments().Show(ctx, key)
		r = runOf(v, by)
		return err
	})
	return r, err
}

// ReleaseRun implements web.Runs.
func (s *Source) ReleaseRun(ctx context.Context, by, run, hash string) error {
	return s.onRun(run, func(key int64) error {
		_, err := s.books.Payments().Release(ctx, by, key, hash)
		return err
	})
}

// RunFile implements web.Runs. The file is whole before any of it is told.
func (s *Source) RunFile(ctx context.Context, by, run string) (f web.File, err error) {
	err = s.onRun(run, func(key int64) error {
		var out bytes.Buffer
		if _, err := s.books.Payments().Fetch(ctx, by, key, &out); err != nil {
			return err
		}
		s.again.ask() // its batch is known from now on
		f = web.File{Name: fmt.Sprintf("betaalrun-%d.xml", key), Type: "application/xml", Content: io.NopCloser(&out)}
		return nil
	})
	return f, err
}

// WithdrawRun implements web.Runs.
func (s *Source) WithdrawRun(ctx context.Context, by, run, comment string) error {
	return s.onRun(run, func(key int64) error {
		_, err := s.books.Payments().Withdraw(ctx, by, key, comment)
		return err
	})
}
