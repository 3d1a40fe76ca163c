// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"rentmeester/formats/pdf"
	"rentmeester/ident"
)

// Memory is what corrections taught, by supplier: a plain value, to be kept as
// JSON.
type Memory struct {
	Suppliers map[string]*Habit `json:"suppliers"` // by the key of the caller
}

// Habit is how one supplier writes invoices.
type Habit struct {
	Name   string              `json:"name,omitempty"`
	VAT    []string            `json:"vat,omitempty"`
	KvK    []string            `json:"kvk,omitempty"`
	IBANs  []string            `json:"ibans,omitempty"`
	Labels map[string][]string `json:"labels,omitempty"` // by field: the folded words that stood before or above the right value
	Shapes map[string][]string `json:"shapes,omitempty"` // by field: how values look: "F9999-999"
}

// most that is kept of one thing about one supplier.
const mostKept = 20

// recognise finds the supplier whose own number or account stands on the
// pages; nil for none, or for two.
func (m *Memory) recognise(s *sheet) *Habit {
	if m == nil {
		return nil
	}
	var found *Habit
	for _, key := range slices.Sorted(maps.Keys(m.Suppliers)) {
		if habit := m.Suppliers[key]; habit.on(s) {
			if found != nil {
				return nil
			}
			found = habit
		}
	}
	return found
}

func (h *Habit) on(s *sheet) bool {
	for _, c := range s.cands {
		switch c.kind {
		case isIBAN:
			if h.knowsIBAN(c.value) {
				return true
			}
		case isVAT:
			if h.knowsVAT(c.value) {
				return true
			}
		case isCode:
			if len(c.value) >= 8 && h.knowsKvK(electronic(c.value)) {
				return true
			}
		}
	}
	return false
}

func (h *Habit) knowsIBAN(value string) bool { return h != nil && slices.Contains(h.IBANs, value) }
func (h *Habit) knowsVAT(value string) bool  { return h != nil && slices.Contains(h.VAT, value) }
func (h *Habit) knowsKvK(value string) bool  { return h != nil && slices.Contains(h.KvK, value) }

// hasLabel says whether the words before or above a candidate are those that
// stood there when somebody corrected the field.
func (h *Habit) hasLabel(field string, c *cand) bool {
	if h == nil || len(h.Labels[field]) == 0 {
		return false
	}
	for _, context := range c.contexts() {
		if slices.Contains(h.Labels[field], context) {
			return true
		}
	}
	return false
}

// hasShape says whether a value looks like earlier ones.
func (h *Habit) hasShape(field, value string) bool {
	return h != nil && slices.Contains(h.Shapes[field], shapeOf(value))
}

var (
	digitRun  = regexp.MustCompile(`[0-9]`)
	letterRun = regexp.MustCompile(`\p{L}`)
)

// shapeOf writes 9 for a digit and A for a letter.
func shapeOf(value string) string {
	return digitRun.ReplaceAllString(letterRun.ReplaceAllString(value, "A"), "9")
}

// contexts are the folded words that stand before a candidate in its line, and
// those above it, by which its place is known again.
func (c *cand) contexts() []string {
	var all []string
	if at := c.tokens[0].at; at > 0 {
		before := c.line.tokens[max(at-3, 0):at]
		for i := range before {
			if words := wordsOnly(before[i:]); words != "" {
				all = append(all, "<"+words)
			}
		}
	}
	if c.above != nil {
		if words := wordsOnly(c.above); words != "" {
			all = append(all, "^"+words)
		}
	}
	return all
}

// wordsOnly is folded without what has digits: that is another every time.
func wordsOnly(tokens []*token) string {
	var b strings.Builder
	for _, t := range tokens {
		if !strings.ContainsAny(t.fold, "0123456789") {
			b.WriteString(t.fold)
		}
	}
	return b.String()
}

// Learn keeps what a person said is right, by field, for the supplier of that
// key: where the right values stand, and whose numbers they are. A value that
// stands nowhere on the pages teaches nothing about its place.
func (m *Memory) Learn(key string, doc *pdf.Document, right map[string]string) {
	if m.Suppliers == nil {
		m.Suppliers = map[string]*Habit{}
	}
	h := m.Suppliers[key]
	if h == nil {
		h = &Habit{}
		m.Suppliers[key] = h
	}
	if h.Labels == nil {
		h.Labels = map[string][]string{}
	}
	if h.Shapes == nil {
		h.Shapes = map[string][]string{}
	}
	s := lay(doc)
	s.find()
	s.seeAbove()
	for _, field := range slices.Sorted(maps.Keys(right)) {
		h.learn(s, field, right[field])
	}
}

func (h *Habit) learn(s *sheet, field, value string) {
	switch field {
	case SellerName:
		h.Name = value
	case SellerVAT:
		keep(&h.VAT, ident.Electronic(value))
	case SellerKvK:
		keep(&h.KvK, ident.Electronic(value))
	case IBAN, GAccount:
		keep(&h.IBANs, ident.Electronic(value))
	case Number, Order, BuyerReference:
		h.learnPlace(s, field, value, isCode)
		shapes := h.Shapes[field]
		keep(&shapes, shapeOf(value))
		h.Shapes[field] = shapes
	case Issued, Due:
		h.learnPlace(s, field, value, isDay)
	case Net, VAT, Gross, Payable:
		h.learnPlace(s, field, value, isAmount)
	}
}

// learnPlace keeps the words around the value. Words that stand around another
// value of the same kind too are no help.
func (h *Habit) learnPlace(s *sheet, field, value string, kind int) {
	elsewhere := map[string]bool{}
	var here []string
	for _, c := range s.of(kind) {
		for _, context := range c.contexts() {
			if c.value == value {
				here = append(here, context)
			} else {
				elsewhere[context] = true
			}
		}
	}
	kept := h.Labels[field]
	for _, context := range here {
		if !elsewhere[context] {
			keep(&kept, context)
		}
	}
	if len(kept) > 0 {
		h.Labels[field] = kept
	}
}

// keep adds a value that is not there yet, and lets the oldest go.
func keep(all *[]string, value string) {
	if value == "" || slices.Contains(*all, value) {
		return
	}
	*all = append(*all, value)
	if len(*all) > mostKept {
		*all = (*all)[1:]
	}
}

// seeAbove finds the cell over each candidate.
func (s *sheet) seeAbove() {
	for _, c := range s.cands {
		at := c.tokens[0].line
		for i := at - 1; i >= max(at-2, 0) && c.above == nil && s.lines[i].page == c.line.page; i-- {
			for _, cell := range s.lines[i].segments() {
				if over(around(cell), c.box()) > 0.3 {
					c.above = cell
					break
				}
			}
		}
	}
}
