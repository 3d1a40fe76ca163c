// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"cmp"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// Booking is what was done with a bank line and stands.
type Booking struct {
	ID     int64 // of the line
	Line   Line
	Parts  []Part // what went to ledger accounts
	Items  bool   // something of it went to an open item, or on account of a party
	Person bool   // a person decided it
}

// Example is a line of history, for people to look at.
type Example struct {
	ID     int64       `json:"line"`
	Day    day.Day     `json:"day"`
	Amount money.Cents `json:"cents"`
	Name   string      `json:"name,omitempty"`
	Text   string      `json:"text,omitempty"`
	Booked string      `json:"booked,omitempty"` // "4440 12.30, 1250 100.00"
}

// Report is what a rule would have done with history.
type Report struct {
	Rule     string    `json:"rule"`
	Certain  bool      `json:"certain"`
	Hits     int       `json:"hits"`     // lines it speaks of
	Agree    int       `json:"agree"`    // booked exactly so
	Disagree []Example `json:"disagree"` // booked otherwise; the first of them
	OnItems  []Example `json:"onItems"`  // matched to an open item; the first of them
	Others   int       `json:"others"`   // how many were booked otherwise or on items, in all
	Failed   int       `json:"failed"`   // lines on which it could not be worked out
}

// Contradicted says whether history speaks against the rule.
func (r Report) Contradicted() bool { return r.Others > 0 }

// maxExamples bounds the lines that a report names of each sort.
const maxExamples = 50

// Replay tries every rule of a set on history, each by itself.
func Replay(s *Set, history []Booking) []Report {
	reports := make([]Report, len(s.rules))
	for i, c := range s.rules {
		reports[i] = Report{Rule: c.Name, Certain: c.Certain, Disagree: []Example{}, OnItems: []Example{}}
	}
	for _, b := range history {
		if b.Line.Amount == 0 {
			continue
		}
		seen := s.look(b.Line)
		for i, c := range s.rules {
			outcome, applies, failed := c.book(seen)
			if failed {
				reports[i].Failed++
			}
			if applies {
				reports[i].count(b, outcome)
			}
		}
	}
	return reports
}

func (r *Report) count(b Booking, o Outcome) {
	r.Hits++
	switch {
	case b.Items:
		r.Others++
		if len(r.OnItems) < maxExamples {
			r.OnItems = append(r.OnItems, b.example())
		}
	case same(b.Parts, o.Parts):
		r.Agree++
	default:
		r.Others++
		if len(r.Disagree) < maxExamples {
			r.Disagree = append(r.Disagree, b.example())
		}
	}
}

// same says whether two bookings put the same on the same accounts, in whatever
// order.
func same(a, b []Part) bool {
	return slices.Equal(sorted(a), sorted(b))
}

func sorted(parts []Part) []Part {
	if len(parts) < 2 {
		return parts
	}
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Dimensions, b.Dimensions), cmp.Compare(a.Amount, b.Amount))
	})
	return parts
}

func (b Booking) example() Example {
	booked := make([]string, len(b.Parts))
	for i, p := range b.Parts {
		booked[i] = strings.TrimSpace(p.Account+" "+p.Dimensions) + " " + p.Amount.String()
	}
	return Example{ID: b.ID, Day: b.Line.Booked, Amount: b.Line.Amount, Name: clip(b.Line.Name, 80),
		Text: strings.TrimSpace(clip(b.Line.Text+" "+b.Line.Info, 160)), Booked: strings.Join(booked, ", ")}
}
