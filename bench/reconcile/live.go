// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"cmp"
	"runtime"
	"slices"
	"time"

	"rentmeester/autopilot"
	"rentmeester/bench/machine"
	"rentmeester/demo"
	"rentmeester/reconcile"
)

// Way is a way in which a year goes by.
type Way string

// Ways.
const (
	// Live: what came is explained some days at a time. What the autopilot may do
	// is done, right or wrong; a person books the rest right and the engine learns.
	Live Way = "live"
	// FirstDay: the year at once and nobody corrects anything. The engine goes
	// through it in twelve windows by booking day, each together with what still
	// waits, as the program does.
	FirstDay Way = "first day"
)

// Run is one year that went by.
type Run struct {
	Way       Way
	Town      *Town
	Without   reconcile.Part                  // parts of the engine that are left out
	Threshold float64                         // from which claimed probability on the autopilot acts
	Days      int                             // that are explained together, Live; 0 means Week
	Model     *reconcile.Model                // nil: the prior
	Fixed     bool                            // the model stays as it is
	Limits    bool                            // also count what keeps the lines that wait, see Limit
	Observe   func(*reconcile.Proposal, bool) `json:"-"` // of each line in the end: what was proposed, and whether the first of it is right; may be nil

	Total     Tally
	Matter    map[string]*Tally // by what is the matter with the line, see matters
	Claims    []Claim           // of lines with a proposal, in the order of the lines
	Wrong     []Wrong
	Limit     Limit         // of lines that wait, where Limits was asked
	Build     time.Duration // of the engine
	Think     time.Duration // of ProposeAll
	ThinkCPU  time.Duration // processor time of that, of all its workers; 0 unknown
	Explained int           // lines that ProposeAll was given, those that were seen again too
	Learn     time.Duration // of taking decisions into account
	lessons   []reconcile.Lesson
	Memory    uint64 // bytes the engine holds after it was built, the town apart
}

// Week is how long lines wait for each other where nothing else is said.
const Week = 7

// Tally counts lines.
type Tally struct {
	Lines     int `json:"lines"`
	Automatic int `json:"automatic"` // done without a person
	Wrong     int `json:"wrong"`     // of those: not the truth to the cent
	Exchanged int `json:"exchanged"` // of those: only another of equal instalments of one reference
	First     int `json:"first"`     // of the rest: the first proposal is the truth
	Three     int `json:"three"`     // of the rest: one of the first three is
	Ambiguous int `json:"ambiguous"` // of the rest
	Nothing   int `json:"nothing"`   // of the rest: nothing is proposed
	Rightly   int `json:"rightly"`   // of those: the line settles no item
	Best      int `json:"best"`      // of all: the first proposal is the truth
}

// Add adds what another tally counted.
func (t *Tally) Add(o Tally) {
	t.Lines, t.Automatic, t.Wrong = t.Lines+o.Lines, t.Automatic+o.Automatic, t.Wrong+o.Wrong
	t.First, t.Three, t.Ambiguous = t.First+o.First, t.Three+o.Three, t.Ambiguous+o.Ambiguous
	t.Exchanged += o.Exchanged
	t.Nothing, t.Rightly, t.Best = t.Nothing+o.Nothing, t.Rightly+o.Rightly, t.Best+o.Best
}

// Rest is how many lines wait for a person.
func (t *Tally) Rest() int { return t.Lines - t.Automatic }

// Claim is what the engine claimed of its first proposal, and what it was.
type Claim struct {
	Probability float64
	Right, Safe bool
	Whole       bool // the autopilot may look at it: complete, not ambiguous, not by amount alone
}

// Wrong is a line that was done without a person and is not the truth.
type Wrong struct {
	Seed   uint64
	Way    Way
	Line   reconcile.Line
	Kind   string
	Matter []string
	Choice reconcile.Choice
	Right  string // the truth, with the numbers of items
	Chosen string
}

