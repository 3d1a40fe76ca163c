// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"math"
	"time"

	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/learn"
	"rentmeester/store/db"
)

// Standing says what the autopilot may do now, why, what was promised and what is
// measured. Shares are from 0 to 1.
type Standing struct {
	autopilot.Standing
	Promise   Promise           `json:"promise"`
	Measured  autopilot.Measure `json:"measured"`  // since evidence counts: see From
	Drawn     int64             `json:"drawn"`     // lines of the blind sample, ever
	Judged    int64             `json:"judged"`    // of which a person has judged
	Decided   int64             `json:"decided"`   // decisions that explain money, ever
	Automatic int64             `json:"automatic"` // of which by the autopilot
	Corrected int64             `json:"corrected"` // of which a person took back
}

// Promise is what policy has in force today.
type Promise struct {
	Bank       string  `json:"bank"` // off, safe, budget
	Wrong      float64 `json:"wrong"`
	Confidence float64 `json:"confidence"`
	Sample     float64 `json:"sample"`
	Start      string  `json:"start"`
}

// May says what the autopilot may do, as a sentence.
func (s Standing) May() Reason { return may(s.Standing) }

// Because says why it stands so, as a sentence.
func (s Standing) Because() Reason { return because(s.Standing) }

func may(s autopilot.Standing) Reason {
	return Reason{Code: "autopilot.mode." + string(s.Mode), Args: s.Args()}
}

func because(s autopilot.Standing) Reason { return Reason{Code: s.Why, Args: s.Args()} }

// StandingRow is one moment of its history.
type StandingRow struct {
	autopilot.Standing
	At       string  `json:"at"` // RFC 3339
	Policy   string  `json:"policy"`
	Promised float64 `json:"promised"` // largest share that policy lets be wrong that day
}

// May says what the autopilot might do then, as a sentence.
func (s StandingRow) May() Reason { return may(s.Standing) }

// Because says why it stood so, as a sentence.
func (s StandingRow) Because() Reason { return because(s.Standing) }

// MonthShare counts the decisions of a month that explain money.
type MonthShare struct {
	Month     string `json:"month"` // 2026-04
	Decided   int64  `json:"decided"`
	Automatic int64  `json:"automatic"`
	Corrected int64  `json:"corrected"` // automatic ones that a person took back, whenever
}

// StandingView is everything a page shows of the error budget.
type StandingView struct {
	Current     Standing         `json:"current"`
	History     []StandingRow    `json:"history"`     // the newest first
	Reliability []learn.Reliable `json:"reliability"` // claims against what people found right, all cases in the window
	Calibration float64          `json:"calibrationError"`
	Months      []MonthShare     `json:"months"` // by when was decided
	Lines       []MonthLines     `json:"lines"`  // by when the bank booked them
}

// Standing gives how the autopilot stands on what is known now: what the next run
// will go by.
func (b *Books) Standing(ctx context.Context) (s Standing, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		s, err = b.standing(ctx, q)
		return err
	})
	return s, err
}

// StandingHistory gives each change of how the autopilot stood and each look at
// the evidence, the newest first, at most a thousand.
func (b *Books) StandingHistory(ctx context.Context) (list []StandingRow, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		list, err = b.standingHistory(ctx, q)
		return err
	})
	return list, err
}

// StandingView gives the current standing with its history, the reliability of
// what was claimed, and the shares of each month, of one moment.
func (b *Books) StandingView(ctx context.Context) (v StandingView, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		if v.Months, err = b.months(ctx, q); err != nil {
			return err
		}
		if v.Lines, err = b.monthLines(ctx, q); err != nil {
			return err
		}
		if v.Current, err = b.standing(ctx, q); err != nil {
			return err
		}
		if v.History, err = b.standingHistory(ctx, q); err != nil {
			return err
		}
		all, err := evidence(ctx, q, b.Adm.Key, "", b.Now())
		if err != nil {
			return err
		}
		cases := make([]learn.Case, len(all.Cases))
		for i, c := range all.Cases {
			cases[i] = learn.Case{Probability: c.Probability, Right: c.Right}
		}
		v.Reliability = learn.Reliability(cases, learn.Tenths())
		v.Calibration = learn.CalibrationError(v.Reliability)
		return nil
	})
	return v, err
}

func (b *Books) standing(ctx context.Context, q *db.Queries) (s Standing, err error) {
	p, err := b.policy(ctx, q)
	if err != nil {
		return s, err
	}
	g, err := b.budget(ctx, q, p, b.Now())
	if err != nil {
		return s, err
	}
	s.Standing = g.stand
	if g.stand.From != g.before.From { // a new life has no evidence yet
		g.evidence = autopilot.Evidence{}
	}
	s.Measured = autopilot.Measured(g.evidence, g.stand, g.settings.Confidence)
	s.Promise = Promise{g.settings.Bank, g.settings.Wrong.Float(), g.settings.Confidence.Float(), g.settings.Sample.Float(), g.settings.Start}
	draws, err := q.CountDraws(ctx, b.Adm.Key)
	if err != nil {
		return s, failed(err)
	}
	s.Drawn, s.Judged = draws.Drawn, draws.Judged
	totals, err := q.DecisionTotals(ctx, b.Adm.Key)
	s.Decided, s.Automatic, s.Corrected = totals.Decided, totals.Automatic, totals.Corrected
	return s, failed(err)
}

func (b *Books) standingHistory(ctx context.Context, q *db.Queries) ([]StandingRow, error) {
	p, err := b.policy(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := q.Standings(ctx, db.StandingsParams{Adm: b.Adm.Key, Before: math.MaxInt64, Page: 1000})
	list := make([]StandingRow, len(rows))
	for i, r := range rows {
		list[i] = StandingRow{standingOf(r), r.At, r.Policy, p.On(day.Day(r.At[:len(time.DateOnly)])).Autopilot.Wrong.Float()}
	}
	return list, failed(err)
}

func (b *Books) months(ctx context.Context, q *db.Queries) ([]MonthShare, error) {
	rows, err := q.DecisionsByMonth(ctx, b.Adm.Key)
	list := make([]MonthShare, len(rows))
	for i, r := range rows {
		list[i] = MonthShare(r)
	}
	return list, failed(err)
}
