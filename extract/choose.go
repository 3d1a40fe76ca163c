// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/ident"
)

// Thresholds, found on the half of the documents that was looked at.
const (
	strong = 0.8  // of a label that is enough when it is the only one
	weak   = 0.35 // of a label that is worth a proposal
)

// choice is a candidate with how well it fits a field.
type choice struct {
	cand  *cand
	score float64
	proof string
}

// rank gives the candidates of a field, one for each value, the best first.
func rank(all []choice) []choice {
	slices.SortStableFunc(all, func(a, b choice) int { return compare(b.score, a.score) })
	var kept []choice
	for _, c := range all {
		if !slices.ContainsFunc(kept, func(k choice) bool { return k.cand.value == c.cand.value }) {
			kept = append(kept, c)
		}
	}
	return kept
}

// field makes a field of the best choice. What the rules of the engine say of it
// is evidence like another; what is vetoed is looked at by a person whatever is
// learned.
func (s *sheet) field(name string, ranked []choice, rule, veto bool, more evidence) Field {
	best := ranked[0]
	veto = veto || s.unsafe(name, best)
	f := Field{Name: name, Value: best.cand.value, Raw: best.cand.raw(), Places: []Place{best.cand.place()}, Proof: best.proof}
	f.judge(veto, s.seen(name, ranked, rule)|more)
	return f
}

// unsafe says whether recognition may have confused a sign of a number that
// nothing proves: it stands on the pages once, looks like none of the supplier's
// earlier ones, and has signs that are alike where either could stand.
func (s *sheet) unsafe(name string, c choice) bool {
	return s.ocr && c.cand.kind == isCode && c.proof == ProofLabel && name != SellerKvK && (ambiguous(c.cand.value) || c.cand.sure() < 0.75) &&
		len(s.places(isCode, c.cand.value)) < 2 && !s.habit.hasShape(name, c.cand.value)
}

// ambiguous says whether a number has letters that may be digits, or digits
// that may be letters: IO-12 and 10-12, B8, 0 behind a letter.
func ambiguous(value string) bool {
	for i, run := range runShape.FindAllString(value, -1) {
		digits := strings.Trim(run, "0123456789") == ""
		letters := strings.Trim(run, "0123456789") == run && !strings.ContainsAny(run, "0123456789")
		switch {
		case i == 0 && digits && len(run) <= 2 && strings.Trim(run, "01258") == "" && len(value) > len(run):
			return true
		case letters && len(run) <= 2 && strings.Trim(run, "OIlSBZQDGoisbzq") == "":
			return true
		case !digits && !letters && mixedUp.MatchString(run):
			return true
		}
	}
	return false
}

var (
	runShape = regexp.MustCompile(`[\p{L}0-9]+`)
	mixedUp  = regexp.MustCompile(`\p{L}[0158]|[0158]\p{L}|[OIlSBZQ][0-9]|[0-9][OIlSBZQo]`)
)

// places gives every place where a value of this kind stands.
func (s *sheet) places(kind int, value string) []Place {
	var all []Place
	for _, c := range s.cands {
		if c.kind == kind && c.value == value {
			all = append(all, c.place())
			if c.more != nil {
				all = append(all, place(c.more))
			}
		}
	}
	return all
}

// readNumbers reads the number of the invoice and the references.
func (s *sheet) readNumbers() []Field {
	var fields []Field
	if f, ok := s.readNumber(); ok {
		fields = append(fields, f)
	}
	for _, name := range []string{Order, BuyerReference} {
		if f, ok := s.readCode(name); ok {
			fields = append(fields, f)
		}
	}
	if f, ok := s.readReference(); ok {
		fields = append(fields, f)
	}
	return fields
}

var yearIn = regexp.MustCompile(`^(?:\D*)(?:20)?2\d\D?\d{2}|2\d$`)

var yearOnly = regexp.MustCompile(`^(?:19|20)\d\d$`)

// plausible lowers the score of a code that is more likely something else.
func (s *sheet) plausible(c *cand) float64 {
	value := c.value
	switch {
	case strings.Contains(value, "%"), strings.Contains(value, "@"), strings.HasPrefix(strings.ToLower(value), "www."):
		return 0
	case s.taken(c.tokens[0], isIBAN, isVAT):
		return 0
	}
	worth := 1.0
	if _, _, ok := parseDay(value); ok {
		worth *= 0.3
	}
	if a := s.amountAt(c.tokens[0]); a != nil && (a.currency != "" || strings.Contains(value, ",")) {
		worth *= 0.3
	}
	if yearOnly.MatchString(value) || len(value) < 2 {
		worth *= 0.6
	}
	if strings.HasPrefix(value, "+") || strings.Contains(value, ":") {
		worth *= 0.5
	}
	return worth
}

// amountAt gives the amount that a word is part of.
func (s *sheet) amountAt(t *token) *cand {
	for _, c := range s.onLineOf(isAmount, s.lines[t.line]) {
		if slices.Contains(c.tokens, t) {
			return c
		}
	}
	return nil
}

