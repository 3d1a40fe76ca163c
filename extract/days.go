// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"strconv"
	"strings"

	"rentmeester/day"
)

// The ways in which a day is written, whole: 2-3-2026, 02.03.26, 2026-03-02,
// 20260302, 2 maart 2026, March 2, 2026.
var (
	dayNumbers = regexp.MustCompile(`^(\d{1,2}) ?[-–./] ?(\d{1,2}) ?[-–./] ?[’']?(\d{4}|\d{2})$`)
	dayISO     = regexp.MustCompile(`^(\d{4}) ?[-–./] ?(\d{1,2}) ?[-–./] ?(\d{1,2})$`)
	dayNamed   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|er|e|ste|de)?\.?[ \-–./]{0,3}(?:of |de |van |den |di )?(\p{L}{3,10})[.,]?[ \-–./]{0,3}[’']?(\d{4}|\d{2})$`)
	dayAmerica = regexp.MustCompile(`^(\p{L}{3,10})\.?[ \-–]{0,2}(\d{1,2})(?:st|nd|rd|th)?,? ?-?(\d{4})$`)
)

// months are the beginnings of the names of the months in Dutch, German,
// English, French and Italian.
var months = [12][]string{
	{"jan", "gen"}, {"feb", "fev"}, {"mrt", "maa", "mar", "mae", "mrz"}, {"apr", "avr"}, {"mei", "mai", "may", "mag"}, {"jun", "juin", "giu"},
	{"jul", "juil", "lug"}, {"aug", "aou", "ago"}, {"sep", "set"}, {"okt", "oct", "ott"}, {"nov"}, {"dec", "dez", "dic"},
}

// monthOf reads the name of a month; 0 for another word.
func monthOf(word string) int {
	word = fold(word)
	best, at := 0, 0
	for i, names := range months {
		for _, name := range names {
			if strings.HasPrefix(word, name) && len(name) > best {
				best, at = len(name), i+1
			}
		}
	}
	return at
}

// findDays finds the days on the pages.
func (s *sheet) findDays() {
	var slashes []*cand
	s.spans(6, func(l *line, tokens []*token) bool {
		if tokens[0].fold == "" || tokens[len(tokens)-1].fold == "" {
			return false
		}
		text := strings.Trim(said(tokens), " .,;:()")
		d, american, ok := parseDay(text)
		if !ok {
			return false
		}
		c := &cand{kind: isDay, value: string(d), tokens: tokens, line: l}
		if american {
			slashes = append(slashes, c)
		}
		s.add(c)
		return true
	})
	s.turnDays(slashes)
}

// turnDays settles which of two numbers is the month, for days with slashes:
// the Dutch write the day first, Americans do not, and some other day on the
// page may give them away.
func (s *sheet) turnDays(slashes []*cand) {
	dayFirst, monthFirst := false, false
	for _, c := range slashes {
		a, b, _ := slashParts(c)
		dayFirst, monthFirst = dayFirst || a > 12, monthFirst || b > 12
	}
	for _, c := range slashes {
		a, b, year := slashParts(c)
		switch {
		case a > 12 || b > 12 || a == b:
			continue
		case monthFirst && !dayFirst:
			if d, err := day.Date(year, a, b); err == nil {
				c.value = string(d)
			}
		case !dayFirst && s.lang == "en", dayFirst && monthFirst:
			c.unclear = true
		}
	}
}

func slashParts(c *cand) (a, b, year int) {
	found := dayNumbers.FindStringSubmatch(strings.Trim(said(c.tokens), " .,;:()"))
	if found == nil {
		return 0, 0, 0
	}
	a, _ = strconv.Atoi(found[1])
	b, _ = strconv.Atoi(found[2])
	return a, b, yearOf(found[3])
}

// parseDay reads a day; slash says that it is written with slashes, so that
// the month may come first.
func parseDay(text string) (d day.Day, slash, ok bool) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	make := func(year, month, date int) bool {
		made, err := day.Date(year, month, date)
		if err != nil || year < 1970 || year > 2099 {
			return false
		}
		d = made
		return true
	}
	if found := dayNumbers.FindStringSubmatch(text); found != nil {
		a, b, year := number(found[1]), number(found[2]), yearOf(found[3])
		slash = strings.Contains(text, "/")
		ok = make(year, b, a) || slash && make(year, a, b)
		return d, slash, ok
	}
	if found := dayISO.FindStringSubmatch(text); found != nil {
		ok = make(number(found[1]), number(found[2]), number(found[3]))
		return d, false, ok
	}
	if found := dayNamed.FindStringSubmatch(text); found != nil {
		if month := monthOf(found[2]); month > 0 {
			ok = make(yearOf(found[3]), month, number(found[1]))
		}
		return d, false, ok
	}
	if found := dayAmerica.FindStringSubmatch(text); found != nil {
		if month := monthOf(found[1]); month > 0 {
			ok = make(number(found[3]), month, number(found[2]))
		}
	}
	return d, false, ok
}

func yearOf(s string) int {
	year, _ := strconv.Atoi(s)
	if len(s) == 2 {
		year += 2000
	}
	return year
}
