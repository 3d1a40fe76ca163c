// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"encoding/json"

	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// staffPlan adds the plan of who does what that waits for a decision, with how many
// seats it proposes somebody for and how many it leaves empty.
func (g *gathering) staffPlan() error {
	plan, err := g.q.StaffPlanStanding(g.ctx, g.Adm.Key)
	if store.NoRows(err) {
		return nil
	}
	if err != nil {
		return failed(err)
	}
	rows, err := g.q.StaffPlacements(g.ctx, db.StaffPlacementsParams{Adm: g.Adm.Key, PlanID: plan.ID})
	if err != nil {
		return failed(err)
	}
	waiting := 0
	for _, r := range rows {
		if r.State == "proposed" {
			waiting++
		}
	}
	var content struct {
		Unfilled []json.RawMessage `json:"unfilled"`
	}
	if err := json.Unmarshal([]byte(plan.Content), &content); err != nil {
		return failed(err)
	}
	g.add(Need{Kind: NeedStaffing, ID: formatID(plan.ID), Due: g.soon(plan.MadeAt), Doubt: 1,
		Why: Reason{Code: "web.staffing.need", Args: fault.Args("waiting", waiting, "unfilled", len(content.Unfilled))}})
	return nil
}
