// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"time"

	"rentmeester/app/books"
	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/learn"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// The error budget of codings, as that of bank lines: from which claim on the
// autopilot codes by itself follows from what people decided before, with an exact
// bound; of what it could code a share goes to a person unmarked. To code is not to
// approve: who must approve an invoice does so whoever coded it.

// pilot is what a run knows of it.
type pilot struct {
	key           autopilot.Key
	before, stand autopilot.Standing
	evidence      autopilot.Evidence
	settings      policy.Autopilot // of today
	policy        string           // its version
}

// pilotOf assesses how the autopilot stands on what is known now. It reads only.
func (d *Desk) pilotOf(ctx context.Context, q *db.Queries, p policy.Policy) (g pilot, err error) {
	now := d.Now()
	g = pilot{settings: p.On(day.Of(now)).Codings, policy: p.Version}
	row, err := q.LastCodingStanding(ctx, d.Adm.Key)
	if err != nil && !store.NoRows(err) {
		return g, books.Failed(err)
	}
	g.before = standingOf(row)
	if g.evidence, err = d.codingEvidence(ctx, q, g.before.From); err != nil {
		return g, err
	}
	g.stand = autopilot.Assess(g.evidence, g.settings, 1, g.before, store.Stamp(now))
	origin, err := q.Origin(ctx, d.Adm.Key)
	g.key = autopilot.NewKey("blind sample of codings", origin.Slug, origin.Created, origin.FirstHash)
	return g, books.Failed(err)
}

func standingOf(row db.CodingStanding) autopilot.Standing {
	return autopilot.Standing{Mode: autopilot.Mode(row.Mode), Threshold: row.Threshold, Why: row.Why, Cases: int(row.Cases),
		Wrong: int(row.Wrong), Bound: row.Bound, Since: row.Since, From: row.Evidence, Look: int(row.Look), Refuted: row.Refuted, Terms: row.Terms}
}

// codingEvidence fetches what people judged and what the autopilot coded, since a
// moment and within the window.
func (d *Desk) codingEvidence(ctx context.Context, q *db.Queries, from string) (e autopilot.Evidence, err error) {
	e = autopilot.Evidence{Done: map[autopilot.Ground]autopilot.Tally{}, Engine: PredictModel}
	since := max(from, store.Stamp(d.Now().AddDate(0, 0, -autopilot.Window)))
	rows, err := q.CodingCasesSince(ctx, db.CodingCasesSinceParams{Adm: d.Adm.Key, Since: since, Page: autopilot.MaxCases})
	if err != nil {
		return e, books.Failed(err)
	}
	for _, r := range rows {
		e.Cases = append(e.Cases, autopilot.Case{Probability: r.Claimed, Right: r.IsRight, Blind: r.Blind, Day: dayOf(r.At, time.UTC).Sub("1970-01-01")})
	}
	ever, err := q.CountCodingCases(ctx, db.CountCodingCasesParams{Adm: d.Adm.Key, Since: from, Least: autopilot.Least})
	if err != nil {
		return e, books.Failed(err)
	}
	e.Claims = int(ever)
	done, err := q.AutomaticCodings(ctx, db.AutomaticCodingsParams{Adm: d.Adm.Key, Since: since})
	e.Done[autopilot.Claim] = autopilot.Tally{Done: int(done.Done), Undone: int(done.Undone)}
	return e, books.Failed(err)
}

// judge says whether the autopilot may code an invoice as proposed. What was drawn
// once stays with a person.
func (g *pilot) judge(invoice int64, v CodingView, whole, drawn bool) autopilot.Verdict {
	for _, l := range v.Lines {
		for _, f := range l.Findings {
			whole = whole && !f.Blocks
		}
	}
	drawn = drawn || g.key.Drawn(invoice, g.settings.Sample)
	return autopilot.Decide(autopilot.Proposal{Probability: v.Probability, Complete: whole && len(v.Differences) == 0}, g.stand, drawn)
}

// enact writes how the autopilot stands, when that changed.
func (w *work) enact(g *pilot) error {
	if g.stand == g.before {
		return nil
	}
	s := g.stand
	err := w.tx.Add(w.ctx, db.CodingStanding{Adm: w.tx.Adm, ID: w.tx.NewID(), At: w.tx.Stamp(), Mode: string(s.Mode), Threshold: s.Threshold, Why: s.Why,
		Cases: int64(s.Cases), Wrong: int64(s.Wrong), Bound: s.Bound, Since: s.Since, Evidence: s.From, Look: int64(s.Look), Refuted: s.Refuted,
		Terms: s.Terms, Policy: g.policy})
	if err != nil {
		return err
	}
	g.before = s
	return w.tx.Audit(w.ctx, w.actor, "autopilot.standing", "coding", s)
}

// PilotView is everything that is shown of the error budget of codings.
type PilotView struct {
	autopilot.Standing
	Codings     string            `json:"codings"`  // off, budget
	Promised    float64           `json:"promised"` // largest share that may be wrong
	Confidence  float64           `json:"confidence"`
	Sample      float64           `json:"sample"`
	Measured    autopilot.Measure `json:"measured"`
	Drawn       int64             `json:"drawn"`
	Decided     int64             `json:"decided"` // first codings for which there was a proposal
	Automatic   int64             `json:"automatic"`
	Corrected   int64             `json:"corrected"`
	Reliability []learn.Reliable  `json:"reliability"`
	Calibration float64           `json:"calibrationError"`
	Months      []PilotMonth      `json:"months"`
	Days        []PilotDay        `json:"days"`    // the last two months of these, by day
	History     []PilotStanding   `json:"history"` // the newest first
}

