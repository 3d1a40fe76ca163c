// SPDX-License-Identifier: EUPL-1.2

package steering

import (
	"fmt"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
)

// Quarter is three months of a year.
type Quarter struct{ Year, Number int }

// ParseQuarter reads one as 2026Q3 or 2026K3 (kwartaal). Errors: steering.quarter.
func ParseQuarter(s string) (Quarter, error) {
	year, number, found := strings.Cut(strings.ReplaceAll(strings.ToUpper(strings.TrimSpace(s)), "K", "Q"), "Q")
	y, err := strconv.Atoi(year)
	n, err2 := strconv.Atoi(number)
	if !found || err != nil || err2 != nil || len(year) != 4 || y < 1900 || n < 1 || n > 4 || len(number) != 1 {
		return Quarter{}, fault.New("steering.quarter", "value", fault.Clip(s, 20))
	}
	return Quarter{y, n}, nil
}

// QuarterOf gives the quarter that a day is in.
func QuarterOf(d day.Day) Quarter {
	t := d.Time()
	return Quarter{t.Year(), (int(t.Month())-1)/3 + 1}
}

// String writes it as 2026Q3.
func (q Quarter) String() string { return fmt.Sprintf("%04dQ%d", q.Year, q.Number) }

// First gives its first day.
func (q Quarter) First() day.Day { return day.Day(fmt.Sprintf("%04d-%02d-01", q.Year, 3*q.Number-2)) }

// Last gives its last day.
func (q Quarter) Last() day.Day { return q.Next().First().Add(-1) }

// Next gives the one after it.
func (q Quarter) Next() Quarter {
	if q.Number == 4 {
		return Quarter{q.Year + 1, 1}
	}
	return Quarter{q.Year, q.Number + 1}
}

// Before gives the one before it.
func (q Quarter) Before() Quarter {
	if q.Number == 1 {
		return Quarter{q.Year - 1, 4}
	}
	return Quarter{q.Year, q.Number - 1}
}
