// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/reconcile"
	"rentmeester/store/db"
)

// content is everything the bank said about a line, as it is kept.
type content struct {
	Currency      string       `json:"currency,omitempty"`
	EndToEndID    string       `json:"endToEnd,omitempty"`
	MandateID     string       `json:"mandate,omitempty"`
	PaymentInfoID string       `json:"paymentInfo,omitempty"`
	MessageID     string       `json:"message,omitempty"`
	InstructionID string       `json:"instruction,omitempty"`
	CreditorID    string       `json:"creditor,omitempty"`
	BankRef       string       `json:"bankRef,omitempty"`
	Counterparty  party.Party  `json:"party"`
	Ultimate      string       `json:"ultimate,omitempty"`
	Remittance    []string     `json:"remittance,omitempty"`
	Reference     string       `json:"reference,omitempty"`
	ReferenceType string       `json:"referenceType,omitempty"`
	Return        *bank.Return `json:"return,omitempty"`
	Reversal      bool         `json:"reversal,omitempty"`
	Code          bank.Code    `json:"code"`
	Info          string       `json:"info,omitempty"`
	BatchCount    int          `json:"batchCount,omitempty"`
	BatchTotal    *money.Cents `json:"batchTotal,omitempty"`
	Charges       money.Cents  `json:"charges,omitempty"`
	Instructed    *money.Cents `json:"instructed,omitempty"` // in the currency of the line
}

// contentOf gathers what an entry and, where there is one, a detail of it say.
func contentOf(e *bank.Entry, d *bank.Detail) content {
	c := content{Currency: e.Currency, BankRef: e.BankRef, Reversal: e.Reversal, Code: e.Code, Info: e.Info}
	if e.Batch != nil {
		c.PaymentInfoID, c.MessageID, c.BatchCount, c.BatchTotal = e.Batch.PaymentInfoID, e.Batch.MessageID, e.Batch.Count, e.Batch.Total
	}
	if d == nil {
		return c
	}
	c.EndToEndID, c.MandateID, c.InstructionID, c.CreditorID = d.EndToEndID, d.MandateID, d.InstructionID, d.CreditorID
	c.Counterparty, c.Ultimate, c.Remittance, c.Return = d.Counterparty, d.Ultimate, d.Remittance, d.Return
	c.Reference, c.ReferenceType = d.Reference, d.ReferenceType
	if c.Charges = d.Charges; d.InstructedCcy == e.Currency {
		c.Instructed = d.Instructed
	}
	c.PaymentInfoID, c.MessageID = first(d.PaymentInfoID, c.PaymentInfoID), first(d.MessageID, c.MessageID)
	c.BankRef = first(d.BankRef, c.BankRef)
	if d.Code != (bank.Code{}) {
		c.Code = d.Code
	}
	if d.Info != "" && d.Info != c.Info {
		c.Info = join(c.Info, d.Info)
	}
	return c
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

func (c content) json() (string, error) {
	body, err := json.Marshal(c)
	return string(body), err
}

// search gives what a bank line is searched by.
func (c content) search(amount money.Cents) string {
	parts := append([]string{c.Counterparty.Name, c.Counterparty.Account, c.Ultimate, c.Reference, c.EndToEndID, c.MandateID,
		c.PaymentInfoID, c.BankRef}, c.Remittance...)
	return books.SearchText(amount, append(parts, c.Info)...)
}

// toEngine gives a kept line as the engine takes it; amount is what is still to
// be explained of it.
func toEngine(row db.BankLine, iban string) (reconcile.Line, error) {
	var c content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return reconcile.Line{}, failed(err)
	}
	return reconcile.Line{
		ID: row.ID, Account: iban, Amount: money.Cents(row.LeftAmount), Currency: c.Currency, Booked: day.Day(row.Booked),
		EndToEndID: c.EndToEndID, MandateID: c.MandateID, PaymentInfoID: c.PaymentInfoID, MessageID: c.MessageID,
		InstructionID: c.InstructionID, Counterparty: c.Counterparty, Ultimate: c.Ultimate, Remittance: c.Remittance,
		Reference: c.Reference, ReferenceType: c.ReferenceType, Return: c.Return, Reversal: c.Reversal, Code: c.Code,
		Info: c.Info, BatchCount: c.BatchCount, BatchTotal: c.BatchTotal, Part: row.Idx >= 0, Charges: c.Charges, Instructed: c.Instructed,
	}, nil
}
