// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"strings"
	"testing"

	"rentmeester/formats/pdf"
)

// TestHostile reads pages that are made to keep a reader busy: each reading ends.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	heap := &pdf.Document{Pages: []pdf.Page{{Width: 595, Height: 842}}}
	for range 60_000 { // all on one place
		heap.Pages[0].Words = append(heap.Pages[0].Words, pdf.Word{Text: "1,00", Box: pdf.Box{Left: 1, Top: 1, Right: 2, Bottom: 2}})
	}
	tests := map[string]*pdf.Document{
		"labels":         drawn(strings.Repeat("Factuurnummer: Btw: Totaal: Datum: Van: Aan:\n", 5000)),
		"amounts":        drawn(strings.Repeat("1,00  2,00  3,00  4,00  5,00  21%  Totaal  btw\n", 4000)),
		"names":          drawn(strings.Repeat("Bouwbedrijf B.V.\nStraat 1\n1234 AB Stad www.bouwbedrijf.nl\n", 4000)),
		"numbers":        drawn(strings.Repeat("Factuurnummer A1  B2  C3  D4  E5  F6\n", 4000)),
		"one line":       drawn(strings.Repeat("IBAN NL91 ABNA 0417 ", 10_000)),
		"one place":      heap,
		"without a size": {Pages: []pdf.Page{{Words: []pdf.Word{{Text: "Factuur"}, {Text: "1"}}}}},
		"no pages":       {},
	}
	for name, doc := range tests {
		for i := range doc.Pages {
			doc.Pages[i].Width = 0 // as large as it takes
		}
		t.Run(name, func(t *testing.T) { Read(doc, nil, Options{}) })
	}
}
