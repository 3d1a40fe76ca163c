// SPDX-License-Identifier: EUPL-1.2

package ledgers

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// Kind is a kind of error by which an invoice is paid twice.
type Kind string

const (
	Typing    Kind = "typing"    // keyed in once more with one slip, in number or amount
	Lookalike Kind = "lookalike" // read with O for 0, I for 1, S for 5, B for 8
	Twice     Kind = "twice"     // booked under the second record of the supplier
	Split     Kind = "split"     // keyed in once more as two parts
	Reinvoice Kind = "reinvoice" // sent anew under another number; the credit note did not come
	Channel   Kind = "channel"   // came by the other channel too, with the number written otherwise
)

// Kinds are all of them, in the order of the tables.
var Kinds = []Kind{Typing, Lookalike, Twice, Split, Reinvoice, Channel}

// trap marks an invoice that was sent anew rightly, with its credit note; it is
// no duplicate.
const trap Kind = "trap"

// firstInvented is the first ID of what is invented.
const firstInvented = 1_000_000_001

// injector invents duplicates in a stretch of a ledger.
type injector struct {
	chance  *rand.Rand
	details *rand.Rand // apart, so that the same invoices are repeated with details and without
	ledger  *Ledger
	until   day.Day
	next    int64 // ID
	invents []Invoice
}

// Inject gives the invoices of a ledger before until with invented duplicates of
// those from a day on, in order of day. Rate is the share of duplicates among all
// invoices of the stretch; the kinds are equally frequent. As many invoices again
// as there are duplicates of kind Reinvoice are credited and sent anew as should
// be.
func Inject(l *Ledger, from, until day.Day, rate float64, seed uint64) []Invoice {
	in := &injector{chance: rand.New(rand.NewPCG(seed, 0x6475706c)), details: rand.New(rand.NewPCG(seed, 0x64657461)), ledger: l, until: until, next: firstInvented}
	var all []Invoice
	var places []int
	for _, inv := range l.Invoices {
		if inv.Day >= until {
			break
		}
		if inv.Day >= from && inv.Amount > 0 {
			places = append(places, len(all))
		}
		all = append(all, inv)
	}
	wanted := int(float64(len(places)) * rate / (1 - rate))
	in.chance.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	kinds := append(slices.Clone(Kinds), trap)
	made := map[Kind]int{}
	for _, place := range places {
		kind := kinds[0]
		for _, k := range kinds {
			if made[k] < made[kind] {
				kind = k
			}
		}
		if made[kind]*len(Kinds) >= wanted {
			break
		}
		if in.invent(kind, all[place]) {
			made[kind]++
		}
	}
	all = append(all, in.invents...)
	slices.SortStableFunc(all, func(a, b Invoice) int { return cmp.Compare(a.Day, b.Day) })
	return all
}

// invent adds a duplicate of an invoice; false when that kind does not fit it.
func (in *injector) invent(kind Kind, of Invoice) bool {
	twin := of
	twin.Error, twin.Of = kind, of.ID
	twin.Day = of.Day.Add(in.chance.IntN(46))
	switch kind {
	case Typing:
		return in.typing(&twin) && in.keep(twin)
	case Lookalike:
		twin.Number = in.misread(of.Number)
		return twin.Number != of.Number && in.keep(twin)
	case Twice:
		if of.Name == "" || of.Number == "" {
			return false
		}
		twin.Supplier, twin.Name = of.Supplier+10_000_000, in.respell(of.Name)
		if in.chance.IntN(10) < 3 {
			twin.Number = in.rewrite(of.Number)
		}
		return in.keep(twin)
	case Split:
		return in.split(of, twin)
	case Reinvoice:
		twin.Number = in.later(of.Number)
		in.sentAnew(of, &twin)
		return of.Number != "" && in.keep(twin)
	case Channel:
		twin.Day = of.Day.Add(in.chance.IntN(4))
		twin.Channel = map[string]string{"mail": "peppol", "peppol": "mail"}[of.Channel]
		if in.chance.IntN(2) == 0 {
			twin.Number = in.rewrite(of.Number)
		}
		return of.Number != "" && in.keep(twin)
	}
	return in.anew(of, twin)
}

// keep gives an invention its number in the books, unless it comes too late.
func (in *injector) keep(all ...Invoice) bool {
	for _, inv := range all {
		if inv.Day >= in.until || inv.Amount <= 0 && inv.Error != "" {
			return false
		}
	}
	for _, inv := range all {
		inv.ID = in.next
		in.next++
		in.invents = append(in.invents, inv)
	}
	return true
}

// typing makes one slip: seven times in ten in the number, else in the amount.
func (in *injector) typing(twin *Invoice) bool {
	if in.chance.IntN(10) < 7 {
		before := twin.Number
		twin.Number = in.slip(before)
		return twin.Number != before
	}
	before := twin.Amount
	digits := strconv.FormatInt(int64(before), 10)
	if len(digits) < 4 {
		return false
	}
	slipped, err := strconv.ParseInt(in.slip(digits), 10, 64)
	twin.Amount = money.Cents(slipped)
	return err == nil && slipped > 0 && twin.Amount != before
}

