// SPDX-License-Identifier: EUPL-1.2

// Package staffing proposes who does what when: people on the seats of assignments,
// at the best total value, with a proof of how much better any plan could be. Values
// in, plans out; it knows no database, clock, network or page. A person takes every
// decision.
//
// It weighs skills, availability and stated wishes, and nothing else: no behaviour,
// no performance, no health. That somebody is away is a number of hours, never a
// reason.
//
// It imports day, money, fault and highs.
package staffing

import (
	"rentmeester/day"
	"rentmeester/money"
)

// Minutes are working time. Contracts and seats are told in minutes a week, so that
// 34.5 hours is a whole number.
type Minutes int

// Hour is sixty minutes.
const Hour Minutes = 60

// Level is how well somebody masters a skill: 1 begins, 2 works under guidance, 3
// works alone, 4 guides others, 5 is known for it outside the house.
type Level int

// Task is all there is to plan from.
type Task struct {
	From        day.Day // the Monday of week 0
	Weeks       int     // how many weeks are planned; every week below is from 0 to Weeks-1
	Skills      []Skill
	People      []Person
	Assignments []Assignment
	Pairs       []Pair
	Locks       []Lock
	Travel      []Travel
}

// Skill is something one can master.
type Skill struct {
	ID, Name string
	Near     []Near // skills of which somebody can do this one too, some levels lower
}

// Near says that who masters Skill at level n counts as mastering the skill that lists
// it at level n - Down.
type Near struct {
	Skill string
	Down  Level // at least 1
}

// Person can do work.
type Person struct {
	ID, Name, Team, Place string
	Skills                map[string]Level // by Skill.ID
	Contract              []Minutes        // for each week what the contract gives to assignments; 0 none
	Present               []int            // for each week which part of the contract the person is there, in thousandths; nil always
	Wishes                []Wish
	Rate                  money.Cents // cost of an hour; 0 not told
}

// Wish is what a person stated to want. It may be about a skill or an assignment.
type Wish struct {
	Skill, Assignment string // one of the two
	Kind              WishKind
}

// WishKind is how somebody feels about work.
type WishKind string

// What one may state.
const (
	Gladly WishKind = "gladly" // would like to do this
	Rather WishKind = "not"    // would rather not
	Learn  WishKind = "learn"  // would like to grow in this skill: a stretch is welcome
)

// Assignment is work with a goal: it has one seat for each role.
type Assignment struct {
	ID, Name, Project, Place string
	Priority                 int         // 1 lowest … 5 highest
	Deadline                 day.Day     // last day; "" none. No seat may go past it
	Budget                   money.Cents // for the hours of all its seats at the rates of who sits there; 0 no limit
	Seats                    []Seat
}

// Seat is a role in an assignment, for one person during its whole period.
type Seat struct {
	ID, Name string
	Needs    []Need
	First    int       // first week
	Work     []Minutes // for each week from First on
	Before   []string  // persons who did this until now, by ID: continuity
}

// Need is a skill that a seat asks for.
type Need struct {
	Skill string
	Level Level
	Must  bool // without it nobody can sit here; otherwise it is welcome
}

// Pair ties two seats.
type Pair struct {
	A, B     string // seats
	Together bool   // one person has both, or nobody has either; false: never the same person
}

// Lock is what a person decided and the plan keeps.
type Lock struct {
	Seat, Person string
	Kind         LockKind
	Tentative    bool // an option that was promised and may still lapse: kept, and shown as such
}

// LockKind says what is kept.
type LockKind string

// What may be kept.
const (
	Fixed  LockKind = "fixed"  // this person has this seat
	Barred LockKind = "barred" // this person has not this seat
	Open   LockKind = "open"   // nobody has this seat; Person is empty
)

// Travel is how long one is under way between two places, there and back.
type Travel struct {
	A, B string
	Time Minutes
}

// Placement is one person on one seat.
type Placement struct {
	Seat   string `json:"seat"`
	Person string `json:"person"`
}
