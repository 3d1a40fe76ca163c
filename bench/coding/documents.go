// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"rentmeester/coding"
	"rentmeester/coding/distribution"
	"rentmeester/coding/predict"
	"rentmeester/learn"
)

// Documents is what was measured of documents: sets of codings, exactly right or
// not.
type Documents struct {
	Ledger  string
	Aim     float64 // of sets of split documents; 0 none
	Targets []coding.Field
	Several int // documents of several lines
	Split   int // of these, booked on several codings
	Known   Knowable
	Ways    []DocumentWay
	Totals  DocumentWay // of which only the total was shown, of any number of lines
	Of      int         // documents that these were
	OfSplit int
	Error   float64 // of calibration, on documents of several lines
}

// Knowable counts what of split documents can be known at all by the supplier's
// past.
type Knowable struct{ Supplier, Codings, Set, SetOfLines int }

// DocumentWay is one way to propose and what it proved to be.
type DocumentWay struct {
	Way   string
	Right int // of documents of several lines
	Split int // of split documents
	Said  int // documents that it said are split
	Hit   int // and of which the set is exactly right
}

// document is rows of one supplier and number on one day. They stand by amount, so
// that nothing of the order in which a ledger was published is shown.
type document struct {
	rows []predict.Row
	at   int
}

func documentsOf(rows []predict.Row, from int) (list []document) {
	place := map[string]int{}
	for i, r := range rows {
		key := supplierOf(r) + "\x00" + r.Document
		if strings.Trim(r.Document, "0") == "" {
			key = fmt.Sprint("\x00", i)
		}
		at, known := place[key]
		if !known {
			at = len(list)
			place[key] = at
			list = append(list, document{at: from + i})
		}
		list[at].rows = append(list[at].rows, r)
	}
	for _, d := range list {
		slices.SortStableFunc(d.rows, func(a, b predict.Row) int {
			if a.Amount != b.Amount {
				return int(max(min(b.Amount-a.Amount, 1), -1))
			}
			return strings.Compare(a.Text, b.Text)
		})
	}
	return list
}

