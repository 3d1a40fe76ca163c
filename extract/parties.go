// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"regexp"
	"slices"
	"strings"
)

// legalForm finds the legal form in the name of a company.
var legalForm = regexp.MustCompile(`(?i)(?:^|\s)(?:b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|c\.?v\.?|gmbh(?: & co\.?(?: kg| ohg)?)?|a\.?g\.?|k\.?g\.?|e\.?k\.?|ug|se|a\.g\.|ltd\.?|limited|inc\.?|llc|plc|s\.?a\.?r\.?l\.?|s\.?a\.?s\.?|s\.?a\.?|s\.?r\.?l\.?|s\.?p\.?a\.?|u\.?a\.?)(?:$|[\s,.])|^(?:stichting|coöperatie|cooperatie|vereniging|maatschap|firma|eenmanszaak)\s`)

// notName finds what is no name: an address, a sentence, a label.
var notName = regexp.MustCompile(`(?i)@|https?:|www\.|^(?:tel|fax|fon|e-?mail|iban|bic|kvk|btw|bank|pagina|page|seite|datum|date|factuur|rechnung|invoice|facture|betreft|geachte|t\.a\.v|tav|postbus|p\.o\. box|de heer|mevrouw|herrn|frau)\b|%|€`)

// named is a cell that may be the name of the supplier.
type named struct {
	text   string
	tokens []*token
	seen   evidence
	score  float64 // what the evidence weighs
}

// readParties reads the supplier's name and address.
func (s *sheet) readParties() []Field {
	names := s.names()
	if s.habit != nil && s.habit.Name != "" {
		f := Field{Name: SellerName, Value: s.habit.Name, Proof: ProofHistory}
		for _, n := range names {
			if fold(n.text) == fold(s.habit.Name) {
				f.Raw, f.Places = said(n.tokens), []Place{place(n.tokens)}
				f.judge(false, eAlways|eKnown|eWhole)
				return append([]Field{f}, s.addressFields(n)...)
			}
		}
		f.judge(false, eAlways|eKnown)
		return []Field{f}
	}
	if len(names) == 0 {
		return nil
	}
	best := names[0]
	f := Field{Name: SellerName, Value: best.text, Raw: said(best.tokens), Places: []Place{place(best.tokens)}, Proof: ProofLabel}
	var rivals []evidence
	for _, n := range names[:min(len(names), mostRivals)] {
		rivals, f.rivalNames = append(rivals, n.seen), append(f.rivalNames, n.text)
	}
	f.judge(false, rivals...)
	return append([]Field{f}, s.addressFields(best)...)
}

// mostRivals is how many names are weighed against each other.
const mostRivals = 12

// names gives the cells that may be the supplier's name, the best first and each
// name once.
func (s *sheet) names() []named {
	counts := map[string]int{}
	var all []named
	for _, l := range s.lines {
		for _, cell := range pieces(l) {
			cell = s.withoutHolder(s.withoutLabel(cell))
			text := strings.Trim(said(cell), " ,;:•●○·|-–")
			if len(cell) == 0 || len(cell) > 9 || len([]rune(text)) < 3 || len([]rune(text)) > 70 || notName.MatchString(text) || digitShare(text) > 0.2 {
				continue
			}
			counts[fold(text)]++
			if len(all) < mostNames && !s.noName(cell, text) {
				all = append(all, s.nameOf(l, cell, text))
				if joined := s.joined(l, cell); joined != nil {
					all = append(all, *joined)
				}
			}
		}
	}
	return best(all, counts)
}

// joined is a name that goes on in the line below, as in a narrow column; nil
// when what stands there cannot be a part of one.
func (s *sheet) joined(l *line, cell []*token) *named {
	below := s.neighbour(cell, 1)
	if below == nil || len(cell)+len(below) > 9 || legalForm.MatchString(said(cell)) || below[0].name || s.taken(below[0], isDay, isAmount) {
		return nil
	}
	text := strings.Trim(said(below), " ,;")
	size := (cell[0].box.Bottom - cell[0].box.Top) / max(below[0].box.Bottom-below[0].box.Top, 1)
	if digitShare(text) > 0 || size < 0.75 || size > 1.33 || notName.MatchString(text) || s.noName(below, text) && !onlyForm(text) {
		return nil
	}
	both := append(slices.Clone(cell), below...)
	n := s.nameOf(l, both, strings.Trim(said(both), " ,;"))
	n.seen |= eJoined
	return &n
}

