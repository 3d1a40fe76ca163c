// SPDX-License-Identifier: EUPL-1.2

package ndjson_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/coding/predict/ndjson"
	"rentmeester/text"
)

// BenchmarkStream answers questions that come as one text: what the reading, the
// proposing and the writing take together.
func BenchmarkStream(b *testing.B) {
	rows := bench.Invent(bench.Invented{Seed: 3, Lines: 12_000, Suppliers: 300, Text: 0.7, Area: true, Numbers: true})
	m := predict.New(nil, coding.Account)
	for _, r := range rows[:8_000] {
		m.Learn(r)
	}
	var in strings.Builder
	n := 0
	for _, r := range rows[8_000:12_000] {
		fmt.Fprintf(&in, `{"predict":{"date":"2030-01-02","supplier":%q,"supplier_id":%q,"text":%q,"amount":%q,"inv_no":%q,"doc_no":%q,"area":%q}}`+"\n",
			r.Supplier, r.SupplierID, r.Text, r.Amount, r.Invoice, r.Document, r.Area)
		n++
	}
	s := ndjson.Server{Model: m, Targets: []coding.Field{coding.Account}, Lang: text.EN}
	b.ResetTimer()
	for b.Loop() {
		if err := s.Serve(b.Context(), strings.NewReader(in.String()), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "answers/s")
}
