// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// PaymentRun is a payment run on a list.
type PaymentRun struct {
	ID        int64  `json:"id,omitempty" doc:"Absent: it was only proposed"`
	MessageID string `json:"messageId,omitempty"`
	Version   string `json:"version" doc:"pain.001.001.09 or pain.001.001.03"`
	Account   string `json:"account" doc:"Our IBAN"`
	Execution Day    `json:"execution"`
	Count     int    `json:"count"`
	Total     Amount `json:"total"`
	State     string `json:"state" doc:"proposal, draft, released, fetched, done or withdrawn"`
	SHA256    string `json:"sha256,omitempty" doc:"Of the file; a release names it"`
	MadeBy    string `json:"madeBy,omitempty"`
	MadeAt    string `json:"madeAt,omitempty"`
}

// PaymentRunDetail is a run with all that is known of it.
type PaymentRunDetail struct {
	PaymentRun
	Bytes    int64        `json:"bytes"`
	Payments []Payment    `json:"payments"`
	Left     []LeftOut    `json:"left" doc:"What stays out, and why"`
	Discount Amount       `json:"discount" doc:"Kept back"`
	Credit   Amount       `json:"credit" doc:"Credit notes taken off"`
	Releases []RunRelease `json:"releases"`
	People   int          `json:"people" doc:"How many must release it"`
	Missing  int          `json:"missing" doc:"Of these"`
	EndedBy  string       `json:"endedBy,omitempty"`
	EndedWhy string       `json:"endedWhy,omitempty"`
}

// Payment is one transfer of a run.
type Payment struct {
	Pos       int64       `json:"pos"`
	EndToEnd  string      `json:"endToEnd,omitempty"`
	Name      string      `json:"name"`
	IBAN      string      `json:"iban"`
	Amount    Amount      `json:"amount"`
	Text      string      `json:"text,omitempty"`
	Reference string      `json:"reference,omitempty"`
	Blocked   bool        `json:"blocked" doc:"To a g-account"`
	State     string      `json:"state" doc:"planned, sent, accepted, unclear, refused, paid, returned or partly-returned"`
	Reasons   []Said      `json:"reasons" doc:"Of the bank"`
	Settles   []Settlable `json:"settles"`
}

// Settlable is what a payment does to one item.
type Settlable struct {
	Item     int64  `json:"item"`
	Invoice  int64  `json:"invoice,omitempty"`
	Number   string `json:"number"`
	Amount   Amount `json:"amount"`
	Discount Amount `json:"discount"`
	Due      Day    `json:"due,omitempty"`
	Back     bool   `json:"back" doc:"It came back: it is open again"`
}

// LeftOut is an item that stays out of a run.
type LeftOut struct {
	Item    int64  `json:"item"`
	Invoice int64  `json:"invoice,omitempty"`
	Number  string `json:"number"`
	Name    string `json:"name"`
	Amount  Amount `json:"amount"`
	Due     Day    `json:"due,omitempty"`
	Reasons []Said `json:"reasons"`
}

// RunRelease is a release of the file of a run.
type RunRelease struct {
	Person string `json:"person"`
	At     string `json:"at" format:"date-time"`
	Counts bool   `json:"counts"`
	Why    *Said  `json:"why,omitempty" doc:"Why it does not count"`
}

// PaymentRunFilter says which runs are wanted.
type PaymentRunFilter struct {
	Cursor string
	Limit  int
}

// PaymentRunPlan says what run is wanted.
type PaymentRunPlan struct {
	Execution Day  `json:"execution,omitempty" doc:"Absent: as soon as can be"`
	Propose   bool `json:"propose,omitempty" doc:"Only show it; nothing is kept"`
}

// FileRelease releases the file of a run, by the hash of what one saw.
type FileRelease struct {
	SHA256 string `json:"sha256" pattern:"^[0-9a-f]{64}$"`
}

type runInput[T any] struct {
	ByID
	Body T
}

func (r *rooms) paymentRuns() {
	huma.Register(r.huma, r.operation("list-payment-runs", http.MethodGet, "/payment-runs", "payments"), func(ctx context.Context, in *Paging) (*page[PaymentRun], error) {
		return pageOf(r.source.PaymentRuns(ctx, callerOf(ctx), PaymentRunFilter{in.Cursor, in.Limit}))
	})
	huma.Register(r.huma, r.act("plan-payment-run", "/payment-runs", "payments"), func(ctx context.Context, in *one[PaymentRunPlan]) (*one[PaymentRunDetail], error) {
		return oneOf(r.source.PlanPaymentRun(ctx, callerOf(ctx), in.Body))
	})
	huma.Register(r.huma, r.operation("get-payment-run", http.MethodGet, "/payment-runs/{id}", "payments"), func(ctx context.Context, in *ByID) (*one[PaymentRunDetail], error) {
		return oneOf(r.source.PaymentRun(ctx, callerOf(ctx), in.ID))
	})
	onRun(r, "release-payment-run", "releases", func(ctx context.Context, by Caller, id int64, in FileRelease) (PaymentRunDetail, error) {
		return r.source.ReleasePaymentRun(ctx, by, id, in.SHA256)
	})
	onRun(r, "withdraw-payment-run", "withdrawals", func(ctx context.Context, by Caller, id int64, in Remark) (PaymentRunDetail, error) {
		return r.source.WithdrawPaymentRun(ctx, by, id, in.Comment)
	})
	huma.Register(r.huma, anew(r.act("fetch-payment-run", "/payment-runs/{id}/fetches", "payments")), func(ctx context.Context, in *ByID) (*one[PaymentRunDetail], error) {
		if brokenOff(ctx) {
			return oneOf(r.source.PaymentRun(ctx, callerOf(ctx), in.ID))
		}
		return oneOf(r.source.FetchPaymentRun(ctx, callerOf(ctx), in.ID))
	})
	file := r.operation("get-payment-run-file", http.MethodGet, "/payment-runs/{id}/file", "payments")
	file.Errors = append(file.Errors, http.StatusConflict)
	file.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{"application/xml": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(r.huma, file, r.runFile)
}

func onRun[T any](r *rooms, id, noun string, do func(context.Context, Caller, int64, T) (PaymentRunDetail, error)) {
	huma.Register(r.huma, anew(r.act(id, "/payment-runs/{id}/"+noun, "payments")), func(ctx context.Context, in *runInput[T]) (*one[PaymentRunDetail], error) {
		if brokenOff(ctx) {
			return oneOf(r.source.PaymentRun(ctx, callerOf(ctx), in.ID))
		}
		return oneOf(do(ctx, callerOf(ctx), in.ID, in.Body))
	})
}

// runFile gives the file of a run that was fetched. That it was given is written
// down; nothing else changes, as with every GET.
func (r *rooms) runFile(ctx context.Context, in *ByID) (*original, error) {
	var file bytes.Buffer
	if err := r.source.PaymentRunFile(ctx, callerOf(ctx), in.ID, &file); err != nil {
		return nil, err
	}
	return &original{Type: "application/xml", Length: strconv.Itoa(file.Len()),
		Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprintf("pain.001-%d.xml", in.ID)}),
		Body:        func(c huma.Context) { _, _ = io.Copy(c.BodyWriter(), &file) }}, nil // who asked may be gone
}
