// SPDX-License-Identifier: EUPL-1.2

// Package iso20022 reads the parts that the messages of ISO 20022 have in
// common, in the shapes of all their versions: amounts, days, parties, accounts,
// banks, and what a payment is about. The reports of banks (camt) and the orders
// to them (pain) are built on it. It imports party, money, day, fault and
// formats/xmlread.
package iso20022

import (
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/xmlread"
	"rentmeester/money"
)

// Reader takes parts from a document. Each method reads the element that has
// just begun to its end; what cannot be right stops the reading (see Err).
//
// Errors: iso20022.missing, iso20022.amount, iso20022.date, iso20022.value,
// iso20022.too-many, money.overflow.
type Reader struct{ *xmlread.Reader }

// Missing stops the reading because a part of the element on line is not there.
func (r Reader) Missing(element string, line int) {
	r.Fail(fault.New("iso20022.missing", "element", element, "line", line))
}

// MaxRepeats is how often an element that is kept in memory may stand inside
// another: the standard has no more than a few of them, an attack has millions.
const MaxRepeats = 1000

// Bound stops the reading when n, the number of elements kept so far, has
// passed MaxRepeats.
func (r Reader) Bound(n int) {
	if n > MaxRepeats {
		r.Fail(fault.New("iso20022.too-many", "element", r.Name(), "limit", MaxRepeats, "line", r.Line()))
	}
}

// Amount is an amount element: unsigned, as ISO 20022 has them.
type Amount struct {
	Cents    money.Cents
	Currency string
	Text     string // as it stands in the file
	Line     int    // 0 when there is no such element
	Err      error
}

// Amount reads an amount. Whether an error in it matters is for the caller to
// say: see Sound.
func (r Reader) Amount() Amount {
	a := Amount{Line: r.Line(), Currency: r.Attr("Ccy")}
	a.Text = r.Text()
	a.Cents, a.Err = money.Parse(a.Text)
	if a.Err == nil && strings.HasPrefix(a.Text, "-") {
		a.Err = fault.New("money.invalid", "value", Clip(a.Text))
	}
	return a
}

// Sound stops the reading when the amount, of this element, cannot be used.
func (r Reader) Sound(a Amount, element string) money.Cents {
	if a.Err != nil {
		r.Fail(fault.Wrap(a.Err, "iso20022.amount", "element", element, "line", a.Line))
	}
	return a.Cents
}

// Add is money.Add that stops the reading on overflow.
func (r Reader) Add(a, b money.Cents) money.Cents {
	sum, err := money.Add(a, b)
	if err != nil {
		r.Fail(err)
	}
	return sum
}

// Bool reads an indicator.
func (r Reader) Bool() bool {
	element, line := r.Name(), r.Line()
	switch text := r.Text(); text {
	case "true", "1":
		return true
	case "false", "0":
		return false
	default:
		r.wrong(text, element, line)
		return false
	}
}

// Count reads a whole number that is not negative.
func (r Reader) Count() int {
	element, line := r.Name(), r.Line()
	text := r.Text()
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		r.wrong(text, element, line)
	}
	return n
}

func (r Reader) wrong(text, element string, line int) {
	r.Fail(fault.New("iso20022.value", "element", element, "value", Clip(text), "line", line))
}

// Day reads a date, or a date with a time and with or without a zone, that
// stands in the element itself or in the Dt or DtTm that it holds. The day is
// the one that is written, in the sender's own time.
func (r Reader) Day() day.Day {
	element, line := r.Name(), r.Line()
	text := r.DeepText()
	if len(text) >= len("2026-01-31") && timeOrZone(text[10:]) {
		if found, err := day.Parse(text[:10]); err == nil {
			return found
		}
	}
	r.Fail(fault.New("iso20022.date", "element", element, "value", Clip(text), "line", line))
	return ""
}

// timeOrZone says whether s is what may follow a date: nothing, a zone, or a
// time with or without one (XML Schema part 2, dateTime).
func timeOrZone(s string) bool {
	if s == "" {
		return true
	}
	return strings.ContainsRune("TZ+-", rune(s[0])) && strings.Trim(s[1:], "0123456789:.+-Z") == ""
}

// Choice reads an element that holds a code of the standard or one of the
// sender's own, Cd or Prtry, among other things.
func (r Reader) Choice() (text string) {
	for d := r.Depth(); r.Child(d); {
		switch r.Name() {
		case "Cd", "Prtry", "CdOrPrtry":
			text = r.DeepText()
		}
	}
	return text
}

// Given reads a reference; the word for "none was given" becomes "".
func (r Reader) Given() string {
	if text := r.Text(); !strings.EqualFold(text, "NOTPROVIDED") {
		return text
	}
	return ""
}

// Clip makes a piece of input fit for a message.
func Clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
