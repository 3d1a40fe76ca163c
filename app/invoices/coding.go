// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Treatment says what becomes of the VAT of a part.
type Treatment string

// The treatments of VAT at a municipality.
const (
	Compensable Treatment = "compensable" // from the BTW-compensatiefonds
	Deductible  Treatment = "deductible"  // as input tax
	Cost        Treatment = "cost"        // nothing comes back
	Mixed       Treatment = "mixed"       // a part comes back, from the BTW-compensatiefonds
)

// Part is how a part of an invoice is booked. Amounts bear the sign of the
// invoice: those of a credit note are positive too.
type Part struct {
	Line        string      `json:"line,omitempty"` // number of the line of the invoice, "" the whole
	Description string      `json:"description,omitempty"`
	Amount      money.Cents `json:"-"` // without VAT
	VAT         money.Cents `json:"-"`
	Back        money.Cents `json:"-"` // of the VAT, what comes back
	Account     string      `json:"account"`
	CostCentre  string      `json:"costCentre,omitempty"`
	Taakveld    string      `json:"taakveld,omitempty"`
	Categorie   string      `json:"categorie,omitempty"`
	Project     string      `json:"project,omitempty"`
	Treatment   Treatment   `json:"treatment"`
	Source      string      `json:"source,omitempty"` // model that proposed it; "" a person
}

// SetCoding codes an invoice: the parts are together exactly what is to be paid.
// One part without amounts is the whole. Approvals that rest on another coding
// lapse.
// Errors: invoices.none, invoices.state, invoices.coding-none,
// invoices.coding-account, invoices.coding-treatment, invoices.coding-vat,
// invoices.coding-sum.
func (d *Desk) SetCoding(ctx context.Context, actor string, invoice int64, parts []Part) error {
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		if !State(row.State).May(Code) {
			return fault.New("invoices.state", "state", row.State, "act", Code)
		}
		if err := w.code(row, slices.Clone(parts)); err != nil {
			return err
		}
		return w.again(&row, Code)
	})
}

// code writes the coding of an invoice in place of the one it has.
func (w *work) code(row db.Invoice, parts []Part) error {
	if err := complete(row, parts); err != nil {
		return err
	}
	if err := w.tx.DropCodings(w.ctx, db.DropCodingsParams{Adm: w.tx.Adm, InvoiceID: row.ID}); err != nil {
		return books.Failed(err)
	}
	for i, p := range parts {
		err := w.tx.Add(w.ctx, db.InvoiceCoding{Adm: w.tx.Adm, InvoiceID: row.ID, Pos: int64(i + 1), Line: p.Line, Description: plain(p.Description),
			Amount: int64(p.Amount), Account: p.Account, CostCentre: p.CostCentre, Taakveld: p.Taakveld, Categorie: p.Categorie, Project: p.Project,
			Treatment: string(p.Treatment), Vat: int64(p.VAT), VatBack: int64(p.Back), Source: p.Source, CodedBy: w.actor, CodedAt: w.tx.Stamp()})
		if err != nil {
			return err
		}
	}
	return w.audit("coded", row.ID, map[string]any{"parts": saidParts(parts)})
}

// complete fills in what a single part leaves out, and checks that the parts are
// the whole of what is to be paid.
func complete(row db.Invoice, parts []Part) error {
	if len(parts) == 0 {
		return fault.New("invoices.coding-none")
	}
	if len(parts) == 1 && parts[0].Amount == 0 && parts[0].VAT == 0 {
		parts[0].VAT = money.Cents(row.Vat)
		parts[0].Amount = money.Cents(row.Payable - row.Vat)
	}
	sum := money.Cents(0)
	for i := range parts {
		p := &parts[i]
		switch p.Treatment {
		case Compensable, Deductible:
			p.Back = p.VAT
		case Cost:
			p.Back = 0
		case "":
			if p.VAT != 0 {
				return fault.New("invoices.coding-treatment", "treatment", p.Treatment)
			}
			p.Treatment = Cost
		case Mixed:
		default:
			return fault.New("invoices.coding-treatment", "treatment", p.Treatment)
		}
		switch {
		case p.Account == "":
			return fault.New("invoices.coding-account")
		case p.Back.Abs() > p.VAT.Abs() || p.Back != 0 && (p.Back > 0) != (p.VAT > 0):
			return fault.New("invoices.coding-vat", "vat", p.VAT, "back", p.Back)
		}
		for _, a := range []money.Cents{p.Amount, p.VAT} {
			var err error
			if sum, err = money.Add(sum, a); err != nil {
				return err
			}
		}
	}
	if sum != money.Cents(row.Payable) {
		return fault.New("invoices.coding-sum", "sum", sum, "payable", money.Cents(row.Payable))
	}
	return nil
}

