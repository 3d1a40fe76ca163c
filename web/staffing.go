// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/staff"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/text"
)

// staffings are the pages of who does what.
func (p *pages) staffings() map[string]handler {
	return map[string]handler{
		"GET /staffing":                            p.staffing,
		"POST /staffing/plans":                     p.proposePlan,
		"POST /staffing/plans/{plan}/accept":       p.acceptPlan,
		"POST /staffing/plans/{plan}/undo":         p.undoPlan,
		"GET /staffing/plan.csv":                   p.planCSV,
		"GET /staffing/seats/{seat}":               p.seatWhy,
		"GET /staffing/scenarios":                  p.scenarios,
		"POST /staffing/scenarios":                 p.addScenario,
		"POST /staffing/scenarios/{scenario}/drop": p.dropScenario,
		"GET /staffing/capacity":                   p.capacity,
		"GET /staffing/people":                     p.workers,
		"GET /staffing/people/{worker}":            p.worker,
		"POST /staffing/people/{worker}/absence":   p.addAbsence,
		"POST /staffing/absences/{absence}/drop":   p.dropAbsence,
		"POST /staffing/people/{worker}/calendar":  p.readCalendar,
		"POST /staffing/people/{worker}/feed":      p.feedOf,
		"POST /staffing/people/{worker}/forget":    p.forgetWorker,
		"GET /staffing/assignments":                p.assignments,
		"GET /staffing/assignments/{assignment}":   p.assignment,
		"POST /staffing/seats/{seat}":              p.decideSeat,
		"GET /staffing/decisions":                  p.staffDecisions,
		"POST /staffing/decisions/{choice}/undo":   p.undoStaffing,
		"GET /staffing/import":                     p.staffImport,
		"POST /staffing/import":                    p.bringStaff,
		"GET /staffing/calendar/{secret}":          p.staffFeed,
	}
}

// staffPage is a page of who does what; part is the one of its own tabs.
func staffPage(name, title, self string, body any) page {
	return page{Name: name, Title: title, Tab: "staffing", Self: self, Body: body}
}

// Weeks that the heat map can show.
var heatWeeks = []int{12, 26, 52}

type capacityBody struct {
	staff.Capacity
	Teams, Planned bool
	Ahead          int
	Asked          bool // what would help
	Help           []staff.Help
	Again          string // this page, asking that
}

// Lengths gives the numbers of weeks to choose from.
func (b capacityBody) Lengths() []int { return heatWeeks }

// Bench gives the people with most hours left, the most first.
func (b capacityBody) Bench() []staff.CapacityRow {
	const most = 10
	rows := slices.DeleteFunc(slices.Clone(b.Rows), func(r staff.CapacityRow) bool { return r.Free() == 0 })
	slices.SortStableFunc(rows, func(x, y staff.CapacityRow) int { return int(y.Free() - x.Free()) })
	return rows[:min(len(rows), most)]
}

// Overloaded gives who has weeks with more work than hours.
func (b capacityBody) Overloaded() []staff.CapacityRow {
	return slices.DeleteFunc(slices.Clone(b.Rows), func(r staff.CapacityRow) bool { return r.Over() == 0 })
}

// OpenSum adds up what nobody does yet.
func (b capacityBody) OpenSum() (sum staffing.Minutes) {
	for _, m := range b.Open {
		sum += m
	}
	return sum
}

// capacity shows how full the weeks ahead are, as a table with colours and numbers.
func (p *pages) capacity(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	body := capacityBody{Teams: query.Get("by") == "team", Planned: query.Get("with") == "plan", Ahead: heatWeeks[0]}
	if n, err := strconv.Atoi(query.Get("weeks")); err == nil && slices.Contains(heatWeeks, n) {
		body.Ahead = n
	}
	var err error
	if body.Capacity, err = p.source.Capacity(r.Context(), body.Teams, body.Planned, body.Ahead); err != nil {
		return err
	}
	if body.Asked = query.Get("help") == "yes"; body.Asked {
		if body.Help, err = p.source.Remedies(r.Context()); err != nil && statusOf(err) == http.StatusInternalServerError {
			return err
		}
	}
	body.Again = withParam(withParam(r.URL.RequestURI(), "lang", ""), "help", "yes") + "#help"
	return p.show(w, r, staffPage("staffing_capacity", "web.staffing.capacity", withParam(r.URL.RequestURI(), "lang", ""), body))
}

type workersBody struct {
	People []staff.PersonHead
	Query  string
	Gone   bool
	All    int
}

// workers lists who can work.
func (p *pages) workers(w http.ResponseWriter, r *http.Request) error {
	body := workersBody{Query: r.URL.Query().Get("q"), Gone: r.URL.Query().Get("gone") != ""}
	all, err := p.source.Workers(r.Context(), body.Gone)
	if err != nil {
		return err
	}
	body.All = len(all)
	for _, one := range all {
		if containsFold(body.Query, one.Name, one.Team, one.Place, one.Code) {
			body.People = append(body.People, one)
		}
	}
	return p.show(w, r, staffPage("staffing_people", "web.staffing.people", withParam(r.URL.RequestURI(), "lang", ""), body))
}

