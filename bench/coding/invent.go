// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/money"
)

// Invented says how the ledger of an invented town is made.
type Invented struct {
	Seed      uint64
	Lines     int
	Suppliers int
	Text      float64 // share of lines with a text
	Area      bool    // the buyer's reference is there
	ID        bool    // suppliers have numbers
	Numbers   bool    // invoices and documents have numbers
}

// Towns are invented towns that differ in what their ledgers say.
func Towns(seed uint64, lines int) []Invented {
	return []Invented{
		{Seed: seed, Lines: lines, Suppliers: 700, Text: 0.8, Area: true, Numbers: true},
		{Seed: seed + 1, Lines: lines, Suppliers: 1_500, Text: 0, Area: false, ID: true, Numbers: true},
		{Seed: seed + 2, Lines: lines, Suppliers: 900, Text: 0, Area: true},
		{Seed: seed + 3, Lines: lines, Suppliers: 400, Text: 1, Area: false, ID: true, Numbers: true},
		{Seed: seed + 4, Lines: lines, Suppliers: 1_200, Text: 0.5, Area: true, ID: true, Numbers: true},
	}
}

// town is what an invented ledger is drawn from.
type town struct {
	Invented
	*rand.Rand
	accounts  []string
	centres   []string
	areas     []string // of each centre
	sectors   []sector
	suppliers []*habit
	renamed   map[string]string
	document  int
}

type sector struct {
	words    []string
	accounts []int
	centres  []int
}

// habit is how a supplier is booked.
type habit struct {
	name, id string
	sector   int
	kind     int // by what its lines differ: nothing, text, amount, centre, chance
	from     float64
	often    float64
	account  []int
	centre   []int
	words    []string
	amounts  []float64
	spread   float64
	noise    float64
	prefix   string
	moves    float64 // when it moves to other accounts; 0 never
	moved    []int
}

// Invent gives the lines of an invented ledger of six years, in time order.
func Invent(o Invented) []predict.Row {
	t := &town{Invented: o, Rand: rand.New(rand.NewPCG(o.Seed, 77)), renamed: map[string]string{}}
	t.found()
	rows := make([]predict.Row, 0, o.Lines)
	const days = 6 * 365
	start := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := 0; d < days; d++ {
		on := start.AddDate(0, 0, d)
		if on.Weekday() == time.Saturday || on.Weekday() == time.Sunday {
			continue
		}
		if on.YearDay() < 4 {
			t.rename()
		}
		n := int(float64(o.Lines) / (days * 5 / 7) * (0.4 + 1.2*t.Float64()))
		for range n {
			rows = append(rows, t.line(day.Of(on), float64(d)/days)...)
		}
	}
	return rows[:min(len(rows), o.Lines)]
}

func (t *town) word() string {
	const vowels, others = "aeiou", "bdfgklmnprstvw"
	w := ""
	for range 2 + t.IntN(2) {
		w += string(others[t.IntN(len(others))]) + string(vowels[t.IntN(len(vowels))])
	}
	return w
}

func (t *town) some(n, of int) (list []int) {
	for range n {
		list = append(list, t.IntN(of))
	}
	return list
}

func (t *town) found() {
	for i := range 150 {
		t.accounts = append(t.accounts, fmt.Sprint(4000+i*7))
	}
	for i := range 60 {
		t.centres, t.areas = append(t.centres, fmt.Sprint("K", 100+i)), append(t.areas, fmt.Sprint("Afdeling ", i%8))
	}
	for range 25 {
		s := sector{accounts: t.some(3+t.IntN(5), 150), centres: t.some(2+t.IntN(8), 60)}
		for range 12 {
			s.words = append(s.words, t.word())
		}
		t.sectors = append(t.sectors, s)
	}
	for i := range t.Suppliers {
		t.suppliers = append(t.suppliers, t.supplier(i))
	}
	slices.SortFunc(t.suppliers, func(a, b *habit) int { return int(math.Copysign(1, b.often-a.often)) })
}

