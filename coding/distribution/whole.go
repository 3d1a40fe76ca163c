// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/day"
	"rentmeester/learn"
	"rentmeester/money"
)

// Whole proposes how one amount is divided over codings: a line, or an invoice of
// which only the total is known. It looks how amounts of the supplier were booked
// that are like this one; which likeness to follow it learns from how often each
// proved right. It may be used by several goroutines.
type Whole struct {
	lock      sync.Mutex
	targets   []coding.Field
	suppliers map[uint64][]*division // the latest last
	worth     map[circumstance]*tally
	judged    [2][]learn.Case // what was claimed, of what is not and what is to be divided
	sure      [2]learn.Calibration
	own       map[ownCase]tally // how well that went with one supplier, lately
	cents     [proofs]tally     // of the amounts, where the codings were right
}

// division is how an amount was booked.
type division struct {
	day               day.Day
	invoice, document string
	text, shape, area uint64
	amount            money.Cents
	parts             []coding.Part // sorted by coding, each once
	set               string
}

// Division is how an amount is proposed to be booked: parts that add up to it,
// one when it is not to be divided, and how likely it is that they are right to the
// cent. Set is how likely their codings are right, whatever the amounts.
type Division struct {
	Parts       []coding.Part
	Probability float64
	Set         float64
	Reasons     []coding.Reason
	Like        []predict.Reference // the latest first
}

// NewWhole makes an empty one. Codings are told apart by the target dimensions;
// without any, by all.
func NewWhole(targets ...coding.Field) *Whole {
	return &Whole{targets: slices.Clone(targets), suppliers: map[uint64][]*division{}, worth: map[circumstance]*tally{}, own: map[ownCase]tally{},
		cents: [proofs]tally{unproved: {0.5, 2}, disproved: {0.2, 4}, proved: {3.4, 4}}}
}

// likely is one way in which an earlier amount is like this one.
type likely struct {
	code string // of the reason
	very bool   // of this very thing
	like func(now, then *division) bool
}

// ways, the most particular first: of a location or meter, by text or reference.
var ways = []likely{
	{"distribution.reason.case", true, func(a, b *division) bool { return a.area != 0 && a.shape != 0 && a.area == b.area && a.text == b.text }},
	{"distribution.reason.text", true, func(a, b *division) bool { return a.text != 0 && a.text == b.text }},
	{"distribution.reason.shape", true, func(a, b *division) bool { return a.shape != 0 && a.shape == b.shape }},
	{"distribution.reason.area", false, func(a, b *division) bool { return a.area != 0 && a.area == b.area }},
	{"distribution.reason.amount", true, func(a, b *division) bool { return a.amount == b.amount }},
	{"distribution.reason.near", false, func(a, b *division) bool { return near(int64(a.amount), int64(b.amount), 0.1) }},
	{"distribution.reason.latest", false, func(a, b *division) bool { return true }},
}

// circumstance is what decides how much a likeness is worth: how many there were,
// how well they agree, and whether they say that it is divided.
type circumstance struct {
	way, many, agree int
	divided          bool
}

type tally struct{ right, all float64 }

// leans is the share that proved right in the first 60 % of two public ledgers
// (Harrogate and Sheffield, account and cost centre): by whether the likeness is of
// this very thing, by how many there were (1, 2, 3, more), and by whether they were
// all the same, most of them or fewer.
var leans = [2][4][3]float64{
	{{0.5, 0.5, 0.5}, {0.8, 0.6, 0.35}, {0.89, 0.6, 0.27}, {0.93, 0.66, 0.32}},
	{{0.85, 0.85, 0.85}, {0.92, 0.7, 0.5}, {0.94, 0.6, 0.35}, {0.95, 0.75, 0.4}},
}

const fading = 0.998

// claim is the share that proved right, leaning to what it was elsewhere.
func (w *Whole) claim(c circumstance) float64 {
	t, very := w.worth[c], 0
	if t == nil {
		t = &tally{}
	}
	if ways[c.way].very {
		very = 1
	}
	return (t.right + 4*leans[very][c.many][c.agree]) / (t.all + 4)
}

