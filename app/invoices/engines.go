// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/invoice"
)

// Tools are what the flows work with. Each may be left out.
type Tools struct {
	PDF    *pdf.Reader // nil: one is started for each PDF
	OCR    *ocr.Engine // nil: the program tesseract, wherever it is
	Memory *Memory     // of one administration; nil: nothing is remembered between steps
}

// Reason is a sentence of the catalogue with its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Supplier is who sends invoices, as the register holds him.
type Supplier struct {
	ID       int64           `json:"id"`
	Number   string          `json:"number"`
	Name     string          `json:"name"`
	Also     []string        `json:"also,omitempty"`
	KvK      string          `json:"kvk,omitempty"`
	VAT      string          `json:"vat,omitempty"`
	OIN      string          `json:"oin,omitempty"`
	Address  invoice.Address `json:"address"`
	State    string          `json:"state"` // active, proposed, refused, blocked
	Accounts []Account       `json:"accounts"`
}

// Account is a bank account of a supplier.
type Account struct {
	IBAN    string   `json:"iban"`
	State   string   `json:"state"` // trusted, held, refused
	Holders []string `json:"holders,omitempty"`
	Since   string   `json:"since"`
	First   string   `json:"first,omitempty"` // who released it
	Second  string   `json:"second,omitempty"`
}
