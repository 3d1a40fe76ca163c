// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// What people look for is found by words in a table of our own (search_words), the
// same on both databases: PostgreSQL uses none of its indexes of texts behind the walls
// between administrations, since their operators may tell what they saw, and the one
// for trigrams has to be put in by who runs the server.

// Subject is a kind of what can be found.
type Subject int64

// What can be found.
const (
	Lines     Subject = 1
	Invoices  Subject = 2
	Suppliers Subject = 3
	Items     Subject = 4
	Orders    Subject = 5
	Runs      Subject = 6
)

const (
	letters  = "$0123456789abcdefghijklmnopqrstuvwxyz" // in order; what is not there is before all
	wordSize = 12                                      // letters of a word that count: 38^12 fits a BIGINT
	mostOf   = 40                                      // words that one thing is found by
)

// pack gives a word as a number in the order of the alphabet: what begins with it lies
// between low and high.
func pack(word string) (low, high int64) {
	for i := range wordSize {
		letter := int64(0)
		if i < len(word) {
			letter = int64(strings.IndexByte(letters, word[i])) + 1
		}
		low, high = low*38+letter, high*38+letter
		if i >= len(word) {
			high += 37
		}
	}
	return low, high
}

var (
	split  = regexp.MustCompile(`[^a-z0-9]+`)
	amount = regexp.MustCompile(`^([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)\.[0-9]{2}$`)
)

// wordsOf gives the words by which a folded text is found: an amount as its cents, what
// has three letters or more, what has a figure, and a short number in one: "f-9" as f9.
func wordsOf(folded string) (words []string) {
	for _, piece := range strings.Fields(folded) {
		before := len(words)
		if cents, is := centsOf(piece); is {
			words = append(words, cents)
		}
		for _, one := range split.Split(piece, -1) {
			if len(one) >= 3 || len(one) == 2 && figured(one) {
				words = append(words, one)
			}
		}
		if one := split.ReplaceAllString(piece, ""); len(words) == before && len(one) >= 2 && figured(one) {
			words = append(words, one)
		}
	}
	return words
}

func figured(word string) bool { return strings.ContainsAny(word, "0123456789") }

// centsOf gives the word of an amount.
func centsOf(piece string) (word string, is bool) {
	piece = strings.Trim(piece, ".()€-:;")
	return "$" + strings.ReplaceAll(piece, ".", ""), amount.MatchString(piece)
}

// keysOf gives the numbers of these words, each once and in order, not more than
// mostOf.
func keysOf(folded string) []int64 {
	var keys []int64
	for _, w := range wordsOf(folded) {
		low, _ := pack(w)
		if !slices.Contains(keys, low) {
			if keys = append(keys, low); len(keys) == mostOf {
				break
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// Range is a piece of the words: everything that begins alike.
type Range struct{ Low, High int64 }

// Ranges gives for each word of a folded query where what begins with it stands; a
// whole number is an amount in euros too. A word that nothing is found by has none.
func Ranges(folded string) (all [][]Range) {
	whole := func(low, high int64) Range { return Range{low, high} }
	for _, piece := range strings.Fields(folded) {
		if cents, is := centsOf(piece); is {
			all = append(all, []Range{whole(pack(cents))})
			continue
		}
		for _, word := range wordsOf(piece) {
			ranges := []Range{whole(pack(word))}
			if strings.Trim(word, "0123456789") == "" {
				low, _ := pack("$" + word + "00")
				ranges = append(ranges, Range{low, low})
			}
			all = append(all, ranges)
		}
	}
	return all
}

// found is a word and what is found by it.
type found struct {
	kind     Subject
	word, id int64
}

// Finds lets something be found by the words of a folded text, as Add does: it is there
// after Flush.
func (tx *Tx) Finds(kind Subject, id int64, folded string) {
	for _, word := range keysOf(folded) {
		tx.found = append(tx.found, found{kind, word, id})
	}
}

// manyWords is how many words are gathered before they are written. They are written in
// the order of the table, which a large one needs.
const manyWords = 400_000

// findRow lets a row that is added be found.
func (tx *Tx) findRow(ctx context.Context, row any) error {
	switch r := row.(type) {
	case db.BankLine:
		tx.Finds(Lines, r.ID, r.Search)
	case db.Invoice:
		tx.Finds(Invoices, r.ID, r.Search)
	case db.Supplier:
		tx.Finds(Suppliers, r.ID, r.Search)
	case db.Item:
		tx.Finds(Items, r.ID, r.Search)
	case db.PurchaseOrder:
		tx.Finds(Orders, r.ID, r.Search)
	case db.PaymentRun:
		tx.Finds(Runs, r.ID, searchOfRun(r))
	case db.PaymentRunPayment:
		tx.Finds(Runs, r.RunID, searchOfPayment(r))
	}
	if len(tx.found) < manyWords {
		return nil
	}
	return tx.writeWords(ctx)
}

// writeWords writes the words that were gathered. What is found by a word already stays
// so: payments of one run have words in common.
func (tx *Tx) writeWords(ctx context.Context) error {
	if len(tx.found) == 0 {
		return nil
	}
	slices.SortFunc(tx.found, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.word, b.word), cmp.Compare(a.id, b.id))
	})
	rows := slices.Compact(tx.found)
	b := tx.bulks["search_words"]
	if b == nil {
		b = tx.bulkOf("search_words", []string{"adm", "kind", "word", "id"})
		b.keep = true
	}
	for _, r := range rows {
		b.values = append(b.values, tx.Adm, int64(r.kind), r.word, r.id)
		if b.rows++; b.rows == bulkRows {
			if err := tx.flush(ctx, b); err != nil {
				return err
			}
		}
	}
	tx.found = tx.found[:0]
	return tx.flush(ctx, b)
}

// refind changes the words of something whose text changes.
func (tx *Tx) refind(ctx context.Context, kind Subject, id int64, was, is string) error {
	if was == is {
		return nil
	}
	if err := tx.writeWords(ctx); err != nil {
		return err
	}
	before, after := keysOf(was), keysOf(is)
	for _, word := range before {
		if _, stays := slices.BinarySearch(after, word); !stays {
			if err := tx.ForgetWord(ctx, db.ForgetWordParams{Adm: tx.Adm, Kind: int64(kind), Word: word, ID: id}); err != nil {
				return fault.Wrap(err, "store.failed")
			}
		}
	}
	for _, word := range after {
		if _, known := slices.BinarySearch(before, word); !known {
			tx.found = append(tx.found, found{kind, word, id})
		}
	}
	return nil
}

func searchOfRun(r db.PaymentRun) string {
	return strings.ToLower(r.MessageID + " " + r.Account + " " + r.MadeBy + " " + euros(r.Total))
}

func searchOfPayment(r db.PaymentRunPayment) string {
	return strings.ToLower(r.Name + " " + r.Iban + " " + r.EndToEnd + " " + r.Reference + " " + euros(r.Amount))
}
