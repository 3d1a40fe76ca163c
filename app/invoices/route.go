// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store/db"
)

// people gives who has which role on each day, as policy says.
type people struct {
	policy policy.Policy
	known  map[day.Day][]approval.Person
}

func peopleOf(p policy.Policy) *people { return &people{p, map[day.Day][]approval.Person{}} }

func (p *people) on(d day.Day) []approval.Person {
	list, known := p.known[d]
	if !known {
		list = p.policy.On(d).Approval.People
		p.known[d] = list
	}
	return list
}

// ids gives the people that an order names: by how policy knows them, or by their
// name.
func (p *people) ids(names []string, d day.Day) (list []string) {
	for _, name := range names {
		for _, who := range p.on(d) {
			if who.ID != name && strings.EqualFold(who.Name, name) {
				name = who.ID
				break
			}
		}
		list = append(list, name)
	}
	return list
}

// waiting is an invoice on its way to approval: its route by policy, what people
// did, and where it stands by both.
type waiting struct {
	parts    []Part
	coder    string
	match    *OrderMatch
	route    approval.Route
	acts     []approval.Act // that count
	rows     []db.ApprovalAct
	standing approval.Standing
	today    day.Day
}

// caseOf gives an invoice as those who approve see it, and derives where it stands.
func (d *Desk) caseOf(ctx context.Context, q *db.Queries, who *people, row db.Invoice, now time.Time) (w waiting, err error) {
	codings, err := q.CodingsOfInvoice(ctx, db.CodingsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return w, books.Failed(err)
	}
	if w.rows, err = q.ApprovalActs(ctx, db.ApprovalActsParams{Adm: d.Adm.Key, InvoiceID: row.ID}); err != nil {
		return w, books.Failed(err)
	}
	holds, err := q.HoldsOfInvoice(ctx, db.HoldsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return w, books.Failed(err)
	}
	var seller Supplier
	if row.SupplierID != 0 {
		r, err := q.SupplierByID(ctx, db.SupplierByIDParams{Adm: d.Adm.Key, ID: row.SupplierID})
		if err != nil {
			return w, books.Failed(err)
		}
		if seller, err = withAccounts(ctx, q, r); err != nil {
			return w, err
		}
	}
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return w, books.Failed(err)
	}
	w.today = day.Of(now)
	w.parts, w.coder = partsOf(codings)
	w.match = c.Match
	facts := factsOf(row, seller, codings, holds, c, who.ids(c.Match.orderers(), w.today))
	took, err := receivers(ctx, q, row.Adm, c.Match)
	if err != nil {
		return w, err
	}
	facts.Took = who.ids(took, w.today)
	w.route = approval.Plan(facts, who.policy.On(cmp.Or(facts.Received, w.today)).Approval).Staffed(who.on)
	for _, a := range w.rows {
		if !a.Void {
			w.acts = append(w.acts, actOf(a, w.today, now.Location()))
		}
	}
	w.standing = w.route.Stand(w.acts, w.today)
	return w, nil
}

// factsOf gathers what of an invoice decides who must approve it, and when it must
// be paid.
func factsOf(row db.Invoice, seller Supplier, codings []db.InvoiceCoding, holds []db.Hold, c Content, ordered []string) approval.Case {
	payee := row.Iban
	if payee == "" {
		payee, _ = seller.only()
	}
	if row.GIban != "" {
		payee = strings.Trim(payee+" + "+row.GIban, " +")
	}
	f := approval.Case{Received: day.Day(row.Received), Amount: owed(row), Supplier: seller.Number, Payee: payee, Entered: slices.Clone(c.Entered),
		Ordered: ordered, Terms: clockOf(row).terms()}
	sign := money.Cents(1)
	if f.Amount < 0 {
		sign = -1
	}
	if row.Payable < 0 {
		sign = -sign
	}
	for _, p := range codings {
		f.Parts = append(f.Parts, approval.Part{Line: p.Number, Amount: sign * money.Cents(p.Amount+p.Vat), Account: p.Account, CostCentre: p.CostCentre,
			Taakveld: p.Taakveld, Categorie: p.Categorie, Project: p.Project})
		if !slices.Contains(f.Entered, p.CodedBy) {
			f.Entered = append(f.Entered, p.CodedBy)
		}
		f.Ready = max(f.Ready, dayOf(p.CodedAt, time.UTC))
	}
	if len(f.Parts) > 0 { // what was rounded, paid before or does not agree goes with the first part: nobody is asked for it alone
		rest := f.Amount
		for _, p := range f.Parts {
			rest -= p.Amount
		}
		f.Parts[0].Amount += rest
	}
	for _, h := range holds {
		f.NewParty = f.NewParty || h.Kind == holdSupplier && h.Code == "invoices.hold.supplier-new"
		f.NewAccount = f.NewAccount || h.Kind == holdAccount
	}
	if c.Match != nil {
		f.Match = approval.Match{State: c.Match.State, Ways: c.Match.Ways}
	}
	return f
}

// dayOf gives the day of a moment as the tables keep it.
func dayOf(stamp string, in *time.Location) day.Day {
	t, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return ""
	}
	return day.Of(t.In(in))
}

// actOf gives an act as it counts. It was done today at the latest, whatever the
// clocks of two machines say.
func actOf(a db.ApprovalAct, today day.Day, in *time.Location) approval.Act {
	act := approval.Act{ID: a.ID, Kind: approval.ActKind(a.Act), Person: a.Person, For: a.ForWhom, Day: min(dayOf(a.At, in), today), Step: a.Step,
		Of: a.OfAct, Amount: money.Cents(a.Amount), Lines: unlist(a.Lines), To: a.ToWhom, Comment: a.Comment}
	_ = json.Unmarshal([]byte(a.Basis), &act.Basis) // written by act
	return act
}

// waiting gives where an invoice stands, as part of a step.
func (w *work) waiting(row db.Invoice) (waiting, error) {
	if err := w.tx.Flush(w.ctx); err != nil {
		return waiting{}, err
	}
	p, err := w.InForce(w.ctx, w.tx.Queries)
	if err != nil {
		return waiting{}, err
	}
	return w.caseOf(w.ctx, w.tx.Queries, peopleOf(p), row, w.tx.Now)
}
