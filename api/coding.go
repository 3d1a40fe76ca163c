// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/invoice"
)

// CodingRow is a line of an invoice by columns.
type CodingRow map[string]any

// Schema implements huma.SchemaProvider.
func (CodingRow) Schema(huma.Registry) *huma.Schema {
	value := &huma.Schema{OneOf: []*huma.Schema{{Type: huma.TypeString, MaxLength: new(10_000)}, {Type: huma.TypeNumber}}}
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: value, MaxProperties: new(50),
		Description: "Columns, as of coding stream: date, supplier, supplier_id, text, amount, inv_no, doc_no, line, area, extra; of the invoice, when area or extra is absent: " +
			"object, reference, order, delivered; category, rate, class; and of the coding: account, cost_centre, taakveld, categorie, project, vat. Others are passed over."}
}

// CodingQuestion asks how lines are coded.
type CodingQuestion struct {
	Target []string    `json:"target,omitempty" maxItems:"6" enum:"account,cost_centre,taakveld,categorie,project,vat" doc:"What is wanted, jointly; absent: all"`
	Rows   []CodingRow `json:"rows,omitempty" maxItems:"1000" doc:"Lines by columns"`
	// Richer than columns: predictions are of all their lines, in order, after those
	// of rows.
	Invoices []CodingInvoice `json:"invoices,omitempty" maxItems:"200" doc:"Whole invoices; of each line comes a prediction, after those of rows"`
}

// CodingInvoice is an invoice of another program by the terms of EN 16931.
type CodingInvoice struct {
	SupplierID string          `json:"supplierId,omitempty" maxLength:"1000" doc:"Number of the supplier"`
	DocNo      string          `json:"docNo,omitempty" maxLength:"1000" doc:"Number of the program that asks or tells"`
	Content    invoice.Invoice `json:"content" doc:"As content of an invoice of ours"`
	Codings    []CodingRow     `json:"codings,omitempty" maxItems:"1000" doc:"Only of feedback: how each line was booked, in order; charges and allowances on the document come after its lines"`
}

// CodingPrediction is how one line is coded, best first.
type CodingPrediction struct {
	Invoice   *int          `json:"invoice,omitempty" doc:"Place among invoices, from 0; absent: of rows"`
	Line      string        `json:"line,omitempty" doc:"Number of the line on that invoice"`
	Proposals []CodingGuess `json:"proposals"`
}

// CodingGuess is one way to code a line.
type CodingGuess struct {
	Coding      map[string]string `json:"coding" doc:"By the columns of target"`
	Probability float64           `json:"probability" minimum:"0" maximum:"1" doc:"That exactly this is right"`
	Guess       bool              `json:"guess" doc:"Not sure enough to be filled in: let a person choose"`
	Reasons     []Said            `json:"reasons"`
	Like        []LikeLine        `json:"like" doc:"Earlier lines that say so, the latest first"`
}

// LikeLine names an earlier line.
type LikeLine struct {
	Day     Day    `json:"day,omitempty"`
	Invoice int64  `json:"invoice,omitempty" doc:"Of ours"`
	InvNo   string `json:"invNo,omitempty" doc:"Number of the supplier"`
	DocNo   string `json:"docNo,omitempty" doc:"Number of the program that told of it"`
}

// CodingAnswer holds the predictions in the order of the rows.
type CodingAnswer struct {
	Predictions []CodingPrediction `json:"predictions"`
}

// CodingFeedback says how lines were booked.
type CodingFeedback struct {
	Rows     []CodingRow     `json:"rows,omitempty" maxItems:"1000"`
	Invoices []CodingInvoice `json:"invoices,omitempty" maxItems:"200"`
}

// Misbooking says that the booking of an invoice turned out wrong.
type Misbooking struct {
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"What is wrong; needed unless right"`
	Right  bool   `json:"right,omitempty" doc:"It was right after all"`
}

// Nothing is an act of which nothing is said.
type Nothing struct{}

// CodingHeard says what was learned of it.
type CodingHeard struct {
	Learned  int `json:"learned"`
	Known    int `json:"known" doc:"Said before in the same words: nothing changed"`
	Replaced int `json:"replaced" doc:"Among the learned: in place of what was said before"`
}

func (r *rooms) coding() {
	type asked struct{ Body CodingQuestion }
	type told struct{ Body CodingFeedback }
	ask := r.operation("predict-codings", http.MethodPost, "/coding/predictions", "coding")
	ask.Metadata[heavy] = true
	ask.DefaultStatus, ask.MaxBodyBytes = http.StatusOK, 4<<20
	ask.Errors = append(ask.Errors, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	huma.Register(r.huma, ask, func(ctx context.Context, in *asked) (*one[CodingAnswer], error) {
		all, err := r.source.PredictCodings(ctx, callerOf(ctx), in.Body)
		return oneOf(CodingAnswer{all}, err)
	})
	tell := anew(r.act("tell-codings", "/coding/feedback", "coding")) // what was told is known
	tell.MaxBodyBytes = 4 << 20
	huma.Register(r.huma, tell, func(ctx context.Context, in *told) (*one[CodingHeard], error) {
		return oneOf(r.source.HearCodings(ctx, callerOf(ctx), in.Body))
	})
}
