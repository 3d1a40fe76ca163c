// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"math/rand/v2"
	"slices"

	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// Ablated is what is left when something is hidden.
type Ablated struct {
	Name   string
	Result Result
}

// hidings are what is hidden in turn: columns of the ledger, from the past as well
// as from the question, or parts of the engine.
var hidings = []struct {
	name  string
	blank func(*predict.Row)
	parts []predict.Part
}{
	{"nothing", nil, nil},
	{"the directorate (buyer's reference)", func(r *predict.Row) { r.Area, r.Extra = "", "" }, nil},
	{"the words", func(r *predict.Row) { r.Text = "" }, nil},
	{"the amount", func(r *predict.Row) { r.Amount, r.NoAmount = 0, true }, nil},
	{"numbers of invoice and document", func(r *predict.Row) { r.Invoice, r.Document = "", "" }, nil},
	{"the supplier altogether", func(r *predict.Row) { r.Supplier, r.SupplierID = "", "" }, nil},
	{"suppliers with a like name", nil, []predict.Part{predict.Names}},
	{"the linear model", nil, []predict.Part{predict.Linear}},
	{"how long ago, and what came last", nil, []predict.Part{predict.Recency}},
	{"how well it went lately (watch)", nil, []predict.Part{predict.Watch}},
	{"everything from the judge but the ranker's claim", nil, []predict.Part{predict.Judge}},
}

// Window is the part of the Harrogate ledger on which parts are hidden: 40 to 70 %,
// of which the last half is measured. Nothing of the last 30 %.
func window(rows []predict.Row) ([]predict.Row, Cut) {
	n := len(rows)
	return rows[n*4/10 : n*7/10], Cut{0.5, 0.65, 1}
}

func (m *meter) ablation(page *Page) (list []job) {
	page.Ablated = make([]Ablated, len(hidings)+1)
	h := Hide{Extra: true, Beside: true}
	one := func(to *Ablated, name string, change func([]predict.Row) []predict.Row, parts ...predict.Part) job {
		return job{"ablation: without " + name, func() error {
			all, err := m.ledger("harrogate")
			if err != nil {
				return err
			}
			rows, cut := window(all)
			model := predict.New(nil, account...)
			model.Without(parts...)
			*to = Ablated{name, Measure(name, model, change(rows), cut, h, account, nil)}
			m.tell("without %s: %s", name, to.Result.Short())
			return nil
		}}
	}
	for i, a := range hidings {
		list = append(list, one(&page.Ablated[i], a.name, func(rows []predict.Row) []predict.Row {
			if a.blank == nil {
				return rows
			}
			rows = slices.Clone(rows)
			for i := range rows {
				a.blank(&rows[i])
			}
			return rows
		}, a.parts...))
	}
	noisy := &page.Ablated[len(hidings)]
	list = append(list, job{"noise", func() error {
		all, err := m.ledger("harrogate")
		if err != nil {
			return err
		}
		rows, cut := window(all)
		name := "5 % of what it learns is wrong"
		*noisy = Ablated{name, Measure(name, &misled{Model: predict.New(nil, account...), chance: rand.New(rand.NewPCG(m.Seed, 3)), share: 0.05}, rows, cut, h, account, nil)}
		m.tell("%s: %s", name, noisy.Result.Short())
		return nil
	}})
	return list
}

// misled learns some lines with a coding that another line had before.
type misled struct {
	*predict.Model
	chance *rand.Rand
	share  float64
	had    []coding.Coding
}

// Learn implements Predictor.
func (m *misled) Learn(r predict.Row) {
	m.had = append(m.had, r.Coding)
	if m.chance.Float64() < m.share {
		for range 20 {
			if other := m.had[m.chance.IntN(len(m.had))]; other != r.Coding {
				r.Coding = other
				break
			}
		}
	}
	m.Model.Learn(r)
}
