// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// sided is an amount with its side, as the versions write it: an amount and D or
// C, or a debit amount and a credit amount (CLAIR2).
type sided struct {
	amount, side string
	has          bool
	debit, minus string // debitAmount, creditAmount
	both         bool   // one of those was there
	credit       bool   // what it came to stands on the credit side
}

// read takes an element that belongs to it.
func (a *sided) read(c *reader) {
	switch c.x.Name() {
	case "amnt":
		a.amount, a.has = c.x.Text(), true
	case "amntTp":
		a.side = c.x.Text()
	case "debitAmount":
		a.debit, a.both = c.x.Text(), true
	case "creditAmount":
		a.minus, a.both = c.x.Text(), true
	}
}

// signed gives the amount, debit positive; ok is false when it cannot be read, and
// a finding says so.
func (a *sided) signed(c *reader, line int) (amount money.Cents, ok bool) {
	if a.both {
		return a.ofBoth(c, line)
	}
	amount, how := parse(a.amount)
	if how != "" {
		c.find(false, how, "value", clip(a.amount), "line", line)
	}
	if how == "xaf.amount" {
		return 0, false
	}
	known := false
	if a.credit, known = credit(a.side); !known {
		c.find(false, "xaf.side", "value", clip(a.side), "line", line)
		return 0, false
	}
	if a.credit {
		amount = -amount
	}
	return amount, true
}

func (a *sided) ofBoth(c *reader, line int) (sum money.Cents, ok bool) {
	for i, text := range []string{a.debit, a.minus} {
		if strings.TrimSpace(text) == "" {
			continue
		}
		amount, how := parse(text)
		if how != "" {
			c.find(false, how, "value", clip(text), "line", line)
		}
		if how == "xaf.amount" {
			return 0, false
		}
		if i == 1 {
			amount = -amount
			a.credit = a.credit || amount != 0
		}
		sum += amount
	}
	return sum, true
}

// quietly gives the amount for what nothing is proved by: 0 when it cannot be read.
func (a *sided) quietly() money.Cents {
	amount, _ := parse(a.amount)
	if isCredit, _ := credit(a.side); isCredit {
		return -amount
	}
	return amount
}

// credit reads a side.
func credit(side string) (isCredit, known bool) {
	switch strings.ToLower(side) {
	case "c", "cr", "credit", "crediteur":
		return true, true
	case "d", "dr", "db", "debet", "debit":
		return false, true
	}
	return false, false
}

// parse reads an amount; how is the code of the finding about the way it is
// written, and xaf.amount when it cannot be read.
func parse(text string) (amount money.Cents, how string) {
	amount, err := money.Parse(text)
	if err == nil {
		return amount, ""
	}
	if amount, err = money.ParseComma(text); err == nil {
		return amount, "xaf.comma"
	}
	exact, err := decimal.Parse(text)
	if err != nil || len(text) > 40 {
		return 0, "xaf.amount"
	}
	if amount, err = money.Parse(exact.Round(2).String()); err != nil {
		return 0, "xaf.amount"
	}
	return amount, "xaf.precision"
}

// day reads a date; what stands behind it is a time. An empty one is none.
func (c *reader) day() (found day.Day, ok bool) {
	element, line := c.x.Name(), c.x.Line()
	text := c.x.Text()
	if text == "" {
		return "", false
	}
	if len(text) >= len("2026-01-31") && (len(text) == 10 || strings.ContainsRune("TZ+- ", rune(text[10]))) {
		if found, err := day.Parse(text[:10]); err == nil {
			return found, true
		}
	}
	c.find(false, "xaf.date", "element", element, "value", clip(text), "line", line)
	return "", false
}

func accountKind(s string) string {
	switch s = strings.ToUpper(s); {
	case s == "":
		return ""
	case strings.HasPrefix(s, "B"), s == "A", strings.HasPrefix(s, "ACTIV"), strings.HasPrefix(s, "PASSIV"):
		return "B"
	case strings.HasPrefix(s, "M"):
		return "M"
	}
	return "P"
}

func partyKind(s string) string {
	upper := strings.ToUpper(s)
	customer := upper == "C" || strings.Contains(upper, "DEB") || strings.Contains(upper, "KLANT") || strings.Contains(upper, "CUSTOMER")
	supplier := upper == "S" || strings.Contains(upper, "CRED") || strings.Contains(upper, "LEV") || strings.Contains(upper, "SUPPLIER")
	switch {
	case upper == "B", customer && supplier:
		return "B"
	case customer:
		return "C"
	case supplier:
		return "S"
	case upper == "":
		return ""
	}
	return "O"
}

// journalWords are how journals are called where they have no code of one letter.
var journalWords = []struct{ word, kind string }{
	{"inkoop", "P"}, {"purchase", "P"}, {"verkoop", "S"}, {"sales", "S"}, {"bank", "B"}, {"giro", "B"}, {"kas", "C"}, {"cash", "C"},
	{"salaris", "Y"}, {"loon", "Y"}, {"payroll", "Y"}, {"memo", "M"}, {"goederen", "G"}, {"voorraad", "G"}, {"productie", "T"},
}

// journalKind gives the code of a kind of journal that is written out, as in
// CLAIR2; another letter or word stays as it is.
func journalKind(s string) string {
	if len(s) < 2 {
		return strings.ToUpper(s)
	}
	lower := strings.ToLower(s)
	for _, w := range journalWords {
		if strings.Contains(lower, w.word) {
			return w.kind
		}
	}
	return clip(s)
}

// clip makes a piece of input fit for a message.
func clip(s string) string { return fault.Clip(s, 60) }

// sameOf is how many findings of one code are kept.
const sameOf = 20

// find keeps a finding; of those with one code the first ones.
func (c *reader) find(blocks bool, code string, pairs ...any) {
	n := 0
	for _, f := range c.report.Findings {
		if f.Code == code {
			n++
		}
	}
	if n == sameOf {
		c.report.More[code]++
		return
	}
	c.report.Findings = append(c.report.Findings, Finding{fault.New(code, pairs...), blocks})
}
