// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"slices"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/store/db"
)

// Standing says where an invoice stands on its way to approval: derived each time
// from what it is, what policy wants and what people did.
type Standing struct {
	State     approval.State `json:"state"` // waiting, asked, disputed, approved, rejected
	Steps     []StepView     `json:"steps"`
	Turn      []PersonView   `json:"turn"`    // who can do something now
	Anyone    bool           `json:"anyone"`  // nobody has a role: anyone who is not barred
	Missing   []Reason       `json:"missing"` // what keeps it from being paid
	Lapsed    []LapsedView   `json:"lapsed"`  // approvals that no longer hold, and why
	Questions []ActView      `json:"questions"`
	Disputes  []ActView      `json:"disputes"`
	Disputed  books.Euro     `json:"disputed"`
	Declined  books.Euro     `json:"declined"` // settled as not owed
	Payable   books.Euro     `json:"payable"`  // when approved, what is neither
	Since     day.Day        `json:"since"`    // it waits as it does now
	Clock     ClockView      `json:"clock"`
}

// StepView is a step that an invoice needs.
type StepView struct {
	Key        string            `json:"key"`
	Rule       string            `json:"rule"`
	Kind       approval.StepKind `json:"kind"` // approval, performance
	Role       string            `json:"role"`
	CostCentre string            `json:"costCentre,omitempty"`
	Amount     books.Euro        `json:"amount"`
	Done       bool              `json:"done"`
	By         string            `json:"by,omitempty"`
	For        string            `json:"for,omitempty"` // whom he stood in for
	On         day.Day           `json:"on,omitempty"`
	Turn       bool              `json:"turn"` // it can be done now
	May        []PersonView      `json:"may"`
	MayNot     []PersonView      `json:"mayNot"`
	Why        []Reason          `json:"why"`
}

// PersonView is somebody who may do something, or may not and why.
type PersonView struct {
	Person string  `json:"person"`
	Name   string  `json:"name"`
	For    string  `json:"for,omitempty"`
	Away   bool    `json:"away,omitempty"`
	Why    *Reason `json:"why,omitempty"`
}

// LapsedView is an approval without effect.
type LapsedView struct {
	Act ActView `json:"act"`
	Why Reason  `json:"why"`
}

// ActView is what somebody did about an invoice.
type ActView struct {
	ID      int64      `json:"id"`
	Act     string     `json:"act"`
	Step    string     `json:"step,omitempty"`
	Person  string     `json:"person"`
	For     string     `json:"for,omitempty"`
	Of      int64      `json:"of,omitempty"`
	Amount  books.Euro `json:"amount"`
	Lines   []string   `json:"lines,omitempty"`
	To      string     `json:"to,omitempty"`
	Comment string     `json:"comment,omitempty"`
	At      string     `json:"at"`
	Void    bool       `json:"void,omitempty"` // the booking that it led to was taken back
}

// ClockView is the time in which an invoice must be paid.
type ClockView struct {
	Last day.Day     `json:"last"` // last day without interest
	Left int         `json:"left"` // days until then; negative: late
	Why  []Reason    `json:"why"`
	Said *ClockFacts `json:"said,omitempty"` // what moves it
}

func actView(a db.ApprovalAct) ActView {
	return ActView{ID: a.ID, Act: a.Act, Step: a.Step, Person: a.Person, For: a.ForWhom, Of: a.OfAct, Amount: books.Euro(a.Amount), Lines: unlist(a.Lines),
		To: a.ToWhom, Comment: a.Comment, At: a.At, Void: a.Void}
}

func personViews(list []approval.Candidate) []PersonView {
	all := []PersonView{}
	for _, c := range list {
		v := PersonView{Person: c.Person, Name: c.Name, For: c.For, Away: c.Away}
		if c.Bar != nil {
			why := Reason(*c.Bar)
			v.Why = &why
		}
		all = append(all, v)
	}
	return all
}

func whys(list []approval.Reason) []Reason {
	all := []Reason{}
	for _, r := range list {
		all = append(all, Reason(r))
	}
	return all
}

