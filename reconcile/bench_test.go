// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"
	"testing"

	"rentmeester/ident"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/party"
)

// crowd makes n open items of n/4 parties, and a line for each of the first few.
func crowd(n, lines int) ([]Item, []Line) {
	surnames := []string{"Jansen", "de Vries", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters"}
	items := make([]Item, n)
	for i := range items {
		who := i / 4
		kenmerk, err := ident.MakeBetalingskenmerk(fmt.Sprintf("%015d", 712600000000000+i))
		if err != nil {
			panic(err)
		}
		amount := money.Cents(2000 + i*7919%70000)
		items[i] = Item{ID: int64(i + 1), Number: fmt.Sprintf("26.A%07d.%02d", who, i%4), Kind: ledger.Receivable, PartyNumber: fmt.Sprintf("D%07d", who),
			PartyName: fmt.Sprintf("%c.%c. %s", 'A'+who%26, 'A'+who/26%26, surnames[who%10]), IBAN: fmt.Sprintf("NL%02dBANK%010d", who%90+10, who),
			Amount: amount, Open: amount, Currency: "EUR", Issued: "2026-02-28", Due: "2026-04-30", Reference: kenmerk}
	}
	out := make([]Line, lines)
	for i := range out {
		it := items[i*(n/lines)]
		out[i] = Line{ID: int64(i + 1), Amount: it.Amount, Currency: "EUR", Booked: "2026-04-28", Counterparty: party.Party{Name: it.PartyName, Account: it.IBAN}}
		switch i % 4 {
		case 0:
			out[i].Reference = it.Reference
		case 1:
			out[i].Remittance = []string{"betaling kenmerk " + it.Reference[:4] + " " + it.Reference[4:8] + " " + it.Reference[8:]}
		case 2:
			out[i].Remittance = []string{"belasting 2026 aanslag " + it.Number}
		default:
			out[i].Remittance = []string{"gemeentelijke belastingen"}
		}
	}
	return items, out
}

func BenchmarkNew(b *testing.B) {
	for _, n := range []int{50_000, 200_000} {
		items, _ := crowd(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				New(Settings{}, items, nil, nil, nil)
			}
		})
	}
}

func BenchmarkPropose(b *testing.B) {
	items, lines := crowd(200_000, 20_000)
	e := New(Settings{}, items, nil, nil, nil)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		e.Propose(lines[n%len(lines)])
		n++
	}
}

func BenchmarkProposeAll(b *testing.B) {
	items, lines := crowd(200_000, 20_000)
	e := New(Settings{}, items, nil, nil, nil)
	for b.Loop() {
		e.ProposeAll(lines)
	}
	b.ReportMetric(float64(b.N)*float64(len(lines))/b.Elapsed().Seconds(), "lines/s")
}
