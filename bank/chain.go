// SPDX-License-Identifier: EUPL-1.2

package bank

import (
	"sort"

	"rentmeester/day"
	"rentmeester/money"
)

// Link is a proved statement as part of the chain of its account.
type Link struct {
	ID               int64
	First, Last      day.Day // booking day of its first entry; day of its closing balance
	Sequence         string
	Opening, Closing money.Cents
}

// BreakKind says how two statements that follow each other do not fit.
type BreakKind string

const (
	Gap     BreakKind = "gap"     // a statement between them is missing
	Overlap BreakKind = "overlap" // both tell of the same days
)

// Break is a place where the chain does not hold: before.Closing is not
// after.Opening.
type Break struct {
	Kind          BreakKind
	Before, After Link
}

// Chain puts the statements of one account in the order in which they follow
// each other and says where that order breaks. Of several statements that close
// on one day (banks send more than one) the balances say which is first.
func Chain(links []Link) (ordered []Link, breaks []Break) {
	ordered = append([]Link(nil), links...)
	sort.SliceStable(ordered, func(i, j int) bool {
		a, b := ordered[i], ordered[j]
		if a.Last != b.Last {
			return a.Last < b.Last
		}
		if len(a.Sequence) != len(b.Sequence) {
			return len(a.Sequence) < len(b.Sequence) // "9" before "10"
		}
		if a.Sequence != b.Sequence {
			return a.Sequence < b.Sequence
		}
		return a.ID < b.ID
	})
	for from := 0; from < len(ordered); {
		to := from + 1
		for to < len(ordered) && ordered[to].Last == ordered[from].Last {
			to++
		}
		if to-from > 1 {
			orderOneDay(ordered, from, to)
		}
		from = to
	}
	for i := 1; i < len(ordered); i++ {
		before, after := ordered[i-1], ordered[i]
		if before.Closing == after.Opening {
			continue
		}
		kind := Gap
		sameDay := after.First == before.Last && after.Sequence != before.Sequence // banks send several a day
		if after.First <= before.Last && !sameDay {
			kind = Overlap
		}
		breaks = append(breaks, Break{kind, before, after})
	}
	return ordered, breaks
}

// maxOneDay bounds the search below; more statements on one day keep the order
// of their numbers.
const maxOneDay = 9

// orderOneDay looks for the order of ordered[from:to] in which each opens where
// the one before closed, first from the balance before that day. Where there is
// none, the order stays as it is.
func orderOneDay(ordered []Link, from, to int) {
	group := ordered[from:to]
	if len(group) > maxOneDay {
		return
	}
	starts := make([]money.Cents, 0, len(group)+1)
	if from > 0 {
		starts = append(starts, ordered[from-1].Closing)
	}
	for _, l := range group { // the first of all, or the day before is missing
		starts = append(starts, l.Opening)
	}
	for _, start := range starts {
		if path := follow(start, group, make([]bool, len(group)), nil); path != nil {
			copy(group, path)
			return
		}
	}
}

func follow(at money.Cents, group []Link, used []bool, path []Link) []Link {
	if len(path) == len(group) {
		return path
	}
	for i, l := range group {
		if used[i] || l.Opening != at {
			continue
		}
		used[i] = true
		if whole := follow(l.Closing, group, used, append(path, l)); whole != nil {
			return whole
		}
		used[i] = false
	}
	return nil
}
