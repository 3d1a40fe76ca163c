// SPDX-License-Identifier: EUPL-1.2

// Package invoice holds an invoice or credit note as its supplier wrote it: the
// business terms of EN 16931-1, whose numbers (BT-, BG-) stand beside the
// fields. Amounts, prices, quantities and rates are kept digit for digit and
// never computed anew; an amount gives its cents when it is exact in them.
// Values only: whether an invoice is right, other rooms say.
//
// It imports money, day and the decimals of govalues.
package invoice

import (
	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/money"
)

// Kind says what a document is.
type Kind string

const (
	Bill       Kind = "invoice"
	CreditNote Kind = "creditnote"
)

// Amount is an amount as it was written, with the currency that stood beside it.
type Amount struct {
	Value    decimal.Decimal `json:"value"`
	Currency string          `json:"currency,omitempty"`
}

// Cents gives the amount in whole cents. Errors: money.precision when it has
// fractions of a cent, money.range when it is too large.
func (a Amount) Cents() (money.Cents, error) { return money.Parse(a.Value.String()) }

// Identifier is an identifier with the scheme it belongs to (ISO 6523 ICD, EAS, …).
type Identifier struct {
	ID     string `json:"id"`
	Scheme string `json:"scheme,omitempty"`
}

// Invoice is the document (BG-0).
type Invoice struct {
	Kind           Kind         `json:"kind"`
	Number         string       `json:"number"`                   // BT-1
	Issued         day.Day      `json:"issued,omitempty"`         // BT-2
	Type           string       `json:"type,omitempty"`           // BT-3, UNTDID 1001
	Currency       string       `json:"currency,omitempty"`       // BT-5
	TaxCurrency    string       `json:"taxCurrency,omitempty"`    // BT-6
	TaxPoint       day.Day      `json:"taxPoint,omitempty"`       // BT-7
	TaxPointCode   string       `json:"taxPointCode,omitempty"`   // BT-8
	Due            day.Day      `json:"due,omitempty"`            // BT-9
	BuyerReference string       `json:"buyerReference,omitempty"` // BT-10
	Project        string       `json:"project,omitempty"`        // BT-11
	Contract       string       `json:"contract,omitempty"`       // BT-12
	Order          string       `json:"order,omitempty"`          // BT-13
	SalesOrder     string       `json:"salesOrder,omitempty"`     // BT-14
	ReceiptAdvice  string       `json:"receiptAdvice,omitempty"`  // BT-15
	DespatchAdvice string       `json:"despatchAdvice,omitempty"` // BT-16
	Tender         string       `json:"tender,omitempty"`         // BT-17
	Object         string       `json:"object,omitempty"`         // BT-18
	BuyerAccount   string       `json:"buyerAccount,omitempty"`   // BT-19
	PaymentTerms   string       `json:"paymentTerms,omitempty"`   // BT-20
	Discount       *Discount    `json:"discount,omitempty"`       // of who pays early
	Notes          []Note       `json:"notes,omitempty"`          // BG-1
	Process        string       `json:"process,omitempty"`        // BT-23
	Specification  string       `json:"specification,omitempty"`  // BT-24
	Preceding      []Earlier    `json:"preceding,omitempty"`      // BG-3
	Seller         Party        `json:"seller"`                   // BG-4
	Buyer          Party        `json:"buyer"`                    // BG-7
	Payee          *Party       `json:"payee,omitempty"`          // BG-10
	Representative *Party       `json:"representative,omitempty"` // BG-11, for tax
	Delivery       *Delivery    `json:"delivery,omitempty"`       // BG-13
	Period         *Period      `json:"period,omitempty"`         // BG-14
	Payments       []Means      `json:"payments,omitempty"`       // BG-16
	CreditorID     string       `json:"creditorId,omitempty"`     // BT-90
	Adjustments    []Adjustment `json:"adjustments,omitempty"`    // BG-20, BG-21
	Totals         Totals       `json:"totals"`                   // BG-22
	Tax            []Tax        `json:"tax,omitempty"`            // BG-23
	Attachments    []Attachment `json:"attachments,omitempty"`    // BG-24
	Lines          []Line       `json:"lines,omitempty"`          // BG-25
}

// Note is a remark, with what it is about (BG-1).
type Note struct {
	Subject string `json:"subject,omitempty"` // BT-21
	Text    string `json:"text"`              // BT-22
}

