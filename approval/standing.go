// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"cmp"
	"slices"

	"rentmeester/day"
	"rentmeester/money"
)

// State says where an invoice stands.
type State string

const (
	Waiting  State = "waiting"  // for a step
	Asked    State = "asked"    // for the answer to a question
	Disputed State = "disputed" // all of it
	Approved State = "approved" // what is not disputed may be paid
	Rejected State = "rejected" // sent back to the supplier
)

// Standing is where an invoice stands on a day.
type Standing struct {
	State     State
	Steps     []StepStanding
	Turn      []Candidate // who can do something now
	Anyone    bool        // nobody has a role: anyone who is not barred
	Missing   []Reason    // what keeps it from being paid
	Lapsed    []Void      // approvals that no longer hold, and why
	Void      []Void      // acts that never had effect, and why
	Questions []Act       // not answered
	Disputes  []Act       // not settled

	Disputed money.Cents // not settled yet
	Declined money.Cents // settled as not owed
	Accepted money.Cents // the amount less both
	Payable  money.Cents // Accepted when approved, else nothing

	Since     day.Day // since when it waits as it does now
	Clock     Clock
	Reminders []Reminder
}

// StepStanding is where a step stands.
type StepStanding struct {
	Step
	Done   bool
	Act    *Act   // that did it
	For    string // whom the person stood in for
	Turn   bool   // it can be done now
	May    []Candidate
	MayNot []Candidate
}

// Void is an act without effect.
type Void struct {
	Act Act
	Why Reason
}

// Stand derives where an invoice stands at the end of a day. Acts count in the
// order of their ID; acts after that day are not seen.
func (r Route) Stand(acts []Act, now day.Day) Standing { return r.work(acts, now).conclude() }

// work reads the acts until a day.
func (r Route) work(acts []Act, now day.Day) *worker {
	w := &worker{r: r, now: now}
	for _, a := range acts {
		if a.Day <= now {
			w.acts = append(w.acts, a)
		}
	}
	slices.SortStableFunc(w.acts, func(a, b Act) int { return cmp.Compare(a.ID, b.ID) })
	w.readTalk()
	w.readApprovals()
	w.assign()
	return w
}

// May says why a person may not do a step now, nil when he may.
func (r Route) May(acts []Act, now day.Day, person, step string) *Reason {
	w := r.work(acts, now)
	standing := w.conclude()
	for i, at := range standing.Steps {
		var why Reason
		switch {
		case at.Key != step:
			continue
		case at.Done:
			why = reason("done-already", "step", at.Rule, "person", at.Act.Person)
		case w.rejected:
			why = reason("rejected")
		case !at.Turn:
			why = reason("not-yet", "step", at.Rule)
		default:
			bar, _ := r.refuses(person, at.Step, now, "")
			return firstBar(bar, w.fourEyes(person, i))
		}
		return &why
	}
	why := reason("no-step", "step", step)
	return &why
}

// Sign makes the act of a person who does a step now; whether he may, May says.
func (r Route) Sign(person, step string, on day.Day) Act {
	s, _ := r.Step(step)
	return Act{Kind: Approve, Person: person, Day: on, Step: step, Basis: s.Basis}
}

// worker derives one standing.
type worker struct {
	r         Route
	now       day.Day
	acts      []Act
	valid     []signed // approvals that hold, in order
	chosen    []*signed
	out       Standing
	rejected  bool
	settled   []settlement
	withdrawn map[int64]bool
}

// signed is an approval that holds, for a step of the route.
type signed struct {
	act  Act
	step int
	name string // whom the person stood in for
}

// readApprovals sorts approvals into those that hold, that lapsed, and that never
// did. Who acts twice is not looked at yet.
func (w *worker) readApprovals() {
	for _, a := range w.acts {
		if a.Kind != Approve || w.withdrawn[a.ID] {
			continue
		}
		at := slices.IndexFunc(w.r.Steps, func(s Step) bool { return s.Key == a.Step })
		if at < 0 {
			w.out.Lapsed = append(w.out.Lapsed, Void{a, reason("lapsed-step", "step", a.Step)})
			continue
		}
		step := w.r.Steps[at]
		if why := a.Basis.lapsed(step.Basis); why != nil {
			w.out.Lapsed = append(w.out.Lapsed, Void{a, *why})
			continue
		}
		bar, stands := w.r.refuses(a.Person, step, a.Day, a.For)
		if bar != nil {
			w.out.Void = append(w.out.Void, Void{a, *bar})
			continue
		}
		s := signed{act: a, step: at}
		if stands != nil {
			s.name = stands.name()
		}
		w.valid = append(w.valid, s)
	}
}

