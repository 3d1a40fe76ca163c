// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rentmeester/day"
	"rentmeester/money"
)

// Search is what the pages need to find things.
type Search interface {
	// Search finds what begins with the words of a query, at most so many of each kind.
	Search(ctx context.Context, query string, each int) (Found, error)
}

// Found is what was found of a query.
type Found struct {
	Query  string
	Words  []string // by which, folded
	Groups []HitGroup
}

// HitGroup is what was found of a kind.
type HitGroup struct {
	Kind string // decision, invoice, supplier, item, order, run, line
	Hits []Hit
	More bool // there may be others: a longer query finds them
}

// Hit is something that was found.
type Hit struct {
	Kind, ID, Number, Name, Text string
	Amount                       money.Cents
	Currency                     string
	Day                          day.Day
	State                        string // key under web.search.state., "" none
	Auto                         bool   // the autopilot did it; Text names nobody then
	Under                        string // of a bank line that is booked: its statement; of a decision: its line
}

// Foreign says that the amount is not in euros.
func (h Hit) Foreign() bool { return foreign(h.Currency) }

// Where gives the page of a hit; "" it has none of its own.
func (h Hit) Where() string {
	id := url.PathEscape(h.ID)
	switch h.Kind {
	case "invoice":
		return "/invoices/" + id
	case "supplier":
		return "/suppliers/" + id
	case "order":
		return "/orders/" + id
	case "run":
		return "/runs/" + id
	case "decision":
		return decisionAt(h.ID)
	case "item":
		return "/worklist?q=" + url.QueryEscape(h.Number)
	}
	if h.State == "open" {
		return "/worklist/" + id
	}
	return "/statements/" + url.PathEscape(h.Under)
}

// decisionAt gives where a decision stands: at the head of the list, which goes from
// newer to older ones, begun just after it.
func decisionAt(id string) string {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return "/decisions"
	}
	return "/decisions?after=" + strconv.FormatInt(n+1, 10) + "#decision-" + id
}

const (
	whileTyping = 4  // of each kind under the box
	onThePage   = 20 // of each kind on the page
)

// searches are the pages that find things.
func (p *pages) searches() map[string]handler {
	return map[string]handler{"GET /search": p.search}
}

// search shows what is found of a query: as a page, or under the box as one types.
func (p *pages) search(w http.ResponseWriter, r *http.Request) error {
	each := onThePage
	if byHTMX(r) {
		each = whileTyping
	}
	found, err := p.source.Search(r.Context(), r.URL.Query().Get("q"), each)
	if err != nil {
		return err
	}
	if byHTMX(r) {
		return p.part(w, r, "search", "found", http.StatusOK, found)
	}
	return p.show(w, r, page{Name: "search", Title: "web.search.title", Tab: "search", Body: found, Query: found.Query})
}

// Count counts what was found.
func (f Found) Count() (n int) {
	for _, g := range f.Groups {
		n += len(g.Hits)
	}
	return n
}

// Most says that there may be more of something.
func (f Found) Most() bool {
	for _, g := range f.Groups {
		if g.More {
			return true
		}
	}
	return false
}

// Piece is a piece of a text; Hit: it is what was looked for.
type Piece struct {
	Text string
	Hit  bool
}

// Mark cuts a text where the words stand that were looked for, however they are
// written: without accents, in capitals.
func (f Found) Mark(text string) (pieces []Piece) {
	runes := []rune(text)
	var folded []rune
	var at []int // place in runes of each
	for i, r := range runes {
		for _, f := range norm.NFKD.String(string(r)) {
			if !unicode.Is(unicode.Mn, f) {
				folded, at = append(folded, unicode.ToLower(f)), append(at, i)
			}
		}
	}
	hit := make([]bool, len(runes))
	for _, word := range f.Words {
		for _, one := range []string{word, strings.ReplaceAll(word, ".", ",")} {
			markAll(folded, []rune(one), at, hit)
		}
	}
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && hit[j] == hit[i] {
			j++
		}
		pieces = append(pieces, Piece{string(runes[i:j]), hit[i]})
		i = j
	}
	return pieces
}

// markAll marks where a word stands at the begin of a word.
func markAll(folded, word []rune, at []int, hit []bool) {
	if len(word) == 0 {
		return
	}
	for i := 0; i+len(word) <= len(folded); i++ {
		if i > 0 && letter(folded[i-1]) && letter(word[0]) || string(folded[i:i+len(word)]) != string(word) {
			continue
		}
		for j := range word {
			hit[at[i+j]] = true
		}
	}
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
