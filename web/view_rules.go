// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	"rentmeester/day"
	"rentmeester/money"
)

// Rules are the rules of policy for bank lines that settle no open item, in the
// order in which they are tried.
type Rules struct {
	Today day.Day
	Now   []Rule
	Later []Rule // those that begin or change after today, as they will be
}

// Rule says of which lines it speaks and how they are booked.
type Rule struct {
	Name    string
	Since   day.Day
	When    string // condition in CEL
	Book    []RulePortion
	Certain bool // may be done without a person
}

// RulePortion is a part of a line that a rule books on one ledger account.
type RulePortion struct {
	Account    string // code of the ledger account
	Name       string // that policy gives it; "" none
	Share      string // "12.5 %" or CEL that gives cents; "" what is left
	Dimensions []Dimension
}

// Habits are the rules that people seem to follow.
type Habits struct {
	List    []Habit
	Known   bool      // they were looked for
	Since   time.Time // when that was
	Looking bool      // they are looked for now
}

// Habit is a rule that people seem to follow.
type Habit struct {
	Rule        Rule
	Text        string // the rule as it stands in a policy
	Times, Days int    // how often people booked so, on how many days
	First, Last day.Day
	Replay      Replay
}

// Replay is what a rule would have done with what was booked.
type Replay struct {
	Rule     string
	Certain  bool
	Hits     int // lines it speaks of
	Agree    int // booked exactly so
	Others   int // booked otherwise or matched to an open item
	Failed   int // lines on which it could not be worked out
	Disagree []PastLine
	OnItems  []PastLine
}

// PastLine is a line of history, for people to look at.
type PastLine struct {
	Day    day.Day
	Amount money.Cents
	Name   string
	Text   string
	Booked string // "4440 12.30, 1250 100.00"
}
