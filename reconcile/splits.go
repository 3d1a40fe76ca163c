// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"strings"

	"rentmeester/ident"
	"rentmeester/money"
)

// A card processor that pays out less its fee tells how many payments there were
// and not what it kept. People book the whole on one account and the fee on
// another; from that follows what one payment costs, and so the next line.

// split is how people divided like lines between an account and a fee that was
// kept.
type split struct {
	main, fee Allocation    // without amounts
	each      []money.Cents // by place in the text, the fee per what the number there counts; 0 is no such number
	times     int           // lines that were divided so
	lines     int           // of this likeness
}

// rememberSplit learns from a line that was booked on two ledger accounts, one
// of them against its sign.
func (e *Engine) rememberSplit(s *Settled) {
	main, fee, divided := dividedBy(s.Amount, s.Allocations)
	key := splitKey(s.Amount > 0, ident.Electronic(s.Counterparty.Account), s.Remittance)
	old, known := e.splits[key]
	if key == 0 || !known && !divided {
		return
	}
	if old.lines++; divided {
		kept := fee.Amount.Abs()
		main.Amount, fee.Amount = 0, 0
		each := eachOf(kept, s.Remittance)
		if known && old.main == main && old.fee == fee {
			for i := range each {
				if i >= len(old.each) || old.each[i] != each[i] {
					each[i] = 0
				}
			}
			old.times++
		} else {
			old.times = 1
		}
		old.main, old.fee, old.each = main, fee, each
	}
	e.splits[key] = old
}

// dividedBy gives the two parts of a line that was booked on an account and, the
// other way, on one for the fee.
func dividedBy(amount money.Cents, a []Allocation) (main, fee Allocation, divided bool) {
	if len(a) != 2 || !a[0].onLedger() || !a[1].onLedger() {
		return main, fee, false
	}
	if main, fee = a[0], a[1]; (main.Amount > 0) != (amount > 0) {
		main, fee = fee, main
	}
	return main, fee, (main.Amount > 0) == (amount > 0) && (fee.Amount > 0) != (amount > 0) && fee.Amount.Abs()*4 < amount.Abs()
}

// eachOf divides a fee by each number in a text.
func eachOf(fee money.Cents, remittance []string) []money.Cents {
	numbers := counts(remittance)
	each := make([]money.Cents, len(numbers))
	for i, n := range numbers {
		if n > 0 && fee%n == 0 {
			each[i] = fee / n
		}
	}
	return each
}

// counts gives the numbers in a text that may count something: of at most six
// digits. Others stand as 0, so that places stay the same.
func counts(remittance []string) (out []money.Cents) {
	for _, text := range remittance {
		if len(text) > maxDescribe {
			text = text[:maxDescribe]
		}
		for _, word := range strings.Fields(text) {
			if word[0] < '0' || word[0] > '9' || len(out) == maxWords {
				continue
			}
			n := money.Cents(0)
			if allDigits(word) && len(word) <= 6 {
				for i := range len(word) {
					n = n*10 + money.Cents(word[i]-'0')
				}
			}
			out = append(out, n)
		}
	}
	return out
}

// split proposes to divide the line as people divided like ones: what was kept of
// it follows from a number in the text that it always followed from. It says
// whether such lines are divided, for then no other habit is one.
func (w *worker) split() bool {
	h, known := w.e.splits[splitKey(w.line.Amount > 0, w.iban, w.line.Remittance)]
	if !known || h.times*2 <= h.lines {
		return false
	}
	numbers := counts(w.line.Remittance)
	for i, each := range h.each {
		if each == 0 || i >= len(numbers) || numbers[i] == 0 || h.times < 2 {
			continue
		}
		kept, mark := each*numbers[i]*w.sign(), uint64(1<<fHabit)
		if h.times >= oftenTimes && h.times == h.lines {
			mark = 1 << fHabitOften
		}
		main, fee := h.main, h.fee
		main.Amount, fee.Amount = w.line.Amount+kept, -kept
		w.draft([]Allocation{main, fee}, mark)
	}
	return true
}

// splitKey is the key of lines from one account with the same words; 0 for none.
func splitKey(in bool, iban string, remittance []string) uint64 {
	words := signature(strings.Join(remittance, " "))
	if iban == "" || words == "" {
		return 0
	}
	return hash(keyLikeness, direction(in)+iban+"<split>"+words)
}
