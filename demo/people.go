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
	blocked // the g-account of the supplier with the same number
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
	case household, partner:
		s = w.person(c, i)
	case company:
		s.name = strings.TrimSpace(among(trades, w.hash(c, i, 1)) + " " + w.surname(c, i) + " " + among(forms, w.hash(c, i, 2)))
	case supplier, blocked:
		s.name = strings.TrimSpace(w.surname(supplier, i) + " " + among(supplies, w.hash(supplier, i, 1)) + " " + among(forms, w.hash(supplier, i, 2)))
	case club:
		s.name = among(clubs, w.hash(c, i, 1)) + " " + among(towns, w.hash(c, i, 2))
	case office:
		s.name = w.surname(c, i) + " Bewindvoering B.V."
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
	s.number = fmt.Sprintf("%c%07d", "DPBCSVRG"[c], i+1)
	return s
}

func (w *world) surname(c class, i int32) string {
	switch h := w.hash(c, i, 10); {
	case h%100 < 12:
		return among(otherSurnames, w.hash(c, i, 9))
	case h%100 < 40:
		return among(prefixes, w.hash(c, i, 18)) + " " + among(surnames, w.hash(c, i, 9))
	}
	return among(surnames, w.hash(c, i, 9))
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
	switch flat := ascii(last); w.hash(c, i, 12) % 10 {
	case 0, 1, 2:
		s.banking = dotted + " " + flat
	case 3, 4:
		s.banking = tight + " " + strings.ToUpper(flat)
	case 5:
		s.banking = strings.ToUpper(flat) + " " + tight
	case 6:
		s.banking = "Hr " + tight + " " + flat
	case 7:
		s.banking = "Mw " + dotted + " " + flat
	case 8: // a joint account
		s.banking = dotted + " " + flat + " e/o " + ascii(w.surname(partner, i))
	default: // a double name
		s.banking = dotted + " " + flat + "-" + ascii(among(surnames, w.hash(partner, i, 9)))
	}
	return s
}

// account gives the party's IBAN. Its check digits are right, but the account
// number fails the elfproef on purpose: so it can hardly be anybody's.
func (w *world) account(c class, i int32) (iban, bic string) {
	bank := among(banks, w.hash(c, i, 13))
	if c == blocked {
		bank = banks[4]
	}
	const room = 800_000_000 // the multiplier shares no factor with it: every party its own number
	nine := 100_000_000 + (uint64(uint32(i))*16+uint64(c))%room*618_033_989%room
	if c == blocked {
		nine = 99_000_000 + nine%1_000_000
	}
	return makeAccount(bank.code, nine), bank.bic
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
