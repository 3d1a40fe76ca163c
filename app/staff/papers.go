// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"math"
	"slices"
	"time"

	"rentmeester/algorithms"
	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// PaperName is one of the papers about staffing.
type PaperName string

// The papers there are.
const (
	FairnessPaper PaperName = "fairness"      // how load, wishes and answers are spread
	LogPaper      PaperName = "decisions"     // who decided what, against which proposal
	CouncilPaper  PaperName = "works-council" // WOR, article 27
	ImpactPaper   PaperName = "dpia"          // AVG, article 35
	RegisterPaper PaperName = "register"      // of algorithms
	ActPaper      PaperName = "ai-act"        // annex III, 4(b), as if it applied
)

// PaperNames are all of them.
var PaperNames = []PaperName{FairnessPaper, LogPaper, CouncilPaper, ImpactPaper, RegisterPaper, ActPaper}

// Papers is what the papers of a period say.
type Papers struct {
	From, Until           day.Day
	Made                  time.Time
	About                 algorithms.Facts
	Prices                staffing.Prices
	Sees, Decides, Audits []string // roles
	Kept                  []Kept
	Fair                  Fairness
	Log                   []Decision // the first first
}

// Kept is how many there are of what the books keep.
type Kept struct {
	What string
	N    int
}

const mostYears = 10 // of the period of papers

// Period gives the period of papers: the year that it is, unless it is said otherwise.
// Errors: staff.papers-period.
func (d *Desk) Period(from, until string) (first, last day.Day, err error) {
	year := string(d.today())[:len("2026")]
	first, last = day.Day(year+"-01-01"), day.Day(year+"-12-31")
	for _, one := range []struct {
		said string
		to   *day.Day
	}{{from, &first}, {until, &last}} {
		if one.said == "" {
			continue
		}
		if *one.to, err = day.Parse(one.said); err != nil {
			return "", "", fault.Wrap(err, "staff.papers-period", "years", mostYears)
		}
	}
	if last < first || day.Day(first.Time().AddDate(mostYears, 0, 0).Format(time.DateOnly)) < last {
		return "", "", fault.New("staff.papers-period", "years", mostYears)
	}
	return first, last, nil
}

// Papers gathers what the papers of a period say. Of the algorithm, about is what holds
// for all of them. Errors: app.no-policy.
func (d *Desk) Papers(ctx context.Context, from, until day.Day, about algorithms.Facts) (p Papers, err error) {
	p = Papers{From: from, Until: until, Made: d.Now()}
	err = d.Read(ctx, func(q *db.Queries) error {
		said, err := d.InForce(ctx, q)
		if err != nil {
			return err
		}
		s := said.On(d.today())
		p.Prices, p.Sees, p.Decides, p.Audits = s.Staffing, s.Roles.With(policy.SeeStaff), s.Roles.With(policy.Staff), s.Roles.With(policy.ReadAudit)
		h, err := load(ctx, q, d.Adm.Key)
		if err != nil {
			return err
		}
		p.Kept = h.kept()
		rows, err := q.StaffDecisions(ctx, db.StaffDecisionsParams{Adm: d.Adm.Key, BeforeID: math.MaxInt64, Page: math.MaxInt32})
		if err != nil {
			return books.Failed(err)
		}
		made, err := d.plansMade(ctx, q, string(from), string(until.Add(1)))
		if err != nil {
			return err
		}
		slices.Reverse(rows)
		p.Fair = h.fairness(from, until, rows, made)
		for _, r := range rows {
			if within(r.At, from, until) {
				s := h.seats[r.SeatID]
				p.Log = append(p.Log, Decision{StaffDecision: r, Seat: s.Name, Assignment: h.assignments[s.AssignmentID].Name, Work: s.AssignmentID})
			}
		}
		p.About, err = d.Algorithm(ctx, q, about)
		return err
	})
	return p, err
}

// within says whether a moment as the tables keep it is in a period.
func within(at string, from, until day.Day) bool {
	return string(from) <= at && at < string(until.Add(1))
}

// made is a plan with what it proposed.
type made struct {
	db.StaffPlan
	placements []db.StaffPlacement
}

func (d *Desk) plansMade(ctx context.Context, q *db.Queries, since, before string) (all []made, err error) {
	plans, err := q.StaffPlansMade(ctx, db.StaffPlansMadeParams{Adm: d.Adm.Key, Since: since, Before: before})
	if err != nil {
		return nil, books.Failed(err)
	}
	for _, plan := range plans {
		rows, err := q.StaffPlacements(ctx, db.StaffPlacementsParams{Adm: d.Adm.Key, PlanID: plan.ID})
		if err != nil {
			return nil, books.Failed(err)
		}
		all = append(all, made{plan, rows})
	}
	return all, nil
}

// kept counts what the books keep of people.
func (h *house) kept() []Kept {
	return []Kept{{"people", len(h.people)}, {"levels", sum(h.levels)}, {"contracts", sum2(h.contracts)}, {"absences", sum2(h.absences)},
		{"wishes", sum2(h.wishes)}, {"assignments", len(h.assignments)}, {"seated", len(h.seated)}, {"barred", len(h.barred)}}
}

func sum(of map[int64]map[int64]staffing.Level) (n int) {
	for _, one := range of {
		n += len(one)
	}
	return n
}

func sum2[T any](of map[int64][]T) (n int) {
	for _, one := range of {
		n += len(one)
	}
	return n
}

// Algorithm gives what is known of staffing as an algorithm in use.
func (d *Desk) Algorithm(ctx context.Context, q *db.Queries, f algorithms.Facts) (algorithms.Facts, error) {
	f.Kind, f.Begin, f.Models = algorithms.Staffing, "", nil
	f.Promise, f.Standing = algorithms.Said{Code: "algorithms.staffing.promise"}, []algorithms.Said{{Code: "algorithms.staffing.standing"}}
	plans, err := d.plansMade(ctx, q, "", "9999")
	if err != nil {
		return f, err
	}
	if len(plans) == 0 {
		f.Models, f.Measured = []string{Model}, []algorithms.Said{{Code: "algorithms.unmeasured"}}
		return f, nil
	}
	rows, err := q.StaffDecisions(ctx, db.StaffDecisionsParams{Adm: d.Adm.Key, BeforeID: math.MaxInt64, Page: math.MaxInt32})
	if err != nil {
		return f, books.Failed(err)
	}
	f.Begin = plans[0].MadeAt[:len("2026-01")]
	all := PlanCount{}
	for _, plan := range plans {
		if !slices.Contains(f.Models, plan.Model) {
			f.Models = append(f.Models, plan.Model)
		}
		all = all.plus(plan.count(answersOf(rows)))
	}
	f.Measured = []algorithms.Said{{Code: "algorithms.staffing.measured", Args: fault.Args("plans", len(plans), "proposed", all.Proposed, "accepted", all.Accepted,
		"changed", all.Changed, "rejected", all.Rejected, "closed", all.Closed, "unanswered", all.Unanswered+all.Waiting)}}
	return f, nil
}
