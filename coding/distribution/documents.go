// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"slices"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
)

// Documents learns rows as they come, with a predict.Model, and answers of whole
// documents too: how their lines are coded together, and how a total is divided.
// Who never asks of documents does not pay for them: at the first question of one
// everything is learned anew beside, which takes as long as learning it did. So it
// is after a row was taken back; then all is as if that had never been learned. It
// may be used by one goroutine at a time.
type Documents struct {
	model *predict.Model
	known *knowing  // nil until a document is asked
	asked []inquiry // in their order
}

// inquiry is what is left of questions of documents that were asked after the same
// row: of how many lines together, and the last of them that had the buyer's
// reference, from 1.
type inquiry struct {
	after       int // rows learned
	lines, area int
}

// knowing is what was learned of documents.
type knowing struct {
	together *Model
	divided  *Whole
	lines    *booked
	today    day.Day
	rows     []predict.Row    // of today
	places   map[uint64][]int // of these, by supplier
}

// booked says what was known of rows that were learned.
type booked struct {
	*predict.Model
	places map[predict.Row]int // of today
}

// Before implements Lines.
func (b *booked) Before(r predict.Row) []predict.Proposal {
	if at, ok := b.places[r]; ok {
		return b.BeforeRow(at)
	}
	return b.Model.Before(r)
}

// NewDocuments goes on with what a model knows.
func NewDocuments(m *predict.Model) *Documents { return &Documents{model: m} }

// Learn is that of predict.Model.
func (d *Documents) Learn(r predict.Row) {
	d.model.Learn(r)
	d.learned()
}

// Override is that of predict.Model: what was chosen for a line holds within a
// document too.
func (d *Documents) Override(r predict.Row) {
	d.model.Override(r)
	d.learned()
}

func (d *Documents) learned() {
	if d.known != nil {
		d.known.learn(d.model, d.model.Rows()-1)
	}
}

// Unlearn is that of predict.Model.
func (d *Documents) Unlearn(r predict.Row) bool {
	if d.known == nil && len(d.asked) == 0 {
		return d.model.Unlearn(r)
	}
	at := d.model.Find(r)
	if at < 0 || !d.model.Unlearn(r) {
		return false
	}
	d.known = nil
	for i := range d.asked {
		if d.asked[i].after > at {
			d.asked[i].after--
		}
	}
	return true
}

// Propose says how the lines of a document are coded together, and what each would
// have by itself.
func (d *Documents) Propose(rows []predict.Row) (Outcome, [][]predict.Proposal) {
	if len(rows) == 0 {
		return Outcome{}, nil
	}
	d.know()
	rows = d.ofOneDay(rows)
	lists := d.model.ProposeAll(rows)
	d.note(rows)
	out := d.known.together.ProposeFrom(rows, lists)
	if len(out.Codings) == 0 {
		out = byThemselves(lists)
	}
	return out, lists
}

// note keeps what a question leaves behind, with others since the last row.
func (d *Documents) note(rows []predict.Row) {
	after := d.model.Rows()
	if n := len(d.asked); n == 0 || d.asked[n-1].after != after {
		d.asked = append(d.asked, inquiry{after: after})
	}
	q := &d.asked[len(d.asked)-1]
	for _, r := range rows {
		if q.lines++; r.Area != "" {
			q.area = q.lines
		}
	}
}

// byThemselves gives each line its own best, where nothing is known of them
// together.
func byThemselves(lists [][]predict.Proposal) Outcome {
	out := Outcome{Alone: true, Codings: make([]coding.Coding, len(lists)), Lines: make([]float64, len(lists))}
	for i, list := range lists {
		if len(list) > 0 {
			out.Codings[i], out.Lines[i] = list[0].Coding, list[0].Probability
		}
	}
	return out
}

// ofOneDay gives lines the day of the first that has one, else the latest.
func (d *Documents) ofOneDay(rows []predict.Row) []predict.Row {
	on := d.model.Latest()
	if at := slices.IndexFunc(rows, func(r predict.Row) bool { return r.Day != "" }); at >= 0 {
		on = rows[at].Day
	}
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Day = on
	}
	return rows
}

