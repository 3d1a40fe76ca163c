// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"slices"

	"rentmeester/fault"
	"rentmeester/staffing"
)

// Repair makes a plan after something changed: somebody is away too long, or works
// fewer hours. Of what was agreed only the seats come free of which the person cannot
// do the work any more; all others stay, and so does what is locked, whatever happened.
// Errors: staff.nothing-to-plan, staff.meanwhile, those of staffing.Propose.
func (d *Desk) Repair(ctx context.Context, actor string, seconds int) (int64, error) {
	h, prices, err := d.lookPriced(ctx)
	if err != nil {
		return 0, err
	}
	t := h.task(d.today(), true)
	if len(t.Assignments) == 0 || len(t.People) == 0 {
		return 0, fault.New("staff.nothing-to-plan")
	}
	if t.Locks, err = h.tenable(t, prices); err != nil {
		return 0, err
	}
	return d.search(ctx, actor, RepairKind, seconds, h, t, prices)
}

// tenable gives the locks without those of what was agreed and cannot be any more.
func (h *house) tenable(t staffing.Task, prices staffing.Prices) (all []staffing.Lock, err error) {
	bare := t
	bare.Locks = slices.DeleteFunc(slices.Clone(t.Locks), func(l staffing.Lock) bool { return l.Kind == staffing.Fixed })
	for _, l := range t.Locks {
		if l.Kind == staffing.Fixed && !h.seated[idOf(l.Seat)].Locked {
			against, err := staffing.Suits(&bare, prices, l.Person, l.Seat)
			if err != nil {
				return nil, h.named(err)
			}
			if len(against) > 0 {
				continue
			}
		}
		all = append(all, l)
	}
	return all, nil
}
