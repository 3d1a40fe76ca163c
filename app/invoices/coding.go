// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/books"
	"rentmeester/autopilot"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/invoice"
	"rentmeester/iv3"
	"rentmeester/money"
	"rentmeester/store/db"
)

// Part is a part of a line as it is coded. Amounts bear the sign of the invoice:
// those of a credit note are positive too.
type Part struct {
	At          int    `json:"at"`             // place of the line among those that are coded, from 1
	Line        string `json:"line,omitempty"` // number of the line on the invoice
	Description string `json:"description,omitempty"`
	coding.Coding
	Weight  int64       `json:"weight"` // share among the parts of its line
	Amount  money.Cents `json:"-"`      // without VAT
	Charged money.Cents `json:"-"`      // VAT that the supplier charges
	Back    money.Cents `json:"-"`      // VAT that comes back, of what we owe ourselves too
	Source  string      `json:"source,omitempty"`
}

// Coded says how a line is to be coded. Parts without amounts divide the line by
// their weights, of which none is one.
type Coded struct {
	Line  int           `json:"line"` // its place, from 1; 0: every line
	Parts []coding.Part `json:"parts"`
}

// SetCoding codes the lines of an invoice; a line that is not named keeps what it
// has. Everything is held against the lists of its year and posted on trial, so
// that what is coded can be booked. Approvals that rest on another
// coding lapse.
// Errors: invoices.none, invoices.state, invoices.coding-none, invoices.coding-line,
// invoices.coding-sign, invoices.coding-missing, invoices.coding-refused around what
// is wrong, those of coding.SubjectOf and coding.Post.
func (d *Desk) SetCoding(ctx context.Context, actor string, invoice int64, coded ...Coded) error {
	m, err := d.model(ctx)
	if err != nil {
		return err
	}
	return d.step(ctx, actor, func(w *work) error {
		c, err := w.toCode(invoice, m)
		if err != nil {
			return err
		}
		if len(coded) == 0 {
			return fault.New("invoices.coding-none")
		}
		for _, said := range coded {
			if err := c.say(said); err != nil {
				return err
			}
		}
		return w.code(c)
	})
}

// against is what the coding of one invoice is held against.
type against struct {
	policy    string  // its version
	on        day.Day // of the booking
	year      int     // financial year that it belongs to
	terms     coding.Terms
	accounts  coding.Accounts
	tolerance money.Cents
	chart     *coding.Chart
	codes     *iv3.Lists
	spent     day.Day         // on which accounts and cost centres must hold
	recoding  coding.Recoding // of that day
}

func (d *Desk) against(ctx context.Context, q *db.Queries, row db.Invoice, inv *invoice.Invoice) (against, error) {
	p, err := d.InForce(ctx, q)
	if err != nil {
		return against{}, err
	}
	on := day.Day(cmp.Or(row.Issued, row.Received))
	s := p.On(on)
	a := against{policy: p.Version, on: on, spent: spentOn(inv, on), terms: s.Coding, tolerance: s.Tolerance,
		accounts: coding.Accounts{Payables: s.Accounts.Payables, Difference: s.Accounts.Difference, Prepaid: s.Accounts.OnAccount}}
	a.year, a.recoding = yearOf(a.spent), p.On(a.spent).Coding.Recoding
	l, err := d.lists(ctx, q, a.year)
	if err != nil {
		return against{}, err
	}
	a.chart, a.codes = l.chartOn(a.spent), l.codes
	return a, nil
}

// spentOn gives the day to which an expense belongs: that of the delivery, or the
// end of the period that is charged, when it lies in the year of the invoice or in
// the one before; else the day of the invoice.
func spentOn(inv *invoice.Invoice, issued day.Day) day.Day {
	var days []day.Day
	if inv.Delivery != nil {
		days = append(days, inv.Delivery.Day)
	}
	if inv.Period != nil {
		days = append(days, inv.Period.To)
	}
	for _, d := range days {
		if apart := yearOf(issued) - yearOf(d); d != "" && (apart == 0 || apart == 1) {
			return d
		}
	}
	return issued
}

// check says what is wrong with a coding, or could not be checked.
func (a *against) check(c coding.Coding) []coding.Finding {
	return slices.Concat(a.wrong(c), coding.Complete(c, a.terms.Required))
}

