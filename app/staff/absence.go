// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"io"
	"slices"
	"time"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/calendar"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Absence is when somebody is away.
type Absence struct {
	ID          int64   `json:"id"`
	From, Until day.Day // up to and including
	Away        int     // thousandths of each working day
	Source      string
}

// AddAbsence keeps that somebody is away: wholly, or hours in all of the period. It
// takes no reason. Errors: staff.no-person, staff.absence-days, staff.absence-hours.
func (d *Desk) AddAbsence(ctx context.Context, actor string, person int64, from, until day.Day, hours staffing.Minutes) (id int64, err error) {
	if until == "" {
		until = from
	}
	if from == "" || until < from || until.Sub(from) > mostWeeks*week {
		return 0, fault.New("staff.absence-days", "from", from, "until", until)
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		if _, err := personOf(ctx, tx.Queries, tx.Adm, person); err != nil {
			return err
		}
		h, err := load(ctx, tx.Queries, tx.Adm)
		if err != nil {
			return err
		}
		away, err := h.awayFor(person, from, until, hours)
		if err != nil {
			return err
		}
		id = tx.NewID()
		err = tx.Add(ctx, db.StaffAbsence{Adm: tx.Adm, ID: id, PersonID: person, FromDay: string(from), Until: string(until), Away: int64(away), Source: fromHand})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "staffing.absence-added", books.Subject("staff", person), map[string]any{"absence": id, "from": from, "until": until, "away": away})
	})
	return id, err
}

// awayFor says which part of each working day is away, of so many minutes in a
// period; 0 minutes is all of it. Errors: staff.absence-hours.
func (h *house) awayFor(person int64, from, until day.Day, hours staffing.Minutes) (int, error) {
	var whole staffing.Minutes
	for on := from; on <= until; on = on.Add(1) {
		if on.Sub(Monday(on)) < workdays {
			whole += h.contractOn(person, on) / workdays
		}
	}
	switch {
	case hours == 0:
		return thousand, nil
	case hours < 0 || hours > whole:
		return 0, fault.New("staff.absence-hours", "hours", hours.Hours(), "most", whole.Hours())
	}
	return max(1, int(hours)*thousand/int(whole)), nil
}

// DropAbsence takes an absence away. Errors: staff.no-absence.
func (d *Desk) DropAbsence(ctx context.Context, actor string, id int64) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.StaffAbsenceByID(ctx, db.StaffAbsenceByIDParams{Adm: tx.Adm, ID: id})
		if store.NoRows(err) {
			return fault.New("staff.no-absence", "absence", id)
		}
		if err != nil {
			return books.Failed(err)
		}
		if err := tx.DropStaffAbsence(ctx, db.DropStaffAbsenceParams{Adm: tx.Adm, ID: id}); err != nil {
			return books.Failed(err)
		}
		return tx.Audit(ctx, actor, "staffing.absence-dropped", books.Subject("staff", row.PersonID), map[string]any{"absence": id, "from": row.FromDay, "until": row.Until})
	})
}

// Calendar takes somebody's absence from a calendar: of each event only when it is,
// from today on. What an earlier calendar said of him is replaced.
// Errors: staff.no-person, those of calendar.Busy.
func (d *Desk) Calendar(ctx context.Context, actor string, person int64, r io.Reader) (n int, err error) {
	from := Monday(d.today())
	busy, err := calendar.Busy(r, from, from.Add(mostWeeks*week), zone())
	if err != nil {
		return 0, err
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		if _, err := personOf(ctx, tx.Queries, tx.Adm, person); err != nil {
			return err
		}
		if err := tx.DropStaffAbsences(ctx, db.DropStaffAbsencesParams{Adm: tx.Adm, PersonID: person, Source: fromCalendar}); err != nil {
			return books.Failed(err)
		}
		away := awayDays(busy)
		n = len(away)
		for _, a := range away {
			row := db.StaffAbsence{Adm: tx.Adm, ID: tx.NewID(), PersonID: person, FromDay: string(a.From), Until: string(a.Until), Away: int64(a.Away), Source: fromCalendar}
			if err := tx.Add(ctx, row); err != nil {
				return err
			}
		}
		return tx.Audit(ctx, actor, "staffing.calendar-read", books.Subject("staff", person), map[string]any{"absences": n})
	})
	return n, err
}

// fullDay is how many minutes of a day in a calendar make a whole working day.
const fullDay = 8 * 60

// awayDays gives the working days of a calendar on which somebody is away, days that
// follow each other together.
func awayDays(busy []calendar.Period) (all []Absence) {
	minutes := map[day.Day]int{}
	for _, p := range busy {
		for on := p.Start; on.Before(p.End); {
			next := time.Date(on.Year(), on.Month(), on.Day()+1, 0, 0, 0, 0, on.Location())
			until := next
			if p.End.Before(until) {
				until = p.End
			}
			minutes[day.Of(on)] += int(until.Sub(on).Minutes())
			on = next
		}
	}
	days := make([]day.Day, 0, len(minutes))
	for on := range minutes {
		if on.Sub(Monday(on)) < workdays {
			days = append(days, on)
		}
	}
	slices.Sort(days)
	for _, on := range days {
		away := min(minutes[on], fullDay) * thousand / fullDay
		if away == 0 {
			continue
		}
		if last := len(all) - 1; last >= 0 && all[last].Away == away && nextWorkday(all[last].Until) == on {
			all[last].Until = on
			continue
		}
		all = append(all, Absence{From: on, Until: on, Away: away})
	}
	return all
}

// nextWorkday gives the working day after a day.
func nextWorkday(d day.Day) day.Day {
	for d = d.Add(1); d.Sub(Monday(d)) >= workdays; {
		d = d.Add(1)
	}
	return d
}

// zone is where calendars are read that do not say where they are.
func zone() *time.Location {
	if z, err := time.LoadLocation("Europe/Amsterdam"); err == nil {
		return z
	}
	return time.UTC
}
