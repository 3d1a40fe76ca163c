// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"encoding/csv"
	"io"
	"strings"

	"rentmeester/day"
	"rentmeester/store/db"
)

// Export writes who does what as a table, a row for each week of each seat that goes
// on. Proposals that wait stand in it as such.
func (d *Desk) Export(ctx context.Context, w io.Writer) error {
	var h *house
	var of map[int64]db.StaffPlacement
	err := d.Read(ctx, func(q *db.Queries) (err error) {
		if h, err = load(ctx, q, d.Adm.Key); err != nil {
			return err
		}
		_, of, err = standing(ctx, q, d.Adm.Key)
		return err
	})
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{"assignment", "assignment_name", "project", "seat", "role", "week", "hours", "person", "person_name", "state", "locked", "tentative"})
	for _, id := range h.seatOrder {
		s := h.seats[id]
		if !h.open(s, d.today()) {
			continue
		}
		a, who, state := h.assignments[s.AssignmentID], h.agreedAt(id), "agreed"
		if p := of[id]; p.State == proposed {
			who, state = p.PersonID, "proposed"
		} else if who == 0 {
			state = "open"
		}
		for n, m := range workOf(s) {
			_ = out.Write([]string{cell(a.Code), cell(a.Name), cell(a.Project), cell(s.Code), cell(s.Name), string(day.Day(s.First).Add(n * week)), m.Hours(), cell(h.people[who].Code), cell(h.nameOf(who)),
				state, yes(h.seated[id].Locked), yes(h.seated[id].Tentative)})
		}
	}
	out.Flush()
	return out.Error()
}

// cell writes a text so that no spreadsheet takes it for a formula.
func cell(s string) string {
	if strings.HasPrefix(s, "=") || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "@") {
		return "'" + s
	}
	return s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
