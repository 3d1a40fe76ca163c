// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// actInput is an act on an invoice, with what it needs to know.
type actInput[T any] struct {
	ByID
	Body T
}

// Doing is an act on the way to approval. What is left out follows from how the
// invoice stands, where only one thing can be meant.
type Doing struct {
	Kind    string // approve, withdraw, ask, answer, dispute, settle, reject, reopen, comment
	Step    string
	For     string
	Of      int64
	Amount  Amount
	All     bool
	Lines   []string
	To      string
	Comment string
}

// Approval is what an approval says.
type Approval struct {
	Step    string `json:"step,omitempty" maxLength:"200" doc:"The step, its rule or its role; absent: whatever is your turn"`
	ForWhom string `json:"forWhom,omitempty" maxLength:"200" doc:"Whom you stand in for"`
	Comment string `json:"comment,omitempty" maxLength:"10000"`
}

// Withdrawal takes back one's own approval.
type Withdrawal struct {
	Of      int64  `json:"of,omitempty" minimum:"0" doc:"The act; absent: the only one"`
	Comment string `json:"comment,omitempty" maxLength:"10000"`
}

// Question returns an invoice with a question; it waits for the answer.
type Question struct {
	To      string `json:"to,omitempty" maxLength:"200" doc:"Whom it is for"`
	Comment string `json:"comment" minLength:"1" maxLength:"10000"`
}

// Answer answers a question.
type Answer struct {
	Of      int64  `json:"of,omitempty" minimum:"0" doc:"The question; absent: the only one"`
	Comment string `json:"comment" minLength:"1" maxLength:"10000"`
}

// Dispute disputes an amount or lines; the rest goes on.
type Dispute struct {
	Amount  Amount   `json:"amount,omitempty"`
	Lines   []string `json:"lines,omitempty" maxItems:"1000"`
	Comment string   `json:"comment" minLength:"1" maxLength:"10000"`
}

// Settlement ends a dispute.
type Settlement struct {
	Of      int64  `json:"of,omitempty" minimum:"0" doc:"The dispute; absent: the only one"`
	Owed    Amount `json:"owed,omitempty" doc:"What is owed after all"`
	All     bool   `json:"all,omitempty" doc:"All of it is owed"`
	Comment string `json:"comment,omitempty" maxLength:"10000"`
}

// Remark is a comment that may be left out.
type Remark struct {
	Comment string `json:"comment,omitempty" maxLength:"10000"`
}

// Reason is why something is done; it is kept with it.
type Reason struct {
	Reason string `json:"reason" minLength:"1" maxLength:"10000"`
}

// Saying is a comment.
type Saying struct {
	Comment string `json:"comment" minLength:"1" maxLength:"10000"`
}

// HoldRelease says which holds are released.
type HoldRelease struct {
	Kind string `json:"kind" minLength:"1" maxLength:"100" doc:"Kind of the holds, as in holds of the invoice"`
}

// Coding says how a line is coded, or all of them.
type Coding struct {
	Line  int        `json:"line,omitempty" minimum:"0" maximum:"1000000" doc:"Its place, from 1; absent: every line"`
	Parts []LinePart `json:"parts" minItems:"1" maxItems:"1000"`
}

// Acceptance takes the coding over that is proposed.
type Acceptance struct {
	Seen string `json:"seen,omitempty" maxLength:"200" doc:"Of the coding that you saw; absent: whatever is proposed now"`
}

// Assignment says whose an invoice is.
type Assignment struct {
	Supplier string `json:"supplier" minLength:"1" maxLength:"100" doc:"Number of the supplier"`
}

// Corrections put right what was read from the pages of an invoice.
type Corrections struct {
	Fields []Correction `json:"fields" minItems:"1" maxItems:"100"`
}

// Correction gives a field another value.
type Correction struct {
	Name  string `json:"name" enum:"kind,number,issued,due,currency,net,vat,gross,payable,iban,gaccount,reference,order,buyer.reference,seller.name,seller.vat,seller.kvk"`
	Value string `json:"value" maxLength:"300" doc:"Days as 2026-01-31, amounts as 1234.56; empty: it is not on the invoice"`
}

// ClockFacts are what moves the day by which an invoice must be paid: all of it,
// so what is absent holds no more.
type ClockFacts struct {
	Performed Day    `json:"performed,omitempty" doc:"When it was delivered, if after the invoice"`
	Agreed    Day    `json:"agreed,omitempty" doc:"Last day of payment by the contract"`
	Returned  Day    `json:"returned,omitempty" doc:"When it was sent back because it is not right"`
	Completed Day    `json:"completed,omitempty" doc:"When the right invoice came in its place"`
	Reason    string `json:"reason,omitempty" maxLength:"10000" doc:"Wanted unless everything is taken back"`
}

