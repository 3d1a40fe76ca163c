// SPDX-License-Identifier: EUPL-1.2

// Package staffing invents municipalities whose people and assignments are to be
// matched, of several sizes, always the same from the same seed; and it counts every
// plan again, from the rules as they are written in docs/staffing.md and without any
// function of the engine.
package staffing

import (
	"fmt"
	"math/rand/v2"

	"rentmeester/money"
	"rentmeester/staffing"
)

// Shape is what a municipality looks like.
type Shape struct {
	Name                       string
	People, Assignments, Seats int
	Weeks                      int
}

// The shapes. Normal has a seat and a half for each person, scarce far more work than
// people; large is a city.
var (
	Small  = Shape{"small", 60, 30, 83, 52}
	Normal = Shape{"normal", 300, 150, 413, 52}
	Scarce = Shape{"scarce", 300, 286, 786, 52}
	Large  = Shape{"large", 2000, 1000, 2750, 52}
)

// Shapes are all of them.
var Shapes = []Shape{Small, Normal, Scarce, Large}

// families of skills; within a family one skill is near to the next.
var families = [][]string{
	{"projectleiding", "programmamanagement", "procesregie", "risicomanagement"},
	{"stedenbouw", "omgevingsrecht", "vergunningen", "participatie"},
	{"civiele techniek", "wegontwerp", "riolering", "bruggen"},
	{"financien", "control", "inkoop", "subsidies"},
	{"ict-architectuur", "gegevensbeheer", "applicatiebeheer", "informatiebeveiliging"},
	{"beleid sociaal", "jeugdzorg", "wmo", "schuldhulp"},
	{"communicatie", "redactie", "gebiedscommunicatie"},
	{"juridisch", "aanbesteding", "privacy"},
	{"duurzaamheid", "warmtenet", "ecologie"},
}

var places = []string{"Stadhuis", "Werf", "Oost", "Dorp"}

// town is what is being invented.
type town struct {
	Shape
	rnd  *rand.Rand
	task *staffing.Task
	sat  map[string]bool // persons who have a lock
}

// Invent makes a municipality of a shape.
func Invent(shape Shape, seed uint64) *staffing.Task {
	t := &town{Shape: shape, rnd: rand.New(rand.NewPCG(seed, 7)), sat: map[string]bool{},
		task: &staffing.Task{From: "2026-01-05", Weeks: shape.Weeks}}
	for _, family := range families {
		for i, name := range family {
			s := staffing.Skill{ID: name, Name: name}
			if i > 0 {
				s.Near = []staffing.Near{{Skill: family[i-1], Down: staffing.Level(1 + t.rnd.IntN(2))}}
			}
			t.task.Skills = append(t.task.Skills, s)
		}
	}
	for i, a := range places {
		for j, b := range places[:i] {
			t.task.Travel = append(t.task.Travel, staffing.Travel{A: a, B: b, Time: staffing.Minutes(20 * (1 + (i+j)%4))})
		}
	}
	for i := range shape.People {
		t.task.People = append(t.task.People, t.person(i))
	}
	t.assignments()
	t.pairs()
	return t.task
}

func (t *town) chance(percent int) bool { return t.rnd.IntN(100) < percent }

func (t *town) person(i int) staffing.Person {
	p := staffing.Person{ID: fmt.Sprintf("p%04d", i+1), Name: fmt.Sprintf("Medewerker %d", i+1), Team: fmt.Sprintf("team %d", i%12+1),
		Place: places[t.rnd.IntN(len(places))], Skills: map[string]staffing.Level{}, Rate: money.Cents(5500 + 500*t.rnd.IntN(12))}
	home := families[t.rnd.IntN(len(families))]
	for range 2 + t.rnd.IntN(3) {
		p.Skills[home[t.rnd.IntN(len(home))]] = staffing.Level(2 + t.rnd.IntN(4))
	}
	if t.chance(60) {
		second := families[t.rnd.IntN(len(families))]
		p.Skills[second[t.rnd.IntN(len(second))]] = staffing.Level(1 + t.rnd.IntN(4))
	}
	hours := staffing.Minutes(8+4*t.rnd.IntN(7)) * staffing.Hour
	ends := t.Weeks
	if t.chance(6) {
		ends = t.Weeks/3 + t.rnd.IntN(t.Weeks/2)
	}
	for w := range t.Weeks {
		if w >= ends {
			hours = 0
		}
		p.Contract = append(p.Contract, hours)
	}
	p.Present = t.present()
	t.wish(&p)
	return p
}

// present gives holidays, and to a few a long absence by half.
func (t *town) present() []int {
	list := make([]int, t.Weeks)
	for w := range list {
		list[w] = 1000
	}
	for range 2 {
		from := t.rnd.IntN(t.Weeks - 2)
		list[from], list[from+1] = 0, 0
	}
	if t.chance(4) {
		from := t.rnd.IntN(t.Weeks - 10)
		for w := range 10 {
			list[from+w] = 500
		}
	}
	return list
}

