// SPDX-License-Identifier: EUPL-1.2

package coding

// tried is how often the last booking was right out of how many times.
type tried struct{ right, of int }

// class is what the probability of a proposal hangs on: how much alike the lines
// are, whether they were split, and how many times in a row it was the same.
type class struct {
	level level
	split bool
	run   int // place in runs
}

// runs are the least times in a row of each row of the table.
var runs = [...]int{1, 2, 3, 4, 6, 10}

type tally map[class]tried

func classOf(l level, list []memory) class {
	c := class{level: l, split: len(list[len(list)-1].parts) > 1}
	n := streak(list)
	for i, least := range runs {
		if n >= least {
			c.run = i
		}
	}
	return c
}

// heed is how many cases of its own an administration needs to weigh as much as
// the public ledgers.
const heed = 20

// worth is the probability that a proposal of a class is exactly right: what
// the public ledgers say (with Laplace's one more of each), corrected by what was
// seen here.
func (l *Last) worth(c class) float64 {
	own := l.own[c]
	return (float64(own.right) + heed*measured(c)) / float64(own.of+heed)
}

func measured(c class) float64 {
	t := publicLedgers(c)
	return float64(t.right+1) / float64(t.of+2)
}

// judge holds what would have been proposed for an invoice against how it was
// booked, before it is learned.
func (l *Last) judge(p Past) {
	if l.own == nil {
		l.own = tally{}
	}
	for _, line := range p.Lines {
		booked := together(line.Parts)
		if len(booked) == 0 {
			continue
		}
		for _, level := range levels {
			list := l.find(p.Supplier, level, line.Line)
			if len(list) == 0 {
				continue
			}
			c := classOf(level, list)
			t := l.own[c]
			if t.of++; sameParts(list[len(list)-1].parts, booked) {
				t.right++
			}
			l.own[c] = t
			break
		}
	}
}

// publicLedgers is what was measured; see docs/coding.md.
func publicLedgers(c class) tried { return table[c.level][c.split][c.run] }

var table = map[level]map[bool][len(runs)]tried{}
