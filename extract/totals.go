// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// sum is what net, VAT and gross may be together.
type sum struct {
	net, vat, gross int64
	rows            []taxRow
	proof           string
	score           float64
	labels          [3]float64 // of net, VAT, gross
	printed         bool       // net stands on the page too
	none            bool       // without VAT
}

// taxRow is a base and the VAT on it at a rate, which agree.
type taxRow struct {
	rate, base, tax int64
	baseCand        *cand
	taxCand         *cand
	rateCand        *cand
}

// worth is what is known of one amount, wherever it stands.
type worth struct {
	units                    int64
	cands                    []*cand
	net, vat, gross, payable float64
	last                     int // the last line it stands on
}

// readTotals chooses net, VAT and gross together: by their labels, because they
// add up, and because the VAT is a rate that stands on the page.
func (s *sheet) readTotals() []Field {
	all := s.worths()
	rows := s.taxRows()
	sums := s.sums(all, rows)
	var fields []Field
	if f, ok := s.readCurrency(); ok {
		fields = append(fields, f)
	}
	if len(sums) == 0 {
		return append(fields, s.loneTotal(all)...)
	}
	best, accept, rivals := s.bestSum(sums)
	fields = append(fields, s.totalFields(best, accept, rivals, all)...)
	return fields
}

// worths gathers the amounts by what they are worth.
func (s *sheet) worths() map[int64]*worth {
	all := map[int64]*worth{}
	for _, c := range s.of(isAmount) {
		if c.units%cent != 0 {
			continue
		}
		w := all[c.units]
		if w == nil {
			if len(all) >= mostAmounts {
				continue
			}
			w = &worth{units: c.units}
			all[c.units] = w
		}
		w.cands = append(w.cands, c)
		w.last = max(w.last, c.tokens[0].line)
		w.net, w.vat = max(w.net, amountLabel(c, Net)), max(w.vat, amountLabel(c, VAT))
		w.gross, w.payable = max(w.gross, amountLabel(c, Gross)), max(w.payable, amountLabel(c, Payable))
	}
	return all
}

// amountLabel says how well an amount has a label. A label of something else
// that stands nearer takes half away.
func amountLabel(c *cand, field string) float64 {
	mine, l := c.best(field)
	if l == nil {
		return 0
	}
	if other, o := c.best(paid, otherSum); o != nil && other > mine {
		mine *= 0.5
	}
	return mine
}

// commonRates are the rates of VAT in Europe, in units.
var commonRates = []int64{21, 9, 6, 19, 7, 16, 5, 20, 10, 22, 4, 12, 25, 23, 17, 8, 13, 18, 24, 27, 15, 14}

// ratesOn gives the rates on a line: with a percent sign, or bare numbers that
// are a rate somewhere.
func (s *sheet) ratesOn(l *line) []*cand {
	all := s.onLineOf(isRate, l)
	if len(all) > 0 {
		return all
	}
	for _, t := range l.tokens {
		text := strings.TrimSuffix(strings.Replace(strings.Trim(t.text, "()"), ",", ".", 1), "%")
		value, err := strconv.ParseFloat(text, 64)
		if err != nil || value <= 0 || value > 30 {
			continue
		}
		units := int64(value*100+0.5) * (unit / 100)
		if slices.Contains(commonRates, units/unit) && units%unit == 0 || units == 55*unit/10 || units == 21*unit/10 {
			all = append(all, &cand{kind: isRate, units: units, value: plain(units), tokens: []*token{t}, line: l})
		}
	}
	return all
}

// taxOf is the VAT on a base, in whole cents.
func taxOf(base, rate int64) int64 {
	product := absolute(base/cent) * (rate / cent) // cents times hundredths of a percent
	tax := (product + 5_000) / 10_000 * cent
	if base < 0 {
		return -tax
	}
	return tax
}

// taxRows finds the lines on which a base, a rate and the VAT agree.
func (s *sheet) taxRows() []taxRow {
	var rows []taxRow
	for _, l := range s.lines {
		var amounts []*cand
		for _, c := range s.onLineOf(isAmount, l) {
			if c.units%cent == 0 && c.units != 0 {
				amounts = append(amounts, c)
			}
		}
		if len(amounts) < 2 || len(amounts) > 8 {
			continue
		}
		for _, r := range s.ratesOn(l) {
			if row, ok := rowOf(amounts, r); ok {
				rows = append(rows, row)
				break
			}
		}
	}
	return rows
}

