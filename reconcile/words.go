// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"slices"
	"strconv"
	"strings"
)

// Words of an item's description tell the items of one payer apart: "Huur
// maart", "termijn 2", "zwembad". Only words that not all of his open items have
// count.

const (
	maxDescribed = 24  // items of one payer whose descriptions are compared
	maxWords     = 24  // words of one description or text
	maxDescribe  = 400 // bytes of a description that are read
)

// months as people and systems write them; each becomes one word.
var months = map[string]string{
	"JANUARI": "JAN", "JANUARY": "JAN", "FEBRUARI": "FEB", "FEBRUARY": "FEB", "FEBR": "FEB", "MAART": "MRT", "MARCH": "MRT", "MAR": "MRT",
	"APRIL": "APR", "MEI": "MEI", "MAY": "MEI", "JUNI": "JUN", "JUNE": "JUN", "JULI": "JUL", "JULY": "JUL", "AUGUSTUS": "AUG", "AUGUST": "AUG",
	"SEPTEMBER": "SEP", "SEPT": "SEP", "OKTOBER": "OKT", "OCTOBER": "OKT", "OCT": "OKT", "NOVEMBER": "NOV", "DECEMBER": "DEC",
}

// parts of a year or a sum, which only say something with their number.
var counted = wordSet("TERMIJN TERM TERMIJNEN TERMIJNBEDRAG TRM KWARTAAL KW WEEK PERIODE MAAND DEEL RATE INCASSOTERMIJN")

// ordinals as people write them before what they count: "tweede termijn".
var ordinals = map[string]int{"EERSTE": 1, "TWEEDE": 2, "DERDE": 3, "VIERDE": 4, "VIJFDE": 5, "ZESDE": 6, "ZEVENDE": 7, "ACHTSTE": 8,
	"NEGENDE": 9, "TIENDE": 10, "ELFDE": 11, "TWAALFDE": 12}

// piecesOf gives the runs of letters and digits of a text, in upper case without
// accents.
func piecesOf(text string) []string { return pieces(nil, text) }

// pieces adds those of a text to a list.
func pieces(list []string, text string) []string {
	text = fold(text)
	start := -1
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch in := c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'; {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			list, start = append(list, text[start:i]), -1
		}
	}
	if start >= 0 {
		list = append(list, text[start:])
	}
	return list
}

// wordsOf gives the words of a text that may tell what it is about: words of
// three letters and more, years, and a number with what it counts ("TERMIJN 2").
func wordsOf(text string) []string {
	if len(text) > maxDescribe {
		text = text[:maxDescribe]
	}
	var room [64]string
	fields := pieces(room[:0], text)
	var out []string
	for i, f := range fields {
		if len(out) >= maxWords {
			break
		}
		switch {
		case i+1 < len(fields) && counted[fields[i+1]] && ordinal(f) > 0:
			out = append(out, "#"+strconv.Itoa(ordinal(f)))
		case gluedTerm(f) > 0:
			out = append(out, "#"+strconv.Itoa(gluedTerm(f)))
		case monthOf(fields, i) != "":
			out = append(out, monthOf(fields, i))
		case allDigits(f):
			if i > 0 && counted[fields[i-1]] && len(f) <= 2 {
				out = append(out, countedOf(fields[i:])...)
			} else if len(f) == 4 && (f[:2] == "19" || f[:2] == "20") {
				out = append(out, f)
			}
		case counted[f] || len(f) < 3 || noise[f]:
		case months[f] != "":
			out = append(out, months[f])
		default:
			out = append(out, f)
		}
	}
	return out
}

var monthNames = [...]string{"JAN", "FEB", "MRT", "APR", "MEI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"}

// monthOf reads the month of "6-2025" and "2025-06" at a field; "" where there is
// none, as in a whole date.
func monthOf(fields []string, i int) string {
	if fields[i][0] > '9' {
		return ""
	}
	n := numberAt(fields[i])
	if n < 1 || n > len(monthNames) || i > 0 && counted[fields[i-1]] {
		return ""
	}
	yearAt := func(i int) bool {
		return i >= 0 && i < len(fields) && len(fields[i]) == 4 && allDigits(fields[i]) && fields[i][:2] == "20"
	}
	dayAt := func(i int) bool { return i >= 0 && i < len(fields) && len(fields[i]) <= 2 && allDigits(fields[i]) }
	if yearAt(i+1) && !dayAt(i-1) || len(fields[i]) == 2 && yearAt(i-1) && !dayAt(i+1) {
		return monthNames[n-1]
	}
	return ""
}

