// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"strings"

	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/reconcile"
)

// row is a row of the truth, small because a city has millions.
type row struct {
	amount     money.Cents
	item       int32 // place in Items; -1 none
	detail     int32
	kind, mess uint16 // places in the names
}

// span is a stretch of rows.
type span struct{ from, to int32 }

// truths holds all rows, those of an entry together.
type truths struct {
	rows   []row
	spans  map[uint64]span // by hash of account and entry, until a line took it
	names  []string
	byName map[string]uint16
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p))   //nolint:errcheck // never fails
		h.Write([]byte{'|'}) //nolint:errcheck // never fails
	}
	return h.Sum64()
}

// readTruth reads what every line really is.
func (l *loader) readTruth(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was only read
	t := &l.town.truth
	t.spans, t.byName = map[uint64]span{}, map[string]uint16{}
	return demo.Read(f, func(line demo.Line) error {
		r := row{amount: line.Amount, item: -1, detail: int32(line.Detail), kind: t.name(line.Kind), mess: t.name(line.Mess)}
		if line.Item != "" {
			at, found := l.numbers[hash(line.Item)]
			if !found {
				return fmt.Errorf("the truth tells of item %s, which is not among the open items", line.Item)
			}
			r.item = at
		}
		key, n := hash(line.Account, line.Entry), int32(len(t.rows))
		s, found := t.spans[key]
		if found && s.to != n {
			return fmt.Errorf("two entries %s on %s", line.Entry, line.Account)
		}
		if !found {
			s.from = n
		}
		s.to = n + 1
		t.spans[key] = s
		t.rows = append(t.rows, r)
		return nil
	})
}

func (t *truths) name(s string) uint16 {
	n, found := t.byName[s]
	if !found {
		n = uint16(len(t.names))
		s = strings.Clone(s)
		t.names, t.byName[s] = append(t.names, s), n
	}
	return n
}

// take gives the rows of an entry to the line that asks first.
func (t *truths) take(account, entry string) span {
	key := hash(account, entry)
	s := t.spans[key]
	delete(t.spans, key)
	slices.SortStableFunc(t.rows[s.from:s.to], func(a, b row) int { return int(a.detail - b.detail) })
	return s
}

// detail gives the rows of one detail of an entry.
func (t *truths) detail(s span, detail int) span {
	for s.from < s.to && t.rows[s.from].detail < int32(detail) {
		s.from++
	}
	end := s.from
	for end < s.to && t.rows[end].detail == int32(detail) {
		end++
	}
	return span{s.from, end}
}

// part is an amount on an item, or on a ledger account.
type part struct {
	item    int64
	account string
	amount  money.Cents
}

// answer is what a line really is.
type answer struct {
	parts  []part // by item, then by account
	names  []string
	kind   string
	onItem bool // it settles or opens an item
}

// OwedBack is the ledger account of what the books owe to a payer.
var OwedBack = demo.LedgerAccounts[demo.KindOverpaid]

// firstOnAccount is the first identifier of items that money on account became.
const firstOnAccount = 1 << 40

// answer gives the truth of a line.
func (t *Town) answer(l *Line) answer {
	a := answer{kind: "nothing"}
	seen := map[uint16]bool{}
	for _, r := range t.truth.rows[l.from:l.to] {
		p := part{amount: r.amount}
		kind := t.truth.names[r.kind]
		if r.item >= 0 {
			p.item, a.onItem = int64(r.item)+1, true
		} else {
			p.account = demo.LedgerAccounts[kind]
		}
		if a.kind == "nothing" || r.item < 0 {
			a.kind = kind
		}
		a.parts = append(a.parts, p)
		if !seen[r.mess] {
			seen[r.mess] = true
			for _, name := range strings.Split(t.truth.names[r.mess], "+") {
				if name != "" && !slices.Contains(a.names, name) {
					a.names = append(a.names, name)
				}
			}
		}
	}
	a.parts = tidy(a.parts)
	return a
}

// tidy adds up the parts of each item and account.
func tidy(parts []part) []part {
	slices.SortFunc(parts, func(a, b part) int {
		if a.item != b.item {
			return int(a.item - b.item)
		}
		return strings.Compare(a.account, b.account)
	})
	out := parts[:0]
	for _, p := range parts {
		if n := len(out) - 1; n >= 0 && out[n].item == p.item && out[n].account == p.account {
			out[n].amount += p.amount
		} else {
			out = append(out, p)
		}
	}
	return slices.DeleteFunc(out, func(p part) bool { return p.amount == 0 })
}

// right says whether a choice is the truth, to the cent. What was paid too much
// may wait on account of the payer or stay on the worklist, and what is paid back
// may settle what waited so. Of whom it waits must be a party of the items of the
// line, where it has any.
func (t *Town) right(a *answer, c *reconcile.Choice) bool {
	parts := make([]part, 0, len(c.Allocations)+1)
	for _, x := range c.Allocations {
		switch {
		case x.Party != "" && !t.concerns(a, x.Party):
			return false
		case x.Party != "" || x.Item >= firstOnAccount:
			parts = append(parts, part{account: OwedBack, amount: x.Amount})
		case x.Item != 0:
			parts = append(parts, part{item: x.Item, amount: x.Amount})
		default:
			parts = append(parts, part{account: x.Account, amount: x.Amount})
		}
	}
	if c.Rest != 0 {
		parts = append(parts, part{account: OwedBack, amount: c.Rest})
	}
	return slices.Equal(tidy(parts), a.parts)
}

// exchanged says whether a wrong choice differs from the truth only in which of
// equal instalments of one party under one reference it takes: nobody owes more or
// less by it.
func (t *Town) exchanged(a *answer, c *reconcile.Choice) bool {
	if c.Rest != 0 {
		return false
	}
	var chosen []part
	for _, x := range c.Allocations {
		if x.Party != "" || x.Item >= firstOnAccount {
			return false
		}
		chosen = append(chosen, part{item: x.Item, account: x.Account, amount: x.Amount})
	}
	return slices.Equal(t.classes(chosen), t.classes(a.parts))
}

// classes gives parts with, for each item, what it shares with its equals.
func (t *Town) classes(parts []part) []part {
	out := make([]part, len(parts))
	for i, p := range parts {
		if out[i] = p; p.item != 0 {
			item := &t.Items[p.item-1]
			out[i] = part{account: fmt.Sprintf("%s|%s|%d", item.PartyNumber, item.Reference, item.Amount), amount: p.amount}
		}
	}
	return tidy(out)
}

// concerns says whether the line settles an item of a party, or no item at all.
func (t *Town) concerns(a *answer, number string) bool {
	for _, p := range a.parts {
		if p.item != 0 && t.Items[p.item-1].PartyNumber == number {
			return true
		}
	}
	return !a.onItem
}
