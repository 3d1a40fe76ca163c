// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"testing"

	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/store"
)

// What is a fixed amount and a rest is proposed so, to the cent, with why; and so
// that it can be taken at once.
func TestAFixedAmountAndTheRest(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := listed(t, s, "vast-en-rest")
		d := b.Invoices()
		for n, net := range []money.Cents{10000, 12001, 9950, 14003} {
			taken(t, b, "f.xml", demo.Bill{Number: fmt.Sprint("F", n), Net: net}.UBL())
			id := only(t, b, invoices.Coding).ID
			if n < 3 {
				must(t, d.SetCoding(t.Context(), "coder", id, invoices.Coded{Line: 1, Parts: []coding.Part{
					{Coding: coding.Coding{Account: "4300"}, Amount: 2500}, {Coding: coding.Coding{Account: "4302"}, Amount: net - 2500}}}))
				continue
			}
			l := seen(t, b, id).Lines[0]
			p := l.Proposal
			if l.Model != invoices.DistributionModel || len(p.Parts) != 2 || p.Parts[0].Amount != 2500 || p.Parts[1].Amount != 11503 {
				t.Fatalf("%s: %+v", l.Model, p.Parts)
			}
			if len(p.Reasons) != 2 || p.Reasons[1].Code != "distribution.reason.rest" || len(p.Like) != 3 || p.Probability < 0.5 || p.Probability > 0.95 {
				t.Errorf("%+v, %v, %f", p.Reasons, p.Like, p.Probability)
			}
			must(t, d.Accept(t.Context(), "coder", id, ""))
			if l := seen(t, b, id).Lines[0]; len(l.Parts) != 2 || l.Source != invoices.DistributionModel {
				t.Errorf("%+v", l)
			}
		}
		whole(t, b)
	})
}
