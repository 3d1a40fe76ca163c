// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"cmp"
	"math"
	"slices"
)

// Features of a candidate. First two for each key: its share of the lines that
// are alike, and how many of them there are. A share is -1 when nothing is alike.
const (
	fRecent        = 2*int(keys) + iota // share of the supplier's last few lines, by place
	fLong                               // by number only
	fShort                              // with a half-life of a month
	fNear                               // of lines of about the same amount
	fMonthDay                           // of lines on about the same day of the month
	fYear                               // of lines of about a year ago
	fPlace                              // how many lines ago the supplier last had it
	fSince                              // days since then
	fRun                                // how many lines in a row up to now
	fWords                              // of lines of this supplier with the same words
	fAnyWords                           // of lines with the same words
	fNameWords                          // of suppliers whose name has the same words
	fFollows                            // how often it took the place of what this supplier had before
	fIdle                               // days since anybody had it
	fCommon                             // how common it is, log
	fLinear                             // probability by the linear model
	fGap                                // how far that is ahead of the best other
	fVotes                              // all shares together
	fVotesGap                           // how far ahead of the best other
	fSupplierN                          // the same for all candidates from here: lines of the supplier looked at
	fSupplierSince                      // days since the supplier's last line
	fCandidates
	fAmount
	fVariety // how many codings the supplier had in its last lines
	fTextN
	fNameN
	fLastText // was it the latest of those: text, and so on
	fLastShape
	fLastAmount
	fLastArea
	fLastCase
	fLastDocument
	fLastHead
	fLastAnyText
	fTextNear // of lines of about the same amount with the same text
	fAreaNear // and with the same reference
	fPart     // of the parts of a coding from here: first the account, then the rest
	width     = fPart + 2*partWidth
)

const (
	maxSlots = 64 // codings that are looked at
	maxMade  = 24 // and that are made of the parts of others
	maxRank  = 16
	ranking  = 12 // and ranked, of codings without parts
	// lines of other codings that are passed over once there is no room for them
	maxSkipped = 1_000
)

// look is a scratch pad: what is known of each candidate for one row.
type look struct {
	slots     []int32 // codes; below 0 those that were made
	made      []code
	place     []stamp // by code
	turn      uint32
	values    []float32 // maxSlots × width
	linear    []float32
	answers   []answer
	votes     []float32
	parts     [2]parts
	rank      []int     // places in slots, best first
	score     []float32 // of those: probability among themselves
	scores    []float32 // scratch
	total     [width]float32
	supplierN int
	last      int32 // coding of the supplier's last line; -1 none
}

// stamp says in which slot a code stands, if the turn is the present one.
type stamp struct{ turn, slot uint32 }

func newLook() *look { return &look{values: make([]float32, (maxSlots+maxMade)*width)} }

func (k *look) clear() {
	k.slots, k.made = k.slots[:0], k.made[:0]
	if k.turn++; k.turn == 0 {
		clear(k.place)
		k.turn++
	}
	k.rank, k.score = k.rank[:0], k.score[:0]
	clear(k.total[:])
	k.supplierN, k.last, k.total[fSupplierSince] = 0, -1, -1
}

// of gives the values of a candidate, a new one when there is room.
func (k *look) of(code int32) []float32 {
	if int(code) >= len(k.place) {
		k.place = append(k.place, make([]stamp, int(code)+64-len(k.place))...)
	}
	s := &k.place[code]
	if s.turn != k.turn {
		if len(k.slots) == maxSlots {
			return nil
		}
		*s = stamp{k.turn, uint32(k.put(code))}
	}
	return k.row(int(s.slot))
}

// put gives a candidate the next slot.
func (k *look) put(code int32) int {
	at := len(k.slots)
	k.slots = append(k.slots, code)
	clear(k.row(at))
	return at
}

func (k *look) row(at int) []float32 { return k.values[at*width : (at+1)*width] }

