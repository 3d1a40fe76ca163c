// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"slices"
	"strings"

	"rentmeester/ident"
)

// sideOf says whose a place on the page is, by the nearest heading over it in
// its column: "seller", "buyer" or "".
func (s *sheet) sideOf(c *cand) string {
	if score, l := c.best(sellerHead, buyerHead); score > 0.6 && l.colon {
		if l.means(sellerHead) > l.means(buyerHead) {
			return "seller"
		}
		return "buyer"
	}
	return s.sideAbove(c.tokens)
}

// blockLines is how long a block with a heading may be.
const blockLines = 10

func (s *sheet) sideAbove(tokens []*token) string {
	at, box := tokens[0].line, around(tokens)
	for i := at; i >= 0 && at-i <= blockLines && s.lines[i].page == tokens[0].page; i-- {
		for _, l := range s.named[s.lines[i]] {
			if !l.first || i == at {
				continue
			}
			lb := around(l.tokens)
			if lb.Left > box.Right || lb.Left < box.Left-90 {
				continue
			}
			if !l.last && !l.colon {
				continue
			}
			switch {
			case l.means(sellerHead) > 0:
				return "seller"
			case l.means(buyerHead) > 0:
				return "buyer"
			}
		}
	}
	return ""
}

// readAccounts reads the account to pay to, the blocked account and the BIC.
func (s *sheet) readAccounts() []Field {
	var plain, blocked []choice
	for _, c := range s.of(isIBAN) {
		if slices.ContainsFunc(s.own.IBANs, func(own string) bool { return ident.Electronic(own) == c.value }) {
			continue
		}
		if score, _ := c.best(own); score > 0.5 {
			continue
		}
		one := choice{c, s.accountScore(c), ProofCheck}
		if score, _ := c.best(GAccount); ident.GAccount(c.value) || score > 0.7 {
			blocked = append(blocked, one)
		} else {
			plain = append(plain, one)
		}
	}
	var fields []Field
	for _, one := range []struct {
		name string
		all  []choice
	}{{IBAN, rank(plain)}, {GAccount, rank(blocked)}} {
		if len(one.all) > 0 {
			fields = append(fields, s.accountField(one.name, one.all))
		}
	}
	if f, ok := s.readBIC(); ok {
		fields = append(fields, f)
	}
	return fields
}

// accountField makes a field of the best account. Between two there is no
// choosing, unless the supplier had one of them before; a wrong one is never
// accepted, nor one beside words of direct debit, which may be the buyer's.
func (s *sheet) accountField(name string, ranked []choice) Field {
	best := ranked[0].cand
	single := len(ranked) == 1 || s.habit.knowsIBAN(best.value) && !s.habit.knowsIBAN(ranked[1].cand.value)
	veto := !best.valid || !single || s.debited(best) && !s.habit.knowsIBAN(best.value)
	f := s.field(name, ranked, best.valid && single, veto, when(s.habit.knowsIBAN(best.value), eHistory))
	f.Places = s.places(isIBAN, f.Value)
	return f
}

// debit finds that money is taken rather than paid: the account beside it may be
// the buyer's.
var debit = regexp.MustCompile(`incasso|incasseer|incasseren|geincasseerd|afgeschreven|afschrijven|machtiging|lastschrift|eingezogen|abgebucht|einzug|mandat|directdebit|debitedfrom|prelevement|addebit`)

// debited says whether the lines around an account speak of direct debit.
func (s *sheet) debited(c *cand) bool {
	at := c.tokens[0].line
	for i := max(at-3, 0); i <= min(at+2, len(s.lines)-1); i++ {
		if s.lines[i].page == c.line.page && debit.MatchString(folded(s.lines[i].tokens)) {
			return true
		}
	}
	return false
}

func (s *sheet) accountScore(c *cand) float64 {
	score, _ := c.best(IBAN)
	if c.valid {
		score++
	}
	if s.habit.knowsIBAN(c.value) {
		score += 2
	}
	if c.repaired {
		score -= 0.2
	}
	if s.sideOf(c) == "buyer" {
		score -= 0.3
	}
	return score
}

func (s *sheet) readBIC() (Field, bool) {
	var all []choice
	for _, c := range s.of(isBIC) {
		if score := c.owned(BIC); score >= 0.5 {
			all = append(all, choice{c, score, ProofLabel})
		}
	}
	ranked := rank(all)
	if len(ranked) == 0 {
		return Field{}, false
	}
	return s.field(BIC, ranked, len(ranked) == 1 && ranked[0].score >= strong, false, 0), true
}

// readTax reads the VAT numbers and the number in the trade register.
func (s *sheet) readTax() []Field {
	var fields []Field
	if f, ok := s.readSellerVAT(); ok {
		fields = append(fields, f)
	}
	if f, ok := s.readKvK(); ok {
		fields = append(fields, f)
	}
	return fields
}

// ownVAT says whether a number is the administration's own.
func (s *sheet) ownVAT(value string) bool {
	return slices.ContainsFunc(s.own.VAT, func(own string) bool { return ident.Electronic(own) == value })
}

