// SPDX-License-Identifier: EUPL-1.2

package payment

import (
	"testing"

	"pgregory.net/rapid"
)

func TestLatin(t *testing.T) {
	for in, want := range map[string]string{
		"Factuur 2026-17":         "Factuur 2026-17",
		"  two\t\n spaces\u00a0 ": "two spaces",
		"Bäckerei Müller & Söhne": "Backerei Muller + Sohne",
		"Café ’t Hoekje":          "Cafe 't Hoekje",
		"Straße Łódź Ærø Œuvre":   "Strasse Lodz AEro OEuvre",
		"€ 12,50 (½)":             "EUR 12,50 (1/2)",
		"a_b@c.nl; <x> #1 100%":   "a-b.c.nl, .x. .1 100.",
		"ĳsvogel Ĳ":               "ijsvogel IJ",
		"Χαρτοπωλείο":             "Chartopoleio",
		"Щастие ООД":              "Shtastie OOD",
		"日本":                      "..",
		"e\u0301\u200b":           "e",
		"":                        "",
		"bad \xff byte":           "bad . byte",
	} {
		if got := Latin(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

// What is written is in the set, has no more to be changed, and a text that can
// be carried stays as it is.
func TestLatinIsCarried(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Latin(rapid.String().Draw(t, "any"))
		if !latin(s) || Latin(s) != s {
			t.Fatalf("%q", s)
		}
		if cut := Clip(s, 10); len(cut) > 10 || !latin(cut) {
			t.Fatalf("cut to %q", cut)
		}
	})
}

func TestIdentifies(t *testing.T) {
	for s, want := range map[string]bool{
		"R-2026-1": true, "a/b": true, "": false, "/a": false, "a/": false, "a//b": false, " a": false, "é": false, "a_b": false,
		"12345678901234567890123456789012345": true, "123456789012345678901234567890123456": false,
	} {
		if Identifies(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestSEPA(t *testing.T) {
	for country, want := range map[string]bool{"NL": true, "BE": true, "CH": true, "GB": true, "RS": true, "TR": false, "UA": false, "": false, "L ": false, " N": false} {
		if SEPA(country) != want {
			t.Errorf("%q: %v", country, !want)
		}
	}
}