// Earlier is the earlier invoice that this one corrects or follows (BG-3).
type Earlier struct {
	Number string  `json:"number"`           // BT-25
	Issued day.Day `json:"issued,omitempty"` // BT-26
}

// Party is who sells, buys, is paid or stands in for tax (BG-4, 7, 10, 11).
type Party struct {
	Name      string       `json:"name"`                // BT-27, 44, 59, 62
	Trade     string       `json:"trade,omitempty"`     // BT-28, 45
	IDs       []Identifier `json:"ids,omitempty"`       // BT-29, 46, 60
	Legal     *Identifier  `json:"legal,omitempty"`     // BT-30, 47, 61: KvK or OIN in the Netherlands
	VAT       string       `json:"vat,omitempty"`       // BT-31, 48, 63
	TaxID     string       `json:"taxId,omitempty"`     // BT-32
	LegalForm string       `json:"legalForm,omitempty"` // BT-33
	Endpoint  *Identifier  `json:"endpoint,omitempty"`  // BT-34, 49: the electronic address
	Address   *Address     `json:"address,omitempty"`   // BG-5, 8, 12
	Contact   *Contact     `json:"contact,omitempty"`   // BG-6, 9
}

// Address is a postal address (BG-5, 8, 12, 15).
type Address struct {
	Street     string `json:"street,omitempty"`     // BT-35, 50, 64, 75
	Additional string `json:"additional,omitempty"` // BT-36, 51, 65, 76
	Third      string `json:"third,omitempty"`      // BT-162 … 165
	City       string `json:"city,omitempty"`       // BT-37, 52, 66, 77
	PostCode   string `json:"postCode,omitempty"`   // BT-38, 53, 67, 78
	Region     string `json:"region,omitempty"`     // BT-39, 54, 68, 79
	Country    string `json:"country,omitempty"`    // BT-40, 55, 69, 80
}

// Contact is whom to ask (BG-6, 9).
type Contact struct {
	Name  string `json:"name,omitempty"`  // BT-41, 56
	Phone string `json:"phone,omitempty"` // BT-42, 57
	Mail  string `json:"mail,omitempty"`  // BT-43, 58
}

// Delivery is where and when it was delivered (BG-13).
type Delivery struct {
	Name     string      `json:"name,omitempty"`     // BT-70
	Location *Identifier `json:"location,omitempty"` // BT-71
	Day      day.Day     `json:"day,omitempty"`      // BT-72
	Address  *Address    `json:"address,omitempty"`  // BG-15
}

// Period is a stretch of time (BG-14, 26).
type Period struct {
	From day.Day `json:"from,omitempty"` // BT-73, 134
	To   day.Day `json:"to,omitempty"`   // BT-74, 135
}

// Means is a way to pay (BG-16). A g-account invoice has two.
type Means struct {
	Code      string `json:"code,omitempty"`      // BT-81, UNTDID 4461
	Text      string `json:"text,omitempty"`      // BT-82
	Reference string `json:"reference,omitempty"` // BT-83
	Account   string `json:"account,omitempty"`   // BT-84: IBAN or another number
	Holder    string `json:"holder,omitempty"`    // BT-85
	BIC       string `json:"bic,omitempty"`       // BT-86
	Card      string `json:"card,omitempty"`      // BT-87
	Mandate   string `json:"mandate,omitempty"`   // BT-89
	Debited   string `json:"debited,omitempty"`   // BT-91
	// Part is how much goes this way, where an invoice is paid in parts: the amount
	// for a blocked account (SI-UBL, NLCIUS with g-account). Nil: the rest.
	Part *Amount `json:"part,omitempty"`
}

// Discount is what may be kept back by who pays early. It is no term of EN 16931.
type Discount struct {
	Percent *decimal.Decimal `json:"percent,omitempty"`
	Amount  *Amount          `json:"amount,omitempty"` // nil: Percent of Base
	Base    *Amount          `json:"base,omitempty"`   // nil: what is payable
	Until   day.Day          `json:"until,omitempty"`  // the last day on which the money must be there
	Days    int              `json:"days,omitempty"`   // since the day of the invoice, when no day is said
}