// saying is what one likeness says.
type saying struct {
	way   int
	set   string
	past  []*division // with that set, the latest first
	of    int
	where circumstance
}

// say gives what a likeness says of an amount, by the last eight; false without
// any.
func (w *Whole) say(way int, d *division, list []*division) (s saying, ok bool) {
	s.way = way
	shares, all, weight := map[string]float64{}, 0.0, 1.0
	var like []*division
	for i := len(list) - 1; i >= 0 && len(like) < 8; i-- {
		if ways[way].like(d, list[i]) {
			like = append(like, list[i])
			shares[list[i].set] += weight
			all += weight
			weight *= 0.8
		}
	}
	if len(like) == 0 {
		return s, false
	}
	s.of, s.set = len(like), like[0].set
	for _, l := range like {
		if shares[l.set] > shares[s.set]+1e-9 {
			s.set = l.set
		}
	}
	for _, l := range like {
		if l.set == s.set {
			s.past = append(s.past, l)
		}
	}
	s.where = circumstance{way: way, many: min(len(like)-1, 3), agree: 2, divided: len(s.past[0].parts) > 1}
	switch share := shares[s.set] / all; {
	case share > 0.999:
		s.where.agree = 0
	case share > 0.6:
		s.where.agree = 1
	}
	return s, true
}

func (w *Whole) divisionOf(r predict.Row) *division {
	text := fold(r.Text)
	return &division{day: r.Day, invoice: r.Invoice, document: r.Document, text: of(text), shape: of(shapeOf(text)), area: of(strings.TrimSpace(r.Area)), amount: r.Amount}
}

// booked is how an amount was booked; nil when that says nothing.
func (w *Whole) booked(r predict.Row, parts []coding.Part) *division {
	if r.NoAmount || len(parts) == 0 {
		return nil
	}
	d := w.divisionOf(r)
	d.parts = w.summed(parts)
	d.set = w.setOf(d.parts)
	return d
}

