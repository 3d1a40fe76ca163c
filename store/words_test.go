// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	for folded, want := range map[string]string{
		"1234.56 1.234.56 j. de vries-smit nl13test0123456789": "$123456 1234 56 $123456 234 56 vries smit nl13test0123456789",
		"f-2026/118 (huur) o'neill":                            "2026 118 huur neill",
		"":                                                     "",
		"f-9 a/1 ab - .":                                       "f9 a1",
		"5000000123456789. 12":                                 "5000000123456789 12",
	} {
		if got := strings.Join(wordsOf(folded), " "); got != want {
			t.Errorf("%q: %q, want %q", folded, got, want)
		}
	}
}

// What begins with a word, and nothing else, lies in its range; numbers keep the order
// of the words.
func TestPack(t *testing.T) {
	word := rapid.StringMatching(`[$0-9a-z]{1,20}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		low, high := pack(a)
		key, _ := pack(b)
		cut := func(s string) string { return s[:min(len(s), wordSize)] }
		if in := key >= low && key <= high; in != strings.HasPrefix(cut(b), cut(a)) {
			t.Fatalf("%q in the range of %q: %v", b, a, in)
		}
		if low < 0 || high < low || (key < low) != (cut(b) < cut(a)) {
			t.Fatalf("%q %d…%d, %q %d", a, low, high, b, key)
		}
	})
}

// Whatever people type of what stands in a text finds it.
func TestRangesFindTheirText(t *testing.T) {
	piece := rapid.StringMatching(`[a-z0-9./-]{1,15}`)
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(piece, 1, 8).Draw(t, "text")
		keys := keysOf(strings.Join(pieces, " "))
		if len(keys) == mostOf {
			return
		}
		asked := rapid.SampledFrom(pieces).Draw(t, "asked")
		for _, word := range Ranges(asked) {
			if !slices.ContainsFunc(word, func(r Range) bool {
				return slices.ContainsFunc(keys, func(k int64) bool { return k >= r.Low && k <= r.High })
			}) {
				t.Fatalf("%q is not found by %q: %v of %v", pieces, asked, word, keys)
			}
		}
	})
}

func TestWholeNumberIsAnAmount(t *testing.T) {
	keys := keysOf("1250.00 iets")
	found := false
	for _, r := range Ranges("1250")[0] {
		found = found || slices.ContainsFunc(keys, func(k int64) bool { return k >= r.Low && k <= r.High })
	}
	if !found {
		t.Error("1250 does not find 1250.00")
	}
}
