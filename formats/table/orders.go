// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"io"
	"strings"

	"rentmeester/fault"
	"rentmeester/order"
)

// The fields of a list of orders and contracts, and of one of receipts. Of the
// fields of open items SupplierNumber … are their own, since headings mean
// something else here: "nummer" is the order's.
const (
	OrderNumber      Field = "order"
	OrderKind        Field = "order_kind"
	SupplierNumber   Field = "supplier"
	SupplierName     Field = "supplier_name"
	Orderer          Field = "orderer"
	LedgerAccount    Field = "account"
	CostCentre       Field = "cost_centre"
	OrderedOn        Field = "ordered"
	HoldsFrom        Field = "from"
	HoldsUntil       Field = "until"
	OrderTotal       Field = "total"
	VATIncluded      Field = "vat_included"
	Every            Field = "every"
	InstalmentAmount Field = "instalment"
	OrderStatus      Field = "status"
	OrderText        Field = "order_description"
	LineNumber       Field = "line"
	Article          Field = "article"
	LineText         Field = "line_description"
	Quantity         Field = "quantity"
	Unit             Field = "unit"
	UnitPrice        Field = "price"
	LineAmount       Field = "line_amount"
	InvoicedAmount   Field = "invoiced"
	InvoicedQuantity Field = "invoiced_quantity"
	ReceivedQuantity Field = "received_quantity"
	ReceivedAmount   Field = "received_amount"
	ReceivedOn       Field = "received_on"
	ReceivedBy       Field = "received_by"
	ReceiptNumber    Field = "receipt"
)

