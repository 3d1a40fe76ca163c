// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"rentmeester/bench/extract/paper"
	"rentmeester/extract"
	"rentmeester/formats/pdf"
)

// TestCorpus reads the text of every PDF of the ZUGFeRD corpus: what was
// reached may not fall.
func TestCorpus(t *testing.T) {
	folder := os.Getenv("RENTMEESTER_CORPUS")
	if folder == "" {
		t.Skip("RENTMEESTER_CORPUS is not set: real invoices are not read")
	}
	root := filepath.Join(folder, "invoice", "zugferd-corpus")
	looked, blind, err := halves(root)
	if err != nil || len(looked) < 30 || len(blind) < 30 {
		t.Fatalf("%d and %d documents, %v", len(looked), len(blind), err)
	}
	reader := pdf.New(pdf.Options{})
	defer func() { _ = reader.Close() }()
	table := newTable(testing.Verbose())
	for _, name := range slices.Concat(looked, blind) {
		raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if err := measure(table, reader, name, raw, false, ""); err != nil {
			t.Logf("%s: %v", name, err) // without XML, or with XML that is read by nobody
		}
	}
	table.print()
	right, wrong := 0, 0
	for _, c := range table.fields {
		right, wrong = right+c.right, wrong+c.wrong
	}
	if right < 570 || wrong > 2 || table.fiveRead < 53 || table.documents < 60 {
		t.Errorf("accepted %d right, %d wrong; all five right on %d of %d", right, wrong, table.fiveRead, table.documents)
	}
}

// The two halves are always the same, and nothing is in both.
func TestHalves(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.pdf", "b.PDF", "c.pdf", "d.pdf", "e.xml"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	looked, blind, err := halves(dir)
	again, _, _ := halves(dir)
	if err != nil || len(looked) != 2 || len(blind) != 2 || !slices.Equal(looked, again) || slices.Contains(blind, looked[0]) {
		t.Errorf("%v %v %v", looked, blind, err)
	}
}

// An invented invoice is the same for the same seed, has a number and a total,
// and no layout is in both halves.
func TestInvented(t *testing.T) {
	layouts := map[string]paper.Half{}
	for _, half := range []paper.Half{paper.Learned, paper.Other} {
		for i := range uint64(200) {
			one, again := paper.Make(half, 1, i), paper.Make(half, 1, i)
			if one.HTML != again.HTML || one.Truth[extract.Number] == "" || one.Truth[extract.Gross] == "" {
				t.Fatalf("%s %d: %+v", half, i, one.Truth)
			}
			if before, ok := layouts[one.Layout]; ok && before != half {
				t.Errorf("%s is in both halves", one.Layout)
			}
			layouts[one.Layout] = half
		}
	}
}