// slip changes, drops, doubles or swaps one letter or digit.
func (in *injector) slip(s string) string {
	if len(s) < 3 {
		return s
	}
	b, at := []byte(s), in.chance.IntN(len(s))
	other := byte('0' + in.chance.IntN(10))
	switch in.chance.IntN(4) {
	case 0:
		b[at] = other
	case 1:
		b = slices.Delete(b, at, at+1)
	case 2:
		b = slices.Insert(b, at, other)
	default:
		at = min(at, len(b)-2)
		b[at], b[at+1] = b[at+1], b[at]
	}
	return string(b)
}

// misread takes one or more characters for what looks like them.
func (in *injector) misread(number string) string {
	alike := map[byte]byte{'0': 'O', 'O': '0', '1': 'I', 'I': '1', '5': 'S', 'S': '5', '8': 'B', 'B': '8'}
	b := []byte(number)
	var places []int
	for i, c := range b {
		if alike[c] != 0 {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return number
	}
	for n, first := 0, in.chance.IntN(len(places)); n < len(places); n++ {
		at := places[(first+n)%len(places)]
		if n == 0 || in.chance.IntN(3) == 0 {
			b[at] = alike[b[at]]
		}
	}
	return string(b)
}

// respell writes a supplier's name as somebody else would enter it.
func (in *injector) respell(name string) string {
	changes := []func(string) string{
		func(s string) string { return strings.Replace(s, " LTD", " LIMITED", 1) },
		func(s string) string { return strings.Replace(s, " LIMITED", " LTD", 1) },
		func(s string) string { return strings.TrimSuffix(strings.TrimSuffix(s, " LTD"), " LIMITED") },
		func(s string) string { return strings.Replace(s, "&", "AND", 1) },
		func(s string) string { return "THE " + s },
		func(s string) string { return in.slip(s) },
		func(s string) string { return strings.ReplaceAll(s, ".", "") },
	}
	for range 1 + in.chance.IntN(2) {
		name = changes[in.chance.IntN(len(changes))](name)
	}
	return name
}

// rewrite writes a number as another system or reader would.
func (in *injector) rewrite(number string) string {
	switch in.chance.IntN(6) {
	case 0:
		return "INV" + number
	case 1:
		return "Invoice " + number
	case 2:
		return strings.NewReplacer("/", "", "-", "", " ", "", ".", "").Replace(number)
	case 3:
		return strings.TrimLeft(number, "0")
	case 4:
		return "00" + number
	}
	at := len(number) / 2
	return number[:at] + []string{" ", "-", "/", "."}[in.chance.IntN(4)] + number[at:]
}

// later gives a number further on in the series of a number.
func (in *injector) later(number string) string {
	end := len(number)
	for end > 0 && (number[end-1] < '0' || number[end-1] > '9') {
		end--
	}
	at := end
	for at > 0 && number[at-1] >= '0' && number[at-1] <= '9' && end-at < 9 {
		at--
	}
	if at == end {
		return number + strconv.Itoa(2+in.chance.IntN(8))
	}
	count, _ := strconv.Atoi(number[at:end]) // at most nine digits
	return fmt.Sprintf("%s%0*d%s", number[:at], end-at, count+1+in.chance.IntN(400), number[end:])
}

// split makes two parts. The first cannot be told from any other invoice before
// the second is there: it is not counted.
func (in *injector) split(of, twin Invoice) bool {
	if of.Amount < 10_000 || of.Number == "" {
		return false
	}
	part := money.Cents(float64(of.Amount) * (0.2 + 0.6*in.chance.Float64()))
	if in.chance.IntN(2) == 0 {
		part = part / 100 * 100
	}
	first, second := twin, twin
	first.Neutral = true
	first.Amount, second.Amount = part, of.Amount-part
	second.Day = first.Day.Add(in.chance.IntN(15))
	switch in.chance.IntN(3) {
	case 0:
		first.Number, second.Number = of.Number+"-1", of.Number+"-2"
	case 1:
		first.Number, second.Number = of.Number+"A", of.Number+"B"
	default:
		first.Number = in.later(of.Number)
		second.Number = in.later(first.Number)
	}
	return in.keep(first, second)
}

// anew is what should happen when an invoice is sent anew: a credit note comes
// first. Neither it nor the new invoice is a duplicate.
func (in *injector) anew(of, twin Invoice) bool {
	if of.Number == "" {
		return false
	}
	twin.Error, twin.Of = "", 0
	credit := twin
	twin.Anew = true
	credit.Number, credit.Amount = in.later(of.Number), -of.Amount
	twin.Number = in.later(credit.Number)
	twin.Day = credit.Day.Add(in.chance.IntN(8))
	in.takesBack(of, &credit)
	in.sentAnew(of, &twin)
	return in.keep(credit, twin)
}