// loneTaxes finds lines with a rate and the VAT, without the base.
func (s *sheet) loneTaxes() []taxRow {
	if s.lone != nil {
		return *s.lone
	}
	rows := []taxRow{}
	for _, l := range s.lines {
		amounts := s.onLineOf(isAmount, l)
		rates := s.onLineOf(isRate, l)
		if len(amounts) == 1 && len(rates) == 1 && rates[0].units > 0 && amounts[0].units%cent == 0 && amountLabel(amounts[0], VAT) > 0.5 {
			rows = append(rows, taxRow{rate: rates[0].units, tax: amounts[0].units, taxCand: amounts[0], rateCand: rates[0]})
		}
	}
	s.lone = &rows
	return rows
}

func (s *sheet) onLineOf(kind int, l *line) []*cand {
	var all []*cand
	for _, c := range s.onLine[l] {
		if c.kind == kind {
			all = append(all, c)
		}
	}
	return all
}

func rowOf(amounts []*cand, rate *cand) (taxRow, bool) {
	for _, off := range []int64{0, cent} {
		for i := len(amounts) - 1; i >= 0; i-- { // the last base: behind allowances
			for _, tax := range amounts {
				base := amounts[i]
				if tax == base || slices.Contains(rate.tokens, base.tokens[0]) || rate.units == 0 {
					continue
				}
				if absolute(taxOf(base.units, rate.units)-tax.units) <= off && absolute(tax.units) < absolute(base.units) && absolute(tax.units) > 4*cent {
					return taxRow{rate.units, base.units, tax.units, base, tax, rate}, true
				}
			}
		}
	}
	return taxRow{}, false
}

// sums tries all amounts against each other.
func (s *sheet) sums(all map[int64]*worth, rows []taxRow) []sum {
	rates := s.rates(rows)
	var sums []sum
	keys := sorted(all)
	taxes := slices.Clone(keys)
	for _, whole := range []int64{wholeTax(rows), wholeTax(s.loneTaxes())} {
		if whole != 0 && !slices.Contains(taxes, whole) {
			taxes = append(taxes, whole)
		}
	}
	for _, gross := range keys {
		if gross == 0 {
			continue
		}
		for _, vat := range taxes {
			if vat == 0 || absolute(vat) >= absolute(gross) || (vat < 0) != (gross < 0) {
				continue
			}
			if one, ok := s.try(gross, vat, all, rows, rates); ok {
				sums = append(sums, one)
			}
		}
		if one, ok := s.tryNone(gross, all); ok {
			sums = append(sums, one)
		}
	}
	slices.SortStableFunc(sums, func(a, b sum) int { return compare(b.score, a.score) })
	return sums
}

func sorted(all map[int64]*worth) []int64 { return slices.Sorted(maps.Keys(all)) }

// rates gives every rate on the pages.
func (s *sheet) rates(rows []taxRow) []int64 {
	var all []int64
	for _, c := range s.of(isRate) {
		if c.units > 0 && c.units <= 30*unit && !slices.Contains(all, c.units) {
			all = append(all, c.units)
		}
	}
	for _, r := range rows {
		if !slices.Contains(all, r.rate) {
			all = append(all, r.rate)
		}
	}
	return all
}

// wholeTax is the VAT of all different rows together, for pages that do not
// say it.
func wholeTax(rows []taxRow) int64 {
	total := int64(0)
	for _, r := range distinct(rows) {
		total += r.tax
	}
	return total
}

// distinct keeps one row for each rate.
func distinct(rows []taxRow) []taxRow {
	var kept []taxRow
	for _, r := range rows {
		if !slices.ContainsFunc(kept, func(k taxRow) bool { return k.rate == r.rate }) {
			kept = append(kept, r)
		}
	}
	return kept
}