// wrong says what is wrong with what a coding has, not what it lacks.
func (a *against) wrong(c coding.Coding) []coding.Finding {
	return slices.Concat(a.chart.Check(c, a.spent), a.recoding.Check(c, a.spent), coding.Check(c, a.codes, a.year))
}

// post makes the journal lines of an invoice.
func (a *against) post(row db.Invoice, inv *invoice.Invoice, parts [][]coding.Part) (coding.Posting, error) {
	b, err := coding.BillOf(inv, parts)
	if err != nil {
		return coding.Posting{}, err
	}
	b.Number, b.Item = row.Number, row.Number
	return coding.Post(b, a.terms, a.accounts)
}

// codedLine is a line with how it is coded.
type codedLine struct {
	coding.Line
	parts  []coding.Part
	source string
}

// toCode is an invoice about to be coded.
type toCode struct {
	against
	row       db.Invoice
	inv       *invoice.Invoice
	subject   coding.Subject
	proposals []coding.Proposal
	lines     []codedLine
	was       [][]coding.Part // of each line, before this step
	turns     []*Otherwise    // of each line

	supplierNumber string // "" nobody knows whose it is
	how            how    // the coding that is being written came about
}

// label names a line as people do.
func (c *toCode) label(at int) string {
	l := c.subject.Lines[at]
	return cmp.Or(l.Number, l.Text, strconv.Itoa(at+1))
}

func (w *work) toCode(id int64, m *predict.Model) (*toCode, error) {
	row, err := w.invoice(id)
	if err != nil {
		return nil, err
	}
	if !State(row.State).May(Code) {
		return nil, fault.New("invoices.state", "state", row.State, "act", Code)
	}
	c, err := w.toCodeOf(w.ctx, w.tx.Queries, row)
	if err != nil {
		return nil, err
	}
	c.proposals, err = w.proposals(w.ctx, w.tx.Queries, c, m)
	return c, err
}

// toCodeOf gathers what is known of the coding of an invoice: its lines, and how
// it is coded now.
func (d *Desk) toCodeOf(ctx context.Context, q *db.Queries, row db.Invoice) (*toCode, error) {
	var content Content
	if err := json.Unmarshal([]byte(row.Content), &content); err != nil {
		return nil, books.Failed(err)
	}
	c := &toCode{row: row, inv: &content.Invoice}
	var err error
	if c.against, err = d.against(ctx, q, row, c.inv); err != nil {
		return nil, err
	}
	supplier := ""
	if row.SupplierID != 0 {
		supplier = subjectID(row.SupplierID)
	}
	if c.subject, err = coding.SubjectOf(c.inv, supplier); err != nil {
		return nil, err
	}
	if c.supplierNumber, err = d.supplierNumber(ctx, q, row.SupplierID); err != nil {
		return nil, err
	}
	now, err := q.CodingsOfInvoice(ctx, db.CodingsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return nil, books.Failed(err)
	}
	c.lines = make([]codedLine, len(c.subject.Lines))
	for i, l := range c.subject.Lines {
		c.lines[i].Line = l
	}
	for _, r := range now {
		if at := int(r.Line) - 1; at < len(c.lines) {
			c.lines[at].parts = append(c.lines[at].parts, coding.Part{Coding: codingOf(r), Weight: r.Weight, Amount: money.Cents(r.Amount)})
			c.lines[at].source = r.Source
		}
	}
	c.was = c.parts()
	return c, nil
}

func codingOf(r db.InvoiceCoding) coding.Coding {
	return coding.Coding{Account: r.Account, CostCentre: r.CostCentre, Taakveld: r.Taakveld, Categorie: r.Categorie, Project: r.Project,
		VAT: coding.Treatment(r.Treatment), Other: r.Other}
}

// say takes over how a person codes a line, or every line.
func (c *toCode) say(said Coded) error {
	if said.Line < 0 || said.Line > len(c.lines) {
		return fault.New("invoices.coding-line", "line", said.Line, "lines", len(c.lines))
	}
	if len(said.Parts) == 0 {
		return fault.New("invoices.coding-none")
	}
	for i := range c.lines {
		if said.Line != 0 && said.Line != i+1 {
			continue
		}
		parts := slices.Clone(said.Parts)
		whole := true
		for at := range parts {
			p := &parts[at]
			if err := clean(&p.Coding); err != nil {
				return err
			}
			p.Coding = c.chart.Fill(p.Coding)
			whole = whole && p.Amount == 0
			if p.Weight == 0 && p.Amount == 0 {
				p.Weight = 1
			}
		}
		if whole {
			parts = coding.Fit(parts, c.subject.Lines[i].Net)
		}
		c.lines[i] = codedLine{Line: c.subject.Lines[i], parts: parts}
	}
	return nil
}

