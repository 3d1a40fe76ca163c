// SPDX-License-Identifier: EUPL-1.2

package sorting_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rentmeester/formats/pdf"
	"rentmeester/sorting"
)

// TestRealInvoices tells, with -v, what is made of real invoices and credit
// notes: those of the ZUGFeRD corpus, German mostly, a language that the lexicon
// hardly knows. It needs RENTMEESTER_CORPUS.
func TestRealInvoices(t *testing.T) {
	root := os.Getenv("RENTMEESTER_CORPUS")
	if root == "" {
		t.Skip("skipped: RENTMEESTER_CORPUS names no folder with the public corpora")
	}
	reader := pdf.New(pdf.Options{})
	defer reader.Close()
	counts, sure, n := map[sorting.Kind]int{}, map[bool]int{}, 0
	err := filepath.WalkDir(filepath.Join(root, "invoice", "zugferd-corpus"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.EqualFold(filepath.Ext(path), ".pdf") {
			return err
		}
		text := textOf(t, reader, path)
		if strings.TrimSpace(text) == "" {
			return nil
		}
		v := sorting.New().Sort(text)
		n++
		counts[v.Kind]++
		good := v.Kind == sorting.Invoice || v.Kind == sorting.CreditNote
		if v.Probability >= .9 {
			sure[good]++
		}
		if !good {
			t.Logf("%s: %s %.2f %+v", filepath.Base(path), v.Kind, v.Probability, v.Reasons)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d with text: %v; at 0.90 or more: %d invoice or credit note, %d something else", n, counts, sure[true], sure[false])
	if n > 0 && float64(counts[sorting.Invoice]+counts[sorting.CreditNote]) < .7*float64(n) {
		t.Errorf("%v", counts)
	}
}

func textOf(t *testing.T, reader *pdf.Reader, path string) string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	document, err := reader.Read(t.Context(), f)
	if err != nil {
		return ""
	}
	var pages []string
	for _, p := range document.Pages {
		pages = append(pages, p.Text)
	}
	return strings.Join(pages, "\f")
}
