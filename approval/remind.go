// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"strconv"

	"rentmeester/day"
)

// Reminder is somebody to be told, today or on an earlier day when it was not
// done. Its key is the same each time it is derived, so that it is sent once.
type Reminder struct {
	Key  string      `json:"key"`
	Kind string      `json:"kind"` // waits, deadline, late, escalate
	Due  day.Day     `json:"due"`
	To   []Candidate `json:"to"`
	Why  Reason      `json:"why"`
}

// remind gives the reminders that are due: every so many days that it waits, once
// before the last day, once when it is past, once to whom it is escalated.
func (w *worker) remind() []Reminder {
	s, terms := &w.out, w.r.Policy.Reminders
	if s.State != Waiting && s.State != Asked || s.Since == "" {
		return nil
	}
	var list []Reminder
	add := func(kind, key string, due day.Day, to []Candidate, why Reason) {
		if due <= w.now {
			list = append(list, Reminder{Key: kind + ":" + key, Kind: kind, Due: due, To: to, Why: why})
		}
	}
	waited := w.now.Sub(s.Since)
	if terms.After > 0 && waited >= terms.After {
		times := waited / terms.After
		add("waits", s.Since.String()+":"+strconv.Itoa(times), s.Since.Add(times*terms.After), s.Turn, reason("remind-waits", "days", waited))
	}
	if last := s.Clock.Last; last != "" {
		if terms.Before > 0 && s.Clock.Late == 0 {
			add("deadline", last.String(), last.Add(-terms.Before), s.Turn, reason("remind-deadline", "day", last, "days", s.Clock.Left))
		}
		add("late", last.String(), last.Add(1), s.Turn, reason("remind-late", "day", last, "days", s.Clock.Late))
	}
	if terms.Escalate > 0 && terms.EscalateTo != "" && waited >= terms.Escalate {
		add("escalate", s.Since.String(), s.Since.Add(terms.Escalate), w.holders(terms.EscalateTo), reason("remind-escalate", "days", waited))
	}
	return list
}

// holders gives everybody who has a role now and is there.
func (w *worker) holders(role string) []Candidate {
	var list []Candidate
	for _, p := range w.r.people(w.now) {
		for _, g := range p.Grants {
			if g.Role == role && g.Holds(w.now) {
				list = append(list, Candidate{Person: p.ID, Name: p.name(), Away: p.away(w.now)})
				break
			}
		}
	}
	return present(list)
}
