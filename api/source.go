// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"io"

	"rentmeester/app/reading"
	"rentmeester/policy"
	"rentmeester/text"
)

// Caller is who asks: whose token it is, and in which language he is answered.
type Caller struct {
	Person string
	Token  int64 // by which one knows one program from another
	May    policy.Rights
	Lang   text.Lang
}

// Source is what the API needs of the books of one administration. It is safe for
// many requests at once. Amounts and identifiers are those of the books. Of a
// page, next is the cursor to go on with, "" at the end.
type Source interface {
	Once
	Banking
	Ruling
	Codings
	Letters
	Sorting
	Webhooks
	Staffing
	Finds
	Projects

	// Identify gives whose token a secret is. Errors: access.refused.
	Identify(ctx context.Context, secret string) (Caller, error)

	Validate(ctx context.Context, by Caller, name string, file File) ([]reading.Checked, error)
	Read(ctx context.Context, by Caller, name string, file File) ([]reading.Read, error)

	Import(ctx context.Context, by Caller, name string, file File) ([]ReceivedFile, error)
	Documents(ctx context.Context, by Caller, f DocumentFilter) (all []Document, next string, err error)
	Document(ctx context.Context, by Caller, id int64) (DocumentDetail, error)
	Original(ctx context.Context, by Caller, id int64) (DocumentDetail, io.Reader, error)

	Invoices(ctx context.Context, by Caller, f InvoiceFilter) (all []InvoiceSummary, next string, err error)
	Invoice(ctx context.Context, by Caller, id int64) (InvoiceDetail, error)
	Do(ctx context.Context, by Caller, id int64, what Doing) error
	Hold(ctx context.Context, by Caller, id int64, reason string) error
	Release(ctx context.Context, by Caller, id int64, kind string) error
	Code(ctx context.Context, by Caller, id int64, c Coding) error
	AcceptCoding(ctx context.Context, by Caller, id int64, seen string) error
	// Uncode takes a coding back that is not booked yet; Misbooked says that a booking
	// turned out wrong, or was right after all.
	Uncode(ctx context.Context, by Caller, id int64) error
	Misbooked(ctx context.Context, by Caller, id int64, m Misbooking) error
	Unbook(ctx context.Context, by Caller, id int64, reason string) error
	Assign(ctx context.Context, by Caller, id int64, supplier string) error
	Correct(ctx context.Context, by Caller, id int64, values map[string]string) error
	SetClock(ctx context.Context, by Caller, id int64, f ClockFacts) error
	// Mine gives the invoices that wait for who asks.
	Mine(ctx context.Context, by Caller) ([]InvoiceSummary, error)
	// Reminders gives those that are due and were not taken; take takes them.
	Reminders(ctx context.Context, by Caller, take bool) ([]Reminder, error)
	Reply(ctx context.Context, by Caller, id int64, c ReplyChoice) (Reply, error)
	// ReplyFile writes a reply as a Peppol Invoice Response, and gives its name.
	ReplyFile(ctx context.Context, by Caller, id int64, c ReplyChoice, to io.Writer) (name string, err error)
	Coding(ctx context.Context, by Caller, id int64) (CodingDetail, error)

	// PredictCodings gives, of each row, how it is coded; HearCodings learns how
	// lines were booked.
	PredictCodings(ctx context.Context, by Caller, q CodingQuestion) ([]CodingPrediction, error)
	HearCodings(ctx context.Context, by Caller, f CodingFeedback) (CodingHeard, error)

	Orders(ctx context.Context, by Caller, f OrderFilter) (all []Order, next string, err error)
	Order(ctx context.Context, by Caller, id int64) (OrderDetail, error)
	AddOrder(ctx context.Context, by Caller, o NewOrder) (OrderDetail, error)
	Receive(ctx context.Context, by Caller, id int64, d Delivery) (OrderDetail, error)

	Suppliers(ctx context.Context, by Caller, f SupplierFilter) (all []Supplier, next string, err error)
	Supplier(ctx context.Context, by Caller, number string) (Supplier, error)
	AcceptSupplier(ctx context.Context, by Caller, number, as string) (Supplier, error)
	ReleaseAccount(ctx context.Context, by Caller, number, iban string) error
	RefuseAccount(ctx context.Context, by Caller, number, iban string) error

	PaymentRuns(ctx context.Context, by Caller, f PaymentRunFilter) (all []PaymentRun, next string, err error)
	PlanPaymentRun(ctx context.Context, by Caller, p PaymentRunPlan) (PaymentRunDetail, error)
	PaymentRun(ctx context.Context, by Caller, id int64) (PaymentRunDetail, error)
	ReleasePaymentRun(ctx context.Context, by Caller, id int64, sum string) (PaymentRunDetail, error)
	WithdrawPaymentRun(ctx context.Context, by Caller, id int64, why string) (PaymentRunDetail, error)
	FetchPaymentRun(ctx context.Context, by Caller, id int64) (PaymentRunDetail, error)
	PaymentRunFile(ctx context.Context, by Caller, id int64, to io.Writer) error

	Status(ctx context.Context, by Caller) (Status, error)
}

// File is what was sent.
type File interface {
	io.ReadSeeker
	io.ReaderAt
	Size() int64
}
