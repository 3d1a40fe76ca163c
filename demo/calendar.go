// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"time"

	"rentmeester/day"
)

// calendar counts the days of one year from 0 (1 January; before it negative)
// and knows the bank's business days, its slots.
type calendar struct {
	year  int
	first time.Time
	open  []int // day number of each slot
	next  []int // slot on or after each day of the year, -1 beyond the last
}

func newCalendar(year int) calendar {
	c := calendar{year: year, first: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)}
	days := c.first.AddDate(1, 0, 0).Sub(c.first).Hours() / 24
	easter := easterSunday(year)
	for d := 0; d < int(days); d++ {
		c.next = append(c.next, len(c.open))
		if !closed(c.first.AddDate(0, 0, d), easter) {
			c.open = append(c.open, d)
		}
	}
	for d, slot := range c.next {
		if slot >= len(c.open) {
			c.next[d] = -1
		}
	}
	return c
}

// closed says whether the payment system rests: weekends and the closing days
// of TARGET (1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December).
func closed(t, easter time.Time) bool {
	switch t.Weekday() {
	case time.Saturday, time.Sunday:
		return true
	}
	switch t.Format("01-02") {
	case "01-01", "05-01", "12-25", "12-26":
		return true
	}
	return t.Equal(easter.AddDate(0, 0, -2)) || t.Equal(easter.AddDate(0, 0, 1))
}

// easterSunday follows the Gregorian computus (Meeus, Astronomical Algorithms, ch. 8).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	m := (a + 11*h) / 319
	l := (2*e + 2*(c/4) - h + m - c%4 + 32) % 7
	month := (h - m + l + 90) / 25
	return time.Date(year, time.Month(month), (h-m+l+month+19)%32, 0, 0, 0, 0, time.UTC)
}

func (c calendar) time(d int) time.Time { return c.first.AddDate(0, 0, d) }
func (c calendar) date(d int) day.Day   { return day.Of(c.time(d)) }

// on gives the day number of a day in a month of the year.
func (c calendar) on(month, dayOfMonth int) int {
	return int(time.Date(c.year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC).Sub(c.first).Hours() / 24)
}

// slot gives the first business day on or after day d, or -1 beyond the year.
func (c calendar) slot(d int) int {
	if d < 0 {
		d = 0
	}
	if d >= len(c.next) {
		return -1
	}
	return c.next[d]
}
