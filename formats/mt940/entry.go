// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"strings"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// entryLine is field :61: taken apart:
//
//	:61:1401150116CR123,45NTRFEREF//14015000012345
//	    value  entry amount code ref  reference of the bank
//	               mark
type entryLine struct {
	value, booked day.Day
	amount        money.Cents // signed
	reversal      bool
	status        bank.Status
	code          string // N, F or S and what follows: NTRF, N544, "NOV"
	ref, bankRef  string
	keyword       string // EREF, PREF, MARF …: the reference stands in :86:
	rest          string // what a bank writes after 16 positions of reference
	extra         string // code words on the same line, "/TRCD/00100/"
}

// parse reads the first line of :61:. Errors: mt940.date, mt940.mark,
// mt940.type, money.invalid and other faults of the amount.
func (l *entryLine) parse(s string, opening day.Day, seen *days) error {
	*l = entryLine{status: bank.StatusBooked}
	if len(s) < 8 {
		return fault.New("mt940.date", "value", clip(s))
	}
	length := 6
	if len(s) > 10 && number(s[6:10]) {
		length = 10
	}
	var err error
	if l.value, l.booked, err = seen.of(s[:length], opening); err != nil {
		return err
	}
	s = s[length:]
	credit, s, err := l.mark(s)
	if err != nil {
		return err
	}
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == ',' || s[end] == '.') {
		end++
	}
	if l.amount, err = amount(s[:end]); err != nil {
		return err
	}
	if !credit {
		l.amount = -l.amount
	}
	return l.reference(strings.TrimLeft(s[end:], " "))
}

// mark reads C, D, RC, RD (reversals: the other way round), EC and ED (expected,
// MT942), and the letter of the currency that may follow ("CR" is C in EUR).
func (l *entryLine) mark(s string) (credit bool, rest string, err error) {
	sign := s
	if strings.HasPrefix(s, "R") {
		l.reversal, sign = true, s[1:]
	} else if strings.HasPrefix(s, "E") {
		l.status, sign = bank.StatusPending, s[1:]
	}
	if sign == "" || strings.IndexByte("CDcd", sign[0]) < 0 {
		return false, "", fault.New("mt940.mark", "value", clip(s))
	}
	credit = (sign[0] == 'C' || sign[0] == 'c') != l.reversal
	s = strings.TrimLeft(sign[1:], " ")
	if s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		s = s[1:]
	}
	return credit, strings.TrimLeft(s, " "), nil
}

// reference reads what follows the amount: the type of one letter and three
// characters, the reference of the owner, and after "//" that of the bank.
func (l *entryLine) reference(s string) error {
	if s == "" || !strings.ContainsRune("NFS", rune(s[0])) {
		return fault.New("mt940.type", "value", clip(s))
	}
	size := min(4, len(s))
	l.code = strings.TrimRight(s[:size], " ")
	s = strings.TrimRight(s[size:], " ")
	if i := strings.Index(s, "/TRCD/"); i >= 0 {
		s, l.extra = s[:i], s[i:]
	}
	ref, bankRef, both := strings.Cut(s, "//")
	// Rabobank pads the reference to 16 positions and writes a name behind it.
	if !both && len(ref) > 16 && strings.Contains(ref[:17], "  ") {
		ref, l.rest = ref[:16], strings.TrimSpace(ref[16:])
	}
	l.ref, l.bankRef = strings.TrimSpace(ref), strings.TrimSpace(bankRef)
	switch word := strings.TrimSuffix(l.ref, "+"); word {
	case "NONREF", "NOTPROVIDED":
		l.ref = ""
	case "EREF", "PREF", "MARF", "KREF":
		l.ref, l.keyword = "", word
	}
	if l.bankRef == "NONREF" {
		l.bankRef = ""
	}
	return nil
}

// days reads the two days of an entry. Entries of one statement have the same
// days over and over: the last are remembered.
type days struct {
	valueText     string
	value         day.Day
	mmdd          string
	near, opening day.Day // what mmdd was read by
	booked        day.Day
}

func (d *days) of(text string, opening day.Day) (value, booked day.Day, err error) {
	if text[:6] != d.valueText {
		if value, err = date(text[:6]); err != nil {
			return "", "", err
		}
		d.valueText, d.value = text[:6], value
	}
	mmdd := text[6:]
	if mmdd == "" || mmdd == "0000" {
		return d.value, d.value, nil
	}
	if mmdd != d.mmdd || d.near != d.value || d.opening != opening {
		if booked, err = entryDay(mmdd, d.value, opening); err != nil {
			return "", "", err
		}
		d.mmdd, d.near, d.opening, d.booked = mmdd, d.value, opening, booked
	}
	return d.value, d.booked, nil
}

// entryDay puts a year to the MMDD of an entry: the one nearest the value date.
// A payment can be valued long before it is booked, but it is not booked before
// the opening balance: then it is the year nearest that.
func entryDay(mmdd string, value, opening day.Day) (day.Day, error) {
	nearest, err := nearestYear(mmdd, value)
	if err != nil || opening == "" || nearest >= opening.Add(-7) {
		return nearest, err
	}
	booked, err := nearestYear(mmdd, opening)
	if err != nil || booked < opening.Add(-7) || booked.Sub(opening) > 60 {
		return nearest, err
	}
	return booked, nil
}

func nearestYear(mmdd string, to day.Day) (day.Day, error) {
	var best day.Day
	year := to.Time().Year()
	for y := year - 1; y <= year+1; y++ {
		d, err := monthDay(y, mmdd)
		if err != nil {
			return "", err
		}
		if best == "" || abs(d.Sub(to)) < abs(best.Sub(to)) {
			best = d
		}
	}
	return best, nil
}

func abs(n int) int { return max(n, -n) }
