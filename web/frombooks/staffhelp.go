// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app/staff"
	"rentmeester/day"
)

// SeatCost implements web.StaffHelp.
func (s *Source) SeatCost(ctx context.Context, seat, worker string) (staff.Cost, error) {
	at, err := number(seat, "books.seat.not-found")
	if err != nil {
		return staff.Cost{}, err
	}
	who, err := number(worker, "books.worker.not-found")
	if err != nil {
		return staff.Cost{}, err
	}
	c, err := s.staff().Cost(ctx, at, who)
	return c, staffed(err)
}

// remediesShown is how many are planned and shown.
const remediesShown = 8

// Remedies implements web.StaffHelp. To plan them takes seconds, so they are kept for
// a day, as long as the books do not change.
func (s *Source) Remedies(ctx context.Context) ([]staff.Help, error) {
	dated := func(ctx context.Context) (int64, error) { // both only ever grow
		version, err := s.books.Version(ctx)
		return version + int64(day.Of(s.books.Now()).Sub("2000-01-01")), err
	}
	all, err := s.remedies.get(ctx, dated, func(ctx context.Context) ([]staff.Help, error) { return s.staff().Remedies(ctx, remediesShown) })
	return all, staffed(err)
}

// StaffSkills implements web.StaffHelp.
func (s *Source) StaffSkills(ctx context.Context) ([]staff.Named, error) {
	return s.staff().Skills(ctx)
}
