// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/order"
)

// order reads what a row says of the order as a whole; total says whether it
// names the amount of the whole.
func (c *check) order(r row) (o order.Order, total bool) {
	o = order.Order{
		Number: c.code(r, OrderNumber), Kind: order.Purchase, Supplier: c.code(r, SupplierNumber), SupplierName: c.text(r, SupplierName),
		Description: c.text(r, OrderText), Orderer: c.text(r, Orderer), Account: c.code(r, LedgerAccount), CostCentre: c.code(r, CostCentre),
		Ordered: c.day(r, OrderedOn), From: c.day(r, HoldsFrom), Until: c.day(r, HoldsUntil), Gross: c.yes(r, VATIncluded, yesWords),
		Every: c.months(r), Closed: c.yes(r, OrderStatus, closedWords), At: r.line,
	}
	if c.yes(r, OrderKind, contractWords) || o.Every > 0 {
		o.Kind = order.Contract
	}
	if o.Description == "" && !c.hasLines() {
		o.Description = c.text(r, LineText)
	}
	o.Instalment, _, _ = c.money(r, InstalmentAmount)
	if o.Instalment > 0 && o.Every == 0 {
		o.Kind, o.Every = order.Contract, 1
	}
	o.Amount, total, _ = c.money(r, OrderTotal)
	return o, total
}

// hasLines says whether rows are lines of orders.
func (c *check) hasLines() bool {
	return c.layout.has(LineNumber) || c.layout.has(Article) || c.layout.has(Quantity) || c.layout.has(UnitPrice)
}

// orderLine reads the line of an order, and what it amounts to: as it says, else
// quantity times price. A row of an order without lines has an amount only.
func (c *check) orderLine(r row) (l order.Line, amount money.Cents, isLine bool) {
	l = order.Line{
		Number: c.code(r, LineNumber), Article: c.code(r, Article), Description: c.text(r, LineText), Unit: c.text(r, Unit),
		Quantity: c.exact(r, Quantity), Price: c.exact(r, UnitPrice), InvoicedQty: c.exact(r, InvoicedQuantity),
	}
	l.Invoiced, _, _ = c.money(r, InvoicedAmount)
	amount, said, _ := c.money(r, LineAmount)
	if !said && l.Quantity != nil && l.Price != nil {
		var err error
		if amount, err = order.Worth(*l.Quantity, *l.Price); err != nil {
			c.refuse(r, "table.amount-range", c.column(UnitPrice), l.Price.String())
		}
	}
	l.Amount = amount
	return l, amount, c.hasLines() && (l.Number != "" || l.Article != "" || l.Quantity != nil || l.Price != nil)
}

// receipt reads what was received; some says whether anything was.
func (c *check) receipt(r row) (rec order.Receipt, some bool) {
	rec = order.Receipt{
		Order: c.code(r, OrderNumber), Line: c.code(r, LineNumber), Number: c.code(r, ReceiptNumber), Day: c.day(r, ReceivedOn),
		Quantity: c.exact(r, ReceivedQuantity), By: c.text(r, ReceivedBy),
	}
	if rec.Quantity == nil && !c.layout.has(ReceivedQuantity) && !c.layout.has(ReceivedAmount) {
		rec.Quantity = c.exact(r, Quantity) // of a list of receipts
	}
	var said bool
	rec.Amount, said, _ = c.money(r, ReceivedAmount)
	return rec, said && rec.Amount != 0 || rec.Quantity != nil && !rec.Quantity.IsZero()
}

