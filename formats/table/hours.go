// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Hours is a row of a list of hours: what somebody worked on a day, or in a week.
type Hours struct {
	Person     string
	Project    string // code; "" the assignment says it
	Assignment string // "" the project as a whole
	Day        day.Day
	Week       bool // Day is the Monday of the week that the row is of
	Minutes    int64
	Rate       money.Cents // cents of an hour; 0 not told
	Line       int
}

// BadRow is a row of a list that is not right, and why. The others are.
type BadRow struct {
	Line  int
	Fault *fault.Error
}

// The fields of a list of hours.
const (
	HoursPerson     Field = "person"
	HoursProject    Field = "project"
	HoursAssignment Field = "assignment"
	HoursDay        Field = "day"
	HoursWeek       Field = "week"
	HoursYear       Field = "year"
	HoursWorked     Field = "hours"
	HoursRate       Field = "rate"
)

// hoursWords are their headings.
var hoursWords = map[Field]string{
	HoursPerson:     "person persoon medewerker medewerkernummer medewerkercode personeelsnummer naammedewerker medewerkernaam werknemer werknemernummer employee employeeid employeenumber naam resource wie",
	HoursProject:    "project projectcode projectnummer projectnr projectid projectnumber",
	HoursAssignment: "assignment opdracht opdrachtcode opdrachtnummer activiteit activiteitcode activity taak task fase phase seat plek",
	HoursDay:        "day dag datum date werkdatum boekdatum",
	HoursWeek:       "week weeknummer weeknr weeknumber jaarweek isoweek",
	HoursYear:       "year jaar boekjaar",
	HoursWorked:     "hours uren aantaluren uur gewerkteuren hoursworked urengewerkt",
	HoursRate:       "rate tarief uurtarief hourlyrate kostprijsperuur",
}

const expectedOfHours = "person, project, assignment, day, week, year, hours, rate"

// RecogniseHours says whether a file is a table with the headings of a list of hours.
// It reads no further than it must and leaves r at its start.
func RecogniseHours(r io.ReadSeeker) (is bool) {
	sheets, err := open(r)
	for _, s := range sheets {
		looked := 0
		rowsErr := s.rows(func(r row) error {
			if r.err == nil {
				l, err := hoursLayout(r.cells, "")
				is = err == nil && l != nil
			}
			if looked++; is || looked == headerRows {
				return errSeen
			}
			return nil
		})
		if is || rowsErr != nil && !errors.Is(rowsErr, errSeen) {
			break
		}
	}
	_, backErr := r.Seek(0, io.SeekStart)
	return is && err == nil && backErr == nil
}

// hoursLayout reads a row of headings.
func hoursLayout(cells []cell, sheet string) (*layout, error) {
	l := &layout{sheet: sheet, columns: map[Field][]column{}}
	for at, c := range cells {
		l.headings = append(l.headings, c.text)
		if f, ok := lookUp(hoursWords, plain(c.text)); ok {
			l.take(column{meaning: meaning{field: f}, at: at, heading: c.text})
		}
	}
	if l.known = len(l.columns); l.known < 2 || !l.has(HoursWorked) {
		return nil, fault.New("table.no-header", "found", list(l.headings), "expected", expectedOfHours)
	}
	if l.twice[0] != "" {
		return nil, fault.New("table.heading-twice", "first", clip(l.twice[0]), "second", clip(l.twice[1]))
	}
	missing := ""
	switch {
	case !l.has(HoursProject) && !l.has(HoursAssignment):
		missing = string(HoursProject)
	case !l.has(HoursDay) && !l.has(HoursWeek):
		missing = string(HoursDay)
	case !l.has(HoursPerson):
		missing = string(HoursPerson)
	}
	if missing != "" {
		return nil, fault.New("table.missing-column", "missing", missing, "found", list(l.headings), "expected", expectedOfHours)
	}
	return l, nil
}

