// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/money"
)

// sheet is a statement of a day.
type sheet struct {
	acc              *account
	on               day.Day
	number           int // of the year
	opening, closing money.Cents
	moves            []*move
	refs             []string // the bank's, of each move; "" where it gives none
}

func (t *town) creditorID() string {
	id, err := ident.MakeCreditorID("27370990")
	if err != nil {
		panic(err) // the number is ours
	}
	return id
}

// writeAccount writes the statements of an account, a file a month in the manner
// of its bank, and gives the truth of their lines.
func (t *town) writeAccount(f *folder, a *account) (truth []Line) {
	sheets := t.sheets(a)
	for month := 1; month <= 12; month++ {
		var these []*sheet
		for _, s := range sheets {
			if int(s.on.Time().Month()) == month {
				these = append(these, s)
				truth = append(truth, s.truth()...)
			}
		}
		if len(these) == 0 {
			continue
		}
		switch a.manner {
		case "ing-940", "rabo-940":
			f.put(t.name(month, 4, a.manner+".sta"), []byte(t.mt940(these)))
		default:
			f.put(t.name(month, 4, a.manner+".xml"), t.camt053(these))
		}
		for _, s := range these {
			for n, m := range s.moves {
				if m.noted {
					f.put(t.name(month, 5, fmt.Sprintf("melding-%s-%d.xml", a.iban[12:], n)), t.camt054(s, m, s.refs[n]))
				}
			}
		}
	}
	return truth
}

// sheets puts the moves of an account in statements of a day.
func (t *town) sheets(a *account) (all []*sheet) {
	var moves []*move
	for _, m := range t.moves {
		if m.to == a {
			moves = append(moves, m)
		}
	}
	t.Shuffle(len(moves), func(i, j int) { moves[i], moves[j] = moves[j], moves[i] })
	slices.SortStableFunc(moves, func(x, y *move) int { return strings.Compare(string(x.on), string(y.on)) })
	balance, serial := money.Cents(a.balance), 4410000+t.IntN(90000)
	for _, m := range moves {
		if len(all) == 0 || all[len(all)-1].on != m.on {
			all = append(all, &sheet{acc: a, on: m.on, number: len(all) + 1, opening: balance, closing: balance})
		}
		s := all[len(all)-1]
		serial += 1 + t.IntN(40)
		ref := ""
		switch a.manner {
		case "ing-940":
			ref = fmt.Sprintf("%s%s%08d", m.on[2:4], m.on[5:7], serial)
		case "abn-camt":
			ref = fmt.Sprintf("%s.BMC%08d", m.on[2:4], serial)
		case "rabo-camt":
			ref = fmt.Sprintf("%sRB%010d", m.on[2:4], serial)
		}
		balance += m.amount
		s.moves, s.refs, s.closing = append(s.moves, m), append(s.refs, ref), balance
	}
	return all
}

// id is the number of the statement as its bank writes it.
func (s *sheet) id() string {
	switch s.acc.manner {
	case "ing-940":
		return "00000"
	case "rabo-940":
		return fmt.Sprintf("%s%03d", s.on[2:4], s.number)
	default:
		return fmt.Sprint(s.number)
	}
}

// entry names a line as exports do.
func (s *sheet) entry(n int) string {
	if s.refs[n] != "" {
		return s.refs[n]
	}
	return fmt.Sprintf("%s/%d", s.id(), n+1)
}

// truth gives the lines of a statement; a collected entry whose parts are told
// gives a line for each.
func (s *sheet) truth() (lines []Line) {
	for n, m := range s.moves {
		l := Line{Account: s.acc.iban, Statement: s.id(), Entry: s.entry(n), Day: s.on, Amount: m.amount, Kind: m.kind, Mess: m.mess,
			Clear: m.clear, Name: m.name, Text: strings.TrimSpace(m.text + " " + m.ref), Shares: m.shares}
		if len(m.parts) < 2 || m.hidden && !m.noted {
			lines = append(lines, l)
			continue
		}
		for d, p := range m.parts {
			l.Detail, l.Amount, l.Shares, l.Name, l.Text = d+1, p.amount, p.shares, p.name, p.text
			if l.Mess, l.Kind, l.Clear = m.mess, m.kind, m.clear; p.mess != "" {
				l.Mess, l.Kind, l.Clear = p.mess, first(p.kind, m.kind), p.clear
			}
			lines = append(lines, l)
		}
	}
	return lines
}