func (s *sheet) readNumber() (Field, bool) {
	var all []choice
	for _, c := range s.of(isCode) {
		score := c.owned(Number) * s.plausible(c)
		if other, _ := c.best(otherCode, Order, BuyerReference, Reference, SellerKvK, SellerVAT, IBAN, Issued, Due); other > score {
			score *= 0.4
		}
		if s.barely(c) {
			score += 0.2
		}
		if s.habit.hasLabel(Number, c) {
			score = max(score, 0.8) + 0.2
		}
		if s.habit.hasShape(Number, c.value) {
			score += 0.1
		}
		if score >= weak {
			all = append(all, choice{c, score, ProofLabel})
		}
	}
	ranked := rank(all)
	if len(ranked) == 0 {
		return Field{}, false
	}
	s.repeat(ranked)
	best := ranked[0]
	if s.habit.hasLabel(Number, best.cand) {
		ranked[0].proof = ProofHistory
	}
	alone := len(ranked) == 1 || ranked[1].score < best.score-0.12
	value := best.cand.value
	_, _, day := parseDay(value)
	sum := s.amountAt(best.cand.tokens[0])
	return s.field(Number, ranked, best.score >= 0.6 && alone, false, when(day || sum != nil && strings.Contains(value, ","), eLikeOther)|when(yearIn.MatchString(value), eFits)), true
}

// barely says whether the label of a number is only "number", at the beginning
// of its cell, on an invoice that has no better.
func (s *sheet) barely(c *cand) bool {
	bare := slices.ContainsFunc(c.links, func(k link) bool {
		word := folded(k.label.tokens)
		return k.score > 0.7 && k.label.first && (word == "nummer" || word == "number" || word == "numero" || word == "nr" || word == "no")
	})
	return bare && !slices.ContainsFunc(s.labels, func(other *label) bool { return other.means(Number) > 0.9 })
}

// barelyDated says whether the label of a day is only "date", at the beginning
// of its cell, on an invoice that has no better.
func (s *sheet) barelyDated(c *cand) bool {
	bare := slices.ContainsFunc(c.links, func(k link) bool {
		word := folded(k.label.tokens)
		return k.score > 0.7 && k.label.first && (word == "datum" || word == "date" || word == "data")
	})
	return bare && !slices.ContainsFunc(s.labels, func(other *label) bool { return other.means(Issued) > 0.9 })
}

// repeat raises a number that stands on the page again: on the next page, or
// in the words to quote with the payment.
func (s *sheet) repeat(ranked []choice) {
	for i := range ranked {
		if len(s.places(isCode, ranked[i].cand.value)) > 1 {
			ranked[i].score += 0.05
		}
	}
	slices.SortStableFunc(ranked, func(a, b choice) int { return compare(b.score, a.score) })
}

func (s *sheet) readCode(name string) (Field, bool) {
	var all []choice
	for _, c := range s.of(isCode) {
		score := c.owned(name) * s.plausible(c)
		if s.habit.hasLabel(name, c) {
			score = 1
		}
		if score >= 0.5 {
			all = append(all, choice{c, score, ProofLabel})
		}
	}
	ranked := rank(all)
	if len(ranked) == 0 {
		return Field{}, false
	}
	alone := len(ranked) == 1 || ranked[1].score < ranked[0].score-0.2
	return s.field(name, ranked, ranked[0].score >= strong && alone, false, 0), true
}

// readReference reads the reference to give with a payment, which has check
// digits: sixteen digits or RF. A right check digit alone proves little, so
// that a label must be there too.
func (s *sheet) readReference() (Field, bool) {
	var all []choice
	for _, c := range s.of(isCode) {
		value, ok := ident.RF(c.value)
		if !ok {
			if value, ok = ident.Betalingskenmerk(c.value); ok && len(value) < 9 {
				ok = false
			}
		}
		score := max(c.owned(Reference), c.owned(BuyerReference)*0.7, c.owned(Number)*0.5)
		switch {
		case !ok && c.owned(Reference) >= strong && !s.taken(c.tokens[0], isDay):
			all = append(all, choice{c, score * 0.6, ProofNone})
		case ok && score > 0.4:
			mine := *c
			mine.value = value
			all = append(all, choice{&mine, score + 0.3, ProofCheck})
		}
	}
	ranked := rank(all)
	if len(ranked) == 0 {
		return Field{}, false
	}
	checked := ranked[0].proof == ProofCheck
	return s.field(Reference, ranked, checked && ranked[0].score > 1 && len(ranked) == 1, false, when(checked, eCheck)|when(!checked, eWrongCheck)), true
}

// readDays reads the day of the invoice and the day it is due.
func (s *sheet) readDays() []Field {
	var fields []Field
	issued, ok := s.readIssued()
	if ok {
		fields = append(fields, issued)
	}
	if due, ok := s.readDue(issued); ok {
		fields = append(fields, due)
	}
	return fields
}

