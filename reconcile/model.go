// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"sort"
	"strconv"
	"strings"
	"sync"

	"rentmeester/learn"
)

// Model is what the engine has learned: what each piece of evidence weighs, and
// how often a best choice with just such evidence was right. It begins as the
// prior, learned on generated towns; what people decide in an administration
// makes it that administration's own (Learned). A Model is never changed.
type Model struct {
	weights [featureCount]float64
	seen    [len(grains)]map[pattern]tally // by grain
}

func newModel(weights [featureCount]float64, room int) *Model {
	m := &Model{weights: weights}
	for i := range m.seen {
		m.seen[i] = make(map[pattern]tally, room)
	}
	return m
}

// count adds cases of one pattern.
func (m *Model) count(k pattern, t tally) {
	for i, grain := range grains {
		at := k.without(grain)
		m.seen[i][at] = m.seen[i][at].plus(t)
	}
}

// pattern is the evidence of a best choice with what stood against it.
type pattern struct {
	set    uint64
	rivals uint8 // how much stood against the best choice, and stirred
}

// how much stood against the best choice
const (
	rivalsNone      = iota
	rivalsFaint     // a runner-up of more than 0.4 %
	rivalsReal      // of more than 10 %
	rivalsAmbiguous // it fits as well
	stirred         // added to one of these: other proposals that nobody judged yet changed the books it rests on
)

// grains are sets of evidence that may be left out of a pattern, to count with what
// patterns have in common; from coarse to fine, the last leaves nothing out. How
// much else there is of the payer and of his name seldom decides, nor when it was
// paid and how many have the amount. What only speaks for a choice makes it no less
// likely: without it a pattern says the least of what it is.
var grains = [...]uint64{
	ofPayer | ofTime | 1<<fTextSays | 1<<fPartyNumber | 1<<fNameInText | 1<<fOldest,
	ofPayer | ofTime,
	ofPayer,
	0,
}

const (
	ofPayer = 1<<fRegular | 1<<fOnly | 1<<fNameUnique
	ofTime  = 1<<fDueNear | 1<<fDueLate | 1<<fDueOverdue | 1<<fDueEarly | 1<<fDueFar | 1<<fRare | 1<<fCommon
)

// without leaves evidence out of a pattern.
func (k pattern) without(set uint64) pattern {
	k.set &^= set
	return k
}

// tally counts best choices of one pattern.
type tally struct{ n, right float64 }

func (t tally) plus(u tally) tally { return tally{t.n + u.n, t.right + u.right} }

// correct moves a claim to how often it was right, as a Beta prior around the
// claim with the counts added.
func (t tally) correct(claim float64) float64 {
	return (t.right + priorStrength*claim) / (t.n + priorStrength)
}

const (
	// mostByWeight is the largest probability that weights alone may claim:
	// they add up evidence as if each piece were independent of the others, and
	// it is not. More needs experience with just this pattern.
	mostByWeight = 0.997
	// priorStrength is how many cases the claim by weights counts for beside
	// experience.
	priorStrength = 20
	// mostPrior bounds what the generated towns count for in one pattern, so
	// that an administration's own experience can outweigh them.
	mostPrior = 4000
	// ownCase is what one case of the administration counts for.
	ownCase = 4
)

//go:embed prior.json
var priorText []byte

// Prior gives the model that every administration begins with. It was learned on
// generated towns; docs/reconcile.md says on which, and how well it did on others.
var Prior = sync.OnceValue(func() *Model {
	m, err := parseModel(priorText)
	if err != nil {
		panic("reconcile: prior.json: " + err.Error()) // built in, and read by a test
	}
	return m
})

// modelFile is how a model is written. Evidence is named, so that the file can
// be read and does not depend on numbers.
type modelFile struct {
	Made    string                `json:"made"`    // from what, for people
	Weights map[string]float64    `json:"weights"` // log-odds
	Seen    map[string][2]float64 `json:"seen"`    // evidence of a best choice → cases, and of those right
}

func parseModel(text []byte) (*Model, error) {
	var f modelFile
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, err
	}
	m := newModel([featureCount]float64{}, len(f.Seen))
	for i, name := range featureNames {
		w, found := f.Weights[name]
		if !found {
			return nil, fmt.Errorf("no weight for %q", name)
		}
		m.weights[i] = w
	}
	for evidence, t := range f.Seen {
		k, err := parsePattern(evidence)
		if err != nil {
			return nil, err
		}
		scale := min(1, mostPrior/max(t[0], 1))
		m.count(k, tally{t[0] * scale, t[1] * scale})
	}
	return m, nil
}

// String gives a pattern by name, "amount-exact ref-structured ~faint".
func (k pattern) String() string {
	var names []string
	for f := feature(1); f < featureCount; f++ {
		if k.set>>f&1 == 1 {
			names = append(names, featureNames[f])
		}
	}
	sort.Strings(names)
	return strings.Join(append(names, rivalNames[k.rivals]), " ")
}

