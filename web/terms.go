// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"cmp"
	"net/http"
	"slices"

	"rentmeester/text"
)

// termsOn names, for each page, the words of the field that it takes to read it. Those
// that stand in a heading, a label or a head of it are explained there, the others
// below it, and all together in the glossary.
var termsOn = map[string][]string{
	"account":      {"sluitend", "tussenrekening"},
	"autopilot":    {"foutbudget", "drempel", "steekproef"},
	"codings":      {"taakveld", "categorie", "kostenplaats", "grootboekrekening", "bcf"},
	"compare":      {"foutbudget", "vier-ogen"},
	"document":     {"quarantaine"},
	"audit":        {"controlegetal"},
	"history":      {"controlegetal"},
	"invoice":      {"taakveld", "categorie", "iv3", "kostenplaats", "grootboekrekening", "prestatieverklaring", "g-rekening", "bcf", "vier-ogen", "mandaat"},
	"mandates":     {"incasso", "machtiging", "storno"},
	"order":        {"verplichting", "prestatieverklaring"},
	"orders":       {"verplichting"},
	"overview":     {"sluitend", "open-post", "tussenrekening"},
	"policy":       {"foutbudget", "drempel", "steekproef", "vier-ogen", "mandaat", "bcf"},
	"quarantine":   {"quarantaine"},
	"rules":        {"grootboekrekening", "kostenplaats", "taakveld"},
	"run":          {"betaalrun", "vier-ogen", "controlegetal", "g-rekening"},
	"runs":         {"betaalrun", "vier-ogen"},
	"statement":    {"sluitend", "betalingskenmerk", "storno"},
	"workitem":     {"open-post", "betalingskenmerk", "tussenrekening", "grootboekrekening", "storno"},
	"worklist":     {"open-post", "betalingskenmerk", "incasso", "storno"},
	"codings_sure": {"foutbudget", "taakveld"},
}

// allTerms are the words of the glossary.
func allTerms() []string {
	var all []string
	for _, some := range termsOn {
		all = append(all, some...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// glossary explains all words, in the order of the alphabet of the language.
func (p *pages) glossary(w http.ResponseWriter, r *http.Request) error {
	lang, terms := p.langOf(r), allTerms()
	slices.SortFunc(terms, func(a, b string) int {
		return cmp.Compare(text.Say(lang, "term."+a, nil), text.Say(lang, "term."+b, nil))
	})
	return p.show(w, r, page{Name: "glossary", Title: "web.glossary.title", Body: terms})
}

// wordsHere is where the explanations go in a page.
const wordsHere = `<div data-words></div>`

// words are what a page explains: beside the word itself, and below it.
type words struct{ Beside, Below []string }

func wordsOf(page string, beside []string) words {
	w := words{Beside: beside}
	for _, term := range termsOn[page] {
		if !slices.Contains(beside, term) {
			w.Below = append(w.Below, term)
		}
	}
	return w
}
