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

// Coding is how an invoice is booked.
type Coding struct {
	Parts []CodingPart `json:"parts" minItems:"1" maxItems:"1000" doc:"Together exactly what is to be paid"`
}

// Assignment says whose an invoice is.
type Assignment struct {
	Supplier string `json:"supplier" minLength:"1" maxLength:"100" doc:"Number of the supplier"`
}

// onInvoice registers an act on an invoice. It answers how the invoice then stands.
func onInvoice[T any](r *rooms, id, noun string, do func(context.Context, Caller, int64, T) error) {
	huma.Register(r.huma, r.act(id, "/invoices/{id}/"+noun, "invoices"), func(ctx context.Context, in *actInput[T]) (*one[InvoiceDetail], error) {
		if err := do(ctx, callerOf(ctx), in.ID, in.Body); err != nil {
			return nil, err
		}
		return oneOf(r.source.Invoice(ctx, callerOf(ctx), in.ID))
	})
}

func (r *rooms) invoiceActs() {
	onInvoice(r, "approve-invoice", "approvals", func(ctx context.Context, by Caller, id int64, in Remark) error {
		return r.source.Approve(ctx, by, id, in.Comment)
	})
	onInvoice(r, "reject-invoice", "rejections", func(ctx context.Context, by Caller, id int64, in Reason) error {
		return r.source.Reject(ctx, by, id, in.Reason)
	})
	onInvoice(r, "reopen-invoice", "reopenings", func(ctx context.Context, by Caller, id int64, in Remark) error {
		return r.source.Reopen(ctx, by, id, in.Comment)
	})
	onInvoice(r, "hold-invoice", "holds", func(ctx context.Context, by Caller, id int64, in Reason) error {
		return r.source.Hold(ctx, by, id, in.Reason)
	})
	onInvoice(r, "release-invoice", "releases", func(ctx context.Context, by Caller, id int64, in HoldRelease) error {
		return r.source.Release(ctx, by, id, in.Kind)
	})
	onInvoice(r, "comment-invoice", "comments", func(ctx context.Context, by Caller, id int64, in Saying) error {
		return r.source.Comment(ctx, by, id, in.Comment)
	})
	onInvoice(r, "code-invoice", "codings", func(ctx context.Context, by Caller, id int64, in Coding) error {
		return r.source.Code(ctx, by, id, in.Parts)
	})
	onInvoice(r, "unbook-invoice", "unbookings", func(ctx context.Context, by Caller, id int64, in Reason) error {
		return r.source.Unbook(ctx, by, id, in.Reason)
	})
	onInvoice(r, "assign-invoice", "assignments", func(ctx context.Context, by Caller, id int64, in Assignment) error {
		return r.source.Assign(ctx, by, id, in.Supplier)
	})
}