// ordinal reads "TWEEDE", "2E", "2DE" and "1STE"; 0 is none.
func ordinal(word string) int {
	if n := ordinals[word]; n > 0 {
		return n
	}
	for _, ending := range []string{"STE", "DE", "E"} {
		if digits, found := strings.CutSuffix(word, ending); found {
			return numberAt(digits)
		}
	}
	return 0
}

// gluedTerm reads "TERMIJN2"; 0 is none.
func gluedTerm(word string) int {
	if word[len(word)-1] > '9' {
		return 0
	}
	at := strings.IndexAny(word, "0123456789")
	if at < 1 || !counted[word[:at]] {
		return 0
	}
	return numberAt(word[at:])
}

// descriptions keeps the words of descriptions that were taken apart, for the
// worker that meets the same ones with many lines. The zero value is ready.
type descriptions struct{ kept map[string]description }

type description struct {
	words  []string
	counts bool // one of the words is the number of an instalment
}

const keptDescriptions = 20_000

func (k *descriptions) of(text string) description {
	d, found := k.kept[text]
	if !found {
		d.words = wordsOf(text)
		d.counts = slices.ContainsFunc(d.words, isCount)
		if k.kept == nil || len(k.kept) == keptDescriptions {
			k.kept = map[string]description{}
		}
		k.kept[text] = d
	}
	return d
}

// described gives the words that tell an item from others of its payer: those of
// its description, and which instalment it is where only its number says so.
func (w *worker) described(at int32) []string {
	item := &w.e.items[at]
	d := w.wording.of(item.Description)
	if d.counts {
		return d.words
	}
	if _, term := baseOf(item.Number); term > 0 {
		return append(d.words[:len(d.words):len(d.words)], countWord(term))
	}
	return d.words
}

// countWord writes which instalment it is.
func countWord(n int) string {
	if n < len(countWords) {
		return countWords[n]
	}
	return "#" + strconv.Itoa(n)
}

var countWords = func() (list [maxTerm + 1]string) {
	for n := range list {
		list[n] = "#" + strconv.Itoa(n)
	}
	return list
}()

// isCount says whether a word of wordsOf is the number of an instalment.
func isCount(word string) bool { return word[0] == '#' }

// countedOf gives what a number and what follows it count: "2", "1 en 2", "1 t/m 3".
func countedOf(fields []string) []string {
	first, _ := strconv.Atoi(fields[0])
	out := []string{"#" + strconv.Itoa(first)}
	joined := strings.Join(fields[1:min(5, len(fields))], " ")
	for _, upTo := range []string{"T M ", "TM ", "TOT EN MET ", "TOT "} {
		if rest, found := strings.CutPrefix(joined, upTo); found {
			last := numberAt(rest)
			for n := first + 1; n <= last && n < first+maxWords; n++ {
				out = append(out, "#"+strconv.Itoa(n))
			}
			return out
		}
	}
	if rest, found := strings.CutPrefix(joined, "EN "); found && numberAt(rest) > 0 {
		out = append(out, "#"+strconv.Itoa(numberAt(rest)))
	}
	return out
}

// numberAt gives the number of one or two digits that a text begins with, else 0.
func numberAt(s string) int {
	word, _, _ := strings.Cut(s, " ")
	n, err := strconv.Atoi(word)
	if err != nil || len(word) > 2 {
		return 0
	}
	return n
}

// assessWords compares the text of the line with the descriptions of what the
// payer has open: does it speak of this item, or of another? It may also name
// another debtor, as an administrator does who pays for many.
func (w *worker) assessWords(v *evidence, items []int32) {
	if len(w.named) > 0 && !containsParty(w.named, w.e.partyOf[items[0]]) {
		v.add(fTextOther) // it names somebody else who owes this
		return
	}
	if w.countsOther(items) {
		v.add(fTextOther)
		return
	}
	said := w.spokenOf(w.e.partyOf[items[0]])
	if said == nil {
		return
	}
	here, elsewhere := maxWords, 0
	for i, at := range said.items {
		if hasItem(items, at) {
			here = min(here, said.hits[i])
		} else {
			elsewhere = max(elsewhere, said.hits[i])
		}
	}
	switch {
	case here == maxWords:
	case here > elsewhere:
		v.add(fTextSays)
	case here < elsewhere:
		v.add(fTextOther)
	}
}

