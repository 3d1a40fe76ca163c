// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"

	"rentmeester/fault"
	"rentmeester/staffing"
)

// Repair makes a plan after something changed: somebody is away too long, works fewer
// hours, or work slipped. What was agreed stays where it can, and as few others move as
// can be; what is locked stays, whatever happened. Errors: staff.nothing-to-plan,
// staff.meanwhile, those of staffing.Repair.
func (d *Desk) Repair(ctx context.Context, actor string, seconds int) (int64, error) {
	h, prices, err := d.lookPriced(ctx)
	if err != nil {
		return 0, err
	}
	t := h.task(d.today(), false)
	if len(t.Assignments) == 0 || len(t.People) == 0 {
		return 0, fault.New("staff.nothing-to-plan")
	}
	bounded, end := inTime(ctx, seconds)
	defer end()
	mended, err := staffing.Repair(bounded, &t, prices, h.current(t), staffing.Options{Seed: 1, Solver: h.solver})
	if err != nil {
		return 0, h.named(err)
	}
	return d.keepPlan(ctx, actor, RepairKind, h, t, prices, mended)
}
