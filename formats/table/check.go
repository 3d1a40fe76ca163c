// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"errors"
	"hash/fnv"
	"strconv"

	"rentmeester/fault"
	"rentmeester/ledger"
)

// check is what the first reading of a sheet finds out, and the second uses.
type check struct {
	sheet
	layout   *layout
	header   int             // line of the headings
	kind     ledger.ItemKind // of rows that do not say it themselves; ""
	above    []string        // what stands above the headings
	settled  bool            // the whole sheet was seen; decimal and bookkeeper hold
	decimal  byte            // of the amounts: '.' or ','; 0 when none has decimals
	bookkeep bool            // payables are written negative

	amounts  evidence
	numbers  map[int]*digitEvidence // by column
	payables struct{ positive, negative int }
	bad      *gatherer
	seen     map[uint64]int // numbers and the line of the first
}

// evidence is what the amounts of a sheet say about their decimal sign.
type evidence struct {
	proof [2]struct { // by point and comma: the first value that proves it
		line  int
		value string
	}
	three [2]bool     // it was seen with three decimals
	doubt [2]gatherer // values that have it before three last digits
	finer [2]gatherer // of those, the ones that would be finer than a cent
}

func side(sep byte) int {
	if sep == '.' {
		return 0
	}
	return 1
}

// digitEvidence is what long numbers in number cells say: a workbook keeps
// fifteen digits of what is typed and makes the rest zeros.
type digitEvidence struct {
	exact bool     // a longer number that does not end in zero: a program wrote it whole
	lost  gatherer // numbers that may have lost digits
}

// checkAll reads every sheet once. Sheets without usable headings are no open
// items and are passed over, unless no sheet has them.
func checkAll(sheets []sheet, file string) ([]*check, error) {
	var all []*check
	var firstErr error
	bad, seen := &gatherer{}, map[uint64]int{}
	for _, s := range sheets {
		c := &check{sheet: s, bad: bad, seen: seen, numbers: map[int]*digitEvidence{}}
		err := c.first(file)
		var f *fault.Error
		switch {
		case err == nil:
			all = append(all, c)
		case len(sheets) > 1 && errors.As(err, &f) && noTable(f.Code):
			if firstErr == nil || fault.Code(firstErr) == "table.no-header" || fault.Code(firstErr) == "table.empty" {
				firstErr = err
			}
		default:
			return nil, err
		}
	}
	if len(all) == 0 {
		if firstErr == nil {
			firstErr = fault.New("table.empty")
		}
		return nil, firstErr
	}
	return all, bad.err()
}

// noTable says whether a fault means that a sheet holds something else.
func noTable(code string) bool {
	return code == "table.no-header" || code == "table.missing-column" || code == "table.empty"
}

// first goes through the sheet for the first time.
func (c *check) first(file string) error {
	var nearly error // why the best row of headings will not do
	known, looked := 0, 0
	err := c.rows(func(r row) error {
		if c.layout != nil {
			c.checkRow(r)
			return nil
		}
		if r.err != nil {
			return r.err
		}
		l, err := newLayout(r.cells, c.label())
		if err == nil {
			if err = l.usable(); err == nil {
				c.layout, c.header = l, r.line
				c.kind = l.kind(c.above, file)
				return c.kindKnown()
			}
			if l.known > known {
				known, nearly = l.known, err
			}
		}
		if nearly == nil {
			nearly = err
		}
		c.above = append(c.above, r.cells[0].text)
		if looked++; looked == headerRows {
			return nearly
		}
		return nil
	})
	if err != nil {
		return err
	}
	if c.layout == nil {
		if nearly == nil {
			nearly = fault.New("table.empty")
		}
		return nearly
	}
	return c.settle()
}

// kindKnown refuses a table in which nothing says who owes whom.
func (c *check) kindKnown() error {
	l := c.layout
	bothParties := len(l.columns[PartyNumber]) > 1 || len(l.columns[PartyName]) > 1
	if c.kind == "" && !l.has(Kind) && !l.has(Side) && !c.sided() && !bothParties {
		return fault.New("table.kind-unknown", "found", list(l.headings))
	}
	return nil
}

// sided says whether debit and credit have a column each.
func (c *check) sided() bool {
	return !c.layout.has(Amount) && c.layout.has(Debit) && c.layout.has(Credit)
}

// checkRow reads a row to see whether it is right.
func (c *check) checkRow(r row) {
	before := c.bad.count
	item, ok := c.item(r)
	if !ok || c.bad.count > before {
		return
	}
	party := ""
	if item.Kind == ledger.Payable { // suppliers number their invoices each for himself
		party = item.PartyNumber + item.PartyName
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(string(item.Kind) + "\x00" + party + "\x00" + item.Number))
	if first, twice := c.seen[h.Sum64()]; twice {
		c.bad.add(fault.New("table.number-twice", "row", c.where(r.line), "value", clip(item.Number), "first", first))
		return
	}
	c.seen[h.Sum64()] = r.line
}

// where names a row as people find it: 12, or Debiteuren!12 in a workbook of
// several sheets.
func (c *check) where(line int) string {
	if c.label() != "" {
		return c.label() + "!" + strconv.Itoa(line)
	}
	return strconv.Itoa(line)
}

// settle decides what single rows cannot: decimal sign, lost digits, the sign of
// payables. Errors: table.mixed-decimals, table.sign-unclear.
func (c *check) settle() error {
	e := &c.amounts
	switch {
	case e.proof[0].line > 0 && e.proof[1].line > 0:
		return fault.New("table.mixed-decimals", "first", e.proof[0].value, "firstRow", c.where(e.proof[0].line),
			"second", e.proof[1].value, "secondRow", c.where(e.proof[1].line))
	case e.proof[0].line > 0:
		c.decimal = '.'
	case e.proof[1].line > 0:
		c.decimal = ','
	}
	for i, sep := range []byte{'.', ','} {
		switch {
		case c.decimal == sep && e.three[i]:
			c.bad.merge(&e.finer[i])
		case c.decimal == sep || c.decimal == 0:
			c.bad.merge(&e.doubt[i])
		}
	}
	for at := range c.layout.headings {
		if n := c.numbers[at]; n != nil && !n.exact {
			c.bad.merge(&n.lost)
		}
	}
	p := c.payables
	if p.positive > 0 && p.negative >= p.positive {
		return fault.New("table.sign-unclear", "negative", p.negative, "positive", p.positive)
	}
	c.bookkeep = p.negative > 0 && p.positive == 0
	c.settled = true
	return nil
}

// deliver goes through the sheet again and hands over the items.
func (c *check) deliver(to func(ledger.OpenItem) error) error {
	return c.rows(func(r row) error {
		if r.line <= c.header {
			return nil
		}
		item, ok := c.item(r)
		if err := c.bad.err(); err != nil || !ok { // the file changed while it was read
			return fault.Wrap(err, "table.changed", "row", c.where(r.line))
		}
		return to(item)
	})
}
