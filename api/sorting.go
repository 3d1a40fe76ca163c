// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// Sorting is saying what came in and whose it is.
type Sorting interface {
	SetKind(ctx context.Context, by Caller, document int64, kind string) error
	ReadAgain(ctx context.Context, by Caller, document int64) error
	// CopyOf says that an invoice is another one that came by another way.
	CopyOf(ctx context.Context, by Caller, invoice, of int64) error
	RefuseSupplier(ctx context.Context, by Caller, number string) error
	SameSupplier(ctx context.Context, by Caller, number, same string) error
}

// DocumentKind is what a person says that a document is.
type DocumentKind struct {
	Kind string `json:"kind" minLength:"1" maxLength:"50" doc:"invoice, creditnote, reminder …"`
}

// CopyOf names the invoice that another is a copy of.
type CopyOf struct {
	Of int64 `json:"of" minimum:"1"`
}

// SameSupplier names the supplier that a proposed one is.
type SameSupplier struct {
	Number string `json:"number" minLength:"1" maxLength:"100"`
}

// onDocument registers an act on a document. It answers how it then stands.
func onDocument[T any](r *rooms, id, noun string, do func(context.Context, Caller, int64, T) error) {
	huma.Register(r.huma, anew(r.act(id, "/documents/{id}/"+noun, "documents")), func(ctx context.Context, in *lineInput[T]) (*one[DocumentDetail], error) {
		if !brokenOff(ctx) {
			if err := do(ctx, callerOf(ctx), in.ID, in.Body); err != nil {
				return nil, err
			}
		}
		return oneOf(r.source.Document(ctx, callerOf(ctx), in.ID))
	})
}

// onSupplier registers an act on a supplier. It answers how he then stands.
func onSupplier[T any](r *rooms, id, noun string, do func(context.Context, Caller, string, T) error) {
	huma.Register(r.huma, anew(r.act(id, "/suppliers/{number}/"+noun, "suppliers")), func(ctx context.Context, in *supplierInput[T]) (*one[Supplier], error) {
		if !brokenOff(ctx) {
			if err := do(ctx, callerOf(ctx), in.Number, in.Body); err != nil {
				return nil, err
			}
		}
		return oneOf(r.source.Supplier(ctx, callerOf(ctx), in.Number))
	})
}

func (r *rooms) sorting() {
	onDocument(r, "set-document-kind", "kinds", func(ctx context.Context, by Caller, id int64, in DocumentKind) error {
		return r.source.SetKind(ctx, by, id, in.Kind)
	})
	onDocument(r, "read-document-again", "readings", func(ctx context.Context, by Caller, id int64, _ Nothing) error {
		return r.source.ReadAgain(ctx, by, id)
	})
	onInvoice(r, "file-as-copy", "copies", func(ctx context.Context, by Caller, id int64, in CopyOf) error {
		return r.source.CopyOf(ctx, by, id, in.Of)
	})
	onSupplier(r, "refuse-supplier", "refusals", func(ctx context.Context, by Caller, number string, _ Nothing) error {
		return r.source.RefuseSupplier(ctx, by, number)
	})
	onSupplier(r, "merge-supplier", "mergers", func(ctx context.Context, by Caller, number string, in SameSupplier) error {
		return r.source.SameSupplier(ctx, by, number, in.Number)
	})
}
