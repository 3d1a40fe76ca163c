// SPDX-License-Identifier: EUPL-1.2

// Package predict proposes how a line is coded by ranking the few codings that
// its supplier, like suppliers and like texts have had. The ranker knows no
// codings, only what speaks for one: so a ranker that learned elsewhere (Prior)
// serves from the first line, and one that learned here replaces it as the past
// grows. Values go in and values come out; the same rows in the same order give
// the same proposals. It may import coding, learn, money, day and fault.
package predict

import (
	"slices"
	"strings"
	"sync"

	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/learn"
	"rentmeester/money"
)

// Row is one line of an invoice and, once it is booked, its coding. What is not
// known is empty.
type Row struct {
	Day        day.Day
	Supplier   string // name
	SupplierID string
	Text       string
	Amount     money.Cents
	NoAmount   bool   // the amount is not known
	Invoice    string // the supplier's number
	Document   string // our number
	Area       string // the buyer's reference: department, budget holder
	Extra      string // any other reference
	Coding     coding.Coding
}

// Proposal is one way to code a row and the probability that exactly this is
// right.
type Proposal struct {
	Coding      coding.Coding
	Probability float64
	Reasons     []coding.Reason
	Like        []Reference // earlier lines that were coded so, the latest first
}

// Reference names an earlier line.
type Reference struct {
	Day      day.Day `json:"date"`
	Invoice  string  `json:"inv_no,omitempty"`
	Document string  `json:"doc_no,omitempty"`
}

// Model proposes and learns. It may be used by several goroutines.
type Model struct {
	targets []coding.Field
	prior   *Prior
	lock    sync.RWMutex
	*state
	log     journal
	latest  day.Day
	frozen  bool
	settled bool // a proposal had the pending studied since the last row was learned
}

// state is everything that was learned; it can be made anew from the log.
type state struct {
	past     past
	linear   *learn.Linear
	lessons  memory
	follows  follows
	watch    watch
	ranker   *learn.Forest
	judge    *learn.Forest
	sure     learn.Calibration
	train    training
	pending  []int32 // rows that count as past, but were not studied yet
	today    int32   // day of those
	seen     sight
	override map[uint64]int32
}

// New makes a model that proposes the target dimensions, jointly. Without a prior
// the one that comes with the program serves.
func New(prior *Prior, targets ...coding.Field) *Model {
	if prior == nil {
		prior = builtIn()
	}
	m := &Model{targets: slices.Clone(targets), prior: prior, log: newJournal()}
	m.state = m.fresh()
	return m
}

func (m *Model) fresh() *state {
	s := &state{linear: learn.NewLinear(21, 0.15, 1_000), ranker: m.prior.Ranker, judge: m.prior.Judge, sure: m.prior.Sure}
	s.train.frozen = m.frozen
	s.past = newPast()
	s.follows = follows{}
	s.watch = newWatch()
	s.override = map[uint64]int32{}
	return s
}

// Propose gives the codings that come into question, best first; none when
// nothing is known to go by.
func (m *Model) Propose(r Row) []Proposal {
	r = m.dated(r)
	m.Settle(r.Day)
	m.lock.Lock()
	m.seen.note(m.given(r))
	m.lock.Unlock()
	return m.Ask(r)
}

// Ask is Propose for a row of which nothing is kept: what it lacks does not count
// for what rows are going to show.
func (m *Model) Ask(r Row) []Proposal {
	r = m.dated(r)
	m.Settle(r.Day)
	m.lock.RLock()
	defer m.lock.RUnlock()
	return m.propose(r)
}

// Freeze keeps the forests that the model began with, to see what a prior is
// worth by itself. Everything else is learned as ever.
func (m *Model) Freeze() { m.frozen, m.train.frozen = true, true }

// Learn takes a booked row into the past. It counts in the next proposal.
func (m *Model) Learn(r Row) { m.learn(r, false) }

// Override is Learn for a coding that a person chose against the proposal: the
// same case is proposed so from now on, until it is booked otherwise.
func (m *Model) Override(r Row) { m.learn(r, true) }

func (m *Model) learn(r Row, override bool) {
	r = m.dated(r)
	m.lock.Lock()
	defer m.lock.Unlock()
	m.latest = max(m.latest, r.Day)
	if d := number(r.Day); len(m.pending) > 0 && (d != m.today || len(m.pending) >= maxPending) {
		m.study()
	}
	m.log.add(r, m.seen.mask(r), override, m.settled)
	m.settled = false
	m.take(r, override)
}

// dated gives a row without a date the latest that was learned.
func (m *Model) dated(r Row) Row {
	if r.Day == "" {
		m.lock.RLock()
		r.Day = m.latest
		m.lock.RUnlock()
	}
	return r
}

// Unlearn makes the model as if it had never learned a row (the last that equals
// it), by learning all the others anew. It says whether there was such a row.
func (m *Model) Unlearn(r Row) bool {
	m.lock.Lock()
	defer m.lock.Unlock()
	at := m.log.find(r)
	if at < 0 {
		return false
	}
	m.log.drop(at)
	seen := m.seen
	m.wait()
	m.state = m.fresh()
	for i := range m.log.entries {
		r, e := m.log.row(i), &m.log.entries[i]
		if d := number(r.Day); len(m.pending) > 0 && (d != m.today || e.settled || len(m.pending) >= maxPending) {
			m.study()
		}
		m.take(r, e.override)
	}
	m.seen = seen
	return true
}

const maxPending = 1_024

// Settle studies what was learned of other days. Propose does so too; it is apart
// for those who propose many rows at once. No day is the latest that was learned.
func (m *Model) Settle(on day.Day) {
	on = m.dated(Row{Day: on}).Day
	m.lock.RLock()
	due := len(m.pending) > 0 && number(on) != m.today
	m.lock.RUnlock()
	if !due {
		return
	}
	m.lock.Lock()
	defer m.lock.Unlock()
	if len(m.pending) > 0 && number(on) != m.today {
		m.study()
		m.settled = true
	}
}

// code gives the target dimensions of a coding in one text.
func (m *Model) code(c coding.Coding) string {
	var b strings.Builder
	for i, f := range m.targets {
		if i > 0 {
			b.WriteByte(0)
		}
		b.WriteString(c.Get(f))
	}
	return b.String()
}

// only gives the target dimensions of a coding, and what it says beside them.
func (m *Model) only(c coding.Coding) (target, beside coding.Coding) {
	beside = c
	for _, f := range m.targets {
		target.Set(f, c.Get(f))
		beside.Set(f, "")
	}
	return target, beside
}
