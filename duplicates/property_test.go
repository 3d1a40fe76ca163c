// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/money"
)

// bills draws bills that have much in common, so that pairs abound.
func bills(t *rapid.T, n int) []Bill {
	numbers := rapid.SampledFrom([]string{"", "INV-2025-001", "INV2025001", "2025001", "2O25OO1", "2025010", "7", "A-77", "2025001-1", "2025001B", "ü"})
	names := rapid.SampledFrom([]string{"", "De Vries B.V.", "DE VRIES BV", "Bos", "Vries, de"})
	out := make([]Bill, n)
	for i := range out {
		out[i] = Bill{
			ID: int64(i + 1), Supplier: int64(rapid.IntRange(0, 3).Draw(t, "supplier")), SupplierName: names.Draw(t, "name"), Number: numbers.Draw(t, "number"),
			Issued: dayOf(int32(rapid.IntRange(20_000, 20_400).Draw(t, "day"))), Gross: money.Cents(rapid.SampledFrom([]int64{-1000, 1000, 2000, 3000, 123_456, 10_000}).Draw(t, "gross")),
			Credit: rapid.IntRange(0, 9).Draw(t, "credit") == 0, IBAN: rapid.SampledFrom([]string{"", "NL91ABNA0417164300"}).Draw(t, "iban"),
			Channel: rapid.SampledFrom([]string{"", "mail", "peppol"}).Draw(t, "channel"), Text: rapid.SampledFrom([]string{"", "huur", "onderhoud"}).Draw(t, "text"),
			From: rapid.SampledFrom([]day.Day{"", "2025-01-01", "2025-02-01"}).Draw(t, "from"), To: rapid.SampledFrom([]day.Day{"", "2025-02-28"}).Draw(t, "to"),
			Refers: numbers.Draw(t, "refers"),
		}
		if rapid.IntRange(0, 9).Draw(t, "undated") == 0 {
			out[i].Issued = ""
		}
	}
	return out
}

func TestOrderOfAddingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := bills(t, rapid.IntRange(2, 12).Draw(t, "n"))
		asked := all[0]
		forward, mixed := New(nil), New(nil)
		for _, b := range all {
			forward.Add(b)
		}
		for _, b := range rapid.Permutation(all).Draw(t, "order") {
			mixed.Add(b)
		}
		if a, b := forward.Find(asked), mixed.Find(asked); !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v\n%+v", a, b)
		}
	})
}

// What a store hands over may be more than what the keys find; the bill itself is
// among it.
func TestScoreNeedsNoIndexAndNeverNamesTheBillItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := bills(t, rapid.IntRange(1, 12).Draw(t, "n"))
		x := New(nil)
		for _, b := range all {
			x.Add(b)
		}
		found := x.Find(all[0])
		if other := Prior().Score(all[0], all); !reflect.DeepEqual(found, other) {
			t.Fatalf("by keys %+v\nof all  %+v", found, other)
		}
		for _, s := range found {
			if s.ID == all[0].ID || s.With == all[0].ID {
				t.Fatalf("suspects itself: %+v", s)
			}
			if s.Probability < 0 || s.Probability > 1 {
				t.Fatalf("%+v", s)
			}
		}
		if p := Probability(found); p < 0 || p > 1 {
			t.Fatal(p)
		}
	})
}

func TestFindsIsWhatKeysSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pair := bills(t, 2)
		f, e := factsOf(&pair[0]), factsOf(&pair[1])
		if got, want := f.finds(&e), meet(probes(pair[0]), Keys(pair[1])); got != want {
			t.Fatalf("%+v\n%+v: finds %v, keys %v", pair[0], pair[1], got, want)
		}
	})
}

func probes(b Bill) []uint64 {
	twins, stretches := Probes(b)
	return append(twins, stretches...)
}

func meet(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(k uint64) bool { return slices.Contains(b, k) })
}

func TestPairsAreSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pair := bills(t, 2)
		a, b := factsOf(&pair[0]), factsOf(&pair[1])
		setA, relatedA := compare(&a, &b)
		setB, relatedB := compare(&b, &a)
		if setA != setB || relatedA != relatedB {
			t.Fatalf("%b %b", setA, setB)
		}
	})
}

func TestBillHasFewKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bills(t, 1)[0]
		keys := Keys(b)
		if len(keys) > keyCount || !slices.IsSorted(keys) || !slices.Equal(slices.Compact(slices.Clone(keys)), keys) {
			t.Fatal(keys)
		}
		for _, k := range keys {
			if !slices.Contains(probes(b), k) {
				t.Fatal("a copy is not found by all its keys")
			}
		}
		if twins, stretches := Probes(b); len(twins) > MostTwins || len(stretches) > MostStretches {
			t.Fatal(twins, stretches)
		}
	})
}

