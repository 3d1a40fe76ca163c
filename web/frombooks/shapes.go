// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"fmt"
	"strings"
	"time"

	"rentmeester/app"
	"rentmeester/autopilot"
	"rentmeester/money"
	"rentmeester/web"
)

func lineOf(v app.LineView) web.Line {
	l := web.Line{ID: id(v.Line), Statement: id(v.Statement), StatementLabel: v.Label, Number: fmt.Sprint(v.Position),
		Account: v.Account, AccountHolder: v.Holder, Booked: v.Booked, Amount: v.Amount, Currency: v.Currency, Name: v.Name, IBAN: v.IBAN,
		Text: v.Remittance, Reference: v.Reference, EndToEndID: v.EndToEndID, Mandate: v.MandateID, Batch: v.Batch,
		BankDescription: strings.ReplaceAll(v.Info, "\n", " ")}
	if v.Detail > 0 {
		l.Number = fmt.Sprintf("%d.%d", v.Position, v.Detail)
	}
	if v.Return != nil {
		l.Return, l.ReturnDo = sentence(*v.Return), sentence(v.ReturnDo)
	}
	return l
}

func allocationsOf(targets []app.PortionView, line money.Cents) []web.Allocation {
	list := make([]web.Allocation, len(targets))
	for i, t := range targets {
		a := web.Allocation{Kind: web.ToLedger, Ref: t.Account, Name: t.Name, Text: t.Text, Amount: t.Amount, Left: t.Left,
			Role: roles[t.Role], Dimensions: dimensionsOf(t.Dimensions)}
		switch {
		case t.Item != "":
			a.Kind, a.Ref = web.ToItem, t.Item
		case t.Party != "":
			a.Kind, a.Ref = web.OnAccount, t.Party
		}
		if line < 0 {
			a.Amount = -a.Amount
		}
		list[i] = a
	}
	return list
}

var roles = map[string]web.LedgerRole{app.RoleDifference: web.RoleDifference, app.RoleFee: web.RoleFee}

// dimensionsOf takes "kostenplaats=4010;taakveld=0.5" apart.
func dimensionsOf(joined string) (list []web.Dimension) {
	for _, one := range strings.Split(joined, ";") {
		if name, value, found := strings.Cut(one, "="); found {
			list = append(list, web.Dimension{Name: name, Value: value})
		}
	}
	return list
}

func proposalOf(c app.ChoiceView, line money.Cents) *web.Proposal {
	return &web.Proposal{ID: c.ID, Allocations: allocationsOf(c.Portions, line), Probability: c.Probability,
		For: sentences(c.For), Against: sentences(c.Against), Rule: c.Rule}
}

// workItemOf shows a line that waits: its amount is what is left to divide.
func workItemOf(v app.Waiting) web.WorkItem {
	item := web.WorkItem{Line: lineOf(v.LineView), Why: sentence(v.Why), Decided: sentences(v.Decided), Keeps: sentences(v.Keeps)}
	item.Line.Amount = v.Left
	if len(v.Choices) > 0 {
		item.Proposal = proposalOf(v.Choices[0], v.Left)
	}
	if len(v.Choices) > 1 {
		item.RunnerUp = proposalOf(v.Choices[1], v.Left)
		for _, c := range v.Choices[2:] {
			item.Others = append(item.Others, *proposalOf(c, v.Left))
		}
	}
	return item
}

var kinds = map[string]web.DecisionKind{app.Accepted: web.Accepted, app.Changed: web.Changed, app.Rejected: web.Rejected, app.Undone: web.Reversed}

func decisionOf(v app.DecisionView) web.Decision {
	d := web.Decision{ID: id(v.ID), At: moment(v.At), Kind: kinds[v.Kind], By: v.Actor, Line: lineOf(v.Line),
		Allocations: allocationsOf(v.Portions, v.Line.Amount), Probability: v.Probability, Reasons: sentences(v.Reasons),
		Policy: v.Policy, UndoneBy: id(v.UndoneBy), CanUndo: v.Kind != app.Undone && v.UndoneBy == 0}
	if v.Actor == autopilot.Actor {
		d.By = ""
	}
	if v.Kind == app.Changed {
		d.Probability = 0 // of what was proposed, not of what the person made of it
	}
	return d
}

