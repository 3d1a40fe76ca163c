// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"cmp"
	"context"
	"slices"

	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/store/db"
)

// Plan tells what is planned by people, by the codes of projects.
type Plan interface {
	// Seats gives the work that people agreed on for projects, by their codes: that
	// somebody has it, or nobody yet. What is only proposed is not agreed on.
	Seats(ctx context.Context, q *db.Queries, adm int64) (map[string][]steering.Seat, error)
	// ProjectOf gives the project of an assignment, by its code; "" it is not known.
	ProjectOf(ctx context.Context, q *db.Queries, adm int64, assignment string) (string, error)
}

// plan takes the hours of the plan of people, else those of the project itself.
func (l *loader) plan(row db.Project, one *Detail, p *steering.Project) error {
	seats := l.seats[row.Code]
	one.Planned = len(seats) > 0
	p.Planned = steering.Seated(seats, steering.Minutes(row.Minutes), money.Cents(row.Rate), one.Start, one.End)
	for _, s := range seats {
		if !s.Taken {
			one.Open += s.Minutes()
		}
	}
	return nil
}

// work sets what is planned on assignments beside what was worked on them.
func (l *loader) work(row db.Project, one *Detail, _ *steering.Project) error {
	by := map[string]*Worked{}
	at := func(code string) *Worked {
		if by[code] == nil {
			by[code] = &Worked{Assignment: code}
		}
		return by[code]
	}
	for _, s := range l.seats[row.Code] {
		w := at(s.Assignment)
		w.Name = s.Name
		w.Planned += s.Minutes()
		if !s.Taken {
			w.Open += s.Minutes()
		}
	}
	for _, worked := range one.Work {
		w := at(worked.Assignment)
		w.Minutes, w.Cost = worked.Minutes, worked.Cost
	}
	one.Work = one.Work[:0]
	for _, w := range by {
		one.Work = append(one.Work, *w)
	}
	slices.SortFunc(one.Work, func(a, b Worked) int { return cmp.Compare(a.Assignment, b.Assignment) })
	return nil
}