// saidParts writes parts for the audit chain, with their amounts.
func saidParts(parts []Part) (all []map[string]any) {
	for _, p := range parts {
		all = append(all, map[string]any{"account": p.Account, "amount": p.Amount.String(), "vat": p.VAT.String(), "back": p.Back.String(),
			"costCentre": p.CostCentre, "taakveld": p.Taakveld, "categorie": p.Categorie, "project": p.Project, "treatment": p.Treatment, "source": p.Source})
	}
	return all
}

func partsOf(rows []db.InvoiceCoding) (parts []Part, coder string) {
	for _, r := range rows {
		parts = append(parts, Part{Line: r.Line, Description: r.Description, Amount: money.Cents(r.Amount), VAT: money.Cents(r.Vat), Back: money.Cents(r.VatBack),
			Account: r.Account, CostCentre: r.CostCentre, Taakveld: r.Taakveld, Categorie: r.Categorie, Project: r.Project,
			Treatment: Treatment(r.Treatment), Source: r.Source})
		coder = r.CodedBy
	}
	return parts, coder
}

// Coding gives how an invoice is coded.
func (d *Desk) Coding(ctx context.Context, invoice int64) (parts []Part, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.CodingsOfInvoice(ctx, db.CodingsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: invoice})
		parts, _ = partsOf(rows)
		return books.Failed(err)
	})
	return parts, err
}

// Proposal asks the coder how to book an invoice; nothing is written.
// Errors: invoices.none.
func (d *Desk) Proposal(ctx context.Context, invoice int64) (parts []Part, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.InvoiceByID(ctx, db.InvoiceByIDParams{Adm: d.Adm.Key, ID: invoice})
		if store.NoRows(err) {
			return fault.New("invoices.none", "invoice", invoice)
		}
		if err != nil {
			return books.Failed(err)
		}
		var c Content
		if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
			return books.Failed(err)
		}
		parts, err = d.propose(ctx, q, row, &c)
		return err
	})
	return parts, err
}

// propose asks the coder, with how the supplier's last invoice was coded.
func (d *Desk) propose(ctx context.Context, q *db.Queries, row db.Invoice, c *Content) ([]Part, error) {
	s := Subject{Invoice: &c.Invoice, Net: money.Cents(row.Payable - row.Vat), VAT: money.Cents(row.Vat), Booked: day.Day(row.Issued)}
	if row.SupplierID != 0 {
		supplier, err := q.SupplierByID(ctx, db.SupplierByIDParams{Adm: d.Adm.Key, ID: row.SupplierID})
		if err != nil {
			return nil, books.Failed(err)
		}
		s.Supplier = supplierOf(supplier)
		last, err := q.LastCoded(ctx, db.LastCodedParams{Adm: d.Adm.Key, SupplierID: row.SupplierID, InvoiceID: row.ID})
		if err != nil && !store.NoRows(err) {
			return nil, books.Failed(err)
		}
		if err == nil {
			rows, err := q.CodingsOfInvoice(ctx, db.CodingsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: last})
			if err != nil {
				return nil, books.Failed(err)
			}
			s.Last, _ = partsOf(rows)
		}
	}
	return d.Tools.coder().Propose(s), nil
}
