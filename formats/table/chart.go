// SPDX-License-Identifier: EUPL-1.2

package table

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
)

// chartField is a column of a list of ledger accounts or cost centres.
type chartField int

const (
	chartAccount chartField = iota
	chartCentre
	chartName
	chartKind
	chartTaakveld
	chartCategorie
	chartVAT
	chartHolder
	chartFrom
	chartTo
)

// chartWords are the headings, written like those of vocabulary.
var chartWords = map[chartField]string{
	chartAccount: "grootboek grootboekrekening grootboeknummer grootboeknr grootboekcode grootboekrekeningnummer rekening rekeningnummer rekeningcode " +
		"account accountcode accountnumber accountno glaccount generalledgeraccount ledgeraccount ledger",
	chartCentre:    "kostenplaats kostenplaatscode kostenplaatsnummer kostenplaatsnr kpl costcentre costcenter costcentrecode costcentercode",
	chartName:      "omschrijving naam omschrijvinggrootboek omschrijvingkostenplaats description name",
	chartKind:      "soort soortrekening rekeningsoort type kind accounttype",
	chartTaakveld:  "taakveld taakveldcode iv3taakveld balanscode",
	chartCategorie: "categorie economischecategorie iv3categorie category economiccategory",
	chartVAT:       "btw btwbehandeling btwlabel btwcode btwsoort vat vattreatment",
	chartHolder:    "budgethouder houder verantwoordelijke budgetholder holder owner",
	chartFrom:      "vanaf geldigvanaf ingangsdatum begindatum geldigheidvan from validfrom startdate",
	chartTo:        "tot totenmet geldigtot geldigtotenmet einddatum geldigheidtot to until validto validuntil enddate",
}

// chartVATWords are the words for what becomes of VAT.
var chartVATWords = map[string]string{
	"compensable": "compensabel compensabelebtw bcf compensatiefonds btwcompensatiefonds compensable overheid",
	"deductible":  "aftrekbaar verrekenbaar ondernemer ondernemersbtw voorbelasting belast deductible",
	"cost":        "kosten kostenverhogend kostprijsverhogend geen nietaftrekbaar nietcompensabel vrijgesteld cost none exempt",
	"mixed":       "gemengd meng mengpercentage mixed",
}

const chartExpected = "grootboek, omschrijving, soort, taakveld, categorie, btw; kostenplaats, omschrijving, budgethouder"

// maxChart is how many accounts and cost centres a file may hold.
const maxChart = 200_000

func lookUp[F comparable](lists map[F]string, word string) (found F, ok bool) {
	for f, words := range lists {
		for _, w := range strings.Fields(words) {
			if w == word {
				return f, true
			}
		}
	}
	return found, false
}

// chartLayout says where the columns of a list are.
type chartLayout struct {
	at      map[chartField]int
	heading map[chartField]string
	width   int
}

// newChartLayout reads a row of headings; nil when they are not of such a list: a
// list of ledger accounts or cost centres, with names and without amounts.
// Errors: table.heading-twice, table.chart-both.
func newChartLayout(cells []cell) (*chartLayout, error) {
	l := &chartLayout{at: map[chartField]int{}, heading: map[chartField]string{}, width: len(cells)}
	var twice error
	for at, c := range cells {
		f, ok := lookUp(chartWords, plain(c.text))
		if !ok && otherList(c.text) {
			return nil, nil
		}
		if !ok {
			continue
		}
		if _, has := l.at[f]; has {
			twice = fault.New("table.heading-twice", "first", clip(l.heading[f]), "second", clip(c.text))
			continue
		}
		l.at[f], l.heading[f] = at, c.text
	}
	_, account := l.at[chartAccount]
	_, centre := l.at[chartCentre]
	_, named := l.at[chartName]
	switch {
	case !named || !account && !centre:
		return nil, nil
	case account && centre:
		return nil, fault.New("table.chart-both", "first", clip(l.heading[chartAccount]), "second", clip(l.heading[chartCentre]))
	}
	return l, twice
}

// otherList says whether a heading is of open items or of orders, which may name a
// ledger account too.
func otherList(heading string) bool {
	if m, known := understand(heading); known && (amountField(m.field) || m.field == Due) {
		return true
	}
	m, known := orderMeanings[plain(heading)]
	return known && m.rank == 0 && slices.Contains([]Field{OrderNumber, SupplierNumber, Quantity, UnitPrice, LineAmount, OrderTotal, LineNumber}, m.field)
}