// Divide says how a total is divided, by documents of before its day.
func (d *Documents) Divide(r predict.Row) Division {
	d.know()
	r = d.ofOneDay([]predict.Row{r})[0]
	return d.known.divide(r)
}

// know learns all that the model did, unless that was done.
func (d *Documents) know() {
	if d.known != nil {
		return
	}
	targets := d.model.Targets()
	k := &knowing{divided: NewWhole(targets...), lines: &booked{Model: d.model, places: map[predict.Row]int{}}, places: map[uint64][]int{}}
	k.together = New(k.lines, targets...)
	asked := d.asked
	questions := func(before int) {
		for ; len(asked) > 0 && asked[0].after <= before; asked = asked[1:] {
			k.together.asked(asked[0].lines, asked[0].area)
		}
	}
	n := 0
	d.model.Retrace(func(then *predict.Model, at int) {
		questions(at)
		k.learn(then, at)
		n = at + 1
	})
	questions(n)
	k.lines.Model, d.known = d.model, k
}

// learn takes in a row that a model has learned last.
func (k *knowing) learn(m *predict.Model, at int) {
	r := m.Row(at)
	if r.Day != k.today || r.Day == "" && len(k.rows) == undated {
		k.settle()
		k.today = r.Day
		if r.Day != "" || len(k.lines.places) > 1<<14 {
			clear(k.lines.places)
		}
	}
	k.lines.Model, k.lines.places[r] = m, at
	k.together.Learn(r)
	supplier := supplierOf(r)
	k.places[supplier] = append(k.places[supplier], len(k.rows))
	k.rows = append(k.rows, r)
}

// settle learns how totals were divided once the day of their documents is over.
func (k *knowing) settle() {
	for _, one := range documentsOf(k.rows) {
		k.divided.Learn(Total(one))
	}
	k.rows = nil
	clear(k.places)
}

// divide says how a total is divided, by documents of another day that is not
// settled too: more of them may follow, but what there is is known.
func (k *knowing) divide(r predict.Row) Division {
	var rows []predict.Row
	if r.Day != k.today || r.Day == "" {
		for _, at := range k.places[supplierOf(r)] {
			rows = append(rows, k.rows[at])
		}
	}
	var latest []*division
	for _, one := range documentsOf(rows) {
		if d := k.divided.booked(Total(one)); d != nil {
			latest = append(latest, d)
		}
	}
	return k.divided.propose(r, latest)
}

// documentsOf gives rows of one document together.
func documentsOf(rows []predict.Row) (list [][]predict.Row) {
	for _, places := range ByDocument(rows) {
		one := make([]predict.Row, len(places))
		for i, at := range places {
			one[i] = rows[at]
		}
		list = append(list, one)
	}
	return list
}

// ByDocument gives the places of rows of one document together, in the order of
// their first. A row without a number is a document by itself.
func ByDocument(rows []predict.Row) (list [][]int) {
	documents := map[documentKey]int{}
	for i, r := range rows {
		key, numbered := keyOf(r)
		at, known := documents[key]
		if !known || !numbered {
			at = len(list)
			list = append(list, nil)
		}
		if numbered {
			documents[key] = at
		}
		list[at] = append(list[at], i)
	}
	return list
}

// Total is a document of which only the total, and what its lines say alike, is
// known; and its parts.
func Total(rows []predict.Row) (whole predict.Row, parts []coding.Part) {
	whole = rows[0]
	whole.Coding, whole.Amount = coding.Coding{}, 0
	for _, r := range rows {
		whole.Amount += r.Amount
		whole.NoAmount = whole.NoAmount || r.NoAmount
		if r.Text != whole.Text {
			whole.Text = ""
		}
		if r.Area != whole.Area {
			whole.Area = ""
		}
		parts = append(parts, coding.Part{Coding: r.Coding, Amount: r.Amount})
	}
	return whole, parts
}
