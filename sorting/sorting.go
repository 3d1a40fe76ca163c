// SPDX-License-Identifier: EUPL-1.2

// Package sorting says what kind of document a text is: an invoice, a reminder, a
// contract, a decision … with how likely that is and the words that decided. It
// begins with a lexicon of phrases, Dutch and English, and learns from
// corrections; what it learned goes in and out as JSON, for each administration
// its own. The same text and lessons give the same verdict. It imports fault and
// the standard library.
package sorting

import (
	"math"
	"sort"
	"strings"

	"rentmeester/fault"
)

// Kind is a kind of document.
type Kind string

const (
	Invoice           Kind = "invoice"
	CreditNote        Kind = "creditnote"
	Reminder          Kind = "reminder"
	OrderConfirmation Kind = "order-confirmation"
	Statement         Kind = "statement" // of account: what stands open
	Contract          Kind = "contract"
	Decision          Kind = "decision" // beschikking
	DeliveryNote      Kind = "delivery-note"
	Quotation         Kind = "quotation"
	Advertising       Kind = "advertising"
	Other             Kind = "other"
)

// Kinds are all kinds, in a fixed order.
var Kinds = [...]Kind{Invoice, CreditNote, Reminder, OrderConfirmation, Statement, Contract, Decision, DeliveryNote, Quotation, Advertising, Other}

const kinds = len(Kinds)

// scores are what speaks for each kind, as log-odds.
type scores [kinds]float64

func numberOf(k Kind) int {
	for i, kind := range Kinds {
		if kind == k {
			return i
		}
	}
	return -1
}

// Reason is why, as a sentence of the catalogue with its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Verdict is what a document seems to be.
type Verdict struct {
	Kind         Kind          `json:"kind"`
	Probability  float64       `json:"probability"`
	Reasons      []Reason      `json:"reasons"`
	Alternatives []Alternative `json:"alternatives"` // most likely first; those under 1 % are left out
}

// Alternative is what it could be instead.
type Alternative struct {
	Kind        Kind     `json:"kind"`
	Probability float64  `json:"probability"`
	Reasons     []Reason `json:"reasons"`
}

// Model is the lexicon with what was learned. The zero value has learned nothing.
// It is not to be used by several goroutines while one of them learns.
type Model struct {
	learned map[string]*scores
	lessons int
}

// New gives a model that has learned nothing.
func New() *Model { return &Model{} }

// Sort says what kind of document a text is. Pages are divided by form feeds.
func (m *Model) Sort(text string) Verdict {
	seen := look(text)
	total := m.score(seen)
	p := likely(total)
	order := make([]int, kinds)
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return p[order[a]] > p[order[b]] })
	best := order[0]
	v := Verdict{Kind: Kinds[best], Probability: p[best], Reasons: m.reasons(seen, best), Alternatives: []Alternative{}}
	for _, k := range order[1:] {
		if p[k] >= .01 {
			v.Alternatives = append(v.Alternatives, Alternative{Kinds[k], p[k], m.reasons(seen, k)})
		}
	}
	return v
}

// score adds up what speaks for each kind.
func (m *Model) score(seen sight) scores {
	total := beforehand
	for _, s := range seen.signs {
		for k, weight := range s.weights {
			total[k] += weight * s.strength
		}
	}
	learned := m.fromLessons(seen)
	for k := range total {
		total[k] += min(max(learned[k], -mostLearned), mostLearned)
	}
	return total
}

// temperature is by how much scores are cooled before they become probabilities:
// the signs of one document repeat each other. It was set beforehand, on the
// careful side: invented documents would have it at 1.0 to 1.3, and what real
// ones want is not known yet.
const temperature = 1.6

// likely turns scores into probabilities.
func likely(total scores) (p scores) {
	top, sum := math.Inf(-1), 0.0
	for _, s := range total {
		top = max(top, s)
	}
	for k, s := range total {
		p[k] = math.Exp((s - top) / temperature)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

const mostReasons = 4

// reasons gives the words that speak most for a kind.
func (m *Model) reasons(seen sight, kind int) []Reason {
	type said struct {
		reason Reason
		weight float64
	}
	var all []said
	for _, s := range seen.signs {
		if weight := s.weights[kind] * s.strength; weight >= .5 {
			code := "sorting.reason.words"
			switch {
			case s.structure:
				code = "sorting.reason." + s.words
			case s.heading:
				code = "sorting.reason.heading"
			}
			all = append(all, said{Reason{code, fault.Args("words", s.words)}, weight})
		}
	}
	if words := m.tellingLessons(seen, kind); len(words) > 0 {
		all = append(all, said{Reason{"sorting.reason.learned", fault.Args("words", strings.Join(words, ", "))}, m.fromLessons(seen)[kind]})
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].weight > all[b].weight })
	out := make([]Reason, 0, mostReasons)
	for _, s := range all[:min(len(all), mostReasons)] {
		out = append(out, s.reason)
	}
	if len(out) == 0 {
		out = append(out, Reason{Code: "sorting.reason.nothing"})
	}
	return out
}
