// SPDX-License-Identifier: EUPL-1.2

// Package paper invents invoices as suppliers of a Dutch municipality send them,
// as pages in HTML with the truth of what they say, for the engine that reads
// pages to be tried on. What happens (a credit note, reversed VAT, a blocked
// account, a discount, another currency …) is one thing, how the page looks is
// another, and the wording a third: every layout and every wording is in one of
// two halves, so that what was learned on one half is measured on pages of
// which neither the layout nor the words were seen.
//
// It does not import the engine: it knows nothing of how pages are read. It
// imports money, ident and day.
package paper

import (
	"math/rand/v2"
	"strings"
)

// Half is one of the two halves of layouts and wordings.
type Half string

// The halves: on one is learned and looked, on the other measured.
const (
	Learned Half = "learned"
	Other   Half = "other"
)

// Page is an invented invoice.
type Page struct {
	HTML   string
	Truth  map[string]string // by name of field; a field that the page does not show is not there
	Layout string
	Nature string
}

// Make invents the invoice of a number; the same whenever asked the same.
func Make(half Half, seed, number uint64) Page {
	r := rand.New(rand.NewPCG(seed, number))
	layouts := layoutsOf(half)
	l := layouts[int(number)%len(layouts)]
	nature := natures[int(number)/len(layouts)%len(natures)]
	b := invented(r, l, nature)
	p := &printer{r: r, bill: b, words: wordsOf(half), layout: l, truth: b.truth()}
	body := l.page(p)
	return Page{HTML: p.wrap(body), Truth: p.truth, Layout: l.name, Nature: nature}
}

// The natures of invoices.
const (
	plain    = "plain"
	rates    = "rates"    // several rates of VAT
	reversed = "reversed" // VAT is shifted to the buyer
	small    = "small"    // a small trader, exempt, without a VAT number
	credit   = "credit"   // a credit note
	blocked  = "blocked"  // a part goes to a blocked account
	discount = "discount" // less for who pays early
	foreign  = "foreign"  // in another currency
	long     = "long"     // over several pages, with totals carried
	paidPart = "paid"     // a part was paid before
	debited  = "debited"  // it is collected: nothing is paid
)

var natures = []string{plain, rates, plain, reversed, small, plain, credit, blocked, plain, discount, foreign, long, plain, paidPart, debited}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

// one picks from words that are parted by "|".
func one(r *rand.Rand, all string) string { return pick(r, strings.Split(all, "|")) }
