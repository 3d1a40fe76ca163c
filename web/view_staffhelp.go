// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/app/staff"
)

// StaffHelp is what the pages of who does what ask of the engine while somebody waits.
type StaffHelp interface {
	// SeatCost tells what it would cost to give a seat to a person all the same, or to
	// take him off it.
	SeatCost(ctx context.Context, seat, worker string) (staff.Cost, error)
	// Remedies tells which training or hire would fill most hours.
	Remedies(ctx context.Context) ([]staff.Help, error)
	// StaffSkills gives the skills that somebody has or work asks for, by name.
	StaffSkills(ctx context.Context) ([]staff.Named, error)
}
