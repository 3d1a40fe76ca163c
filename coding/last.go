// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rentmeester/day"
	"rentmeester/money"
)

// LastModel names the coder Last in proposals.
const LastModel = "last/1"

// Last is the coder that proposes what the supplier got the last time: for a
// line with the same text, else for one with the same text but for its numbers
// and months, else for the lines under the same rate of VAT, else for the whole
// invoice. What was split is proposed split, in the same shares. Its probability
// is what that proved to be worth: on public ledgers (see counts.go), corrected
// by what the administration's own invoices show.
type Last struct {
	shelves map[shelf]*[]memory
	own     tally
}

// shelf is where like things of a supplier lie together.
type shelf struct {
	supplier string
	level    level
	key      string
}

// level is how much alike things are.
type level int

const (
	sameText level = iota
	likeText
	sameRate
	anyLine
)

var levels = []level{sameText, likeText, sameRate, anyLine}

// memory is how the things of a shelf were booked on one invoice.
type memory struct {
	invoice string
	day     day.Day
	parts   []Part // without amounts, in a fixed order
}

// kept is how many invoices a shelf remembers.
const kept = 24

// NewLast makes a coder out of invoices that were booked; their order does not
// matter.
func NewLast(past []Past) *Last {
	l := &Last{shelves: map[shelf]*[]memory{}}
	sorted := slices.Clone(past)
	slices.SortStableFunc(sorted, func(a, b Past) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(len(a.Invoice), len(b.Invoice)), cmp.Compare(a.Invoice, b.Invoice))
	})
	for _, p := range sorted {
		l.Learn(p)
	}
	return l
}

// Learn adds an invoice that was booked, later than what was learned before: the
// next proposal counts with it.
func (l *Last) Learn(p Past) {
	l.judge(p)
	for at, all := range shelved(p) {
		m := memory{invoice: p.Invoice, day: p.Day, parts: together(all)}
		if len(m.parts) == 0 {
			continue
		}
		list := l.shelves[at]
		if list == nil {
			list = &[]memory{}
			l.shelves[at] = list
		}
		if *list = append(*list, m); len(*list) > kept {
			*list = slices.Delete(*list, 0, 1)
		}
	}
}

// shelved puts the parts of an invoice on the shelves where they belong.
func shelved(p Past) map[shelf][]Part {
	all := map[shelf][]Part{}
	for _, line := range p.Lines {
		for _, level := range levels {
			if at, ok := place(p.Supplier, level, line.Line); ok {
				all[at] = append(all[at], line.Parts...)
			}
		}
	}
	return all
}

// place gives the shelf of a line; ok is false when it has none at this level.
func place(supplier string, l level, line Line) (at shelf, ok bool) {
	at = shelf{supplier: supplier, level: l}
	switch l {
	case sameText:
		at.key = strings.Join(strings.Fields(strings.ToLower(line.Text)), " ")
	case likeText:
		at.key = stem(line.Text)
	case sameRate:
		at.key = strings.TrimSpace(line.Category + " " + line.Rate)
	case anyLine:
		return at, supplier != ""
	}
	return at, supplier != "" && at.key != ""
}

// months are words that change from one invoice to the next like numbers do.
var months = strings.Fields(`januari februari maart april mei juni juli augustus september oktober november december
	january february march may june july august october jan feb mrt mar apr jun jul aug sep sept okt oct nov dec
	kwartaal quarter week maand month termijn periode period`)

// stem gives the words of a text without numbers and months: what stays the same
// from one rent to the next.
func stem(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	words = slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains(months, w) || strings.ContainsFunc(w, unicode.IsDigit)
	})
	return strings.Join(words, " ")
}

// together adds up the parts that have the same coding and finds the shares they
// were divided by.
func together(parts []Part) []Part {
	var out []Part
	signed, sizes := []money.Cents{}, []money.Cents{}
	for _, p := range parts {
		at := slices.IndexFunc(out, func(o Part) bool { return o.Coding == p.Coding })
		if at < 0 {
			at, out = len(out), append(out, Part{Coding: p.Coding})
			signed, sizes = append(signed, 0), append(sizes, 0)
		}
		signed[at] += p.Amount
		sizes[at] += p.Amount.Abs()
	}
	amounts := signed
	if !OneSign(signed) {
		amounts = sizes // charges and discounts on different codings: by size
	}
	for i, w := range Shares(amounts) {
		out[i].Weight = w
	}
	if len(out) == 1 {
		out[0].Weight = 1
	}
	slices.SortStableFunc(out, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), compare(a.Coding, b.Coding))
	})
	return out
}