func (t *town) supplier(i int) *habit {
	s := t.IntN(len(t.sectors))
	in := t.sectors[s]
	h := &habit{sector: s, name: t.word() + " " + in.words[t.IntN(3)], often: math.Pow(t.Float64()+0.001, -0.9), prefix: string(rune('A' + t.IntN(26)))}
	if t.IntN(3) == 0 {
		h.name = t.word() + " " + t.word() + " BV"
	}
	h.id = fmt.Sprint(30000 + i)
	if t.IntN(3) == 0 {
		h.from = t.Float64()
	}
	h.kind = []int{0, 0, 0, 0, 1, 1, 2, 3, 3, 4}[t.IntN(10)]
	n := 1
	if h.kind > 0 {
		n = 2 + t.IntN(4)
	}
	for range n {
		h.account = append(h.account, in.accounts[t.IntN(len(in.accounts))])
		h.centre = append(h.centre, in.centres[t.IntN(len(in.centres))])
		h.words = append(h.words, in.words[t.IntN(len(in.words))])
		h.amounts = append(h.amounts, math.Exp(3+5*t.Float64()))
		h.moved = append(h.moved, in.accounts[t.IntN(len(in.accounts))])
	}
	h.spread = []float64{0, 0.02, 0.3, 1}[t.IntN(4)]
	h.noise = []float64{0, 0.005, 0.02, 0.08, 0.3}[t.IntN(5)]
	if t.IntN(5) == 0 {
		h.moves = t.Float64()
	}
	return h
}

// rename gives a few accounts another code, for everybody.
func (t *town) rename() {
	for range 2 {
		i := t.IntN(len(t.accounts))
		t.accounts[i] += "1"
	}
}

// line draws one invoice, mostly of one line.
func (t *town) line(on day.Day, when float64) (rows []predict.Row) {
	h := t.suppliers[min(int(math.Pow(t.Float64(), 2.2)*float64(len(t.suppliers))), len(t.suppliers)-1)]
	if when < h.from {
		return nil
	}
	lines := 1
	if t.IntN(8) == 0 {
		lines += t.IntN(4)
	}
	t.document += 1 + t.IntN(3)
	number := fmt.Sprint(h.prefix, 100_000+t.IntN(900_000))
	for range lines {
		rows = append(rows, t.drawn(h, on, when, number))
	}
	return rows
}

func (t *town) drawn(h *habit, on day.Day, when float64, number string) predict.Row {
	i := t.IntN(len(h.account))
	account, centre := h.account[i], h.centre[i]
	if h.moves > 0 && when > h.moves {
		account = h.moved[i]
	}
	r := predict.Row{Day: on, Supplier: h.name}
	amount := h.amounts[0] * math.Exp(h.spread*t.NormFloat64())
	word := h.words[0]
	switch h.kind {
	case 1:
		word = h.words[i]
	case 2:
		amount = h.amounts[i] * math.Exp(min(h.spread, 0.02)*t.NormFloat64())
	case 3:
		account = h.account[0]
		if i%2 == 0 {
			account = h.account[i]
		}
	}
	if t.Float64() < h.noise {
		in := t.sectors[h.sector]
		account, centre = in.accounts[t.IntN(len(in.accounts))], in.centres[t.IntN(len(in.centres))]
	}
	r.Amount = money.Cents(math.Round(amount * 100))
	if t.IntN(30) == 0 {
		r.Amount = -r.Amount
	}
	if t.Float64() < t.Text {
		r.Text = word
		switch t.IntN(4) {
		case 0:
			r.Text += fmt.Sprint(" ", t.IntN(100_000))
		case 1:
			r.Text += " " + t.word()
		}
	}
	if t.ID {
		r.SupplierID = h.id
	}
	if t.Numbers {
		r.Invoice, r.Document = number, fmt.Sprint(1_000_000+t.document)
	}
	if t.Area {
		r.Area = t.areas[centre]
	}
	r.Coding = coding.Coding{Account: t.accounts[account], CostCentre: t.centres[centre]}
	return r
}

// InventedLedger gives small invented ledgers by name, to try the program.
func InventedLedger(lines int) func(name string) iter.Seq2[predict.Row, error] {
	return func(name string) iter.Seq2[predict.Row, error] {
		seed := uint64(40)
		for _, c := range name {
			seed += uint64(c)
		}
		return func(yield func(predict.Row, error) bool) {
			for _, row := range Invent(Invented{Seed: seed, Lines: lines, Suppliers: 60, Text: 0.7, Area: true, Numbers: true}) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}