// containsFold says whether one of several texts has a word in it, whatever its case.
func containsFold(word string, in ...string) bool {
	word = strings.ToLower(strings.TrimSpace(word))
	return slices.ContainsFunc(in, func(s string) bool { return strings.Contains(strings.ToLower(s), word) })
}

type workerBody struct {
	staff.Person
	Link                string // of his calendar, shown once
	Problem             error
	From, Until, Length string // typed
}

// worker shows one person: what he can, when he is there, what he does.
func (p *pages) worker(w http.ResponseWriter, r *http.Request) error {
	return p.showWorker(w, r, workerBody{}, 0)
}

func workerAddress(r *http.Request) string {
	return "/staffing/people/" + url.PathEscape(r.PathValue("worker"))
}

func (p *pages) showWorker(w http.ResponseWriter, r *http.Request, body workerBody, status int) (err error) {
	if body.Person, err = p.source.Worker(r.Context(), r.PathValue("worker")); err != nil {
		return err
	}
	show := staffPage("staffing_person", "web.staffing.one-person", workerAddress(r), body)
	show.TitleArgs, show.status = fault.Args("name", body.Name), status
	return p.show(w, r, show)
}

// addAbsence keeps when somebody is away; why is not asked.
func (p *pages) addAbsence(w http.ResponseWriter, r *http.Request) error {
	body := workerBody{From: strings.TrimSpace(r.PostFormValue("from")), Until: strings.TrimSpace(r.PostFormValue("until")), Length: strings.TrimSpace(r.PostFormValue("hours"))}
	hours, err := parseHours(p.langOf(r), body.Length)
	for _, d := range []string{body.From, body.Until} {
		if wrong := checkDay(day.Day(d)); err == nil {
			err = wrong
		}
	}
	if err == nil {
		err = p.source.AddAbsence(r.Context(), p.user(r), r.PathValue("worker"), day.Day(body.From), day.Day(body.Until), hours)
	}
	switch status := statusOf(err); {
	case err == nil:
		return p.did(w, r, workerAddress(r)+"#absence", said{Code: "web.said.absence"}, nil)
	case status == http.StatusInternalServerError || status == http.StatusNotFound:
		return err
	default:
		body.Problem = err
		return p.showWorker(w, r, body, status)
	}
}

// parseHours reads hours as people type them; nothing is 0. Errors: web.staffing.hours-wrong.
func parseHours(lang text.Lang, typed string) (staffing.Minutes, error) {
	if typed == "" {
		return 0, nil
	}
	plain, ok := plainNumber(lang, typed)
	hours, err := strconv.ParseFloat(plain, 64)
	if !ok || err != nil || hours <= 0 || hours > 10_000 {
		return 0, fault.New("web.staffing.hours-wrong", "value", typed)
	}
	return staffing.Minutes(hours*float64(staffing.Hour) + 0.5), nil
}

func (p *pages) dropAbsence(w http.ResponseWriter, r *http.Request) error {
	err := p.source.DropAbsence(r.Context(), p.user(r), r.PathValue("absence"))
	return p.did(w, r, "/staffing/people", said{Code: "web.said.absence-dropped"}, err)
}

// readCalendar takes the absence of somebody from a calendar file.
func (p *pages) readCalendar(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, p.options.MaxUpload)
	file, _, err := r.FormFile("file")
	if err != nil {
		return p.did(w, r, workerAddress(r), said{}, fault.New("web.no-file"))
	}
	defer func() { _ = file.Close() }()
	n, err := p.source.ReadCalendar(r.Context(), p.user(r), r.PathValue("worker"), file)
	return p.did(w, r, workerAddress(r)+"#absence", said{Code: "web.said.calendar", Args: fault.Args("n", n)}, err)
}

// feedOf gives somebody's calendar an address, shown once, or ends it.
func (p *pages) feedOf(w http.ResponseWriter, r *http.Request) error {
	if r.PostFormValue("act") == "drop" {
		return p.did(w, r, workerAddress(r), said{Code: "web.said.feed-dropped"}, p.source.DropFeed(r.Context(), p.user(r), r.PathValue("worker")))
	}
	secret, err := p.source.AddFeed(r.Context(), p.user(r), r.PathValue("worker"))
	if err != nil {
		return p.did(w, r, workerAddress(r), said{}, err)
	}
	to := url.URL{Scheme: "http", Host: r.Host, Path: "/staffing/calendar/" + secret}
	if r.TLS != nil || p.options.Login != nil && p.options.Login.Secure {
		to.Scheme = "https"
	}
	return p.showWorker(w, r, workerBody{Link: to.String()}, 0)
}

// staffFeed gives the calendar that a secret is of, to a program that follows it.
func (p *pages) staffFeed(w http.ResponseWriter, r *http.Request) error {
	var out strings.Builder
	if err := p.source.Feed(r.Context(), r.PathValue("secret"), &out); err != nil {
		return err
	}
	give(w, "text/calendar; charset=utf-8", "rooster.ics")
	_, err := w.Write([]byte(out.String()))
	return err
}

