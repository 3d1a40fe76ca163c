// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"slices"

	"rentmeester/ident"
	"rentmeester/party"
)

// The ways in which an earlier bill is found. Each leaves something out, so that
// a slip there hides nothing: of number, amount and supplier two must be the same,
// or the account and the amount.
const (
	byNumber       = 'n' // supplier, number
	byAmount       = 'a' // supplier, amount, year
	byNumberAmount = 'x' // number, amount: whoever sent it
	byNameAmount   = 'm' // name, amount, year
	byAccount      = 'i' // account, amount, year
	byTime         = 'w' // supplier, stretch of time: the parts of a split invoice
)

const (
	yearDays    = 365
	stretchDays = 30
	keyCount    = 6 // most keys of one bill

	// MostTwins and MostStretches are how many Probes a bill has at most.
	MostTwins, MostStretches = 12, 4
)

// Keys gives the keys under which a bill is kept, at most six, each once. They are
// hashes: two bills with a key in common are candidates, no more. The numbers
// never change from one version of the program to the next, so that a table of
// them stays good.
func Keys(b Bill) []uint64 {
	f := factsOf(&b)
	return f.keys(nil, false)
}

// Numbered gives the key under which the bills of a supplier are kept that bear a
// number; none when either says nothing. Numbers that are not the same may share it.
func Numbered(supplier int64, of string) (key uint64, known bool) {
	core := readNumber(of).core
	if supplier == 0 || core == "" {
		return 0, false
	}
	return mix(byNumber, uint64(supplier), hash(core)), true
}

// Probes gives the keys under which an earlier twin of a bill may be kept. Every
// bill that differs from it by one slip in number or amount, in the way its
// number is written, or in who sent it, has one of them among its Keys or is of a
// stretch of time near it, unless more than a year lies between them. Of what
// stands under one of them the latest few say all: what returns a dozen times is
// no duplicate. Of what the supplier sent in a stretch of time any bill can be a
// part of a split one, or differ by a slip.
func Probes(b Bill) (twins, stretches []uint64) {
	f := factsOf(&b)
	return f.keys(nil, true), f.stretches(nil, true)
}

func (f *facts) keys(out []uint64, probe bool) []uint64 {
	supplier := uint64(f.Supplier)
	amount := uint64(f.amount)
	if key, known := Numbered(f.Supplier, f.Number); known {
		out = append(out, key)
	}
	if key, known := Numbered(f.Supplier, f.Refers); known && probe {
		out = append(out, key)
	}
	if f.Supplier != 0 {
		out = f.around(out, probe, yearDays, 1, 1, byAmount, supplier, amount)
	}
	if f.number.core != "" {
		out = append(out, mix(byNumberAmount, hash(f.number.core), amount))
	}
	if key := nameKey(f.SupplierName); key != "" {
		out = f.around(out, probe, yearDays, 1, 1, byNameAmount, hash(key), amount)
	}
	if iban := ident.Electronic(f.IBAN); iban != "" {
		out = f.around(out, probe, yearDays, 1, 1, byAccount, hash(iban), amount)
	}
	if !probe {
		out = f.stretches(out, probe)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (f *facts) stretches(out []uint64, probe bool) []uint64 {
	if f.Supplier == 0 {
		return out
	}
	return f.around(out, probe, stretchDays, 2, 1, byTime, uint64(f.Supplier), 0)
}

// around adds the key of the stretch of time that a bill is in; a probe looks in
// those beside it too.
func (f *facts) around(out []uint64, probe bool, days, before, after int64, way byte, a, b uint64) []uint64 {
	at := stretchOf(f.day, days)
	if !probe {
		before, after = 0, 0
	}
	for t := at - before; t <= at+after; t++ {
		out = append(out, mix(way, a, b^uint64(t)*0x9e3779b97f4a7c15))
	}
	return out
}

// nameKey is the name without legal form, order and spelling of signs.
func nameKey(name string) string {
	if all := party.Businesses(name); len(all) > 0 {
		return all[0].Key()
	}
	return ""
}

// hash is FNV-1a, written out because its numbers are kept.
func hash(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}

// mix makes one key of a way and two values (the finaliser of SplitMix64).
func mix(way byte, a, b uint64) uint64 {
	h := uint64(way)
	for _, v := range [2]uint64{a, b} {
		h = (h ^ v) + 0x9e3779b97f4a7c15
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return h
}

// finds says whether a bill's probes find a kept bill: what comparing keys would
// say, without making them.
func (f *facts) finds(e *facts) bool {
	numbered := f.number.core != "" && f.number.core == e.number.core
	equal := f.amount == e.amount
	if numbered && equal {
		return true
	}
	if sameSupplier(f, e) && (numbered || f.refers.core != "" && f.refers.core == e.number.core || stretchApart(f, e, stretchDays, 2, 1)) {
		return true
	}
	if !equal || !stretchApart(f, e, yearDays, 1, 1) {
		return false
	}
	return sameSupplier(f, e) || f.IBAN != "" && ident.Electronic(f.IBAN) == ident.Electronic(e.IBAN) || sameNameKey(f.SupplierName, e.SupplierName)
}

func sameNameKey(a, b string) bool {
	key := nameKey(a)
	return key != "" && (a == b || key == nameKey(b))
}

// stretchApart says whether a kept bill is in one of the stretches that a probe
// looks in.
func stretchApart(f, e *facts, days, before, after int64) bool {
	at, there := stretchOf(f.day, days), stretchOf(e.day, days)
	return there >= at-before && there <= at+after
}

func stretchOf(day int32, days int64) int64 {
	if day == unknownDay {
		return 0
	}
	return int64(day) / days
}
