// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"strings"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/store/db"
)

// ClockFacts are what people say of an invoice that moves the day by which it must
// be paid. What is empty is not so.
type ClockFacts struct {
	Performed day.Day `json:"performed,omitempty"` // goods or services came, after the invoice
	Agreed    day.Day `json:"agreed,omitempty"`    // last day of payment by the contract
	Returned  day.Day `json:"returned,omitempty"`  // it was sent back because it is not right
	Completed day.Day `json:"completed,omitempty"` // the right invoice came in its place
	Why       string  `json:"why,omitempty"`
	By        string  `json:"by,omitempty"`
	At        string  `json:"at,omitempty"`
}

// clockOf gives what was said of an invoice.
func clockOf(row db.Invoice) (f ClockFacts) {
	if row.Clock != "" {
		_ = json.Unmarshal([]byte(row.Clock), &f) // written by SetClock
	}
	return f
}

func (f ClockFacts) terms() approval.Terms {
	return approval.Terms{Performed: f.Performed, Agreed: f.Agreed, Defective: f.Returned != "", Completed: f.Completed}
}

// said says whether anything is.
func (f ClockFacts) said() bool { return f.terms() != approval.Terms{} }

// SetClock says what moves the day by which an invoice must be paid, all of it
// anew; nothing takes back what was said. By whom and why is kept and audited.
// Errors: invoices.none, invoices.state, invoices.no-reason, invoices.clock-day,
// invoices.clock-returned, invoices.clock-agreed.
func (d *Desk) SetClock(ctx context.Context, actor string, invoice int64, f ClockFacts) error {
	f.Why = plain(strings.TrimSpace(f.Why))
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.invoice(invoice)
		if err != nil {
			return err
		}
		if State(row.State) == Rejected {
			return fault.New("invoices.state", "state", row.State, "act", "clock")
		}
		if err := f.sound(day.Day(row.Received), day.Of(w.tx.Now)); err != nil {
			return err
		}
		was, body := clockOf(row), []byte{}
		if f.said() {
			f.By, f.At = actor, w.tx.Stamp()
			if body, err = json.Marshal(f); err != nil {
				return err
			}
		}
		by := approval.Case{Received: day.Day(row.Received), Terms: f.terms()}.Clock(day.Of(w.tx.Now)).PayBy()
		if err := w.tx.SetInvoiceClock(ctx, db.SetInvoiceClockParams{Adm: w.tx.Adm, ID: invoice, Clock: string(body), PayBy: string(by)}); err != nil {
			return books.Failed(err)
		}
		return w.audit("clock", invoice, map[string]any{"was": was, "is": f, "payBy": by})
	})
}

// sound says whether facts can be so. What lets us pay later is told with why.
func (f ClockFacts) sound(received, today day.Day) error {
	for _, on := range []day.Day{f.Performed, f.Returned, f.Completed} {
		if on > today {
			return fault.New("invoices.clock-day", "day", on)
		}
	}
	if f.Completed != "" && (f.Returned == "" || f.Completed < f.Returned) || f.Returned != "" && f.Returned < received {
		return fault.New("invoices.clock-returned", "received", received, "returned", f.Returned, "completed", f.Completed)
	}
	if f.said() && f.Why == "" {
		return fault.New("invoices.no-reason")
	}
	if f.Agreed == "" || received == "" || f.Returned != "" && f.Completed == "" {
		return nil
	}
	if last := (approval.Case{Received: received, Terms: f.terms()}).Clock(today).Last; f.Agreed > last {
		return fault.New("invoices.clock-agreed", "day", f.Agreed, "last", last)
	}
	return nil
}
