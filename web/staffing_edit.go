// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/staffing"
)

// staffEdits are the forms in which people and assignments are typed.
func (p *pages) staffEdits() map[string]handler {
	return map[string]handler{
		"POST /staffing/people":                         p.editWorker,
		"POST /staffing/people/{worker}":                p.editWorker,
		"POST /staffing/assignments":                    p.editAssignment,
		"POST /staffing/assignments/{assignment}":       p.editAssignment,
		"POST /staffing/assignments/{assignment}/seats": p.editSeat,
	}
}

// typing reads a form; the first thing that cannot be read is kept.
type typing struct {
	p   *pages
	r   *http.Request
	err error
}

func (t *typing) text(name string) string { return strings.TrimSpace(t.r.PostFormValue(name)) }

func (t *typing) day(name string) day.Day {
	d := day.Day(t.text(name))
	if err := checkDay(d); err != nil && t.err == nil {
		t.err = err
	}
	return d
}

func (t *typing) amount(name string) (c money.Cents) {
	if t.text(name) == "" {
		return 0
	}
	c, err := parseAmount(t.p.langOf(t.r), t.text(name))
	if err != nil && t.err == nil {
		t.err = err
	}
	return c
}

// hours gives 0 for nothing typed.
func (t *typing) hours(name string) staffing.Minutes {
	m, err := parseHours(t.p.langOf(t.r), t.text(name))
	if err != nil && t.err == nil {
		t.err = err
	}
	return m
}

// typed ends an edit: it goes to what was kept, or shows the form again when what was
// typed was refused.
func (p *pages) typed(w http.ResponseWriter, r *http.Request, to string, err error, again func(typedForm, int) error) error {
	if err == nil {
		return p.did(w, r, to, said{Code: "web.said.typed"}, nil)
	}
	if status := statusOf(err); status != http.StatusInternalServerError && status != http.StatusNotFound {
		return again(typedForm{r.PostForm, err}, status)
	}
	return err
}

// editWorker keeps a person as he is typed.
func (p *pages) editWorker(w http.ResponseWriter, r *http.Request) error {
	t, worker := typing{p: p, r: r}, r.PathValue("worker")
	e := staff.PersonEdit{Code: t.text("code"), Name: t.text("name"), Team: t.text("team"), Place: t.text("place"), Login: t.text("login"), Rate: t.amount("rate"),
		Skills: t.text("skills"), Gladly: t.text("gladly"), Rather: t.text("rather"), Learn: t.text("learn"), Hours: -1, From: t.day("begin"), Until: t.day("end"), Gone: t.text("gone") == "yes"}
	if typed := t.text("contract"); typed == "0" {
		e.Hours = 0
	} else if typed != "" {
		e.Hours = t.hours("contract")
	}
	id, err := "", t.err
	if err == nil {
		id, err = p.source.EditWorker(r.Context(), p.user(r), worker, e)
	}
	return p.typed(w, r, "/staffing/people/"+url.PathEscape(id), err, func(f typedForm, status int) error {
		if worker == "" {
			return p.showWorkers(w, r, f, status)
		}
		return p.showWorker(w, r, workerBody{Form: f}, status)
	})
}

// cellOf writes skills as they are typed.
func cellOf(all []staff.SkillLevel, wanted func(staff.SkillLevel) bool) string {
	var parts []string
	for _, s := range all {
		if wanted == nil || wanted(s) {
			parts = append(parts, s.Name+" "+strconv.Itoa(s.Level))
		}
	}
	return strings.Join(parts, "; ")
}

// Skills writes what the person can as it is typed.
func (b workerBody) Skills() string { return cellOf(b.Levels, nil) }

// Wish writes his wishes of a kind likewise.
func (b workerBody) Wish(kind string) string {
	var parts []string
	for _, one := range b.Wishes {
		if one.Kind == kind {
			parts = append(parts, one.What)
		}
	}
	return strings.Join(parts, "; ")
}

// editAssignment keeps an assignment as it is typed.
func (p *pages) editAssignment(w http.ResponseWriter, r *http.Request) error {
	t, work := typing{p: p, r: r}, r.PathValue("assignment")
	priority, _ := strconv.Atoi(t.text("priority"))
	e := staff.WorkEdit{Code: t.text("code"), Name: t.text("name"), Project: t.text("project"), Place: t.text("place"), Priority: priority, Deadline: t.day("deadline"),
		Budget: t.amount("budget"), Closed: t.text("closed") == "yes"}
	id, err := "", t.err
	if err == nil {
		id, err = p.source.EditAssignment(r.Context(), p.user(r), work, e)
	}
	return p.typed(w, r, "/staffing/assignments/"+url.PathEscape(id), err, func(f typedForm, status int) error {
		if work == "" {
			return p.showAssignments(w, r, f, status)
		}
		return p.showAssignment(w, r, assignmentBody{Form: f, FormOf: "work"}, status)
	})
}

// editSeat keeps a seat as it is typed.
func (p *pages) editSeat(w http.ResponseWriter, r *http.Request) error {
	t := typing{p: p, r: r}
	e := staff.SeatEdit{Name: t.text("name"), From: t.day("from"), Until: t.day("until"), Hours: t.hours("hours"), Must: t.text("must"), Welcome: t.text("welcome")}
	work, seat, err := r.PathValue("assignment"), t.text("seat"), t.err
	if err == nil {
		err = p.source.EditSeat(r.Context(), p.user(r), work, seat, e)
	}
	return p.typed(w, r, "/staffing/assignments/"+url.PathEscape(work), err, func(f typedForm, status int) error {
		return p.showAssignment(w, r, assignmentBody{Form: f, FormOf: "seat-" + seat}, status)
	})
}

// seatForm is the form of a seat; that of a new one has Seat.ID 0.
type seatForm struct {
	typedForm
	Work int64
	Seat staff.SeatView
}

// Key tells the fields of forms on one page apart.
func (f seatForm) Key() string { return strconv.FormatInt(f.Seat.ID, 10) }

// Must writes the needs without which nobody can sit there, Welcome the others.
func (f seatForm) Must() string {
	return cellOf(f.Seat.Needs, func(s staff.SkillLevel) bool { return s.Must })
}

// Welcome writes the needs that are welcome.
func (f seatForm) Welcome() string {
	return cellOf(f.Seat.Needs, func(s staff.SkillLevel) bool { return !s.Must })
}

// SeatForm gives the form of a seat of the assignment.
func (b assignmentBody) SeatForm(s staff.SeatView) seatForm {
	f := seatForm{Work: b.ID, Seat: s}
	if key := strconv.FormatInt(s.ID, 10); b.FormOf == "seat-"+key || s.ID == 0 && b.FormOf == "seat-" {
		f.typedForm = b.Form
	}
	return f
}

// NewSeat gives the form of a new one.
func (b assignmentBody) NewSeat() seatForm { return b.SeatForm(staff.SeatView{}) }

// workForm is the form of an assignment.
type workForm struct {
	typedForm
	staff.WorkHead
}

// WorkForm gives the form in which the assignment is changed.
func (b assignmentBody) WorkForm() workForm {
	f := workForm{WorkHead: b.WorkHead}
	if b.FormOf == "work" {
		f.typedForm = b.Form
	}
	return f
}