func (t *town) wish(p *staffing.Person) {
	family := families[t.rnd.IntN(len(families))]
	skill := family[t.rnd.IntN(len(family))]
	switch t.rnd.IntN(6) {
	case 0:
		p.Wishes = []staffing.Wish{{Skill: skill, Kind: staffing.Gladly}}
	case 1:
		p.Wishes = []staffing.Wish{{Skill: skill, Kind: staffing.Rather}}
	case 2:
		for _, s := range t.task.Skills { // grow in what one knows already
			if p.Skills[s.ID] > 0 {
				p.Wishes = []staffing.Wish{{Skill: s.ID, Kind: staffing.Learn}}
				break
			}
		}
	}
}

// assignments divides the seats among the assignments.
func (t *town) assignments() {
	left := t.Seats
	for i := range t.Assignments {
		a := staffing.Assignment{ID: fmt.Sprintf("o%04d", i+1), Name: fmt.Sprintf("Opgave %d", i+1), Project: fmt.Sprintf("7%04d", i+1),
			Place: places[t.rnd.IntN(len(places))], Priority: 1 + min(t.rnd.IntN(5), t.rnd.IntN(6))}
		seats := left / (t.Assignments - i)
		if i < t.Assignments-1 && left > t.Assignments-i && seats > 1 {
			seats += t.rnd.IntN(3) - 1
		}
		left -= seats
		for n := range seats {
			a.Seats = append(a.Seats, t.seat(&a, n))
		}
		t.limits(&a)
		t.task.Assignments = append(t.task.Assignments, a)
	}
}

func (t *town) seat(a *staffing.Assignment, n int) staffing.Seat {
	s := staffing.Seat{ID: fmt.Sprintf("%s-%d", a.ID, n+1), Name: fmt.Sprintf("rol %d", n+1), First: t.rnd.IntN(t.Weeks - 8)}
	long := min(6+t.rnd.IntN(30), t.Weeks-s.First)
	hours := staffing.Minutes(4+4*t.rnd.IntN(6)) * staffing.Hour
	for range long {
		s.Work = append(s.Work, hours)
	}
	family := families[t.rnd.IntN(len(families))]
	musts := 1 + t.rnd.IntN(2)
	for i, k := range t.rnd.Perm(len(family))[:musts+1] {
		s.Needs = append(s.Needs, staffing.Need{Skill: family[k], Level: staffing.Level(2 + min(t.rnd.IntN(3), t.rnd.IntN(3))), Must: i < musts})
	}
	if t.chance(15) {
		s.Before = []string{t.task.People[t.rnd.IntN(len(t.task.People))].ID}
	}
	if t.chance(4) {
		t.lock(&s)
	}
	return s
}

// lock fixes a seat on somebody who has no other lock, and asks what that one can do.
func (t *town) lock(s *staffing.Seat) {
	p := &t.task.People[t.rnd.IntN(len(t.task.People))]
	last := s.First + len(s.Work) - 1
	if t.sat[p.ID] || p.Contract[last] < s.Work[0] {
		return
	}
	t.sat[p.ID] = true
	s.Needs = nil
	for _, skill := range t.task.Skills {
		if level := p.Skills[skill.ID]; level > 0 {
			s.Needs = append(s.Needs, staffing.Need{Skill: skill.ID, Level: level, Must: true})
			break
		}
	}
	t.task.Locks = append(t.task.Locks, staffing.Lock{Seat: s.ID, Person: p.ID, Kind: staffing.Fixed, Tentative: t.chance(30)})
}

// limits gives some assignments a deadline and some a budget that is a bit tight.
func (t *town) limits(a *staffing.Assignment) {
	end, minutes := 0, staffing.Minutes(0)
	for _, s := range a.Seats {
		end = max(end, s.First+len(s.Work))
		for _, m := range s.Work {
			minutes += m
		}
	}
	if t.chance(50) {
		a.Deadline = t.task.From.Add(7*end + t.rnd.IntN(40))
	}
	if t.chance(12) {
		a.Budget = money.Cents(int64(minutes) / 60 * int64(6000+500*t.rnd.IntN(6)))
	}
}

// pairs ties some seats of one assignment.
func (t *town) pairs() {
	locked := map[string]bool{}
	for _, l := range t.task.Locks {
		locked[l.Seat] = true
	}
	for _, a := range t.task.Assignments {
		if len(a.Seats) < 2 || locked[a.Seats[0].ID] || locked[a.Seats[1].ID] || !t.chance(15) {
			continue
		}
		t.task.Pairs = append(t.task.Pairs, staffing.Pair{A: a.Seats[0].ID, B: a.Seats[1].ID, Together: t.chance(25)})
	}
}
