// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
)

const (
	none  = int32(-1)
	never = int32(math.MaxInt32) // no batch comes after it
)

// record is a document of several lines.
type record struct {
	supplier          uint64
	batch             int32 // those of one batch do not know each other
	day               int32
	date              day.Day
	invoice, document string
	lines             []line
	codes             []int32 // different ones, sorted
	set               uint64  // of the codes
	texts, shapes     uint64  // of all lines together, whatever their order
	areas             uint64
	total             int64
	rows              [][]opinion // of each line, until it was studied
	before            []*record   // of the supplier, the latest first; until it was studied
	judged            *example    // of it as it is so far; nil: not yet
}

// line is what is kept of a line.
type line struct {
	text, shape, area uint64
	amount            int64
	code              int32
}

func (m *Model) lineOf(r predict.Row) line {
	text := fold(r.Text)
	l := line{text: of(text), shape: of(shapeOf(text)), amount: int64(r.Amount)}
	if m.seen.area() {
		l.area = of(strings.TrimSpace(r.Area))
	}
	return l
}

// add puts a line under a document.
func (d *record) add(l line, code int32) {
	l.code = code
	d.lines = append(d.lines, l)
	d.total += l.amount
	d.texts, d.shapes, d.areas = together(d.lines, func(l line) uint64 { return l.text }), together(d.lines, func(l line) uint64 { return l.shape }),
		together(d.lines, func(l line) uint64 { return l.area })
	if at, known := slices.BinarySearch(d.codes, code); code != none && !known {
		d.codes = slices.Insert(d.codes, at, code)
		d.set = setOf(d.codes)
	}
}

// together is the same for lines that have the same different values; 0 when these
// say nothing.
func together(lines []line, of func(line) uint64) uint64 {
	var values []uint64
	for _, l := range lines {
		if v := of(l); !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	if len(values) == 1 && values[0] == 0 {
		return 0
	}
	slices.Sort(values)
	h := uint64(len(values))
	for _, v := range values {
		h = mix(h, v)
	}
	return h
}

func setOf(codes []int32) uint64 {
	h := uint64(len(codes))
	for _, c := range codes {
		h = mix(h, uint64(c)+1)
	}
	return h
}

func mix(a, b uint64) uint64 {
	z := (a ^ b*0x9E3779B97F4A7C15) + 0x632BE59BD9B4E019
	z = (z ^ z>>29) * 0xBF58476D1CE4E5B9
	return (z ^ z>>32) | 1
}

// memory is what was learned of documents.
type memory struct {
	codings   []coding.Coding
	numbers   map[coding.Coding]int32
	suppliers map[uint64][]*record // the latest last
	sets      map[uint64]*set
	having    map[int32][]*set // sets by the codings in them, the most used first
	pairs     map[[2]int32]float64
	alone     map[int32]float64
	habits    habits
}

// set is a set of codings that documents had.
type set struct {
	codes  []int32
	weight float64
	day    int32
}

func newMemory() *memory {
	return &memory{numbers: map[coding.Coding]int32{}, suppliers: map[uint64][]*record{}, sets: map[uint64]*set{},
		having: map[int32][]*set{}, pairs: map[[2]int32]float64{}, alone: map[int32]float64{}}
}

// kept is how many documents of a supplier are looked at.
const kept = 64

func (m *memory) remember(d *record) {
	list := append(m.suppliers[d.supplier], d)
	if len(list) > kept+kept/2 {
		list = append(list[:0:0], list[len(list)-kept:]...)
	}
	m.suppliers[d.supplier] = list
}

// release lets go of what only a study needs.
func (d *record) release() { d.rows, d.before, d.judged = nil, nil, nil }

// before gives what was learned of a supplier before a batch, the latest first.
func (m *memory) before(supplier uint64, batch int32) (past []*record) {
	list := m.suppliers[supplier]
	for i := len(list) - 1; i >= 0 && len(past) < kept; i-- {
		if list[i].batch < batch {
			past = append(past, list[i])
		}
	}
	return past
}

// known counts what a document had among all.
func (m *memory) known(d *record) {
	s := m.sets[d.set]
	if s == nil {
		s = &set{codes: d.codes, day: d.day}
		m.sets[d.set] = s
	}
	s.weight, s.day = s.now(d.day)+1, d.day
	for _, c := range d.codes {
		m.having[c] = s.ahead(m.having[c], d.day)
	}
	m.pair(d.codes)
	m.habits.note(d)
}

// ahead puts a set that is used more now before those that are used less; the least
// used falls off when there are too many.
func (s *set) ahead(list []*set, on int32) []*set {
	at := slices.Index(list, s)
	if at < 0 {
		at, list = len(list), append(list, s)
	}
	for ; at > 0 && list[at-1].now(on) < s.now(on); at-- {
		list[at-1], list[at] = list[at], list[at-1]
	}
	return list[:min(len(list), mostHaving)]
}

const (
	mostHaving = 64 // sets of one coding
	mostPaired = 32 // codings of one document
	mostPairs  = 1 << 18
)

// pair counts codings that go together. When there are too many pairs, all count
// half and those that are left with less than one are forgotten.
func (m *memory) pair(codes []int32) {
	codes = codes[:min(len(codes), mostPaired)]
	for i, a := range codes {
		m.alone[a]++
		for _, b := range codes[i+1:] {
			m.pairs[[2]int32{a, b}]++
		}
	}
	if len(m.pairs) <= mostPairs {
		return
	}
	for key := range m.alone {
		m.alone[key] /= 2
	}
	for key, n := range m.pairs {
		if m.pairs[key] = n / 2; n < 2 {
			delete(m.pairs, key)
		}
	}
}

func (s *set) now(on int32) float64 { return s.weight * fade(on-s.day, 200) }

// habits is how many different codings documents have, by their number of lines.
type habits struct{ all, one, different [8]float64 }

func (h *habits) note(d *record) {
	at := min(len(d.lines), len(h.all)) - 1
	for _, list := range []*[8]float64{&h.all, &h.one, &h.different} {
		list[at] *= 0.998
	}
	h.all[at]++
	switch len(d.codes) {
	case 1:
		h.one[at]++
	case len(d.lines):
		h.different[at]++
	}
}

func (h *habits) of(lines int) (one, different float64) {
	at := min(lines, len(h.all)) - 1
	return (h.one[at] + 0.5) / (h.all[at] + 1.5), (h.different[at] + 0.5) / (h.all[at] + 1.5)
}

func fade(age int32, half float64) float64 { return math.Exp2(-float64(max(age, 0)) / half) }

// sight is whether questions bring the buyer's reference.
type sight struct{ asked, last int }

func (s *sight) note(r predict.Row) {
	if s.asked++; r.Area != "" {
		s.last = s.asked
	}
}

func (s *sight) area() bool { return s.asked == 0 || s.last > 0 && s.asked-s.last < 1_000 }

func number(d day.Day) int32 {
	if d == "" {
		return 0
	}
	return int32(d.Time().Unix() / 86_400)
}

func supplierOf(r predict.Row) uint64 {
	if id := strings.TrimSpace(r.SupplierID); id != "" {
		return of("#" + id)
	}
	return of(fold(r.Supplier))
}

// of is FNV-1a of a text, 0 when there is none.
func of(text string) uint64 {
	if text == "" {
		return 0
	}
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h | 1
}

// fold makes capitals small and everything that is no letter or digit one space.
func fold(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// shapeOf leaves out the digits of a text.
func shapeOf(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text)), " ")
}
