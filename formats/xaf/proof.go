// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"strconv"
	"strings"

	"rentmeester/money"
)

// stated is what a file says of a set of lines.
type stated struct {
	Totals
	count, debit, credit bool // is said
}

// read takes an element that belongs to it; false when it does not.
func (s *stated) read(c *reader) bool {
	element, line := c.x.Name(), c.x.Line()
	switch element {
	case "linesCount", "numberEntries":
		text := c.x.Text()
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			c.unsaid(text, element, line)
			return true
		}
		s.Lines, s.count = n, true
	case "totalDebit":
		s.Debit, s.debit = c.total(element, line)
	case "totalCredit":
		s.Credit, s.credit = c.total(element, line)
	default:
		return false
	}
	return true
}

func (c *reader) total(element string, line int) (money.Cents, bool) {
	text := c.x.Text()
	amount, how := parse(text)
	if how == "xaf.amount" {
		c.unsaid(text, element, line)
		return 0, false
	}
	return amount, true
}

// unsaid tells of a total that is there but says nothing; one that is empty is
// told of as not there.
func (c *reader) unsaid(text, element string, line int) {
	if strings.TrimSpace(text) != "" {
		c.find(true, "xaf.stated", "element", element, "value", clip(text), "line", line)
	}
}

// prove holds what a file states of a set of lines against what was found. A wrong
// number of lines alone proves nothing against it: some programs count
// transactions.
func (c *reader) prove(code string, s stated, found Totals, transactions, line int) {
	if c.x.Err() != nil {
		return
	}
	if !s.count || !s.debit || !s.credit {
		c.find(false, code+"-none", "line", line)
	}
	right := s.debit && s.credit && s.Debit == found.Debit && s.Credit == found.Credit
	if s.count && s.Lines != found.Lines {
		c.find(!right, code+"-lines", "stated", s.Lines, "found", found.Lines, "transactions", transactions, "line", line)
	}
	if s.debit && s.Debit != found.Debit {
		c.find(true, code+"-debit", "stated", s.Debit, "found", found.Debit, "line", line)
	}
	if s.credit && s.Credit != found.Credit {
		c.find(true, code+"-credit", "stated", s.Credit, "found", found.Credit, "line", line)
	}
	if found.Debit != found.Credit {
		c.find(false, code+"-sides", "debit", found.Debit, "credit", found.Credit, "line", line)
	}
}

// known are the codes of a list, for as long as they fit in the memory set aside.
type known struct {
	codes map[string]bool
	size  int
	full  bool
}

const mostKnown = 64 << 20 // bytes

func (k *known) add(code string) {
	if k.size += len(code) + 32; k.size > mostKnown {
		k.codes, k.full = nil, true
	}
	if k.full {
		return
	}
	if k.codes == nil {
		k.codes = map[string]bool{}
	}
	k.codes[code] = true
}

// named tells of a code that is not in its list, when there is one: each once.
func (c *reader) named(k *known, code, finding string, line int) {
	if k.full || len(k.codes) == 0 || k.codes[code] {
		return
	}
	k.add(code)
	c.find(false, finding, "code", clip(code), "line", line)
}