// view gives where an invoice stands as pages and commands show it.
func (w *waiting) view() Standing {
	from := w.standing
	s := Standing{State: from.State, Steps: []StepView{}, Turn: personViews(from.Turn), Anyone: from.Anyone, Missing: whys(from.Missing), Lapsed: []LapsedView{},
		Questions: []ActView{}, Disputes: []ActView{}, Disputed: books.Euro(from.Disputed), Declined: books.Euro(from.Declined), Payable: books.Euro(from.Payable),
		Since: from.Since, Clock: ClockView{from.Clock.Last, from.Clock.Left, whys(from.Clock.Why), nil}}
	for _, at := range from.Steps {
		v := StepView{Key: at.Key, Rule: at.Rule, Kind: at.Kind, Role: at.Role, CostCentre: at.CostCentre, Amount: books.Euro(at.Basis.Amount), Done: at.Done,
			For: at.For, Turn: at.Turn, May: personViews(at.May), MayNot: personViews(at.MayNot), Why: whys(at.Why)}
		if at.Act != nil {
			v.By, v.On = at.Act.Person, at.Act.Day
		}
		s.Steps = append(s.Steps, v)
	}
	for _, v := range slices.Concat(from.Lapsed, from.Void) {
		s.Lapsed = append(s.Lapsed, LapsedView{w.act(v.Act.ID), Reason(v.Why)})
	}
	for _, a := range from.Questions {
		s.Questions = append(s.Questions, w.act(a.ID))
	}
	for _, a := range from.Disputes {
		s.Disputes = append(s.Disputes, w.act(a.ID))
	}
	return s
}

// act gives an act as it is kept.
func (w *waiting) act(id int64) ActView {
	for _, a := range w.rows {
		if a.ID == id {
			return actView(a)
		}
	}
	return ActView{ID: id}
}

// mine says whether an invoice waits for a person now: for a step of his, or for
// his answer.
func (w *waiting) mine(person string) bool {
	if slices.ContainsFunc(w.standing.Turn, func(c approval.Candidate) bool { return c.Person == person }) {
		return true
	}
	return w.standing.Anyone && w.standing.State == approval.Waiting && len(w.may(person)) > 0
}

// may gives the steps that a person may do now.
func (w *waiting) may(person string) (steps []string) {
	for _, s := range w.standing.Steps {
		if s.Turn && !s.Done && w.route.May(w.acts, w.today, person, s.Key) == nil {
			steps = append(steps, s.Key)
		}
	}
	return steps
}

// Mine gives the invoices that wait for a person, what must be paid first at the
// top.
func (d *Desk) Mine(ctx context.Context, person string) (all []Listed, err error) {
	all = []Listed{}
	err = d.eachWaiting(ctx, func(q *db.Queries, row db.Invoice, w waiting) error {
		if !w.mine(person) {
			return nil
		}
		l, err := d.listed(ctx, q, row)
		all = append(all, l)
		return err
	})
	slices.SortStableFunc(all, func(a, b Listed) int { return a.Left - b.Left })
	return all, err
}

// MaySteps gives the steps of an invoice that a person may do now, for who shows
// buttons. Errors: invoices.none.
func (d *Desk) MaySteps(ctx context.Context, person string, invoice int64) (steps []string, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := d.row(ctx, q, invoice)
		if err != nil {
			return err
		}
		p, err := d.InForce(ctx, q)
		if err != nil || State(row.State) != Approval {
			return err
		}
		w, err := d.caseOf(ctx, q, peopleOf(p), row, d.Now())
		steps = w.may(person)
		return err
	})
	return steps, err
}

// eachWaiting visits the invoices that wait for approval, in the order in which
// they came.
func (d *Desk) eachWaiting(ctx context.Context, visit func(*db.Queries, db.Invoice, waiting) error) error {
	return d.Read(ctx, func(q *db.Queries) error { return d.waitingOnes(ctx, q, visit) })
}

func (d *Desk) waitingOnes(ctx context.Context, q *db.Queries, visit func(*db.Queries, db.Invoice, waiting) error) error {
	p, err := d.InForce(ctx, q)
	if err != nil {
		return err
	}
	who, now := peopleOf(p), d.Now()
	const page = 500
	for after := int64(0); ; {
		rows, err := q.InvoicesInState(ctx, db.InvoicesInStateParams{Adm: d.Adm.Key, State: string(Approval), After: after, Page: page})
		if err != nil {
			return books.Failed(err)
		}
		for _, row := range rows {
			after = row.ID
			w, err := d.caseOf(ctx, q, who, row, now)
			if err != nil {
				return err
			}
			if err := visit(q, row, w); err != nil {
				return err
			}
		}
		if len(rows) < page {
			return nil
		}
	}
}
