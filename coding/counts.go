// SPDX-License-Identifier: EUPL-1.2

package coding

import "rentmeester/day"

// tried is how often the last booking was right out of how many times.
type tried struct{ right, of int }

// class is what the probability of a proposal hangs on: how much alike the lines
// are, whether they were split, whether they were ever booked otherwise, and how
// many times in a row it was the same.
type class struct {
	level  level
	split  bool
	varied bool
	run    int // place in runs
}

// runs are the least times in a row of each row of the table.
var runs = [...]int{1, 2, 3, 4, 6, 10}

type tally map[class]tried

func (t tally) add(c class, right bool) {
	one := t[c]
	if one.of++; right {
		one.right++
	}
	t[c] = one
}

func classOf(l level, list []memory) class {
	c := class{level: l, split: len(list[len(list)-1].parts) > 1}
	n := streak(list)
	c.varied = n < len(list)
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

// judge holds what would have been proposed for an invoice on the morning of its
// day against how it was booked, before it is learned. What was booked the same
// day does not count: such invoices are often of one batch and agree too well.
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
			list := before(l.find(p.Supplier, level, line.Line), p.Day)
			if len(list) == 0 {
				continue
			}
			l.own.add(classOf(level, list), sameParts(list[len(list)-1].parts, booked))
			break
		}
	}
}

// before gives what was known before a day.
func before(list []memory, d day.Day) []memory {
	for len(list) > 0 && list[len(list)-1].day >= d {
		list = list[:len(list)-1]
	}
	return list
}

// publicLedgers is what was measured; see docs/coding.md. Public ledgers tell no
// rates of VAT: lines under the same rate are held to be worth what the last
// invoice as a whole is.
func publicLedgers(c class) tried {
	if c.level == sameRate {
		c.level = anyLine
	}
	return table[kindOf(c)][c.run]
}

// kind is a class but for its row in the table.
type kind struct {
	level         level
	split, varied bool
}

func kindOf(c class) kind { return kind{c.level, c.split, c.varied} }

// table is how often the last coding was exactly right in the first 60 % of three
// public ledgers, by how many times in a row it was the same (runs). The test
// TestLastOnPublicLedgers prints it.
var table = map[kind][len(runs)]tried{
	{sameText, false, false}: {{1414, 1728}, {837, 914}, {602, 643}, {682, 724}, {725, 748}, {3031, 3242}},
	{sameText, false, true}:  {{806, 1909}, {549, 1007}, {361, 523}, {510, 667}, {544, 648}, {806, 880}},
	{sameText, true, false}:  {{10, 128}, {3, 4}},
	{sameText, true, true}:   {{15, 1433}, {2, 9}},
	{likeText, false, false}: {{389, 426}, {196, 201}, {128, 133}, {212, 216}, {336, 341}, {705, 718}},
	{likeText, false, true}:  {{35, 83}, {23, 29}, {15, 43}, {45, 82}, {45, 50}, {35, 39}},
	{likeText, true, false}:  {{3, 45}},
	{likeText, true, true}:   {{3, 187}, {0, 0}, {0, 4}},
	{anyLine, false, false}:  {{10310, 15592}, {6730, 8267}, {5462, 6154}, {9136, 9852}, {13672, 14506}, {78857, 85830}},
	{anyLine, false, true}:   {{24932, 93938}, {15170, 32764}, {10979, 18043}, {13494, 20309}, {16808, 21566}, {24210, 27457}},
	{anyLine, true, false}:   {{49, 256}, {23, 38}, {7, 36}, {7, 9}, {16, 16}, {42, 48}},
	{anyLine, true, true}:    {{646, 9317}, {343, 653}, {229, 341}, {281, 400}, {241, 305}, {173, 211}},
}
