// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"cmp"
	"slices"

	"rentmeester/coding"
)

// A coding of several dimensions has two parts: the first dimension that was
// asked, and the rest. What speaks for a part is what speaks for all codings that
// have it, so that a coding that is rare, or that nobody had yet, can be proposed
// because both its parts are likely.

// partly are the shares that are added up over the candidates with a part. The
// features of a part are these, and its linear probability and its votes.
var partly = [...]int{
	2 * int(bySupplier), fRecent, fNear, 2 * int(byText), 2 * int(byShape), 2 * int(byArea), 2 * int(byCase), 2 * int(byAmount),
	2 * int(byExtra), 2 * int(byDocument), 2 * int(anyText), 2 * int(byName), fWords, fAnyWords, 2 * int(anyAreaDocument),
}

const (
	partLinear    = len(partly) + iota
	partLinearGap // how far ahead of the best other value
	partVotes
	partVotesGap
	partWidth
)

// parts are the different values that one part of the candidates has.
type parts struct {
	of     []int // place among the values, of each candidate
	hashes []uint64
	like   []int32 // a coding that has it
	votes  []float32
	linear []float32
}

func (p *parts) clear() {
	p.of, p.hashes, p.like, p.votes, p.linear = p.of[:0], p.hashes[:0], p.like[:0], p.votes[:0], p.linear[:0]
}

// add says which part the next candidate has.
func (p *parts) add(hash uint64, code int32, votes float32) {
	at := slices.Index(p.hashes, hash)
	if at < 0 {
		at = len(p.hashes)
		p.hashes, p.like = append(p.hashes, hash), append(p.like, code)
		p.votes, p.linear = append(p.votes, 0), append(p.linear, 0)
	}
	p.of = append(p.of, at)
	p.votes[at] += votes
}

// best gives the places of the values with most votes.
func (p *parts) best(most int) []int {
	var list [maxSlots]int
	out := list[:0]
	for i := range p.hashes {
		out = append(out, i)
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(p.votes[b], p.votes[a]), cmp.Compare(a, b)) })
	return out[:min(most, len(out))]
}

// code is a candidate's coding, also when it was made.
func (s *state) code(k *look, c int32) *code {
	if c < 0 {
		return &k.made[-1-c]
	}
	return &s.past.codes[c]
}

// partOut takes the candidates apart and makes others of the likeliest parts. It
// says whether they have parts at all.
func (s *state) partOut(k *look, before int) bool {
	if len(k.slots) == 0 || s.past.codes[k.slots[0]].parts[0] == 0 {
		return false
	}
	for j := range k.parts {
		k.parts[j].clear()
		for i, c := range k.slots {
			k.parts[j].add(s.past.codes[c].parts[j], c, k.votes[i])
		}
	}
	s.makeAll(k, before)
	for i := range k.votes {
		k.votes[i] += k.together(i)
	}
	return true
}

// makeAll makes the candidates of which both parts have most votes.
func (s *state) makeAll(k *look, before int) {
	type pair struct {
		a, b  int
		votes float32
	}
	var list [64]pair
	n, rests := 0, k.parts[1].best(8)
	for _, a := range k.parts[0].best(8) {
		for _, b := range rests {
			list[n] = pair{a, b, k.parts[0].votes[a] * k.parts[1].votes[b]}
			n++
		}
	}
	slices.SortStableFunc(list[:n], func(a, b pair) int { return cmp.Compare(b.votes, a.votes) })
	made := 0
	for _, one := range list[:n] {
		if made < maxMade && s.makeUp(k, one.a, one.b, before) {
			made++
		}
	}
}

// together is how many votes both parts of a candidate have.
func (k *look) together(at int) float32 {
	a, b := &k.parts[0], &k.parts[1]
	whole := float32(1e-6)
	for _, v := range a.votes {
		whole += v
	}
	return partVoting * a.votes[a.of[at]] / whole * b.votes[b.of[at]] / whole
}

const partVoting = 8

