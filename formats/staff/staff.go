// SPDX-License-Identifier: EUPL-1.2

// Package staff reads who there are, what there is to do, what is locked and which
// skills there are into a task for the room staffing: tables as CSV or XLSX, or the
// same columns as JSON. docs/staffing.md says what stands in each column.
//
// It imports staffing, formats/table, day, money and fault.
package staff

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/table"
	"rentmeester/staffing"
)

// Files are what a task is read from. All but People and Assignments may be nil.
type Files struct {
	People, Assignments, Locks, Skills, Travel io.Reader
	From                                       day.Day // the week in which this day lies is the first; "" that of the earliest seat
	Weeks                                      int     // 0 until the last seat ends
}

// maxBytes bounds a file.
const maxBytes = 64 << 20

// Read reads a task. What was before the first week or is after the last is left out,
// with the seats of which nothing is left.
// Errors: those of the files (table.*, staff.*), each with its line; not those of staffing.Check.
func Read(f Files) (*staffing.Task, error) {
	r := &reading{task: &staffing.Task{}, skills: map[string]string{}}
	skills, people, assignments := r.records(f.Skills, skillFile), r.records(f.People, peopleFile), r.records(f.Assignments, seatFile)
	locks, travel := r.records(f.Locks, lockFile), r.records(f.Travel, travelFile)
	if len(r.wrong) > 0 {
		return nil, errors.Join(r.wrong...)
	}
	r.readSkills(skills)
	seats := r.readSeats(assignments)
	r.horizon(f, seats)
	r.place(seats)
	r.readPeople(people)
	r.readLocks(locks)
	r.readTravel(travel)
	if f.People != nil {
		r.gone()
	}
	slices.SortFunc(r.task.Skills, func(a, b staffing.Skill) int { return cmp.Compare(a.ID, b.ID) })
	if len(r.wrong) > 0 {
		return nil, errors.Join(r.wrong...)
	}
	return r.task, nil
}

// reading gathers a task and what is wrong in the files.
type reading struct {
	task    *staffing.Task
	skills  map[string]string // the identifier of a skill, by how it may be called
	own     bool              // skills come from a file of their own
	dropped map[string]bool   // seats that lie outside the weeks
	wrong   []error
}

// kind is one of the files.
type kind struct {
	name  string
	words map[string]table.Field
	need  []table.Field
}

func newKind(name string, need []table.Field, words map[table.Field]string) kind {
	k := kind{name, map[string]table.Field{}, need}
	for f, list := range words {
		k.words[string(f)] = f
		for _, w := range strings.Fields(list) {
			k.words[w] = f
		}
	}
	return k
}

// records reads the rows of a file.
func (r *reading) records(from io.Reader, k kind) []table.Record {
	if from == nil {
		return nil
	}
	raw, err := io.ReadAll(io.LimitReader(from, maxBytes+1))
	switch {
	case err != nil:
		r.wrong = append(r.wrong, err)
		return nil
	case len(raw) > maxBytes:
		r.wrong = append(r.wrong, fault.New("staff.too-large", "file", k.name))
		return nil
	}
	var list []table.Record
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if start := bytes.TrimSpace(raw); len(start) > 0 && start[0] == '[' {
		list, err = fromJSON(raw, k)
	} else {
		list, err = table.ReadRecords(bytes.NewReader(raw), k.words, k.need)
	}
	if err != nil {
		r.wrong = append(r.wrong, fault.Wrap(err, "staff.file", "file", k.name))
	}
	return list
}

// fromJSON reads a list of objects that have the columns as names; a list is written
// as in a cell.
func fromJSON(raw []byte, k kind) (list []table.Record, err error) {
	var rows []map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&rows); err != nil {
		return nil, fault.Wrap(err, "staff.json")
	}
	for i, row := range rows {
		texts := map[table.Field]string{}
		for _, name := range slices.Sorted(maps.Keys(row)) {
			if f, known := k.words[table.Plain(name)]; known && texts[f] == "" {
				texts[f] = written(row[name])
			}
		}
		list = append(list, table.NewRecord(i+1, texts))
	}
	return list, nil
}

func written(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = written(one)
		}
		return strings.Join(parts, "; ")
	case bool:
		if v {
			return "ja"
		}
		return ""
	}
	return fmt.Sprint(value)
}

// refuse notes a value that cannot be read, or is not there.
func (r *reading) refuse(k kind, rec table.Record, f table.Field, value string) {
	if value == "" {
		r.wrong = append(r.wrong, fault.New("staff.empty", "file", k.name, "row", rec.Line, "column", string(f)))
		return
	}
	r.wrong = append(r.wrong, fault.New("staff.value", "file", k.name, "row", rec.Line, "column", string(f), "value", fault.Clip(value, 60)))
}

// day reads a date, number an amount with at most two decimals, in hundredths.
func (r *reading) day(k kind, rec table.Record, f table.Field) day.Day {
	d, ok := rec.Day(f)
	if !ok {
		r.refuse(k, rec, f, rec.Text(f))
	}
	return d
}

func (r *reading) number(k kind, rec table.Record, f table.Field) int64 {
	n, ok := rec.Hundredths(f)
	if !ok || n < 0 {
		r.refuse(k, rec, f, rec.Text(f))
		return 0
	}
	return int64(n)
}

// clock is hours and minutes: 7:30.
var clock = regexp.MustCompile(`^([0-9]{1,3}):([0-5][0-9])$`)

// unit is a number of hours with the word behind it: 36 uur, 7,5 u, 20 hours per week.
var unit = regexp.MustCompile(`(?i)^([0-9]{1,4})(?:[.,]([0-9]{1,2}))? ?(?:u|uur|uren|h|hrs?|hours?)\.?(?: ?(?:p/w|pw|per week|/ ?week|a week))?$`)

// minutes reads hours with at most two decimals, or as hours and minutes. Nothing is not
// none: who left the cell empty would never be planned and never know.
func (r *reading) minutes(k kind, rec table.Record, f table.Field) staffing.Minutes {
	text := rec.Text(f)
	if text == "" {
		r.refuse(k, rec, f, "")
		return 0
	}
	if at := unit.FindStringSubmatch(text); at != nil {
		whole, _ := strconv.Atoi(at[1])
		part, _ := strconv.Atoi((at[2] + "00")[:2])
		return staffing.Minutes((int64(whole)*100+int64(part))*60+50) / 100
	}
	if at := clock.FindStringSubmatch(text); at != nil {
		hours, _ := strconv.Atoi(at[1])
		minutes, _ := strconv.Atoi(at[2])
		return staffing.Minutes(hours)*staffing.Hour + staffing.Minutes(minutes)
	}
	return staffing.Minutes((r.number(k, rec, f)*60 + 50) / 100)
}

// thousands is an amount in whole euros, with points between the thousands.
var thousands = regexp.MustCompile(`^(?:€ ?)?[1-9][0-9]{0,2}(?:\.[0-9]{3})+$`)

// euros reads an amount of whole assignments: 120.000 is not 120 there.
func (r *reading) euros(k kind, rec table.Record, f table.Field) int64 {
	if text := rec.Text(f); thousands.MatchString(text) && !rec.IsNumber(f) {
		whole, _ := strconv.ParseInt(strings.Trim(strings.ReplaceAll(text, ".", ""), "€ "), 10, 64)
		return 100 * min(whole, math.MaxInt64/100)
	}
	return r.number(k, rec, f)
}