// exact reads a number that is no amount: a quantity, a price of parts of a
// cent. nil when there is none.
func (c *check) exact(r row, f Field) *decimal.Decimal {
	v, col := c.cell(r, f)
	if v.text == "" {
		return nil
	}
	var said string
	if v.number {
		exact, ok := number(v.text)
		if !ok {
			c.refuse(r, "table.bad-amount", col, v.text)
			return nil
		}
		said = exact.FloatString(6) // a workbook keeps binary fractions
	} else {
		a, ok := readAmount(v.text)
		if !ok {
			c.refuse(r, "table.bad-amount", col, v.text)
			return nil
		}
		if said, ok = c.written(r, col, v.text, a); !ok {
			return nil
		}
	}
	d, err := decimal.Parse(said)
	if err != nil {
		c.refuse(r, "table.amount-range", col, v.text)
		return nil
	}
	d = d.Trim(0)
	return &d
}

// written gives a number in plain notation. Its decimal sign counts as proof for
// the sheet; 1.125 without proof is refused when the sheet was seen.
func (c *check) written(r row, col column, text string, a amount) (string, bool) {
	if !c.settled {
		if a.decimal != 0 {
			if p := &c.amounts.proof[side(a.decimal)]; p.line == 0 {
				p.line, p.value = r.line, clip(text)
			}
		}
	} else if a.ambiguous != 0 && c.decimal == 0 {
		c.bad.add(fault.New("table.amount-ambiguous", "row", c.where(r.line), "column", clip(col.heading), "value", clip(text)))
		return "", false
	}
	whole, fraction := a.whole, a.fraction
	if a.ambiguous != 0 && a.ambiguous != c.decimal {
		whole, fraction = whole+fraction, ""
	}
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if a.negative {
		whole = "-" + whole
	}
	return whole, true
}

// The words of columns that say one of two things.
var (
	contractWords = either("contract contracten raamcontract raamovereenkomst overeenkomst abonnement huur periodiek doorlopend recurring subscription", "order inkooporder bestelling purchase purchaseorder opdracht verplichting eenmalig los po")
	yesWords      = either("ja j yes y true waar 1 incl inclusief inclbtw inclusiefbtw", "nee n no false onwaar 0 excl exclusief exclbtw exclusiefbtw")
	closedWords   = either("afgesloten gesloten closed ja j yes true 1 vervallen afgehandeld geannuleerd cancelled voltooid completed gereed", "open openstaand nee n no false 0 actief active lopend nieuw new goedgekeurd approved deelsgeleverd deelsontvangen geleverd ontvangen inbehandeling")
)

func either(yes, no string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(yes) {
		all[w] = true
	}
	for _, w := range strings.Fields(no) {
		all[w] = false
	}
	return all
}

// yes reads a column that says one of two things; nothing is no.
func (c *check) yes(r row, f Field, words map[string]bool) bool {
	v, col := c.cell(r, f)
	if v.text == "" {
		return false
	}
	said, known := words[plain(v.text)]
	if !known {
		c.refuse(r, "table.bad-word", col, v.text)
	}
	return said
}

// terms are the words for how often an instalment is due, in months.
var terms = map[string]int{
	"maand": 1, "permaand": 1, "maandelijks": 1, "month": 1, "monthly": 1, "m": 1,
	"kwartaal": 3, "perkwartaal": 3, "quarter": 3, "quarterly": 3, "q": 3,
	"halfjaar": 6, "perhalfjaar": 6, "halfjaarlijks": 6, "halfyear": 6, "halfyearly": 6,
	"jaar": 12, "perjaar": 12, "jaarlijks": 12, "year": 12, "yearly": 12, "annual": 12, "annually": 12, "j": 12,
	"eenmalig": 0, "once": 0, "geen": 0, "none": 0,
}

// months reads how often an instalment is due: in words, or as a number of months.
func (c *check) months(r row) int {
	v, col := c.cell(r, Every)
	if v.text == "" {
		return 0
	}
	if n, known := terms[plain(v.text)]; known {
		return n
	}
	n, err := strconv.Atoi(wholeNumber(v.text))
	if err != nil || n < 0 || n > 120 {
		c.refuse(r, "table.bad-word", col, v.text)
		return 0
	}
	return n
}

func itoa(n int) string { return strconv.Itoa(n) }
