// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/app/staff"
)

// StaffEdit is what the forms of people and assignments do; "" is a new one.
type StaffEdit interface {
	EditWorker(ctx context.Context, by, worker string, p staff.PersonEdit) (id string, err error)
	EditAssignment(ctx context.Context, by, assignment string, w staff.WorkEdit) (id string, err error)
	EditSeat(ctx context.Context, by, assignment, seat string, s staff.SeatEdit) error
}
