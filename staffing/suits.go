// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"rentmeester/fault"
	"rentmeester/money"
)

// Reason is why something is so: a sentence of the catalogue and what fills it.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

func reason(code string, pairs ...any) Reason { return Reason{code, fault.Args(pairs...)} }

// Hours writes minutes as hours, to a hundredth: 34.5.
func (m Minutes) Hours() string {
	return strconv.FormatFloat(math.Round(float64(m)*100/60)/100, 'f', -1, 64)
}

// Suits says what stands in the way of somebody on a seat, others left aside: empty
// when nothing does. Each of the reasons suffices by itself.
// Errors: staffing.unknown-person, staffing.unknown-seat.
func Suits(t *Task, prices Prices, person, seat string) ([]Reason, error) {
	l := newLook(t, prices)
	who, where := l.personAt(person), l.seatAt(seat)
	if who < 0 {
		return nil, fault.New("staffing.unknown-person", "person", person, "kind", "seat", "id", seat)
	}
	if where < 0 {
		return nil, fault.New("staffing.unknown-seat", "seat", seat, "kind", "person")
	}
	return l.blocks(who, where), nil
}

// look holds a task as pairs are looked at: people and seats in the order of their
// names, so that the order of the input is no matter.
type look struct {
	task   *Task
	prices Prices
	people []*Person
	seats  []seatOf
	skills map[string]int
	own    [][]Level // by person and skill
	near   [][]Level // through skills near to it
	wishes []map[string]WishKind
	locks  map[string][]Lock // by seat
	travel map[[2]string]Minutes
}

// seatOf is a seat with what it belongs to.
type seatOf struct {
	*Seat
	of    *Assignment
	needs []int // the skill of each need, by number
	total int64
}

func newLook(t *Task, prices Prices) *look {
	l := &look{task: t, prices: prices, skills: map[string]int{}, locks: map[string][]Lock{}, travel: map[[2]string]Minutes{}}
	for i, s := range t.Skills {
		l.skills[s.ID] = i
	}
	for i := range t.People {
		l.people = append(l.people, &t.People[i])
	}
	slices.SortFunc(l.people, func(a, b *Person) int { return cmp.Compare(a.ID, b.ID) })
	for i := range t.Assignments {
		for j := range t.Assignments[i].Seats {
			l.seats = append(l.seats, l.newSeat(&t.Assignments[i], &t.Assignments[i].Seats[j]))
		}
	}
	slices.SortFunc(l.seats, func(a, b seatOf) int { return cmp.Compare(a.ID, b.ID) })
	for _, k := range t.Locks {
		l.locks[k.Seat] = append(l.locks[k.Seat], k)
	}
	for _, r := range t.Travel {
		l.travel[[2]string{r.A, r.B}], l.travel[[2]string{r.B, r.A}] = r.Time, r.Time
	}
	for _, p := range l.people {
		l.learnOf(p)
	}
	return l
}

func (l *look) newSeat(a *Assignment, s *Seat) seatOf {
	seat := seatOf{Seat: s, of: a}
	for _, n := range s.Needs {
		seat.needs = append(seat.needs, l.skills[n.Skill])
	}
	for _, m := range s.Work {
		seat.total += int64(m)
	}
	return seat
}

// learnOf notes what somebody can do, by oneself and through near skills, and wants.
func (l *look) learnOf(p *Person) {
	own, near := make([]Level, len(l.task.Skills)), make([]Level, len(l.task.Skills))
	for id, level := range p.Skills {
		own[l.skills[id]] = level
	}
	for i, s := range l.task.Skills {
		for _, n := range s.Near {
			near[i] = max(near[i], p.Skills[n.Skill]-n.Down)
		}
	}
	wishes := map[string]WishKind{}
	for _, w := range p.Wishes {
		wishes[string(w.Kind)+" "+w.Skill+"/"+w.Assignment] = w.Kind
	}
	l.own, l.near, l.wishes = append(l.own, own), append(l.near, near), append(l.wishes, wishes)
}

func (l *look) personAt(id string) int {
	at, ok := slices.BinarySearchFunc(l.people, id, func(p *Person, id string) int { return cmp.Compare(p.ID, id) })
	if !ok {
		return -1
	}
	return at
}

func (l *look) seatAt(id string) int {
	at, ok := slices.BinarySearchFunc(l.seats, id, func(s seatOf, id string) int { return cmp.Compare(s.ID, id) })
	if !ok {
		return -1
	}
	return at
}

