// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/learn"
)

// ask ranks the sets that come into question.
func (m *Model) ask(q *question) {
	m.gather(q)
	if len(q.answers) == 0 {
		return
	}
	m.weigh(q)
	scores := make([]float32, len(q.answers))
	for i := range q.answers {
		scores[i] = m.train.score(q.answers[i].values[:])
	}
	learn.Softmax(scores)
	for i := range q.answers {
		q.answers[i].score = scores[i]
	}
	slices.SortStableFunc(q.answers, func(a, b answer) int { return cmp.Compare(b.score, a.score) })
	q.preferSplit()
}

// split is how much more likely one coding for all lines must be than several, to be
// proposed. That lines belong apart is what is easily overlooked, and put together
// again at a glance.
const split = 1.5

// preferSplit puts the best set of several codings first where one coding for all
// lines is hardly more likely.
func (q *question) preferSplit() {
	if len(q.answers[0].codes) > 1 {
		return
	}
	at := slices.IndexFunc(q.answers, func(a answer) bool { return len(a.codes) > 1 })
	if at < 0 || q.answers[at].score*split <= q.answers[0].score {
		return
	}
	best := q.answers[at]
	copy(q.answers[1:at+1], q.answers[:at])
	q.answers[0] = best
}

// study learns from a document what speaks for a set, as it would have been seen
// before its day.
func (m *Model) study(d *record) {
	if one := m.judge(d); len(one.values) > 0 {
		m.train.keep(*one)
	}
}

// judge is what is learned from a document as it is so far.
func (m *Model) judge(d *record) *example {
	if d.judged != nil {
		return d.judged
	}
	q := &question{record: *d, past: d.before}
	q.record.codes, q.record.set = nil, 0
	m.ask(q)
	one := &example{found: -1, day: d.day}
	for i, a := range q.answers {
		one.values = learn.Pack(one.values, a.values[:]...)
		if a.set == d.set {
			one.found = i
		}
	}
	if len(q.answers) > 0 {
		one.claim = float64(q.answers[0].score)
	}
	d.judged = one
	return one
}

// calibration is how sure a claim is on a day: open documents of another day count,
// though more of them may follow.
func (m *Model) calibration(on day.Day) *learn.Calibration {
	if len(m.order) == 0 || on == m.today && on != "" {
		return &m.train.sure
	}
	if m.meanwhile == nil {
		cases := slices.Clone(m.train.cases)
		for _, key := range m.order {
			if one := m.judge(m.open[key]); len(one.values) > 0 {
				cases = append(cases, one.judged())
			}
		}
		sure := calibrate(cases)
		m.meanwhile = &sure
	}
	return m.meanwhile
}

func calibrate(cases []learn.Case) learn.Calibration {
	return learn.Calibrate(cases[max(0, len(cases)-calibrated):], 2)
}

// novelty takes more of a claim than that of lines does, because a day has fewer
// documents: of what was tried (0 to 8) it makes what was claimed likeliest, of the first
// 400 after a beginning at 37, 46 and 55 % of Harrogate and 40 and 50 % of Sheffield.
const novelty = 0.7

// foreseen is how likely it is that what was learned says something of a day: of one of
// which documents were studied it does. Before the first there is what lines say by
// themselves, which is taken as one.
func (m *Model) foreseen(on int32) float64 {
	if m.train.days.Has(on) {
		return 1
	}
	days := m.train.days.Len()
	switch {
	case len(m.order) == 0:
	case m.today == "":
		days += daysOf(len(m.order))
	case !m.train.days.Has(number(m.today)):
		days++
	}
	return learn.Foreseen(max(days, 1), novelty)
}

// daysOf is of how many days documents of several lines are taken to be that have none:
// 16 a day, as in Harrogate.
func daysOf(documents int) int { return (documents + 15) / 16 }

// pass takes the day that is over among those that were studied.
func (m *Model) pass() {
	if m.today != "" && len(m.order) > 0 {
		m.train.days.Note(number(m.today))
		return
	}
	for range daysOf(len(m.order)) {
		m.train.days.Note(0)
	}
}

// training is what the ranker learns from, the latest last.
type training struct {
	examples []example
	cases    []learn.Case
	ranker   *learn.Forest
	sure     learn.Calibration
	days     learn.Days
	studied  int
	next     int
}

type example struct {
	values []uint16 // packed, of each answer
	found  int
	claim  float64 // probability of the best answer
	day    int32
}

func (e *example) judged() learn.Case {
	return learn.Case{Probability: e.claim, Right: e.found == 0, Day: int(e.day)}
}

