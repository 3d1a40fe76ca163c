// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"math/big"
	"regexp"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
)

// CreditNote is the attribute of an item whose amount was negative in the table.
const CreditNote = "credit_note"

// item reads one row. What is wrong goes to c.bad; ok is false when the row
// cannot be read at all.
func (c *check) item(r row) (item ledger.OpenItem, ok bool) {
	if r.err != nil {
		f, isFault := r.err.(*fault.Error)
		if !isFault {
			f = fault.Wrap(r.err, "internal", "error", r.err)
		}
		c.bad.add(f)
		return item, false
	}
	if !c.widthRight(r) {
		return item, false
	}
	item = ledger.OpenItem{
		Number:      c.code(r, Number),
		PartyNumber: c.code(r, PartyNumber),
		PartyName:   c.text(r, PartyName),
		IBAN:        c.code(r, IBAN),
		Currency:    c.currency(r),
		Issued:      c.day(r, Issued),
		Due:         c.day(r, Due),
		Reference:   c.code(r, Reference),
		EndToEndID:  c.code(r, EndToEndID),
		MandateID:   c.code(r, MandateID),
		BatchID:     c.code(r, BatchID),
		Description: c.text(r, Description),
		Attributes:  c.attributes(r),
		Line:        r.line,
	}
	item.IBAN = account(item.IBAN)
	if term := c.text(r, Term); term != "" && item.Number != "" {
		item.Number += "/" + term
	}
	if item.Number == "" {
		c.refuse(r, "table.no-number", c.column(Number), "")
	}
	c.value(r, &item)
	return item, true
}

// account gives an IBAN in electronic form; another account number stays as it
// is written.
func account(s string) string {
	if iban, ok := ident.IBAN(s); ok {
		return iban
	}
	return ident.Electronic(s)
}

// widthRight refuses a row of text with more or fewer cells than headings: a
// separator in an unquoted text, or a file that was cut off.
func (c *check) widthRight(r row) bool {
	if c.ragged() {
		return true
	}
	have, want := len(r.cells), len(c.layout.headings)
	for have > want && r.cells[have-1].text == "" {
		have--
	}
	least := want
	for least > 0 && c.layout.headings[least-1] == "" {
		least--
	}
	if have > want {
		c.bad.add(fault.New("table.too-many-cells", "row", c.where(r.line), "found", have, "expected", want))
		return false
	}
	if have < least {
		c.bad.add(fault.New("table.too-few-cells", "row", c.where(r.line), "found", have, "expected", want))
		return false
	}
	return true
}

// refuse tells of a value that is wrong.
func (c *check) refuse(r row, code string, col column, value string) {
	c.bad.add(fault.New(code, "row", c.where(r.line), "column", clip(col.heading), "value", clip(value)))
}

func (c *check) column(f Field) column {
	if cols := c.layout.columns[f]; len(cols) > 0 {
		return cols[0]
	}
	return column{heading: string(f)}
}

// cell gives the first filled cell of a field.
func (c *check) cell(r row, f Field) (cell, column) {
	for _, col := range c.layout.columns[f] {
		if col.at < len(r.cells) && r.cells[col.at].text != "" {
			return r.cells[col.at], col
		}
	}
	return cell{}, c.column(f)
}

func (c *check) text(r row, f Field) string {
	v, _ := c.cell(r, f)
	return v.text
}

