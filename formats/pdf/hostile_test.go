// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"rentmeester/fault"
)

// squeezed packs n zeros, times over.
func squeezed(t *testing.T, n int64, times int) string {
	t.Helper()
	var data io.Reader = io.LimitReader(zeros{}, n)
	for range times {
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		if _, err := io.Copy(w, data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		data = &out
	}
	raw, err := io.ReadAll(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// bomb embeds a file that unpacks to n bytes.
func bomb(t *testing.T, n int64, times int) string {
	packed := squeezed(t, n, times)
	return written([]string{
		"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>>>",
		"<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 200 100]>>", "<</Type/Page/Parent 2 0 R>>",
		"<</Type/Filespec/F(a)/UF(a)/EF<</F 5 0 R>>>>",
		fmt.Sprintf("<</Type/EmbeddedFile/Filter[%s]/Length %d>>stream\n%s\nendstream", strings.Repeat("/FlateDecode", times), len(packed), packed),
	}, "")
}

// long is a page of n lines of 5,000 characters, each at another place: what
// stands twice at one place is read once.
func long(n int) string {
	var page strings.Builder
	for i := range n {
		page.WriteString(at(20, 20*i, strings.Repeat("x", 5000)))
	}
	return page.String()
}

// TestMutilated cuts a PDF off at many places and changes bytes of it: it is
// read, or refused for a reason that has a sentence.
func TestMutilated(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some 300 documents")
	}
	whole := made("", []string{at(20, 80, "Factuur F1")}, attached{"factur-x.xml", "Data", "text/xml", "<a/>"})
	chance := rand.New(rand.NewPCG(1, 2))
	var all []string
	for n := 0; n < len(whole); n += 17 {
		all = append(all, whole[:n])
	}
	for range 200 {
		raw := []byte(whole)
		for range 1 + chance.IntN(8) {
			raw[chance.IntN(len(raw))] = byte(chance.IntN(256))
		}
		all = append(all, string(raw))
	}
	codes := map[string]int{}
	for _, raw := range all {
		d, err := read(t, raw)
		if code := fault.Code(err); code == "internal" || (d == nil) == (err == nil) {
			t.Errorf("%v, %v for %q", d, err, raw)
		} else {
			codes[code]++
		}
	}
	t.Logf("%v", codes)
}

// TestHostile reads what was made to do harm: each ends in a refusal or in a
// reading, in time and memory, and the next document is read as ever.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds and some hundreds of MB")
	}
	deep := strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000)
	tests := []struct{ name, raw, code string }{
		{"a file of 80 MB in 80 kB", bomb(t, 80<<20, 1), "pdf.files-too-large"},
		{"a file of 500 MB in 3 kB", bomb(t, 500<<20, 2), "pdf.file"},
		{"a tree of pages that holds itself", written([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 3/Kids[2 0 R 2 0 R 2 0 R]>>"}, ""), "pdf.page"},
		{"a million pages", written([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1000000/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R>>"}, ""), "pdf.too-many-pages"},
		{"ten thousand pages", written([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 10000/Kids[" + strings.Repeat("3 0 R ", 10_000) + "]>>", "<</Type/Page/Parent 2 0 R>>"}, ""), "pdf.too-many-pages"},
		{"a script on opening", written([]string{"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R>>"}, ""), "pdf.scripts"},
		{"a script by name", written([]string{"<</Type/Catalog/Pages 2 0 R/Names<</Java#53cript<</Names[(a)<</S/Java#53cript/JS(1)>>]>>>>>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R>>"}, ""), "pdf.scripts"},
		{"a program to start", written([]string{"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(cmd.exe)>>>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R>>"}, ""), "pdf.scripts"},
		{"deep arrays", written([]string{"<</Type/Catalog/Pages 2 0 R/X " + deep + ">>", "<</Type/Pages/Count 0/Kids[]>>"}, ""), ""},
		{"deep forms", made("", []string{strings.Repeat("q ", 500_000) + at(1, 1, "x")}), ""},
		{"too much text", made("", []string{long(1 + MostChars/5000)}), "pdf.too-much-text"},
		{"a page wider than a world", made("/MediaBox[-1e38 -1e38 1e38 1e38]", []string{at(20, 80, "x")}), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := read(t, test.raw)
			t.Logf("%v", err)
			switch code := fault.Code(err); {
			case code == "internal", test.code != "" && code != test.code, (d == nil) == (err == nil):
				t.Errorf("got %v, want %s", err, test.code)
			}
			if d, err := read(t, made("", []string{at(20, 80, "Verder")})); err != nil || d.Pages[0].Text != "Verder" {
				t.Errorf("the next document: %v", err)
			}
		})
	}
}