// makeUp makes a candidate of two parts, unless there is one already. A coding
// that was first used on the day that is studied counts as one nobody had.
func (s *state) makeUp(k *look, a, b int, before int) bool {
	first, rest := &k.parts[0], &k.parts[1]
	hash := join(first.hashes[a], rest.hashes[b])
	c, known := s.past.pairs[hash]
	switch {
	case !known:
		one := code{hash: hash, parts: [2]uint64{first.hashes[a], rest.hashes[b]}, first: before}
		one.coding = s.past.codes[rest.like[b]].coding
		one.coding.Set(s.first, "")
		value := s.past.codes[first.like[a]].coding.Get(s.first)
		if value == "" || one.coding == (coding.Coding{}) {
			return false // a part that says nothing is no evidence that the other stands alone
		}
		one.coding.Set(s.first, value)
		c = int32(-1 - len(k.made))
		k.made = append(k.made, one)
	case slices.Contains(k.slots, c):
		return false
	}
	at := k.put(c)
	first.of, rest.of = append(first.of, a), append(rest.of, b)
	k.share(at)
	k.votes = append(k.votes, 0)
	return true
}

// weighLinear asks the linear model what it thinks of the candidates.
func (s *state) weighLinear(k *look, p *point, joint bool) {
	n := len(k.slots)
	k.linear, k.answers = slices.Grow(k.linear[:0], n)[:n], slices.Grow(k.answers[:0], n)[:n]
	if joint {
		for j := range k.parts {
			for i, h := range k.parts[j].hashes {
				k.parts[j].linear[i] = s.linear.Score(p.tokens, h)
			}
		}
	}
	for i, c := range k.slots {
		code := s.code(k, c)
		k.answers[i] = answer{code.hash, code.parts}
		k.linear[i] = s.linear.Score(p.tokens, code.hash)
		if joint {
			k.linear[i] += k.parts[0].linear[k.parts[0].of[i]] + k.parts[1].linear[k.parts[1].of[i]]
		}
	}
	softmax(k.linear)
}

// partFeatures gives each candidate what speaks for its parts.
func (k *look) partFeatures(joint bool) {
	if !joint {
		for i := range k.slots {
			v := k.row(i)[fPart:]
			for f := range v {
				v[f] = -1
			}
		}
		return
	}
	for j := range k.parts {
		p := &k.parts[j]
		var sums [maxSlots][partWidth]float32
		for i := range k.slots {
			sum, v := &sums[p.of[i]], k.row(i)
			for f, from := range partly {
				sum[f] += max(v[from], 0)
			}
			sum[partLinear] += k.linear[i]
		}
		p.ahead(&sums)
		for i := range k.slots {
			out := k.row(i)[fPart+j*partWidth:][:partWidth]
			copy(out, sums[p.of[i]][:])
			for f, from := range partly {
				if k.total[from] == 0 {
					out[f] = -1
				}
			}
		}
	}
}

// ahead says how far each value is ahead of the best other.
func (p *parts) ahead(sums *[maxSlots][partWidth]float32) {
	for i, v := range p.votes {
		sums[i][partVotes] = v
	}
	for _, f := range []int{partLinear, partVotes} {
		best, next, at := float32(0), float32(0), -1
		for i := range p.hashes {
			if v := sums[i][f]; v > best {
				best, next, at = v, best, i
			} else if v > next {
				next = v
			}
		}
		for i := range p.hashes {
			other := best
			if i == at {
				other = next
			}
			sums[i][f+1] = sums[i][f] - other
		}
	}
}

// answer is a coding as the linear model knows it: whole and in parts.
type answer struct {
	whole uint64
	parts [2]uint64
}

// think is what the linear model thinks of an answer.
func (s *state) think(tokens []uint64, a answer) float32 {
	sum := s.linear.Score(tokens, a.whole)
	if a.parts[0] != 0 {
		sum += s.linear.Score(tokens, a.parts[0]) + s.linear.Score(tokens, a.parts[1])
	}
	return sum
}

// teach moves the linear model by what proved right, each part by what all
// answers with it were thought to be.
func (s *state) teach(tokens []uint64, answers []answer, probabilities []float32, right int) {
	l := &s.lessons
	l.hashes = l.hashes[:0]
	for _, a := range answers {
		l.hashes = append(l.hashes, a.whole)
	}
	s.linear.Learn(tokens, l.hashes, probabilities, right)
	if answers[right].parts[0] == 0 {
		return
	}
	for j := range 2 {
		l.hashes, l.sums = l.hashes[:0], l.sums[:0]
		for i, a := range answers {
			at := slices.Index(l.hashes, a.parts[j])
			if at < 0 {
				at = len(l.hashes)
				l.hashes, l.sums = append(l.hashes, a.parts[j]), append(l.sums, 0)
			}
			l.sums[at] += probabilities[i]
		}
		s.linear.Learn(tokens, l.hashes, l.sums, slices.Index(l.hashes, answers[right].parts[j]))
	}
}
