// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"strconv"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Forget removes what is told of a person: his name becomes a number, and his skills,
// hours, absence, wishes and calendars go. Decisions stay, since they name him by that
// number; seats that are still his come free first, by a decision of their own.
// Errors: staff.no-person, staff.forgotten-before, staff.still-seated.
func (d *Desk) Forget(ctx context.Context, actor string, person int64) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		row, err := personOf(ctx, tx.Queries, tx.Adm, person)
		if err != nil {
			return err
		}
		if row.Forgotten {
			return fault.New("staff.forgotten-before", "person", row.Name)
		}
		h, err := load(ctx, tx.Queries, tx.Adm)
		if err != nil {
			return err
		}
		for seat, s := range h.seated {
			if s.PersonID == person && h.open(h.seats[seat], d.today()) {
				return fault.New("staff.still-seated", "person", row.Name, "seat", h.seats[seat].Name)
			}
		}
		if err := forget(ctx, tx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "staffing.forgotten", books.Subject("staff", person), struct{}{})
	})
}

func forget(ctx context.Context, tx *store.Tx, row db.StaffPerson) error {
	adm, person := tx.Adm, row.ID
	number := strconv.FormatInt(person, 10)
	for _, drop := range []func() error{
		func() error { return tx.DropStaffLevels(ctx, db.DropStaffLevelsParams{Adm: adm, PersonID: person}) },
		func() error {
			return tx.DropStaffContracts(ctx, db.DropStaffContractsParams{Adm: adm, PersonID: person})
		},
		func() error { return tx.DropStaffAbsences(ctx, db.DropStaffAbsencesParams{Adm: adm, PersonID: person}) },
		func() error { return tx.DropStaffWishes(ctx, db.DropStaffWishesParams{Adm: adm, PersonID: person}) },
		func() error { return tx.DropStaffFeeds(ctx, db.DropStaffFeedsParams{Adm: adm, PersonID: person}) },
	} {
		if err := drop(); err != nil {
			return books.Failed(err)
		}
	}
	return books.Failed(tx.SetStaffPerson(ctx, db.SetStaffPersonParams{Adm: adm, ID: person, Code: "#" + number, Name: "#" + number, Gone: true, Forgotten: true}))
}
