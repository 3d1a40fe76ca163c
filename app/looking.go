// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"slices"

	"rentmeester/money"
	"rentmeester/reconcile"
	"rentmeester/store/db"
)

// A run goes through the lines in the order in which the bank booked them, a
// window at a time: what an earlier payment settled makes a later one plain. Of
// the lines that wait it looks again only at those of which something changed,
// together with their rivals; at the end it looks at all, so that nothing
// depends on what it left out. maxRounds bounds how often.
const (
	windows   = 12
	maxRounds = 6
)

// openLine is an open line on its way through a run.
type openLine struct {
	row      db.BankLine // without its content, which stands in line
	line     reconcile.Line
	at       int                // place in order of time
	proposal reconcile.Proposal // of the last look
	parties  []string           // of the items that the engine considered then, each once
	bare     bool               // nothing was found once
	done     bool
	mark     int // last search that met it
}

// board holds the lines that wait, by what could change what is said of them. A
// line may stand under what concerns it no more: then it is looked at once more
// for nothing.
type board struct {
	seen     []*openLine            // by now
	byParty  map[string][]*openLine // of the items considered
	byPayer  map[string][]*openLine // account of the other side
	byAmount map[string][]*openLine // nothing was found for them
	byTwin   map[twin][]*openLine   // payments that may be one made twice
	returns  []*openLine
	mark     int
	// what changed since the last look
	parties, payers, amounts map[string]bool
}

// twin is what payments have in common that may be one made twice.
type twin struct {
	payer  string
	amount money.Cents
}

func twinOf(l *openLine) twin { return twin{l.line.Counterparty.Account, l.line.Amount} }

func newBoard() *board {
	return &board{byTwin: map[twin][]*openLine{}, byParty: map[string][]*openLine{}, byPayer: map[string][]*openLine{},
		byAmount: map[string][]*openLine{}, parties: map[string]bool{}, payers: map[string]bool{}, amounts: map[string]bool{}}
}

// inOrderOfTime goes through the lines as they were booked. A window ends with a
// day.
func (r *run) inOrderOfTime() error {
	r.board = newBoard()
	for i, l := range r.lines {
		l.at = i
	}
	for from, size := 0, len(r.lines)/windows+1; from < len(r.lines); {
		to := min(from+size, len(r.lines))
		for to < len(r.lines) && r.lines[to].row.Booked == r.lines[to-1].row.Booked {
			to++
		}
		r.arrive(r.lines[from:to])
		if _, err := r.look(r.lines[from:to]); err != nil {
			return err
		}
		from = to
	}
	for range maxRounds {
		for range maxRounds {
			if done, err := r.look(nil); err != nil {
				return err
			} else if done == 0 {
				break
			}
		}
		if done, err := r.look(r.waiting()); err != nil || done == 0 {
			return err
		}
	}
	return nil
}

// waiting gives the lines seen by now that wait.
func (r *run) waiting() []*openLine {
	r.board.seen = slices.DeleteFunc(r.board.seen, func(l *openLine) bool { return l.done })
	return slices.Clone(r.board.seen)
}

// look lets the engine look at lines, at those that something changed for, and at
// all that rival these; it carries out what the autopilot may do.
func (r *run) look(lines []*openLine) (done int, err error) {
	lines = r.unique(append(slices.Clone(lines), r.connected(r.board.changed())...))
	if r.always {
		lines = r.waiting()
	}
	if len(lines) == 0 {
		return 0, nil
	}
	r.propose(lines)
	for range maxRounds { // what is said now may make rivals of others
		all := r.connected(lines)
		if len(all) == len(lines) {
			break
		}
		more := r.without(all, lines)
		r.propose(r.connected(more))
		lines = all
	}
	for _, l := range lines {
		l.proposal = r.acceptable(l.row, l.proposal)
		acted, err := r.act(l)
		if err != nil {
			return done, err
		}
		if acted {
			l.done = true
			done++
		}
	}
	r.report.Automatic += done
	return done, nil
}

// propose asks the engine about lines together and puts them on the board.
func (r *run) propose(lines []*openLine) {
	asked := make([]reconcile.Line, len(lines))
	for i, l := range lines {
		asked[i] = l.line
	}
	for i, p := range r.engine.ProposeAll(asked) {
		lines[i].proposal = p
		r.put(lines[i])
	}
}