// Adjustment is an allowance or a charge, on the document or on a line (BG-20, 21, 27, 28).
type Adjustment struct {
	Charge   bool             `json:"charge"`
	Amount   *Amount          `json:"amount,omitempty"`   // BT-92, 99, 136, 141
	Base     *Amount          `json:"base,omitempty"`     // BT-93, 100, 137, 142
	Percent  *decimal.Decimal `json:"percent,omitempty"`  // BT-94, 101, 138, 143
	Category string           `json:"category,omitempty"` // BT-95, 102
	Rate     *decimal.Decimal `json:"rate,omitempty"`     // BT-96, 103
	Reason   string           `json:"reason,omitempty"`   // BT-97, 104, 139, 144
	Code     string           `json:"code,omitempty"`     // BT-98, 105, 140, 145
}

// Totals are the totals of the document (BG-22).
type Totals struct {
	Lines      *Amount `json:"lines,omitempty"`      // BT-106
	Allowances *Amount `json:"allowances,omitempty"` // BT-107
	Charges    *Amount `json:"charges,omitempty"`    // BT-108
	Net        *Amount `json:"net,omitempty"`        // BT-109, without VAT
	VAT        *Amount `json:"vat,omitempty"`        // BT-110
	VATInOther *Amount `json:"vatInOther,omitempty"` // BT-111, in the accounting currency
	Gross      *Amount `json:"gross,omitempty"`      // BT-112, with VAT
	Paid       *Amount `json:"paid,omitempty"`       // BT-113
	Rounding   *Amount `json:"rounding,omitempty"`   // BT-114
	Payable    *Amount `json:"payable,omitempty"`    // BT-115
}

// Tax is the part of the invoice under one category and rate of VAT (BG-23).
type Tax struct {
	Base     *Amount          `json:"base,omitempty"`     // BT-116
	Amount   *Amount          `json:"amount,omitempty"`   // BT-117
	Category string           `json:"category,omitempty"` // BT-118
	Rate     *decimal.Decimal `json:"rate,omitempty"`     // BT-119
	Reason   string           `json:"reason,omitempty"`   // BT-120
	Code     string           `json:"code,omitempty"`     // BT-121
}

// Attachment tells of a supporting document; its bytes stay in the file (BG-24).
type Attachment struct {
	Number      string `json:"number,omitempty"`      // BT-122
	Description string `json:"description,omitempty"` // BT-123
	URL         string `json:"url,omitempty"`         // BT-124
	MIME        string `json:"mime,omitempty"`        // BT-125-1
	File        string `json:"file,omitempty"`        // BT-125-2
	Bytes       int    `json:"bytes,omitempty"`       // how large BT-125 is when unpacked
}

// Line is a line of the invoice (BG-25).
type Line struct {
	Number       string           `json:"number"`                 // BT-126
	Note         string           `json:"note,omitempty"`         // BT-127
	Object       string           `json:"object,omitempty"`       // BT-128
	Quantity     *decimal.Decimal `json:"quantity,omitempty"`     // BT-129
	Unit         string           `json:"unit,omitempty"`         // BT-130
	Net          *Amount          `json:"net,omitempty"`          // BT-131
	OrderLine    string           `json:"orderLine,omitempty"`    // BT-132
	BuyerAccount string           `json:"buyerAccount,omitempty"` // BT-133
	Period       *Period          `json:"period,omitempty"`       // BG-26
	Adjustments  []Adjustment     `json:"adjustments,omitempty"`  // BG-27, 28
	Price        *Amount          `json:"price,omitempty"`        // BT-146
	Discount     *Amount          `json:"discount,omitempty"`     // BT-147
	GrossPrice   *Amount          `json:"grossPrice,omitempty"`   // BT-148
	PriceFor     *decimal.Decimal `json:"priceFor,omitempty"`     // BT-149
	PriceUnit    string           `json:"priceUnit,omitempty"`    // BT-150
	Category     string           `json:"category,omitempty"`     // BT-151
	Rate         *decimal.Decimal `json:"rate,omitempty"`         // BT-152
	Name         string           `json:"name,omitempty"`         // BT-153
	Description  string           `json:"description,omitempty"`  // BT-154
	SellersID    string           `json:"sellersId,omitempty"`    // BT-155
	BuyersID     string           `json:"buyersId,omitempty"`     // BT-156
	StandardID   *Identifier      `json:"standardId,omitempty"`   // BT-157
	Classes      []Identifier     `json:"classes,omitempty"`      // BT-158
	Origin       string           `json:"origin,omitempty"`       // BT-159
	Properties   []Property       `json:"properties,omitempty"`   // BG-32
}

// Property is something said of an item (BG-32).
type Property struct {
	Name  string `json:"name"`  // BT-160
	Value string `json:"value"` // BT-161
}
