// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// Reminder is somebody to be told of an invoice that waits.
type Reminder struct {
	Invoice  int64      `json:"invoice"`
	Number   string     `json:"number"`
	Supplier string     `json:"supplier"`
	Payable  Amount     `json:"payable"`
	Last     Day        `json:"last,omitempty" doc:"Last day without interest"`
	Key      string     `json:"key" doc:"Which reminder of the invoice it is"`
	Kind     string     `json:"kind" doc:"waits, deadline, late or escalate"`
	Due      Day        `json:"due" doc:"From which day it should be told"`
	To       []Approver `json:"to" doc:"Empty: nobody has a role, so nobody in particular"`
	Why      Said       `json:"why"`
}

// waiting registers what waits for people. Each is worked out of all invoices that
// wait for approval, so a few at once are.
func (r *rooms) waiting() {
	mine := r.operation("list-my-invoices", http.MethodGet, "/my-invoices", "invoices")
	mine.Metadata[heavy] = true
	huma.Register(r.huma, mine, func(ctx context.Context, in *Paging) (*page[InvoiceSummary], error) {
		all, err := r.source.Mine(ctx, callerOf(ctx))
		return paged(all, *in, func(i InvoiceSummary) string { return strconv.FormatInt(i.ID, 10) }, err)
	})
	due := r.operation("list-reminders", http.MethodGet, "/reminders", "invoices")
	due.Metadata[heavy] = true
	huma.Register(r.huma, due, func(ctx context.Context, in *Paging) (*page[Reminder], error) {
		all, err := r.source.Reminders(ctx, callerOf(ctx), false)
		return paged(all, *in, func(m Reminder) string { return strconv.FormatInt(m.Invoice, 10) + " " + m.Key }, err)
	})
	take := r.act("take-reminders", "/reminder-rounds", "invoices")
	take.Metadata[heavy] = true
	huma.Register(r.huma, take, func(ctx context.Context, _ *struct{}) (*page[Reminder], error) {
		all, err := r.source.Reminders(ctx, callerOf(ctx), true)
		return pageOf(all, "", err)
	})
}
