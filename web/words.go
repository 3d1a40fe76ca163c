// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
	tags "golang.org/x/net/html/atom"

	"rentmeester/text"
)

// Help stands beside the word itself: the first heading, label or head of a table
// on a page that has a word of the glossary gets a button that explains it. The
// words are found in the page as it was written, so a page needs to say nothing
// about them and none is forgotten.

// vocabulary finds the words of the glossary in a text, by each of their forms.
type vocabulary struct {
	any   *regexp.Regexp
	terms map[string]string // form in small letters to term
}

var vocabularies = map[text.Lang]func() vocabulary{
	text.NL: sync.OnceValue(func() vocabulary { return vocabularyOf(text.NL) }),
	text.EN: sync.OnceValue(func() vocabulary { return vocabularyOf(text.EN) }),
}

// vocabularyOf gives the vocabulary of a language: term.NAME, and its other forms
// in term.NAME.forms, with commas between.
func vocabularyOf(lang text.Lang) vocabulary {
	terms := map[string]string{}
	var forms []string
	for _, term := range allTerms() {
		key := "term." + term
		all := text.Say(lang, key, nil)
		if text.Has(lang, key+".forms") {
			all += ", " + text.Say(lang, key+".forms", nil)
		}
		for form := range strings.SplitSeq(strings.ToLower(all), ", ") {
			terms[form] = term
			forms = append(forms, regexp.QuoteMeta(html.EscapeString(form)))
		}
	}
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) }) // the longest first
	return vocabulary{regexp.MustCompile(`(?i)\b(?:` + strings.Join(forms, "|") + `)\b`), terms}
}

// place is where a page has a word: in raw[from:to], or, for the word of a label,
// which cannot hold a button itself, behind the label at to.
type place struct {
	term     string
	from, to int
	label    bool
	away     bool // in what is closed until somebody opens it
}

// explain puts the buttons in a page and gives the words that have one.
func explain(raw []byte, lang text.Lang) ([]byte, []string) {
	first := map[string]place{}
	for _, p := range placesOf(raw, vocabularies[lang]()) {
		if before, known := first[p.term]; !known || before.away && !p.away {
			first[p.term] = p
		}
	}
	var places []place
	for _, p := range first {
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b place) int { return a.to - b.to })
	var out bytes.Buffer
	var terms []string
	at := 0
	for _, p := range places {
		terms = append(terms, p.term)
		out.Write(raw[at:p.from])
		out.WriteString(helpAt(p, raw, lang))
		at = p.to
	}
	out.Write(raw[at:])
	return out.Bytes(), terms
}

// helpAt is the button: the word itself, or a question mark behind a label.
func helpAt(p place, raw []byte, lang text.Lang) string {
	opens := `<button type="button" popovertarget="word-` + p.term + `" class="rm-word`
	if !p.label {
		return opens + `">` + string(raw[p.from:p.to]) + `</button>`
	}
	asks := text.Say(lang, "web.word.what", map[string]string{"word": text.Say(lang, "term."+p.term, nil)})
	return opens + ` rm-word--ask"><span class="rm-hidden">` + html.EscapeString(asks) + `</span></button>`
}

// reader goes through a page and knows inside what it is.
type reader struct {
	words  vocabulary
	open   []element
	places []place
	label  []place // of the label that is open
	body   bool    // inside main
}

// element is one that is not closed yet.
type element struct {
	tag    tags.Atom
	head   bool // a heading, a label or the head of a row or column
	label  bool
	closed bool // not seen before somebody opens it
	never  bool // nothing in it can be a button, or nobody would see it
}

// placesOf finds the words in the headings, labels and heads of tables of a page.
func placesOf(raw []byte, words vocabulary) []place {
	r := reader{words: words}
	tokens := html.NewTokenizer(bytes.NewReader(raw))
	for at := 0; ; {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return r.places
		}
		end := at + len(tokens.Raw())
		switch kind {
		case html.StartTagToken:
			r.enter(tokens)
		case html.EndTagToken:
			name, _ := tokens.TagName()
			r.leave(tags.Lookup(name), end)
		case html.TextToken:
			r.read(raw[at:end], at)
		}
		at = end
	}
}

// void are the elements that have no end.
var void = map[tags.Atom]bool{tags.Input: true, tags.Br: true, tags.Img: true, tags.Link: true, tags.Meta: true, tags.Hr: true, tags.Col: true, tags.Wbr: true}

func (r *reader) enter(tokens *html.Tokenizer) {
	name, more := tokens.TagName()
	tag := tags.Lookup(name)
	if void[tag] {
		return
	}
	var within element
	if len(r.open) > 0 {
		within = r.open[len(r.open)-1]
	}
	within.tag = tag
	var class string
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		switch string(key) {
		case "class":
			class = " " + string(value) + " "
		case "hidden", "aria-hidden", "lang": // a word in another language is none of ours
			within.never = within.never || tag != tags.Html
		}
	}
	switch tag {
	case tags.Main:
		r.body = true
	case tags.H1, tags.H2, tags.H3, tags.H4, tags.Th, tags.Dt, tags.Legend, tags.Caption:
		within.head = true
	case tags.Label:
		within.label = strings.Contains(class, " utrecht-form-label ")
		within.head, r.label = within.label, nil
	case tags.Details:
		within.closed = true
	case tags.A, tags.Button, tags.Summary, tags.Select, tags.Textarea, tags.Script, tags.Style, tags.Svg:
		within.never = true
	}
	within.never = within.never || strings.Contains(class, " rm-hidden ") || strings.Contains(class, " rm-code ")
	r.open = append(r.open, within)
}

func (r *reader) leave(tag tags.Atom, end int) {
	switch tag {
	case tags.Main:
		r.body = false
	case tags.Label:
		for _, p := range r.label {
			p.from, p.to = end, end
			r.places = append(r.places, p)
		}
		r.label = nil
	}
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].tag == tag {
			r.open = r.open[:i]
			return
		}
	}
}

// read looks for words in a text that begins at some place of the page.
func (r *reader) read(said []byte, at int) {
	if !r.body || len(r.open) == 0 {
		return
	}
	in := r.open[len(r.open)-1]
	if !in.head || in.never {
		return
	}
	for _, found := range r.words.any.FindAllIndex(said, -1) {
		form := html.UnescapeString(strings.ToLower(string(said[found[0]:found[1]])))
		p := place{term: r.words.terms[form], from: at + found[0], to: at + found[1], label: in.label, away: in.closed}
		if p.label {
			r.label = append(r.label, p)
		} else {
			r.places = append(r.places, p)
		}
	}
}
