// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"cmp"
	"context"
	"strings"

	"rentmeester/api"
	"rentmeester/app/invoices"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Invoices implements api.Source.
func (s *Source) Invoices(ctx context.Context, by api.Caller, f api.InvoiceFilter) (all []api.InvoiceSummary, next string, err error) {
	w := invoices.InvoiceFilter{Filter: invoices.Filter{State: f.State, Query: f.Search, Limit: f.Limit}, Supplier: f.Supplier, Hold: f.Hold}
	if err := uncursor(f.Cursor, &w.After); err != nil {
		return nil, "", err
	}
	if strings.ContainsRune(w.After.PayBy, 0) { // no text of the books
		return nil, "", fault.New("api.cursor")
	}
	p, err := s.desk().Page(ctx, w)
	if p.More {
		next = cursor(p.Next)
	}
	for _, l := range p.Invoices {
		all = append(all, summaryOf(by, l))
	}
	return all, next, err
}

func summaryOf(by api.Caller, l invoices.Listed) api.InvoiceSummary {
	return api.InvoiceSummary{ID: l.ID, Supplier: l.Supplier, Name: l.Name, Number: l.Number, Kind: l.Kind, Issued: api.Day(l.Issued), Due: api.Day(l.Due),
		Received: api.Day(l.Received), Last: api.Day(l.Last), Left: l.Left, Currency: l.Currency, Payable: api.Amount(l.Payable), Open: api.Amount(l.Open), Blocked: api.Amount(l.Blocked), IBAN: l.IBAN,
		State: string(l.State), Holds: holdsOf(by, l.Holds)}
}

func holdsOf(by api.Caller, holds []invoices.HoldView) []api.Hold {
	all := []api.Hold{}
	for _, h := range holds {
		all = append(all, api.Hold{ID: h.ID, Kind: h.Kind, Why: said(by, &fault.Error{Code: h.Why.Code, Args: h.Why.Args}), Persons: h.Persons,
			State: h.State, First: h.First, Second: h.Second, Opened: h.Opened})
	}
	return all
}

// Invoice implements api.Source.
func (s *Source) Invoice(ctx context.Context, by api.Caller, id int64) (api.InvoiceDetail, error) {
	i, err := s.desk().Show(ctx, id)
	if err != nil {
		return api.InvoiceDetail{}, err
	}
	d := api.InvoiceDetail{InvoiceSummary: summaryOf(by, i.Listed), Net: api.Amount(i.Net), VAT: api.Amount(i.VAT), Document: documentOf(i.Document),
		Syntax: i.Content.Syntax, Profile: i.Content.Profile, Content: i.Content.Invoice, Findings: []api.InvoiceFinding{}, Fields: fieldsOf(i.Content.Fields),
		AllHolds: holdsOf(by, i.AllHolds), Coding: partsOf(i.Parts), Coder: i.Coder, Acts: actsOf(i.Acts), Approvals: approvalsOf(by, i.Standing), Credits: i.Credits}
	d.Match = matchOf(by, i.Content.Match)
	for _, f := range i.Content.Findings {
		d.Findings = append(d.Findings, api.InvoiceFinding{Rule: f.Rule, Severity: f.Severity, Path: f.Path, Line: f.Line, Page: f.Page,
			Message: cmp.Or(f.Message[string(by.Lang)], f.Message["nl"])})
	}
	return d, nil
}

func matchOf(by api.Caller, m *invoices.OrderMatch) *api.OrderMatch {
	if m == nil {
		return nil
	}
	all := m.Reasons
	for _, d := range m.Differences {
		all = append(all, d.Why)
	}
	return &api.OrderMatch{State: m.State, Ways: m.Ways, Orders: usesOf(m.Orders), Candidates: usesOf(m.Candidates), Reasons: reasonsOf(by, all)}
}

func usesOf(list []invoices.OrderUse) []api.OrderUse {
	all := []api.OrderUse{}
	for _, u := range list {
		all = append(all, api.OrderUse{Order: u.ID, Number: u.Number, Uses: api.Amount(u.Uses), Left: api.Amount(u.Left)})
	}
	return all
}

func fieldsOf(fields []invoices.Field) []api.InvoiceField {
	all := []api.InvoiceField{}
	for _, f := range fields {
		one := api.InvoiceField{Name: f.Name, Value: f.Value, Raw: f.Raw, Places: []api.FieldPlace{}, Proof: f.Proof, Probability: f.Probability, Doubtful: f.Doubtful}
		for _, p := range f.Places {
			one.Places = append(one.Places, api.FieldPlace{Page: p.Page, Left: p.Box.Left, Top: p.Box.Top, Right: p.Box.Right, Bottom: p.Box.Bottom})
		}
		all = append(all, one)
	}
	return all
}

