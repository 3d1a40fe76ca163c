// SPDX-License-Identifier: EUPL-1.2

package commitment

import (
	"regexp"
	"slices"
	"strings"

	"rentmeester/order"
)

// Book is orders and receipts, made ready to be looked up by number as it may be
// written and by supplier. It is not changed, so many may look in it at once.
type Book struct {
	orders   []order.Order
	receipts map[string][]order.Receipt // by number of the order
	exact    map[string][]int           // by letters and figures
	folded   map[string][]int           // with letters that look like figures as those
	digits   map[string][]int           // by figures alone
	pieces   map[string][]int           // by its pieces, without zeros before each
	supplier map[string][]int
}

// leastDigits is how many figures a number must have to be known by them alone.
const leastDigits = 4

// NewBook makes a Book. The orders are not copied: leave them as they are.
func NewBook(orders []order.Order, receipts []order.Receipt) *Book {
	b := &Book{orders: orders, receipts: map[string][]order.Receipt{}, exact: map[string][]int{}, folded: map[string][]int{},
		digits: map[string][]int{}, pieces: map[string][]int{}, supplier: map[string][]int{}}
	for at, o := range orders {
		number := letters(o.Number)
		if number == "" {
			continue
		}
		b.exact[number] = append(b.exact[number], at)
		b.folded[fold(number)] = append(b.folded[fold(number)], at)
		if d := figures(number); len(d) >= leastDigits {
			b.digits[d] = append(b.digits[d], at)
		}
		if p := pieces(o.Number); p != "" {
			b.pieces[p] = append(b.pieces[p], at)
		}
		b.supplier[o.Supplier] = append(b.supplier[o.Supplier], at)
	}
	for _, r := range receipts {
		number := letters(r.Order)
		b.receipts[number] = append(b.receipts[number], r)
	}
	return b
}

// letters gives the letters and figures of a number as it is written, in capitals.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, s)
}

var lookalikes = strings.NewReplacer("O", "0", "Q", "0", "D", "0", "I", "1", "L", "1", "Z", "2", "S", "5", "B", "8")

// fold takes letters for the figures they look like; it is compared only with
// what was folded too.
func fold(s string) string { return lookalikes.Replace(s) }

var piece = regexp.MustCompile(`[A-Za-z]+|[0-9]+`)

// pieces gives the runs of letters and of figures of a number, zeros in front of
// figures left out: V2026-0017 and v 2026/17 are the same. "" for a single piece.
func pieces(s string) string {
	list := piece.FindAllString(s, 20)
	if len(list) < 2 {
		return ""
	}
	for i, p := range list {
		list[i] = strings.ToUpper(strings.TrimLeft(p, "0"))
	}
	return strings.Join(list, "-")
}

// figures gives the figures without zeros in front.
func figures(s string) string {
	only := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	return strings.TrimLeft(only, "0")
}

// citation is an order that an invoice names.
type citation struct {
	at      int
	written string
	how     string // exact, variant, near
}

var words = regexp.MustCompile(`[\pL\pN][\pL\pN./_-]*`)

// cited gives the orders that an invoice names, in its fields for that and, only
// orders of this supplier, in its texts.
func (b *Book) cited(bill Bill) []citation {
	inv := bill.Invoice
	var found []citation
	add := func(list ...citation) {
		for _, c := range list {
			if !slices.ContainsFunc(found, func(f citation) bool { return f.at == c.at }) {
				found = append(found, c)
			}
		}
	}
	for _, said := range []string{inv.Order, inv.Contract, inv.BuyerReference, inv.Project, inv.Object} {
		add(b.look(said, bill.Supplier)...)
	}
	for _, line := range inv.Lines {
		if strings.ContainsAny(line.OrderLine, "/ -:") { // order and line in one
			add(b.inText(line.OrderLine, bill.Supplier)...)
		}
	}
	if len(found) > 0 {
		return found
	}
	texts := []string{inv.PaymentTerms}
	for _, n := range inv.Notes {
		texts = append(texts, n.Text)
	}
	for _, line := range inv.Lines {
		texts = append(texts, line.Note, line.Name, line.Description, line.Object)
	}
	for _, said := range texts {
		add(b.inText(said, bill.Supplier)...)
	}
	return found
}

// look finds the orders in a field that is for their number: the whole, else each
// word of it, else what differs in one place.
func (b *Book) look(said, supplier string) []citation {
	if c, ok := b.one(said, supplier); ok {
		return []citation{c}
	}
	var list []citation
	for _, word := range words.FindAllString(said, 20) {
		if c, ok := b.one(word, supplier); ok {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		if c, ok := b.near(said, supplier); ok {
			list = append(list, c)
		}
	}
	return list
}

// one finds the one order that is written so; an order of the supplier goes before
// one of another.
func (b *Book) one(said, supplier string) (citation, bool) {
	plain := letters(said)
	if plain == "" {
		return citation{}, false
	}
	for _, try := range []struct {
		in  map[string][]int
		key string
		how string
	}{{b.exact, plain, "exact"}, {b.folded, fold(plain), "variant"}, {b.digits, figures(plain), "variant"}, {b.pieces, pieces(said), "variant"}} {
		if at, ok := b.choose(try.in[try.key], supplier); ok {
			return citation{at, said, try.how}, true
		}
	}
	return citation{}, false
}

// choose takes the only order, or the only one of the supplier.
func (b *Book) choose(list []int, supplier string) (int, bool) {
	var own []int
	for _, at := range list {
		if b.orders[at].Supplier == supplier {
			own = append(own, at)
		}
	}
	switch {
	case len(own) == 1:
		return own[0], true
	case len(list) == 1:
		return list[0], true
	}
	return 0, false
}

// inText finds orders of the supplier in running text, by their number as it is.
func (b *Book) inText(said, supplier string) []citation {
	var list []citation
	for _, word := range words.FindAllString(said, 500) {
		c, ok := b.one(word, supplier)
		if ok && b.orders[c.at].Supplier == supplier && (len(figures(letters(word))) >= leastDigits || c.how == "exact" && len(letters(word)) >= leastDigits) {
			list = append(list, c)
		}
	}
	return list
}

// leastNear is how long a number must be to be known with a typing error.
const leastNear = 6

// near finds the one open order of the supplier whose number differs in one place:
// a character other, more, less, or two swapped.
func (b *Book) near(said, supplier string) (citation, bool) {
	plain := fold(letters(said))
	if len(plain) < leastNear || len(plain) > 60 || supplier == "" {
		return citation{}, false
	}
	found := citation{at: -1}
	for _, at := range b.supplier[supplier] {
		o := b.orders[at]
		if number := fold(letters(o.Number)); !o.Closed && len(number) >= leastNear && oneApart(plain, number) {
			if found.at >= 0 {
				return citation{}, false
			}
			found = citation{at, said, "near"}
		}
	}
	return found, found.at >= 0
}

// oneApart says whether one typing error makes a of b.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) || a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
