// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/app/staff"
	"rentmeester/fault"
)

func (v *town) EditWorker(_ context.Context, by, worker string, p staff.PersonEdit) (string, error) {
	if p.Skills == "Testen 9" {
		return "", fault.New("staff.level", "value", p.Skills)
	}
	return "801", v.desk.did("%s types %s: %s %s %d %s %q %q %v", by, worker, p.Code, p.Name, p.Hours, p.From, p.Skills, p.Gladly, p.Gone)
}

func (v *town) EditAssignment(_ context.Context, by, assignment string, w staff.WorkEdit) (string, error) {
	if w.Name == "" {
		return "", fault.New("staff.name")
	}
	return "701", v.desk.did("%s types %s: %s %s %d %s %s %v", by, assignment, w.Name, w.Project, w.Priority, w.Deadline, w.Budget, w.Closed)
}

func (v *town) EditSeat(_ context.Context, by, assignment, seat string, s staff.SeatEdit) error {
	if s.Hours == 0 && seat == "" {
		return fault.New("staff.seat-weeks", "most", 104)
	}
	return v.desk.did("%s types %s/%s: %s %s %s %d %q", by, assignment, seat, s.Name, s.From, s.Until, s.Hours, s.Must)
}
