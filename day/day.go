// SPDX-License-Identifier: EUPL-1.2

// Package day holds calendar days without a time or a zone: booking dates, due
// dates, the day a rule begins to hold. It imports fault only.
package day

import (
	"fmt"
	"time"

	"rentmeester/fault"
)

// Day is a calendar day in ISO 8601 form, "2026-01-31"; "" is unknown. Days
// compare with < and sort as text.
type Day string

// Parse reads "2026-01-31". Errors: day.invalid.
func Parse(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		return "", fault.New("day.invalid", "value", fault.Clip(s, 40))
	}
	return Day(s), nil
}

// Of gives the day of t in t's own zone.
func Of(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// Date builds a day from its parts. Errors: day.invalid when there is no such day.
func Date(year, month, dayOfMonth int) (Day, error) {
	t := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != dayOfMonth || year < 1900 || year > 2999 {
		return "", fault.New("day.invalid", "value", fmt.Sprintf("%d-%02d-%02d", year, month, dayOfMonth))
	}
	return Of(t), nil
}

// Time gives midnight UTC of the day; the zero time for an unknown day.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add gives the day n days later (earlier for n < 0); "" stays "".
func (d Day) Add(n int) Day {
	if d == "" {
		return ""
	}
	return Of(d.Time().AddDate(0, 0, n))
}

// Sub gives the number of days from e to d. Both must be known.
func (d Day) Sub(e Day) int { return int(d.Time().Sub(e.Time()).Hours() / 24) }

// String gives the ISO form.
func (d Day) String() string { return string(d) }