var rivalNames = [...]string{"~none", "~faint", "~real", "~ambiguous", "~none-stirred", "~faint-stirred", "~real-stirred", "~ambiguous-stirred"}

var featureNumbers = sync.OnceValue(func() map[string]feature {
	numbers := map[string]feature{}
	for i, name := range featureNames {
		numbers[name] = feature(i)
	}
	return numbers
})

func parsePattern(s string) (k pattern, err error) {
	k.set = 1 << fBias
	for _, name := range strings.Fields(s) {
		if name[0] == '~' {
			for i, r := range rivalNames {
				if r == name {
					k.rivals = uint8(i)
				}
			}
			continue
		}
		f, found := featureNumbers()[name]
		if !found {
			return k, fmt.Errorf("unknown evidence %q", name)
		}
		k.set |= 1 << f
	}
	return k, nil
}

// patternOf gives the pattern of a proposal whose choices have been weighed.
func patternOf(p *Proposal) pattern {
	k := pattern{set: p.Best.evidence.set}
	switch {
	case p.Ambiguous:
		k.rivals = rivalsAmbiguous
	case p.Runner == nil:
	case p.Runner.Probability > 0.1:
		k.rivals = rivalsReal
	case p.Runner.Probability > 0.004:
		k.rivals = rivalsFaint
	}
	if p.Best.evidence.stirred {
		k.rivals += stirred
	}
	return k
}

// claim gives the probability of a best choice: what the weights say, corrected
// by how often choices with like evidence were right, from what they have roughly
// in common to just the same.
func (m *Model) claim(k pattern, byWeight float64) float64 {
	claim := min(byWeight, mostByWeight)
	for i, grain := range grains {
		claim = m.seen[i][k.without(grain)].correct(claim)
	}
	return claim
}

// Learned gives the model with the decisions of an administration taken in: the
// weights move towards what fits them, as far as they are many enough against
// the prior, and each counts as experience with its pattern.
func (m *Model) Learned(lessons []Lesson) *Model {
	if len(lessons) == 0 {
		return m
	}
	out := newModel(m.weights, len(m.seen[len(grains)-1])+len(lessons))
	for i := range m.seen {
		maps.Copy(out.seen[i], m.seen[i])
	}
	examples := make([]learn.ChoiceExample, 0, len(lessons))
	for _, l := range lessons {
		t := tally{n: ownCase}
		if l.Right == 0 {
			t.right = ownCase
		}
		out.count(l.pattern, t)
		if l.Right != NotFirst {
			examples = append(examples, learn.ChoiceExample{Sets: l.sets, Right: l.Right})
		}
	}
	out.weights = fitWeights(examples, &m.weights, ownPull)
	return out
}

// fitWeights moves weights to what fits the examples, against a pull to what
// they are, within what makes sense.
func fitWeights(examples []learn.ChoiceExample, prior *[featureCount]float64, pull float64) (out [featureCount]float64) {
	low, high := sensible()
	copy(out[:], learn.Choices{Prior: prior[:], Low: low[:], High: high[:], Pull: pull, Rounds: fitRounds}.Fit(examples))
	return out
}

const (
	ownPull   = 20 // strength of the prior weights, in cases
	fitRounds = 60
)

// key writes a pattern for the proposal that is kept.
func (k pattern) key() string {
	return strconv.FormatUint(k.set, 36) + "." + strconv.Itoa(int(k.rivals))
}

func patternFrom(s string) (k pattern, ok bool) {
	set, rivals, cut := strings.Cut(s, ".")
	n, err := strconv.ParseUint(set, 36, 64)
	r, err2 := strconv.Atoi(rivals)
	return pattern{n, uint8(r)}, cut && err == nil && err2 == nil && r >= 0 && r < len(rivalNames)
}

// sensible gives the bounds that keep the weights to what they mean, however rare
// the opposite is where they were learned: what speaks against a choice never
// adds to it, and a payer who is known always does.
func sensible() (low, high [featureCount]float64) {
	const much = 20
	for f := range low {
		low[f], high[f] = -much, much
	}
	const worse = 1<<fTwin | 1<<fContested | 1<<fManyWay | 1<<fTextOther | 1<<fOlderTwin | 1<<fSkips | 1<<fRepeat
	for f := feature(1); f < featureCount; f++ {
		if uint64(against)>>f&1 == 1 && f < fAmountExact || uint64(worse)>>f&1 == 1 {
			high[f] = 0
		} else if f < fAmountExact || f == fOldest || f == fTextSays || f == fOnly || f == fRegular {
			low[f] = 0
		}
	}
	low[fAccountSame], low[fAccountLearned], high[fAccountOther] = 1, 1.5, -0.5
	low[fNameEqual], low[fNameSimilar] = 0.8, 0.5
	high[fNameWeak], high[fNameDiffers] = -0.5, -1
	return low, high
}
