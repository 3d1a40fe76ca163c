// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"rentmeester/formats/table"
	"rentmeester/staffing"
)

// Cell gives the parts of a cell that holds a list, for who types one.
func Cell(s string) []string { return parts(s) }

// Levelled reads "projectleiding 4"; a skill without a level is at 3, and one of which
// the level cannot be read at 0.
func Levelled(s string) (skill string, level staffing.Level) {
	skill, level, ok := levelled(s, 3)
	if !ok {
		return skill, 0
	}
	return skill, level
}

// parts are the parts of a cell that holds a list. A comma parts only where a level
// stands before each of them, as a comma may be in the name of a skill.
func parts(s string) (list []string) {
	for _, one := range strings.FieldsFunc(s, func(c rune) bool { return c == ';' || c == '|' || c == '\n' || c == '\r' }) {
		for _, one := range byComma(one) {
			if one = strings.TrimSpace(one); one != "" {
				list = append(list, one)
			}
		}
	}
	return list
}

func byComma(s string) []string {
	list := strings.Split(s, ",")
	for _, one := range list {
		if at := level.FindStringSubmatch(strings.TrimSpace(one)); at == nil || at[3] != "" {
			return []string{s}
		}
	}
	return list
}

// level is a level after the name of a skill: "plan 4", "plan: 4", "plan = 4", "plan -
// 4", "plan (4)", "plan niveau 4", "plan 4/5". A number of more figures belongs to the
// name ("ISO 27001"), unless a word says that it is a level.
var level = regexp.MustCompile(`(?i)^(.*?[^\s:=(–-])(?:\s+[–-]\s+|\s*[:=(]\s*|\s+)(?:(niveau|level|niv\.?)\s*:?\s*)?([0-9]+[.,])?([0-9]{1,4})(?:/5)?\)?$`)

// levelled reads a skill with its level; one without a level is at fallback. ok is
// false for a level that is no whole number from 0 to 9.
func levelled(s string, fallback staffing.Level) (skill string, at staffing.Level, ok bool) {
	found := level.FindStringSubmatch(s)
	switch {
	case found == nil, found[2] == "" && found[3] == "" && len(found[4]) > 1:
		return s, fallback, true
	case found[3] != "" || len(found[4]) > 1:
		return found[1], 0, false
	}
	return found[1], staffing.Level(found[4][0] - '0'), true
}

// levels reads the skills of a cell.
func (r *reading) levels(k kind, rec table.Record, f table.Field, fallback staffing.Level, each func(string, staffing.Level)) {
	for _, one := range parts(rec.Lines(f)) {
		skill, at, ok := levelled(one, fallback)
		if !ok {
			r.refuse(k, rec, f, one)
			continue
		}
		each(skill, at)
	}
}

// fold is how a skill is looked up: capitals and spaces do not matter.
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// skill gives the identifier of a skill that is named: of one of the list by its
// identifier or its name, and without a list the way it was written first.
func (r *reading) skill(called string) string {
	if id := cmp.Or(r.skills[called], r.skills[fold(called)]); id != "" {
		return id
	}
	if !r.own {
		r.skills[fold(called)] = called
		r.task.Skills = append(r.task.Skills, staffing.Skill{ID: called, Name: called})
	}
	return called
}

// call notes how the skills of a list may be called. An identifier goes before a name,
// and a name of two skills is of neither.
func (r *reading) call() {
	for _, s := range r.task.Skills {
		r.skills[fold(s.ID)] = s.ID
	}
	named := map[string]string{}
	for _, s := range r.task.Skills {
		name := fold(s.Name)
		if other, twice := named[name]; twice && other != s.ID {
			named[name] = ""
			continue
		}
		named[name] = s.ID
	}
	for name, id := range named {
		r.skills[name] = cmp.Or(r.skills[name], id)
	}
	for _, s := range r.task.Skills {
		r.skills[s.ID] = s.ID
	}
}

// period is from one day to another, and the part of it that one is away.
var period = regexp.MustCompile(`(?i)^([0-9./-]{6,10})(?:\s*(?:\.\.|…|–|t/m|tot en met|\s-\s)\s*([0-9./-]{6,10}))?(?:\s+([0-9]{1,3})\s*%)?$`)

// gone lets go of who did a seat until now and is in no list any more: he has left.
func (r *reading) gone() {
	here := map[string]bool{}
	for _, p := range r.task.People {
		here[p.ID] = true
	}
	for i := range r.task.Assignments {
		for j := range r.task.Assignments[i].Seats {
			s := &r.task.Assignments[i].Seats[j]
			s.Before = slices.DeleteFunc(s.Before, func(who string) bool { return !here[who] })
		}
	}
}
