// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Codings is what people do with invoices that wait for a coding.
type Codings interface {
	Codings(ctx context.Context, by Caller, f CodingFilter) (all []CodingWait, next string, err error)
	SureCodings(ctx context.Context, by Caller) (SureCodings, error)
	// ChooseCoding codes each line in one of the ways that were proposed.
	ChooseCoding(ctx context.Context, by Caller, invoice int64, choices map[int]string) error
	AcceptCodings(ctx context.Context, by Caller, seen []SeenCoding) (CodingBatch, error)
	UndoCodings(ctx context.Context, by Caller, batch int64) (CodingBatch, error)
}

// CodingFilter says which invoices that wait for a coding are wanted.
type CodingFilter struct {
	Show, Search, Cursor string
	Limit                int
}

// CodingWait is an invoice that waits for a coding.
type CodingWait struct {
	Invoice  int64        `json:"invoice"`
	Number   string       `json:"number"`
	Supplier string       `json:"supplier,omitempty"`
	Name     string       `json:"name"`
	Kind     string       `json:"kind"`
	Issued   Day          `json:"issued,omitempty"`
	Last     Day          `json:"last,omitempty" doc:"Day by which it must be paid by the law"`
	Left     int          `json:"left" doc:"Days until then; negative: late"`
	Currency string       `json:"currency"`
	Net      Amount       `json:"net"`
	Payable  Amount       `json:"payable"`
	Order    string       `json:"order,omitempty"`
	Sure     bool         `json:"sure"`
	Guess    bool         `json:"guess" doc:"Not sure enough to be filled in: let a person choose"`
	Coding   CodingDetail `json:"coding" doc:"As it was proposed last"`
}

// SureCodings says what accepting all that is sure would do.
type SureCodings struct {
	Items      []CodingWait `json:"items"`
	Net        Amount       `json:"net" doc:"Credit notes taken off"`
	Claimed    float64      `json:"claimed" doc:"Average probability that they are right"`
	Judged     int          `json:"judged" doc:"Invoices that people looked at with a proposal that was as sure"`
	Right      int          `json:"right" doc:"Of these"`
	Wrong      float64      `json:"wrong" doc:"Upper bound of the share that is wrong"`
	Confidence float64      `json:"confidence" doc:"Of that bound"`
	More       bool         `json:"more" doc:"More than these are sure: these first"`
}

// SeenCoding is an invoice with what was proposed for it when somebody looked.
type SeenCoding struct {
	Invoice int64  `json:"invoice" minimum:"1"`
	Seen    string `json:"seen" minLength:"1" maxLength:"100" doc:"seen of its coding"`
}

type seenCodings struct {
	Codings []SeenCoding `json:"codings" minItems:"1" maxItems:"500"`
}

// CodingBatch is what was accepted, or taken back, in one go.
type CodingBatch struct {
	Batch int64        `json:"batch,omitempty" doc:"To take it back by"`
	Done  []int64      `json:"done" doc:"Invoices"`
	Left  []LeftCoding `json:"left" doc:"What was not, and why"`
}

// LeftCoding is an invoice that was left as it was.
type LeftCoding struct {
	Invoice int64 `json:"invoice"`
	Why     Said  `json:"why"`
}

// ChosenCodings choose among what is proposed, a line each.
type ChosenCodings struct {
	Lines []ChosenCoding `json:"lines" minItems:"1" maxItems:"1000"`
}

// ChosenCoding is the choice for a line.
type ChosenCoding struct {
	Line   int    `json:"line" minimum:"1" doc:"Its place, from 1"`
	Choice string `json:"choice" minLength:"1" maxLength:"200" doc:"id of its proposal or of an alternative"`
}

func (r *rooms) codings() {
	type listed struct {
		Paging
		Show   string `query:"show" enum:"sure,doubt,guess,otherwise"`
		Search string `query:"search" maxLength:"200" doc:"Words in number, name, account, reference or amount"`
	}
	huma.Register(r.huma, r.operation("list-codings", http.MethodGet, "/codings", "coding"), func(ctx context.Context, in *listed) (*page[CodingWait], error) {
		return pageOf(r.source.Codings(ctx, callerOf(ctx), CodingFilter{in.Show, in.Search, in.Cursor, in.Limit}))
	})
	huma.Register(r.huma, r.operation("get-sure-codings", http.MethodGet, "/sure-codings", "coding"), func(ctx context.Context, _ *struct{}) (*one[SureCodings], error) {
		return oneOf(r.source.SureCodings(ctx, callerOf(ctx)))
	})
	huma.Register(r.huma, r.act("accept-codings", "/coding-batches", "coding"), func(ctx context.Context, in *one[seenCodings]) (*one[CodingBatch], error) {
		return oneOf(r.source.AcceptCodings(ctx, callerOf(ctx), in.Body.Codings))
	})
	huma.Register(r.huma, r.act("undo-codings", "/coding-batches/{id}/undoings", "coding"), func(ctx context.Context, in *ByID) (*one[CodingBatch], error) {
		return oneOf(r.source.UndoCodings(ctx, callerOf(ctx), in.ID))
	})
	onInvoice(r, "choose-coding", "coding-choices", func(ctx context.Context, by Caller, id int64, in ChosenCodings) error {
		choices := map[int]string{}
		for _, l := range in.Lines {
			choices[l.Line] = l.Choice
		}
		return r.source.ChooseCoding(ctx, by, id, choices)
	})
}