// gather looks for lines that are like a point, of before a row.
func (s *state) gather(k *look, p *point, before int) {
	k.clear()
	s.supplierWalk(k, p, before)
	for key := bySupplier + 1; key < keys; key++ {
		if p.keys[key] != 0 {
			s.walk(k, p, p.keys[key], before, alike{reach[key], 2 * int(key), 2*int(key) + 1, latest[key], nears[key]})
		}
	}
	for _, w := range p.words {
		s.walk(k, p, join(join(w, p.supplier), 5), before, alike{most: 16, share: fWords})
		s.walk(k, p, join(w, 3), before, alike{most: 16, share: fAnyWords})
	}
	for _, w := range p.names {
		s.walk(k, p, join(w, 11), before, alike{most: 24, share: fNameWords})
	}
	s.followers(k, p)
	if k.supplierN < few {
		s.common(k, p)
	}
	s.finish(k, p, before)
}

// few is how many lines of a supplier are too few to go by them alone.
const few = 4

// common adds those of the most common codings that the linear model thinks
// most of, and the very most common.
func (s *state) common(k *look, p *point) {
	type scored struct {
		code int32
		v    float32
	}
	var best [6]scored
	n := 0
	for _, c := range s.past.common {
		one := scored{c, s.think(p.tokens, answer{s.past.codes[c].hash, s.past.codes[c].parts})}
		for i := range best {
			if i >= n || one.v > best[i].v {
				best[i], one = one, best[i]
			}
		}
		n = min(n+1, len(best))
	}
	for _, b := range best[:n] {
		k.of(b.code)
	}
	for _, c := range s.past.common[:min(3, len(s.past.common))] {
		k.of(c)
	}
}

// alike says what is made of the lines of a chain: how many are looked at and
// which features they go to; 0 is none.
type alike struct{ most, share, count, latest, near int }

// latest and nears are the features of a key beside its share and count.
var latest = [keys]int{
	byText: fLastText, byShape: fLastShape, byAmount: fLastAmount, byArea: fLastArea, byCase: fLastCase,
	byDocument: fLastDocument, byInvoiceHead: fLastHead, anyText: fLastAnyText,
}

var nears = [keys]int{byText: fTextNear, byArea: fAreaNear}

// walk adds up how lines of one chain were coded.
func (s *state) walk(k *look, p *point, key uint64, before int, to alike) {
	n := 0
	place := float32(1)
	for row := range s.past.latest(key, before) {
		if n == to.most {
			break
		}
		r := s.past.rows.at(row)
		n++
		w := max(weigh(p.day-r.day, middle), 1e-3) * place
		place *= 0.97
		v := k.of(r.code)
		k.total[to.share] += w
		if v == nil {
			continue
		}
		v[to.share] += w
		if to.count > 0 {
			v[to.count]++
		}
		if to.latest > 0 && n == 1 {
			k.vote(v, to.latest, 1)
		}
		if to.near > 0 {
			k.vote(v, to.near, w*p.near(r))
		}
	}
	if to.count > 0 {
		k.total[to.count] = float32(n)
	}
}

// near is how much a line of another amount weighs; 0 when it is too far off.
func (p *point) near(r *line) float32 {
	apart := p.logs - r.logs
	if apart < 0 {
		apart = -apart
	}
	if p.amount == 0 || (p.amount < 0) != r.minus || apart >= 1 {
		return 0
	}
	return (1 - apart) * (1 - apart) * (1 - apart) / (0.02 + apart)
}

// supplierWalk looks at the last lines of the supplier, whatever they are for.
func (s *state) supplierWalk(k *look, p *point, before int) {
	place, quick := float32(1), float32(1)
	skipped, run := 0, true
	for row := range s.past.latest(p.keys[bySupplier], before) {
		if k.supplierN == reach[bySupplier] || skipped == maxSkipped {
			break
		}
		r := s.past.rows.at(row)
		age := p.day - r.day
		v := k.of(r.code)
		if v == nil {
			skipped++
			run = false
			continue
		}
		if k.supplierN == 0 {
			k.total[fSupplierSince], k.last = float32(age), r.code
		}
		if v[fLong] == 0 {
			v[fPlace], v[fSince] = float32(k.supplierN), float32(age)
			k.total[fVariety]++
		}
		if run = run && r.code == k.last; run {
			v[fRun]++
		}
		k.supplierN++
		old := max(weigh(age, middle), 1e-3) * place
		k.vote(v, 2*int(bySupplier), old)
		v[2*int(bySupplier)+1]++
		k.vote(v, fLong, 1)
		k.vote(v, fShort, max(weigh(age, short), 1e-6))
		k.vote(v, fRecent, quick)
		place *= 0.98
		quick *= 0.75
		k.vote(v, fNear, old*p.near(r))
		if d := p.month - r.month; d >= -2 && d <= 2 {
			k.vote(v, fMonthDay, old)
		}
		if age > 350 && age < 380 {
			k.vote(v, fYear, 1)
		}
	}
	k.total[2*int(bySupplier)+1] = float32(k.supplierN)
}

