// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"cmp"
	"slices"

	"rentmeester/money"
)

// readTalk reads all that is no approval: questions, disputes, rejections and
// what ends them. An act that answers another refers to it and stands after it.
func (w *worker) readTalk() {
	w.withdrawn = map[int64]bool{}
	before := map[int64]Act{}
	ended := map[int64]bool{}
	for _, a := range w.acts {
		why := w.refuseTalk(a, before[a.Of], ended[a.Of])
		if why != nil {
			w.out.Void = append(w.out.Void, Void{a, *why})
			continue
		}
		before[a.ID] = a
		switch a.Kind {
		case Withdraw:
			w.withdrawn[a.Of] = true
		case Answer, Reopen, Settle:
			ended[a.Of] = true
		}
	}
	for _, a := range w.acts {
		if _, counts := before[a.ID]; !counts || ended[a.ID] {
			continue
		}
		switch a.Kind {
		case Ask:
			w.out.Questions = append(w.out.Questions, a)
		case Reject:
			w.rejected = true
			w.out.Missing = append(w.out.Missing, reason("is-rejected", "person", a.Person, "day", a.Day))
		case Dispute:
			w.out.Disputes = append(w.out.Disputes, a)
		}
	}
	for _, q := range w.out.Questions {
		w.out.Missing = append(w.out.Missing, reason("is-asked", "person", q.Person, "day", q.Day))
	}
	for _, a := range w.acts {
		if _, counts := before[a.ID]; counts && a.Kind == Settle {
			w.settled = append(w.settled, settlement{before[a.Of], a})
		}
	}
}

// settlement is a dispute with what ended it.
type settlement struct{ dispute, end Act }

// ends says which kind of act each kind can end.
var ends = map[ActKind]ActKind{Answer: Ask, Reopen: Reject, Settle: Dispute, Withdraw: Approve}

// refuseTalk says why an act has no effect; nil when it has.
func (w *worker) refuseTalk(a, of Act, ended bool) *Reason {
	var why Reason
	p, _ := w.r.personOn(a.Person, a.Day)
	wanted, answers := ends[a.Kind]
	switch {
	case a.Kind == Approve:
		return nil // readApprovals looks at it
	case a.Kind != Comment && !w.r.known(a.Person, a.Day) && !w.asked(of, a):
		why = reason("void-stranger", "name", p.name())
	case answers && (of.Kind != wanted || ended):
		why = reason("void-of", "of", a.Of)
	case a.Kind == Withdraw && of.Person != a.Person:
		why = reason("void-others", "name", p.name())
	case (a.Kind == Settle || a.Kind == Reopen) && !w.r.decides(a.Person, a.Day):
		why = reason("void-decides", "name", p.name())
	case a.Kind == Dispute && len(a.Lines) == 0 && !w.sensible(a.Amount):
		why = reason("void-amount", "amount", a.Amount)
	case a.Kind == Dispute && len(a.Lines) > 0 && w.linesAmount(a.Lines, nil) == 0:
		why = reason("void-lines")
	default:
		return nil
	}
	return &why
}

// asked says whether an act answers a question that was put to its person.
func (w *worker) asked(of, a Act) bool {
	return a.Kind == Answer && of.Kind == Ask && of.To == a.Person && a.Person != ""
}

// sensible says whether an amount can be a part of the invoice.
func (w *worker) sensible(amount money.Cents) bool {
	return amount != 0 && (amount < 0) == (w.r.Case.Amount < 0) && amount.Abs() <= w.r.Case.Amount.Abs()
}

// linesAmount adds up lines of the invoice, each once; taken are those counted.
func (w *worker) linesAmount(lines []string, taken map[string]bool) (sum money.Cents) {
	for _, p := range w.r.Case.Parts {
		if p.Line != "" && slices.Contains(lines, p.Line) && !taken[p.Line] {
			sum += p.Amount
		}
	}
	for _, line := range lines {
		if taken != nil {
			taken[line] = true
		}
	}
	return sum
}

// amounts adds up what is disputed and what was settled as not owed. Together
// they are never more than the invoice.
func (w *worker) amounts() {
	s, left := &w.out, w.r.Case.Amount
	taken := map[string]bool{}
	take := func(d Act) money.Cents {
		amount := d.Amount
		if len(d.Lines) > 0 {
			amount = w.linesAmount(d.Lines, taken)
		}
		amount = within(amount, left)
		left -= amount
		return amount
	}
	for _, d := range s.Disputes { // first: what is settled of a line may be disputed still
		s.Disputed += take(d)
	}
	slices.SortStableFunc(w.settled, func(a, b settlement) int { return cmp.Compare(a.end.Amount.Abs(), b.end.Amount.Abs()) })
	for _, end := range w.settled {
		amount := take(end.dispute)
		owed := within(end.end.Amount, amount)
		left += owed
		s.Declined += amount - owed
	}
	s.Accepted = left
	if s.Disputed != 0 {
		s.Missing = append(s.Missing, reason("is-disputed", "amount", s.Disputed.Abs(), "accepted", s.Accepted.Abs()))
	}
}

// within gives of an amount what lies between nothing and a bound of either sign.
func within(amount, bound money.Cents) money.Cents {
	if bound < 0 {
		return -within(-amount, -bound)
	}
	return min(max(amount, 0), bound)
}