// ReadHours reads a CSV or XLSX file of hours worked. A row that is not right is told
// of and left out. Errors: a fault about the file as a whole (table.*).
func ReadHours(from io.Reader) (rows []Hours, bad []BadRow, err error) {
	sheets, err := open(from)
	if err != nil {
		return nil, nil, err
	}
	var first error
	used := 0
	for _, s := range sheets {
		c := &check{sheet: s, bad: &gatherer{}, numbers: map[int]*digitEvidence{}}
		err := c.firstHours()
		switch {
		case err == nil:
			used++
		case len(sheets) > 1 && noTable(fault.Code(err)):
			if first == nil {
				first = err
			}
			continue
		default:
			return nil, nil, err
		}
		err = c.rows(func(r row) error {
			if r.line <= c.header {
				return nil
			}
			c.bad = &gatherer{}
			one, some := c.hours(r)
			switch {
			case c.bad.count > 0:
				bad = append(bad, BadRow{r.line, c.bad.kept[0]})
			case some:
				rows = append(rows, one)
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	if used == 0 && first == nil {
		first = fault.New("table.empty")
	}
	if used == 0 {
		return nil, nil, first
	}
	return rows, bad, nil
}

// firstHours finds the headings, and how numbers are written.
func (c *check) firstHours() error {
	count := 0
	err := c.below(func(cells []cell) (*layout, error) { return hoursLayout(cells, c.label()) }, func(r row) error {
		if count++; count > maxOrderRows {
			return fault.New("table.too-many-rows", "limit", maxOrderRows)
		}
		c.hours(r)
		return nil
	})
	if err != nil {
		return err
	}
	c.bad = &gatherer{}
	return c.settle()
}

// hours reads a row; some is false for one without hours.
func (c *check) hours(r row) (h Hours, some bool) {
	if r.err != nil {
		f, isFault := r.err.(*fault.Error)
		if !isFault {
			f = fault.Wrap(r.err, "internal", "error", r.err)
		}
		c.bad.add(f)
		return h, false
	}
	if !c.widthRight(r) {
		return h, false
	}
	h = Hours{Person: c.code(r, HoursPerson), Project: c.code(r, HoursProject), Assignment: c.code(r, HoursAssignment), Line: r.line}
	h.Day, h.Week = c.when(r)
	h.Minutes, some = c.minutes(r)
	h.Rate, _, _ = c.money(r, HoursRate)
	if !some {
		return h, false
	}
	for f, empty := range map[Field]bool{HoursPerson: h.Person == "", HoursDay: h.Day == "", HoursProject: h.Project == "" && h.Assignment == ""} {
		if empty && c.bad.count == 0 {
			c.refuse(r, "table.hours-missing", c.column(f), "")
		}
	}
	return h, true
}

// when reads the day, or the week, of a row.
func (c *check) when(r row) (d day.Day, week bool) {
	if d = c.day(r, HoursDay); d != "" {
		return d, false
	}
	v, col := c.cell(r, HoursWeek)
	if v.text == "" {
		return "", false
	}
	year, _ := c.cell(r, HoursYear)
	monday, ok := readWeek(wholeNumber(v.text), wholeNumber(year.text))
	if !ok {
		c.refuse(r, "table.bad-week", col, v.text)
	}
	return monday, true
}

var weekWritten = regexp.MustCompile(`^(?:([0-9]{4})[- ]?[Ww]?[- ]?)?([0-9]{1,2})$`)

// readWeek gives the Monday of a week as ISO 8601 numbers it: 2026-W07, 202607, or 7
// with the year beside it.
func readWeek(s, year string) (day.Day, bool) {
	m := weekWritten.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return "", false
	}
	if m[1] == "" {
		m[1] = strings.TrimSpace(year)
	}
	y, err := strconv.Atoi(m[1])
	n, _ := strconv.Atoi(m[2])
	if err != nil || len(m[1]) != 4 || y < 1900 || n < 1 || n > 53 {
		return "", false
	}
	fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC) // is in week 1
	monday := fourth.AddDate(0, 0, 7*(n-1)-(int(fourth.Weekday())+6)%7)
	if gotYear, got := monday.ISOWeek(); gotYear != y || got != n {
		return "", false
	}
	return day.Of(monday), true
}

// mostMinutes is how much one row may say: a year of a whole team.
const mostMinutes = 60 * 100_000

// minutes reads hours as 7.5, 7,5 or 7:30.
func (c *check) minutes(r row) (n int64, some bool) {
	v, col := c.cell(r, HoursWorked)
	if v.text == "" {
		return 0, false
	}
	if hours, minutes, colon := strings.Cut(v.text, ":"); colon && !v.number {
		h, err := strconv.ParseInt(hours, 10, 32)
		m, err2 := strconv.ParseInt(minutes, 10, 32)
		if err != nil || err2 != nil || h < 0 || m < 0 || m > 59 || len(minutes) != 2 {
			c.refuse(r, "table.bad-hours", col, v.text)
			return 0, true
		}
		return c.bounded(r, col, v.text, 60*h+m), true
	}
	exact := c.exact(r, HoursWorked)
	if exact == nil {
		return 0, true
	}
	all, err := exact.Mul(decimal.MustNew(60, 0))
	whole, _, ok := all.Round(0).Int64(0)
	if err != nil || !ok {
		c.refuse(r, "table.bad-hours", col, v.text)
		return 0, true
	}
	return c.bounded(r, col, v.text, whole), true
}

func (c *check) bounded(r row, col column, said string, n int64) int64 {
	if n < -mostMinutes || n > mostMinutes {
		c.refuse(r, "table.bad-hours", col, said)
		return 0
	}
	return n
}
