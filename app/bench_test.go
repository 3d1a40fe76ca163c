// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/demo"
	"rentmeester/policy"
	"rentmeester/store"
)

// BenchmarkYear is the main job in one figure: import and reconcile a year of an
// invented town on the embedded database. RENTMEESTER_BENCH_INHABITANTS sets the
// size; 120,000 gives some 100,000 bank lines against 300,000 items.
func BenchmarkYear(b *testing.B) {
	inhabitants := 6000
	if n, err := strconv.Atoi(os.Getenv("RENTMEESTER_BENCH_INHABITANTS")); err == nil {
		inhabitants = n
	}
	town := b.TempDir()
	if _, err := demo.Generate(demo.Options{Seed: 7, Inhabitants: inhabitants, Year: 2025, Rates: demo.DefaultRates()}, town); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := store.OpenSQLite(b.Context(), b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		books, _, err := app.Init(b.Context(), s, "bench", "Bench", policy.Default, time.Now)
		if err != nil {
			b.Fatal(err)
		}
		var total app.Report
		start := time.Now()
		for _, below := range []string{"openitems", "orders", "bank"} {
			importFolder(b, books, filepath.Join(town, below), &total)
		}
		imported := time.Now()
		report, err := books.Reconcile(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(report.Lines), "lines")
		b.ReportMetric(float64(total.Items), "items")
		b.ReportMetric(float64(report.Lines)/time.Since(start).Seconds(), "lines/s")
		b.ReportMetric(imported.Sub(start).Seconds(), "import-s")
		b.ReportMetric(time.Since(imported).Seconds(), "reconcile-s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func importFolder(b testing.TB, books *app.Books, dir string, total *app.Report) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		report, err := books.Import(b.Context(), "bench", d.Name(), f)
		total.Merge(report)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
