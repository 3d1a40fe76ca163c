// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"rentmeester/learn"
	"slices"
	"strings"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// counted proposes by weights that were counted: the usual ways of products.
type counted struct {
	targets []coding.Field
	half    float64 // half-life in days; 0 never fades
	last    bool    // only the last counts
	by      map[string]map[coding.Coding]weight
}

type weight struct {
	sum float64
	day float64
}

// MostFrequent proposes what the supplier had most often.
func MostFrequent(targets ...coding.Field) Predictor {
	return &counted{targets: targets, by: map[string]map[coding.Coding]weight{}}
}

// LastUsed proposes what the supplier had last.
func LastUsed(targets ...coding.Field) Predictor {
	return &counted{targets: targets, last: true, by: map[string]map[coding.Coding]weight{}}
}

// Recency weighs what the supplier had by its age.
func Recency(half float64, targets ...coding.Field) Predictor {
	return &counted{targets: targets, half: half, by: map[string]map[coding.Coding]weight{}}
}

func supplierOf(r predict.Row) string { return cmp.Or(r.SupplierID, strings.ToUpper(r.Supplier)) }

func only(r predict.Row, targets []coding.Field) (c coding.Coding) {
	for _, f := range targets {
		c.Set(f, r.Coding.Get(f))
	}
	return c
}

func dayNumber(r predict.Row) float64 { return float64(r.Day.Time().Unix() / 86_400) }

func (c *counted) Learn(r predict.Row) {
	s := supplierOf(r)
	if c.by[s] == nil {
		c.by[s] = map[coding.Coding]weight{}
	}
	code, today := only(r, c.targets), dayNumber(r)
	w := c.by[s][code]
	w.sum, w.day = w.sum*c.fade(today-w.day)+1, today
	if c.last {
		w.sum = float64(len(c.by[s])) + today*1e6
		for k, v := range c.by[s] {
			if k != code && v.sum >= w.sum {
				w.sum = v.sum + 1
			}
		}
	}
	c.by[s][code] = w
}

func (c *counted) fade(age float64) float64 {
	if c.half == 0 {
		return 1
	}
	return math.Exp2(-age / c.half)
}

func (c *counted) Propose(r predict.Row) []predict.Proposal {
	today, sum := dayNumber(r), 0.0
	var out []predict.Proposal
	for code, w := range c.by[supplierOf(r)] {
		v := w.sum * c.fade(today-w.day)
		sum += v
		out = append(out, predict.Proposal{Coding: code, Probability: v})
	}
	return best(out, sum, c.last)
}

func best(out []predict.Proposal, sum float64, flat bool) []predict.Proposal {
	slices.SortFunc(out, func(a, b predict.Proposal) int {
		return cmp.Or(cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.Coding.Account, b.Coding.Account), cmp.Compare(a.Coding.CostCentre, b.Coding.CostCentre), cmp.Compare(a.Coding.Dimensions(), b.Coding.Dimensions()))
	})
	out = out[:min(3, len(out))]
	for i := range out {
		out[i].Probability /= sum
		if flat {
			out[i].Probability = 0.5
		}
	}
	return out
}

