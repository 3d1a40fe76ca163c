// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/store/db"
)

// owed is what we owe by an invoice; negative when the supplier owes us.
func owed(row db.Invoice) money.Cents {
	if row.Kind == "creditnote" {
		return -money.Cents(row.Payable)
	}
	return money.Cents(row.Payable)
}

// bookable refuses an invoice of which the amount to pay is not what it says, in
// euros, whoever released it. Errors: invoices.not-euro, invoices.amount-unknown.
func bookable(row db.Invoice) error {
	if row.Currency != "EUR" {
		return fault.New("invoices.not-euro", "number", row.Number, "currency", row.Currency)
	}
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return books.Failed(err)
	}
	if payable := c.Invoice.Totals.Payable; payable != nil {
		if cents, err := payable.Cents(); err == nil && int64(cents) == row.Payable {
			return nil
		}
	}
	return fault.New("invoices.amount-unknown", "number", row.Number)
}

// book books an approved invoice: costs and VAT against creditors, and the open
// item that the bank line of the payment will settle. What it is coded on is held
// against the lists as they stand now.
// Errors: invoices.not-euro, invoices.amount-unknown, invoices.coding-refused,
// those of coding.Post, ledger.unbalanced.
func (w *work) book(row *db.Invoice, parts []Part) error {
	if err := bookable(*row); err != nil {
		return err
	}
	c, err := w.toCodeOf(w.ctx, w.tx.Queries, *row)
	if err != nil {
		return err
	}
	if err := c.refused(); err != nil {
		return err
	}
	posting, err := c.post(*row, c.inv, c.parts())
	if err != nil {
		return err
	}
	seller, err := w.supplier(row.SupplierID)
	if err != nil {
		return err
	}
	entry, err := posting.Entry(c.on, "invoice", seller.Name+" "+row.Number)
	if err != nil {
		return err
	}
	if err := w.enter(row.ID, entry, 0); err != nil {
		return err
	}
	if err := w.open(row, seller); err != nil {
		return err
	}
	var off []map[string]string
	for _, d := range posting.Differences {
		off = append(off, map[string]string{"code": d.Code, "amount": d.Amount.String()})
	}
	return w.audit("booked", row.ID, map[string]any{"day": c.on, "owed": owed(*row).String(), "item": row.ItemID, "policy": c.policy,
		"parts": saidParts(parts), "differences": off})
}

// enter writes a journal entry of an invoice.
func (w *work) enter(invoice int64, e ledger.JournalEntry, reverses int64) error {
	id, err := books.Enter(w.ctx, w.tx, e, 0, 0)
	if err != nil {
		return err
	}
	return w.tx.Add(w.ctx, db.InvoiceBooking{Adm: w.tx.Adm, InvoiceID: invoice, JournalID: id, Reverses: reverses, Actor: w.actor, At: w.tx.Stamp()})
}

// EndToEnd gives the reference that a payment of an invoice bears through the
// bank, by which its line is known again: long enough that it proves the match.
func EndToEnd(adm, invoice int64) string { return fmt.Sprintf("RM%04dI%010d", adm, invoice) }

// open makes the open item of an invoice, or gives the one of an earlier booking
// its amount again. A credit note is to be received, or netted.
func (w *work) open(row *db.Invoice, s Supplier) error {
	amount, kind := owed(*row), ledger.Payable
	if amount < 0 {
		kind = ledger.Receivable
	}
	if amount == 0 {
		return nil // paid beforehand: nothing is open
	}
	due := cmp.Or(row.Due, string(day.Day(row.Received).Add(approval.LegalDays)))
	iban := row.Iban
	if iban == "" {
		iban, _ = s.only()
	}
	item := ledger.OpenItem{Number: row.Number, Kind: kind, PartyNumber: s.Number, PartyName: s.Name, IBAN: iban, Amount: amount.Abs(), Currency: row.Currency,
		Issued: day.Day(row.Issued), Due: day.Day(due), Reference: row.Reference, EndToEndID: EndToEnd(w.tx.Adm, row.ID), Description: row.OrderNumber}
	if row.ItemID != 0 {
		return w.setItem(row.ItemID, item)
	}
	row.ItemID = w.tx.NewID()
	return w.tx.Add(w.ctx, db.Item{Adm: w.tx.Adm, ID: row.ItemID, Kind: string(kind), Number: item.Number, PartyNumber: item.PartyNumber, PartyName: item.PartyName,
		Iban: item.IBAN, Amount: int64(item.Amount), Currency: item.Currency, Issued: string(item.Issued), Due: string(item.Due), Reference: item.Reference,
		EndToEnd: item.EndToEndID, Description: item.Description, Attributes: "null", Sha256: "", Search: books.SearchItem(item)})
}

