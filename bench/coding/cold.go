// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"rentmeester/coding"
	"rentmeester/coding/predict"
)

// Cold is how it goes from the first line of a ledger on.
type Cold struct {
	Ledger string
	Rows   []ColdRow
}

// ColdRow is one way, over the first so many lines.
type ColdRow struct {
	Way   string
	Tally []Tally // of the lines between one of Firsts and the next
}

// Firsts are the ends of the stretches of a cold start.
var Firsts = []int{500, 1_000, 2_000, 4_000}

// coldEngine is without any prior until it has grown its own.
var coldEngine = Way{Engine + ", without a prior", func(targets ...coding.Field) Predictor { return predict.New(&predict.Prior{}, targets...) }}

func (m *meter) cold(page *Page) (list []job) {
	ledgers := []string{"harrogate", "darlington", "sheffield"}
	page.Cold = make([]Cold, len(ledgers))
	for i, name := range ledgers {
		list = append(list, job{"cold " + name, func() error {
			rows, err := m.ledger(name)
			if err != nil {
				return err
			}
			rows = rows[:min(len(rows), Firsts[len(Firsts)-1])]
			c := Cold{Ledger: name}
			for _, w := range append(append([]Way{}, usual...), coldEngine, engine) {
				judged := Replay(w.New(account...), rows, 0, Hide{Extra: true, Beside: true}, account, nil)
				row := ColdRow{Way: w.Name}
				from := 0
				for _, until := range Firsts {
					row.Tally = append(row.Tally, Count(judged[min(from, len(judged)):min(until, len(judged))]))
					from = until
				}
				c.Rows = append(c.Rows, row)
			}
			page.Cold[i] = c
			m.tell("cold start of %s", name)
			return nil
		}})
	}
	return list
}

func (m *meter) changes(page *Page) []job {
	page.Shift = &Shift{}
	return []job{{"changes", func() error {
		rows, err := m.ledger("harrogate")
		if err != nil {
			return err
		}
		*page.Shift = Changed(engine.New(account...), rows, Hide{Extra: true, Beside: true}, m.Seed)
		m.tell("changes: %d of %d renamed and %d of %d moved noticed within ten", Noticed(page.Shift.Renamed, 10), len(page.Shift.Renamed),
			Noticed(page.Shift.Moved, 10), len(page.Shift.Moved))
		return nil
	}}}
}
