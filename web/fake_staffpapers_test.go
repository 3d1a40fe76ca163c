// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"

	"rentmeester/algorithms"
	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// StaffPapers implements StaffPapers.
func (v *town) StaffPapers(_ context.Context, from, until string) (staff.Papers, error) {
	p := staff.Papers{From: "2026-01-01", Until: "2026-12-31", Made: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC), Prices: staffing.DefaultPrices(),
		About: algorithms.Facts{Kind: algorithms.Staffing, Organization: "Gemeente Voorbeeld", Policy: "v1", Program: "1.0"}, Sees: []string{"project-lead"}}
	if from != "" && until != "" {
		p.From, p.Until = day.Day(from), day.Day(until)
	}
	if p.Until < p.From {
		return p, fault.New("staff.papers-period", "years", 10)
	}
	if v.empty {
		return p, v.fails
	}
	p.Fair.Teams = []staff.Group{{Name: "Informatie", People: 4, Contract: 9600, Planned: 7200}, {People: 4, Contract: 9600, Planned: 7200}}
	p.Fair.Contracts = []staff.Group{{Name: "more", People: 4, Contract: 9600, Planned: 7200}, {People: 4, Contract: 9600, Planned: 7200}}
	p.Fair.Plans = []staff.PlanCount{{ID: 600, Kind: "plan", MadeAt: "2026-03-04T09:00:00Z", Proposed: 2, Accepted: 1, Rejected: 1}}
	p.Log = []staff.Decision{{StaffDecision: db.StaffDecision{ID: 77, At: "2026-03-04T10:00:00Z", Actor: "m.bakker", Kind: "rejected", PersonID: 802, PlanID: 600, Reason: "Te vol"}, Seat: "Tester", Assignment: "Invoering zaaksysteem"}}
	return p, v.fails
}