const (
	window     = 6_000
	calibrated = 1_500
	firstGrown = 400 // documents
)

func (t *training) keep(e example) {
	t.studied++
	t.cases = append(t.cases, e.judged())
	if len(t.cases) > calibrated+calibrated/4 {
		t.cases = append(t.cases[:0:0], t.cases[len(t.cases)-calibrated:]...)
	}
	t.examples = append(t.examples, e)
	if len(t.examples) > window+window/4 {
		t.examples = append(t.examples[:0:0], t.examples[len(t.examples)-window:]...)
	}
}

// score is how much speaks for a set: by the trees, or by a plain sum while there
// was too little to grow them from.
func (t *training) score(v []float32) float32 {
	if t.ranker != nil {
		return float32(t.ranker.Score(v))
	}
	return v[vLog]*v[vLines] + 2*max(v[vSameLines], 0) + 2*max(v[vShapes], 0) + max(v[vRecent], 0) + v[vAnyShare]
}

// advance grows the trees anew when that is due.
func (t *training) advance() {
	t.sure = calibrate(t.cases)
	if t.next == 0 {
		t.next = firstGrown
	}
	if t.studied < t.next {
		return
	}
	t.next = t.studied + min(t.studied/2, 2_000)
	x := learn.Examples{Width: width}
	for _, e := range t.examples[max(0, len(t.examples)-window):] {
		n := len(e.values) / width
		if e.found < 0 || n < 2 {
			continue
		}
		x.Values = append(x.Values, e.values)
		for i := range n {
			x.Right = append(x.Right, i == e.found)
		}
		x.Ends = append(x.Ends, len(x.Right))
	}
	if len(x.Ends) > 0 {
		t.ranker = learn.Boosting{Trees: 80, Leaves: 15, Rate: 0.1, Pull: 10, Least: 5, Columns: 0.5, Rows: 0.7}.Fit(x)
	}
}

// outcome tells of the best answer.
func (m *Model) outcome(q *question) Outcome {
	best := &q.answers[0]
	sure, foreseen := min(max(m.calibration(q.date).At(float64(best.score)), 0), 1), m.foreseen(q.day)
	out := Outcome{Probability: sure * foreseen, Alone: best.origin == fromLines, Reasons: reasons(q, best)}
	out.Codings = m.codingsOf(best.lines)
	m.others(q, &out, sure, foreseen)
	for _, r := range q.past {
		if r.set == best.set && len(out.Like) < 3 {
			out.Like = append(out.Like, predict.Reference{Day: r.date, Invoice: r.invoice, Document: r.document})
		}
	}
	return out
}

func (m *Model) codingsOf(lines []int32) []coding.Coding {
	out := make([]coding.Coding, len(lines))
	for i, c := range lines {
		out[i] = m.codings[c]
	}
	return out
}

const mostOthers = 4

// others tells what else comes into question.
func (m *Model) others(q *question, out *Outcome, sure, foreseen float64) {
	rest := max(float64(1-q.answers[0].score), 1e-6)
	for _, a := range q.answers[1:] {
		p := foreseen * min((1-sure)*float64(a.score)/rest, sure)
		if len(out.Others) < mostOthers && p >= 0.0005 {
			out.Others = append(out.Others, Other{m.codingsOf(a.lines), p})
		}
	}
}

// reasons tells what speaks for a set.
func reasons(q *question, a *answer) (out []coding.Reason) {
	for _, r := range []struct {
		share, count int
		code         string
	}{
		{vAmounts, vAmountsN, "distribution.reason.amounts"},
		{vTexts, vTextsN, "distribution.reason.texts"},
		{vShapes, vShapesN, "distribution.reason.shapes"},
		{vProfile, vProfileN, "distribution.reason.profile"},
		{vShare, vPast, "distribution.reason.supplier"},
	} {
		if a.values[r.share] > 0 && len(out) < 2 {
			n := int(a.values[r.count])
			out = append(out, coding.Reason{Code: r.code, Args: map[string]string{
				"share": strconv.Itoa(int(math.Round(float64(a.values[r.share]) * 100))), "of": strconv.Itoa(n)}})
		}
	}
	switch {
	case a.origin == fromLines:
		out = append(out, coding.Reason{Code: "distribution.reason.lines"})
	case len(out) == 0 && a.values[vAny] > 0:
		out = append(out, coding.Reason{Code: "distribution.reason.any"})
	case len(out) == 0:
		out = append(out, coding.Reason{Code: "distribution.reason.mixed"})
	}
	return out
}