// OneSign says whether amounts are all of one sign, with zeros between them or not,
// and not all zero: then they say in what proportion something is divided.
func OneSign(amounts []money.Cents) bool {
	up, down := false, false
	for _, a := range amounts {
		up, down = up || a > 0, down || a < 0
	}
	return up != down
}

func compare(a, b Coding) int {
	for _, f := range Fields {
		if c := cmp.Compare(a.Get(f), b.Get(f)); c != 0 {
			return c
		}
	}
	return cmp.Compare(a.Other, b.Other)
}

// Propose implements Coder.
func (l *Last) Propose(s Subject) []Proposal {
	out := make([]Proposal, len(s.Lines))
	for i, line := range s.Lines {
		out[i] = l.proposeLine(s.Supplier, line)
		out[i].Line = i
	}
	return out
}

func (l *Last) proposeLine(supplier string, line Line) Proposal {
	p := Proposal{Model: LastModel}
	for _, level := range levels {
		list := l.find(supplier, level, line)
		if len(list) == 0 {
			continue
		}
		options := l.options(level, list, line.Net)
		if len(p.Parts) == 0 {
			p.Option = options[0]
			options = options[1:]
		}
		for _, o := range options {
			l.addAlternative(&p, o)
		}
	}
	if len(p.Parts) == 0 {
		p.Reasons = []Reason{{Code: "coding.reason.nothing"}}
	}
	return p
}

// most is how many alternatives a proposal has.
const most = 4

// addAlternative adds an option that is not there yet; none is more probable than
// what is proposed, and all of them together get no more than what that leaves.
func (l *Last) addAlternative(p *Proposal, o Option) {
	if len(p.Alternatives) == most || sameParts(p.Parts, o.Parts) {
		return
	}
	left := 1 - p.Probability
	for _, a := range p.Alternatives {
		if sameParts(a.Parts, o.Parts) {
			return
		}
		left -= a.Probability
	}
	o.Probability = min(o.Probability, p.Probability, max(left, 0)/2)
	p.Alternatives = append(p.Alternatives, o)
}

func (l *Last) find(supplier string, level level, line Line) []memory {
	at, ok := place(supplier, level, line)
	if !ok || l.shelves[at] == nil {
		return nil
	}
	return *l.shelves[at]
}

// options gives the different ways in which a shelf was booked, the latest first.
func (l *Last) options(level level, list []memory, net money.Cents) []Option {
	var out []Option
	for i := len(list) - 1; i >= 0; i-- {
		at := slices.IndexFunc(out, func(o Option) bool { return sameParts(o.Parts, list[i].parts) })
		if at < 0 {
			at = len(out)
			out = append(out, Option{Parts: Fit(list[i].parts, net)})
		}
		if out[at].Like = append(out[at].Like, list[i].invoice); len(out[at].Like) == 1 {
			out[at].Reasons = reasons(level, list[i])
		}
	}
	row := classOf(level, list)
	for i := range out {
		share := float64(len(out[i].Like)) / float64(len(list)+1)
		if out[i].Probability = share * (1 - l.worth(row)); i == 0 {
			out[i].Probability = l.worth(row)
			out[i].Reasons = append(out[i].Reasons, steadiness(list))
		}
	}
	return out
}

func sameParts(a, b []Part) bool {
	return slices.EqualFunc(a, b, func(x, y Part) bool { return x.Coding == y.Coding && x.Weight == y.Weight })
}

// streak is how many times in a row the latest booking was the same.
func streak(list []memory) int {
	n, last := 0, list[len(list)-1]
	for i := len(list) - 1; i >= 0 && sameParts(list[i].parts, last.parts); i-- {
		n++
	}
	return n
}

var levelReasons = map[level]string{
	sameText: "coding.reason.same-text", likeText: "coding.reason.like-text",
	sameRate: "coding.reason.same-rate", anyLine: "coding.reason.last",
}

func reasons(l level, m memory) []Reason {
	out := []Reason{{Code: levelReasons[l], Args: map[string]string{"invoice": m.invoice, "day": string(m.day)}}}
	if len(m.parts) > 1 {
		out = append(out, Reason{Code: "coding.reason.split", Args: map[string]string{"parts": strconv.Itoa(len(m.parts))}})
	}
	return out
}

// steadiness tells whether it was always so.
func steadiness(list []memory) Reason {
	n := streak(list)
	switch {
	case len(list) == 1:
		return Reason{Code: "coding.reason.once"}
	case n == len(list):
		return Reason{Code: "coding.reason.always", Args: map[string]string{"times": strconv.Itoa(n)}}
	default:
		return Reason{Code: "coding.reason.changed", Args: map[string]string{"times": strconv.Itoa(n), "of": strconv.Itoa(len(list))}}
	}
}
