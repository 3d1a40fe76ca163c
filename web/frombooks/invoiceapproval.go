// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"rentmeester/app/invoices"
	"rentmeester/approval"
	"rentmeester/money"
	"rentmeester/web"
)

// approval tells where the approval of an invoice stands.
func (s *Source) approval(ctx context.Context, by string, v invoices.Shown, i *web.Invoice) error {
	for _, a := range v.Acts {
		i.History = append(i.History, eventOf(a, by))
	}
	st := v.Standing
	i.Last, i.Left = cmp.Or(st.Clock.Last, i.Last), v.Left
	i.Approval = web.Approval{State: string(st.State), Why: allSaid(st.Clock.Why), Payable: money.Cents(st.Payable), Disputed: money.Cents(st.Disputed),
		Declined: money.Cents(st.Declined)}
	for _, a := range st.Questions {
		i.Approval.Questions = append(i.Approval.Questions, eventOf(a, by))
	}
	for _, a := range st.Disputes {
		i.Approval.Disputes = append(i.Approval.Disputes, eventOf(a, by))
	}
	for _, l := range st.Lapsed {
		e := eventOf(l.Act, by)
		e.Void, e.Why = true, said(l.Why)
		i.Approval.Lapsed = append(i.Approval.Lapsed, e)
	}
	if !slices.Contains([]invoices.State{invoices.Held, invoices.Coding, invoices.Approval}, v.State) {
		i.Approval.Steps = stepsOf(st.Steps, nil, false)
		return nil
	}
	mine, err := s.books.Invoices().MaySteps(ctx, by, v.ID)
	if err != nil {
		return err
	}
	i.Approval.Steps, i.Approval.Turn = stepsOf(st.Steps, mine, v.State == invoices.Approval), personsOf(st.Turn)
	if v.State != invoices.Approval {
		return nil
	}
	i.Approval.Missing = allSaid(st.Missing)
	i.Mine = len(mine) > 0 || slices.ContainsFunc(st.Turn, func(p invoices.PersonView) bool { return p.Person == by })
	for _, p := range st.Turn {
		i.Turn = append(i.Turn, cmp.Or(p.Name, p.Person))
	}
	return nil
}

func stepsOf(list []invoices.StepView, mine []string, turn bool) (all []web.ApprovalStep) {
	for _, st := range list {
		step := web.ApprovalStep{Key: st.Key, Name: cmp.Or(st.Role, st.Rule), Role: st.Role, CostCentre: st.CostCentre, Receipt: st.Kind == approval.Performance,
			Done: st.Done, Turn: turn && st.Turn, Mine: slices.Contains(mine, st.Key), By: st.By, For: st.For, On: st.On, May: personsOf(st.May),
			MayNot: personsOf(st.MayNot), Why: allSaid(st.Why)}
		all = append(all, step)
	}
	return all
}

func personsOf(list []invoices.PersonView) (all []web.Person) {
	for _, p := range list {
		one := web.Person{Name: cmp.Or(p.Name, p.Person), For: p.For, Away: p.Away}
		if p.Why != nil {
			one.Bar = said(*p.Why)
		}
		all = append(all, one)
	}
	return all
}

func eventOf(a invoices.ActView, by string) web.Event {
	return web.Event{ID: strconv.FormatInt(a.ID, 10), Kind: a.Act, By: a.Person, At: moment(a.At), Amount: money.Cents(a.Amount), Lines: a.Lines, To: a.To,
		Comment: a.Comment, Void: a.Void, Mine: a.Person == by}
}

// Act implements web.Invoices.
func (s *Source) Act(ctx context.Context, by, invoice string, a web.InvoiceAct) error {
	err := s.onInvoice(invoice, func(key int64) error {
		if a.Kind == "unbook" {
			return s.books.Invoices().Unbook(ctx, by, key, a.Comment)
		}
		of := int64(0)
		if a.Of != "" {
			var err error
			if of, err = number(a.Of, "books.invoice.stale"); err != nil {
				return err
			}
		}
		_, err := s.books.Invoices().Do(ctx, by, key, invoices.Doing{Kind: approval.ActKind(a.Kind), As: a.Step, Of: of, Amount: a.Amount, Lines: a.Lines,
			To: a.To, Comment: a.Comment})
		return err
	})
	if err == nil {
		s.again.ask() // what is booked is an open item, which other proposals may be about
	}
	return err
}