// orderVocabulary lists the headings by field, best first, as vocabulary does.
var orderVocabulary = map[Field][]string{
	OrderNumber: {
		"order ordernumber orderno ordernr ordernummer inkoopordernummer inkoopordernr inkooporder bestelnummer bestelordernummer verplichtingnummer verplichtingsnummer verplichtingnr verplichtingennummer verplichting contractnummer contractnr contractnumber ponumber pono ponummer purchaseorder purchaseordernumber obligatienummer opdrachtnummer opdrachtnr",
		"nummer number nr documentnummer kenmerk",
	},
	OrderKind:        {"orderkind soortverplichting soortorder typeverplichting ordertype typeorder ordersoort verplichtingsoort", "soort type kind"},
	SupplierNumber:   {"supplier suppliernumber supplierno supplierid leveranciersnummer leveranciernummer leveranciersnr leveranciernr crediteurnummer crediteurnr crediteurennummer vendornumber vendorno vendorid creditornumber", "relatienummer relatienr relatiecode"},
	SupplierName:     {"suppliername leveranciersnaam leveranciernaam naamleverancier crediteurnaam naamcrediteur vendorname", "leverancier crediteur vendor creditor relatie relatienaam naam name"},
	Orderer:          {"orderer besteller aanvrager requester requestedby orderedby bestelddoor opdrachtgever", "inkoper buyer contactpersoon verantwoordelijke contractbeheerder budgethouder"},
	LedgerAccount:    {"ledgeraccount grootboekrekening grootboek grootboeknummer glaccount kostensoort", "account rekening"},
	CostCentre:       {"costcentre costcenter kostenplaats kostenplaatsnummer kpl kostenplaatscode", "kostendrager"},
	OrderedOn:        {"ordered orderdate orderdatum besteldatum datumorder verplichtingsdatum verplichtingdatum aangegaanop datumverplichting opdrachtdatum", "datum date"},
	HoldsFrom:        {"from validfrom begindatum ingangsdatum startdatum startdate van geldigvan looptijdvan vanaf datumvan contractstart"},
	HoldsUntil:       {"until validuntil einddatum enddate geldigtot looptijdtot tot totenmet tm datumtot expirydate vervaldatum contracteinde"},
	OrderTotal:       {"total ordertotal ordertotaal orderbedrag totaalbedrag totaalbedragorder verplichtingsbedrag verplichtingbedrag verplichtbedrag contractbedrag contractwaarde contractvalue jaarbedrag annualamount totalamount totaalorder totaalverplichting", "totaal"},
	VATIncluded:      {"vatincluded inclbtw inclusiefbtw btwinbegrepen metbtw includingvat inclvat"},
	Every:            {"every frequentie frequency periodiciteit factuurfrequentie betalingsfrequentie termijnen per interval"},
	InstalmentAmount: {"instalment installment termijnbedrag maandbedrag bedragpertermijn bedragpermaand monthlyamount instalmentamount maandtermijn"},
	OrderStatus:      {"status orderstatus statusorder afgesloten closed gesloten statusverplichting"},
	OrderText:        {"orderdescription orderomschrijving omschrijvingorder omschrijvingverplichting verplichtingomschrijving contractomschrijving onderwerp subject"},
	LineNumber:       {"line lineno linenumber regel regelnummer regelnr orderregel orderregelnummer orderline positie pos positienummer"},
	Article:          {"article articlenumber artikel artikelnummer artikelnr artikelcode itemnumber itemno sku productcode"},
	LineText:         {"linedescription description omschrijving regelomschrijving artikelomschrijving itemdescription", "tekst text toelichting product dienst"},
	Quantity:         {"quantity aantal hoeveelheid besteldaantal aantalbesteld orderedquantity qty besteld"},
	Unit:             {"unit eenheid uom"},
	UnitPrice:        {"price unitprice prijs stukprijs eenheidsprijs prijspereenheid prijsperstuk tarief rate"},
	LineAmount:       {"lineamount regelbedrag bedragregel regeltotaal linetotal", "amount bedrag bedragexclbtw bedragexclusiefbtw nettobedrag netamount netto waarde value"},
	InvoicedAmount:   {"invoiced gefactureerd gefactureerdbedrag bedraggefactureerd reedsgefactureerd invoicedamount amountinvoiced algefactureerd"},
	InvoicedQuantity: {"invoicedquantity aantalgefactureerd gefactureerdaantal quantityinvoiced"},
	ReceivedQuantity: {"receivedquantity aantalontvangen ontvangenaantal aantalgeleverd geleverdaantal quantityreceived ontvangen geleverd received delivered"},
	ReceivedAmount:   {"receivedamount ontvangenbedrag bedragontvangen geleverdbedrag bedraggeleverd amountreceived"},
	ReceivedOn:       {"receivedon ontvangstdatum datumontvangst leverdatum geleverdop ontvangenop receiptdate deliverydate receiveddate datumlevering"},
	ReceivedBy:       {"receivedby ontvangendoor ontvanger receiver geaccepteerddoor"},
	ReceiptNumber:    {"receipt receiptnumber ontvangstnummer pakbon pakbonnummer packingslip leverbon bonnummer deliverynote ontvangstbon"},
}

var orderMeanings = readOrderVocabulary()

func readOrderVocabulary() map[string]meaning {
	all := map[string]meaning{}
	for field, ranks := range orderVocabulary {
		for rank, words := range ranks {
			for _, w := range strings.Fields(words) {
				all[w] = meaning{field: field, rank: rank}
			}
		}
	}
	return all
}

const expectedOfOrders = "order, order_kind, supplier, supplier_name, description, orderer, account, cost_centre, ordered, from, until, total, vat_included, every, instalment, status, line, article, line_description, quantity, unit, price, line_amount, invoiced, invoiced_quantity, received_quantity, received_amount, received_on"

// maxOrderRows bounds a list of orders, which is kept in memory.
const maxOrderRows = 500_000

// ReadOrders reads a CSV or XLSX file of orders and contracts, a row for each or
// a row for each of their lines, with what was received on them where a column
// says so. Rows with the same number are one order and must agree on what is the
// order's. Without a total an order amounts to its lines.
//
// Errors: a fault about the file (table.*), or table.rows around RowErrors.
func ReadOrders(r io.Reader) ([]order.Order, []order.Receipt, error) {
	g := &orderGatherer{at: map[string]int{}}
	err := readWith(r, []Field{OrderNumber}, func(c *check, r row) { g.row(c, r) })
	if err == nil {
		err = g.finish()
	}
	if err != nil {
		return nil, nil, err
	}
	return g.orders, g.receipts, nil
}

