// SPDX-License-Identifier: EUPL-1.2

package day

import "time"

// Easter gives Easter Sunday of a year, by the Gregorian computus (Meeus,
// Astronomical Algorithms, chapter 8).
func Easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	m := (a + 11*h) / 319
	l := (2*e + 2*(c/4) - h + m - c%4 + 32) % 7
	month := (h - m + l + 90) / 25
	return Of(time.Date(year, time.Month(month), (h-m+l+month+19)%32, 0, 0, 0, 0, time.UTC))
}

// Banking says whether payments between banks are settled on a day: not in
// weekends and not on the closing days of TARGET, which are 1 January, Good
// Friday, Easter Monday, 1 May, 25 and 26 December. King's day, Ascension day and
// Whit Monday are banking days.
func (d Day) Banking() bool {
	t := d.Time()
	switch t.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	switch t.Format("01-02") {
	case "01-01", "05-01", "12-25", "12-26":
		return false
	}
	easter := Easter(t.Year())
	return d != easter.Add(-2) && d != easter.Add(1)
}
