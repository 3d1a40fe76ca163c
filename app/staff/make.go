// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"

	"rentmeester/fault"
)

// Make has a plan made of a kind. Errors: staff.plan-kind, those of Propose.
func (d *Desk) Make(ctx context.Context, actor, kind string, seconds int) (int64, error) {
	switch kind {
	case PlanKind:
		return d.Propose(ctx, actor, seconds)
	case RepairKind:
		return d.Repair(ctx, actor, seconds)
	}
	return 0, fault.New("staff.plan-kind", "kind", kind)
}
