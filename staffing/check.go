// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"errors"
	"slices"

	"rentmeester/fault"
)

// MaxWeeks is how far ahead may be planned.
const MaxWeeks = 260

// Check says what is wrong with a task: all of it, each fault with what it is about.
// Errors: a join of staffing.* faults.
func Check(t *Task) error {
	c := checker{task: t, skills: map[string]bool{}, people: map[string]*Person{}, assignments: map[string]bool{}, seats: map[string]*Seat{}}
	c.horizon()
	c.allSkills()
	for i := range t.People {
		c.person(&t.People[i])
	}
	for i := range t.Assignments {
		c.assignment(&t.Assignments[i])
	}
	for i := range t.People {
		c.wishes(&t.People[i])
	}
	for i := range t.Assignments {
		c.before(&t.Assignments[i])
	}
	c.pairs()
	c.locks()
	if len(c.found) == 0 {
		c.locksTogether()
	}
	return errors.Join(c.found...)
}

// checker gathers what is wrong.
type checker struct {
	task        *Task
	skills      map[string]bool
	people      map[string]*Person
	assignments map[string]bool
	seats       map[string]*Seat
	found       []error
}

func (c *checker) wrong(f *fault.Error) { c.found = append(c.found, f) }

// once says whether a name is there for the first time, and complains if not.
func (c *checker) once(seen bool, kind, id string) bool {
	switch {
	case id == "":
		c.wrong(fault.New("staffing.no-id", "kind", kind))
		return false
	case seen:
		c.wrong(fault.New("staffing.twice", "kind", kind, "id", id))
		return false
	}
	return true
}

func (c *checker) horizon() {
	if c.task.Weeks < 1 || c.task.Weeks > MaxWeeks {
		c.wrong(fault.New("staffing.weeks", "weeks", c.task.Weeks, "most", MaxWeeks))
	}
	if c.task.From == "" || c.task.From.Time().Weekday() != 1 {
		c.wrong(fault.New("staffing.monday", "day", c.task.From))
	}
}

func (c *checker) allSkills() {
	for _, s := range c.task.Skills {
		if c.once(c.skills[s.ID], "skill", s.ID) {
			c.skills[s.ID] = true
		}
	}
	for _, s := range c.task.Skills {
		for _, n := range s.Near {
			c.skill(n.Skill, "skill", s.ID)
			if n.Down < 1 {
				c.wrong(fault.New("staffing.near", "skill", s.ID, "near", n.Skill))
			}
		}
	}
}

// skill wants a skill to be known; kind and id say where it is named.
func (c *checker) skill(skill, kind, id string) {
	if !c.skills[skill] {
		c.wrong(fault.New("staffing.unknown-skill", "skill", skill, "kind", kind, "id", id))
	}
}

func (c *checker) level(level Level, kind, id string) {
	if level < 1 || level > 5 {
		c.wrong(fault.New("staffing.level", "level", level, "kind", kind, "id", id))
	}
}

func (c *checker) person(p *Person) {
	if c.once(c.people[p.ID] != nil, "person", p.ID) {
		c.people[p.ID] = p
	}
	skills := make([]string, 0, len(p.Skills))
	for s := range p.Skills {
		skills = append(skills, s)
	}
	slices.Sort(skills)
	for _, s := range skills {
		c.skill(s, "person", p.ID)
		c.level(p.Skills[s], "person", p.ID)
	}
	if len(p.Contract) != c.task.Weeks || p.Present != nil && len(p.Present) != c.task.Weeks {
		c.wrong(fault.New("staffing.person-weeks", "id", p.ID, "weeks", c.task.Weeks))
	}
	for _, m := range p.Contract {
		if m < 0 || m > 168*Hour {
			c.wrong(fault.New("staffing.hours", "kind", "person", "id", p.ID))
			break
		}
	}
	for _, share := range p.Present {
		if share < 0 || share > 1000 {
			c.wrong(fault.New("staffing.present", "id", p.ID))
			break
		}
	}
	if p.Rate < 0 {
		c.wrong(fault.New("staffing.rate", "id", p.ID))
	}
}