// rounded is a number as spreadsheets show one that does not fit: 5,00006E+15.
var rounded = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[Ee]\+[0-9]+$`)

// code reads a text that identifies. In a number cell it must be whole.
func (c *check) code(r row, f Field) string {
	v, col := c.cell(r, f)
	if !v.number {
		if len(v.text) < 30 && strings.Contains(v.text, "+") && rounded.MatchString(v.text) {
			c.refuse(r, "table.lost-digits", col, v.text)
		}
		return v.text
	}
	s := wholeNumber(v.text)
	if len(s) > 15 && digits(s) && !c.settled {
		e := c.numbers[col.at]
		if e == nil {
			e = &digitEvidence{}
			c.numbers[col.at] = e
		}
		if s[len(s)-1] != '0' {
			e.exact = true
		}
		e.lost.add(fault.New("table.lost-digits", "row", c.where(r.line), "column", clip(col.heading), "value", s))
	}
	return s
}

// wholeNumber writes 1.5E3 and 12.0 as 1500 and 12; other notations stay.
func wholeNumber(s string) string {
	if digits(s) {
		return s
	}
	exact, ok := number(s)
	if !ok || !exact.IsInt() {
		return s
	}
	return new(big.Int).Set(exact.Num()).String()
}

func (c *check) day(r row, f Field) day.Day {
	v, col := c.cell(r, f)
	if v.text == "" {
		return ""
	}
	if v.number {
		d, ok := serialDay(v.text, c.from1904())
		if !ok {
			c.refuse(r, "table.bad-date", col, v.text)
		}
		return d
	}
	d, short, ok := readDay(v.text)
	switch {
	case short:
		c.refuse(r, "table.short-year", col, v.text)
	case !ok:
		c.refuse(r, "table.bad-date", col, v.text)
	}
	return d
}

// currency reads an ISO 4217 code; nothing means euros.
func (c *check) currency(r row) string {
	v, col := c.cell(r, Currency)
	code := strings.ToUpper(v.text)
	switch code {
	case "", "€", "EURO", "EUR":
		return "EUR"
	}
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		c.refuse(r, "table.bad-currency", col, v.text)
	}
	return code
}

// attributes keeps the columns we do not know, as they are.
func (c *check) attributes(r row) map[string]string {
	var kept map[string]string
	keep := func(name, value string) {
		if kept == nil {
			kept = map[string]string{}
		}
		kept[name] = value
	}
	for _, col := range c.layout.extra {
		if col.at < len(r.cells) && r.cells[col.at].text != "" {
			keep(col.heading, r.cells[col.at].text)
		}
	}
	for at := len(c.layout.headings); at < len(r.cells); at++ {
		if r.cells[at].text != "" { // beside the headings of a workbook
			keep(letter(at), r.cells[at].text)
		}
	}
	return kept
}

// value gives the item its kind and its amount.
func (c *check) value(r row, item *ledger.OpenItem) {
	kind := c.rowKind(r)
	net, sided, ok := c.net(r)
	if !ok {
		return
	}
	if kind == "" && !sided {
		c.refuse(r, "table.no-kind", c.column(Kind), "")
		return
	}
	item.Kind, item.Amount = kind, net.Abs()
	if !sided {
		if kind == ledger.Payable && !c.settled {
			c.countPayable(net)
		}
		if kind == ledger.Payable && c.bookkeep || net >= 0 {
			return
		}
		item.Kind = opposite(kind)
	} else {
		if net > 0 || net == 0 && kind == "" {
			item.Kind = ledger.Receivable
		} else if net < 0 {
			item.Kind = ledger.Payable
		}
	}
	if kind != "" && item.Kind != kind {
		if item.Attributes == nil {
			item.Attributes = map[string]string{}
		}
		item.Attributes[CreditNote] = "true"
	}
}

func (c *check) countPayable(net money.Cents) {
	if net > 0 {
		c.payables.positive++
	} else if net < 0 {
		c.payables.negative++
	}
}

func opposite(k ledger.ItemKind) ledger.ItemKind {
	if k == ledger.Payable {
		return ledger.Receivable
	}
	return ledger.Payable
}

// rowKind says who owes whom by the row itself, else by what stands around.
func (c *check) rowKind(r row) ledger.ItemKind {
	if v, col := c.cell(r, Kind); v.text != "" {
		kind, ok := kinds[plain(v.text)]
		if !ok {
			c.refuse(r, "table.bad-kind", col, v.text)
		}
		return kind
	}
	var said ledger.ItemKind
	for _, f := range []Field{PartyNumber, PartyName} {
		if len(c.layout.columns[f]) < 2 {
			continue
		}
		for _, col := range c.layout.columns[f] {
			if col.at >= len(r.cells) || r.cells[col.at].text == "" {
				continue
			}
			if said != "" && said != col.kind {
				return c.kind // debtor and creditor in one row say nothing
			}
			said = col.kind
		}
	}
	if said != "" {
		return said
	}
	return c.kind
}

// kinds are the words for who owes whom.
var kinds = words(map[ledger.ItemKind]string{
	ledger.Receivable: "receivable receivables debiteur debiteuren debtor debtors customer klant vordering vorderingen verkoop verkoopfactuur tevorderen teontvangen ontvangst d deb ar",
	ledger.Payable:    "payable payables crediteur crediteuren creditor creditors kreditor leverancier supplier vendor schuld schulden inkoop inkoopfactuur tebetalen betaling c k cred cre ap",
})

func words(lists map[ledger.ItemKind]string) map[string]ledger.ItemKind {
	all := map[string]ledger.ItemKind{}
	for kind, list := range lists {
		for _, w := range strings.Fields(list) {
			all[w] = kind
		}
	}
	return all
}

// net gives the amount with its sign, and whether the sign is a side of the
// books: positive then is what they owe us. ok is false when there is none.
func (c *check) net(r row) (net money.Cents, sided, ok bool) {
	if c.sided() {
		debit, hasDebit, ok1 := c.money(r, Debit)
		credit, hasCredit, ok2 := c.money(r, Credit)
		if ok1 && ok2 && !hasDebit && !hasCredit {
			c.refuse(r, "table.no-amount", c.column(Debit), "")
			return 0, true, false
		}
		return debit - credit, true, ok1 && ok2 // each is at most money.Max
	}
	net, has, ok := c.money(r, Amount)
	if ok && !has {
		c.refuse(r, "table.no-amount", c.column(Amount), "")
		ok = false
	}
	v, col := c.cell(r, Side)
	if !ok || v.text == "" {
		return net, false, ok
	}
	if net < 0 {
		c.refuse(r, "table.sign-twice", col, v.text)
		return 0, false, false
	}
	switch plain(v.text) {
	case "d", "db", "deb", "dr", "debet", "debit", "s", "soll":
		return net, true, true
	case "c", "cr", "cred", "credit", "h", "haben":
		return -net, true, true
	}
	c.refuse(r, "table.bad-side", col, v.text)
	return 0, false, false
}

// money reads an amount; has says whether there is one.
func (c *check) money(r row, f Field) (amount money.Cents, has, ok bool) {
	v, col := c.cell(r, f)
	if v.text == "" {
		return 0, false, true
	}
	var err error
	if v.number {
		amount, err = numberCents(v.text)
	} else {
		written, readable := readAmount(v.text)
		if !readable {
			c.refuse(r, "table.bad-amount", col, v.text)
			return 0, true, false
		}
		if !c.settled {
			c.learn(r, col, v.text, written)
		}
		amount, err = written.cents(c.decimal)
	}
	switch fault.Code(err) {
	case "":
		return amount, true, true
	case "money.precision":
		c.refuse(r, "table.amount-precision", col, v.text)
	case "money.range":
		c.refuse(r, "table.amount-range", col, v.text)
	default:
		c.refuse(r, "table.bad-amount", col, v.text)
	}
	return 0, true, false
}

// learn keeps what an amount proves or leaves open about the decimal sign.
func (c *check) learn(r row, col column, text string, a amount) {
	e := &c.amounts
	if a.decimal != 0 {
		i := side(a.decimal)
		if e.proof[i].line == 0 {
			e.proof[i].line, e.proof[i].value = r.line, clip(text)
		}
		e.three[i] = e.three[i] || a.three
	}
	if a.ambiguous != 0 {
		i := side(a.ambiguous)
		e.doubt[i].add(fault.New("table.amount-ambiguous", "row", c.where(r.line), "column", clip(col.heading), "value", clip(text)))
		if a.fraction[2] != '0' {
			e.finer[i].add(fault.New("table.amount-precision", "row", c.where(r.line), "column", clip(col.heading), "value", clip(text)))
		}
	}
}