func (p *pages) forgetWorker(w http.ResponseWriter, r *http.Request) error {
	if r.PostFormValue("sure") == "" {
		return p.did(w, r, workerAddress(r), said{}, fault.New("web.staffing.not-sure"))
	}
	return p.did(w, r, workerAddress(r), said{Code: "web.said.forgotten"}, p.source.ForgetWorker(r.Context(), p.user(r), r.PathValue("worker")))
}

// assignments lists the work.
func (p *pages) assignments(w http.ResponseWriter, r *http.Request) error {
	all, err := p.source.Assignments(r.Context())
	if err != nil {
		return err
	}
	return p.show(w, r, staffPage("staffing_assignments", "web.staffing.assignments", "/staffing/assignments", all))
}

type assignmentBody struct {
	staff.Work
	People []staff.PersonHead
}

// assignment shows one assignment with its seats.
func (p *pages) assignment(w http.ResponseWriter, r *http.Request) error {
	var body assignmentBody
	var err error
	if body.Work, err = p.source.Assignment(r.Context(), r.PathValue("assignment")); err != nil {
		return err
	}
	if body.People, err = p.source.Workers(r.Context(), false); err != nil {
		return err
	}
	show := staffPage("staffing_assignment", "web.staffing.one-assignment", "/staffing/assignments/"+url.PathEscape(r.PathValue("assignment")), body)
	show.TitleArgs = fault.Args("name", body.Name)
	return p.show(w, r, show)
}

// decideSeat carries out what a person decides of a seat.
func (p *pages) decideSeat(w http.ResponseWriter, r *http.Request) error {
	seat, err := strconv.ParseInt(r.PathValue("seat"), 10, 64)
	if err != nil {
		return fault.New("books.seat.not-found")
	}
	person, _ := strconv.ParseInt(r.PostFormValue("person"), 10, 64)
	c := staff.Choice{Seat: seat, Kind: staff.Kind(r.PostFormValue("act")), Person: person, Reason: r.PostFormValue("reason"), Tentative: r.PostFormValue("tentative") != ""}
	decision, err := p.source.DecideSeat(r.Context(), p.user(r), c)
	told := said{Code: "web.said.seat." + string(c.Kind)}
	if err == nil {
		told.UndoStaff = "/staffing/decisions/" + strconv.FormatInt(decision, 10) + "/undo"
	}
	return p.did(w, r, "/staffing", told, err)
}

func (p *pages) undoStaffing(w http.ResponseWriter, r *http.Request) error {
	return p.did(w, r, "/staffing/decisions", said{Code: "web.said.undone-staffing"}, p.source.UndoStaffing(r.Context(), p.user(r), r.PathValue("choice")))
}

type staffDecisionsBody struct {
	Decisions    []staff.Decision
	Cursor, Next string
	Self         string
}

// staffDecisions shows what was decided, the latest first.
func (p *pages) staffDecisions(w http.ResponseWriter, r *http.Request) error {
	body := staffDecisionsBody{Cursor: r.URL.Query().Get("after"), Self: withParam(r.URL.RequestURI(), "lang", "")}
	all, next, err := p.source.StaffDecisions(r.Context(), body.Cursor)
	if err != nil {
		return err
	}
	if body.Decisions = all; next != 0 {
		body.Next = strconv.FormatInt(next, 10)
	}
	return p.show(w, r, staffPage("staffing_decisions", "web.staffing.decisions", body.Self, body))
}

// staffImport shows where to bring in people and work.
func (p *pages) staffImport(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, staffPage("staffing_import", "web.staffing.import", "/staffing/import", staffImportBody{}))
}

type staffImportBody struct {
	Brought []broughtFile
	Problem error
}

type broughtFile struct {
	Name string
	staff.Brought
}

// bringStaff reads what was uploaded and tells what came of each file.
func (p *pages) bringStaff(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, p.options.MaxUpload)
	const inMemory = 8 << 20
	var body staffImportBody
	if err := r.ParseMultipartForm(inMemory); err != nil {
		return fault.New("web.form-unreadable")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	for _, head := range r.MultipartForm.File["file"] {
		file, err := head.Open()
		if err != nil {
			return uploadFault(err)
		}
		came, err := p.source.BringStaff(r.Context(), p.user(r), head.Filename, file)
		_ = file.Close()
		if err != nil && statusOf(err) == http.StatusInternalServerError {
			return err
		}
		if body.Problem = err; err != nil {
			break
		}
		body.Brought = append(body.Brought, broughtFile{head.Filename, came})
	}
	if body.Problem == nil && len(body.Brought) == 0 {
		body.Problem = fault.New("web.no-file")
	}
	show := staffPage("staffing_import", "web.staffing.import", "/staffing/import", body)
	if body.Problem != nil {
		show.status = statusOf(body.Problem)
	}
	return p.show(w, r, show)
}
