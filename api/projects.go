// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Projects is steering by projects.
type Projects interface {
	// Projects gives all of them as they stand at the end of a day, in order of their
	// codes; "" is today.
	Projects(ctx context.Context, by Caller, closed bool, on Day) ([]Project, error)
	Project(ctx context.Context, by Caller, id int64, on Day) (ProjectDetail, error)
	// ProjectReport gives the report of a quarter, as 2026Q3; "" is the one that ended last.
	ProjectReport(ctx context.Context, by Caller, quarter string) (ProjectReport, error)
	PutProject(ctx context.Context, by Caller, p ProjectHead) (ProjectDetail, error)
	DecideCredit(ctx context.Context, by Caller, id int64, c ProjectCredit) error
	SayProgress(ctx context.Context, by Caller, id int64, p ProjectProgress) error
	TieOrder(ctx context.Context, by Caller, id int64, number string, untie bool) error
}

// ProjectHead is a project as it is set up.
type ProjectHead struct {
	Code        string  `json:"code" minLength:"1" maxLength:"50" doc:"The dimension project of the ledger"`
	Name        string  `json:"name" minLength:"1" maxLength:"1000"`
	Description string  `json:"description,omitempty" maxLength:"1000"`
	Lead        string  `json:"lead,omitempty" maxLength:"1000"`
	Start       Day     `json:"start,omitempty"`
	End         Day     `json:"end,omitempty"`
	Hours       float64 `json:"hours,omitempty" minimum:"0" maximum:"10000000" doc:"Of own people, planned in all, where no plan of people says more"`
	Rate        Amount  `json:"rate,omitempty" doc:"Of an hour"`
	OwnHours    bool    `json:"ownHours,omitempty" doc:"The credit pays the hours of own people"`
	ToBuy       Amount  `json:"toBuy,omitempty" doc:"Planned to be bought in all"`
	Closed      bool    `json:"closed,omitempty"`
}

// Project is one and how it stands. Hours are hours, amounts are euros.
type Project struct {
	ID int64 `json:"id"`
	ProjectHead
	On           Day             `json:"on" doc:"The day at the end of which it stands so"`
	Light        string          `json:"light" enum:"on-track,watch,over,unknown"`
	HoursPlanned float64         `json:"hoursPlanned"`
	HoursOpen    float64         `json:"hoursOpen" doc:"Of those, that nobody does yet"`
	HoursWorked  float64         `json:"hoursWorked"`
	HoursLeft    float64         `json:"hoursLeft"`
	Credit       Amount          `json:"credit" doc:"As decided until that day (krediet)"`
	Committed    Amount          `json:"committed" doc:"Ordered and not invoiced yet (verplichtingen)"`
	Actual       Amount          `json:"actual" doc:"Booked, and the hours of own people where the credit pays them (realisatie)"`
	Free         Amount          `json:"free" doc:"Credit less actual and committed"`
	Income       Amount          `json:"income"`
	Done         float64         `json:"done" doc:"Share of the work, from 0 to 1"`
	DoneFrom     string          `json:"doneFrom" enum:"parts,whole,hours,costs,none" doc:"Where that comes from"`
	Earned       ProjectEarned   `json:"earned"`
	Forecast     ProjectForecast `json:"forecast"`
	Overrun      ProjectOverrun  `json:"overrun"`
}

// ProjectEarned is earned value (ISO 21508:2018).
type ProjectEarned struct {
	BAC Amount   `json:"bac"`
	PV  Amount   `json:"pv"`
	EV  Amount   `json:"ev"`
	AC  Amount   `json:"ac"`
	SPI *float64 `json:"spi,omitempty"`
	CPI *float64 `json:"cpi,omitempty"`
}

// ProjectForecast is what it will have cost in the end; eight of ten outcomes lie
// between low and high.
type ProjectForecast struct {
	Low     Amount          `json:"low"`
	Middle  Amount          `json:"middle"`
	High    Amount          `json:"high"`
	Methods []ProjectMethod `json:"methods"`
}

// ProjectMethod is a way of counting what it costs in the end.
type ProjectMethod struct {
	Method string `json:"method"`
	EAC    Amount `json:"eac"`
}

// ProjectOverrun says whether and when it passes its credit.
type ProjectOverrun struct {
	Now         bool           `json:"now"`
	Bound       bool           `json:"bound" doc:"With what is bound it does"`
	Probability float64        `json:"probability"`
	Week        Day            `json:"week,omitempty" doc:"Monday of the week in which, when it does"`
	First       Day            `json:"first,omitempty"`
	Last        Day            `json:"last,omitempty"`
	Lack        Amount         `json:"lack" doc:"The middle of the forecast less the credit"`
	Why         []ProjectCause `json:"why"`
}

// ProjectCause is something that makes it cost more than its credit.
type ProjectCause struct {
	Code   string  `json:"code" enum:"credit,cost,late,hours,bought"`
	Amount Amount  `json:"amount"`
	Value  float64 `json:"value"`
}

// ProjectDetail is all there is to see of a project.
type ProjectDetail struct {
	Project
	Credits  []ProjectCredit   `json:"credits"`
	Progress []ProjectProgress `json:"progress"`
	Orders   []ProjectOrder    `json:"orders"`
	Work     []ProjectWork     `json:"work" doc:"By assignment"`
	Curve    []ProjectPoint    `json:"curve" doc:"By week"`
}

// ProjectReport is how all projects stand at the end of a quarter, or today when it is
// not over.
type ProjectReport struct {
	Quarter  string            `json:"quarter"`
	On       Day               `json:"on" doc:"The day at the end of which it is"`
	Projects []ReportedProject `json:"projects"`
}