// tokensOf are what the baselines on tokens see of a row.
func tokensOf(r predict.Row) (out []string) {
	s := supplierOf(r)
	out = append(out, "s "+s)
	for w := range strings.FieldsSeq(strings.ToLower(r.Supplier + " " + r.Text)) {
		out = append(out, "w "+w)
	}
	out = append(out, "t "+s+r.Text, fmt.Sprint("a ", int(2*math.Log2(math.Abs(float64(r.Amount))+1))))
	if r.Area != "" {
		out = append(out, "r "+r.Area, "sr "+s+r.Area)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wordsOf are the words of supplier and text.
func wordsOf(r predict.Row) []string {
	words := strings.Fields(strings.ToLower(r.Supplier + " " + r.Text))
	slices.Sort(words)
	return slices.Compact(words)
}

// bayes is naive Bayes on tokens, as bookkeeping programs for small use have it.
type bayes struct {
	targets []coding.Field
	places  map[coding.Coding]int32
	codes   []coding.Coding
	lines   []float64 // of each coding
	words   []float64 // tokens of each coding together
	tokens  map[string]map[int32]float64
	scores  []float64
	see     func(predict.Row) []string
}

// NaiveBayes proposes by the tokens of a row.
func NaiveBayes(targets ...coding.Field) Predictor { return bayesOn(tokensOf, targets) }

// NaiveBayesOnWords proposes by the words of a row alone, as GnuCash does.
func NaiveBayesOnWords(targets ...coding.Field) Predictor { return bayesOn(wordsOf, targets) }

func bayesOn(see func(predict.Row) []string, targets []coding.Field) Predictor {
	return &bayes{see: see, targets: targets, places: map[coding.Coding]int32{}, tokens: map[string]map[int32]float64{}}
}

func (b *bayes) Learn(r predict.Row) {
	code := only(r, b.targets)
	at, ok := b.places[code]
	if !ok {
		at = int32(len(b.codes))
		b.places[code] = at
		b.codes, b.lines, b.words = append(b.codes, code), append(b.lines, 0), append(b.words, 0)
	}
	b.lines[at]++
	for _, t := range b.see(r) {
		if b.tokens[t] == nil {
			b.tokens[t] = map[int32]float64{}
		}
		b.tokens[t][at]++
		b.words[at]++
	}
}

func (b *bayes) Propose(r predict.Row) []predict.Proposal {
	tokens := b.see(r)
	const smooth = 0.1
	kinds := smooth * float64(len(b.tokens))
	b.scores = b.scores[:0]
	for at, n := range b.lines {
		b.scores = append(b.scores, math.Log(n)-float64(len(tokens))*math.Log((b.words[at]+kinds)/smooth))
	}
	for _, t := range tokens {
		for at, n := range b.tokens[t] {
			b.scores[at] += math.Log((n + smooth) / smooth)
		}
	}
	return softened(b.codes, b.scores)
}

// softened turns scores into the three best with probabilities.
func softened(codes []coding.Coding, scores []float64) []predict.Proposal {
	most, sum := math.Inf(-1), 0.0
	for _, v := range scores {
		most = max(most, v)
	}
	var out []predict.Proposal
	for at, v := range scores {
		p := math.Exp(v - most)
		sum += p
		if p > 1e-6 {
			out = append(out, predict.Proposal{Coding: codes[at], Probability: p})
		}
	}
	return best(out, sum, false)
}

// online is a linear model over tokens and all codings, updated line by line.
type online struct {
	targets []coding.Field
	model   *learn.Linear
	codes   []coding.Coding
	hashes  []uint64
	known   map[coding.Coding]int
}

// Online proposes by a linear model that learns each line once.
func Online(targets ...coding.Field) Predictor {
	return &online{targets: targets, model: learn.NewLinear(21, 0.15, 1_000), known: map[coding.Coding]int{}}
}

func hashed(r predict.Row) (out []uint64) {
	for _, t := range tokensOf(r) {
		h := fnv.New64a()
		h.Write([]byte(t))
		out = append(out, h.Sum64())
	}
	return out
}

func (o *online) scores(tokens []uint64) []float32 {
	out := make([]float32, len(o.codes))
	for i, h := range o.hashes {
		out[i] = o.model.Score(tokens, h)
	}
	learn.Softmax(out)
	return out
}

func (o *online) Learn(r predict.Row) {
	code := only(r, o.targets)
	at, ok := o.known[code]
	if !ok {
		at = len(o.codes)
		o.known[code] = at
		o.codes, o.hashes = append(o.codes, code), append(o.hashes, uint64(at+1)*0x9E3779B97F4A7C15)
	}
	tokens := hashed(r)
	o.model.Learn(tokens, o.hashes, o.scores(tokens), at)
}

func (o *online) Propose(r predict.Row) []predict.Proposal {
	var out []predict.Proposal
	for i, p := range o.scores(hashed(r)) {
		if p > 1e-4 {
			out = append(out, predict.Proposal{Coding: o.codes[i], Probability: float64(p)})
		}
	}
	return best(out, 1, false)
}
