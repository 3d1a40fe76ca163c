// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"strconv"

	"rentmeester/day"
)

// termShapes find a term of payment: "binnen 30 dagen".
var termShapes = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(?:binnen|betalingstermijn|betaaltermijn|termijn van|within|net|innerhalb(?: von)?|zahlungsziel|entro)\b:? *(?:de |is )?(\d{1,3}) *(?:dagen|days|tagen?|giorni)`),
	regexp.MustCompile(`(?i)\b(\d{1,3}) *(?:dagen|days|tage) *(?:na factuurdatum|netto|net|after invoice|ab rechnungsdatum)`),
}

// readTerm works the day out from a term of payment. It is a proposal: the term
// may begin with delivery, or be one for a discount.
func (s *sheet) readTerm(issued Field) (Field, bool) {
	if issued.Value == "" {
		return Field{}, false
	}
	for _, l := range s.lines {
		for _, shape := range termShapes {
			found := shape.FindStringSubmatch(said(l.tokens))
			if found == nil {
				continue
			}
			days, err := strconv.Atoi(found[1])
			if err != nil || days == 0 || days > 180 {
				continue
			}
			f := Field{Name: Due, Value: string(day.Day(issued.Value).Add(days)), Raw: found[0], Places: []Place{place(l.tokens)}}
			f.judge(true, eAlways|eHead|when(s.ocr, eScan))
			return f, true
		}
	}
	return Field{}, false
}

// kindWords are the names of a document that asks money back.
var kindWords = regexp.MustCompile(`^(?:creditnota|creditfactuur|kreditnota|creditnote|creditmemo|creditinvoice|gutschrift|stornorechnung|avoir|notadicredito|notacredito|facturedavoir)`)

var (
	selfBilled = regexp.MustCompile(`selbstausgestellte|selfbill|autofacturation`)
	correction = regexp.MustCompile(`^(?:rechnungskorrektur|korrekturrechnung|correctiefactuur|factuurcorrectie)`)
	invoiced   = regexp.MustCompile(`^(?:factuur|faktuur|invoice|taxinvoice|rechnung|handelsrechnung|facture|fattura|verkoopfactuur|declaratie|nota|verzamelfactuur)`)
)

// readKind tells an invoice from a credit note by the title: a cell of few
// words on the first page.
func (s *sheet) readKind() []Field {
	s.kind = "invoice"
	var bill, credit *Field
	for _, l := range s.lines {
		if l.page > 0 {
			break
		}
		for _, cell := range l.segments() {
			folded := folded(cell)
			if len(cell) > 8 {
				continue
			}
			f := &Field{Name: Kind, Raw: said(cell), Places: []Place{place(cell)}, Proof: ProofLabel}
			switch {
			case kindWords.MatchString(folded) && !selfBilled.MatchString(folded):
				if credit == nil {
					credit = f
				}
			case invoiced.MatchString(folded), correction.MatchString(folded):
				if bill == nil {
					bill = f
				}
			}
		}
	}
	more := eAlways | when(s.ocr, eScan) | when(credit != nil && bill != nil, eRival)
	f := &Field{Name: Kind, Value: "invoice"}
	switch {
	case credit != nil:
		s.kind, credit.Value, f, more = "creditnote", "creditnote", credit, more|eRule|eFits
	case bill != nil:
		bill.Value, f, more = "invoice", bill, more|eRule
	}
	f.judge(more&eRule == 0, more)
	return []Field{*f}
}
