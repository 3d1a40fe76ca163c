// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"slices"

	"rentmeester/day"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// Capacity is how full the weeks ahead are, of people or of teams.
type Capacity struct {
	Weeks []day.Day
	Rows  []CapacityRow
	Open  []staffing.Minutes // of each week, what seats ask that nobody has
}

// CapacityRow is a person or a team.
type CapacityRow struct {
	ID    int64 // of a person
	Name  string
	Team  string
	Weeks []Load
}

// Free gives what is left of all weeks.
func (r CapacityRow) Free() (sum staffing.Minutes) {
	for _, l := range r.Weeks {
		sum += l.Free()
	}
	return sum
}

// Over counts the weeks in which more is asked than there is.
func (r CapacityRow) Over() (n int) {
	for _, l := range r.Weeks {
		if l.Over() {
			n++
		}
	}
	return n
}

// Capacity gives how full the weeks ahead are, by person or by team: of what was
// agreed, and with what is proposed when planned is true. A team is over when one of
// its people is, so teams show that in numbers only.
func (d *Desk) Capacity(ctx context.Context, teams, planned bool, weeks int) (out Capacity, err error) {
	var h *house
	var of map[int64]db.StaffPlacement
	err = d.Read(ctx, func(q *db.Queries) error {
		if h, err = load(ctx, q, d.Adm.Key); err != nil {
			return err
		}
		_, of, err = standing(ctx, q, d.Adm.Key)
		return err
	})
	if err != nil {
		return out, err
	}
	who := func(seat int64) int64 {
		if p := of[seat]; planned && p.State == proposed {
			return p.PersonID
		}
		return h.agreedAt(seat)
	}
	from, taken := Monday(d.today()), h.takenBy(who)
	for w := range weeks {
		out.Weeks = append(out.Weeks, from.Add(w*week))
	}
	out.Open = h.unfilled(who, out.Weeks)
	at := map[string]int{}
	for _, id := range h.order {
		p := h.people[id]
		if p.Gone {
			continue
		}
		row := CapacityRow{ID: id, Name: p.Name, Team: p.Team, Weeks: h.loads(id, from, weeks, taken[id])}
		if !teams {
			out.Rows = append(out.Rows, row)
			continue
		}
		i, known := at[p.Team]
		if !known {
			i = len(out.Rows)
			at[p.Team] = i
			out.Rows = append(out.Rows, CapacityRow{Name: p.Team, Team: p.Team, Weeks: make([]Load, weeks)})
		}
		for w, l := range row.Weeks {
			sum := &out.Rows[i].Weeks[w]
			sum.Monday, sum.There, sum.Taken, sum.At = l.Monday, sum.There+l.There, sum.Taken+l.Taken, sum.At+l.At
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b CapacityRow) int { return cmp.Or(cmp.Compare(a.Team, b.Team), cmp.Compare(a.Name, b.Name)) })
	return out, nil
}

// unfilled gives, of each week, the minutes of seats that nobody has.
func (h *house) unfilled(who func(int64) int64, weeks []day.Day) []staffing.Minutes {
	open := make([]staffing.Minutes, len(weeks))
	shut := map[int64]bool{}
	for _, b := range h.barred {
		shut[b.SeatID] = shut[b.SeatID] || b.PersonID == 0
	}
	for _, id := range h.seatOrder {
		s := h.seats[id]
		if who(id) != 0 || shut[id] || h.assignments[s.AssignmentID].Closed {
			continue
		}
		for w, m := range workOf(s) {
			if at := slices.Index(weeks, day.Day(s.First).Add(w*week)); at >= 0 {
				open[at] += m
			}
		}
	}
	return open
}