// skilled looks at the must skills: whether they suffice, and the one that is a level
// short, by its place among the needs; -1 for none. near: one is there only through
// another skill. All needs are looked at, so that what a lock overrules is worth the same
// in whichever order they stand.
func (l *look) skilled(who, where int) (ok bool, stretch int, near bool) {
	s := &l.seats[where]
	ok, stretch = true, -1
	for i, n := range s.Needs {
		if !n.Must {
			continue
		}
		own, through := l.own[who][s.needs[i]], l.near[who][s.needs[i]]
		switch {
		case own >= n.Level:
		case through >= n.Level:
			near = true
		case max(own, through) == n.Level-1 && n.Level > 1:
			ok = ok && stretch < 0
			if stretch < 0 || l.learns(who, n.Skill) {
				stretch = i
			}
		default:
			ok = false
		}
	}
	return ok, stretch, near
}

// learns says whether somebody wants to grow in a skill.
func (l *look) learns(who int, skill string) bool {
	_, stated := l.wishes[who][string(Learn)+" "+skill+"/"]
	return stated
}

// done is how many minutes of a seat somebody does, absence off.
func (l *look) done(who, where int) int64 {
	s, present := &l.seats[where], l.people[who].Present
	if present == nil {
		return s.total
	}
	done := int64(0)
	for w, m := range s.Work {
		done += (int64(m)*int64(present[s.First+w]) + 500) / 1000
	}
	return done
}

// enough says whether the contract gives the hours of a seat in each of its weeks.
func (l *look) enough(who, where int) bool {
	s, contract := &l.seats[where], l.people[who].Contract
	for w, m := range s.Work {
		if m > contract[s.First+w] {
			return false
		}
	}
	return true
}

// cost is what somebody's hours on a seat cost, in cents.
func (l *look) cost(who int, done int64) int64 { return (done*int64(l.people[who].Rate) + 30) / 60 }

// allowed says whether nothing stands in the way: blocks without the words.
func (l *look) allowed(who, where int) bool {
	if ok, _, _ := l.skilled(who, where); !ok || !l.enough(who, where) {
		return false
	}
	s, done := &l.seats[where], l.done(who, where)
	if (s.total-done)*1000 > s.total*int64(l.prices.MissedShare) || s.of.Budget > 0 && l.cost(who, done) > int64(s.of.Budget) {
		return false
	}
	for _, k := range l.locks[s.ID] {
		if k.Kind == Open || (k.Kind == Barred) == (k.Person == l.people[who].ID) {
			return false
		}
	}
	return true
}

// blocks are all reasons why somebody cannot sit somewhere, others left aside.
func (l *look) blocks(who, where int) (all []Reason) {
	s, p := &l.seats[where], l.people[who]
	all = append(l.skillBlocks(who, where), l.lockBlocks(who, where)...)
	for w, m := range s.Work {
		if contract := p.Contract[s.First+w]; m > contract {
			all = append(all, reason("staffing.block.hours", "week", l.task.From.Add(7*(s.First+w)), "hours", m.Hours(), "contract", contract.Hours()))
			break
		}
	}
	done := l.done(who, where)
	if missed := s.total - done; missed*1000 > s.total*int64(l.prices.MissedShare) {
		all = append(all, reason("staffing.block.missed", "hours", Minutes(missed).Hours(), "of", Minutes(s.total).Hours(), "most", l.prices.MissedShare/10))
	}
	if cost := l.cost(who, done); s.of.Budget > 0 && cost > int64(s.of.Budget) {
		all = append(all, reason("staffing.block.budget", "assignment", s.of.Name, "cost", money.Cents(cost), "budget", s.of.Budget))
	}
	return all
}

func (l *look) skillBlocks(who, where int) (all []Reason) {
	s := &l.seats[where]
	var short []string
	for i, n := range s.Needs {
		has := max(l.own[who][s.needs[i]], l.near[who][s.needs[i]])
		name := l.task.Skills[s.needs[i]].called()
		switch {
		case !n.Must || has >= n.Level:
		case has == n.Level-1 && n.Level > 1:
			short = append(short, name)
		case has < 1:
			all = append(all, reason("staffing.block.skill", "skill", name, "level", n.Level))
		default:
			all = append(all, reason("staffing.block.level", "skill", name, "level", n.Level, "has", has))
		}
	}
	if len(short) > 1 {
		all = append(all, reason("staffing.block.stretches", "skill", short[0], "other", short[1]))
	}
	return all
}

func (l *look) lockBlocks(who, where int) (all []Reason) {
	for _, k := range l.locks[l.seats[where].ID] {
		switch {
		case k.Kind == Open:
			all = append(all, reason("staffing.block.open"))
		case k.Kind == Barred && k.Person == l.people[who].ID:
			all = append(all, reason("staffing.block.barred"))
		case k.Kind == Fixed && k.Person != l.people[who].ID:
			all = append(all, reason("staffing.block.locked", "person", l.people[l.personAt(k.Person)].called()))
		}
	}
	return all
}

func (s Skill) called() string   { return cmp.Or(s.Name, s.ID) }
func (p *Person) called() string { return cmp.Or(p.Name, p.ID) }
