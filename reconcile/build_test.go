// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/party"
	"rentmeester/payment"
)

// The index gives what was added under a key, in that order, however many
// goroutines filled it and however it grew.
func TestIndexAgreesWithMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 400).Draw(t, "n")
		spread := uint64(rapid.IntRange(1, 300).Draw(t, "keys"))
		keys := func(at int32, list []entry) []entry {
			for k := range at % 4 {
				list = append(list, entry{hash(keyText, string(rune(uint64(at*7+k)%spread))), at})
			}
			return list
		}
		var x index
		x.fill(n, rapid.IntRange(1, 4).Draw(t, "workers"), func(_ int, at int32, list []entry) []entry { return keys(at, list) })
		want := map[uint64][]int32{}
		for at := range int32(n + 50) {
			for _, e := range keys(at, nil) {
				want[e.hash] = append(want[e.hash], e.at)
				if at >= int32(n) {
					x.add(e.hash, e.at)
				}
			}
		}
		for h, list := range want {
			var got []int32
			x.each(h, func(at int32) bool { got = append(got, at); return true })
			if !slices.Equal(got, list) || !x.has(h) {
				t.Fatalf("found %v, added %v", got, list)
			}
			first := int32(-1)
			x.each(h, func(at int32) bool { first = at; return false })
			if first != list[0] {
				t.Fatalf("first is %d of %v", first, list)
			}
		}
		if x.has(hash(keyMandate, "x")) {
			t.Fatal("has what was never added")
		}
	})
}

// itemKeys says plainly what refKeys and hasKey do without keeping texts.
func itemKeys(item *Item) (keys []string) {
	for _, s := range []string{item.Reference, item.Number, item.EndToEndID} {
		if key := ident.NormaliseReference(s); citable(key) && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	number := ident.NormaliseReference(item.Number)
	tail := number[len(strings.TrimRight(number, "0123456789")):]
	if len(tail) >= minTail && tail != number && !slices.Contains(keys, tail) {
		keys = append(keys, tail)
	}
	if base, term := baseOf(item.Number); term > 0 && !slices.Contains(keys, ident.NormaliseReference(base)) {
		keys = append(keys, ident.NormaliseReference(base))
	}
	return keys
}

func TestBaseOf(t *testing.T) {
	for number, want := range map[string]struct {
		base string
		term int
	}{
		"A26-000434/2": {"A26-000434", 2}, "26.A0001022.01": {"26.A0001022", 1}, "2026-00123 12": {"2026-00123", 12},
		"2026-12": {"2026-12", 0}, "F-2026-00123": {"F-2026-00123", 0}, "H2510-0132": {"H2510-0132", 0}, "A26-000434/99": {"A26-000434/99", 0},
		"": {"", 0}, "ABCDEFG-1": {"ABCDEFG-1", 0}, "A26000434/": {"A26000434/", 0}, "A26000434-1a": {"A26000434-1a", 0},
	} {
		if base, term := baseOf(number); base != want.base || term != want.term {
			t.Errorf("%q: %q and %d", number, base, term)
		}
	}
}

func TestWordsThatCount(t *testing.T) {
	for text, want := range map[string]string{
		"termijn 2": "#2", "Termijn 02 van 8": "#2", "2e termijn": "#2", "tweede termijn": "#2", "1ste term.": "#1", "trm 3": "#3",
		"termijn3": "#3", "termijnen 1 en 2": "#1 #2", "termijn 1 t/m 3": "#1 #2 #3", "kwartaal 4 2026": "#4 2026", "e termijn": "", "0e termijn": "",
		"huur 6-2025": "HUUR JUN 2025", "huur 2025-06": "HUUR 2025 JUN", "huur juni": "HUUR JUN", "op 04-06-2025": "2025", "2025-06-04": "2025", "13-2025": "2025",
	} {
		if got := strings.Join(wordsOf(text), " "); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestRefKeys(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ABz019 .-/éß4567Ⅷı٣\xff")), 0, 14, -1)
	rapid.Check(t, func(t *rapid.T) {
		item := &Item{Reference: text.Draw(t, "reference"), Number: text.Draw(t, "number"), EndToEndID: text.Draw(t, "end")}
		var want, got []uint64
		for _, key := range itemKeys(item) {
			want = append(want, hash(keyText, key))
			if !hasKey(item, key) {
				t.Fatalf("%+v has not %q", item, key)
			}
		}
		for _, k := range refKeys(item, nil) {
			got = append(got, k.hash)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%+v: keys of %q are others", item, itemKeys(item))
		}
		if key := ident.NormaliseReference(text.Draw(t, "key")); citable(key) && hasKey(item, key) != slices.Contains(itemKeys(item), key) {
			t.Fatalf("%+v and %q", item, key)
		}
	})
}

func TestDayNumbers(t *testing.T) {
	if n := dayNumber("1900-01-01"); n != 1 {
		t.Errorf("the first day is %d", n)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := day.Day(rapid.SampledFrom([]string{"", "2026-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2026-13-01", "2026-00-01", "2026-1-01", "1899-12-31", "0001-01-01", "x"}).Draw(t, "odd"))
		if rapid.Bool().Draw(t, "plain") {
			d = day.Day("1900-01-01").Add(rapid.IntRange(0, 400_000).Draw(t, "days"))
		}
		want := int32(0)
		if !d.Time().IsZero() {
			want = int32(d.Time().Unix()/86400) + 25568
		}
		if got := dayNumber(d); got != want {
			t.Fatalf("%s is day %d, not %d", d, got, want)
		}
	})
}

// plainName says plainly what parseName does in one pass.
func plainName(s string) (n name) {
	if len(s) > maxName {
		s = s[:maxName]
	}
	pairs := []string{"'", "", "’", "", "`", ""}
	for _, a := range joined {
		pairs = append(pairs, a.from, a.to)
	}
	var weak []string
	for _, w := range strings.FieldsFunc(strings.NewReplacer(pairs...).Replace(fold(s)), func(r rune) bool {
		return !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 127)
	}) {
		switch {
		case noise[w]:
		case legalForms[w]:
			n.org, weak = true, append(weak, w)
		case isInitials(w):
			n.initials += w
		default:
			n.words = append(n.words, w)
		}
	}
	if len(n.words) == 0 {
		n.words = weak
	}
	sort.Strings(n.words)
	n.words = slices.Compact(n.words)
	return n
}

func TestParseName(t *testing.T) {
	part := rapid.SampledFrom([]string{"Jansen", "de", "b.v.", "B.V", "v.o.f.", "v/d", "e/o", "E.O.", "h.o.d.n.", "'t", "’", "é", "ß", "\xff", "A.B.", " ", "-", ".", "12", "Stichting", "Y", "ﬁ", "½"})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(part, 0, 60).Draw(t, "parts"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
		got, want := parseName(s), plainName(s)
		if !slices.Equal(got.words, want.words) || got.initials != want.initials || got.org != want.org {
			t.Fatalf("%q: %+v, plainly %+v", s, got, want)
		}
	})
}

