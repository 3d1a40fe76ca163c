// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"math/bits"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/ident"
)

// refKey is a reference as it is indexed: the hash of its letters and digits.
// An item has at most five; they are made and compared without keeping texts.
type refKey struct {
	hash   uint64
	size   int
	digits bool // nothing but digits
}

// lengths are the lengths that references have, as sets of bits, so that no
// other length is looked up.
type lengths struct{ text, digits uint64 }

func (k refKey) sizeBit() uint64 { return 1 << min(k.size, 63) }

func (l *lengths) add(k refKey) {
	l.text |= k.sizeBit()
	if k.digits {
		l.digits |= k.sizeBit()
	}
}

// hasText says whether some reference has this length.
func (l *lengths) hasText(size int32) bool { return l.text>>size&1 == 1 }

func (l *lengths) longestDigits() int32 {
	return int32(min(63-bits.LeadingZeros64(l.digits), maxKey))
}

// refKeys adds the references by which a text may name the item: its payment
// reference, number and EndToEndID, the digits of a number such as
// "F-2026-00123", since people leave out letters, and the number of what it is an
// instalment of.
func refKeys(item *Item, keys []refKey) []refKey {
	for _, s := range [3]string{item.Reference, item.Number, item.EndToEndID} {
		if s != "" {
			if k, ok := keyOf(s); ok {
				keys = addKey(keys, k)
			}
		}
	}
	if tail, whole := digitTail(item.Number); !whole {
		if k := hashDigits(tail); k.size >= minTail {
			keys = addKey(keys, k)
		}
	}
	if base, term := baseOf(item.Number); term > 0 {
		if k, ok := keyOf(base); ok {
			keys = addKey(keys, k)
		}
	}
	return keys
}

func addKey(keys []refKey, k refKey) []refKey {
	for _, other := range keys {
		if other.hash == k.hash {
			return keys
		}
	}
	return append(keys, k)
}

const (
	minTail = 6  // digits of a number that may stand alone
	minBase = 6  // letters and digits of a number before that of the instalment
	maxTerm = 60 // instalments of one assessment or contract
)

// baseOf cuts the number of an instalment off that of the assessment or contract
// before it ("A26-000434/2", "26.A0001022.01"); term is 0 where it has none.
func baseOf(number string) (base string, term int) {
	at := strings.LastIndexAny(number, "/.-_ ")
	if at < minBase || len(number)-at < 2 || len(number)-at > 3 || !allDigits(number[at+1:]) {
		return number, 0
	}
	term, _ = strconv.Atoi(number[at+1:])
	if k, ok := keyOf(number[:at]); !ok || k.size < minBase || term > maxTerm {
		return number, 0
	}
	return number[:at], term
}

// keyOf gives the key of a reference; ok is false for what is too short or too
// long to be one, or has no digit.
func keyOf(s string) (k refKey, ok bool) {
	h, digits := hashByte(hashStart, keyText), 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'A' && c <= 'Z':
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c > 127:
			return keyOfForeign(s)
		default:
			continue
		}
		h = hashByte(h, c)
		k.size++
	}
	k.hash, k.digits = h, digits == k.size
	return k, k.size >= minKey && k.size <= maxKey && digits > 0
}

// keyOfForeign is keyOf for what has letters beyond A to Z.
func keyOfForeign(s string) (refKey, bool) {
	key := ident.NormaliseReference(s)
	return refKey{hash: hash(keyText, key), size: len(key), digits: allDigits(key)}, citable(key)
}

// citable: long enough to be more than chance, and with a digit.
func citable(key string) bool {
	return len(key) >= minKey && len(key) <= maxKey && strings.ContainsAny(key, "0123456789")
}

// digitTail gives the part of a number in which its last digits stand, over
// hyphens and points; whole says that there is nothing else in it.
func digitTail(number string) (tail string, whole bool) {
	i := len(number)
	for ; i > 0; i-- {
		c := number[i-1]
		switch {
		case c >= '0' && c <= '9':
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z':
			return number[i:], false
		case c > 127:
			return foreignTail(number)
		}
	}
	return number, true
}

// foreignTail is digitTail for what has letters beyond A to Z.
func foreignTail(number string) (tail string, whole bool) {
	key := ident.NormaliseReference(number)
	i := len(key)
	for i > 0 && key[i-1] >= '0' && key[i-1] <= '9' {
		i--
	}
	return key[i:], i == 0
}

// hashDigits gives the key of the digits in a text.
func hashDigits(s string) refKey {
	k := refKey{hash: hashByte(hashStart, keyText), digits: true}
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			k.hash = hashByte(k.hash, s[i])
			k.size++
		}
	}
	return k
}

// hasKey says whether a text may name the item by this key: letters and digits
// of a reference that is citable.
func hasKey(item *Item, key string) bool {
	return wholeKey(item, key) || isTail(item.Number, key) || isBase(item.Number, key)
}

// isBase says whether key is the number of what the item is an instalment of.
func isBase(number, key string) bool {
	base, term := baseOf(number)
	return term > 0 && sameReference(base, key)
}

// wholeKey says whether key is a whole reference of the item and not its tail.
func wholeKey(item *Item, key string) bool {
	return sameReference(item.Reference, key) || sameReference(item.Number, key) || sameReference(item.EndToEndID, key)
}

// sameReference says whether key is the letters and digits of a reference.
func sameReference(s, key string) bool {
	if s == key {
		return true
	}
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c > 127:
			return ident.NormaliseReference(s) == key
		default:
			continue
		}
		if n == len(key) || key[n] != c {
			return false
		}
		n++
	}
	return n == len(key)
}

// isTail says whether key is the last digits of a number that has more.
func isTail(number, key string) bool {
	if len(key) < minTail || !allDigits(key) {
		return false
	}
	tail, whole := digitTail(number)
	return !whole && hashDigits(tail).size == len(key) && sameReference(tail, key)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// dayNumber counts days from 1 January 1900, so that days subtract cheaply; 0
// is unknown.
func dayNumber(d day.Day) int32 {
	if n, ok := civilDays(string(d)); ok {
		return n
	}
	if t := d.Time(); !t.IsZero() {
		return int32(t.Unix()/86400) + 25568
	}
	return 0
}

// civilDays is dayNumber for a plain "2026-01-31" from 1900 on with a day that
// every month has. The year is thought to begin in March, so that the leap day
// comes last.
func civilDays(d string) (int32, bool) {
	if len(d) != 10 || d[4] != '-' || d[7] != '-' || !allDigits(d[:4]) || !allDigits(d[5:7]) || !allDigits(d[8:]) {
		return 0, false
	}
	year, month, dayOfMonth := int32(d[0]-'0')*1000+int32(d[1]-'0')*100+number2(d[2:]), number2(d[5:]), number2(d[8:])
	if year < 1900 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 28 {
		return 0, false
	}
	if month < 3 {
		year, month = year-1, month+12
	}
	const upTo1900 = 693901 // days of this count before 1 January 1900
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + dayOfMonth - upTo1900, true
}

func number2(s string) int32 { return int32(s[0]-'0')*10 + int32(s[1]-'0') }