// setItem gives an item its data anew. Errors: invoices.paid when something of it
// was settled.
func (w *work) setItem(id int64, i ledger.OpenItem) error {
	changed, err := w.tx.SetItem(w.ctx, db.SetItemParams{Adm: w.tx.Adm, ID: id, PartyNumber: i.PartyNumber, PartyName: i.PartyName, Iban: i.IBAN,
		Amount: int64(i.Amount), Issued: string(i.Issued), Due: string(i.Due), Reference: i.Reference, EndToEnd: i.EndToEndID, Description: i.Description,
		Search: books.SearchItem(i)})
	if err == nil && changed != 1 {
		return fault.New("invoices.paid", "number", i.Number)
	}
	return books.Failed(err)
}

// Unbook takes the booking of an invoice back, with a counter-booking on the same
// day; its open item stays known, for nothing. The invoice waits for approval
// again. Errors: invoices.none, invoices.state, invoices.paid (undo the bank line
// first).
func (d *Desk) Unbook(ctx context.Context, actor string, invoice int64, comment string) error {
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		if !State(row.State).May(Unbook) {
			return fault.New("invoices.state", "state", row.State, "act", Unbook)
		}
		if err := w.reverse(row); err != nil {
			return err
		}
		if row.ItemID != 0 {
			item, err := w.tx.ItemByID(w.ctx, db.ItemByIDParams{Adm: w.tx.Adm, ID: row.ItemID})
			if err != nil {
				return books.Failed(err)
			}
			err = w.setItem(row.ItemID, ledger.OpenItem{Number: item.Number, Kind: ledger.ItemKind(item.Kind), PartyNumber: item.PartyNumber,
				PartyName: item.PartyName, IBAN: item.Iban, Issued: day.Day(item.Issued), Due: day.Day(item.Due), Reference: item.Reference,
				EndToEndID: item.EndToEnd, Description: item.Description})
			if err != nil {
				return err
			}
		}
		if err := w.tx.VoidApprovals(w.ctx, db.VoidApprovalsParams{Adm: w.tx.Adm, InvoiceID: invoice}); err != nil {
			return books.Failed(err)
		}
		if err := w.audit("unbooked", invoice, map[string]any{"comment": comment}); err != nil {
			return err
		}
		if err := w.again(&row, Unbook); err != nil {
			return err
		}
		return w.reblock(row)
	})
}

// reverse books the opposite of what stands booked of an invoice.
func (w *work) reverse(row db.Invoice) error {
	bookings, err := w.tx.BookingsOfInvoice(w.ctx, db.BookingsOfInvoiceParams{Adm: w.tx.Adm, InvoiceID: row.ID})
	if err != nil {
		return books.Failed(err)
	}
	undone := map[int64]bool{}
	for _, b := range bookings {
		undone[b.Reverses] = true
	}
	for _, b := range bookings {
		if b.Reverses != 0 || undone[b.JournalID] {
			continue
		}
		rows, err := w.tx.JournalByID(w.ctx, db.JournalByIDParams{Adm: w.tx.Adm, ID: b.JournalID})
		if err != nil || len(rows) == 0 {
			return books.Failed(err)
		}
		entry := ledger.JournalEntry{Day: day.Day(rows[0].Day), Kind: "invoice", Text: rows[0].Text}
		for _, r := range rows {
			entry.Lines = append(entry.Lines, ledger.Line{Account: r.Account, Role: r.Role, Amount: money.Cents(r.Amount), BankAccount: r.AccountID,
				Item: r.Item, Dimensions: r.Dimensions})
		}
		if err := w.enter(row.ID, entry.Reverse(entry.Day, entry.Text), b.JournalID); err != nil {
			return err
		}
	}
	return nil
}
