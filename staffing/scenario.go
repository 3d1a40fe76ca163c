// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Change is one thing that is otherwise than in a task.
type Change struct {
	Do         ChangeKind  `json:"do"`
	Person     string      `json:"person,omitempty"`
	Like       string      `json:"like,omitempty"` // hire: somebody with the skills, the place and the hours of this person
	Count      int         `json:"count,omitempty"`
	Skill      string      `json:"skill,omitempty"`
	Level      Level       `json:"level,omitempty"`
	Hours      Minutes     `json:"minutes,omitempty"` // hire: a week, when not like somebody
	Assignment string      `json:"assignment,omitempty"`
	Seat       string      `json:"seat,omitempty"`
	Day        day.Day     `json:"day,omitempty"`
	Until      day.Day     `json:"until,omitempty"`
	Percent    int         `json:"percent,omitempty"`
	Priority   int         `json:"priority,omitempty"`
	Budget     money.Cents `json:"budget,omitempty"` // in cents
}

// ChangeKind is what a change does.
type ChangeKind string

// What may change.
const (
	Hire        ChangeKind = "hire"       // Count persons Like somebody, or with Skill at Level and Hours
	Leave       ChangeKind = "leave"      // Person is gone from Day on
	AwayFor     ChangeKind = "away"       // Person is away from Day to Until, for Percent; all when 0
	Train       ChangeKind = "train"      // Person masters Skill at Level
	Start       ChangeKind = "start"      // Assignment begins in the week of Day; all its seats move as much
	SetPriority ChangeKind = "priority"   // of Assignment
	SetBudget   ChangeKind = "budget"     // of Assignment; 0 no limit
	SetDeadline ChangeKind = "deadline"   // of Assignment
	Cancel      ChangeKind = "cancel"     // Assignment is not done
	NoOptions   ChangeKind = "no-options" // what was promised tentatively lapses
	Pin         ChangeKind = "pin"        // Person has Seat
	Bar         ChangeKind = "bar"        // Person has not Seat
)

// Apply makes of a task the task with changes; the given one stays as it is. Locks of
// who is no longer there, and of seats that are no longer there, lapse.
// Errors: staffing.change (what it is about does not exist, or a value makes no sense).
func Apply(t *Task, changes []Change) (*Task, error) {
	c := *t
	c.People, c.Assignments, c.Locks, c.Pairs = slices.Clone(t.People), slices.Clone(t.Assignments), slices.Clone(t.Locks), slices.Clone(t.Pairs)
	for n, change := range changes {
		if !c.apply(change) {
			return nil, fault.New("staffing.change", "number", n+1, "do", change.Do,
				"about", cmp.Or(change.Person, change.Like, change.Assignment, change.Seat, change.Skill))
		}
	}
	return &c, nil
}

func (t *Task) apply(c Change) bool {
	switch c.Do {
	case Hire:
		return t.hire(c)
	case Leave, AwayFor, Train:
		i := slices.IndexFunc(t.People, func(p Person) bool { return p.ID == c.Person })
		return i >= 0 && t.alter(&t.People[i], c)
	case NoOptions:
		t.Locks = slices.DeleteFunc(t.Locks, func(l Lock) bool { return l.Tentative })
		return true
	case Pin, Bar:
		kind := map[ChangeKind]LockKind{Pin: Fixed, Bar: Barred}[c.Do]
		t.Locks = append(t.Locks, Lock{Seat: c.Seat, Person: c.Person, Kind: kind})
		return true // Check knows whether they exist
	}
	i := slices.IndexFunc(t.Assignments, func(a Assignment) bool { return a.ID == c.Assignment })
	return i >= 0 && t.reshape(i, c)
}