// settings are those of every measurement. No difference is written off: the truth
// leaves it open.
func settings(without reconcile.Part, model *reconcile.Model) reconcile.Settings {
	return reconcile.Settings{Workers: Workers, Fee: demo.LedgerAccounts[demo.KindFee], Without: without, Model: model}
}

// Go lets the year go by.
func (r *Run) Go() {
	r.Matter = map[string]*Tally{}
	before := heap()
	start := time.Now()
	b := r.Town.books(settings(r.Without, r.Model))
	r.Build = time.Since(start)
	r.Memory = heap() - min(before, heap())
	if r.Way == FirstDay {
		r.firstDay(b)
		return
	}
	if r.Days <= 0 {
		r.Days = Week
	}
	all := make([]int32, len(r.Town.Lines))
	for i := range all {
		all[i] = int32(i)
	}
	for from, to := 0, 0; from < len(all); from = to {
		last := r.Town.Lines[from].Came.Add(r.Days)
		for to < len(all) && r.Town.Lines[to].Came < last {
			to++
		}
		r.inOrder(all[from:to])
		for i, v := range r.explain(b, all[from:to]) {
			l := &r.Town.Lines[all[from+i]]
			if !v.done {
				r.timed(func() { b.correct(l, &v.answer) })
				r.hear(&v)
			}
			r.count(v)
		}
		r.teach(b)
	}
}

// hear keeps what a person's decision says of what was proposed.
func (r *Run) hear(v *verdict) {
	right := slices.IndexFunc(v.said.Choices(), func(c *reconcile.Choice) bool { return r.Town.right(&v.answer, c) })
	if right < 0 {
		right = reconcile.NoneRight
	}
	if l, ok := reconcile.LessonOf(v.said, right); ok {
		r.lessons = append(r.lessons, l)
	}
}

// teach lets the engine learn from what was heard, as the program does at each run.
func (r *Run) teach(b *books) {
	if r.Fixed || r.Without&reconcile.Learning != 0 || len(r.lessons) == 0 {
		return
	}
	r.timed(func() {
		model := r.Model
		if model == nil {
			model = reconcile.Prior()
		}
		b.engine.Adopt(model.Learned(r.lessons))
	})
}

// inOrder puts lines in the order in which they can be booked: by day, and what
// came back after what it came back of. Before that the books refuse it.
func (r *Run) inOrder(part []int32) {
	back := func(l *Line) int { return one(l.Return != nil || l.Reversal) }
	slices.SortStableFunc(part, func(x, y int32) int {
		a, b := &r.Town.Lines[x], &r.Town.Lines[y]
		return cmp.Or(cmp.Compare(a.Booked, b.Booked), back(a)-back(b))
	})
}

const (
	windows   = 12
	maxRounds = 3 // over what waits, when all windows have been seen
)

// firstDay goes through the year with nobody to correct.
func (r *Run) firstDay(b *books) {
	lines := r.Town.Lines
	order := make([]int32, len(lines))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(x, y int32) int { return cmp.Compare(lines[x].Booked, lines[y].Booked) })
	var waiting []int32
	last := map[int32]verdict{}
	look := func() (done int) {
		rest := waiting[:0:0]
		for i, v := range r.explain(b, waiting) {
			if v.done {
				r.count(v)
				delete(last, waiting[i])
				done++
				continue
			}
			last[waiting[i]] = v
			rest = append(rest, waiting[i])
		}
		waiting = rest
		return done
	}
	for size := len(order)/windows + 1; len(order) > 0; {
		n := min(size, len(order))
		for n < len(order) && lines[order[n]].Booked == lines[order[n-1]].Booked {
			n++
		}
		waiting, order = append(waiting, order[:n]...), order[n:]
		look()
	}
	for range maxRounds {
		if look() == 0 {
			break
		}
	}
	for _, at := range waiting {
		r.count(last[at])
	}
}