// moment reads a stamp of the books; they write no other.
func moment(stamp string) time.Time {
	t, _ := time.Parse(time.RFC3339, stamp)
	return t
}

func accountOf(a app.AccountStatus) web.AccountLine {
	l := web.AccountLine{IBAN: a.IBAN, Name: a.Name, Currency: a.Currency, Entries: int(a.Entries), Until: a.Last,
		Opening: money.Cents(a.Opening), Closing: money.Cents(a.Closing), Worklist: money.Cents(a.Worklist), Booked: money.Cents(a.Booked),
		Suspense: money.Cents(a.Suspense), Proved: a.Proved, Reason: web.Sentence{Code: a.Reason}}
	l.Difference = l.Closing - l.Worklist - l.Booked
	return l
}

func dayOf(v app.DayView) web.DayLine {
	l := web.DayLine{Day: v.Day, Closing: money.Cents(v.Bank), Worklist: money.Cents(v.Worklist), Booked: money.Cents(v.Ledger - v.Suspense),
		Proved: v.Closes, Reason: web.Sentence{Code: v.Reason}, Statement: id(v.Statement), Label: v.Label}
	l.Difference = l.Closing - l.Worklist - l.Booked
	return l
}

// headOf shows a statement in a list: only what was proved is kept at all.
func headOf(h app.StatementHead) web.StatementHead {
	return web.StatementHead{ID: id(h.ID), Label: h.Label, From: h.First, To: h.Last, Opening: h.Opening, Closing: h.Closing,
		Entries: h.Entries, Waiting: h.Waiting, Proved: true, Format: h.Format, File: h.File}
}

func statementOf(v app.StatementView) web.Statement {
	s := web.Statement{Head: headOf(v.Head), IBAN: v.IBAN, Name: v.Name, SumIn: v.In, SumOut: v.Out, Proof: sentences(v.Proof),
		Previous: id(v.Before), Then: id(v.After)}
	s.Head.Proved = v.Proved
	for _, l := range v.Lines {
		s.Lines = append(s.Lines, statementLineOf(l))
	}
	if v.More {
		last := v.Lines[len(v.Lines)-1]
		s.Next = fmt.Sprintf("%d_%d", last.Position, last.Detail)
	}
	return s
}

// statementLineOf shows a line with what became of it. What several decisions
// did to one line is shown as one.
func statementLineOf(v app.StatementLine) web.StatementLine {
	l := web.StatementLine{Line: lineOf(v.LineView), State: web.LineInfo}
	switch {
	case v.Matched:
		l.State = web.LineBooked
	case v.Open:
		l.State = web.LineWaiting
	}
	var all []web.Allocation
	for _, d := range v.Standing {
		shown := decisionOf(d)
		all = append(all, shown.Allocations...)
		l.Decision = &shown
	}
	if l.Decision != nil {
		l.Decision.Allocations = all
	}
	return l
}

func quarantinedOf(q app.Quarantined) web.Quarantined {
	k := web.Quarantined{ID: id(q.ID), File: q.File, At: moment(q.Since), SHA256: q.SHA256,
		Reason: web.Sentence{Code: q.Finding.Code, Args: q.Finding.Args}}
	k.Line = lineNumber(q.Finding.Args)
	return k
}

// lineNumber gives the place in the file that a fault names; 0 when it names none.
func lineNumber(args map[string]string) (n int) {
	for _, name := range []string{"line", "row"} {
		if _, err := fmt.Sscanf(args[name], "%d", &n); err == nil && n > 0 {
			return n
		}
	}
	return 0
}