// hire adds persons. They have no wishes and no absence.
func (t *Task) hire(c Change) bool {
	p := Person{ID: "nieuw", Name: "Nieuw", Skills: map[string]Level{c.Skill: c.Level}, Contract: slices.Repeat([]Minutes{c.Hours}, t.Weeks)}
	if c.Like != "" {
		i := slices.IndexFunc(t.People, func(p Person) bool { return p.ID == c.Like })
		if i < 0 {
			return false
		}
		like := t.People[i]
		p = Person{ID: like.ID, Name: like.called(), Team: like.Team, Place: like.Place, Skills: like.Skills, Contract: like.Contract, Rate: like.Rate}
	} else if c.Hours <= 0 || c.Level < 1 || !slices.ContainsFunc(t.Skills, func(s Skill) bool { return s.ID == c.Skill }) {
		return false
	}
	for n := range max(1, c.Count) {
		one := p
		for one.ID = fmt.Sprintf("%s+%d", p.ID, n+1); slices.ContainsFunc(t.People, func(p Person) bool { return p.ID == one.ID }); one.ID += "+" {
		}
		one.Name = fmt.Sprintf("%s +%d", p.Name, n+1)
		t.People = append(t.People, one)
	}
	return true
}

// week is the week in which a day lies, as a number; before the first it is negative.
func (t *Task) week(d day.Day) int {
	days := d.Sub(t.From)
	if days < 0 {
		return -((-days + 6) / 7)
	}
	return days / 7
}

// alter changes a person, on a copy of what is shared.
func (t *Task) alter(p *Person, c Change) bool {
	switch c.Do {
	case Train:
		p.Skills = maps.Clone(p.Skills)
		if p.Skills == nil {
			p.Skills = map[string]Level{}
		}
		p.Skills[c.Skill] = c.Level
		return c.Level >= 1
	case Leave:
		from := max(0, t.week(c.Day))
		p.Contract = slices.Clone(p.Contract)
		for w := from; w < len(p.Contract); w++ {
			p.Contract[w] = 0
		}
		t.dropLocks(p.ID, from)
		return c.Day != ""
	}
	if c.Day == "" || c.Until < c.Day {
		return false
	}
	if p.Present == nil {
		p.Present = slices.Repeat([]int{1000}, t.Weeks)
	}
	p.Present = slices.Clone(p.Present)
	for w := range p.Present {
		for d := range 5 {
			if on := t.From.Add(7*w + d); on >= c.Day && on <= c.Until {
				p.Present[w] = max(0, p.Present[w]-2*cmp.Or(c.Percent, 100))
			}
		}
	}
	return true
}

// dropLocks lets lapse what somebody was fixed on that has work from a week on.
func (t *Task) dropLocks(person string, from int) {
	late := map[string]bool{}
	for _, a := range t.Assignments {
		for _, s := range a.Seats {
			late[s.ID] = s.First+len(s.Work) > from
		}
	}
	t.Locks = slices.DeleteFunc(t.Locks, func(l Lock) bool { return l.Kind == Fixed && l.Person == person && late[l.Seat] })
}

// reshape changes an assignment.
func (t *Task) reshape(i int, c Change) bool {
	a := &t.Assignments[i]
	switch c.Do {
	case SetPriority:
		a.Priority = c.Priority
	case SetBudget:
		a.Budget = c.Budget
	case SetDeadline:
		a.Deadline = c.Day
	case Cancel:
		t.Assignments = slices.Delete(t.Assignments, i, i+1)
		t.dropGone()
	case Start:
		if c.Day == "" || len(a.Seats) == 0 {
			return false
		}
		first := a.Seats[0].First
		for _, s := range a.Seats {
			first = min(first, s.First)
		}
		t.shift(a, t.week(c.Day)-first)
		t.dropGone()
	default:
		return false
	}
	return true
}

// shift moves all seats of an assignment by weeks; what falls outside is left out.
func (t *Task) shift(a *Assignment, by int) {
	var seats []Seat
	for _, s := range a.Seats {
		s.First += by
		if cut := -s.First; cut > 0 {
			s.Work, s.First = s.Work[min(cut, len(s.Work)):], 0
		}
		if room := t.Weeks - s.First; len(s.Work) > room {
			s.Work = s.Work[:max(0, room)]
		}
		if slices.ContainsFunc(s.Work, func(m Minutes) bool { return m > 0 }) {
			seats = append(seats, s)
		}
	}
	a.Seats = seats
}

