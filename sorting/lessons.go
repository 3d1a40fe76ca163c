// SPDX-License-Identifier: EUPL-1.2

package sorting

import (
	"encoding/json"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"rentmeester/fault"
)

const (
	mostWords   = 250    // words of a document that are learned from
	mostKnown   = 50_000 // words that a model remembers
	mostLearned = 12.0   // log-odds that lessons may add
	rate        = .6     // how much of what was wrong a lesson mends
)

// learnable adds the words of a line that can be learned from: those of a
// heading apart, numbers not at all.
func learnable(words []string, known map[string]bool, tokens []string, inHeading bool) []string {
	for _, token := range tokens {
		if len(token) < 3 || len(token) > 40 || strings.ContainsFunc(token, unicode.IsDigit) {
			continue
		}
		for _, word := range []string{token, "#" + token} {
			if word[0] == '#' && !inHeading || known[word] || len(words) >= mostWords {
				continue
			}
			known[word] = true
			words = append(words, word)
		}
	}
	return words
}

// Learn takes a lesson: this text is of this kind. It is a step of logistic
// regression on top of the lexicon, so that what the lexicon knew already teaches
// little. Error: sorting.kind.
func (m *Model) Learn(text string, kind Kind) error {
	right := numberOf(kind)
	if right < 0 {
		return fault.New("sorting.kind", "kind", kind)
	}
	seen := look(text)
	if len(seen.words) == 0 {
		return nil
	}
	if m.learned == nil {
		m.learned = map[string]*scores{}
	}
	m.lessons++
	p := likely(m.score(seen))
	step := rate * 8 / math.Sqrt(float64(len(seen.words)))
	for _, word := range seen.words {
		w := m.learned[word]
		if w == nil {
			if len(m.learned) >= mostKnown {
				continue
			}
			w = &scores{}
			m.learned[word] = w
		}
		for k := range w {
			wanted := 0.0
			if k == right {
				wanted = 1
			}
			w[k] += step * (wanted - p[k])
		}
	}
	return nil
}

// Lessons is how many lessons the model had.
func (m *Model) Lessons() int { return m.lessons }

// fromLessons adds up what the lessons say of a text.
func (m *Model) fromLessons(seen sight) (total scores) {
	if len(m.learned) == 0 {
		return total
	}
	scale := 1 / math.Sqrt(float64(max(len(seen.words), 1)))
	for _, word := range seen.words {
		if w := m.learned[word]; w != nil {
			for k := range total {
				total[k] += w[k] * scale
			}
		}
	}
	return total
}

// tellingLessons gives the learned words that speak most for a kind, when they
// say anything of weight together.
func (m *Model) tellingLessons(seen sight, kind int) (words []string) {
	if m.fromLessons(seen)[kind] < .5 {
		return nil
	}
	for _, word := range seen.words {
		if w := m.learned[word]; w != nil && w[kind] > 0 {
			words = append(words, word)
		}
	}
	sort.SliceStable(words, func(a, b int) bool { return m.learned[words[a]][kind] > m.learned[words[b]][kind] })
	for i, word := range words {
		words[i] = strings.TrimPrefix(word, "#")
	}
	return slices.Compact(words)[:min(len(slices.Compact(words)), 3)]
}

type modelJSON struct {
	Lessons int                  `json:"lessons"`
	Kinds   []Kind               `json:"kinds"` // the order of the weights
	Words   map[string][]float64 `json:"words"`
}

// MarshalJSON implements json.Marshaler.
func (m *Model) MarshalJSON() ([]byte, error) {
	out := modelJSON{Lessons: m.lessons, Kinds: Kinds[:], Words: map[string][]float64{}}
	for word, w := range m.learned {
		rounded := make([]float64, kinds)
		for k := range w {
			rounded[k] = math.Round(w[k]*1e4) / 1e4
		}
		out.Words[word] = rounded
	}
	return json.Marshal(out)
}

// UnmarshalJSON implements json.Unmarshaler. Kinds that came or went since are
// allowed for. Error: sorting.model.
func (m *Model) UnmarshalJSON(body []byte) error {
	var in modelJSON
	if err := json.Unmarshal(body, &in); err != nil {
		return fault.Wrap(err, "sorting.model")
	}
	if len(in.Words) > mostKnown || in.Lessons < 0 {
		return fault.New("sorting.model")
	}
	learned := map[string]*scores{}
	for word, weights := range in.Words {
		if len(weights) != len(in.Kinds) {
			return fault.New("sorting.model")
		}
		w := &scores{}
		for i, kind := range in.Kinds {
			if k := numberOf(kind); k >= 0 && !math.IsNaN(weights[i]) {
				w[k] = weights[i]
			}
		}
		learned[word] = w
	}
	m.learned, m.lessons = learned, in.Lessons
	return nil
}

func number(s string) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic("sorting: " + s + " is no weight")
	}
	return n
}
