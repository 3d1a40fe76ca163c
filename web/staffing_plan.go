// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strconv"

	"rentmeester/app/staff"
	"rentmeester/fault"
	"rentmeester/staffing"
)

type planBody struct {
	staff.Plan
	Back string
}

// Parts gives the parts of the value in the order in which they are told.
func (b planBody) Parts() (all []planPart) {
	t := b.Plan.Terms
	for _, one := range []planPart{{"priority", t.Priority}, {"fit", t.Fit}, {"continuity", t.Continuity}, {"wishes", t.Wishes}, {"development", t.Development},
		{"stretch", t.Stretch}, {"travel", t.Travel}, {"fairness", t.Fairness}} {
		if one.Value != 0 {
			all = append(all, one)
		}
	}
	return all
}

type planPart struct {
	Name  string
	Value staffing.Points
}

// Points gives a part in whole thousands, to the nearest; people do not count in single
// points.
func (p planPart) Points() int { return thousands(int64(p.Value)) }

func thousands(points int64) int {
	const unit = 1000
	if points < 0 {
		return -int((-points + unit/2) / unit)
	}
	return int((points + unit/2) / unit)
}

// Worth gives the whole value likewise.
func (b planBody) Worth() int { return thousands(b.Value) }

// staffing shows the plan: what it proposes, what it leaves, what it is worth, and how
// much better any plan could be.
func (p *pages) staffing(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.source.Plan(r.Context())
	if err != nil {
		return err
	}
	return p.show(w, r, staffPage("staffing", "web.staffing.title", "/staffing", planBody{plan, "/staffing"}))
}

// proposePlan has a plan made, or what was agreed repaired.
func (p *pages) proposePlan(w http.ResponseWriter, r *http.Request) error {
	seconds, err := strconv.Atoi(r.PostFormValue("seconds"))
	if err != nil {
		seconds = staff.UsualSeconds
	}
	kind := r.PostFormValue("kind")
	return p.did(w, r, "/staffing", said{Code: "web.said.planned"}, p.source.ProposePlan(r.Context(), p.user(r), kind, seconds))
}

// acceptPlan accepts what is proposed for the seats that are ticked, or all of it.
func (p *pages) acceptPlan(w http.ResponseWriter, r *http.Request) error {
	_ = r.PostFormValue("seat") // which reads the form
	var seats []int64
	if r.PostFormValue("all") == "" {
		seats = []int64{}
		for _, typed := range r.PostForm["seat"] {
			if seat, err := strconv.ParseInt(typed, 10, 64); err == nil {
				seats = append(seats, seat)
			}
		}
		if len(seats) == 0 {
			return p.did(w, r, "/staffing", said{}, fault.New("web.staffing.none-ticked"))
		}
	}
	plan := r.PathValue("plan")
	n, err := p.source.AcceptPlan(r.Context(), p.user(r), plan, seats, r.PostFormValue("reason"))
	return p.did(w, r, "/staffing", said{Code: "web.said.plan-accepted", Args: fault.Args("n", n), UndoStaff: "/staffing/plans/" + url.PathEscape(plan) + "/undo"}, err)
}

func (p *pages) undoPlan(w http.ResponseWriter, r *http.Request) error {
	n, err := p.source.UndoPlan(r.Context(), p.user(r), r.PathValue("plan"))
	return p.did(w, r, "/staffing", said{Code: "web.said.plan-undone", Args: fault.Args("n", n)}, err)
}

// planCSV gives who does what as a table.
func (p *pages) planCSV(w http.ResponseWriter, r *http.Request) error {
	give(w, "text/csv; charset=utf-8", "wie-doet-wat.csv")
	p.mustEnd(r, p.source.ExportPlan(r.Context(), w))
	return nil
}

type seatBody struct {
	staff.Why
	Cost *staff.Cost // of one person; nil: not asked
}

// seatWhy says of each person whether he can have a seat, and why not; of one who is
// asked for, what it would cost to do it all the same.
func (p *pages) seatWhy(w http.ResponseWriter, r *http.Request) error {
	why, err := p.source.Why(r.Context(), r.PathValue("seat"))
	if err != nil {
		return err
	}
	body := seatBody{Why: why}
	if worker := r.URL.Query().Get("person"); worker != "" {
		c, err := p.source.SeatCost(r.Context(), r.PathValue("seat"), worker)
		if err != nil {
			return err
		}
		body.Cost = &c
	}
	show := staffPage("staffing_seat", "web.staffing.why", withParam(r.URL.RequestURI(), "lang", ""), body)
	show.TitleArgs = fault.Args("seat", why.Seat.Name, "assignment", why.Seat.Assignment)
	return p.show(w, r, show)
}
