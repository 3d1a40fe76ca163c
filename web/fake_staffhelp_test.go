// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/app/staff"
	"rentmeester/fault"
	"rentmeester/staffing"
)

func (v *town) SeatCost(_ context.Context, seat, worker string) (staff.Cost, error) {
	c := staff.Cost{Seat: staff.Named{ID: 902, Name: "Invoering zaaksysteem: Tester"}, Person: staff.Named{ID: 805, Name: "Piet"}, Hour: 1200}
	switch {
	case seat != "902":
		return c, noPage(seat)
	case worker == "801": // may not, by a rule, and something is locked
		c.Overruled = []staffing.Reason{{Code: "web.order.by", Args: map[string]string{"who": "x"}}}
		c.Stops = c.Overruled
		return c, v.fails
	case worker != "805":
		return c, fault.New("books.worker.not-found")
	}
	c.Possible, c.AtLeast, c.AtMost, c.Given = true, 60_000, 72_000, []staff.Named{{ID: 901, Name: "Invoering zaaksysteem: Projectleider"}}
	c.Moves = []staff.ShownMove{{Seat: 902, Name: "Invoering zaaksysteem: Tester", From: "Anna Bos", To: "Piet"}, {Seat: 901, Name: "Invoering zaaksysteem: Projectleider", From: "Piet"}}
	return c, v.fails
}

func (v *town) Remedies(context.Context) ([]staff.Help, error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	return []staff.Help{{Person: staff.Named{ID: 801, Name: "Noor van den Berg-de Wit"}, Hours: 9600, Gain: 100_000, AtMost: 120_000, Filled: []staff.Named{{ID: 902, Name: "Invoering zaaksysteem: Tester"}}},
		{Train: true, Person: staff.Named{ID: 802, Name: "Kees Jansen"}, Skills: "Testen", Level: 4, Hours: 4800, Gain: 50_000, AtMost: 60_000}}, nil
}

func (v *town) StaffSkills(context.Context) ([]staff.Named, error) {
	if v.empty {
		return nil, v.fails
	}
	return []staff.Named{{ID: 21, Name: "Projectleiding"}, {ID: 22, Name: "Testen"}}, v.fails
}
