// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
)

func TestWords(t *testing.T) {
	tests := []struct {
		name  string
		signs []string
		text  string
		words []string
	}{
		{"nothing", nil, "", []string{}},
		{"spaces and lines", []string{"a", "b", " ", "c", "\r", "\n", "d"}, "ab c\nd", []string{"ab", "c", "d"}},
		{"a hyphen that the library marks", []string{"f", "a", "c", "\x02", "\r", "\n", "t"}, "fac-\nt", []string{"fac-", "t"}},
		{"no unicode, replaced, control", []string{"a", "", "\ufffd", "\x01", "b"}, "ab", []string{"ab"}},
		{"a space that does not break", []string{"1", "\u00a0", "2", "\u202f", "3"}, "1 2 3", []string{"1", "2", "3"}},
		{"outside the first plane", []string{"€", "𝟙"}, "€𝟙", []string{"€𝟙"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var signs []sign
			for _, s := range test.signs {
				signs = append(signs, sign{text: s})
			}
			page := frame{right: 10, top: 10}.page(signs)
			words := []string{}
			for _, w := range page.Words {
				words = append(words, w.Text)
			}
			if page.Text != test.text || !reflect.DeepEqual(words, test.words) {
				t.Errorf("got %q, %q, want %q, %q", page.Text, words, test.text, test.words)
			}
		})
	}
}

func TestBoxes(t *testing.T) {
	page := frame{left: 100, bottom: 200, right: 300, top: 500}.page([]sign{
		{"a", Box{Left: 110, Bottom: 480, Right: 115, Top: 490}},
		{"b", Box{Left: 115, Bottom: 478, Right: 120, Top: 488}},
		{" ", Box{}},
		{"c", Box{Left: 130, Bottom: 490, Right: 126, Top: 480}}, // upside down and mirrored
	})
	want := []Word{{Text: "ab", Box: Box{10, 10, 20, 22}}, {Text: "c", Box: Box{26, 10, 30, 20}}}
	if !reflect.DeepEqual(page.Words, want) || page.Width != 200 || page.Height != 300 {
		t.Errorf("got %+v, want %+v", page, want)
	}
}

// Whatever the library gives, words are without white space, stand in the text
// in their order, and their boxes lie the right way round.
func FuzzWords(f *testing.F) {
	f.Add("Totaal 242,00\r\n€", 10.0, 20.0, 1)
	f.Add("\x02\ufffe \u00a0\ufffd", -1.5, 1e9, 7)
	f.Fuzz(func(t *testing.T, text string, x, y float64, quarters int) {
		var signs []sign
		for i, r := range text {
			signs = append(signs, sign{string(r), Box{x, y + float64(i), x - y, y}})
		}
		page := frame{0, 0, x, y, quarters}.page(signs)
		rest := page.Text
		for _, w := range page.Words {
			if w.Text == "" || strings.ContainsFunc(w.Text, unicode.IsSpace) {
				t.Fatalf("a word %q", w.Text)
			}
			before, after, found := strings.Cut(rest, w.Text)
			if !found || strings.TrimSpace(before) != "" {
				t.Fatalf("%q is not next in %q", w.Text, rest)
			}
			rest = after
			if b := w.Box; b.Left > b.Right || b.Top > b.Bottom {
				t.Fatalf("box %+v", b)
			}
		}
		if strings.TrimSpace(rest) != "" {
			t.Fatalf("%q is in the text and in no word", rest)
		}
	})
}