// try makes a sum of a gross amount and its VAT.
func (s *sheet) try(gross, vat int64, all map[int64]*worth, rows []taxRow, rates []int64) (sum, bool) {
	one := sum{net: gross - vat, vat: vat, gross: gross}
	g, v, n := all[gross], all[vat], all[gross-vat]
	one.labels[2] = max(g.gross, 0.9*g.payable)
	if v != nil {
		one.labels[1] = v.vat
	}
	if n != nil {
		one.printed, one.labels[0] = true, n.net
	}
	one.prove(rows, rates)
	if parts := distinct(s.loneTaxes()); one.proof == "" && one.printed && len(parts) > 1 && wholeTax(parts) == vat && one.labels[0] >= 0.6 && one.labels[2] >= 0.6 && fits(parts, one.net) {
		one.proof, one.rows, one.labels[1] = ProofSum, parts, 0.9
	}
	switch {
	case one.proof == "" && (!one.printed || min(one.labels[0], one.labels[1], one.labels[2]) < 0.65):
		return one, false
	case one.proof != "" && !one.printed && s.saysNet(all):
		return one, false // it says another net amount
	case one.proof != "" && !one.printed && (one.labels[2] < 0.5 || one.labels[1] < 0.5 && len(one.rows) == 0):
		return one, false
	}
	one.score = one.labels[2] + 0.7*one.labels[1] + 0.7*one.labels[0]
	if one.proof != "" {
		one.score += 1
	}
	if one.printed {
		one.score += 0.4
	}
	return one, true
}

// saysNet says whether the pages call an amount the net amount.
func (s *sheet) saysNet(all map[int64]*worth) bool {
	for _, w := range all {
		if w.net >= 0.65 {
			return true
		}
	}
	return false
}

// fits says whether the net amount can hold what the rates make of each VAT.
func fits(parts []taxRow, net int64) bool {
	bases, slack := int64(0), int64(0)
	for _, r := range parts {
		bases += r.tax * 100 * unit / r.rate
		slack += 60 * cent * unit / r.rate
	}
	return absolute(bases) <= absolute(net)+slack
}

// prove sees whether the VAT is what the rates make of the net amount.
func (one *sum) prove(rows []taxRow, rates []int64) {
	for _, rate := range rates {
		if absolute(taxOf(one.net, rate)-one.vat) <= cent {
			one.proof = ProofSum
			for _, r := range rows {
				if r.base == one.net && r.tax == one.vat {
					one.rows = []taxRow{r}
				}
			}
			if one.rows == nil {
				one.rows = []taxRow{{rate: rate, base: one.net, tax: one.vat}}
			}
			return
		}
	}
	if parts := together(rows, one.net, one.vat); parts != nil {
		one.proof, one.rows = ProofSum, parts
		return
	}
	if parts := distinct(rows); len(parts) > 0 && one.printed { // the rest is free of VAT
		base, tax := int64(0), int64(0)
		for _, r := range parts {
			base, tax = base+r.base, tax+r.tax
		}
		if absolute(tax-one.vat) <= cent && absolute(base) < absolute(one.net) {
			one.proof, one.rows = ProofSum, parts
		}
	}
}

// together finds rows of different rates that make up a net amount and its VAT.
func together(rows []taxRow, net, vat int64) []taxRow {
	rows = rows[:min(len(rows), 24)]
	for i, a := range rows {
		for j, b := range rows[i+1:] {
			if a.rate == b.rate {
				continue
			}
			if a.base+b.base == net && absolute(a.tax+b.tax-vat) <= cent {
				return []taxRow{a, b}
			}
			for _, c := range rows[i+j+2:] {
				if c.rate != a.rate && c.rate != b.rate && a.base+b.base+c.base == net && absolute(a.tax+b.tax+c.tax-vat) <= cent {
					return []taxRow{a, b, c}
				}
			}
		}
	}
	return nil
}

var zeroVAT = regexp.MustCompile(`verlegd|verleggingsregeling|reversecharge|vatreverse|steuerschuldnerschaft|vrijgesteld|vrijstelling|exempt|exonerat|kleinunternehmer|steuerfrei|steuerbefreiung|intracommunaut|innergemeinschaft|262ter|293b|kleineondernemersregeling|geenbtw|vrijvanbtw|btwvrij|0btw|btw0|0vat|vat0|0ust|0mwst|tva0|iva0|nichtsteuerbar|zerorated|nontaxable|buitenbtw|btwnvt`)

// zero says whether the pages say that there is no VAT.
func (s *sheet) zero() bool {
	for _, c := range s.of(isRate) {
		if c.units == 0 {
			return true
		}
	}
	for _, l := range s.lines {
		if zeroVAT.MatchString(folded(l.tokens)) {
			return true
		}
	}
	return false
}