// conclude puts the standing together.
func (w *worker) conclude() Standing {
	s := &w.out
	s.Anyone = w.r.open(w.now)
	stage, missing := w.steps()
	w.amounts()
	s.Clock = w.r.Case.Clock(w.now)
	switch {
	case w.rejected:
		s.State = Rejected
	case len(s.Questions) > 0:
		s.State = Asked
	case missing > 0:
		s.State = Waiting
	case s.Accepted == 0 && s.Disputed != 0:
		s.State = Disputed
	default:
		s.State, s.Payable = Approved, s.Accepted
	}
	w.turns()
	w.since(stage)
	s.Reminders = w.remind()
	return *s
}

// steps fills in the steps; stage is the lowest that is not done.
func (w *worker) steps() (stage, missing int) {
	for i, step := range w.r.Steps {
		at := StepStanding{Step: step}
		if c := w.chosen[i]; c != nil {
			act := c.act
			at.Done, at.Act, at.For = true, &act, c.name
		} else if missing++; missing == 1 {
			stage = step.Stage
		}
		w.out.Steps = append(w.out.Steps, at)
	}
	for i := range w.out.Steps {
		at := &w.out.Steps[i]
		if at.Done {
			continue
		}
		at.Turn = at.Stage == stage && !w.rejected
		w.candidates(at, i)
		w.out.Missing = append(w.out.Missing, reason("missing-"+string(at.Kind), "step", at.Rule, "role", at.Role, "centre", cmp.Or(at.CostCentre, "–"), "amount", at.Basis.Amount.Abs()))
		if len(at.May) == 0 && !w.r.open(w.now) {
			w.out.Missing = append(w.out.Missing, reason("stuck", "step", at.Key))
		}
	}
	return stage, missing
}

// candidates fills in who may do a step, and who has a say in it but may not.
func (w *worker) candidates(at *StepStanding, index int) {
	seen := map[string]bool{}
	for _, c := range w.r.claims(at.Step, w.now) {
		if seen[c.person.ID] {
			continue
		}
		seen[c.person.ID] = true
		who := Candidate{Person: c.person.ID, Name: c.person.name(), Away: c.person.away(w.now), Bar: c.bar}
		if c.stands != nil {
			who.For = c.stands.name()
		}
		if who.Bar == nil {
			who.Bar = w.fourEyes(c.person.ID, index)
		}
		if who.Bar == nil {
			at.May = append(at.May, who)
		} else {
			at.MayNot = append(at.MayNot, who)
		}
	}
	if !w.r.open(w.now) {
		return
	}
	for _, id := range w.involved() {
		bar := firstBar(w.r.own(id, at.Step, w.now), w.fourEyes(id, index))
		if bar != nil {
			at.MayNot = append(at.MayNot, Candidate{Person: id, Name: id, Bar: bar})
		}
	}
}

// involved gives everybody who did something with the invoice.
func (w *worker) involved() []string {
	ids := slices.Concat(w.r.Case.Entered, w.r.Case.Ordered, w.r.Case.Took)
	for _, v := range w.valid {
		ids = append(ids, v.act.Person)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// turns says who can do something now: whoever can do a step of this stage and is
// there, a deputy only when the person himself is not; or whoever has to answer.
func (w *worker) turns() {
	seen := map[string]bool{}
	add := func(c Candidate) {
		if !seen[c.Person] {
			seen[c.Person] = true
			w.out.Turn = append(w.out.Turn, c)
		}
	}
	switch w.out.State {
	case Asked:
		for _, q := range w.out.Questions {
			for _, id := range w.answerers(q) {
				p, _ := w.r.personOn(id, w.now)
				add(Candidate{Person: id, Name: p.name(), Away: p.away(w.now)})
			}
		}
	case Waiting:
		for _, at := range w.out.Steps {
			if at.Turn {
				for _, c := range present(at.May) {
					add(c)
				}
			}
		}
	}
}

// present keeps those who are there, in their own right if anyone is; else
// deputies; else everybody who may, though away.
func present(may []Candidate) []Candidate {
	var own, deputies []Candidate
	for _, c := range may {
		switch {
		case c.Away:
		case c.For == "":
			own = append(own, c)
		default:
			deputies = append(deputies, c)
		}
	}
	switch {
	case len(own) > 0:
		return own
	case len(deputies) > 0:
		return deputies
	}
	return may
}

// answerers gives whom a question is for.
func (w *worker) answerers(q Act) []string {
	switch {
	case q.To != "":
		return []string{q.To}
	case len(w.r.Case.Entered) > 0:
		return w.r.Case.Entered
	}
	return w.r.Case.Ordered
}

// since finds since when it waits as it does now.
func (w *worker) since(stage int) {
	s := &w.out
	s.Since = cmp.Or(w.r.Case.Ready, w.r.Case.Received)
	if s.State == Asked {
		s.Since = s.Questions[0].Day
		return
	}
	for _, at := range s.Steps {
		if at.Done && (at.Stage < stage || s.State != Waiting) {
			s.Since = max(s.Since, at.Act.Day)
		}
	}
	for _, a := range w.acts { // an answer gives the floor back
		if a.Kind == Answer || a.Kind == Reopen {
			s.Since = max(s.Since, a.Day)
		}
	}
}