// onlyForm says whether a text is nothing but a legal form.
func onlyForm(text string) bool {
	return strings.TrimSpace(legalForm.ReplaceAllString(text, " ")) == ""
}

// best puts names in order by what their evidence weighs, each once, with what
// each place of it says put together.
func best(all []named, counts map[string]int) []named {
	at := map[string]int{}
	var kept []named
	for _, n := range all {
		key := fold(n.text)
		if i, ok := at[key]; ok {
			if n.seen&eAddress != 0 && kept[i].seen&eAddress == 0 {
				kept[i].tokens = n.tokens
			}
			kept[i].seen |= n.seen
			continue
		}
		at[key] = len(kept)
		kept = append(kept, n)
	}
	for i, n := range kept {
		key := fold(n.text)
		n.seen |= when(counts[key] > 1, eAgain) | when(counts[key] > 2, eThrice)
		for _, other := range kept {
			o := fold(other.text)
			n.seen |= when(len(o) > len(key) && (strings.HasPrefix(o, key) || strings.HasSuffix(o, key)), ePart) | when(len(o) < len(key) && len(o) > 3 && (strings.HasPrefix(key, o) || strings.HasSuffix(key, o)), eLonger)
		}
		n.score = learned().score(SellerName, n.seen)
		kept[i] = n
	}
	slices.SortStableFunc(kept, func(a, b named) int { return compare(b.score, a.score) })
	return kept
}

// pieces cuts the cells of a line at the signs that footers put between name,
// street and place.
func pieces(l *line) [][]*token {
	var all [][]*token
	for _, cell := range l.segments() {
		from := 0
		for i, t := range cell {
			if fold(t.text) == "" && strings.Trim(t.text, "•●·|-–*/") == "" {
				if i > from {
					all = append(all, cell[from:i])
				}
				from = i + 1
			}
		}
		if from < len(cell) {
			all = append(all, cell[from:])
		}
	}
	return all
}

var nameLabels = map[string]bool{"name": true, "naam": true, "nom": true, "nome": true, "firma": true, "bedrijf": true, "company": true, "bedrijfsnaam": true}

// withoutLabel takes a label that begins a cell off it.
func (s *sheet) withoutLabel(cell []*token) []*token {
	for i := min(len(cell)-1, 4); i >= 0; i-- {
		if strings.HasSuffix(cell[i].text, ":") {
			return cell[i+1:]
		}
	}
	return cell
}

// withoutHolder takes "t.n.v." off a cell.
func (s *sheet) withoutHolder(cell []*token) []*token {
	for n := min(4, len(cell)-1); n > 0; n-- {
		if slices.ContainsFunc(lexicon()[folded(cell[:n])], func(t term) bool { return t.field == holder }) {
			return cell[n:]
		}
	}
	return cell
}

// nameOf gathers what there is to say of a cell as the supplier's name.
func (s *sheet) nameOf(l *line, cell []*token, text string) named {
	n := named{text: text, tokens: cell}
	c := &cand{tokens: cell, line: l}
	side := s.sideBefore(c)
	if side == "" {
		side = s.sideAbove(withName(l, cell))
	}
	block := s.headsAddress(n)
	whole := s.wholeName(&n)
	page := s.pages[l.page]
	height := cell[0].box.Bottom - cell[0].box.Top
	n.seen = eAlways | when(whole, eWhole) | when(block, eAddress) | when(side == "seller" && s.firstUnder(cell), eSeller) | when(side == "buyer", eBuyer) |
		when(legalForm.MatchString(n.text), eForm) | when(s.inDomain(text), eDomain) | when(s.beside(c, holder), eHolder) | when(s.nearIdentity(l), eNumbers) |
		when(l.page == 0 && l.box.Top < page.Height*0.2, eTop) | when(l.box.Top > page.Height*0.85, eBottom) | when(l.page > 0, eLater) | when(height > 1.3*s.usualHeight(), eLarge) |
		when(personName.MatchString(text), ePerson) | when(!strings.Contains(n.text, " "), eOneWord) | when(s.ocr, eScan) | when(s.ocr && c.sure() < 0.75, eUnsure75) |
		when(s.ofOther(c), eOther) | when(len(s.onLineOf(isAmount, l)) > 0, eTable)
	return n
}

