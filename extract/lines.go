// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govalues/decimal"
)

// entry is a line of the invoice as it stands in a table.
type entry struct {
	line     *line
	amount   *cand
	name     []*token
	price    *cand
	quantity string
	rate     *cand
}

// columns are the words over the columns of a table of lines, by what stands in
// the column.
var columns = map[string][]string{
	"text":     {"omschrijving", "beschrijving", "artikelomschrijving", "product", "dienst", "artikel", "werkzaamheden", "description", "item", "service", "beschreibung", "bezeichnung", "artikelbezeichnung", "produkt", "leistung", "designation", "libelle", "descrizione", "activiteit", "specificatie"},
	"quantity": {"aantal", "aant", "hoeveelheid", "qty", "quantity", "menge", "anzahl", "quantite", "qte", "quantita", "uren", "hours", "uur"},
	"amount":   {"bedrag", "totaal", "regeltotaal", "bedragexcl", "amount", "total", "linetotal", "betrag", "gesamt", "gesamtpreis", "nettobetrag", "nettowert", "positionsbetrag", "entgelt", "montant", "prixht", "totalht", "importo", "totale", "subtotaal", "netto", "totaalexcl", "bedragexclbtw", "totaalexclbtw", "summe", "gesamtbetrag", "prijstotaal", "totaalprijs"},
	"price":    {"prijs", "stukprijs", "tarief", "eenheidsprijs", "prijsperstuk", "unitprice", "price", "rate", "einzelpreis", "nettopreis", "preis", "epreis", "prixunitaire", "pu", "puht", "prezzo", "stuksprijs", "prijseenheid"},
}

// readLines reads the lines of the invoice where they are a table. They are
// accepted when their amounts add up to the net amount: one line too few or too
// many, and they do not.
func (s *sheet) readLines(totals []Field) []Field {
	var entries []entry
	inTable := false
	for _, l := range s.lines {
		switch kinds := s.columnsOn(l); {
		case kinds >= 2:
			inTable = true
			continue
		case inTable && s.totalOn(l):
			inTable = false
		}
		if e, ok := s.entryOn(l); inTable && ok {
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 {
		return nil
	}
	sum := int64(0)
	for _, e := range entries {
		sum += e.amount.units
	}
	proved := s.provesNet(sum, totals)
	var fields []Field
	for i, e := range entries {
		fields = append(fields, s.entryFields(i, e, proved)...)
	}
	return fields
}

// columnsOn counts the kinds of columns that a line names.
func (s *sheet) columnsOn(l *line) int {
	found := map[string]bool{}
	for _, cell := range l.segments() {
		folded := folded(cell)
		for kind, words := range columns {
			if slices.Contains(words, folded) {
				found[kind] = true
			}
		}
	}
	return len(found)
}

// totalOn says whether a line begins with the name of a total.
func (s *sheet) totalOn(l *line) bool {
	for _, label := range s.named[l] {
		if label.first && max(label.means(Net), label.means(Gross), label.means(Payable), label.means(linesTotal)) > 0 {
			return true
		}
	}
	return false
}

// entryOn reads a line of a table: words, and an amount at the end.
func (s *sheet) entryOn(l *line) (entry, bool) {
	amounts := s.onLineOf(isAmount, l)
	if len(amounts) == 0 || len(l.tokens) < 2 {
		return entry{}, false
	}
	e := entry{line: l, amount: amounts[len(amounts)-1]}
	if e.amount.units%cent != 0 || e.amount.tokens[len(e.amount.tokens)-1].at < len(l.tokens)-2 {
		return entry{}, false
	}
	if rates := s.onLineOf(isRate, l); len(rates) > 0 {
		e.rate = rates[0]
	}
	for _, cell := range l.segments() {
		if words := wordy(cell); len(words) > len(e.name) {
			e.name = words
		}
	}
	s.factors(&e, amounts)
	return e, len(e.name) > 0 || e.price != nil
}

// wordy gives a cell when it is words rather than numbers.
func wordy(cell []*token) []*token {
	if letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, folded(cell)); len(letters) < 3 {
		return nil
	}
	return cell
}

// factors finds the quantity and the price whose product is the amount.
func (s *sheet) factors(e *entry, amounts []*cand) {
	for _, price := range amounts[:len(amounts)-1] {
		if price.units == e.amount.units && len(amounts) == 2 {
			e.price, e.quantity = price, "1"
		}
		for _, t := range e.line.tokens {
			text := strings.Replace(strings.Trim(t.text, "x×"), ",", ".", 1)
			quantity, err := decimal.Parse(text)
			if err != nil || slices.Contains(price.tokens, t) || slices.Contains(e.amount.tokens, t) || !quantity.IsPos() {
				continue
			}
			unitPrice, err := decimal.New(price.units, 4)
			if err != nil {
				continue
			}
			product, err := unitPrice.Mul(quantity)
			whole, err2 := decimal.New(e.amount.units, 4)
			if err == nil && err2 == nil && product.Round(2).Cmp(whole.Abs()) == 0 || err == nil && product.Round(2).Cmp(whole) == 0 {
				e.price, e.quantity = price, quantity.String()
				return
			}
		}
	}
}

// provesNet says whether lines that are worth so much together are those of the
// net amount, or of the sum of lines.
func (s *sheet) provesNet(sum int64, totals []Field) bool {
	for _, f := range totals {
		if f.Name == Net && (f.Value == plain(sum) || f.Value == plain(-sum)) {
			return true
		}
	}
	for _, c := range s.of(isAmount) {
		if c.units == sum && amountLabel(c, linesTotal) > 0.8 {
			return true
		}
	}
	return false
}

func (s *sheet) entryFields(i int, e entry, proved bool) []Field {
	prefix := "lines." + strconv.Itoa(i) + "."
	make := func(name, value string, tokens []*token) Field {
		f := Field{Name: prefix + name, Value: value, Raw: said(tokens), Places: []Place{place(tokens)}, Proof: ProofSum}
		f.judge(!proved, eAlways|when(proved, eSum)|when(s.ocr, eScan))
		return f
	}
	var fields []Field
	if len(e.name) > 0 {
		fields = append(fields, make("name", said(e.name), e.name))
	}
	if e.quantity != "" {
		fields = append(fields, make("quantity", e.quantity, e.line.tokens))
	}
	if e.price != nil {
		fields = append(fields, make("price", plain(e.price.units), e.price.tokens))
	}
	if e.rate != nil {
		fields = append(fields, make("rate", plain(e.rate.units), e.rate.tokens))
	}
	return append(fields, make("net", plain(s.signed(e.amount.units)), e.amount.tokens))
}