func (k *look) vote(v []float32, feature int, w float32) {
	v[feature] += w
	k.total[feature] += w
}

// voting are the shares that are added up to choose whom to rank.
var voting = func() (list []int) {
	for k := range int(keys) {
		list = append(list, 2*k)
	}
	return append(list, fRecent, fNear, fWords, fAnyWords, fNameWords, fFollows)
}()

// shares are divided by their totals.
var shares = append(slices.Clone(voting), fLong, fShort, fMonthDay, fYear, fLastText, fLastShape, fLastAmount, fLastArea, fLastCase,
	fLastDocument, fLastHead, fLastAnyText, fTextNear, fAreaNear)

// finish turns sums into features and chooses whom to rank.
func (s *state) finish(k *look, p *point, before int) {
	k.votes = k.votes[:0]
	for i := range k.slots {
		k.votes = append(k.votes, k.share(i))
	}
	joint := s.partOut(k, before)
	n := len(k.slots)
	s.weighLinear(k, p, joint)
	for i, c := range k.slots {
		v := k.row(i)
		k.votes[i] += 4 * k.linear[i]
		if v[fLong] <= 0 {
			v[fPlace], v[fSince] = 1_000, 10_000
		}
		code := s.code(k, c)
		v[fIdle], v[fCommon] = 10_000, log(0)
		if code.first < before {
			v[fIdle] = float32(max(p.day-code.last, 0))
			v[fCommon] = log(code.weight * weigh(p.day-code.last, middle))
		}
		v[fLinear], v[fVotes] = k.linear[i], k.votes[i]
		v[fSupplierN], v[fSupplierSince] = float32(k.supplierN), k.total[fSupplierSince]
		v[fCandidates], v[fAmount], v[fVariety] = float32(n), p.logs, k.total[fVariety]
		v[fTextN], v[fNameN] = k.total[2*int(byText)+1], k.total[2*int(byName)+1]
	}
	k.partFeatures(joint)
	gaps(k, k.linear, fGap)
	gaps(k, k.votes, fVotesGap)
	if joint {
		k.choose(maxRank)
	} else {
		k.choose(ranking)
	}
}

// share divides what a candidate has by the totals, and adds up its votes.
func (k *look) share(at int) (votes float32) {
	v := k.row(at)
	for _, f := range shares {
		if k.total[f] > 0 {
			v[f] /= k.total[f]
		} else {
			v[f] = -1
		}
	}
	for _, f := range voting {
		votes += max(v[f], 0)
	}
	return votes
}

func log(v float32) float32 { return float32(math.Log(float64(v) + 1e-3)) }

// gaps says how far each is ahead of the best other.
func gaps(k *look, of []float32, feature int) {
	best, next, at := float32(-1e9), float32(-1e9), -1
	for i, v := range of {
		if v > best {
			best, next, at = v, best, i
		} else if v > next {
			next = v
		}
	}
	if len(of) == 1 {
		next = 0
	}
	for i, v := range of {
		other := best
		if i == at {
			other = next
		}
		k.row(i)[feature] = v - other
	}
}

// choose takes the candidates with most votes, best first.
func (k *look) choose(most int) {
	k.rank = k.rank[:0]
	for i := range k.slots {
		k.rank = append(k.rank, i)
	}
	slices.SortFunc(k.rank, func(a, b int) int {
		return cmp.Or(cmp.Compare(k.votes[b], k.votes[a]), cmp.Compare(a, b))
	})
	k.rank = k.rank[:min(most, len(k.rank))]
}
