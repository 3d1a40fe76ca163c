// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"math/rand/v2"
	"slices"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// Move is a supplier that went from one coding to another for good, and how many
// lines with the new one were booked before it was first proposed.
type Move struct {
	Lines int  `json:"lines"` // with the new coding, as far as was looked
	After int  `json:"after"` // booked before the first right proposal
	Found bool `json:"found"` // there was one
	Right int  `json:"right"` // of the lines from then on
}

// Noticed counts moves that were noticed within so many lines.
func Noticed(list []Move, within int) (n int) {
	for _, m := range list {
		if m.Found && m.After <= within {
			n++
		}
	}
	return n
}

// steady is for how many lines a supplier must have had one coding, and then
// another, for that to be a move.
const steady = 10

// moves are those that the ledger shows itself: so many lines in a row on the one
// coding, then so many on the other.
func moves(judged []Judged, rows []predict.Row, targets []coding.Field) (out []Move) {
	bySupplier := map[string][]int{} // places in judged, behind which rows
	var order []string
	for i, j := range judged {
		s := supplierOf(rows[j.At])
		if bySupplier[s] == nil {
			order = append(order, s)
		}
		bySupplier[s] = append(bySupplier[s], i)
	}
	for _, s := range order {
		list := bySupplier[s]
		code := func(i int) coding.Coding { return only(rows[judged[list[i]].At], targets) }
		run := 1
		for i := 1; i+steady <= len(list); i++ {
			if code(i) == code(i-1) {
				run++
				continue
			}
			if run >= steady && same(i, steady, code) {
				out = append(out, follow(judged, list[i:], code(i), func(k int) coding.Coding { return code(i + k) }))
			}
			run = 1
		}
	}
	return out
}

func same(from, n int, code func(int) coding.Coding) bool {
	for i := from + 1; i < from+n; i++ {
		if code(i) != code(from) {
			return false
		}
	}
	return true
}

// follow goes along the lines with the new coding until another comes. Lines of
// one day were all predicted before any of them was learned.
func follow(judged []Judged, list []int, to coding.Coding, code func(int) coding.Coding) (m Move) {
	for i, at := range list {
		if code(i) != to {
			break
		}
		m.note(judged[at].Right)
	}
	return m
}

func (m *Move) note(right bool) {
	switch {
	case right:
		m.Found = true
		m.Right++
	case !m.Found:
		m.After++
	}
	m.Lines++
}

// Shift is what came of codings that were changed on one day, on purpose.
type Shift struct {
	Renamed []Move // accounts that have another code from that day on, for everybody
	Moved   []Move // suppliers that go to another account from that day on
}

// Changed changes the accounts of frequent suppliers at 80 % of a ledger and goes
// on line by line: each is learned as soon as it was predicted. The half that is
// renamed gets codes that nobody had before, the other half goes to accounts that
// others have.
func Changed(p Predictor, rows []predict.Row, h Hide, seed uint64) (out Shift) {
	n := len(rows)
	at := n * 8 / 10
	rows = slices.Clone(rows[n*55/100 : n*9/10])
	at -= n * 55 / 100
	for at > 0 && rows[at].Day == rows[at-1].Day {
		at--
	}
	renamed, moved := change(rows, at, rand.New(rand.NewPCG(seed, 5)))
	targets := []coding.Field{coding.Account}
	Replay(p, rows[:at], at, h, targets, nil)
	for _, r := range rows[at:] {
		s := supplierOf(r)
		for _, list := range []map[string]*watched{renamed, moved} {
			if w := list[s]; w != nil && w.to == r.Coding.Account {
				got := p.Propose(Asked(r, h, targets))
				w.note(len(got) > 0 && got[0].Coding.Account == w.to)
			}
		}
		p.Learn(r)
	}
	return Shift{found(renamed), found(moved)}
}

type watched struct {
	Move
	to string
}

func found(list map[string]*watched) (out []Move) {
	for _, w := range list {
		if w.Lines >= steady {
			out = append(out, w.Move)
		}
	}
	slices.SortFunc(out, func(a, b Move) int { return a.After - b.After })
	return out
}

// most is for how many suppliers something is changed.
const most = 60

// change rewrites the rows from a place on. It gives, of each supplier for which
// something changes, the account it has from then on.
func change(rows []predict.Row, at int, chance *rand.Rand) (renamed, moved map[string]*watched) {
	main, order := mainAccounts(rows[:at])
	renamed, moved = map[string]*watched{}, map[string]*watched{}
	names := map[string]string{}
	for i, s := range order[:min(most, len(order))] {
		old := main[s]
		if i%2 == 1 {
			to := main[order[chance.IntN(len(order))]]
			for tries := 0; to == old && tries < 20; tries++ {
				to = main[order[chance.IntN(len(order))]]
			}
			moved[s] = &watched{to: to}
		} else {
			names[old] = old + " (new)"
			renamed[s] = &watched{to: names[old]}
		}
	}
	for _, w := range moved {
		if name := names[w.to]; name != "" {
			w.to = name // it moved to what was renamed
		}
	}
	for i := at; i < len(rows); i++ {
		c := &rows[i].Coding
		s := supplierOf(rows[i])
		if w := moved[s]; w != nil && c.Account == main[s] {
			c.Account = w.to
		} else if name := names[c.Account]; name != "" {
			c.Account = name
		}
	}
	return renamed, moved
}

// mainAccounts gives the account that most of the last lines of each supplier have,
// and the suppliers, the most frequent first.
func mainAccounts(rows []predict.Row) (main map[string]string, order []string) {
	lines, each := map[string]int{}, map[string]map[string]int{}
	for _, r := range rows[len(rows)/2:] {
		s := supplierOf(r)
		lines[s]++
		if each[s] == nil {
			each[s] = map[string]int{}
		}
		each[s][r.Coding.Account]++
	}
	main = map[string]string{}
	for s, accounts := range each {
		for a, n := range accounts {
			if now := main[s]; n > accounts[now] || n == accounts[now] && a < now {
				main[s] = a
			}
		}
		if accounts[main[s]]*10 >= lines[s]*8 { // mostly the one: what it is to be can be told
			order = append(order, s)
		}
	}
	slices.SortFunc(order, func(a, b string) int {
		if d := lines[b] - lines[a]; d != 0 {
			return d
		}
		if a < b {
			return -1
		}
		return 1
	})
	return main, order
}