// tryNone makes a sum without VAT.
func (s *sheet) tryNone(gross int64, all map[int64]*worth) (sum, bool) {
	w := all[gross]
	one := sum{net: gross, gross: gross, none: true, printed: true}
	one.labels[0], one.labels[2] = w.net, max(w.gross, 0.9*w.payable)
	if z := all[0]; z != nil {
		one.labels[1] = z.vat
	}
	if one.labels[2] < 0.5 || !s.zero() && one.labels[1] < 0.6 {
		return one, false
	}
	twice := 0.0
	if w.net > 0.5 && len(w.cands) > 1 || w.gross > 0.6 && w.payable > 0.6 {
		twice = 1
		one.proof = ProofSum
	}
	one.score = one.labels[2] + 0.5*one.labels[0] + 0.5*one.labels[1] + 0.7*twice
	return one, true
}

// whole says whether another sum is only one rate of this one.
func (one sum) whole(part sum) bool {
	return len(one.rows) > 1 && one.labels[2] > 0 && slices.ContainsFunc(one.rows, func(r taxRow) bool { return r.base == part.net && r.tax == part.vat })
}

// bestSum takes the best sum and says whether it is beyond doubt: proved, with
// a label on the total, and without a rival that is proved too and not a part
// of it.
func (s *sheet) bestSum(sums []sum) (best sum, accept, rivals bool) {
	best = sums[0]
	for _, one := range sums[1:] { // of sums that are proved alike the larger: the other is a part of it
		if one.whole(best) {
			best = one
			continue
		}
		if one.proof != "" && best.proof != "" && !one.none && absolute(one.gross) > absolute(best.gross) && one.score > best.score-0.5 && one.labels[2] >= 0.5 {
			best = one
		}
	}
	labelled := best.labels[2] >= 0.5 || best.labels[0] >= 0.6 && best.labels[1] >= 0.6
	accept = labelled && (best.proof != "" || !best.none && min(best.labels[0], best.labels[1], best.labels[2]) >= 0.65)
	for _, one := range sums {
		if one.gross == best.gross && (one.vat == best.vat || one.score < best.score-0.5) {
			continue
		}
		switch {
		case one.gross == best.gross,
			absolute(one.gross) > absolute(best.gross) && one.labels[2] >= 0.6 && one.score > best.score-1,
			!best.whole(one) && absolute(one.gross) < absolute(best.gross) && one.score > best.score+0.1 && one.labels[2] > best.labels[2]+0.15:
			rivals = true
		}
	}
	return best, accept && !rivals, rivals
}

// totalFields writes the totals as fields.
func (s *sheet) totalFields(best sum, accept, rivals bool, all map[int64]*worth) []Field {
	why := s.sumEvidence(best, accept, rivals, all)
	make := func(name string, units int64, label string) Field {
		f := Field{Name: name, Value: plain(s.signed(units)), Proof: ProofSum}
		more := evidence(0)
		if w := all[units]; w != nil {
			c := bestCand(w, label)
			f.Raw, f.Places = c.raw(), []Place{c.place()}
			more = when(s.ocr && c.sure() < 0.75, eUnsure75)
		}
		f.judge(why&(eSum|eLinesAdd|eRule|eTwice) == 0, why|more)
		return f
	}
	s.net = s.kind == "creditnote" && best.gross < 0
	fields := []Field{make(Net, best.net, Net), make(VAT, best.vat, VAT), make(Gross, best.gross, Gross)}
	for i, r := range best.rows {
		fields = append(fields, s.rowFields(i, r, why)...)
	}
	return append(fields, s.readPayable(best, why, all))
}

// sumEvidence is what there is to say of a sum.
func (s *sheet) sumEvidence(best sum, accept, rivals bool, all map[int64]*worth) evidence {
	taxed := slices.ContainsFunc(s.of(isRate), func(c *cand) bool { return c.units > 0 })
	return eAlways | when(best.none && len(all[best.gross].cands) > 1, eTwice) | when(best.none && !taxed, eFits) | when(best.none && taxed, eBadly) | when(accept, eRule) | when(best.proof != "", eSum) | when(best.printed && !best.none, ePrinted) | when(rivals, eRival) | when(best.none, eNoVAT) | when(s.ocr, eScan) |
		when(best.labels[2] >= 0.5, eScore45) | when(best.labels[2] >= 0.65, eScore60) | when(best.labels[2] >= 0.9, eScore95) |
		when(best.labels[0] >= 0.6, eSeller) | when(best.labels[1] >= 0.6, eBuyer) | when(s.linesAdd(all[best.net]) || s.linesAdd(all[best.gross]), eLinesAdd) | when(s.largest(best.gross, all), eLarge)
}

