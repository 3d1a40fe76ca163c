// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"bytes"
	"fmt"
	"slices"

	"rentmeester/coding"
)

// aimSets are the shares of split documents of which the set of codings is to be
// exactly right.
var aimSets = map[string]float64{"harrogate": .65, "sheffield": .80}

// documents measures invoices that have several codings.
func (m *meter) documents(page *Page) (list []job) {
	for _, ledger := range []string{"harrogate", "sheffield"} {
		for _, targets := range [][]coding.Field{account, full} {
			page.Documents = append(page.Documents, &Documents{Ledger: titled(ledger), Targets: targets})
			to := page.Documents[len(page.Documents)-1]
			list = append(list, job{ledger + " documents", func() error {
				rows, err := m.ledger(ledger)
				if err != nil {
					return err
				}
				d := MeasureDocuments(rows, m.Cut, Hide{Extra: true, Beside: true}, targets)
				d.Ledger = titled(ledger)
				d.Aim = aimSets[ledger]
				*to = d
				m.tell("documents of %s, %v: %.3f of %d sets right", ledger, targets, d.exact(), d.Split)
				return nil
			}})
		}
	}
	return list
}

// exact is how many sets of split documents the engine had exactly right.
func (d *Documents) exact() float64 {
	at := slices.IndexFunc(d.Ways, func(w DocumentWay) bool { return w.Way == Engine+", jointly" })
	if at < 0 {
		return 0
	}
	return share(d.Ways[at].Split, d.Split)
}

// setVerdicts hold split documents against their aims.
func (p *Page) setVerdicts() (list []Verdict) {
	for _, d := range p.Documents {
		if d.Aim > 0 && d.Split > 0 {
			list = append(list, atLeast(fmt.Sprintf("%s, split documents, %s", d.Ledger, codesOf(d.Targets)), "set of codings exactly right", d.Aim, d.exact()))
		}
	}
	return list
}

func codesOf(targets []coding.Field) string {
	if len(targets) == 1 {
		return "account"
	}
	return "full code"
}

// sets tells of documents.
func (p *Page) sets(b *bytes.Buffer) {
	for i, d := range p.Documents {
		if i == 0 {
			b.WriteString("\n## Invoices with several codings\n")
		}
		d.Markdown(b)
	}
}