// Lines are explained again only where something changed that they depend on:
// explaining them all again gives the same.
func TestExplainingAgainMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, lines := scene(t)
		e := New(Settings{Tolerance: 2}, items, nil, nil, nil)
		if a, b := e.ProposeAll(lines), e.proposeAll(lines, true); !reflect.DeepEqual(a, b) {
			t.Fatalf("where changed %+v\nall %+v", a, b)
		}
	})
}

// Two lines that take equal instalments in the order of their days: what they were
// proposed by themselves stays what it was.
func TestConsideredAloneIsNotChangedAfterwards(t *testing.T) {
	items := []Item{
		{ID: 1, Number: "F26-000001", Kind: ledger.Payable, PartyNumber: "D0", PartyName: "P. Bos", Amount: 7500, Open: 7500, Currency: "EUR", Reference: "HC00001"},
		{ID: 3, Number: "F26-000003", Kind: ledger.Payable, PartyNumber: "D0", PartyName: "P. Bos", Amount: 7500, Open: 7500, Currency: "EUR", Reference: "HC00001",
			Issued: "2026-05-01", Due: "2026-03-01"},
	}
	lines := []Line{
		{ID: 1, Amount: -7500, Currency: "EUR", Booked: "2026-03-01", Reference: "HC00001"},
		{ID: 3, Amount: -7500, Currency: "EUR", Counterparty: party.Party{Name: "J. van der Berg"}, Remittance: []string{"HC00001"}},
	}
	e := New(Settings{Tolerance: 2}, items, nil, nil, nil)
	if a, b := e.ProposeAll(lines), e.proposeAll(lines, true); !reflect.DeepEqual(a, b) {
		t.Fatalf("where changed %+v\nall %+v", a, b)
	}
}

// What New builds at once is what Update builds one by one, with any number of
// workers.
func TestBuildingAtOnceMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, lines := scene(t)
		for i := range items {
			if rapid.Bool().Draw(t, "address") {
				items[i].Address = "Meidoornhof 14, 1234 AB Lindewoude"
			}
		}
		workers := rapid.IntRange(1, 3).Draw(t, "workers")
		settings := Settings{Tolerance: 2, Workers: workers}
		atOnce, oneByOne := New(settings, items, nil, nil, nil), New(settings, nil, nil, nil, nil)
		for _, i := range items {
			oneByOne.Update(i)
		}
		if a, b := atOnce.ProposeAll(lines), oneByOne.ProposeAll(lines); !reflect.DeepEqual(a, b) {
			t.Fatalf("at once %+v\none by one %+v", a, b)
		}
		if !reflect.DeepEqual(atOnce.amounts, oneByOne.amounts) || atOnce.lengths != oneByOne.lengths {
			t.Fatal("amounts or lengths differ")
		}
	})
}

// A batch whose identity has the mark of an order's EndToEndID: what is found is
// compared with what was meant, and not taken for a batch.
func TestCollisionOfBatchAndOrder(t *testing.T) {
	const orders = 1 << 17
	marks := map[[2]uint32]bool{}
	b := Batch{ID: 1, Kind: payment.DirectDebit, InfoID: "B", Count: orders}
	at := func(kind byte, id string) [2]uint32 {
		shard, mark := where(mixed(hash(kind, id)))
		return [2]uint32{uint32(shard), mark}
	}
	for n := range orders {
		id := fmt.Sprint("E", n)
		marks[at(keyOrder, id)] = true
		b.Instructions = append(b.Instructions, Instruction{EndToEndID: id, Amount: 100})
	}
	e := New(Settings{}, nil, []Batch{b}, nil, nil)
	for n := range 1 << 23 {
		id := fmt.Sprint("I", n)
		if marks[at(keyInfoID, id)] {
			if p := e.Propose(Line{ID: 1, Amount: 100, PaymentInfoID: id, BatchCount: 2}); p.Best != nil {
				t.Errorf("%+v", p.Best)
			}
			return
		}
	}
	t.Skip("no collision among eight million: the hash has changed")
}