// clean takes the spaces around codes away, and refuses what would be read as
// something else where dimensions stand together. Errors: invoices.coding-sign.
func clean(c *coding.Coding) error {
	for _, v := range []*string{&c.Account, &c.CostCentre, &c.Taakveld, &c.Categorie, &c.Project, (*string)(&c.VAT)} {
		*v = strings.TrimSpace(plain(*v))
		if strings.ContainsAny(*v, ";=\r\n\t") {
			return fault.New("invoices.coding-sign", "code", *v)
		}
	}
	return nil
}

// parts gives the parts of each line.
func (c *toCode) parts() [][]coding.Part {
	all := make([][]coding.Part, len(c.lines))
	for i, l := range c.lines {
		all[i] = l.parts
	}
	return all
}

// refused gives the first thing for which a coding may not be booked.
// Errors: invoices.coding-missing, invoices.coding-refused around it.
func (c *toCode) refused() error {
	for i, l := range c.lines {
		if len(l.parts) == 0 {
			return fault.New("invoices.coding-missing", "line", c.label(i))
		}
		for _, p := range l.parts {
			for _, f := range c.check(p.Coding) {
				if f.Blocks {
					return fault.Wrap(&fault.Error{Code: f.Code, Args: f.Args}, "invoices.coding-refused", "line", c.label(i))
				}
			}
		}
	}
	return nil
}

// code writes the coding of an invoice in place of the one it has.
func (w *work) code(c *toCode) error {
	if err := c.refused(); err != nil {
		return err
	}
	posting, err := c.post(c.row, c.inv, c.parts())
	if err != nil {
		return err
	}
	if err := w.keepCoders(&c.row); err != nil {
		return err
	}
	if err := w.tx.DropCodings(w.ctx, db.DropCodingsParams{Adm: w.tx.Adm, InvoiceID: c.row.ID}); err != nil {
		return books.Failed(err)
	}
	var parts []Part
	for _, one := range posting.Portions {
		l := c.lines[one.Line]
		p := Part{At: one.Line + 1, Line: l.Number, Description: l.Text, Coding: l.parts[one.Part].Coding, Weight: l.parts[one.Part].Weight,
			Amount: l.parts[one.Part].Amount, Charged: one.VAT, Back: one.Back, Source: l.source}
		parts = append(parts, p)
		area, extra := hintsOf(c.subject, l.Line)
		err := w.tx.Add(w.ctx, db.InvoiceCoding{Adm: w.tx.Adm, InvoiceID: c.row.ID, Pos: int64(len(parts)), Line: int64(p.At), Number: plain(p.Line),
			Description: plain(p.Description), Category: plain(l.Category), Rate: l.Rate, Area: area, Extra: extra, Amount: int64(p.Amount),
			Account: p.Account, CostCentre: p.CostCentre, Taakveld: p.Taakveld, Categorie: p.Categorie, Project: p.Project, Other: plain(p.Other), Weight: p.Weight,
			Treatment: string(p.Coding.VAT), Vat: int64(p.Charged), VatBack: int64(p.Back), Source: p.Source, CodedBy: w.actor, CodedAt: w.tx.Stamp()})
		if err != nil {
			return err
		}
	}
	c.row.Misbooked = false // what was booked wrong is put right
	if err := w.setCoded(&c.row, w.tx.NewID()); err != nil {
		return err
	}
	if err := w.judged(c); err != nil {
		return err
	}
	proposed, err := w.keepProposal(c)
	if err != nil {
		return err
	}
	if err := w.holdDifference(c, posting); err != nil {
		return err
	}
	if err := w.audit("coded", c.row.ID, map[string]any{"parts": saidParts(parts), "proposed": proposed}); err != nil {
		return err
	}
	return w.again(&c.row, Code)
}