// Learn takes in how an amount was booked: r says of what, parts on which codings.
// Without an amount there is nothing to learn.
func (w *Whole) Learn(r predict.Row, parts []coding.Part) {
	d := w.booked(r, parts)
	if d == nil {
		return
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	supplier := supplierOf(r)
	list := w.suppliers[supplier]
	old := len(list) // what is booked on the same day was not known to what would have been proposed
	for old > 0 && d.day != "" && list[old-1].day == d.day {
		old--
	}
	if best, claim, ok := w.best(d, list[:old]); ok {
		at := ownCase{supplier, best.where.divided}
		w.note(at, learn.Case{Probability: w.personal(at, claim), Right: best.set == d.set})
		if best.set == d.set && len(d.parts) > 1 {
			if parts, _, proof := divide(d.amount, best.past); d.amount != 0 {
				w.cents[proof].note(apart(parts, d.parts) == 0)
			}
		}
	}
	for way := range ways {
		if s, ok := w.say(way, d, list[:old]); ok {
			w.judge(s.where, s.set == d.set)
		}
	}
	if list = append(list, d); len(list) > kept+kept/2 {
		list = append(list[:0:0], list[len(list)-kept:]...)
	}
	w.suppliers[supplier] = list
}

// ownCase is a supplier, and whether the amount is said to be divided.
type ownCase struct {
	supplier uint64
	divided  bool
}

// leaning is how many cases of the supplier's own weigh as much as all others.
const leaning = 3

// personal leans a claim to how well it went with the supplier himself.
func (w *Whole) personal(at ownCase, claim float64) float64 {
	t := w.own[at]
	return (leaning*claim + t.right) / (leaning + t.all)
}

// note keeps what was claimed: the best of several claims promises more than it
// keeps, and what is to be divided more than what is not.
func (w *Whole) note(at ownCase, c learn.Case) {
	list := append(w.judged[kindOf(at.divided)], c)
	if len(list) > calibrated+calibrated/4 {
		list = append(list[:0:0], list[len(list)-calibrated:]...)
	}
	if w.judged[kindOf(at.divided)] = list; len(list)%20 == 0 {
		w.sure[kindOf(at.divided)] = learn.Calibrate(list, 2)
	}
	t := w.own[at]
	t.right, t.all = t.right*0.9, t.all*0.9+1
	if c.Right {
		t.right++
	}
	w.own[at] = t
}

func kindOf(divided bool) int {
	if divided {
		return 1
	}
	return 0
}

// best gives the likeness that claims most, or of those that say the same the most
// particular: the meter says better how than the supplier.
func (w *Whole) best(d *division, list []*division) (best saying, claim float64, ok bool) {
	var all []saying
	for way := range ways {
		if s, found := w.say(way, d, list); found {
			all = append(all, s)
			if p := w.claim(s.where); p > claim {
				best, claim, ok = s, p, true
			}
		}
	}
	for _, s := range all {
		if s.set == best.set {
			return s, claim, ok
		}
	}
	return best, claim, ok
}

func (w *Whole) judge(c circumstance, right bool) {
	if w.worth[c] == nil {
		w.worth[c] = &tally{}
	}
	w.worth[c].note(right)
}

// note counts a case; old ones fade.
func (t *tally) note(right bool) {
	t.all = t.all*fading + 1
	if t.right *= fading; right {
		t.right++
	}
}

// only gives the targets of a coding.
func (w *Whole) only(c coding.Coding) (out coding.Coding) {
	if len(w.targets) == 0 {
		return c
	}
	for _, f := range w.targets {
		out.Set(f, c.Get(f))
	}
	return out
}

// summed adds up what has the same coding, in a fixed order.
func (w *Whole) summed(parts []coding.Part) (out []coding.Part) {
	for _, p := range parts {
		c := w.only(p.Coding)
		at := slices.IndexFunc(out, func(o coding.Part) bool { return o.Coding == c })
		if at < 0 {
			at, out = len(out), append(out, coding.Part{Coding: c})
		}
		out[at].Amount += p.Amount
	}
	slices.SortFunc(out, func(a, b coding.Part) int { return cmp.Compare(textOf(a.Coding), textOf(b.Coding)) })
	return out
}

func textOf(c coding.Coding) string {
	return strings.Join([]string{c.Account, c.CostCentre, c.Taakveld, c.Categorie, c.Project, string(c.VAT), c.Other}, "\x00")
}

func (w *Whole) setOf(parts []coding.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(textOf(p.Coding))
		b.WriteByte(1)
	}
	return b.String()
}

// Propose says how an amount is to be booked; without parts when the supplier has
// no past.
func (w *Whole) Propose(r predict.Row) Division { return w.propose(r, nil) }

// propose is Propose with the latest of the supplier, that are not learned yet.
func (w *Whole) propose(r predict.Row, latest []*division) (out Division) {
	w.lock.Lock()
	defer w.lock.Unlock()
	d := w.divisionOf(r)
	supplier := supplierOf(r)
	best, claim, ok := w.best(d, append(slices.Clip(w.suppliers[supplier]), latest...))
	if !ok {
		return out
	}
	claim = w.personal(ownCase{supplier, best.where.divided}, claim)
	out.Set = min(max(w.sure[kindOf(best.where.divided)].At(claim), 0), 1)
	var how coding.Reason
	var proof proof
	out.Parts, how, proof = divide(r.Amount, best.past)
	if out.Probability = out.Set; best.where.divided {
		out.Probability *= w.cents[proof].right / w.cents[proof].all
	}
	out.Reasons = append(out.Reasons, coding.Reason{Code: ways[best.way].code,
		Args: map[string]string{"times": strconv.Itoa(len(best.past)), "of": strconv.Itoa(best.of)}})
	if how.Code != "" {
		out.Reasons = append(out.Reasons, how)
	}
	for _, l := range best.past[:min(len(best.past), 3)] {
		out.Like = append(out.Like, predict.Reference{Day: l.day, Invoice: l.invoice, Document: l.document})
	}
	return out
}
