// SPDX-License-Identifier: EUPL-1.2

package ndjson_test

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"

	bench "rentmeester/bench/coding"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/coding/predict/ndjson"
	"rentmeester/text"
)

// How many predictions a second come out of a stream, reading and writing of JSON
// included.
func BenchmarkServe(b *testing.B) {
	rows := bench.Invent(bench.Invented{Seed: 3, Lines: 14_000, Suppliers: 300, Text: 0.7, Area: true, Numbers: true})
	targets := []coding.Field{coding.Account}
	s := ndjson.Server{Model: predict.New(nil, targets...), Targets: targets, Lang: text.EN}
	for _, r := range rows[:4_000] {
		s.Model.Learn(r)
	}
	var in bytes.Buffer
	write := json.NewEncoder(&in)
	for _, r := range rows[4_000:] {
		if err := write.Encode(map[string]any{"predict": map[string]any{
			"date": rows[3_999].Day, "supplier": r.Supplier, "supplier_id": r.SupplierID, "text": r.Text, "amount": float64(r.Amount) / 100,
			"inv_no": r.Invoice, "doc_no": r.Document, "area": r.Area, "extra": r.Extra,
		}}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if err := s.Serve(b.Context(), bytes.NewReader(in.Bytes()), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "predictions/s")
}