// largest says whether no amount on the pages is larger.
func (s *sheet) largest(gross int64, all map[int64]*worth) bool {
	for units := range all {
		if absolute(units) > absolute(gross) {
			return false
		}
	}
	return true
}

// signed turns the amounts of a credit note that stand with a minus: the word
// says it already.
func (s *sheet) signed(units int64) int64 {
	if s.net {
		return -units
	}
	return units
}

// bestCand is the place of an amount with the best label.
func bestCand(w *worth, field string) *cand {
	best := w.cands[0]
	most := -1.0
	for _, c := range w.cands {
		score := amountLabel(c, field)
		if field == Gross {
			score = max(score, 0.9*amountLabel(c, Payable))
		}
		if score >= most {
			best, most = c, score
		}
	}
	return best
}

func (s *sheet) rowFields(i int, r taxRow, why evidence) []Field {
	var fields []Field
	for _, part := range []struct {
		name  string
		units int64
		cand  *cand
	}{{"rate", r.rate, r.rateCand}, {"base", s.signed(r.base), r.baseCand}, {"amount", s.signed(r.tax), r.taxCand}} {
		if part.name == "base" && r.base == 0 {
			continue // the page does not say
		}
		f := Field{Name: "tax." + strconv.Itoa(i) + "." + part.name, Value: plain(part.units), Proof: ProofSum}
		if part.cand != nil {
			f.Raw, f.Places = part.cand.raw(), []Place{part.cand.place()}
		}
		f.judge(why&eSum == 0, why)
		fields = append(fields, f)
	}
	return fields
}

// readPayable reads what is left to pay: the gross amount, unless something was
// paid before.
func (s *sheet) readPayable(best sum, why evidence, all map[int64]*worth) Field {
	found := all[best.gross]
	for _, units := range sorted(all) {
		w := all[units]
		if w.payable > found.payable+0.05 || w.payable == found.payable && w.units > found.units && w.payable > 0.5 {
			found = w
		}
	}
	c := bestCand(found, Payable)
	f := Field{Name: Payable, Value: plain(s.signed(found.units)), Raw: c.raw(), Places: []Place{c.place()}, Proof: ProofSum}
	rest := best.gross - found.units
	proved := rest == 0 || all[rest] != nil || all[-rest] != nil
	unsaid := found.payable == 0 && s.paidBefore()
	f.judge(why&(eSum|eLinesAdd|eRule|eTwice) == 0 || !proved, why|when(rest == 0, eSame)|when(proved && !unsaid, eFits)|when(found.payable > 0.8, eScore80)|when(unsaid, eBadly))
	return f
}

// paidBefore says whether the pages speak of what was paid or is left to pay.
func (s *sheet) paidBefore() bool {
	for _, l := range s.labels {
		if l.first && (l.means(paid) > 0 || l.means(Payable) > 0 && l.means(Gross) == 0) {
			return true
		}
	}
	return false
}

// loneTotal proposes the amount with the best label when nothing adds up.
func (s *sheet) loneTotal(all map[int64]*worth) []Field {
	var best *worth
	most := 0.4
	for _, units := range sorted(all) {
		w := all[units]
		if score := max(w.gross, w.payable); score > most || score == most && best != nil && absolute(w.units) > absolute(best.units) {
			best, most = w, score
		}
	}
	if best == nil {
		return nil
	}
	c := bestCand(best, Gross)
	s.net = s.kind == "creditnote" && best.units < 0
	f := Field{Name: Gross, Value: plain(s.signed(best.units)), Raw: c.raw(), Places: []Place{c.place()}}
	twice := len(best.cands) > 1
	f.judge(!s.linesAdd(best) && !(twice && s.zero()), eAlways|eNoVAT|when(twice, eTwice)|when(s.zero(), eFits)|when(most > 0.8, eScore80)|when(s.linesAdd(best), eLinesAdd)|when(s.ocr, eScan)|when(s.largest(best.units, all), eLarge))
	return []Field{f}
}
