// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app/staff"
)

// StaffPapers implements web.StaffPapers.
func (s *Source) StaffPapers(ctx context.Context, from, until string) (staff.Papers, error) {
	first, last, err := s.staff().Period(from, until)
	if err != nil {
		return staff.Papers{}, err
	}
	return s.books.StaffPapers(ctx, first, last, s.Program)
}