// PilotDay counts the codings of a day.
type PilotDay struct {
	Day       string `json:"day"`
	Decided   int64  `json:"decided"`
	Automatic int64  `json:"automatic"`
	Corrected int64  `json:"corrected"`
}

// PilotStanding is one moment of how codings stood.
type PilotStanding struct {
	autopilot.Standing
	At       string  `json:"at"` // RFC 3339
	Policy   string  `json:"policy"`
	Promised float64 `json:"promised"` // largest share that policy lets be wrong that day
}

// May says what the autopilot might code then, as a sentence.
func (s PilotStanding) May() Reason {
	return Reason{"autopilot.coding.mode." + string(s.Mode), s.Args()}
}

// Because says why, as a sentence.
func (s PilotStanding) Because() Reason { return Reason{codingWhy(s.Why), s.Args()} }

// PilotMonth counts the codings of a month.
type PilotMonth struct {
	Month     string `json:"month"` // 2026-04
	Decided   int64  `json:"decided"`
	Automatic int64  `json:"automatic"`
	Corrected int64  `json:"corrected"`
}

// May says what the autopilot may code, as a sentence.
func (v PilotView) May() Reason { return Reason{"autopilot.coding.mode." + string(v.Mode), v.Args()} }

// Because says why, as a sentence.
func (v PilotView) Because() Reason { return Reason{codingWhy(v.Why), v.Args()} }

// codingWhy gives the sentence for codings where that of bank lines speaks of these.
func codingWhy(code string) string {
	switch code {
	case "autopilot.standing.off", "autopilot.standing.start":
		return "autopilot.coding" + code[len("autopilot"):]
	}
	return code
}

// Pilot gives how the autopilot stands on codings.
func (d *Desk) Pilot(ctx context.Context) (v PilotView, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		v, err = d.pilotView(ctx, q)
		return err
	})
	return v, err
}

func (d *Desk) pilotView(ctx context.Context, q *db.Queries) (v PilotView, err error) {
	p, err := d.InForce(ctx, q)
	if err != nil {
		return v, err
	}
	g, err := d.pilotOf(ctx, q, p)
	if err != nil {
		return v, err
	}
	v = PilotView{Standing: g.stand, Codings: g.settings.Bank, Promised: g.settings.Wrong.Float(), Confidence: g.settings.Confidence.Float(),
		Sample: g.settings.Sample.Float(), Months: []PilotMonth{}}
	if g.stand.Terms != g.before.Terms {
		v.Since = "" // no run has begun under it yet
	}
	v.Measured = autopilot.Measured(g.evidence, g.stand, g.settings.Confidence)
	if v.Drawn, err = q.CodingDraws(ctx, d.Adm.Key); err != nil {
		return v, books.Failed(err)
	}
	months, err := q.CodingsByMonth(ctx, d.Adm.Key)
	if err != nil {
		return v, books.Failed(err)
	}
	for _, m := range months {
		v.Months = append(v.Months, PilotMonth(m))
		v.Decided, v.Automatic, v.Corrected = v.Decided+m.Decided, v.Automatic+m.Automatic, v.Corrected+m.Corrected
	}
	if v.Days, err = d.pilotDays(ctx, q); err != nil {
		return v, err
	}
	if v.History, err = d.pilotHistory(ctx, q, p); err != nil {
		return v, err
	}
	all, err := d.codingEvidence(ctx, q, "")
	cases := casesOf(all, 0)
	v.Reliability = learn.Reliability(cases, learn.Tenths())
	v.Calibration = learn.CalibrationError(v.Reliability)
	return v, err
}

// pilotDays counts the codings of each day of the last two months.
func (d *Desk) pilotDays(ctx context.Context, q *db.Queries) ([]PilotDay, error) {
	rows, err := q.CodingsByDay(ctx, db.CodingsByDayParams{Adm: d.Adm.Key, Since: store.Stamp(d.Now().AddDate(0, -2, 0))})
	list := make([]PilotDay, len(rows))
	for i, r := range rows {
		list[i] = PilotDay(r)
	}
	return list, books.Failed(err)
}

// pilotHistory gives each change of how codings stood and each look at the
// evidence, at most a thousand.
func (d *Desk) pilotHistory(ctx context.Context, q *db.Queries, p policy.Policy) ([]PilotStanding, error) {
	rows, err := q.CodingStandings(ctx, db.CodingStandingsParams{Adm: d.Adm.Key, Page: 1000})
	list := make([]PilotStanding, len(rows))
	for i, r := range rows {
		list[i] = PilotStanding{standingOf(r), r.At, r.Policy, p.On(day.Day(r.At[:len(time.DateOnly)])).Codings.Wrong.Float()}
	}
	return list, books.Failed(err)
}

// casesOf gives what people judged of claims from one on.
func casesOf(e autopilot.Evidence, least float64) (all []learn.Case) {
	for _, c := range e.Cases {
		if c.Probability >= least {
			all = append(all, learn.Case{Probability: c.Probability, Right: c.Right})
		}
	}
	return all
}
