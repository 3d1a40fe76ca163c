// SPDX-License-Identifier: EUPL-1.2

// Package distribution says how a document is divided over codings: which set of
// codings its lines have together, and which line has which. What a predictor says
// of each line alone is one opinion; what documents of this supplier, and of any,
// had together is another. A ranker that knows no codings, only what speaks for a
// set, chooses between them, and how sure it is was calibrated on documents that
// were judged before they were learned.
//
// Values go in and values come out; the same documents in the same order give the
// same proposals. It may import coding, coding/predict, learn, money and day.
package distribution

import (
	"slices"
	"sync"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/learn"
)

// Lines is who says of a line by itself how it is coded: predict.Model.
type Lines interface {
	Ask(predict.Row) []predict.Proposal
	Before(predict.Row) []predict.Proposal
}

// Outcome is how a document is divided: a coding for each line, in their order,
// and the probability that the set of them is exactly right.
type Outcome struct {
	Codings     []coding.Coding
	Probability float64
	Lines       []float64 // how likely each is: the right set may stand in another order
	Alone       bool      // each line has what it would have by itself
	Reasons     []coding.Reason
	Like        []predict.Reference // earlier documents with this set, the latest first
	Others      []Other             // what else comes into question, best first
}

// Other is another set that comes into question.
type Other struct {
	Codings     []coding.Coding
	Probability float64
}

// Model proposes sets of codings and learns from documents of several lines. It may
// be used by several goroutines.
type Model struct {
	lock    sync.Mutex
	lines   Lines
	targets []coding.Field
	*memory
	open   map[documentKey]*record // of the day that is being learned
	order  []documentKey
	single map[documentKey]predict.Row // documents of one line so far
	today  day.Day
	batch  int32 // how many times what was open was studied
	seen   sight
	train  training

	meanwhile *learn.Calibration // with what is open; nil: not yet
}

// documentKey is what lines of one document have in common, beside the day.
type documentKey struct{ supplier, name, document string }

// MostLines is how many lines of a document are looked at; undated, how many
// documents are a day where no day is known.
const (
	MostLines = 500
	undated   = 128
)

func keyOf(r predict.Row) (documentKey, bool) {
	number := r.Document
	if number == "" {
		number = r.Invoice
	}
	return documentKey{r.SupplierID, r.Supplier, number}, number != ""
}

// New makes a model of the target dimensions, with what says how lines are coded
// by themselves.
func New(lines Lines, targets ...coding.Field) *Model {
	return &Model{lines: lines, targets: slices.Clone(targets), memory: newMemory(),
		open: map[documentKey]*record{}, single: map[documentKey]predict.Row{}}
}

// Learn takes in a booked line; lines of one supplier, document and day are one
// document. It counts in the next proposal.
func (m *Model) Learn(r predict.Row) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.settle(r.Day)
	m.today = r.Day
	m.code(r.Coding) // by number in the order in which they were learned, whatever is asked
	key, ok := keyOf(r)
	if !ok {
		return
	}
	if at := m.open[key]; at != nil {
		if len(at.lines) < MostLines {
			m.grow(at, r)
		}
		return
	}
	first, second := m.single[key]
	if !second {
		m.single[key] = r
		return
	}
	delete(m.single, key)
	at := &record{batch: m.batch, day: number(r.Day), date: r.Day, invoice: r.Invoice, document: r.Document, supplier: supplierOf(r)}
	at.before = m.before(at.supplier, at.batch)
	m.grow(at, first)
	m.grow(at, r)
	m.remember(at)
	m.open[key] = at
	m.order = append(m.order, key)
}

// grow adds a line to a document, with what was known of it before its day.
func (m *Model) grow(at *record, r predict.Row) {
	at.add(m.lineOf(r), m.code(r.Coding))
	at.rows = append(at.rows, m.opinions(m.lines.Before(r)))
	at.judged, m.meanwhile = nil, nil
}

// opinion is what the predictor thinks of a coding for a line.
type opinion struct {
	code        int32
	probability float32
}

func (m *Model) opinions(list []predict.Proposal) []opinion {
	out := make([]opinion, len(list))
	for i, p := range list {
		out[i] = opinion{m.code(p.Coding), float32(p.Probability)}
	}
	return out
}

// settle studies the documents of the day before another is learned. A question of
// another day does not: more of a document may follow.
func (m *Model) settle(on day.Day) {
	if on == m.today && (on != "" || len(m.order)+len(m.single) < undated) || len(m.order) == 0 && len(m.single) == 0 {
		return
	}
	m.pass()
	for _, key := range m.order {
		m.study(m.open[key])
	}
	for _, key := range m.order {
		m.known(m.open[key])
		m.open[key].release()
	}
	clear(m.open)
	clear(m.single)
	m.order = m.order[:0]
	m.batch++
	m.meanwhile = nil
	m.train.advance()
}

// Propose says how the lines of one document are coded together; nothing when of
// some line nothing is known.
func (m *Model) Propose(rows []predict.Row) Outcome {
	lists := make([][]predict.Proposal, len(rows))
	for i, r := range rows {
		lists[i] = m.lines.Ask(r)
	}
	return m.ProposeFrom(rows, lists)
}

// ProposeFrom is Propose with what the predictor said of each line.
func (m *Model) ProposeFrom(rows []predict.Row, lists [][]predict.Proposal) Outcome {
	if len(rows) == 0 {
		return Outcome{}
	}
	m.lock.Lock()
	defer m.lock.Unlock()
	d := &question{record: record{day: number(rows[0].Day), date: rows[0].Day, supplier: supplierOf(rows[0])}}
	d.past = m.before(d.supplier, never)
	for i, r := range rows {
		m.seen.note(r)
		d.add(m.lineOf(r), none)
		d.rows = append(d.rows, m.opinions(lists[i]))
		d.fixed = append(d.fixed, m.fixed(lists[i]))
	}
	m.ask(d)
	if len(d.answers) == 0 {
		return Outcome{}
	}
	out := m.outcome(d)
	out.Lines = sureOf(out, lists)
	return out
}

// sureOf is how sure each line is: as by itself, where the lines together say the
// same, else as all of them. What it comes to in answers with this coding, taken
// together, promises too much: in a right set lines may have each other's.
func sureOf(out Outcome, lists [][]predict.Proposal) []float64 {
	sure := make([]float64, len(lists))
	for i, list := range lists {
		if sure[i] = out.Probability; len(list) > 0 && list[0].Coding == out.Codings[i] {
			sure[i] = list[0].Probability
		}
	}
	return sure
}

// fixed is the coding that a person chose for this very case; none without.
func (m *Model) fixed(list []predict.Proposal) int32 {
	if len(list) > 0 && len(list[0].Reasons) > 0 && list[0].Reasons[0].Code == predict.Overridden {
		return m.code(list[0].Coding)
	}
	return none
}

// asked is what a question leaves behind: of how many lines, and the last of them
// that had the buyer's reference, from 1.
func (m *Model) asked(lines, area int) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if area > 0 {
		m.seen.last = m.seen.asked + area
	}
	m.seen.asked += lines
}

// code gives the number of a combination of the targets.
func (m *Model) code(c coding.Coding) int32 {
	var only coding.Coding
	for _, f := range m.targets {
		only.Set(f, c.Get(f))
	}
	at, ok := m.numbers[only]
	if !ok {
		at = int32(len(m.codings))
		m.codings = append(m.codings, only)
		m.numbers[only] = at
	}
	return at
}
