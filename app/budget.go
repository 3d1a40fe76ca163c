// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// The error budget: how the autopilot stands is found at the start of each run,
// from what people decided before; what it may do and what goes to a person
// blind follows from that. See package autopilot.

// budget is what a run knows of it.
type budget struct {
	key           autopilot.Key
	before, stand autopilot.Standing
	evidence      autopilot.Evidence
	drawn         map[int64]bool    // lines of the blind sample, of earlier runs
	fresh         map[int64]db.Draw // and those that this run adds
	settings      policy.Autopilot  // of today
}

// budget assesses how the autopilot stands on what is known now. It reads only.
func (b *Books) budget(ctx context.Context, q *db.Queries, p policy.Policy, now time.Time) (g budget, err error) {
	g = budget{drawn: map[int64]bool{}, fresh: map[int64]db.Draw{}, settings: p.On(day.Of(now)).Autopilot}
	if g.before, err = lastStanding(ctx, q, b.Adm.Key); err != nil {
		return g, err
	}
	if g.evidence, err = evidence(ctx, q, b.Adm.Key, g.before.From, now); err != nil {
		return g, err
	}
	g.stand = autopilot.Assess(g.evidence, g.settings, autopilot.PriorThreshold, g.before, store.Stamp(now))
	origin, err := q.Origin(ctx, b.Adm.Key)
	if err != nil {
		return g, failed(err)
	}
	g.key = autopilot.NewKey("blind sample", origin.Slug, origin.Created, origin.FirstHash)
	lines, err := q.DrawnLines(ctx, b.Adm.Key)
	for _, line := range lines {
		g.drawn[line] = true
	}
	return g, failed(err)
}

func lastStanding(ctx context.Context, q *db.Queries, adm int64) (s autopilot.Standing, err error) {
	row, err := q.LastStanding(ctx, adm)
	if store.NoRows(err) {
		return s, nil
	}
	return standingOf(row), failed(err)
}

func standingOf(row db.Standing) autopilot.Standing {
	return autopilot.Standing{Mode: autopilot.Mode(row.Mode), Threshold: row.Threshold, Why: row.Why, Cases: int(row.Cases),
		Wrong: int(row.Wrong), Bound: row.Bound, Since: row.Since, From: row.Evidence, Look: int(row.Look), Refuted: row.Refuted, Terms: row.Terms}
}

// evidence fetches what people judged and what the autopilot did, since a moment
// and within the window.
func evidence(ctx context.Context, q *db.Queries, adm int64, from string, now time.Time) (e autopilot.Evidence, err error) {
	e = autopilot.Evidence{Done: map[autopilot.Ground]autopilot.Tally{}, Engine: Model}
	since := max(from, store.Stamp(now.AddDate(0, 0, -autopilot.Window)))
	rows, err := q.CasesSince(ctx, db.CasesSinceParams{Adm: adm, Since: since, Page: autopilot.MaxCases})
	if err != nil {
		return e, failed(err)
	}
	for _, r := range rows {
		e.Cases = append(e.Cases, autopilot.Case{Probability: r.Claimed, Right: r.IsRight, Safe: r.Safe, Blind: r.Blind})
	}
	ever, err := q.CountCases(ctx, db.CountCasesParams{Adm: adm, Since: from, Least: autopilot.Least})
	if err != nil {
		return e, failed(err)
	}
	e.Rules, e.Claims = int(ever.Rules), int(ever.Claims)
	done, err := q.AutomaticSince(ctx, db.AutomaticSinceParams{Adm: adm, Since: since})
	for _, d := range done {
		e.Done[autopilot.Ground(d.Ground)] = autopilot.Tally{Done: int(d.Done), Undone: int(d.Undone)}
	}
	return e, failed(err)
}

// asked gives what the autopilot must know of a proposal that has a best choice.
func asked(p reconcile.Proposal) autopilot.Proposal {
	return autopilot.Proposal{Safe: p.Best.Safe, Ambiguous: p.Ambiguous, Probability: p.Best.Probability, Complete: p.Best.Rest == 0,
		Bare: p.Best.Rule == reconcile.RuleAmount}
}

// judge says whether the autopilot may carry a proposal out. What is drawn for
// the blind sample is remembered, so that it stays with a person.
func (r *run) judge(line db.BankLine, p reconcile.Proposal) autopilot.Verdict {
	g, settings := r.budget, r.on(line)
	asked := asked(p)
	if settings.Autopilot.Bank != "budget" {
		v := autopilot.DecideBank(asked, settings)
		if g.stand.Mode == autopilot.Propose { // rules go wrong too often, whatever day it is of
			v = autopilot.Decide(asked, g.stand, false)
		}
		return v
	}
	v := autopilot.Decide(asked, g.stand, g.drawn[line.ID] || g.key.Drawn(line.ID, settings.Autopilot.Sample))
	if v.Blind && !g.drawn[line.ID] {
		g.fresh[line.ID] = db.Draw{Adm: r.tx.Adm, LineID: line.ID, Ground: string(v.Ground), Claimed: p.Best.Probability}
	}
	return v
}