// ReadReceipts reads a CSV or XLSX file of what was received on orders.
// Errors: as of ReadOrders.
func ReadReceipts(r io.Reader) (list []order.Receipt, err error) {
	err = readWith(r, []Field{OrderNumber}, func(c *check, r row) {
		receipt, ok := c.receipt(r)
		if !ok {
			c.refuse(r, "table.no-receipt", c.column(ReceivedQuantity), "")
			return
		}
		list = append(list, receipt)
	})
	return list, err
}

// readWith goes through every sheet that has the columns needed: once to find what
// is wrong and how numbers are written, once to take the rows.
func readWith(from io.Reader, needed []Field, take func(*check, row)) error {
	sheets, err := open(from)
	if err != nil {
		return err
	}
	bad, used := &gatherer{}, 0
	var first error
	var checks []*check
	for _, s := range sheets {
		c := &check{sheet: s, bad: bad, numbers: map[int]*digitEvidence{}}
		err := c.firstOrders(needed)
		switch {
		case err == nil:
			checks, used = append(checks, c), used+1
		case len(sheets) > 1 && noTable(fault.Code(err)):
			if first == nil {
				first = err
			}
		default:
			return err
		}
	}
	if used == 0 {
		if first == nil {
			first = fault.New("table.empty")
		}
		return first
	}
	if err := bad.err(); err != nil {
		return err
	}
	for _, c := range checks {
		err := c.rows(func(r row) error {
			if r.line > c.header && r.err == nil {
				take(c, r)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return bad.err()
}

// firstOrders goes through a sheet for the first time: it finds the headings, and
// how numbers are written.
func (c *check) firstOrders(needed []Field) error {
	count := 0
	err := c.below(func(cells []cell) (*layout, error) { return orderLayout(cells, c.label(), needed) }, func(r row) error {
		if r.err == nil {
			if count++; count > maxOrderRows {
				return fault.New("table.too-many-rows", "limit", maxOrderRows)
			}
		}
		c.orderFields(r)
		return nil
	})
	if err != nil {
		return err
	}
	return c.settle()
}

// below takes the first row that can be read as headings for them, and hands over the
// rows below it, also those that cannot be read. Where there is none it gives what was
// wrong with the row that came nearest.
func (c *check) below(headings func(cells []cell) (*layout, error), each func(row) error) error {
	looked := 0
	var nearly error
	err := c.rows(func(r row) error {
		if c.layout != nil {
			return each(r)
		}
		if r.err != nil {
			return r.err
		}
		l, err := headings(r.cells)
		if err == nil {
			c.layout, c.header = l, r.line
			return nil
		}
		if nearly == nil || fault.Code(err) != "table.no-header" {
			nearly = err
		}
		if looked++; looked == headerRows {
			return nearly
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case c.layout == nil && nearly != nil:
		return nearly
	case c.layout == nil:
		return fault.New("table.empty")
	}
	return nil
}

// orderLayout reads a row of headings.
func orderLayout(cells []cell, sheet string, needed []Field) (*layout, error) {
	l := &layout{sheet: sheet, columns: map[Field][]column{}}
	for at, c := range cells {
		l.headings = append(l.headings, c.text)
		p := plain(c.text)
		m, ok := orderMeanings[p]
		for _, unit := range []string{"ineuro", "euro", "eur", "exclbtw", "exbtw"} {
			if !ok {
				m, ok = orderMeanings[strings.TrimSuffix(p, unit)]
			}
		}
		if ok {
			l.take(column{meaning: m, at: at, heading: c.text})
		}
	}
	if l.known = len(l.columns); l.known < 2 {
		return nil, fault.New("table.no-header", "found", list(l.headings), "expected", expectedOfOrders)
	}
	if l.twice[0] != "" {
		return nil, fault.New("table.heading-twice", "first", clip(l.twice[0]), "second", clip(l.twice[1]))
	}
	for _, f := range needed {
		if !l.has(f) {
			return nil, fault.New("table.missing-column", "missing", string(f), "found", list(l.headings), "expected", expectedOfOrders)
		}
	}
	return l, nil
}

// orderFields reads what can be wrong in a row, to find it before anything is
// taken.
func (c *check) orderFields(r row) {
	if r.err != nil {
		f, isFault := r.err.(*fault.Error)
		if !isFault {
			f = fault.Wrap(r.err, "internal", "error", r.err)
		}
		c.bad.add(f)
		return
	}
	if !c.widthRight(r) {
		return
	}
	if c.code(r, OrderNumber) == "" {
		c.refuse(r, "table.no-number", c.column(OrderNumber), "")
	}
	for _, f := range []Field{SupplierNumber, Article, LineNumber} {
		c.code(r, f)
	}
	for _, f := range []Field{OrderedOn, HoldsFrom, HoldsUntil, ReceivedOn} {
		c.day(r, f)
	}
	for _, f := range []Field{OrderTotal, InstalmentAmount, LineAmount, InvoicedAmount, ReceivedAmount} {
		_, _, _ = c.money(r, f)
	}
	for _, f := range []Field{Quantity, UnitPrice, InvoicedQuantity, ReceivedQuantity} {
		c.exact(r, f)
	}
	for f, words := range map[Field]map[string]bool{OrderKind: contractWords, VATIncluded: yesWords, OrderStatus: closedWords} {
		c.yes(r, f, words)
	}
	c.months(r)
}

// orderGatherer puts rows together to orders.
type orderGatherer struct {
	orders   []order.Order
	receipts []order.Receipt
	at       map[string]int // by number
	total    map[int]bool
	bad      gatherer
}

func (g *orderGatherer) row(c *check, r row) {
	head, total := c.order(r)
	at, known := g.at[head.Number]
	if !known {
		at = len(g.orders)
		g.at[head.Number] = at
		g.orders = append(g.orders, head)
	} else if field := differs(g.orders[at], head, total); field != "" {
		g.bad.add(fault.New("table.order-differs", "row", c.where(r.line), "number", clip(head.Number), "first", g.orders[at].At, "field", field))
	}
	if g.total == nil {
		g.total = map[int]bool{}
	}
	g.total[at] = g.total[at] || total
	o := &g.orders[at]
	line, amount, isLine := c.orderLine(r)
	if isLine {
		if line.Number == "" {
			line.Number = itoa(len(o.Lines) + 1)
		}
		for _, have := range o.Lines {
			if have.Number == line.Number {
				g.bad.add(fault.New("table.order-line-twice", "row", c.where(r.line), "number", clip(o.Number), "line", clip(line.Number)))
				return
			}
		}
		o.Lines = append(o.Lines, line)
	}
	if !g.total[at] {
		o.Amount += amount
	}
	o.Invoiced += line.Invoiced
	if !c.layout.has(ReceivedQuantity) && !c.layout.has(ReceivedAmount) {
		return // the quantity is what was ordered
	}
	o.Receipts = true
	if receipt, some := c.receipt(r); some {
		if receipt.Line = ""; isLine {
			receipt.Line = line.Number
		}
		g.receipts = append(g.receipts, receipt)
	}
}

// differs names the first field of an order on which two of its rows do not agree.
func differs(a, b order.Order, total bool) string {
	for _, f := range []struct {
		name string
		same bool
	}{
		{string(SupplierNumber), a.Supplier == b.Supplier}, {string(SupplierName), a.SupplierName == b.SupplierName},
		{string(OrderKind), a.Kind == b.Kind}, {string(OrderTotal), !total || a.Amount == b.Amount},
		{string(HoldsFrom), a.From == b.From}, {string(HoldsUntil), a.Until == b.Until}, {string(VATIncluded), a.Gross == b.Gross},
		{string(Every), a.Every == b.Every}, {string(InstalmentAmount), a.Instalment == b.Instalment},
	} {
		if !f.same {
			return f.name
		}
	}
	return ""
}

// finish gives contracts without a total that of their instalments.
func (g *orderGatherer) finish() error {
	for i := range g.orders {
		if o := &g.orders[i]; o.Amount == 0 {
			o.Amount = o.OfInstalments()
		}
	}
	return g.bad.err()
}
