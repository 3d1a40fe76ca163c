// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"math"
	"strings"
	"unicode"

	"rentmeester/day"
)

// key is one way in which an earlier line may be like this one.
type key int

const (
	bySupplier key = iota
	byText         // all but the first few: of the same supplier
	byShape        // the text but for its numbers
	byAmount
	bySize // order of magnitude and roundness of the amount
	byArea
	byExtra
	byGiven // what else is known of the coding
	byInvoice
	byInvoiceHead
	byDocument
	byCase       // area and text
	byAreaAmount // area and amount
	byTextAmount
	byAreaExtra
	byName      // whoever the supplier: the same name
	byFirstWord // the same first word of the name
	anyText
	anyShape
	anyAreaDocument
	anyInvoice
	anyAmount
	anyDocument // nearly the same document number
	anyGiven
	keys
)

// reach is how many earlier lines are looked at, of each key.
var reach = [keys]int{
	bySupplier: 128, byText: 48, byShape: 32, byAmount: 48, bySize: 32, byArea: 48, byExtra: 32, byGiven: 32,
	byInvoice: 32, byInvoiceHead: 24, byDocument: 32, byCase: 32, byAreaAmount: 24, byTextAmount: 24, byAreaExtra: 32,
	byName: 32, byFirstWord: 32, anyText: 32, anyShape: 24, anyAreaDocument: 32, anyInvoice: 24, anyAmount: 16,
	anyDocument: 16, anyGiven: 32,
}

// point is a row as the past sees it: numbers that are equal when the row is alike.
type point struct {
	day      int32
	month    int8 // day of the month
	amount   int64
	logs     float32 // of the amount
	keys     [keys]uint64
	supplier uint64
	words    []uint64 // of the text
	names    []uint64 // of the supplier's name
	tokens   []uint64 // for the linear model
}

// number counts days; 0 is unknown.
func number(d day.Day) int32 {
	if d == "" {
		return 0
	}
	return int32(d.Time().Unix()/86_400) + 40_000
}

// hash is FNV-1a of texts, kept apart from each other.
func hash(texts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, t := range texts {
		for i := range len(t) {
			h = (h ^ uint64(t[i])) * 1099511628211
		}
		h = (h ^ 0xFF) * 1099511628211
	}
	return h | 1 // 0 is none
}

func join(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return 0
	}
	z := (a ^ b*0x9E3779B97F4A7C15) + 0x632BE59BD9B4E019
	z = (z ^ z>>29) * 0xBF58476D1CE4E5B9
	return (z ^ z>>32) | 1
}

// of is the hash of a text, 0 when there is none.
func of(text string) uint64 {
	if text == "" {
		return 0
	}
	return hash(text)
}

// mask says what of a row may be looked at: bits for area, extra and given.
type mask uint8

const (
	seesArea mask = 1 << iota
	seesExtra
	seesGiven
	seesAll = seesArea | seesExtra | seesGiven
)

// point looks at a row.
func (m *Model) point(r Row, see mask) point {
	p := point{day: number(r.Day), amount: int64(r.Amount)}
	if len(r.Day) == 10 {
		p.month = int8(r.Day[8]-'0')*10 + int8(r.Day[9]-'0')
	}
	supplierText := fold(r.Supplier)
	name := of(supplierText)
	p.supplier = name
	if id := strings.TrimSpace(r.SupplierID); id != "" {
		p.supplier = hash("id", id)
	}
	area, extra, given := uint64(0), uint64(0), uint64(0)
	if see&seesArea != 0 {
		area = of(strings.TrimSpace(r.Area))
	}
	if see&seesExtra != 0 {
		extra = of(strings.TrimSpace(r.Extra))
	}
	if see&seesGiven != 0 {
		if _, beside := m.only(r.Coding); beside.Dimensions() != "" || beside.Account != "" {
			given = hash(beside.Account, beside.Dimensions())
		}
	}
	text := fold(r.Text)
	whole, shape := of(text), of(shapeOf(text))
	invoice := strings.ToUpper(strings.TrimSpace(r.Invoice))
	form, head := of(formOf(invoice)), of(invoice[:min(3, len(invoice))])
	document, near := documentOf(r.Document)
	amount, size := uint64(0), uint64(0)
	if !r.NoAmount {
		amount, size = uint64(p.amount)*0x9E3779B97F4A7C15|1, sizeOf(p.amount)
		p.logs = float32(math.Log(math.Abs(float64(p.amount)) + 1))
	}
	s := p.supplier
	first, _, _ := strings.Cut(supplierText, " ")
	p.keys = [keys]uint64{
		bySupplier: s, byText: join(s, whole), byShape: join(s, shape), byAmount: join(s, amount), bySize: join(s, size),
		byArea: join(s, area), byExtra: join(s, extra), byGiven: join(s, given), byInvoice: join(s, form),
		byInvoiceHead: join(s, head), byDocument: join(s, document), byCase: join(join(s, area), whole),
		byAreaAmount: join(join(s, area), amount), byTextAmount: join(join(s, whole), amount),
		byAreaExtra: join(join(s, area), extra),
		byName:      name, byFirstWord: of(first), anyText: whole, anyShape: shape,
		anyAreaDocument: join(join(area|1, document), extra|1), anyInvoice: join(form, head), anyAmount: amount,
		anyDocument: near, anyGiven: given,
	}
	for k := range p.keys {
		if p.keys[k] != 0 {
			p.keys[k] = join(p.keys[k], uint64(k)+1)
		}
	}
	p.words = wordsOf(text)
	if extra != 0 {
		p.words = classWords(p.words, r.Extra)
	}
	for w := range strings.FieldsSeq(supplierText) {
		if len(p.names) < 4 && len(w) > 2 && w != "ltd" && w != "limited" && w != "the" && w != "and" {
			p.names = append(p.names, hash("name", w))
		}
	}
	p.tokens = tokensOf(&p, tokenParts{supplierText, area, extra, given, whole, shape, form, head, document, near, amount, size})
	return p
}

