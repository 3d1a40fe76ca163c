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
	for d := 0; d < int(days); d++ {
		c.next = append(c.next, len(c.open))
		if c.date(d).Banking() {
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
