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
	width
)

const (
	maxSlots = 64 // codings that are looked at
	maxRank  = 12 // and ranked
	// lines of other codings that are passed over once there is no room for them
	maxSkipped = 1_000
)

// look is a scratch pad: what is known of each candidate for one row.
type look struct {
	slots     []int32 // codes
	place     []stamp // by code
	turn      uint32
	values    []float32 // maxSlots × width
	linear    []float32
	hashes    []uint64
	votes     []float32
	rank      []int     // places in slots, best first
	score     []float32 // of those: probability among themselves
	scores    []float32 // scratch
	total     [width]float32
	supplierN int
	last      int32 // coding of the supplier's last line; -1 none
}

// stamp says in which slot a code stands, if the turn is the present one.
type stamp struct{ turn, slot uint32 }

func newLook() *look { return &look{values: make([]float32, maxSlots*width)} }

func (k *look) clear() {
	k.slots = k.slots[:0]
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
		*s = stamp{k.turn, uint32(len(k.slots))}
		k.slots = append(k.slots, code)
		clear(k.row(int(s.slot)))
	}
	return k.row(int(s.slot))
}

func (k *look) row(at int) []float32 { return k.values[at*width : (at+1)*width] }

// gather looks for lines that are like a point, of before a row.
func (s *state) gather(k *look, p *point, before int) {
	k.clear()
	s.supplierWalk(k, p, before)
	for key := bySupplier + 1; key < keys; key++ {
		if p.keys[key] != 0 {
			s.walk(k, p.keys[key], before, p.day, reach[key], 2*int(key), 2*int(key)+1, 1)
		}
	}
	for _, w := range p.words {
		s.walk(k, join(join(w, p.supplier), 5), before, p.day, 16, fWords, -1, 1)
		s.walk(k, join(w, 3), before, p.day, 16, fAnyWords, -1, 1)
	}
	for _, w := range p.names {
		s.walk(k, join(w, 11), before, p.day, 24, fNameWords, -1, 1)
	}
	s.followers(k, p)
	if k.supplierN < few {
		s.common(k, p)
	}
	s.finish(k, p)
}

// few is how many lines of a supplier are too few to go by them alone.
const few = 4

// common adds those of the most common codings that the linear model thinks
// most of.
func (s *state) common(k *look, p *point) {
	type scored struct {
		code int32
		v    float32
	}
	var best [6]scored
	n := 0
	for _, c := range s.past.common {
		one := scored{c, s.linear.Score(p.tokens, s.past.codes[c].hash)}
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
}

// walk adds up how lines of one chain were coded.
func (s *state) walk(k *look, key uint64, before int, today int32, most, share, count int, weight float32) {
	n := 0
	place := float32(weight)
	for row := range s.past.latest(key, before) {
		if n == most {
			break
		}
		r := s.past.rows.at(row)
		n++
		w := max(weigh(today-r.day, middle), 1e-3) * place
		place *= 0.97
		v := k.of(r.code)
		k.total[share] += w
		if v == nil {
			continue
		}
		v[share] += w
		if count >= 0 {
			v[count]++
		}
	}
	if count >= 0 {
		k.total[count] = float32(n)
	}
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
		if p.amount != 0 {
			apart := p.logs - r.logs
			if apart < 0 {
				apart = -apart
			}
			if (p.amount < 0) == r.minus && apart < 1 {
				k.vote(v, fNear, old*(1-apart)*(1-apart)*(1-apart)/(0.02+apart))
			}
		}
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
var shares = append(slices.Clone(voting), fLong, fShort, fMonthDay, fYear)

// finish turns sums into features and chooses whom to rank.
func (s *state) finish(k *look, p *point) {
	n := len(k.slots)
	k.linear, k.hashes = slices.Grow(k.linear[:0], n)[:n], slices.Grow(k.hashes[:0], n)[:n]
	k.votes = slices.Grow(k.votes[:0], n)[:n]
	for i, c := range k.slots {
		k.hashes[i] = s.past.codes[c].hash
		k.linear[i] = s.linear.Score(p.tokens, k.hashes[i])
	}
	softmax(k.linear)
	for i, c := range k.slots {
		v := k.row(i)
		for _, f := range shares {
			if k.total[f] > 0 {
				v[f] /= k.total[f]
			} else {
				v[f] = -1
			}
		}
		k.votes[i] = 0
		for _, f := range voting {
			k.votes[i] += max(v[f], 0)
		}
		k.votes[i] += 4 * k.linear[i]
		if v[fLong] <= 0 {
			v[fPlace], v[fSince] = 1_000, 10_000
		}
		code := &s.past.codes[c]
		v[fIdle] = float32(max(p.day-code.last, 0))
		v[fCommon] = log(code.weight * weigh(p.day-code.last, middle))
		v[fLinear], v[fVotes] = k.linear[i], k.votes[i]
		v[fSupplierN], v[fSupplierSince] = float32(k.supplierN), k.total[fSupplierSince]
		v[fCandidates], v[fAmount], v[fVariety] = float32(n), p.logs, k.total[fVariety]
		v[fTextN], v[fNameN] = k.total[2*int(byText)+1], k.total[2*int(byName)+1]
	}
	gaps(k, k.linear, fGap)
	gaps(k, k.votes, fVotesGap)
	k.choose()
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
func (k *look) choose() {
	k.rank = k.rank[:0]
	for i := range k.slots {
		k.rank = append(k.rank, i)
	}
	slices.SortFunc(k.rank, func(a, b int) int {
		return cmp.Or(cmp.Compare(k.votes[b], k.votes[a]), cmp.Compare(k.slots[a], k.slots[b]))
	})
	k.rank = k.rank[:min(maxRank, len(k.rank))]
}
