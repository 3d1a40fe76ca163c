// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"fmt"
	"slices"

	"rentmeester/staffing"
)

// Counted is a plan as it is counted here.
type Counted struct {
	Value  int64
	Wrong  []string // each rule that is broken
	Filled int
	Hours  int64 // minutes done
}

// counter counts one plan.
type counter struct {
	task   *staffing.Task
	prices staffing.Prices
	people map[string]staffing.Person
	seats  map[string]staffing.Seat
	of     map[string]staffing.Assignment
	who    map[string]string // by seat
	out    Counted
}

// Count goes through a plan with nothing but the task, the prices and the rules of
// docs/staffing.md.
func Count(task *staffing.Task, prices staffing.Prices, plan []staffing.Placement) Counted {
	c := &counter{task: task, prices: prices, people: map[string]staffing.Person{}, seats: map[string]staffing.Seat{},
		of: map[string]staffing.Assignment{}, who: map[string]string{}}
	for _, p := range task.People {
		c.people[p.ID] = p
	}
	for _, a := range task.Assignments {
		for _, s := range a.Seats {
			c.seats[s.ID], c.of[s.ID] = s, a
		}
	}
	for _, x := range plan {
		_, person := c.people[x.Person]
		_, seat := c.seats[x.Seat]
		_, twice := c.who[x.Seat]
		if !person || !seat || twice {
			c.wrong("placement %v: person %v, seat %v, twice %v", x, person, seat, twice)
			continue
		}
		c.who[x.Seat] = x.Person
		c.one(x)
	}
	c.weeks()
	c.budgets()
	c.ties()
	return c.out
}

func (c *counter) wrong(format string, args ...any) {
	c.out.Wrong = append(c.out.Wrong, fmt.Sprintf(format, args...))
}

// masters is the level at which somebody can do a skill, and the level of the skill itself.
func (c *counter) masters(p staffing.Person, skill string) (level, own staffing.Level) {
	own = p.Skills[skill]
	level = own
	for _, s := range c.task.Skills {
		if s.ID != skill {
			continue
		}
		for _, n := range s.Near {
			if via := p.Skills[n.Skill] - n.Down; via > level {
				level = via
			}
		}
	}
	return level, own
}

// one looks at a person on a seat, and counts what that is worth.
func (c *counter) one(x staffing.Placement) {
	p, s, a := c.people[x.Person], c.seats[x.Seat], c.of[x.Seat]
	locked := c.fixed(x.Seat) // that it is by the person who sits there, ties says
	var total, done, weeks int64
	for w, m := range s.Work {
		here := int64(1000)
		if p.Present != nil {
			here = int64(p.Present[s.First+w])
		}
		total += int64(m)
		done += (int64(m)*here + 500) / 1000
		if m > 0 && here > 0 {
			weeks++
		}
	}
	c.out.Filled++
	c.out.Hours += done
	if !locked && (total-done)*1000 > total*int64(c.prices.MissedShare) {
		c.wrong("%v: %d of %d minutes missed", x, total-done, total)
	}
	short, near, met, welcome := c.skills(x, p, s, locked)
	perMinute := c.prices.Priority[a.Priority-1]
	for _, id := range s.Before {
		if id == p.ID {
			perMinute += c.prices.Continuity
			break
		}
	}
	gladly, rather := c.stated(p, s, a, staffing.Gladly), c.stated(p, s, a, staffing.Rather)
	if gladly {
		perMinute += c.prices.Gladly
	}
	if rather {
		perMinute -= c.prices.Rather
	}
	if near {
		perMinute -= c.prices.Near
	}
	if short != "" {
		perMinute -= c.prices.Stretch
		for _, w := range p.Wishes {
			if w.Kind == staffing.Learn && w.Skill == short {
				perMinute += c.prices.Develop
				break
			}
		}
	}
	c.out.Value += done*int64(perMinute) - weeks*c.travel(p.Place, a.Place)*int64(c.prices.Travel)
	if welcome > 0 {
		c.out.Value += done * int64(c.prices.Welcome) * int64(met) / int64(welcome)
	}
}