// arrive puts lines on the board that were not looked at yet.
func (r *run) arrive(lines []*openLine) {
	b := r.board
	b.seen = append(b.seen, lines...)
	for _, l := range lines {
		if iban := l.line.Counterparty.Account; iban != "" {
			b.byPayer[iban] = append(b.byPayer[iban], l)
			b.byTwin[twinOf(l)] = append(b.byTwin[twinOf(l)], l)
		}
		if l.line.Return != nil || l.line.Reversal {
			b.returns = append(b.returns, l)
		}
	}
}

// put brings the board up to date with what was said of a line.
func (r *run) put(l *openLine) {
	b, p := r.board, l.proposal
	var parties []string
	consider := func(id int64) {
		if item := r.posts[id]; item != nil && (len(parties) == 0 || parties[len(parties)-1] != item.party) {
			parties = append(parties, item.party)
		}
	}
	for _, id := range p.Alone {
		consider(id)
	}
	for _, c := range Choices(p) {
		for _, a := range c.Allocations {
			if consider(a.Item); a.Party != "" {
				parties = append(parties, a.Party)
			}
		}
	}
	slices.Sort(parties)
	parties = slices.Compact(parties)
	for _, party := range parties {
		if _, known := slices.BinarySearch(l.parties, party); !known {
			b.byParty[party] = append(b.byParty[party], l)
		}
	}
	l.parties = parties
	if p.Best == nil && !l.bare {
		l.bare = true
		b.byAmount[l.line.Amount.String()] = append(b.byAmount[l.line.Amount.String()], l)
	}
}

// touch notes for which lines an act may change what is said: those of the same
// parties and the same payer, those for which nothing was found and that are for
// what is open of an item now or was before, and every return.
func (r *run) touch(l *openLine, a *act) {
	b := r.board
	b.payers[l.line.Counterparty.Account] = true
	for _, p := range a.portions {
		item := r.posts[p.Item+p.Opens]
		if item == nil {
			continue
		}
		open := (item.amount - item.settled) * item.sign()
		b.parties[item.party], b.amounts[open.String()], b.amounts[(open+p.Amount).String()] = true, true, true
	}
}

// changed gives the lines for which something changed since the last look, some
// more than once.
func (b *board) changed() (lines []*openLine) {
	if len(b.payers) == 0 {
		return nil
	}
	for _, x := range []struct {
		by map[string][]*openLine
		of map[string]bool
	}{{b.byParty, b.parties}, {b.byPayer, b.payers}, {b.byAmount, b.amounts}} {
		for k := range x.of {
			lines = append(lines, x.by[k]...)
		}
		clear(x.of)
	}
	b.returns = slices.DeleteFunc(b.returns, func(l *openLine) bool { return l.done })
	return append(lines, b.returns...)
}

// connected gives lines that wait, with all that are bound to them through the
// parties of the items they consider or as payments of one payer, directly or through others, in
// order of time: these must be looked at together.
func (r *run) connected(lines []*openLine) []*openLine {
	b := r.board
	b.mark++
	var found []*openLine
	meet := func(l *openLine) {
		if !l.done && l.mark != b.mark {
			l.mark = b.mark
			found = append(found, l)
		}
	}
	for _, l := range lines {
		meet(l)
	}
	parties := map[string]bool{}
	for i := 0; i < len(found); i++ {
		for _, other := range b.byTwin[twinOf(found[i])] {
			meet(other)
		}
		for _, party := range found[i].parties {
			if !parties[party] {
				parties[party] = true
				for _, other := range b.byParty[party] {
					meet(other)
				}
			}
		}
	}
	return inTime(found)
}

// unique gives lines that wait, each once and in order of time.
func (r *run) unique(lines []*openLine) []*openLine {
	r.board.mark++
	return inTime(slices.DeleteFunc(lines, func(l *openLine) bool {
		met := l.done || l.mark == r.board.mark
		l.mark = r.board.mark
		return met
	}))
}

// without gives the lines of all that are not in some.
func (r *run) without(all, some []*openLine) []*openLine {
	r.board.mark++
	for _, l := range some {
		l.mark = r.board.mark
	}
	return slices.DeleteFunc(slices.Clone(all), func(l *openLine) bool { return l.mark == r.board.mark })
}

func inTime(lines []*openLine) []*openLine {
	slices.SortFunc(lines, func(a, b *openLine) int { return a.at - b.at })
	return lines
}