// dropGone lets go of what was said of seats and assignments that are no longer there.
func (t *Task) dropGone() {
	seats, assignments := map[string]bool{}, map[string]bool{"": true}
	for _, a := range t.Assignments {
		assignments[a.ID] = true
		for _, s := range a.Seats {
			seats[s.ID] = true
		}
	}
	t.Locks = slices.DeleteFunc(t.Locks, func(l Lock) bool { return !seats[l.Seat] })
	t.Pairs = slices.DeleteFunc(t.Pairs, func(p Pair) bool { return !seats[p.A] || !seats[p.B] })
	for i := range t.People {
		p := &t.People[i]
		p.Wishes = slices.DeleteFunc(slices.Clone(p.Wishes), func(w Wish) bool { return !assignments[w.Assignment] })
	}
}

// Outlook is what lies ahead, week by week.
type Outlook struct {
	Bench []Minutes `json:"bench"` // contract that no seat asks for
	Short []Minutes `json:"short"` // work of seats that nobody has
}

// Ahead looks at what a plan leaves.
func Ahead(t *Task, plan *Plan) Outlook {
	o := Outlook{make([]Minutes, t.Weeks), make([]Minutes, t.Weeks)}
	planned := map[string]PersonHours{}
	for _, h := range plan.People {
		planned[h.Person] = h
	}
	for _, p := range t.People {
		for w, m := range p.Contract {
			o.Bench[w] += m
			if h := planned[p.ID]; len(h.Planned) == t.Weeks {
				o.Bench[w] -= h.Planned[w]
			}
		}
	}
	empty := map[string]bool{}
	for _, u := range plan.Unfilled {
		empty[u.Seat] = true
	}
	for _, a := range t.Assignments {
		for _, s := range a.Seats {
			for w, m := range s.Work {
				if empty[s.ID] {
					o.Short[s.First+w] += m
				}
			}
		}
	}
	return o
}

// Difference is what one plan has otherwise than another.
type Difference struct {
	Value   Points   `json:"value"` // more than the other; negative less
	Terms   Terms    `json:"terms"`
	Hours   Minutes  `json:"minutes"`          // done more
	Filled  []string `json:"filled,omitempty"` // seats that nobody had before
	Emptied []string `json:"emptied,omitempty"`
	Moved   []Move   `json:"moved,omitempty"`
	Certain bool     `json:"certain"` // that the best plans differ this way, up or down, is proved
}

// Compare says what changes from one plan to another.
func Compare(before, after *Plan) (d Difference) {
	d.Value, d.Hours = after.Value-before.Value, after.hoursDone()-before.hoursDone()
	d.Terms = after.Terms.Plus(before.Terms.times(-1))
	d.Certain = before.Bound < after.Value || after.Bound < before.Value || before.Proved && after.Proved
	for _, m := range Changes(before.Placements, after.Placements) {
		switch {
		case m.From == "":
			d.Filled = append(d.Filled, m.Seat)
		case m.To == "":
			d.Emptied = append(d.Emptied, m.Seat)
		default:
			d.Moved = append(d.Moved, m)
		}
	}
	return d
}

func (t Terms) times(n Points) Terms {
	return Terms{n * t.Priority, n * t.Fit, n * t.Continuity, n * t.Wishes, n * t.Development, n * t.Stretch, n * t.Travel, n * t.Fairness}
}

func (p *Plan) hoursDone() (sum Minutes) {
	for _, h := range p.People {
		for _, m := range h.Done {
			sum += m
		}
	}
	return sum
}

// WhatIf plans a task with changes, beginning with the plan without them.
// Errors: staffing.change, and those of Propose.
func WhatIf(ctx context.Context, t *Task, prices Prices, now *Plan, changes []Change, o Options) (*Task, *Plan, error) {
	changed, err := Apply(t, changes)
	if err != nil {
		return nil, nil, err
	}
	o.Start, o.Prices = now.Placements, now.Prices
	plan, err := Propose(ctx, changed, prices, o)
	return changed, plan, err
}
