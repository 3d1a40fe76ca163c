// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"strconv"
	"strings"

	"rentmeester/ident"
)

// class is a population of parties; together with a number it names one party.
// Parties are computed when needed and kept nowhere, so that a town of any size
// needs no memory for them.
type class uint8

const (
	household class = iota
	partner         // of the household with the same number
	company
	supplier
	club
	office // of a protective administrator
	official
	blocked  // the g-account of the supplier with the same number
	relative // of the household with the same number
	bailiff
	blockedCompany // the g-account of the company with the same number
	employee
)

// somebody is a party with everything that files say about it.
type somebody struct {
	name    string // as the municipality writes it
	banking string // as the bank has the account's holder
	plain   string // surname and initials, for free text
	iban    string
	bic     string
	street  string
	town    string
	number  string // party number in the books
}

// hash is a fixed function of the seed, a class, a number and a question: the
// same party gets the same answers everywhere (SplitMix64).
func (w *world) hash(c class, i int32, question uint64) uint64 {
	x := w.Seed*0x9E3779B97F4A7C15 + uint64(c)<<56 + uint64(uint32(i))<<16 + question
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}

// chance says whether something with this share holds for a party, once and for all.
func (w *world) chance(c class, i int32, question uint64, share float64) bool {
	return float64(w.hash(c, i, question)>>11)/(1<<53) < share
}

func among[T any](list []T, h uint64) T { return list[h%uint64(len(list))] }

// who gives party i of a class.
func (w *world) who(c class, i int32) somebody {
	var s somebody
	switch c {
	case household, partner, relative, employee:
		s = w.person(c, i)
	case company, blockedCompany:
		s.name = strings.TrimSpace(among(trades, w.hash(company, i, 1)) + " " + w.surname(company, i) + " " + among(forms, w.hash(company, i, 2)))
		if w.nameSlip(c, i) != 0 {
			s.banking = among(tradeNames, w.hash(c, i, 42)) + " " + among(towns, w.hash(c, i, 43))
			s.plain = s.banking
		}
	case supplier, blocked:
		s.name = strings.TrimSpace(w.surname(supplier, i) + " " + among(supplies, w.hash(supplier, i, 1)) + " " + among(forms, w.hash(supplier, i, 2)))
	case club:
		s.name = among(clubs, w.hash(c, i, 1)) + " " + among(towns, w.hash(c, i, 2))
	case office:
		s.name = w.surname(c, i) + " Bewindvoering B.V."
	case bailiff:
		s.name = w.surname(c, i) + []string{" Gerechtsdeurwaarders", " Incasso B.V."}[w.hash(c, i, 2)%2]
	case official:
		s.name = ministries[int(i)%len(ministries)]
	}
	if s.banking == "" {
		s.banking = ascii(s.name)
		if w.hash(c, i, 3)%3 == 0 {
			s.banking = strings.ToUpper(s.banking)
		}
		s.plain = s.name
	}
	s.iban, s.bic = w.account(c, i)
	s.street = among(streets, w.hash(c, i, 4)) + " " + strconv.Itoa(int(w.hash(c, i, 5)%180)+1)
	s.town = fmt.Sprintf("%d %c%c  %s", 8100+w.hash(c, i, 6)%90, 'A'+byte(w.hash(c, i, 7)%26), 'A'+byte(w.hash(c, i, 8)%26), among(towns, w.hash(c, i, 6)))
	s.number = fmt.Sprintf("%c%07d", "DPBCSVRGFWGE"[c], i+1)
	return s
}

func (w *world) surname(c class, i int32) string {
	if c == relative {
		c = household
	}
	switch h := w.hash(c, i, 10); {
	case h%100 < 12:
		return among(otherSurnames, w.hash(c, i, 9))
	case h%100 < 40:
		return among(prefixes, w.hash(c, i, 18)) + " " + among(surnames, w.hash(c, i, 9))
	}
	return among(surnames, w.hash(c, i, 9))
}

// nameSlip says how the bank's name of a party differs from the books.
func (w *world) nameSlip(c class, i int32) mess {
	switch c {
	case household, partner:
		return choose(float64(w.hash(c, i, 12)>>11)/(1<<53), w.names)
	case company:
		if w.chance(c, i, 41, w.rates.NameTrade) {
			return nameTrade
		}
	}
	return 0
}