// skills looks at what a seat asks for.
func (c *counter) skills(x staffing.Placement, p staffing.Person, s staffing.Seat, locked bool) (short string, near bool, met, welcome int) {
	for _, n := range s.Needs {
		level, own := c.masters(p, n.Skill)
		if !n.Must {
			welcome++
			if level >= n.Level {
				met++
			}
			continue
		}
		switch {
		case own >= n.Level:
		case level >= n.Level:
			near = true
		case level == n.Level-1 && level > 0 && short == "":
			short = n.Skill
		case level == n.Level-1 && level > 0 && locked:
			if slices.ContainsFunc(p.Wishes, func(w staffing.Wish) bool { return w.Kind == staffing.Learn && w.Skill == n.Skill }) {
				short = n.Skill // of several that are short, one that somebody wants to learn
			}
		case locked:
		default:
			c.wrong("%v: %s at %d, has %d, already short of %q", x, n.Skill, n.Level, level, short)
		}
	}
	return short, near, met, welcome
}

func (c *counter) stated(p staffing.Person, s staffing.Seat, a staffing.Assignment, kind staffing.WishKind) bool {
	for _, w := range p.Wishes {
		if w.Kind != kind {
			continue
		}
		if w.Assignment == a.ID {
			return true
		}
		for _, n := range s.Needs {
			if n.Skill == w.Skill {
				return true
			}
		}
	}
	return false
}

func (c *counter) travel(a, b string) int64 {
	for _, t := range c.task.Travel {
		if a != b && (t.A == a && t.B == b || t.A == b && t.B == a) {
			return int64(t.Time)
		}
	}
	return 0
}

// weeks adds up what each person has in each week, and what the load costs.
func (c *counter) weeks() {
	for _, p := range c.task.People {
		var contract, load int64
		for w := range c.task.Weeks {
			sum := staffing.Minutes(0)
			for id, who := range c.who {
				s := c.seats[id]
				if at := w - s.First; who == p.ID && at >= 0 && at < len(s.Work) {
					sum += s.Work[at]
				}
			}
			if sum > p.Contract[w] {
				c.wrong("%s in week %d: %d minutes, contract %d", p.ID, w, sum, p.Contract[w])
			}
			contract += int64(p.Contract[w])
			load += int64(sum)
		}
		for _, b := range c.prices.Fair {
			if over := load - contract*int64(b.Above)/1000; over > 0 {
				c.out.Value -= over * int64(b.Price)
			}
		}
	}
}

// budgets adds up what each assignment costs; what people locked may exceed it by
// itself, and then others bring nothing on top.
func (c *counter) budgets() {
	for _, a := range c.task.Assignments {
		if a.Budget == 0 {
			continue
		}
		var fixed, chosen int64
		for _, s := range a.Seats {
			who, sits := c.who[s.ID]
			if !sits {
				continue
			}
			p, done := c.people[who], int64(0)
			for w, m := range s.Work {
				here := int64(1000)
				if p.Present != nil {
					here = int64(p.Present[s.First+w])
				}
				done += (int64(m)*here + 500) / 1000
			}
			cost := (done*int64(p.Rate) + 30) / 60
			if c.fixed(s.ID) {
				fixed += cost
			} else {
				chosen += cost
			}
		}
		if chosen > max(0, int64(a.Budget)-fixed) {
			c.wrong("%s: %d cents and %d by locks, budget %d", a.ID, chosen, fixed, a.Budget)
		}
	}
}

// fixed says whether a seat is locked, by itself or through one that it goes with.
func (c *counter) fixed(seat string) bool {
	same := map[string]bool{seat: true}
	for range c.task.Pairs {
		for _, p := range c.task.Pairs {
			if p.Together && (same[p.A] || same[p.B]) {
				same[p.A], same[p.B] = true, true
			}
		}
	}
	for _, l := range c.task.Locks {
		if l.Kind == staffing.Fixed && same[l.Seat] {
			return true
		}
	}
	return false
}

// ties looks at locks and pairs.
func (c *counter) ties() {
	for _, l := range c.task.Locks {
		who, sits := c.who[l.Seat]
		switch {
		case l.Kind == staffing.Open && sits, l.Kind == staffing.Barred && who == l.Person, l.Kind == staffing.Fixed && who != l.Person:
			c.wrong("lock %v: %q sits there", l, who)
		}
	}
	for _, p := range c.task.Pairs {
		a, b := c.who[p.A], c.who[p.B]
		if p.Together && a != b || !p.Together && a != "" && a == b {
			c.wrong("pair %v: %q and %q", p, a, b)
		}
	}
}