func approvalsOf(by api.Caller, s invoices.Standing) api.Approvals {
	a := api.Approvals{State: string(s.State), Steps: []api.ApprovalStep{}, Turn: approversOf(by, s.Turn), Anyone: s.Anyone, Missing: reasonsOf(by, s.Missing),
		Questions: actsOf(s.Questions), Disputes: actsOf(s.Disputes), Disputed: api.Amount(s.Disputed), Payable: api.Amount(s.Payable),
		Last: api.Day(s.Clock.Last), Left: s.Clock.Left, Clock: reasonsOf(by, s.Clock.Why)}
	if said := s.Clock.Said; said != nil {
		a.Moved = &api.ClockFacts{Performed: api.Day(said.Performed), Agreed: api.Day(said.Agreed), Returned: api.Day(said.Returned),
			Completed: api.Day(said.Completed), Reason: said.Why}
	}
	for _, t := range s.Steps {
		a.Steps = append(a.Steps, api.ApprovalStep{Key: t.Key, Rule: t.Rule, Kind: string(t.Kind), Role: t.Role, CostCentre: t.CostCentre, Amount: api.Amount(t.Amount),
			Done: t.Done, By: t.By, ForWhom: t.For, On: api.Day(t.On), Turn: t.Turn, May: approversOf(by, t.May), MayNot: approversOf(by, t.MayNot), Why: reasonsOf(by, t.Why)})
	}
	return a
}

func approversOf(by api.Caller, list []invoices.PersonView) []api.Approver {
	all := []api.Approver{}
	for _, p := range list {
		one := api.Approver{Person: p.Person, Name: p.Name, ForWhom: p.For, Away: p.Away}
		if p.Why != nil {
			why := said(by, &fault.Error{Code: p.Why.Code, Args: p.Why.Args})
			one.Why = &why
		}
		all = append(all, one)
	}
	return all
}

func reasonsOf(by api.Caller, list []invoices.Reason) []api.Said {
	all := []api.Said{}
	for _, r := range list {
		all = append(all, said(by, &fault.Error{Code: r.Code, Args: r.Args}))
	}
	return all
}

func actsOf(list []invoices.ActView) []api.InvoiceAct {
	all := []api.InvoiceAct{}
	for _, a := range list {
		all = append(all, api.InvoiceAct{ID: a.ID, Act: a.Act, Step: a.Step, Person: a.Person, ForWhom: a.For, Of: a.Of, Amount: api.Amount(a.Amount),
			Lines: texts(a.Lines), To: a.To, Comment: a.Comment, At: a.At, Void: a.Void})
	}
	return all
}

// Do implements api.Source.
func (s *Source) Do(ctx context.Context, by api.Caller, id int64, what api.Doing) error {
	_, err := s.desk().Do(ctx, by.Person, id, invoices.Doing{Kind: approval.ActKind(what.Kind), As: what.Step, For: what.For, Of: what.Of,
		Amount: money.Cents(what.Amount), All: what.All, Lines: what.Lines, To: what.To, Comment: what.Comment})
	if err == nil {
		s.moved() // an open item may have come of it
	}
	return err
}

// Hold implements api.Source.
func (s *Source) Hold(ctx context.Context, by api.Caller, id int64, reason string) error {
	return s.desk().Hold(ctx, by.Person, id, reason)
}

// Release implements api.Source.
func (s *Source) Release(ctx context.Context, by api.Caller, id int64, kind string) error {
	_, err := s.desk().Release(ctx, by.Person, id, kind)
	return err
}

// Unbook implements api.Source.
func (s *Source) Unbook(ctx context.Context, by api.Caller, id int64, reason string) error {
	err := s.desk().Unbook(ctx, by.Person, id, reason)
	if err == nil {
		s.moved()
	}
	return err
}

// Assign implements api.Source.
func (s *Source) Assign(ctx context.Context, by api.Caller, id int64, supplier string) error {
	return s.desk().Assign(ctx, by.Person, id, supplier)
}

// Correct implements api.Source.
func (s *Source) Correct(ctx context.Context, by api.Caller, id int64, values map[string]string) error {
	err := s.desk().Correct(ctx, by.Person, id, values)
	if err == nil {
		s.moved() // where nobody has to approve it, it is booked
	}
	return err
}

// SetClock implements api.Source.
func (s *Source) SetClock(ctx context.Context, by api.Caller, id int64, f api.ClockFacts) error {
	return s.desk().SetClock(ctx, by.Person, id, invoices.ClockFacts{Performed: day.Day(f.Performed), Agreed: day.Day(f.Agreed), Returned: day.Day(f.Returned),
		Completed: day.Day(f.Completed), Why: f.Reason})
}