// person gives a member of a household; banks write names each in their own way.
func (w *world) person(c class, i int32) somebody {
	h := w.hash(c, i, 11)
	initials := []string{}
	for n := 1 + h%3; n > 0; n-- {
		initials = append(initials, string(initialLetters[w.hash(c, i, 20+n)%uint64(len(initialLetters))]))
	}
	dotted, tight, last := strings.Join(initials, ".")+".", strings.Join(initials, ""), w.surname(c, i)
	s := somebody{name: dotted + " " + last, plain: last + " " + tight}
	flat, way := ascii(last), w.hash(c, i, 40)
	switch w.nameSlip(c, i) {
	case nameJoint:
		s.banking = dotted + " " + flat + []string{" e/o ", " en/of ", " EO "}[way%3] + ascii(w.surname(partner, i))
	case nameMarried:
		s.banking = dotted + " " + flat + "-" + ascii(among(surnames, w.hash(partner, i, 9)))
		if way%10 == 0 {
			s.banking = dotted + " " + ascii(w.surname(partner, i))
		}
	case nameInitials:
		s.banking = initials[0] + " " + flat
		if len(initials) == 1 || way%4 == 0 {
			words := strings.Fields(flat)
			s.banking = strings.Join(initials, " ") + " " + words[len(words)-1][:1]
		}
	case nameMisspelt:
		s.banking = dotted + " " + misspelt(flat, way)
	default:
		s.banking = spelling(way, dotted, tight, flat)
	}
	return s
}

// spelling is the bank's own way of writing the same name.
func spelling(way uint64, dotted, tight, flat string) string {
	switch way % 8 {
	case 0, 1, 2:
		return dotted + " " + flat
	case 3, 4:
		return tight + " " + strings.ToUpper(flat)
	case 5:
		return strings.ToUpper(flat) + " " + tight
	case 6:
		return "Hr " + tight + " " + flat
	}
	return "Mw " + dotted + " " + flat
}

// misspelt changes a name as somebody who hears it would write it, or as
// somebody who types too fast; never its first letter.
func misspelt(name string, way uint64) string {
	for _, sound := range [][2]string{{"ij", "y"}, {"ss", "s"}, {"ks", "x"}, {"ck", "k"}, {"tt", "t"}, {"uy", "ui"}, {"ph", "f"}} {
		if at := strings.LastIndex(name, sound[0]); at > 0 && way%3 == 0 {
			return name[:at] + sound[1] + name[at+2:]
		}
	}
	from := strings.LastIndexByte(name, ' ') + 1
	if len(name)-from < 4 {
		return name + "s"
	}
	at := from + 1 + int(way/8%uint64(len(name)-from-2))
	switch way % 4 {
	case 0:
		return name[:at] + name[at+1:]
	case 1:
		return name[:at] + name[at:at+1] + name[at:]
	}
	if name[at] == name[at+1] {
		return name[:at] + name[at+1:]
	}
	return name[:at] + name[at+1:at+2] + name[at:at+1] + name[at+2:]
}

// account gives the party's IBAN. Its check digits are right, but the account
// number fails the elfproef on purpose: so it can hardly be anybody's.
func (w *world) account(c class, i int32) (iban, bic string) {
	bank := among(banks, w.hash(c, i, 13))
	if c == blocked || c == blockedCompany {
		nine := (uint64(uint32(i))*2 + uint64(c)%2) * 618_033 % 1_000_000
		return makeAccount(banks[4].code, 99_000_000+nine), banks[4].bic
	}
	const room = 800_000_000 // the multiplier shares no factor with it: every party its own number
	nine := 100_000_000 + (uint64(uint32(i))*16+uint64(c))%room*618_033_989%room
	if w.abroad(c, i) {
		return foreignAccount(among(foreign, w.hash(c, i, 45)), nine)
	}
	return makeAccount(bank.code, nine), bank.bic
}

// abroad says whether a party banks in another country.
func (w *world) abroad(c class, i int32) bool {
	return (c == household || c == company) && w.chance(c, i, 44, w.rates.Foreign)
}

// foreignBank is a bank abroad; no bank has the code that stands in the IBAN.
type foreignBank struct{ country, code, bic, currency string }

var foreign = []foreignBank{
	{"DE", "999999990", "DEUTDEFF", "USD"}, {"DE", "999999990", "COBADEFF", "SEK"}, {"GB", "ZZZZ99999", "BARCGB22", "GBP"}, {"CH", "99999000", "UBSWCHZH", "CHF"},
}

func foreignAccount(b foreignBank, nine uint64) (iban, bic string) {
	iban, err := ident.MakeIBAN(b.country, b.code+fmt.Sprintf("%09d", nine))
	must(err)
	return iban, b.bic
}

// makeAccount gives a Dutch IBAN that no bank gave out.
func makeAccount(bank string, nine uint64) string {
	number := fmt.Sprintf("%09d", nine)
	last := nine / 7 % 10
	if ident.AccountElfproef(number + itoa(int(last))) {
		last = (last + 1) % 10
	}
	iban, err := ident.MakeIBAN("NL", bank+number+itoa(int(last)))
	if err != nil {
		panic(err) // four letters and ten digits always make one
	}
	return iban
}

var plainLetters = strings.NewReplacer("Ö", "O", "ö", "o", "ü", "u", "ı", "i", "Ç", "C", "ç", "c", "ć", "c", "é", "e", "ë", "e")

// ascii writes a name as banks do: without accents.
func ascii(s string) string { return plainLetters.Replace(s) }