// RecogniseChart says whether a file that begins with head looks like a list of
// ledger accounts or cost centres. Ask it before Recognise, which knows some of the
// same headings. Of a workbook only reading shows what is in it.
func RecogniseChart(head []byte) bool {
	if len(head) > headBytes {
		head = head[:headBytes]
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || len(bytes.TrimSpace(head)) == 0 {
		return false
	}
	form, err := sniff(head)
	if err != nil {
		return false
	}
	found := errors.New("found")
	t := &text{form: form, twice: newRewinder(bytes.NewReader(head))}
	looked := 0
	err = t.rows(func(r row) error {
		if looked++; looked > headerRows || r.err != nil {
			return io.EOF
		}
		if l, err := newChartLayout(r.cells); l != nil || err != nil {
			return found
		}
		return nil
	})
	return errors.Is(err, found)
}

// ReadChart reads a CSV or XLSX file with ledger accounts, cost centres, or both
// on sheets of their own. Errors: a fault about the file (table.*), or table.rows
// around RowErrors; nothing comes out of a file with a row that is wrong.
func ReadChart(r io.Reader) (ledger.Chart, error) {
	sheets, err := open(r)
	if err != nil {
		return ledger.Chart{}, err
	}
	read := chartReader{seen: map[string]int{}}
	var top []string
	for _, s := range sheets {
		if err := read.sheet(s, &top); err != nil {
			return ledger.Chart{}, err
		}
	}
	if read.sheets == 0 {
		return ledger.Chart{}, fault.New("table.no-chart", "found", list(top), "expected", chartExpected)
	}
	if err := read.bad.err(); err != nil {
		return ledger.Chart{}, err
	}
	return read.chart, nil
}

type chartReader struct {
	chart  ledger.Chart
	sheets int // with such a list
	bad    gatherer
	seen   map[string]int // codes, and the row of each
	layout *chartLayout
	in     sheet
}

func (c *chartReader) sheet(s sheet, top *[]string) error {
	c.in, c.layout = s, nil
	looked := 0
	return s.rows(func(r row) error {
		if c.layout != nil {
			c.row(r)
			if len(c.chart.Accounts)+len(c.chart.CostCentres) > maxChart {
				return fault.New("table.too-many-rows", "limit", maxChart)
			}
			return nil
		}
		if looked++; looked > headerRows {
			return nil
		}
		if r.err != nil {
			return r.err
		}
		l, err := newChartLayout(r.cells)
		if c.layout = l; l != nil {
			c.sheets++
		}
		for _, cell := range r.cells {
			if len(*top) < 40 {
				*top = append(*top, cell.text)
			}
		}
		return err
	})
}

// row reads a row under the headings.
func (c *chartReader) row(r row) {
	if r.err != nil {
		f, ok := r.err.(*fault.Error)
		if !ok {
			f = fault.Wrap(r.err, "internal", "error", r.err)
		}
		c.bad.add(f)
		return
	}
	if !c.widthRight(r) {
		return
	}
	_, accounts := c.layout.at[chartAccount]
	field := chartCentre
	if accounts {
		field = chartAccount
	}
	code := c.code(r, field)
	if code == "" {
		c.refuse(r, "table.no-number", field, "")
		return
	}
	from, to := c.day(r, chartFrom), c.day(r, chartTo)
	key := strings.Join([]string{c.layout.heading[field], code, string(from)}, "\x00")
	if first, twice := c.seen[key]; twice {
		c.bad.add(fault.New("table.number-twice", "row", c.where(r), "value", clip(code), "first", first))
		return
	}
	c.seen[key] = r.line
	a := ledger.Account{Code: code, Name: c.text(r, chartName), Kind: c.text(r, chartKind), Taakveld: c.dotted(r, chartTaakveld),
		Categorie: c.dotted(r, chartCategorie), VAT: c.vat(r), From: from, To: to, Line: r.line}
	if accounts {
		c.chart.Accounts = append(c.chart.Accounts, a)
		return
	}
	c.chart.CostCentres = append(c.chart.CostCentres, ledger.CostCentre{Code: a.Code, Name: a.Name, Holder: c.text(r, chartHolder),
		Taakveld: a.Taakveld, Categorie: a.Categorie, VAT: a.VAT, From: from, To: to, Line: r.line})
}

// widthRight says whether a row has as many cells as there are headings.
func (c *chartReader) widthRight(r row) bool {
	code, found := "", len(r.cells)
	for found > c.layout.width && r.cells[found-1].text == "" {
		found--
	}
	switch {
	case found > c.layout.width:
		code = "table.too-many-cells"
	case found < c.layout.width && !c.in.ragged():
		code = "table.too-few-cells"
	default:
		return true
	}
	c.bad.add(fault.New(code, "row", c.where(r), "found", found, "expected", c.layout.width))
	return false
}

func (c *chartReader) where(r row) string { return (&check{sheet: c.in}).where(r.line) }

func (c *chartReader) refuse(r row, code string, f chartField, value string) {
	c.bad.add(fault.New(code, "row", c.where(r), "column", clip(c.layout.heading[f]), "value", clip(value)))
}

func (c *chartReader) cell(r row, f chartField) cell {
	if at, ok := c.layout.at[f]; ok && at < len(r.cells) {
		return r.cells[at]
	}
	return cell{}
}

func (c *chartReader) text(r row, f chartField) string { return c.cell(r, f).text }

// code reads a code; a number cell holds a whole number.
func (c *chartReader) code(r row, f chartField) string {
	v := c.cell(r, f)
	if !v.number {
		return v.text
	}
	return wholeNumber(v.text)
}

// dotted reads a code of Iv3. A number cell has lost the zeros at its end: 0.1 may
// have been 0.10, which is another taakveld, so one decimal is refused there.
func (c *chartReader) dotted(r row, f chartField) string {
	v := c.cell(r, f)
	if _, decimals, _ := strings.Cut(v.text, "."); v.number && len(decimals) < 2 {
		c.refuse(r, "table.chart-number", f, v.text)
	}
	return v.text
}

func (c *chartReader) vat(r row) string {
	said := c.text(r, chartVAT)
	if said == "" {
		return ""
	}
	if name, mixed := strings.CutPrefix(strings.ToLower(said), "mixed:"); mixed && name != "" {
		return "mixed:" + name
	}
	treatment, ok := lookUp(chartVATWords, plain(said))
	if !ok {
		c.refuse(r, "table.chart-vat", chartVAT, said)
	}
	return treatment
}

func (c *chartReader) day(r row, f chartField) day.Day {
	v := c.cell(r, f)
	if v.text == "" {
		return ""
	}
	d, ok := day.Day(""), false
	if v.number {
		d, ok = serialDay(v.text, c.in.from1904())
	} else {
		d, _, ok = readDay(v.text)
	}
	if !ok {
		c.refuse(r, "table.bad-date", f, v.text)
	}
	return d
}
