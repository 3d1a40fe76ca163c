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
	log    journal
	seen   sight
	asked  asks // since the last row was learned
	frozen bool
	hidden without
}

// state is everything that was learned; it can be made anew from the log.
type state struct {
	first    coding.Field // of the targets
	past     past
	latest   day.Day
	linear   *learn.Linear
	lessons  memory
	follows  follows
	watch    watch
	ranker   *learn.Forest
	judge    *learn.Forest
	trust    learn.Calibration // of the judge that the model began with
	sure     learn.Calibration
	train    training
	pending  pending
	days     learn.Days // that were studied
	override map[uint64]int32
	hidden   without
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
	s := &state{linear: learn.NewLinear(21, 0.15, 1_000), ranker: m.prior.Ranker, judge: m.prior.Judge, trust: m.prior.Sure}
	s.train.frozen, s.hidden = m.frozen, m.hidden
	if len(m.targets) > 0 {
		s.first = m.targets[0]
	}
	s.past = newPast()
	s.follows = follows{}
	s.watch = newWatch()
	s.override = map[uint64]int32{}
	return s
}

// Propose gives the codings that come into question, best first; none when
// nothing is known to go by.
func (m *Model) Propose(r Row) []Proposal {
	m.Settle(r.Day)
	m.lock.Lock()
	m.seen.note(m.given(r))
	m.lock.Unlock()
	m.lock.RLock()
	defer m.lock.RUnlock()
	return m.propose(r)
}

// ProposeAll is Propose for many rows, one after the other as far as anybody can
// tell, and side by side.
func (m *Model) ProposeAll(rows []Row) [][]Proposal {
	out := make([][]Proposal, len(rows))
	for at := 0; at < len(rows); {
		until := at + 1
		for until < len(rows) && rows[until].Day == rows[at].Day {
			until++
		}
		m.Settle(rows[at].Day)
		m.lock.Lock()
		for _, r := range rows[at:until] {
			m.seen.note(m.given(r))
		}
		m.lock.Unlock()
		m.lock.RLock()
		abreast(until-at, func(i int) { out[at+i] = m.propose(rows[at+i]) })
		m.lock.RUnlock()
		at = until
	}
	return out
}

// Ask is Propose for a row of which nothing is kept: what it lacks does not count
// for what rows are going to show.
func (m *Model) Ask(r Row) []Proposal {
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
	m.lock.Lock()
	defer m.lock.Unlock()
	m.log.add(r, entry{mask: m.seen.mask(r), asked: m.asked, override: override, undated: r.Day == ""})
	m.asked = asks{}
	m.step(m.log.entries.n - 1)
}

// step learns a row of the log, the rows before it having been learned.
func (m *Model) step(at int) {
	e := m.log.entries.at(at)
	if e.undated {
		e.day = m.log.put(string(m.latest))
	}
	r := m.log.row(at)
	most := mostPending
	if r.Day == "" {
		most = mostUndated
	}
	if m.due(e.asked) || m.pending.n > 0 && (number(r.Day) != m.pending.day || m.pending.n >= most) {
		m.study()
	}
	m.latest = max(m.latest, r.Day)
	m.take(r, e.override)
	if m.pending.n-len(m.pending.ready) >= ahead {
		m.prepare()
	}
}

// Rows that wait for their day to be over before they are studied; where no day is
// known, so many lines are a day.
const (
	mostPending = 1_024
	mostUndated = 128
	ahead       = 32 // are looked at before that, so that little is left to do then
)

// due says whether what is pending must be studied by what was asked.
func (m *Model) due(a asks) bool {
	return m.pending.n > 0 && a.another(m.pending.day, number(m.latest))
}

// Settle studies what was learned of other days. Propose does so too; it is apart
// for those who want it done beforehand. No day is the latest that was learned.
func (m *Model) Settle(on day.Day) {
	one := asks{kind: askedUndated}
	if on != "" {
		one = asks{number(on), askedOne}
	}
	m.lock.RLock()
	nothing := m.asked.and(one) == m.asked && !m.due(one) && len(m.pending.ready) == m.pending.n
	m.lock.RUnlock()
	if nothing {
		return
	}
	m.lock.Lock()
	defer m.lock.Unlock()
	m.asked = m.asked.and(one)
	if m.due(one) {
		m.study()
	}
	m.prepare()
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