func (s *sheet) readSellerVAT() (Field, bool) {
	var all []choice
	for _, c := range s.of(isVAT) {
		if s.ownVAT(c.value) {
			continue
		}
		score := 0.5
		if found, _ := c.best(SellerVAT); found > 0.5 {
			score += 0.3 * found
		}
		if mine, other := linkOf(c, BuyerVAT), linkOf(c, SellerVAT); mine > 0.5 && mine >= other {
			score -= 0.8
		}
		switch s.sideOf(c) {
		case "seller":
			score += 0.4
		case "buyer":
			score -= 0.6
		}
		if len(s.places(isVAT, c.value)) > 1 {
			score += 0.1
		}
		if c.valid {
			score += 0.15
		}
		if s.habit.knowsVAT(c.value) {
			score += 1
		}
		if score > 0.2 {
			proof := ProofLabel
			if c.valid {
				proof = ProofCheck
			}
			all = append(all, choice{c, score, proof})
		}
	}
	ranked := rank(all)
	if len(ranked) == 0 {
		return Field{}, false
	}
	best := ranked[0]
	labelled, _ := best.cand.best(SellerVAT)
	accept := (best.cand.valid || labelled >= 0.6) && best.score >= 0.6 && (len(ranked) == 1 || ranked[1].score < best.score-0.35)
	f := s.field(SellerVAT, ranked, accept, s.ocr && best.cand.checked && !best.cand.valid && best.cand.sure() < 0.75, when(s.habit.knowsVAT(best.cand.value), eHistory)|when(s.sideOf(best.cand) == "buyer", eBuyer)|when(linkOf(best.cand, BuyerVAT) > 0.5, eBadly)|when(labelled >= 0.6, eFits))
	f.Places = s.places(isVAT, f.Value)
	return f, true
}

func linkOf(c *cand, field string) float64 {
	score, _ := c.best(field)
	return score
}

func (s *sheet) readKvK() (Field, bool) {
	var all []choice
	for _, c := range s.of(isCode) {
		value, ok := ident.KvK(c.value)
		if !ok || len(electronic(c.value)) != 8 || slices.Contains(s.own.KvK, value) {
			continue
		}
		score := c.owned(SellerKvK)
		if s.sideOf(c) == "buyer" {
			score -= 0.5
		}
		if s.habit.knowsKvK(value) {
			score += 1
		}
		if score > 0.3 {
			mine := *c
			mine.value = value
			all = append(all, choice{&mine, score, ProofLabel})
		}
	}
	ranked := rank(all)
	if len(ranked) == 0 {
		return Field{}, false
	}
	if s.habit.knowsKvK(ranked[0].cand.value) {
		ranked[0].proof = ProofHistory
	}
	return s.field(SellerKvK, ranked, ranked[0].score >= 0.6 && (len(ranked) == 1 || ranked[1].score < ranked[0].score-0.3), false, when(s.habit.knowsKvK(ranked[0].cand.value), eHistory)), true
}

// euroCountries have the euro.
const euroCountries = " AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK BG "

// currencyOfCountry takes the euro for granted when the account or the VAT
// number is of a country that has it and the pages name no currency at all.
func (s *sheet) currencyOfCountry() (Field, bool) {
	for _, c := range s.cands {
		if (c.kind == isIBAN || c.kind == isVAT) && strings.Contains(euroCountries, " "+c.value[:2]+" ") && !s.foreign() {
			f := Field{Name: Currency, Value: "EUR", Raw: c.raw(), Places: []Place{c.place()}, Proof: ProofCountry}
			f.judge(false, eAlways|eCheck|when(s.ocr, eScan))
			return f, true
		}
	}
	return Field{}, false
}

// foreign says whether the pages name a currency that is none of symbols.
func (s *sheet) foreign() bool {
	for _, l := range s.lines {
		for _, t := range l.tokens {
			switch strings.Trim(t.text, ".,:;()[]") {
			case "DKK", "SEK", "NOK", "PLN", "CZK", "HUF", "RON", "DEM", "NLG", "BEF", "FRF", "ITL", "JPY", "CNY", "CAD", "AUD", "TRY", "¥", "zł", "kr":
				return true
			}
		}
	}
	return false
}

// readCurrency finds the one currency that amounts are in.
func (s *sheet) readCurrency() (Field, bool) {
	counts := map[string]int{}
	first := map[string][]*token{}
	for _, l := range s.lines {
		for _, t := range l.tokens {
			for _, sign := range signsOfCurrency {
				code := symbols[sign]
				upper := strings.ToUpper(strings.Trim(t.text, ".,:;()[]"))
				if upper == sign || (sign == "€" || sign == "£" || sign == "$") && strings.Contains(upper, sign) || strings.HasPrefix(upper, sign) && digitShare(upper) > 0.4 {
					counts[code]++
					if first[code] == nil {
						first[code] = []*token{t}
					}
					break
				}
			}
		}
	}
	best := ""
	for _, code := range []string{"EUR", "USD", "GBP", "CHF"} {
		if counts[code] > counts[best] {
			best = code
		}
	}
	if best == "" {
		return s.currencyOfCountry()
	}
	f := Field{Name: Currency, Value: best, Raw: said(first[best]), Places: []Place{place(first[best])}, Proof: ProofLabel}
	f.judge(false, eAlways|when(len(counts) == 1, eAlone)|when(counts[best] > 1, eTwice)|when(s.ocr, eScan)|when(s.foreign(), eRival))
	return f, true
}