func (c *checker) wishes(p *Person) {
	for _, w := range p.Wishes {
		switch {
		case (w.Skill == "") == (w.Assignment == "") || w.Kind == Learn && w.Skill == "" || !slices.Contains([]WishKind{Gladly, Rather, Learn}, w.Kind):
			c.wrong(fault.New("staffing.wish", "id", p.ID))
		case w.Skill != "":
			c.skill(w.Skill, "person", p.ID)
		case !c.assignments[w.Assignment]:
			c.wrong(fault.New("staffing.unknown-assignment", "assignment", w.Assignment, "id", p.ID))
		}
	}
}

func (c *checker) assignment(a *Assignment) {
	if c.once(c.assignments[a.ID], "assignment", a.ID) {
		c.assignments[a.ID] = true
	}
	if a.Priority < 1 || a.Priority > 5 {
		c.wrong(fault.New("staffing.priority", "id", a.ID, "priority", a.Priority))
	}
	if a.Budget < 0 {
		c.wrong(fault.New("staffing.budget", "id", a.ID))
	}
	for i := range a.Seats {
		c.seat(a, &a.Seats[i])
	}
}

func (c *checker) seat(a *Assignment, s *Seat) {
	if c.once(c.seats[s.ID] != nil, "seat", s.ID) {
		c.seats[s.ID] = s
	}
	if s.First < 0 || len(s.Work) == 0 || s.First+len(s.Work) > c.task.Weeks {
		c.wrong(fault.New("staffing.seat-weeks", "id", s.ID, "weeks", c.task.Weeks))
		return
	}
	total := Minutes(0)
	for _, m := range s.Work {
		if m < 0 || m > 168*Hour {
			c.wrong(fault.New("staffing.hours", "kind", "seat", "id", s.ID))
			return
		}
		total += m
	}
	if total == 0 {
		c.wrong(fault.New("staffing.no-work", "id", s.ID))
	}
	last := s.First + len(s.Work) - 1
	if a.Deadline != "" && c.task.From.Add(7*last) > a.Deadline { // its last week begins after the deadline
		c.wrong(fault.New("staffing.past-deadline", "id", s.ID, "deadline", a.Deadline, "week", c.task.From.Add(7*last)))
	}
	for _, n := range s.Needs {
		c.skill(n.Skill, "seat", s.ID)
		c.level(n.Level, "seat", s.ID)
	}
}

func (c *checker) before(a *Assignment) {
	for _, s := range a.Seats {
		for _, id := range s.Before {
			if c.people[id] == nil {
				c.wrong(fault.New("staffing.unknown-person", "person", id, "kind", "seat", "id", s.ID))
			}
		}
	}
}

func (c *checker) pairs() {
	for _, p := range c.task.Pairs {
		for _, id := range []string{p.A, p.B} {
			if c.seats[id] == nil {
				c.wrong(fault.New("staffing.unknown-seat", "seat", id, "kind", "pair"))
			}
		}
		if p.A == p.B {
			c.wrong(fault.New("staffing.pair-itself", "seat", p.A))
		}
	}
}

func (c *checker) locks() {
	sits := map[string]string{} // who is fixed where
	open, barred := map[string]bool{}, map[[2]string]bool{}
	for _, l := range c.task.Locks {
		if c.seats[l.Seat] == nil {
			c.wrong(fault.New("staffing.unknown-seat", "seat", l.Seat, "kind", "lock"))
		}
		switch {
		case l.Kind == Open && l.Person == "":
			open[l.Seat] = true
			continue
		case l.Kind != Fixed && l.Kind != Barred:
			c.wrong(fault.New("staffing.lock-kind", "seat", l.Seat, "lock", l.Kind))
			continue
		case c.people[l.Person] == nil:
			c.wrong(fault.New("staffing.unknown-person", "person", l.Person, "kind", "lock", "id", l.Seat))
			continue
		case l.Kind == Barred:
			barred[[2]string{l.Seat, l.Person}] = true
			continue
		}
		if other, has := sits[l.Seat]; has && other != l.Person {
			c.wrong(fault.New("staffing.locks-two", "seat", l.Seat, "person", other, "other", l.Person))
		}
		sits[l.Seat] = l.Person
	}
	for _, l := range c.task.Locks {
		if l.Kind == Fixed && (open[l.Seat] || barred[[2]string{l.Seat, l.Person}]) {
			c.wrong(fault.New("staffing.locks-differ", "seat", l.Seat, "person", l.Person))
		}
	}
}