// ofOther says whether the label of something else than a name stands right
// before a cell.
func (s *sheet) ofOther(c *cand) bool {
	for _, l := range s.named[c.line] {
		end := l.tokens[len(l.tokens)-1].at
		if end < c.tokens[0].at && c.tokens[0].at-end <= 2 && l.means(holder)+l.means(sellerHead) == 0 {
			return true
		}
	}
	return false
}

// personName finds a person by initials: "K. de Vries".
var personName = regexp.MustCompile(`^(?:\p{Lu}\.\s?)+(?:(?:de|den|der|van|von|te|ten|ter|el|'t)\s)*\p{Lu}\p{L}+$`)

// usualHeight is the height of most words.
func (s *sheet) usualHeight() float64 {
	if s.usual == 0 {
		var all []float64
		for _, l := range s.lines {
			all = append(all, l.height())
		}
		slices.Sort(all)
		s.usual = all[len(all)/2]
	}
	return s.usual
}

// wholeName says whether a name is not a part of one over two lines. A legal
// form by itself on the next line is added.
func (s *sheet) wholeName(n *named) bool {
	below, above := s.neighbour(n.tokens, 1), s.neighbour(n.tokens, -1)
	if below != nil {
		text := strings.Trim(said(below), " ,;")
		switch {
		case strings.TrimSpace(legalForm.ReplaceAllString(text, " ")) == "":
			n.text += " " + text
			n.tokens = append(slices.Clone(n.tokens), below...)
		case digitShare(text) == 0 && len(s.termsOf(folded(below))) == 0 && !notName.MatchString(text) && !below[0].name:
			return false
		}
	}
	if above == nil || legalForm.MatchString(said(above)) {
		return true
	}
	text := said(above)
	size := (n.tokens[0].box.Bottom - n.tokens[0].box.Top) / max(above[0].box.Bottom-above[0].box.Top, 1)
	return digitShare(text) > 0 || above[0].name || notName.MatchString(text) || size < 0.62 || size > 1.6
}

// neighbour gives the cell right under (1) or over (-1) another, in its column
// and near; nil for none.
func (s *sheet) neighbour(cell []*token, step int) []*token {
	box, last := around(cell), cell[len(cell)-1].line
	for i := last + step; i >= 0 && i < len(s.lines) && i != last+3*step; i += step {
		l := s.lines[i]
		gap := max(l.box.Top-box.Bottom, box.Top-l.box.Bottom)
		if l.page != cell[0].page || gap > 1.3*l.height() {
			return nil
		}
		for _, other := range l.segments() {
			if left := around(other).Left - box.Left; left < 4 && left > -4 {
				return other
			}
		}
	}
	return nil
}

// noName says whether a cell cannot be the supplier's name: it is a label, the
// administration itself, only a legal form, an address.
func (s *sheet) noName(cell []*token, text string) bool {
	if strings.TrimSpace(legalForm.ReplaceAllString(text, " ")) == "" || len(s.termsOf(folded(cell))) > 0 || s.taken(cell[0], isDay, isAmount) {
		return true
	}
	if s.isOwnName(text) {
		return true
	}
	if webName.MatchString(text) || sentence.MatchString(text) && !legalForm.MatchString(text) || streetName.MatchString(text) && !legalForm.MatchString(text) || s.isHeading(cell) || s.cities()[fold(text)] {
		return true
	}
	if dutchPlace.MatchString(text+" ") || foreignPlace.MatchString(text) {
		return true
	}
	return streetShape.MatchString(text) || strings.HasPrefix(fold(text), "afdeling") || strings.HasPrefix(fold(text), "afd")
}

var (
	sentence   = regexp.MustCompile(`[!?]$|\p{Ll}{3,}\.$`)
	streetName = regexp.MustCompile(`(?i)^\p{L}.*(?:straat|weg|laan|plein|pad|kade|dijk|singel|gracht|hof|burg|steeg)$`)
)