// keepCoders keeps who coded an invoice until now, and others that are named, among
// those who entered something of it: they do not approve it, whoever codes it next.
func (w *work) keepCoders(row *db.Invoice, others ...string) error {
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return books.Failed(err)
	}
	known := len(c.Entered)
	if err := w.enterCoders(row.ID, &c); err != nil {
		return err
	}
	for _, person := range others {
		c.enter(person)
	}
	if len(c.Entered) == known {
		return nil
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	row.Content = stripped(body)
	return books.Failed(w.tx.SetInvoiceContent(w.ctx, db.SetInvoiceContentParams{Adm: w.tx.Adm, ID: row.ID, Content: row.Content}))
}

// enterCoders notes who coded an invoice, as it is coded now; who does so again is
// known by the coding itself.
func (w *work) enterCoders(invoice int64, c *Content) error {
	now, err := w.tx.CodingsOfInvoice(w.ctx, db.CodingsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: invoice})
	for _, r := range now {
		if r.CodedBy != w.actor {
			c.enter(r.CodedBy)
		}
	}
	return books.Failed(err)
}

// enter notes a person who typed, corrected or coded something.
func (c *Content) enter(person string) {
	if person != autopilot.Actor && !slices.Contains(c.Entered, person) {
		c.Entered = append(c.Entered, person)
	}
}

// setCoded notes the act that last coded an invoice; a negative one that took its
// coding back, so that nothing is learned from it.
func (w *work) setCoded(row *db.Invoice, act int64) error {
	row.Coded = act
	return books.Failed(w.tx.SetCoded(w.ctx, db.SetCodedParams{Adm: w.tx.Adm, ID: row.ID, Coded: act, Misbooked: row.Misbooked}))
}

// counts says whether others may learn from how an invoice is coded after an act:
// not when it was rejected, its booking was taken back, or a person said that it is
// wrong.
func (w *work) counts(row *db.Invoice, a Act, coded bool) error {
	switch {
	case row.Coded > 0 && (a == Reject || a == Unbook || a == Uncode):
		return w.setCoded(row, -w.tx.NewID())
	case row.Coded < 0 && !row.Misbooked && coded && (a == Reopen || a == Approve):
		return w.setCoded(row, w.tx.NewID())
	}
	return nil
}

// holdDifference holds an invoice that does not agree with itself by more than
// policy lets pass; once a person released that it stands.
func (w *work) holdDifference(c *toCode, p coding.Posting) error {
	if p.Off() <= c.tolerance {
		return nil
	}
	holds, err := w.tx.HoldsOfInvoice(w.ctx, db.HoldsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: c.row.ID})
	if err != nil {
		return books.Failed(err)
	}
	seen := money.Cents(c.row.Net + c.row.Vat - c.row.Payable).Abs() // by who released that the totals do not add up
	if slices.ContainsFunc(holds, func(h db.Hold) bool {
		return h.Kind == holdAmount && h.State != holdDropped && (h.Code == codeDifference || h.Code == codeSum && p.Off() <= seen)
	}) {
		return nil
	}
	return w.hold(c.row.ID, held{kind: holdAmount, why: why(codeDifference, "amount", p.Off(), "tolerance", c.tolerance,
		"account", c.accounts.Difference)})
}

// holdAmount is the kind of hold on an invoice whose amounts cannot be read, or do
// not agree with each other.
const (
	holdAmount     = "amount"
	codeSum        = "invoices.hold.sum"
	codeDifference = "invoices.hold.difference"
)

// saidParts writes parts for the audit chain, with their amounts.
func saidParts(parts []Part) (all []map[string]any) {
	for _, p := range parts {
		all = append(all, map[string]any{"at": p.At, "account": p.Account, "amount": p.Amount.String(), "vat": p.Charged.String(), "back": p.Back.String(),
			"costCentre": p.CostCentre, "taakveld": p.Taakveld, "categorie": p.Categorie, "project": p.Project, "treatment": p.Coding.VAT, "source": p.Source})
	}
	return all
}

func partsOf(rows []db.InvoiceCoding) (parts []Part, coder string) {
	for _, r := range rows {
		parts = append(parts, Part{At: int(r.Line), Line: r.Number, Description: r.Description, Coding: codingOf(r), Weight: r.Weight,
			Amount: money.Cents(r.Amount), Charged: money.Cents(r.Vat), Back: money.Cents(r.VatBack), Source: r.Source})
		coder = r.CodedBy
	}
	return parts, coder
}
