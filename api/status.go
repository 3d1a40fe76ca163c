// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Status is how the books stand.
type Status struct {
	Administration string           `json:"administration"`
	Statements     int64            `json:"statements"`
	Entries        int64            `json:"entries"`
	Details        int64            `json:"details"`
	Items          int64            `json:"items"`
	OpenItems      int64            `json:"openItems"`
	OpenAmount     Amount           `json:"openAmount"`
	Matched        int64            `json:"matched" doc:"Bank lines explained to the last cent"`
	OnWorklist     int64            `json:"onWorklist"`
	Quarantined    int64            `json:"quarantined"`
	Refused        int64            `json:"refused" doc:"Files"`
	Pending        int64            `json:"pending" doc:"Files kept but not read yet"`
	Automatic      int64            `json:"automatic" doc:"Decisions that stand, by the autopilot"`
	ByPeople       int64            `json:"byPeople"`
	Documents      map[string]int64 `json:"documents" doc:"How many, by state"`
	Invoices       map[string]int64 `json:"invoices" doc:"How many, by state"`
	Suppliers      map[string]int64 `json:"suppliers" doc:"How many, by state"`
	Accounts       []AccountStatus  `json:"accounts"`
}

// AccountStatus says whether a bank account closes.
type AccountStatus struct {
	IBAN     string `json:"iban"`
	Currency string `json:"currency"`
	Name     string `json:"name"`
	Closing  Amount `json:"closing" doc:"Of the latest statement"`
	Booked   Amount `json:"booked"`
	Suspense Amount `json:"suspense"`
	Worklist Amount `json:"worklist"`
	Waiting  int64  `json:"waiting" doc:"Lines on the worklist"`
	Last     Day    `json:"last,omitempty"`
	Closes   bool   `json:"closes" doc:"Sluitend"`
	Reason   string `json:"reason,omitempty" doc:"Why not"`
	Since    Day    `json:"since,omitempty"`
}

func (r *rooms) status() {
	type nothing struct{}
	huma.Register(r.huma, r.operation("get-status", http.MethodGet, "/status", "status"), func(ctx context.Context, _ *nothing) (*one[Status], error) {
		return oneOf(r.source.Status(ctx, callerOf(ctx)))
	})
}