// isOwnName says whether a text names the administration itself.
func (s *sheet) isOwnName(text string) bool {
	return strings.HasPrefix(fold(text), "gemeente") || slices.ContainsFunc(s.own.Names, func(o string) bool { return fold(o) == fold(text) })
}

// webName finds an address on the web.
var webName = regexp.MustCompile(`(?i)^\S+\.(?:nl|com|eu|de|be|net|org|fr|info)$`)

// isHeading says whether a cell is the heading of a column.
func (s *sheet) isHeading(cell []*token) bool {
	key := folded(cell)
	for _, words := range columns {
		if slices.Contains(words, key) {
			return true
		}
	}
	return false
}

// cities are the places in addresses on the pages, folded.
func (s *sheet) cities() map[string]bool {
	if s.towns == nil {
		s.towns = map[string]bool{}
		for _, l := range s.lines {
			for _, cell := range l.segments() {
				for _, found := range dutchPlace.FindAllStringSubmatch(said(cell), -1) {
					s.towns[fold(found[3])] = true
				}
			}
		}
	}
	return s.towns
}

// headsAddress says whether an address follows a name: in the lines right under
// it, or behind it on its line.
func (s *sheet) headsAddress(n named) bool {
	a := s.addressNear(n)
	if a.cityAt == nil {
		return false
	}
	return a.streetAt != nil && a.cityAt[0].line-n.tokens[0].line <= 3
}

// withName adds the word "Name:" before a cell, under which a party's heading
// is looked for.
func withName(l *line, cell []*token) []*token {
	if at := cell[0].at; at > 0 && nameLabels[l.tokens[at-1].fold] {
		return l.tokens[at-1 : cell[len(cell)-1].at+1]
	}
	return cell
}

// beside says whether a label of a field stands before a cell.
func (s *sheet) beside(c *cand, field string) bool {
	for _, l := range s.named[c.line] {
		if l.means(field) > 0 {
			if end := l.tokens[len(l.tokens)-1].at; end < c.tokens[0].at && c.tokens[0].at-end <= 2 {
				return true
			}
		}
	}
	return false
}

func (s *sheet) sideBefore(c *cand) string {
	switch {
	case s.beside(c, sellerHead):
		return "seller"
	case s.beside(c, buyerHead):
		return "buyer"
	}
	return ""
}

// firstUnder says whether a cell is the first under the heading of a party that
// may be a name, or is called one.
func (s *sheet) firstUnder(cell []*token) bool {
	line := s.lines[cell[0].line]
	if at := cell[0].at; at > 0 && nameLabels[line.tokens[at-1].fold] {
		return true
	}
	near := s.named[line]
	if above := s.neighbour(cell, -1); above != nil {
		for _, l := range s.named[s.lines[above[0].line]] {
			if l.tokens[0] == above[0] {
				near = append(slices.Clone(near), l)
			}
		}
	}
	return slices.ContainsFunc(near, func(l *label) bool { return l.means(sellerHead) > 0 })
}

// commonName are words in names that tell nobody apart.
var commonName = map[string]bool{
	"info": true, "mail": true, "administratie": true, "groep": true, "group": true, "holding": true, "nederland": true, "bedrijf": true, "gmbh": true,
	"factuur": true, "invoice": true, "rechnung": true, "facture": true, "http": true, "https": true,
}

// inDomain says whether the name is in a web or mail address on the pages.
func (s *sheet) inDomain(text string) bool {
	words := []string{fold(legalForm.ReplaceAllString(text, " "))}
	for _, word := range strings.Fields(text) {
		words = append(words, fold(word))
	}
	words = slices.DeleteFunc(words, func(word string) bool { return len(word) < 4 || commonName[word] })
	return slices.ContainsFunc(s.domains, func(domain string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(domain, word) })
	})
}

// nearIdentity says whether an account, a VAT number or the trade register is
// named within two lines, as in a footer.
func (s *sheet) nearIdentity(l *line) bool {
	at := l.tokens[0].line
	for i := max(at-2, 0); i <= min(at+2, len(s.lines)-1); i++ {
		for _, c := range s.onLine[s.lines[i]] {
			if c.kind == isIBAN || c.kind == isVAT {
				return true
			}
		}
	}
	return false
}