// ReportedProject is a project beside how it stood at the end of the quarter before.
type ReportedProject struct {
	Now    ProjectDetail `json:"now"`
	Before Project       `json:"before"`
}

// ProjectCredit is a decision on what a project may cost.
type ProjectCredit struct {
	Day       Day    `json:"day" doc:"From which it holds"`
	Amount    Amount `json:"amount" doc:"On top; negative: taken off"`
	Reference string `json:"reference" minLength:"1" maxLength:"1000" doc:"Of the decision"`
	Note      string `json:"note,omitempty" maxLength:"1000"`
}

// ProjectProgress is what the lead of a project says is done.
type ProjectProgress struct {
	Day    Day     `json:"day"`
	Part   string  `json:"part,omitempty" maxLength:"1000" doc:"A seat or milestone; absent: the whole"`
	Weight int64   `json:"weight,omitempty" minimum:"0" maximum:"1000" doc:"Of the part among the parts; absent: 1"`
	Done   float64 `json:"done" minimum:"0" maximum:"1"`
	Note   string  `json:"note,omitempty" maxLength:"1000"`
}

// ProjectOrder is an order or contract for a project.
type ProjectOrder struct {
	ID     int64  `json:"id"`
	Number string `json:"number"`
	Amount Amount `json:"amount"`
	Left   Amount `json:"left"`
}

// ProjectOrderNumber names an order.
type ProjectOrderNumber struct {
	Number string `json:"number" minLength:"1" maxLength:"100"`
}

// ProjectWork is what is planned and was worked on an assignment, in hours.
type ProjectWork struct {
	Assignment string  `json:"assignment,omitempty" doc:"Its code; absent: the project as a whole"`
	Name       string  `json:"name,omitempty"`
	Planned    float64 `json:"planned" doc:"By the seats of the plan of people"`
	Open       float64 `json:"open" doc:"Of those, that nobody does yet"`
	Worked     float64 `json:"worked"`
	Cost       Amount  `json:"cost" doc:"Of what was worked"`
}

// ProjectPoint is where the sums stand at the end of a week; what is not known is
// absent.
type ProjectPoint struct {
	Week     Day     `json:"week" doc:"Its Monday"`
	Planned  Amount  `json:"planned"`
	Actual   *Amount `json:"actual,omitempty"`
	Low      *Amount `json:"low,omitempty"`
	Forecast *Amount `json:"forecast,omitempty"`
	High     *Amount `json:"high,omitempty"`
	Credit   Amount  `json:"credit"`
}

// onProject registers an act on a project. It answers how it then stands.
func onProject[T any](r *rooms, id, noun string, do func(context.Context, Caller, int64, T) error) {
	huma.Register(r.huma, anew(r.act(id, "/projects/{id}/"+noun, "projects")), func(ctx context.Context, in *lineInput[T]) (*one[ProjectDetail], error) {
		if !brokenOff(ctx) {
			if err := do(ctx, callerOf(ctx), in.ID, in.Body); err != nil {
				return nil, err
			}
		}
		return oneOf(r.source.Project(ctx, callerOf(ctx), in.ID, ""))
	})
}

func (r *rooms) projects() {
	type listed struct {
		Paging
		Closed bool `query:"closed" doc:"Those that are closed too"`
		On     Day  `query:"on" doc:"At the end of which day; absent: today"`
	}
	huma.Register(r.huma, r.operation("list-projects", http.MethodGet, "/projects", "projects"), func(ctx context.Context, in *listed) (*page[Project], error) {
		all, err := r.source.Projects(ctx, callerOf(ctx), in.Closed, in.On)
		return paged(all, in.Paging, func(one Project) string { return one.Code }, err)
	})
	type asked struct {
		ByID
		On Day `query:"on" doc:"At the end of which day; absent: today"`
	}
	huma.Register(r.huma, r.operation("get-project", http.MethodGet, "/projects/{id}", "projects"), func(ctx context.Context, in *asked) (*one[ProjectDetail], error) {
		return oneOf(r.source.Project(ctx, callerOf(ctx), in.ID, in.On))
	})
	type reported struct {
		Quarter string `query:"quarter" pattern:"^[0-9]{4}Q[1-4]$" doc:"As 2026Q3; absent: the one that ended last"`
	}
	huma.Register(r.huma, r.operation("get-project-report", http.MethodGet, "/project-report", "projects"), func(ctx context.Context, in *reported) (*one[ProjectReport], error) {
		return oneOf(r.source.ProjectReport(ctx, callerOf(ctx), in.Quarter))
	})
	huma.Register(r.huma, anew(r.act("put-project", "/projects", "projects")), func(ctx context.Context, in *one[ProjectHead]) (*one[ProjectDetail], error) {
		return oneOf(r.source.PutProject(ctx, callerOf(ctx), in.Body))
	})
	onProject(r, "decide-project-credit", "credits", func(ctx context.Context, by Caller, id int64, in ProjectCredit) error {
		return r.source.DecideCredit(ctx, by, id, in)
	})
	onProject(r, "say-project-progress", "progress-statements", func(ctx context.Context, by Caller, id int64, in ProjectProgress) error {
		return r.source.SayProgress(ctx, by, id, in)
	})
	onProject(r, "tie-project-order", "orders", func(ctx context.Context, by Caller, id int64, in ProjectOrderNumber) error {
		return r.source.TieOrder(ctx, by, id, in.Number, false)
	})
	onProject(r, "untie-project-order", "order-removals", func(ctx context.Context, by Caller, id int64, in ProjectOrderNumber) error {
		return r.source.TieOrder(ctx, by, id, in.Number, true)
	})
}