func (s *sheet) readIssued() (Field, bool) {
	var all []choice
	for _, c := range s.of(isDay) {
		score := c.owned(Issued)
		if other, _ := c.best(Due, otherDay, otherCode, Order); other > score {
			score *= 0.4
		}
		if s.afterNumber(c) {
			score = max(score, 0.9)
		}
		if s.barelyDated(c) {
			score += 0.2
		}
		if s.placed(c) {
			score = max(score, 0.75)
		}
		if s.habit.hasLabel(Issued, c) {
			score = max(score, 0.8) + 0.2
		}
		if score >= 0.3 {
			all = append(all, choice{c, score, ProofLabel})
		}
	}
	all = append(all, s.onlyDay(len(all))...)
	ranked := rank(all)
	if len(ranked) == 0 {
		return Field{}, false
	}
	if s.habit.hasLabel(Issued, ranked[0].cand) {
		ranked[0].proof = ProofHistory
	}
	alone := len(ranked) == 1 || ranked[1].score < ranked[0].score-0.1
	return s.field(Issued, ranked, ranked[0].score >= 0.6 && alone, ranked[0].cand.unclear, when(s.afterNumber(ranked[0].cand), eFits)), true
}

// afterNumber says whether a day follows the number of the invoice on its line:
// "Rechnung Nr. 471102 vom 05.03.2018". The line may have been broken.
func (s *sheet) afterNumber(c *cand) bool {
	before := ""
	if at := c.tokens[0].at; at > 0 {
		before = c.line.tokens[at-1].fold
	}
	switch before {
	case "vom", "von", "van", "du", "del", "dd", "dated", "of":
	default:
		return false
	}
	for _, o := range s.cands {
		same := o.line == c.line && o.tokens[0].at < c.tokens[0].at
		broken := c.tokens[0].at <= 1 && o.tokens[0].line == c.tokens[0].line-1
		if o.kind == isCode && (same || broken) && o.owned(Number) >= 0.6 {
			return true
		}
	}
	return false
}

// placed says whether a day stands behind a place, as over a letter:
// "Voorbeeldstad, 2 maart 2026".
func (s *sheet) placed(c *cand) bool {
	at := c.tokens[0].at
	if at == 0 || at > 4 || c.line.page > 0 || c.line.tokens[at-1].seg != c.tokens[0].seg {
		return false
	}
	before := c.line.tokens[at-1].text
	return strings.HasSuffix(before, ",") && strings.Trim(before, "0123456789,.") != "" && c.tokens[len(c.tokens)-1].at == len(c.line.tokens)-1
}

// onlyDay proposes a day without a label at the top of the first page when
// there is no better.
func (s *sheet) onlyDay(found int) []choice {
	if found > 0 {
		return nil
	}
	var all []choice
	for _, c := range s.of(isDay) {
		if other, _ := c.best(Due, otherDay); c.line.page == 0 && other < 0.4 {
			all = append(all, choice{c, 0.3, ProofNone})
		}
	}
	return all
}

// mostTerm is how many days a supplier gives to pay at most, to be believed.
const mostTerm = 92

func (s *sheet) readDue(issued Field) (Field, bool) {
	var all []choice
	for _, c := range s.of(isDay) {
		score := c.owned(Due)
		if other, _ := c.best(otherDay, Issued); other > score {
			score *= 0.5
		}
		if payBefore(c) {
			score = max(score, 0.9)
		}
		if s.habit.hasLabel(Due, c) {
			score = max(score, 0.8) + 0.2
		}
		if score >= weak {
			all = append(all, choice{c, score, ProofLabel})
		}
	}
	ranked := rank(all)
	if len(ranked) == 0 {
		return s.readTerm(issued)
	}
	best := ranked[0]
	alone := len(ranked) == 1 || ranked[1].score < best.score-0.1
	later := issued.Value == "" || best.cand.value >= issued.Value
	return s.field(Due, ranked, best.score >= 0.6 && alone && later, best.cand.unclear || !later, when(later && issued.Value != "" && best.cand.value <= string(day.Day(issued.Value).Add(mostTerm)), eFits)), true
}

// payBefore says whether a sentence asks to pay before a day: "het bedrag voor
// 10 december 2025 over te maken op …".
func payBefore(c *cand) bool {
	at, line := c.tokens[0].at, c.line
	if at == 0 {
		return false
	}
	switch line.tokens[at-1].fold {
	case "voor", "uiterlijk", "before", "by":
	default:
		return false
	}
	for i := at + len(c.tokens); i < len(line.tokens) && i < at+len(c.tokens)+5; i++ {
		switch line.tokens[i].fold {
		case "maken", "overmaken", "betalen", "voldoen", "betaald", "voldaan", "overgemaakt", "pay", "paid", "transferred":
			return true
		}
	}
	return false
}
