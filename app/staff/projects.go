// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Agreed tells projects what people agreed on.
type Agreed struct{}

// Seats implements projects.Plan. That somebody is away is not told: a seat asks what
// it asks, and absence is nobody's business there.
func (Agreed) Seats(ctx context.Context, q *db.Queries, adm int64) (map[string][]steering.Seat, error) {
	rows, err := q.ProjectSeats(ctx, adm)
	if err != nil {
		return nil, books.Failed(err)
	}
	all := map[string][]steering.Seat{}
	for _, r := range rows {
		s := steering.Seat{Assignment: r.Code, Name: r.Name, First: day.Day(r.First), Taken: r.PersonID != 0, Rate: money.Cents(r.Rate)}
		if err := json.Unmarshal([]byte(r.Work), &s.Weeks); err != nil {
			return nil, books.Failed(err)
		}
		all[r.Project] = append(all[r.Project], s)
	}
	return all, nil
}

// ProjectOf implements projects.Plan.
func (Agreed) ProjectOf(ctx context.Context, q *db.Queries, adm int64, assignment string) (string, error) {
	row, err := q.StaffAssignmentByCode(ctx, db.StaffAssignmentByCodeParams{Adm: adm, Code: assignment})
	if store.NoRows(err) {
		return "", nil
	}
	return row.Project, books.Failed(err)
}
