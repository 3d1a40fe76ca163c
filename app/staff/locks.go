// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"

	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// KeepLocks takes a list of locks in as decisions, each of which can be taken back: a
// person who has a seat, one who does not get it, or that nobody does. What stands so
// already is left. Errors: staff.list-locked (a seat or person that is not there),
// staff.person-gone.
func (d *Desk) KeepLocks(ctx context.Context, actor string, locks []staffing.Lock, from From) (n int, err error) {
	err = d.decide(ctx, actor, func(w *deciding) error {
		seats, people := map[string]int64{}, map[string]int64{"": 0}
		for id, s := range w.h.seats {
			seats[s.Code] = id
		}
		for id, p := range w.h.people {
			people[p.Code] = id
		}
		for _, l := range locks {
			seat, there := seats[l.Seat]
			person, known := people[l.Person]
			if !there || !known || person == 0 && l.Kind != staffing.Open {
				return fault.New("staff.list-locked", "seat", l.Seat, "person", l.Person)
			}
			done, err := w.lock(seat, person, l, from.Name)
			if err != nil {
				return err
			}
			n += done
		}
		return nil
	})
	return n, err
}

// lock decides what a lock says, and tells how many decisions that took.
func (w *deciding) lock(seat, person int64, l staffing.Lock, reason string) (n int, err error) {
	now := w.stands(seat)
	var choices []Choice
	switch l.Kind {
	case staffing.Fixed:
		if now.Person != person {
			choices = append(choices, Choice{Seat: seat, Kind: Changed, Person: person, Reason: reason})
		}
		if now.Person != person || !now.Locked || now.Tentative != l.Tentative {
			choices = append(choices, Choice{Seat: seat, Kind: Locked, Tentative: l.Tentative, Reason: reason})
		}
	case staffing.Open:
		if !w.bars(seat, 0) {
			choices = append(choices, Choice{Seat: seat, Kind: Closed, Reason: reason})
		}
	case staffing.Barred:
		if w.bars(seat, person) {
			return 0, nil
		}
		next := now
		next.Barred = append(next.Barred, person)
		if now.Person == person {
			next.Person, next.Locked, next.Tentative = 0, false, false
		}
		_, err := w.write(db.StaffDecision{SeatID: seat, Kind: string(Rejected), PersonID: person, Was: now.Person, Reason: reason}, now, next)
		return 1, err
	}
	for _, c := range choices {
		if _, err := w.one(c); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// bars says whether a person does not get a seat; 0: nobody does.
func (w *deciding) bars(seat, person int64) bool {
	for _, b := range w.h.barred {
		if b.SeatID == seat && b.PersonID == person {
			return true
		}
	}
	return false
}