// address is where a party lives, and where that stands.
type address struct {
	street, postCode, city string
	streetAt, cityAt       []*token
}

var (
	dutchPlace   = regexp.MustCompile(`(?i)(?:^|\s)(?:nl[- ])?(\d{4}) ?([a-z]{2})[ ,]+(\p{L}[\p{L}'’\- ]{1,40})`)
	onlyPostCode = regexp.MustCompile(`(?i)^\d{4} ?[a-z]{2}$`)
	foreignPlace = regexp.MustCompile(`(?:^|\s)(?:[A-Z]{1,2}[- ])?(\d{5}) (\p{L}[\p{L}'’\-. ]{1,40})`)
	streetShape  = regexp.MustCompile(`^\d{0,4}\s?\p{L}.*\d+ ?[a-zA-Z]?(?:[-/]\d+)?$|^\d+[a-z]?,? \p{L}.*$`)
)

// addressNear looks for an address on the line of a name and the lines under it.
func (s *sheet) addressNear(n named) address {
	var a address
	at, box := n.tokens[0].line, around(n.tokens)
	for i := at; i <= min(at+5, len(s.lines)-1) && s.lines[i].page == n.tokens[0].page; i++ {
		for _, cell := range pieces(s.lines[i]) {
			cell = s.withoutLabel(cell)
			if len(cell) == 0 || i > at && over(around(cell), box) < 0.2 || i == at && cell[0].box.Left < box.Left-1 {
				continue // in another column
			}
			text := strings.Trim(said(cell), " ,;")
			if i > at && s.isOwnName(text) {
				return address{} // the buyer's block begins
			}
			if found := dutchPlace.FindStringSubmatch(text); found != nil && a.cityAt == nil {
				if before := strings.Trim(text[:strings.Index(text, found[0])], " ,"); a.streetAt == nil && streetShape.MatchString(before) {
					a.street, a.streetAt = before, cell
				}
				a.postCode, a.city, a.cityAt = found[1]+" "+strings.ToUpper(found[2]), strings.TrimSpace(found[3]), cell
			} else if onlyPostCode.MatchString(text) && a.cityAt == nil {
				if below := s.neighbour(cell, 1); below != nil && digitShare(said(below)) == 0 {
					a.postCode, a.city, a.cityAt = strings.ToUpper(text), strings.Trim(said(below), " ,;"), append(slices.Clone(cell), below...)
				}
			} else if found := foreignPlace.FindStringSubmatch(text); found != nil && a.cityAt == nil {
				a.postCode, a.city, a.cityAt = found[1], strings.TrimSpace(found[2]), cell
			} else if streetShape.MatchString(text) && a.streetAt == nil && a.cityAt == nil && !slices.Equal(cell, n.tokens) {
				a.street, a.streetAt = text, cell
			}
		}
		if a.cityAt != nil {
			break
		}
	}
	return a
}

// addressFields writes the address under a name.
func (s *sheet) addressFields(n named) []Field {
	a := s.addressNear(n)
	why := eAlways | n.seen&(eForm|eDomain|eWhole|eAgain|eBuyer|eSeller|eTop|eBottom) | when(a.streetAt != nil, eAddress) | when(s.ocr, eScan)
	if a.cityAt != nil {
		why |= when(a.cityAt[0].line == n.tokens[0].line, eTwice) | when(a.cityAt[0].line-n.tokens[0].line > 3, eBadly)
	}
	var fields []Field
	for _, one := range []struct {
		name, value string
		tokens      []*token
	}{{SellerStreet, a.street, a.streetAt}, {SellerPostCode, a.postCode, a.cityAt}, {SellerCity, a.city, a.cityAt}} {
		if one.value != "" && len(one.tokens) > 0 {
			f := Field{Name: one.name, Value: one.value, Raw: said(one.tokens), Places: []Place{place(one.tokens)}, Proof: ProofLabel}
			f.judge(false, why)
			fields = append(fields, f)
		}
	}
	return fields
}
