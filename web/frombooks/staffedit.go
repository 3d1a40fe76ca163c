// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app/staff"
)

// numberOrNew reads an identifier; that of a new one is 0.
func numberOrNew(given, code string) (int64, error) {
	if given == "" {
		return 0, nil
	}
	return number(given, code)
}

// EditWorker implements web.StaffEdit.
func (s *Source) EditWorker(ctx context.Context, by, worker string, p staff.PersonEdit) (string, error) {
	key, err := numberOrNew(worker, "books.worker.not-found")
	if err != nil {
		return "", err
	}
	made, err := s.staff().EditPerson(ctx, by, key, p)
	return id(made), staffed(err)
}

// EditAssignment implements web.StaffEdit.
func (s *Source) EditAssignment(ctx context.Context, by, assignment string, w staff.WorkEdit) (string, error) {
	key, err := numberOrNew(assignment, "books.assignment.not-found")
	if err != nil {
		return "", err
	}
	made, err := s.staff().EditWork(ctx, by, key, w)
	return id(made), staffed(err)
}

// EditSeat implements web.StaffEdit.
func (s *Source) EditSeat(ctx context.Context, by, assignment, seat string, e staff.SeatEdit) error {
	of, err := number(assignment, "books.assignment.not-found")
	if err != nil {
		return err
	}
	key, err := numberOrNew(seat, "books.seat.not-found")
	if err != nil {
		return err
	}
	_, err = s.staff().EditSeat(ctx, by, of, key, e)
	return staffed(err)
}
