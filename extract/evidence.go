// SPDX-License-Identifier: EUPL-1.2

package extract

import "strings"

// evidence is what speaks for and against a value, as a set of bits: what is
// learned is how much each weighs (certainty.go).
type evidence uint64

// The kinds of evidence. Which of them a field can have depends on its group;
// their names are those in certainty.json.
const (
	eAlways  evidence = 1 << iota
	eRule             // the rules of the engine hold: a good label, and no rival near
	eScore45          // how well its label fits: at least so many hundredths
	eScore60
	eScore80
	eScore95
	eAlone // no other value has such a label
	eLead10
	eLead30
	eTwice // it stands at two places
	eCheck // its check digits are right
	eWrongCheck
	eHistory // this supplier had it, or its place, before
	eScan    // it was recognised
	eUnsure75
	eUnsure90
	eAmbiguous // of letters and digits that recognition confuses
	eMended
	eBelow // its label stands over it
	eHead  // at the top of its column
	eRow   // its label stands before it, with others between
	eLater // not on the first page
	eShort
	eLikeOther // a number that may be a day or an amount
	eFits      // it agrees with another field: due after issued, a number with the year
	eBadly     // it does not
	eSum       // the amounts agree
	ePrinted   // the net amount stands on the page too
	eLinesAdd  // the amounts over it add up to it
	eRival     // other amounts agree likewise
	eNoVAT
	eSame // payable is the whole

	eForm // of names: with a legal form
	eDomain
	eHolder
	eSeller
	eBuyer
	eAddress // an address follows it
	eNumbers // near an account or a number for VAT
	eTop
	eBottom
	eLarge
	eAgain
	eThrice
	eWhole // not a part of a name in two lines
	ePart  // a longer name begins or ends with it
	ePerson
	eOneWord
	eLonger // it holds a shorter candidate
	eFooter
	eKnown  // a known supplier has this name
	eJoined // it stands in two lines
	eOther  // a label of something else stands before it
	eTable  // an amount stands on its line
	eDigits // nothing but digits
)

// evidenceNames are those in certainty.json, in the order of the bits.
var evidenceNames = []string{"always", "rule", "score-45", "score-60", "score-80", "score-95", "alone", "lead-10", "lead-30", "twice", "check", "wrong-check", "history",
	"scan", "unsure-75", "unsure-90", "ambiguous", "mended", "below", "head", "row", "later-page", "short", "like-other", "fits", "badly", "sum", "printed", "lines-add", "rival", "no-vat", "same",
	"form", "domain", "holder", "seller", "buyer", "address", "numbers", "top", "bottom", "large", "again", "thrice", "whole", "part", "person", "one-word", "longer", "footer", "known", "joined", "other", "table", "digits"}

// when gives evidence that holds.
func when(holds bool, e evidence) evidence {
	if holds {
		return e
	}
	return 0
}

// seen gathers what there is to say of the best choice.
func (s *sheet) seen(name string, ranked []choice, rule bool) evidence {
	c, score := ranked[0].cand, ranked[0].score
	lead := 1.0
	if len(ranked) > 1 {
		lead = score - ranked[1].score
	}
	e := eAlways | when(rule, eRule) | when(score >= 0.45, eScore45) | when(score >= 0.6, eScore60) | when(score >= 0.8, eScore80) | when(score >= 0.95, eScore95) |
		when(len(ranked) == 1, eAlone) | when(lead >= 0.1, eLead10) | when(lead >= 0.3, eLead30) | when(len(s.places(c.kind, c.value)) > 1, eTwice) |
		when(ranked[0].proof == ProofHistory || s.habit.hasShape(name, c.value), eHistory) | when(c.line.page > 0, eLater) | when(len(c.value) < 4, eShort)
	if c.checked {
		e |= when(c.valid, eCheck) | when(!c.valid, eWrongCheck)
	}
	if s.ocr {
		sure := c.sure()
		e |= eScan | when(sure < 0.75, eUnsure75) | when(sure < 0.9, eUnsure90) | when(c.kind == isCode && ambiguous(c.value), eAmbiguous) | when(strings.Trim(c.value, "0123456789") == "", eDigits) | when(c.repaired, eMended)
	}
	if len(c.links) > 0 {
		how := c.links[0].way
		e |= when(how == above, eBelow) | when(how == head, eHead) | when(how == row, eRow)
	}
	return e
}