// setOf gives different codings as one text; "" for none.
func setOf(codes []coding.Coding) string {
	var all []string
	for _, c := range codes {
		if text := c.Account + "\x01" + c.CostCentre; !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\x00")
}

func severalIn(set string) bool { return strings.Contains(set, "\x00") }

// MeasureDocuments predicts each day's documents, then learns them.
func MeasureDocuments(rows []predict.Row, cut Cut, h Hide, targets []coding.Field) Documents {
	return measureDocuments(predict.New(nil, targets...), rows, cut, h, targets)
}

// byLine is what predicts and learns line by line.
type byLine interface {
	distribution.Lines
	Learn(predict.Row)
}

func measureDocuments(lines byLine, rows []predict.Row, cut Cut, h Hide, targets []coding.Field) Documents {
	d := &measuring{Documents: Documents{Targets: targets}, hide: h, targets: targets, suppliers: map[string]*documentPast{},
		lines: lines, total: distribution.NewWhole(targets...)}
	d.joint = distribution.New(d.lines, targets...)
	d.Ways = []DocumentWay{{Way: "the supplier's previous document"}, {Way: "his previous document of as many lines"},
		{Way: "his most frequent set"}, {Way: "each line by itself"}, {Way: Engine + ", jointly"}}
	from, until := int(cut.From*float64(len(rows))), int(cut.Until*float64(len(rows)))
	for at := 0; at < until; {
		end := at
		for end < until && rows[end].Day == rows[at].Day {
			end++
		}
		list := documentsOf(rows[at:end], at)
		for _, one := range list {
			if one.at >= from {
				d.judge(one)
			}
		}
		for _, one := range list {
			d.learn(one)
		}
		for ; at < end; at++ {
			d.joint.Learn(rows[at])
			d.lines.Learn(rows[at])
		}
	}
	d.Error = learn.CalibrationError(learn.Reliability(d.cases, learn.Tenths()))
	return d.Documents
}

type measuring struct {
	Documents
	hide      Hide
	targets   []coding.Field
	lines     byLine
	joint     *distribution.Model
	total     *distribution.Whole
	suppliers map[string]*documentPast
	cases     []learn.Case
}

// documentPast is what a supplier's documents were, for the usual ways.
type documentPast struct {
	last   string
	lately map[int]string // by number of lines
	sets   map[string]int
	sized  map[string]bool // set and number of lines
	codes  map[coding.Coding]bool
}

func (m *measuring) booked(d document) (codes []coding.Coding) {
	for _, r := range d.rows {
		codes = append(codes, only(r, m.targets))
	}
	return codes
}

func (m *measuring) pastOf(d document) *documentPast {
	key := supplierOf(d.rows[0])
	if m.suppliers[key] == nil {
		m.suppliers[key] = &documentPast{lately: map[int]string{}, sets: map[string]int{}, sized: map[string]bool{}, codes: map[coding.Coding]bool{}}
	}
	return m.suppliers[key]
}

func (m *measuring) learn(d document) {
	p, codes := m.pastOf(d), m.booked(d)
	set := setOf(codes)
	p.last, p.lately[len(d.rows)] = set, set
	p.sets[set]++
	p.sized[fmt.Sprint(len(d.rows), set)] = true
	for _, c := range codes {
		p.codes[c] = true
	}
	m.total.Learn(wholeOf(d), partsOf(d.rows, codes))
}

// wholeOf is a document of which only the total is shown.
func wholeOf(d document) predict.Row {
	whole, _ := distribution.Total(d.rows)
	return whole
}

func partsOf(rows []predict.Row, codes []coding.Coding) (parts []coding.Part) {
	for i, c := range codes {
		at := slices.IndexFunc(parts, func(p coding.Part) bool { return p.Coding == c })
		if at < 0 {
			at = len(parts)
			parts = append(parts, coding.Part{Coding: c})
		}
		parts[at].Amount += rows[i].Amount
	}
	return parts
}

func (m *measuring) judge(d document) {
	booked := setOf(m.booked(d))
	m.judgeTotal(d, booked)
	if len(d.rows) < 2 {
		return
	}
	p := m.pastOf(d)
	m.Several++
	if severalIn(booked) {
		m.know(p, d, booked)
	}
	frequent, most := "", 0
	for set, n := range p.sets {
		if n > most || n == most && set > frequent {
			frequent, most = set, n
		}
	}
	asked := make([]predict.Row, len(d.rows))
	lists := make([][]predict.Proposal, len(d.rows))
	var alone []coding.Coding
	for i, r := range d.rows {
		asked[i] = Asked(r, m.hide, m.targets)
		if lists[i] = m.lines.Ask(asked[i]); len(lists[i]) > 0 {
			alone = append(alone, lists[i][0].Coding)
		}
	}
	out := m.joint.ProposeFrom(asked, lists)
	for i, set := range []string{p.last, p.lately[len(d.rows)], frequent, setOf(alone), setOf(out.Codings)} {
		m.Ways[i].count(set, booked)
	}
	m.cases = append(m.cases, learn.Case{Probability: out.Probability, Right: setOf(out.Codings) == booked})
}

func (w *DocumentWay) count(set, booked string) {
	if severalIn(set) {
		w.Said++
	}
	if set != booked {
		return
	}
	w.Right++
	if severalIn(booked) {
		w.Split++
		w.Hit++
	}
}

func (m *measuring) know(p *documentPast, d document, booked string) {
	m.Split++
	if len(p.sets) > 0 {
		m.Known.Supplier++
	}
	if !slices.ContainsFunc(m.booked(d), func(c coding.Coding) bool { return !p.codes[c] }) {
		m.Known.Codings++
	}
	if p.sets[booked] > 0 {
		m.Known.Set++
	}
	if p.sized[fmt.Sprint(len(d.rows), booked)] {
		m.Known.SetOfLines++
	}
}

// judgeTotal shows only the total.
func (m *measuring) judgeTotal(d document, booked string) {
	m.Of++
	if severalIn(booked) {
		m.OfSplit++
	}
	var codes []coding.Coding
	for _, p := range m.total.Propose(Asked(wholeOf(d), m.hide, m.targets)).Parts {
		codes = append(codes, p.Coding)
	}
	m.Totals.count(setOf(codes), booked)
}

// Markdown writes what was measured of documents.
func (d Documents) Markdown(b *bytes.Buffer) {
	var names []string
	for _, f := range d.Targets {
		names = append(names, string(f))
	}
	fmt.Fprintf(b, "\n### %s, %s\n\n", d.Ledger, strings.Join(names, " × "))
	fmt.Fprintf(b, "%d documents of several lines, of which %d are booked on several codings. Of these the supplier was known in %.3f, every coding of it with him in %.3f, the very set in %.3f, with as many lines in %.3f.\n\n",
		d.Several, d.Split, share(d.Known.Supplier, d.Split), share(d.Known.Codings, d.Split), share(d.Known.Set, d.Split), share(d.Known.SetOfLines, d.Split))
	b.WriteString("| way | set exactly right, of split documents | of all of several lines | said to be split: right |\n|---|---|---|---|\n")
	for _, w := range d.Ways {
		fmt.Fprintf(b, "| %s | %.3f | %.3f | %d of %d |\n", w.Way, share(w.Split, d.Split), share(w.Right, d.Several), w.Hit, w.Said)
	}
	fmt.Fprintf(b, "\nCalibration error of the probability of the whole set: %.4f. When only the total, and a text that all lines share, is shown (%d documents of any number of lines, %d split): %.3f of the split ones exactly right; of %d that were said to be split %d.\n",
		d.Error, d.Of, d.OfSplit, share(d.Totals.Split, d.OfSplit), d.Totals.Said, d.Totals.Hit)
}
