// SPDX-License-Identifier: EUPL-1.2

// Package extract reads an invoice from the words on its pages: the words of a
// PDF or those that were recognised on a scan. There are no templates. Words
// become lines and labels by where they stand; whatever looks like a date, an
// amount, an account or a number is a candidate; labels beside and above it,
// arithmetic, check digits and what earlier corrections taught (Memory) choose
// among the candidates together.
//
// Every field says where it stands, what stood there, and how it was proved. A
// field that is not proved is Doubtful and must be looked at by a person: no
// answer is better than a wrong one.
//
// It imports formats/pdf, invoice, ident, money, day, the decimals of govalues
// and the normal forms of golang.org/x/text.
package extract

import (
	"rentmeester/formats/pdf"
	"rentmeester/invoice"
)

// The ways in which a field is proved.
const (
	ProofSum     = "sum"        // the amounts agree with each other and with a rate of VAT
	ProofCheck   = "checkdigit" // its check digits are right
	ProofLabel   = "label"      // its label stands beside it, and nothing else has that label
	ProofHistory = "history"    // this supplier had the same value, or the same label, before
	ProofCountry = "country"    // of a currency: the account is in a country that has it, and the pages name no other
	ProofNone    = ""
)

// The names of fields. Of VAT per rate and of lines there are several, which
// go by "tax.0.base" and "lines.0.net".
const (
	Kind           = "kind"
	Number         = "number"
	Issued         = "issued"
	Due            = "due"
	SellerName     = "seller.name"
	SellerStreet   = "seller.street"
	SellerPostCode = "seller.postcode"
	SellerCity     = "seller.city"
	SellerKvK      = "seller.kvk"
	SellerVAT      = "seller.vat"
	BuyerVAT       = "buyer.vat"
	IBAN           = "iban"
	GAccount       = "gaccount"
	BIC            = "bic"
	Order          = "order"
	BuyerReference = "buyer.reference"
	Reference      = "reference"
	Net            = "net"
	VAT            = "vat"
	Gross          = "gross"
	Payable        = "payable"
	Currency       = "currency"

	GAccountAmount  = "gaccount.amount" // the part for the blocked account
	DiscountPercent = "discount.percent"
	DiscountUntil   = "discount.until" // the last day
	DiscountAmount  = "discount.amount"
)

// Place is a box on a page, counted from 0.
type Place struct {
	Page int     `json:"page"`
	Box  pdf.Box `json:"box"`
}

// Field is one value that was read.
type Field struct {
	Name        string  `json:"name"`
	Value       string  `json:"value"` // normalised: ISO day, plain decimal "1234.56", electronic IBAN
	Raw         string  `json:"raw"`   // as it stands on the page
	Places      []Place `json:"places"`
	Proof       string  `json:"proof"`
	Probability float64 `json:"probability"`
	Doubtful    bool    `json:"doubtful"` // a person must look at it

	rivals     []evidence // what spoke for it, and for those it was chosen over
	rivalNames []string   // their values, where there are several
}

// Reading is what was read of a document.
type Reading struct {
	Invoice invoice.Invoice `json:"invoice"` // of all fields, doubtful ones too
	Fields  []Field         `json:"fields"`
	Kind    string          `json:"kind"` // "invoice" or "creditnote"
	OCR     bool            `json:"ocr"`  // the words were recognised on a picture
}

// Field gives the field of a name; false when there is none.
func (r Reading) Field(name string) (Field, bool) {
	for _, f := range r.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Accepted gives the value of a field that needs nobody's look, or "".
func (r Reading) Accepted(name string) string {
	if f, ok := r.Field(name); ok && !f.Doubtful {
		return f.Value
	}
	return ""
}

// Identity is somebody known beforehand.
type Identity struct {
	Names []string `json:"names,omitempty"`
	VAT   []string `json:"vat,omitempty"`
	KvK   []string `json:"kvk,omitempty"`
	IBANs []string `json:"ibans,omitempty"`
}

// Options tell of who reads.
type Options struct {
	Own Identity // of the administration itself: what is its own is not the supplier's
}

// Most that is read: a page that is full of numbers to keep a reader busy stops here.
const (
	mostWords   = 20_000
	mostOnLine  = 300 // words; more go on a line of their own
	mostNames   = 500 // that are weighed as the supplier's
	mostAmounts = 600 // different ones that are tried against each other
)

// Read reads a document. It is the same whenever it is given the same; memory
// may be nil.
func Read(doc *pdf.Document, memory *Memory, options Options) Reading {
	s := lay(doc)
	s.own = options.Own
	s.find()
	s.seeAbove()
	s.habit = memory.recognise(s)
	s.link()
	r := Reading{OCR: s.ocr}
	for _, fields := range [][]Field{
		s.readKind(), s.readNumbers(), s.readDays(), s.readAccounts(), s.readTax(), s.readTotals(), s.readParties(),
	} {
		r.Fields = append(r.Fields, fields...)
	}
	r.Fields = append(r.Fields, s.readLines(r.Fields)...)
	r.Fields = append(r.Fields, s.readConditions(r.Fields)...)
	s.finish(&r)
	return r
}