// onInvoice registers an act on an invoice. It answers how the invoice then stands.
func onInvoice[T any](r *rooms, id, noun string, do func(context.Context, Caller, int64, T) error) {
	huma.Register(r.huma, anew(r.act(id, "/invoices/{id}/"+noun, "invoices")), func(ctx context.Context, in *actInput[T]) (*one[InvoiceDetail], error) {
		if !brokenOff(ctx) {
			if err := do(ctx, callerOf(ctx), in.ID, in.Body); err != nil {
				return nil, err
			}
		}
		return oneOf(r.source.Invoice(ctx, callerOf(ctx), in.ID))
	})
}

// talks registers an act on the way to approval.
func talks[T any](r *rooms, id, noun string, of func(T) Doing) {
	onInvoice(r, id, noun, func(ctx context.Context, by Caller, id int64, in T) error { return r.source.Do(ctx, by, id, of(in)) })
}

func (r *rooms) invoiceActs() {
	talks(r, "approve-invoice", "approvals", func(in Approval) Doing {
		return Doing{Kind: "approve", Step: in.Step, For: in.ForWhom, Comment: in.Comment}
	})
	talks(r, "withdraw-approval", "withdrawals", func(in Withdrawal) Doing { return Doing{Kind: "withdraw", Of: in.Of, Comment: in.Comment} })
	talks(r, "ask-about-invoice", "questions", func(in Question) Doing { return Doing{Kind: "ask", To: in.To, Comment: in.Comment} })
	talks(r, "answer-about-invoice", "answers", func(in Answer) Doing { return Doing{Kind: "answer", Of: in.Of, Comment: in.Comment} })
	talks(r, "dispute-invoice", "disputes", func(in Dispute) Doing {
		return Doing{Kind: "dispute", Amount: in.Amount, Lines: in.Lines, Comment: in.Comment}
	})
	talks(r, "settle-dispute", "settlements", func(in Settlement) Doing {
		return Doing{Kind: "settle", Of: in.Of, Amount: in.Owed, All: in.All, Comment: in.Comment}
	})
	talks(r, "reject-invoice", "rejections", func(in Reason) Doing { return Doing{Kind: "reject", Comment: in.Reason} })
	talks(r, "reopen-invoice", "reopenings", func(in Remark) Doing { return Doing{Kind: "reopen", Comment: in.Comment} })
	talks(r, "comment-invoice", "comments", func(in Saying) Doing { return Doing{Kind: "comment", Comment: in.Comment} })
	onInvoice(r, "hold-invoice", "holds", func(ctx context.Context, by Caller, id int64, in Reason) error {
		return r.source.Hold(ctx, by, id, in.Reason)
	})
	onInvoice(r, "release-invoice", "releases", func(ctx context.Context, by Caller, id int64, in HoldRelease) error {
		return r.source.Release(ctx, by, id, in.Kind)
	})
	onInvoice(r, "code-invoice", "codings", func(ctx context.Context, by Caller, id int64, in Coding) error {
		return r.source.Code(ctx, by, id, in)
	})
	onInvoice(r, "accept-coding", "coding-acceptances", func(ctx context.Context, by Caller, id int64, in Acceptance) error {
		return r.source.AcceptCoding(ctx, by, id, in.Seen)
	})
	onInvoice(r, "correct-invoice", "corrections", func(ctx context.Context, by Caller, id int64, in Corrections) error {
		values := map[string]string{}
		for _, f := range in.Fields {
			values[f.Name] = f.Value
		}
		return r.source.Correct(ctx, by, id, values)
	})
	onInvoice(r, "set-clock", "clock-facts", func(ctx context.Context, by Caller, id int64, in ClockFacts) error {
		return r.source.SetClock(ctx, by, id, in)
	})
	onInvoice(r, "uncode-invoice", "coding-withdrawals", func(ctx context.Context, by Caller, id int64, _ Nothing) error {
		return r.source.Uncode(ctx, by, id)
	})
	onInvoice(r, "say-misbooked", "misbookings", func(ctx context.Context, by Caller, id int64, in Misbooking) error {
		return r.source.Misbooked(ctx, by, id, in)
	})
	onInvoice(r, "unbook-invoice", "unbookings", func(ctx context.Context, by Caller, id int64, in Reason) error {
		return r.source.Unbook(ctx, by, id, in.Reason)
	})
	onInvoice(r, "assign-invoice", "assignments", func(ctx context.Context, by Caller, id int64, in Assignment) error {
		return r.source.Assign(ctx, by, id, in.Supplier)
	})
}
