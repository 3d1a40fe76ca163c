// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"slices"

	"rentmeester/money"
)

// A transaction comes in pieces of at most so many lines, and so many bytes of
// text, so that one of a whole year does not fill the memory.
const (
	pieceLines = 50_000
	pieceBytes = 8 << 20
)

func (c *reader) opening() {
	var stated stated
	line := c.x.Line()
	if c.head() != nil {
		return
	}
	for d := c.x.Depth(); c.x.Child(d); {
		if stated.read(c) || c.x.Name() != "obLine" {
			continue
		}
		var o Opening
		var a sided
		at := c.x.Line()
		for d := c.x.Depth(); c.x.Child(d); {
			if c.x.Name() == "accID" {
				o.Account = c.x.Text()
			} else {
				a.read(c)
			}
		}
		c.named(&c.accounts, o.Account, "xaf.account", at)
		if amount, ok := a.signed(c, at); ok {
			o.Amount = amount
			c.count(&c.report.Opening, amount, a.credit)
		} else {
			c.report.Opening.Lines++
		}
		c.give(c.to.Opening(&o))
	}
	c.prove("xaf.opening", stated, c.report.Opening, 0, line)
}

func (c *reader) transactions() {
	var stated stated
	line := c.x.Line()
	c.ledgers = true
	if c.head() != nil {
		return
	}
	for d := c.x.Depth(); c.x.Child(d); {
		switch {
		case stated.read(c):
		case c.x.Name() == "journal":
			c.journal()
		case c.x.Name() == "subledgers":
			c.subledgers()
		}
	}
	c.report.Stated = stated.Totals
	c.prove("xaf.total", stated, c.report.Found, c.report.Transactions, line)
}

func (c *reader) subledgers() {
	for d := c.x.Depth(); c.x.Child(d); {
		if c.x.Name() != "subledger" {
			continue
		}
		for d := c.x.Depth(); c.x.Child(d); {
			if c.x.Name() == "sbLine" {
				c.sub()
			}
		}
	}
}

func (c *reader) sub() {
	var s Sub
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "jrnID":
			s.Journal = c.x.Text()
		case "trNr":
			s.Transaction = c.x.Text()
		case "trLineNr":
			s.Line = c.x.Text()
		case "custSupID":
			s.Party = c.x.Text()
		case "invRef":
			s.Invoice = c.x.Text()
		}
	}
	c.give(c.to.Sub(&s))
}

func (c *reader) journal() {
	var j Journal
	c.report.Journals++
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "jrnID", "journalID":
			j.ID = c.x.Text()
		case "desc", "description":
			j.Name = c.x.Text()
		case "jrnTp", "type":
			j.Kind = journalKind(c.x.Text())
		case "offsetAccID":
			j.Offset = c.x.Text()
		case "transaction":
			c.transaction(j)
		}
	}
}

func (c *reader) transaction(j Journal) {
	c.report.Transactions++
	c.tx = Transaction{Journal: j, At: c.x.Line(), First: true, Sound: true, Lines: c.tx.Lines[:0]}
	c.sum, c.size = Totals{}, 0
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "nr", "transactionID":
			c.tx.Nr = c.x.Text()
		case "desc", "description":
			c.tx.Text = c.x.Text()
		case "periodNumber", "period":
			c.tx.Period = c.x.Text()
		case "trDt", "transactionDate":
			c.tx.Day, _ = c.day()
		case "trLine", "line":
			c.line()
			if len(c.tx.Lines) >= pieceLines || c.size >= pieceBytes {
				c.hand()
			}
		}
	}
	if c.x.Err() != nil {
		return
	}
	if c.tx.Balanced = c.sum.Debit == c.sum.Credit; !c.tx.Balanced {
		c.find(false, "xaf.unbalanced", "transaction", clip(c.tx.Nr), "journal", clip(j.ID), "debit", c.sum.Debit, "credit", c.sum.Credit, "line", c.tx.At)
	}
	c.dated()
	c.tx.Last = true
	c.hand()
}

// dated gives a transaction without a day that of its first document, and tells of
// one outside the period of the file.
func (c *reader) dated() {
	if at := slices.IndexFunc(c.tx.Lines, func(l Line) bool { return l.Day != "" }); c.tx.Day == "" && at >= 0 {
		c.tx.Day = c.tx.Lines[at].Day
	}
	h := c.report.Header
	if c.tx.Day == "" {
		c.tx.Sound = false
	} else if h.From != "" && h.To != "" && (c.tx.Day < h.From || c.tx.Day > h.To) {
		c.find(false, "xaf.outside", "transaction", clip(c.tx.Nr), "day", c.tx.Day, "from", h.From, "to", h.To, "line", c.tx.At)
	}
}

// hand hands over what was read of a transaction.
func (c *reader) hand() {
	if c.x.Err() == nil {
		c.give(c.to.Transaction(&c.tx))
	}
	c.tx.First, c.tx.Lines, c.size = false, c.tx.Lines[:0], 0
}

func (c *reader) line() {
	l := Line{At: c.x.Line()}
	var a sided
	for d := c.x.Depth(); c.x.Child(d); {
		if to := l.text(c.x.Name()); to != nil {
			*to = c.x.Text()
			c.size += len(*to)
			continue
		}
		switch c.x.Name() {
		case "effDate", "effectiveDate":
			l.Day, _ = c.day()
		case "vat":
			if v, ok := c.lineVAT(); ok && len(l.VAT) < 99 {
				l.VAT = append(l.VAT, v)
			}
		default:
			a.read(c)
		}
	}
	c.named(&c.accounts, l.Account, "xaf.account", l.At)
	if l.Party != "" {
		c.named(&c.parties, l.Party, "xaf.party", l.At)
	}
	amount, ok := a.signed(c, l.At)
	if l.Amount = amount; ok {
		c.count(&c.sum, amount, a.credit)
		c.count(&c.report.Found, amount, a.credit)
	} else {
		c.tx.Sound = false
		c.report.Found.Lines++
	}
	c.size += 200
	c.tx.Lines = append(c.tx.Lines, l)
}

// text gives where the text of an element of a line goes; nil for what is no text.
func (l *Line) text(element string) *string {
	switch element {
	case "nr", "recordID":
		return &l.Nr
	case "accID", "accountID":
		return &l.Account
	case "docRef", "documentID":
		return &l.Document
	case "desc", "description":
		return &l.Text
	case "custSupID":
		return &l.Party
	case "invRef":
		return &l.Invoice
	case "orderRef":
		return &l.Order
	case "cost", "costID", "costDesc":
		return &l.CostCentre
	case "product", "prodID", "productDesc":
		return &l.Product
	case "project", "projID", "projectDesc":
		return &l.Project
	}
	return nil
}

// lineVAT reads what a line says of VAT; an amount that cannot be read is none.
func (c *reader) lineVAT() (v VAT, said bool) {
	var a sided
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "vatID", "vatCode":
			v.Code = c.x.Text()
		case "vatPerc":
			v.Rate = c.x.Text()
		case "vatAmnt", "vatAmount":
			a.amount, a.has = c.x.Text(), true
		case "vatAmntTp":
			a.side = c.x.Text()
		}
	}
	v.Amount = a.quietly()
	return v, v != VAT{}
}

// count adds an amount to totals. A negative amount stays on its side.
func (c *reader) count(t *Totals, signed money.Cents, credit bool) {
	side, amount := &t.Debit, signed
	if credit {
		side, amount = &t.Credit, -signed
	}
	t.Lines++
	sum, err := money.Add(*side, amount)
	if err != nil {
		c.x.Fail(err)
	}
	*side = sum
}