// countsOther says whether the text counts instalments and an item is another one.
func (w *worker) countsOther(items []int32) bool {
	text := w.lineWords()
	if !slices.ContainsFunc(text, isCount) {
		return false
	}
	for _, at := range items {
		counts, says := false, false
		for _, word := range w.described(at) {
			counts = counts || isCount(word)
			says = says || isCount(word) && slices.Contains(text, word)
		}
		if counts && !says {
			return true
		}
	}
	return false
}

// spokenFor gives those of interchangeable items that the text speaks of: among
// them the oldest is paid first, unless the payer says which (art. 6:43 BW).
func (w *worker) spokenFor(items []int32) []int32 {
	if len(items) == 0 {
		return nil
	}
	said := w.spokenOf(w.e.partyOf[items[0]])
	if said == nil {
		return nil
	}
	var out []int32
	for i, at := range said.items {
		if said.hits[i] > 0 && hasItem(items, at) && len(out) < 2 {
			out = append(out, at)
		}
	}
	return out
}

// spoken counts for items of one payer the words that the line has in common
// with their description, apart from words that they all have.
type spoken struct {
	party int32
	items []int32
	hits  []int
}

// spokenOf makes that once for a line and party; nil when nothing tells.
func (w *worker) spokenOf(p int32) *spoken {
	for i := range w.spoken {
		if s := &w.spoken[i]; s.party == p {
			if s.items == nil {
				return nil
			}
			return s
		}
	}
	s := spoken{party: p}
	if text := w.lineWords(); len(text) > 0 {
		s.count(w, text)
	}
	w.spoken = append(w.spoken, s)
	if s.items == nil {
		return nil
	}
	return &w.spoken[len(w.spoken)-1]
}

func (w *worker) lineWords() []string {
	if !w.wordsRead {
		w.wordsRead = true
		w.lineText = w.lineText[:0]
		for _, part := range w.line.Remittance {
			w.lineText = append(w.lineText, wordsOf(part)...)
		}
	}
	return w.lineText
}

func (s *spoken) count(w *worker, text []string) {
	differ := slices.ContainsFunc(text, isCount)
	for _, at := range w.e.parties[s.party].items {
		if !w.usable(at) || w.e.issued[at] > w.day || hasItem(s.items, at) {
			continue
		}
		if len(s.items) == maxDescribed {
			s.items = nil
			return
		}
		s.items = append(s.items, at)
		differ = differ || w.e.items[at].Description != w.e.items[s.items[0]].Description
	}
	if len(s.items) < 2 || !differ { // the same words of all tell nothing
		s.items = nil
		return
	}
	words := make([][]string, len(s.items))
	for i, at := range s.items {
		words[i] = w.described(at)
	}
	told := false
	for i, own := range words {
		s.hits = append(s.hits, 0)
		for j, word := range own {
			if slices.Contains(own[:j], word) || !slices.Contains(text, word) {
				continue
			}
			if !slices.ContainsFunc(words, func(other []string) bool { return !slices.Contains(other, word) }) {
				continue // they all have it
			}
			s.hits[i]++
			told = true
		}
	}
	if !told {
		s.items = nil
	}
}

// addressKeys gives what stands for an address in a text, without spaces: street
// with house number, and postcode with it ("MEIDOORNHOF140", "1234AB140").
func addressKeys(address string) []string {
	fields := piecesOf(address)
	street, number, postcode := "", "", ""
	for i, f := range fields {
		switch {
		case len(f) == 6 && allDigits(f[:4]) && !strings.ContainsAny(f[4:], "0123456789"):
			postcode = f
		case len(f) == 4 && allDigits(f) && i+1 < len(fields) && len(fields[i+1]) == 2 && !strings.ContainsAny(fields[i+1], "0123456789") && number != "":
			postcode = f + fields[i+1]
		case number == "" && f[0] >= '0' && f[0] <= '9' && len(f) <= 6:
			number = f
		case number == "":
			street += f
		}
	}
	var keys []string
	for _, place := range []string{street, postcode} {
		if len(place) >= 4 && number != "" && len(place)+len(number) <= maxKey {
			keys = append(keys, place+number)
		}
	}
	return keys
}
