// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"io"

	"rentmeester/day"
	"rentmeester/formats/pdf"
	"rentmeester/invoice"
	"rentmeester/money"
)

// Tools are the engines that the flows ask. Each may be left out: then the
// simplest that is safe does its work, which recognises only what is exactly the
// same and proposes nothing.
type Tools struct {
	PDF        PDFReader                 // nil: one is started for each PDF
	Pages      PageReader                // nil: a PDF or picture without XML waits unread
	Register   func([]Supplier) Register // nil: exact identifications only
	Duplicates Duplicates                // nil: the same supplier and number only
	Memory     *Memory                   // of one administration; nil: nothing is remembered between steps
}

// Reason is a sentence of the catalogue with its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// PDFReader takes a PDF apart; *pdf.Reader is one.
type PDFReader interface {
	Read(ctx context.Context, in io.Reader) (*pdf.Document, error)
}

// PageReader reads an invoice from what its pages show. Memory is what was
// learned of the supplier's earlier invoices. A reading without a kind is that of
// a document which is none of those we know.
type PageReader interface {
	ReadPages(ctx context.Context, media Media, original io.Reader) (PageReading, error)
}

// PageReading is what was read from pages.
type PageReading struct {
	Invoice     invoice.Invoice
	Kind        string // invoice, creditnote, reminder, …; "" not known
	Probability float64
	Why         []Reason
	Pages       int
	Fields      []Field
}

// Field is a value with where it stands and how sure it is.
type Field struct {
	Name        string  `json:"name"`
	Value       string  `json:"value"`
	Raw         string  `json:"raw,omitempty"`
	Places      []Place `json:"places,omitempty"`
	Proof       string  `json:"proof,omitempty"` // sum, checkdigit, history, label; "" none
	Probability float64 `json:"probability"`
	Doubtful    bool    `json:"doubtful,omitempty"`
}

// Place is where something stands on a page.
type Place struct {
	Page int     `json:"page"` // 0-based
	Box  pdf.Box `json:"box"`
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

// Register tells who sent an invoice and whether an account is his.
type Register interface {
	Recognise(inv *invoice.Invoice) Recognition
	Account(supplier int64, iban, holder string) AccountVerdict
}

// Recognition is who sent an invoice. Nobody is 0; the flows then propose a new
// supplier by what the invoice says.
type Recognition struct {
	Supplier    int64       `json:"supplier"`
	Probability float64     `json:"probability"`
	Reasons     []Reason    `json:"reasons,omitempty"`
	Others      []Candidate `json:"others,omitempty"`
}

// Candidate is somebody else who may have sent it.
type Candidate struct {
	Supplier    int64    `json:"supplier"`
	Probability float64  `json:"probability"`
	Reasons     []Reason `json:"reasons,omitempty"`
}

// Sure is how probable a supplier must be to be taken without a person.
const Sure = 0.95

// AccountVerdict says whether money may go to an account. When not, Why is the
// sentence that says so.
type AccountVerdict struct {
	Trusted bool
	Why     Reason
}

// Bill is an invoice as it is compared with others.
type Bill struct {
	ID           int64
	Supplier     int64
	SupplierName string
	Number       string
	Issued       day.Day
	Received     day.Day
	Gross, Net   money.Cents
	IBAN         string
	Order        string
	Channel      string
	Credit       bool
	Text         string
}

// Suspect is an earlier invoice that may be the same one.
type Suspect struct {
	ID          int64
	Probability float64
	Reasons     []Reason
}

// Duplicates finds invoices that came twice: by keys among all earlier ones, and
// then by looking at those that share a key. Find gives the best first and only
// those that a person must look at.
type Duplicates interface {
	Keys(Bill) []string
	Find(one Bill, others []Bill) []Suspect
}
