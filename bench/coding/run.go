// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"time"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// Run is one question to one ledger.
type Run struct {
	Ledger    string
	Targets   []coding.Field
	Hide      Hide
	Knows     string // what a prediction may look at
	Baselines bool   // the usual ways too
	Transfer  bool   // with the shipped prior only too
	Ablation  bool   // without parts too, before the last 30 %
	Lines     int
	Results   []Result
	Without   []Result
}

// Engine is the way that is proposed.
const Engine = "Rentmeester"

// Measure measures everything that is asked of a run.
func (r Run) Measure(rows []predict.Row, cut Cut, tell func(Result)) Run {
	r.Lines = len(rows)
	one := func(way string, p Predictor, rows []predict.Row, cut Cut) Result {
		began := time.Now()
		result := Measure(way, p, rows, cut, r.Hide, r.Targets)
		result.Took = time.Since(began)
		tell(result)
		return result
	}
	if r.Baselines {
		for _, b := range []struct {
			way string
			p   Predictor
		}{
			{"most frequent for the supplier", MostFrequent(r.Targets...)},
			{"last used", LastUsed(r.Targets...)},
			{"recency-weighted, half-life 120 days", Recency(120, r.Targets...)},
			{"naive Bayes on tokens", NaiveBayes(r.Targets...)},
			{"linear model on tokens, online", Online(r.Targets...)},
		} {
			r.Results = append(r.Results, one(b.way, b.p, rows, cut))
		}
	}
	if r.Transfer {
		m := predict.New(nil, r.Targets...)
		m.Freeze()
		r.Results = append(r.Results, one("shipped prior, never grown anew", m, rows, cut))
	}
	r.Results = append(r.Results, one(Engine, predict.New(nil, r.Targets...), rows, cut))
	if r.Ablation {
		r.Without = r.ablate(rows, one)
	}
	return r
}

// ablate measures without one column after another, on the lines before those of
// the report: 60 to 70 % of the ledger, learned from 40 % on.
func (r Run) ablate(rows []predict.Row, one func(string, Predictor, []predict.Row, Cut) Result) (out []Result) {
	n := len(rows)
	cut := Cut{0.55, 0.7, 1}
	part := rows[n*4/10 : n*7/10]
	for _, a := range []struct {
		name  string
		blank func(*predict.Row)
	}{
		{"with everything", func(*predict.Row) {}},
		{"without the text", func(r *predict.Row) { r.Text = "" }},
		{"without the amount", func(r *predict.Row) { r.Amount, r.NoAmount = 0, true }},
		{"without numbers of invoice and document", func(r *predict.Row) { r.Invoice, r.Document = "", "" }},
		{"without the directorate", func(r *predict.Row) { r.Area = "" }},
		{"without the supplier", func(r *predict.Row) { r.Supplier, r.SupplierID = "", "" }},
	} {
		changed := append([]predict.Row(nil), part...)
		for i := range changed {
			a.blank(&changed[i])
		}
		out = append(out, one(a.name, predict.New(nil, r.Targets...), changed, cut))
	}
	return out
}

// Short is a result on one line.
func (r Result) Short() string {
	out := fmt.Sprintf("%.4f / %.4f, calibration error %.4f", r.Tally.First, r.Tally.Three, r.Tally.Error)
	for _, c := range r.Covered {
		missed, of := c.Within()
		out += fmt.Sprintf("; at %.2f: %.3f (%.4f, %d of %d months under)", c.Promise, c.Coverage, c.Reached, missed, of)
	}
	return out
}
