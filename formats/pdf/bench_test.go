// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"context"
	"strings"
	"testing"
)

// One invoice page of some thousand characters with its XML.
func onePage() string {
	var page strings.Builder
	for line := range 20 {
		page.WriteString(at(20, 90-4*line, "Snoeien en maaien wijk Oost, 4 uur, 50,00, 200,00"))
	}
	return made("", []string{page.String()}, attached{"factur-x.xml", "Alternative", "text/xml", strings.Repeat("<a/>", 2000)})
}

func benchmarkStart(b *testing.B, cache string) {
	raw := made("", []string{""})
	for b.Loop() {
		r := New(Options{Cache: cache})
		if _, err := r.Read(context.Background(), strings.NewReader(raw)); err != nil {
			b.Fatal(err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart is what the first document of a program costs.
func BenchmarkStart(b *testing.B) { benchmarkStart(b, "") }

// BenchmarkStartCached is Start with the translation of an earlier run.
func BenchmarkStartCached(b *testing.B) {
	dir := b.TempDir()
	r := New(Options{Cache: dir})
	if _, err := r.start(); err != nil {
		b.Fatal(err)
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	benchmarkStart(b, dir)
}

func BenchmarkRead(b *testing.B) {
	raw := onePage()
	if _, err := read(b, raw); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := read(b, raw); err != nil {
			b.Fatal(err)
		}
	}
}
