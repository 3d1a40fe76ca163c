// SPDX-License-Identifier: EUPL-1.2

package party

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestBusinesses(t *testing.T) {
	tests := []struct {
		name  string
		words []string // of the names, with " / " between them
		form  string
	}{
		{"De Vries Groenvoorziening B.V.", []string{"VRIES GROENVOORZIENING"}, "BV"},
		{"K.P.N. b v", []string{"KPN"}, "BV"},
		{"Müller & Zn. GmbH", []string{"MULLER ZN"}, "GMBH"},
		{"Jansen Beheer B.V. h.o.d.n. De Gouden Fiets", []string{"JANSEN BEHEER", "GOUDEN FIETS"}, "BV"},
		{"Jansen T.H.O.D.N. Klusbedrijf 't Hoekje", []string{"JANSEN", "KLUSBEDRIJF T HOEKJE"}, ""},
		{"BLUEBIRD LTD T/A BLUEBIRD CARE", []string{"BLUEBIRD", "BLUEBIRD CARE"}, "LTD"},
		{"Stichting De", []string{"STICHTING DE"}, "STICHTING"},
		{"B.V.", []string{"BV"}, "BV"},
		{" .-", nil, ""},
		{"", nil, ""},
	}
	for _, test := range tests {
		var got []string
		form := ""
		for _, b := range Businesses(test.name) {
			got = append(got, strings.Join(b.Words, " "))
			if form == "" {
				form = b.Form
			}
		}
		if !slices.Equal(got, test.words) || form != test.form {
			t.Errorf("%q: %q %q, want %q %q", test.name, got, form, test.words, test.form)
		}
	}
}

func TestAlike(t *testing.T) {
	tests := []struct {
		a, b     string
		from, to float64
	}{
		{"De Vries Groenvoorziening B.V.", "Groenvoorziening de Vries", 1, 1},
		{"Waterwerk B.V.", "Water Werk", 1, 1},
		{"Groenvoorziening", "Groenvoorzeining", 0.9, 0.99},
		{"Bouwbedrijf Jansen", "Bouwbedrijf Pietersen", 0.4, 0.7},
		{"Bos", "Vos", 0, 0},
		{"", "Vos", 0, 0},
	}
	for _, test := range tests {
		got := Alike(first(test.a), first(test.b))
		if got < test.from || got > test.to {
			t.Errorf("%q and %q: %.2f", test.a, test.b, got)
		}
	}
}

func first(name string) Business {
	if all := Businesses(name); len(all) > 0 {
		return all[0]
	}
	return Business{}
}

func TestAlikeIsSymmetricAndBounded(t *testing.T) {
	word := rapid.SampledFrom([]string{"Jansen", "Janssen", "Jansne", "Bouw", "Bouwbedrijf", "Bouwbedrjif", "De", "B.V.", "en", "ÿ"})
	name := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 0, 6).Draw(t, "words"), " ") })
	rapid.Check(t, func(t *rapid.T) {
		a, b := first(name.Draw(t, "a")), first(name.Draw(t, "b"))
		there, back := Alike(a, b), Alike(b, a)
		if there != back || there < 0 || there > 1 {
			t.Fatalf("%v %v: %v and %v", a, b, there, back)
		}
		if len(a.Words) > 0 && Alike(a, a) != 1 {
			t.Fatalf("%v is not itself", a)
		}
	})
}

func FuzzBusinesses(f *testing.F) {
	for _, s := range []string{"Jansen h.o.d.n. x", "\xff", "a.b.c.d", strings.Repeat("x ", 400), "İ’'`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, b := range Businesses(s) {
			if len(b.Words) == 0 || len(b.Words) > mostWords+3 {
				t.Errorf("%q: %q", s, b.Words)
			}
			for _, w := range b.Words {
				if w == "" || !utf8.ValidString(w) {
					t.Errorf("%q: word %q", s, w)
				}
			}
		}
	})
}
