// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
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
	Rows   []CodingRow `json:"rows" minItems:"1" maxItems:"1000"`
}

// CodingPrediction is how one line is coded, best first.
type CodingPrediction struct {
	Proposals []CodingGuess `json:"proposals"`
}

// CodingGuess is one way to code a line.
type CodingGuess struct {
	Coding      map[string]string `json:"coding" doc:"By the columns of target"`
	Probability float64           `json:"probability" minimum:"0" maximum:"1" doc:"That exactly this is right"`
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
	Rows []CodingRow `json:"rows" minItems:"1" maxItems:"1000"`
}

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
	tell := r.act("tell-codings", "/coding/feedback", "coding")
	tell.MaxBodyBytes = 4 << 20
	huma.Register(r.huma, tell, func(ctx context.Context, in *told) (*one[CodingHeard], error) {
		return oneOf(r.source.HearCodings(ctx, callerOf(ctx), in.Body.Rows))
	})
}