// heap gives the bytes in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// verdict is what became of a line.
type verdict struct {
	answer  answer
	tally   Tally
	claim   Claim
	claimed bool
	done    bool
	said    *reconcile.Proposal
}

// explain lets the engine look at some lines together and carries out what the
// autopilot may.
func (r *Run) explain(b *books, part []int32) []verdict {
	lines := make([]reconcile.Line, len(part))
	for i, at := range part {
		lines[i] = r.Town.Lines[at].Line
	}
	start, used := time.Now(), machine.CPU()
	proposals := b.engine.ProposeAll(lines)
	r.Think, r.ThinkCPU = r.Think+time.Since(start), r.ThinkCPU+machine.CPU()-used
	r.Explained += len(lines)
	out := make([]verdict, len(part))
	for i, at := range part {
		l := &r.Town.Lines[at]
		out[i] = r.judge(l, &proposals[i])
		if out[i].done {
			r.timed(func() { b.carryOut(l, proposals[i].Best.Allocations) })
		} else if r.Limits {
			r.limit(b, l, &out[i])
		}
	}
	return out
}

func (r *Run) timed(learn func()) {
	start := time.Now()
	learn()
	r.Learn += time.Since(start)
}

// May says whether the autopilot may carry out a claim at a threshold.
func (c Claim) May(threshold float64) bool {
	return c.Whole && autopilot.Decide(autopilot.Proposal{Safe: c.Safe, Probability: c.Probability, Complete: true},
		autopilot.Standing{Mode: autopilot.Prior, Threshold: threshold}, false).Act
}

// judge holds a proposal against the truth, and says whether it is done without
// a person.
func (r *Run) judge(l *Line, p *reconcile.Proposal) verdict {
	v := verdict{answer: r.Town.answer(l), tally: Tally{Lines: 1}, claimed: p.Best != nil, said: p}
	t, a := &v.tally, &v.answer
	if p.Best == nil {
		t.Nothing, t.Rightly = 1, one(!a.onItem)
		return v
	}
	v.claim = Claim{Probability: p.Best.Probability, Safe: p.Best.Safe, Right: r.Town.right(a, p.Best),
		Whole: !p.Ambiguous && p.Best.Rest == 0 && p.Best.Rule != reconcile.RuleAmount}
	v.done = v.claim.May(r.Threshold)
	t.Best = one(v.claim.Right)
	if !v.done {
		t.Ambiguous, t.First = one(p.Ambiguous), t.Best
		t.Three = one(v.claim.Right || r.amongThree(a, p))
		return v
	}
	t.Automatic, t.Wrong = 1, one(!v.claim.Right)
	if !v.claim.Right {
		t.Exchanged = one(r.Town.exchanged(a, p.Best))
		r.Wrong = append(r.Wrong, Wrong{Seed: r.Town.Seed, Way: r.Way, Line: l.Line, Kind: a.kind, Matter: a.names, Choice: *p.Best,
			Right: r.Town.tell(a.parts), Chosen: r.Town.tellChoice(p.Best)})
	}
	return v
}

// count counts what became of a line.
func (r *Run) count(v verdict) {
	r.Total.Add(v.tally)
	if v.claimed {
		r.Claims = append(r.Claims, v.claim)
		if r.Observe != nil {
			r.Observe(v.said, v.claim.Right)
		}
	}
	for _, name := range matters(&v.answer) {
		if r.Matter[name] == nil {
			r.Matter[name] = &Tally{}
		}
		r.Matter[name].Add(v.tally)
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// amongThree says whether the second or third proposal is the truth.
func (r *Run) amongThree(a *answer, p *reconcile.Proposal) bool {
	return p.Runner != nil && r.Town.right(a, p.Runner) || len(p.Others) > 0 && r.Town.right(a, &p.Others[0])
}

// matters gives the names under which a line is counted: everything that is the
// matter with it, or only its kind.
func matters(a *answer) []string {
	if len(a.names) > 0 {
		return a.names
	}
	return []string{"– " + a.kind}
}