// One slip never hides a twin: its probes meet the keys of the first.
func TestOneSlipIsAlwaysFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := Bill{ID: 1, Supplier: int64(rapid.IntRange(1, 1e6).Draw(t, "supplier")), SupplierName: "De Vries Groen B.V.",
			Number: rapid.StringMatching(`[A-Z]{0,4}[-/ ]?[0-9]{3,9}`).Draw(t, "number"), Issued: dayOf(int32(rapid.IntRange(14_000, 25_000).Draw(t, "day"))),
			Gross: money.Cents(rapid.Int64Range(1000, 1e9).Draw(t, "gross"))}
		twin := first
		twin.ID = 2
		if later := rapid.IntRange(-300, 300).Draw(t, "later"); later != 0 {
			twin.Issued = dayOf(dayNumber(first.Issued) + int32(later))
		}
		switch rapid.SampledFrom([]string{"number", "amount", "supplier", "lookalike", "signs", "anything"}).Draw(t, "slip") {
		case "number":
			twin.Number = slipped(t, first.Number)
		case "amount":
			twin.Gross = money.Cents(rapid.Int64Range(1, 1e9).Draw(t, "other gross"))
		case "supplier":
			twin.Supplier, twin.SupplierName = 0, rapid.String().Draw(t, "other name")
		case "lookalike":
			twin.Number = strings.NewReplacer("0", "O", "1", "I", "5", "S").Replace(first.Number)
		case "signs":
			twin.Number = "inv. " + strings.ToLower(strings.NewReplacer("-", "/", " ", "").Replace(first.Number))
			twin.Supplier = first.Supplier
		case "anything":
			twin.Number = rapid.String().Draw(t, "other number")
		}
		if !meet(probes(twin), Keys(first)) || !meet(probes(first), Keys(twin)) {
			t.Fatalf("%+v hides %+v", twin, first)
		}
	})
}

func slipped(t *rapid.T, s string) string {
	b, at := []byte(s), rapid.IntRange(0, len(s)-2).Draw(t, "at")
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 0:
		b[at] = byte(rapid.IntRange('0', '9').Draw(t, "digit"))
	case 1:
		b = slices.Delete(b, at, at+1)
	case 2:
		b = slices.Insert(b, at, '7')
	default:
		b[at], b[at+1] = b[at+1], b[at]
	}
	return string(b)
}

func TestDaysCountAsTheCalendarDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := int32(rapid.IntRange(-20_000, 60_000).Draw(t, "n"))
		want := day.Day("1970-01-01").Add(int(n))
		if got := dayOf(n); got != want || dayNumber(got) != n {
			t.Fatalf("%d: %s, want %s; back %d", n, got, want, dayNumber(got))
		}
	})
}

func TestNormalise(t *testing.T) {
	same := [][]string{
		{"INV-2025-00120", "inv 2025 00120", "INV/2025/OO120", "lNV-2O25-00120"},
		{"00120", "120", "0012O"},
		{"A 0077", "a-77", "A77"},
		{"", " ", "-"},
		{"é12", "E12"},
	}
	for _, group := range same {
		for _, s := range group[1:] {
			if Normalise(s) != Normalise(group[0]) {
				t.Errorf("%q is %q, %q is %q", group[0], Normalise(group[0]), s, Normalise(s))
			}
		}
	}
}

func TestCompareNumbers(t *testing.T) {
	tests := []struct {
		a, b string
		want kinship
	}{
		{"2025001", "2025001", numberExact},
		{"2025-001", "2025001", numberNormal},
		{"INV2025001", "2025001", numberPrefix},
		{"2025-1201", "2025-2101", numberSwap},
		{"20251201", "20271201", numberSlip},
		{"20251201", "2025121", numberSlip},
		{"20251201", "20251209", numberLast},
		{"20251201", "20251250", numberNear},
		{"20251201", "20251244", numberNear},
		{"2025001", "2025001-2", numberPart},
		{"2025001", "2025001B", numberPart},
		{"2025001", "998877", numberOther},
		{"", "998877", numberUnknown},
		{"7", "8", numberNear},
	}
	for _, test := range tests {
		a, b := readNumber(test.a), readNumber(test.b)
		if got := compareNumbers(&a, &b); got != test.want {
			t.Errorf("%q and %q: %d, want %d", test.a, test.b, got, test.want)
		}
		if compareNumbers(&a, &b) != compareNumbers(&b, &a) {
			t.Errorf("%q and %q: not symmetric", test.a, test.b)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"INV-2025-00120", "O0Il1", "ü", "\xff\xfe", strings.Repeat("0", 100), "Ⅷ12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := Normalise(s)
		if Normalise(n) != n {
			t.Errorf("%q becomes %q and then %q", s, n, Normalise(n))
		}
		for i := 0; i < len(n); i++ {
			if c := n[i]; !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') || lookalike[c] != 0 {
				t.Errorf("%q has %q in it", n, c)
			}
		}
	})
}
