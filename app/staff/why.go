// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"slices"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// Why says of each person whether he can have a seat, and why not.
type Why struct {
	Seat   SeatView
	People []Candidate
}

// Candidate is a person and a seat.
type Candidate struct {
	ID         int64
	Name, Team string
	Has        bool // he has the seat
	Proposed   bool
	Reasons    []staffing.Reason // against him; none: he can
	Busy       *Busy             // he can, but for what he has already
}

// Can says that nothing stands in the way.
func (c Candidate) Can() bool { return len(c.Reasons) == 0 && c.Busy == nil }

// Busy is the first week in which somebody's other seats leave too little.
type Busy struct {
	Week        day.Day
	Free, Asked staffing.Minutes
	With        []Named // the seats that take it
}

// Why gives who can have a seat and who cannot, who can first. Errors: staff.no-seat,
// staff.seat-over.
func (d *Desk) Why(ctx context.Context, seat int64) (out Why, err error) {
	var h *house
	var of map[int64]db.StaffPlacement
	var prices staffing.Prices
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := seatOf(ctx, q, d.Adm.Key, seat)
		if err != nil {
			return err
		}
		if h, err = load(ctx, q, d.Adm.Key); err != nil {
			return err
		}
		if !h.open(row, d.today()) {
			return fault.New("staff.seat-over", "seat", row.Name)
		}
		p, err := d.InForce(ctx, q)
		if err != nil {
			return err
		}
		prices = p.On(d.today()).Staffing
		_, of, err = standing(ctx, q, d.Adm.Key)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Seat = h.seatView(h.seats[seat], d.today(), of)
	t := h.task(d.today(), false)
	t.Locks = slices.DeleteFunc(t.Locks, func(l staffing.Lock) bool { return l.Seat == key(seat) && l.Kind == staffing.Fixed }) // who has it is no reason against another
	for _, p := range t.People {
		id := idOf(p.ID)
		one := Candidate{ID: id, Name: p.Name, Team: p.Team, Has: h.agreedAt(seat) == id, Proposed: of[seat].PersonID == id && of[seat].State == proposed}
		if one.Reasons, err = staffing.Suits(&t, prices, p.ID, key(seat)); err != nil {
			return out, err
		}
		if len(one.Reasons) == 0 {
			one.Busy = h.busy(id, seat, t.From)
		}
		out.People = append(out.People, one)
	}
	slices.SortStableFunc(out.People, func(a, b Candidate) int {
		return cmp.Or(rank(a)-rank(b), len(a.Reasons)-len(b.Reasons), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// rank puts who has the seat first, then who can, who is busy, and who cannot.
func rank(c Candidate) int {
	switch {
	case c.Has:
		return 0
	case c.Can():
		return 1
	case c.Busy != nil:
		return 2
	}
	return 3
}

// busy says in which week a person's other seats leave too little for one more; nil
// for none.
func (h *house) busy(person, seat int64, from day.Day) *Busy {
	s := h.seats[seat]
	for w, asked := range workOf(s) {
		monday := day.Day(s.First).Add(w * week)
		if monday < from {
			continue
		}
		free, with := h.contractOn(person, monday), []Named(nil)
		for _, other := range h.seatOrder {
			if other == seat || h.agreedAt(other) != person {
				continue
			}
			o := h.seats[other]
			if at := monday.Sub(day.Day(o.First)) / week; monday >= day.Day(o.First) && at < len(workOf(o)) {
				free -= workOf(o)[at]
				with = append(with, Named{other, h.called(other, "")})
			}
		}
		if asked > free {
			return &Busy{monday, max(free, 0), asked, with}
		}
	}
	return nil
}