// fold makes capitals small and everything that is no letter or digit one space.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// shapeOf writes each run of digits as one 9.
func shapeOf(text string) string {
	var b strings.Builder
	run := false
	for i := range len(text) {
		if c := text[i]; c >= '0' && c <= '9' {
			if !run {
				b.WriteByte('9')
			}
			run = true
		} else {
			b.WriteByte(c)
			run = false
		}
	}
	return b.String()
}

// formOf is the shape of a number with how long its runs of digits are.
func formOf(text string) string {
	var b strings.Builder
	run := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] >= '0' && text[i] <= '9' {
			run++
			continue
		}
		if run > 0 {
			b.WriteByte('9')
			b.WriteByte(byte('a' + min(run, 25)))
			run = 0
		}
		if i < len(text) {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// documentOf gives in which series one of our own document numbers stands, and
// which numbers are near it.
func documentOf(text string) (series, near uint64) {
	text = strings.TrimSpace(text)
	if strings.Trim(text, "0") == "" {
		return 0, 0
	}
	series = hash("series", text[:min(2, len(text))], string(rune('a'+min(len(text), 25))))
	if len(text) > 3 {
		near = hash("near", text[:len(text)-2])
	}
	return series, near
}

// sizeOf is the order of magnitude of an amount, its sign and how round it is.
func sizeOf(cents int64) uint64 {
	positive := uint64(cents)
	sign := uint64(0)
	if cents < 0 {
		positive, sign = uint64(-cents), 1
	}
	order := uint64(math.Log2(float64(positive)+1) * 1.5)
	round := uint64(0)
	switch {
	case positive%10_000 == 0:
		round = 2
	case positive%100 == 0:
		round = 1
	}
	return (order<<4|round<<1|sign)*0x9E3779B97F4A7C15 | 1
}

const maxWords = 6

// wordsOf gives the first different words of a text, numbers by their shape too.
func wordsOf(text string) []uint64 {
	var out []uint64
	add := func(w string) {
		h := hash("word", w)
		for _, o := range out {
			if o == h {
				return
			}
		}
		if len(out) < maxWords {
			out = append(out, h)
		}
	}
	for w := range strings.FieldsSeq(text) {
		if len(w) > 1 {
			add(w)
		}
	}
	return out
}

type tokenParts struct {
	name                                                                       string
	area, extra, given, whole, shape, form, head, document, near, amount, size uint64
}

// tokensOf gives what the linear model weighs.
func tokensOf(p *point, t tokenParts) []uint64 {
	s := p.supplier
	out := make([]uint64, 0, 40)
	add := func(kind uint64, h uint64) {
		if h != 0 {
			out = append(out, join(h, kind*7919+100))
		}
	}
	add(1, 1)
	add(2, s)
	add(3, t.area)
	add(4, join(s, t.area))
	add(5, join(s, t.size))
	add(6, join(s, t.amount))
	add(7, t.whole)
	add(8, join(s, t.whole))
	add(9, join(s, t.shape))
	add(10, join(s, t.document))
	add(11, join(t.area|1, t.document))
	add(12, join(s, t.form))
	add(13, join(s, t.head))
	add(14, t.form)
	add(15, t.extra)
	add(16, join(s, t.extra))
	add(17, t.given)
	add(18, join(s, t.given))
	add(19, t.near)
	add(20, join(join(s, t.area), t.size))
	add(21, join(t.area, t.extra))
	for _, w := range p.words {
		add(30, w)
		add(31, join(s, w))
		add(32, join(t.area, w))
	}
	for _, w := range p.names {
		add(33, w)
	}
	return out
}