// enact writes how the autopilot stands, when that changed, and the sample.
func (r *run) enact() error {
	g := r.budget
	for _, line := range slices.Sorted(maps.Keys(g.fresh)) {
		draw := g.fresh[line]
		draw.At = r.tx.Stamp()
		if err := r.tx.Add(r.ctx, draw); err != nil {
			return err
		}
	}
	if g.stand == g.before {
		return nil
	}
	s := g.stand
	err := r.tx.Add(r.ctx, db.Standing{Adm: r.tx.Adm, ID: r.tx.NewID(), At: r.tx.Stamp(), Mode: string(s.Mode), Threshold: s.Threshold, Why: s.Why,
		Cases: int64(s.Cases), Wrong: int64(s.Wrong), Bound: s.Bound, Since: s.Since, Evidence: s.From, Look: int64(s.Look), Refuted: s.Refuted,
		Terms: s.Terms, Policy: r.policy.Version})
	if err != nil {
		return err
	}
	return r.tx.Audit(r.ctx, autopilot.Actor, "autopilot.standing", "bank", s)
}

// observe keeps what a person's first decision on a line says of the proposal that
// stood: a lesson for the engine and, when it could have been carried out, a case
// for the error budget. A proposal that has gone stale since, because another line
// took its item, says nothing of the engine; accepting in bulk says nothing of one
// line.
func (d *desk) observe(a *act) error {
	if a.actor == autopilot.Actor || a.proposal == "" || d.bulk {
		return nil
	}
	var p reconcile.Proposal
	if err := json.Unmarshal([]byte(a.proposal), &p); err != nil {
		return failed(err)
	}
	if p.Best == nil {
		return nil
	}
	before, err := d.tx.IsDecided(d.ctx, db.IsDecidedParams{Adm: d.tx.Adm, LineID: a.line.ID})
	if err != nil || before > 0 {
		return failed(err)
	}
	right, err := d.rightOf(a, &p)
	if err != nil || right == saysNothing {
		return err
	}
	if l, ok := reconcile.LessonOf(&p, right); ok && a.model == Model {
		if err := d.tx.Add(d.ctx, db.Lesson{Adm: d.tx.Adm, DecisionID: a.id, Model: Model, Content: l.String()}); err != nil {
			return err
		}
	}
	if !asked(p).Possible() {
		return nil
	}
	drawn, err := d.tx.IsDrawn(d.ctx, db.IsDrawnParams{Adm: d.tx.Adm, LineID: a.line.ID})
	if err != nil {
		return failed(err)
	}
	return d.tx.Add(d.ctx, db.Case{Adm: d.tx.Adm, DecisionID: a.id, LineID: a.line.ID, Claimed: p.Best.Probability, Safe: p.Best.Safe,
		Blind: drawn > 0, Correct: right == 0, At: d.tx.Stamp()})
}

// saysNothing is the place of the right choice where a decision does not tell.
const saysNothing = -100

// rightOf gives the place of the choice that was booked, as a lesson has it.
func (d *desk) rightOf(a *act, p *reconcile.Proposal) (int, error) {
	for i, c := range p.Choices() {
		proposed, err := d.portions(a.line, *c)
		if fault.Is(err, "app.no-party") && i > 0 {
			continue
		}
		if fault.Is(err, "app.no-party") {
			return saysNothing, nil
		}
		if err != nil {
			return 0, err
		}
		if a.kind != Rejected && sameBooking(proposed, a.portions) {
			return i, nil
		}
		if i > 0 {
			continue
		}
		if stale, err := d.stale(proposed, a.portions); err != nil || stale {
			return saysNothing, err
		}
		if a.kind == Rejected {
			return reconcile.NotFirst, nil
		}
	}
	return reconcile.NoneRight, nil
}

// learned gives the engine's model with what people decided here taken in.
func (d *desk) learned() (*reconcile.Model, error) {
	rows, err := d.tx.Lessons(d.ctx, db.LessonsParams{Adm: d.tx.Adm, Model: Model, Page: autopilot.MaxCases})
	if err != nil {
		return nil, failed(err)
	}
	lessons := make([]reconcile.Lesson, len(rows))
	for i, row := range rows {
		if lessons[i], err = reconcile.ParseLesson(row); err != nil {
			return nil, err
		}
	}
	return reconcile.Prior().Learned(lessons), nil
}

// sameBooking says whether two ways to book a line come to the same.
func sameBooking(a, b []portion) bool {
	type place struct {
		item                             int64
		account, role, party, dimensions string
	}
	sums := map[place]money.Cents{}
	add := func(list []portion, sign money.Cents) {
		for _, p := range list {
			at := place{p.Item, p.Account, p.Role, p.Party, p.Dimensions}
			if sums[at] += sign * p.Amount; sums[at] == 0 {
				delete(sums, at)
			}
		}
	}
	add(a, 1)
	add(b, -1)
	return len(sums) == 0
}

// stale says whether a proposal could no longer be carried out, apart from what
// was done instead, which is taken into account already.
func (d *desk) stale(proposed, instead []portion) (bool, error) {
	settled := map[int64]money.Cents{}
	for _, p := range instead {
		settled[p.Item] -= p.Amount
	}
	for _, p := range proposed {
		settled[p.Item] += p.Amount
	}
	for id, amount := range settled {
		if id == 0 {
			continue
		}
		item, err := d.post(id)
		if err != nil {
			return false, err
		}
		if after := item.settled + amount*item.sign(); after < 0 || after > item.amount {
			return true, nil
		}
	}
	return false, nil
}
