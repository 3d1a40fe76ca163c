// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"slices"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// Part is one question to one ledger.
type Part struct {
	Name     string // as it is asked for
	Ledger   string
	Targets  []coding.Field
	Hide     Hide
	Knows    string // what a prediction may look at
	Question string // what is known besides, where the same is asked in several ways
	Beside   bool   // told in one line, beside the others
	Ways     []Way  // the usual ways, to compare with; the engine always
	Donor    string // ledger that a prior is grown on, to serve here
	Aims     Aims

	Lines    int
	Results  []Result
	Transfer []Result // with priors that were not grown here
}

// Way is a way of predicting.
type Way struct {
	Name string
	New  func(targets ...coding.Field) Predictor
}

// Engine is the way that is proposed.
const Engine = "Rentmeester"

var (
	counting = []Way{
		{"most frequent for the supplier", MostFrequent},
		{"last used", LastUsed},
		{"recency-weighted, half-life 120 days", func(targets ...coding.Field) Predictor { return Recency(120, targets...) }},
	}
	words  = Way{"naive Bayes on words", NaiveBayesOnWords} // as GnuCash does
	tokens = Way{"naive Bayes on tokens", NaiveBayes}
	linear = Way{"linear model on tokens, online", Online}
	usual  = append(slices.Clone(counting), words, tokens, linear)
	engine = Way{Engine, func(targets ...coding.Field) Predictor { return predict.New(nil, targets...) }}
)

var (
	account = []coding.Field{coding.Account}
	full    = []coding.Field{coding.Account, coding.CostCentre}
)

// Parts are what is measured of each ledger, in this order. The column "extra" is
// hidden everywhere: in Sheffield it is the name of the account.
func Parts() []Part {
	var (
		reference = Hide{Extra: true, Beside: true}
		none      = Hide{Area: true, Extra: true, Beside: true}
		centre    = Hide{Extra: true, Beside: true, But: []coding.Field{coding.CostCentre}}

		inHarrogate = Aims{First: .90, Three: .965, Cover: []float64{.70, .78}}
	)
	return []Part{
		{Name: "harrogate-account", Question: "cost centre hidden", Ledger: "harrogate", Targets: account, Hide: reference, Ways: usual, Donor: "darlington",
			Knows: "supplier, text, amount, document number, directorate", Aims: inHarrogate},
		{Name: "harrogate-centre", Question: "cost centre known", Ledger: "harrogate", Targets: account, Hide: centre,
			Knows: "supplier, text, amount, document number, directorate, cost centre: the row without the account", Aims: inHarrogate},
		{Name: "harrogate-full", Ledger: "harrogate", Targets: full, Hide: reference, Ways: append(slices.Clone(counting), words, tokens),
			Knows: "supplier, text, amount, document number, directorate", Aims: Aims{First: .84, Three: .93, Cover: []float64{.55, .65}}},
		{Name: "sheffield-account", Ledger: "sheffield", Targets: account, Hide: reference, Ways: usual, Donor: "harrogate",
			Knows: "supplier and its number, amount, invoice and document number", Aims: Aims{First: .83, Three: .945, Cover: []float64{.35, .45}}},
		{Name: "sheffield-full", Ledger: "sheffield", Targets: full, Hide: reference, Ways: counting,
			Knows: "supplier and its number, amount, invoice and document number", Aims: Aims{First: .72}},
		{Name: "darlington-account", Ledger: "darlington", Targets: account, Hide: reference, Ways: usual, Donor: "harrogate",
			Knows: "supplier, amount, document number, directorate", Aims: Aims{Beat: true}},
		{Name: "harrogate-blind", Ledger: "harrogate", Targets: account, Hide: none, Beside: true, Knows: "no directorate: supplier, text, amount, document number"},
	}
}

// jobs measure a part: each way by itself, so that they can go side by side.
func (p *Part) jobs(m *meter) (list []job) {
	ways := append(slices.Clone(p.Ways), engine)
	if m.Alone {
		ways = ways[len(ways)-1:]
	}
	p.Results = make([]Result, len(ways))
	for i, w := range ways {
		list = append(list, p.job(m, &p.Results[i], w.Name, func() (Predictor, error) { return w.New(p.Targets...), nil }))
	}
	return list
}

// transfers measure a part with rankers that were not grown on it: neither is
// anything grown on it anew.
func (p *Part) transfers(m *meter) (list []job) {
	if p.Donor == "" {
		return nil
	}
	p.Transfer = make([]Result, 2)
	frozen := func(prior *predict.Prior) Predictor {
		model := predict.New(prior, p.Targets...)
		model.Freeze()
		return model
	}
	return append(list,
		p.job(m, &p.Transfer[0], "the shipped prior", func() (Predictor, error) { return frozen(nil), nil }),
		p.job(m, &p.Transfer[1], "a prior grown on "+titled(p.Donor), func() (Predictor, error) {
			prior, err := m.donated(p.Donor)
			return frozen(prior), err
		}))
}

func (p *Part) job(m *meter, to *Result, way string, begin func() (Predictor, error)) job {
	name := p.Name + ": " + way
	return job{name, func() error {
		rows, err := m.ledger(p.Ledger)
		if err != nil {
			return err
		}
		predictor, err := begin()
		if err != nil {
			return err
		}
		p.Lines = len(rows)
		*to = Measure(way, predictor, rows, m.Cut, p.Hide, p.Targets, func(n int) { m.tell("%s: %d %%", name, 100*n/len(rows)) })
		m.tell("%s: %s", name, to.Short())
		return nil
	}}
}

// grownOn is how many lines, of before those that are measured, a prior for
// another town is grown on.
const grownOn = 45_000

// grow makes a prior of the lines before the last 30 % of a ledger.
func grow(rows []predict.Row, targets []coding.Field) *predict.Prior {
	rows = rows[:len(rows)*7/10]
	rows = rows[max(0, len(rows)-grownOn):]
	model := predict.New(nil, targets...)
	prime(model, rows, Hide{Extra: true, Beside: true}, targets)
	for _, r := range rows {
		model.Learn(r)
	}
	return predict.Pool(model)
}

// Short is a result on one line.
func (r Result) Short() string {
	out := fmt.Sprintf("%.4f / %.4f, calibration error %.4f", r.Tally.First, r.Tally.Three, r.Tally.Error)
	for _, c := range r.Covered {
		missed, of := c.Within()
		out += fmt.Sprintf("; at %.2f: %.3f (%.4f, %d of %d months short)", c.Promise, c.Coverage, c.Reached, missed, of)
	}
	return out
}
