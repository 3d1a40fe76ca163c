// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"testing"

	"pgregory.net/rapid"

	"rentmeester/money"
)

const germanIBAN = "DE89370400440532013000"

// A payment from abroad of which costs went off settles the item in full, with
// the costs on their ledger account, where the bank tells them. Where it does not,
// a person says whether it is costs or a part.
func TestCostsOfPaymentFromAbroad(t *testing.T) {
	ordered := money.Cents(25000)
	tests := []struct {
		name   string
		change func(*Line)
		fee    string
		want   []Allocation
		safe   bool
		doubt  bool
	}{
		{"the bank tells the costs", func(l *Line) { l.Charges = 1250 }, "4440", []Allocation{{Item: 1, Amount: 25000}, {Account: "4440", Amount: -1250}}, true, false},
		{"the bank tells what was ordered", func(l *Line) { l.Instructed = &ordered }, "4440", []Allocation{{Item: 1, Amount: 25000}, {Account: "4440", Amount: -1250}}, true, false},
		{"nobody tells", func(*Line) {}, "4440", []Allocation{{Item: 1, Amount: 25000}, {Account: "4440", Amount: -1250}}, false, true},
		{"told, but policy has no account for it", func(l *Line) { l.Charges = 1250 }, "", []Allocation{{Item: 1, Amount: 23750}}, false, true},
		{"at home", func(l *Line) { l.Counterparty.Account = bosIBAN }, "4440", []Allocation{{Item: 1, Amount: 23750}}, false, false},
		{"a slip of cents", func(l *Line) { l.Amount = 24999 }, "4440", []Allocation{{Item: 1, Amount: 24999}}, false, false},
		{"half of it", func(l *Line) { l.Amount = 12500 }, "4440", []Allocation{{Item: 1, Amount: 12500}}, false, false},
		{"the costs told are those of another payment", func(l *Line) { l.Charges = 30000 }, "4440", []Allocation{{Item: 1, Amount: 25000}, {Account: "4440", Amount: -1250}}, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := New(Settings{Fee: test.fee}, []Item{receivable(1, "Müller Bau GmbH", kenmerkA, 25000)}, nil, nil, nil)
			l := line(1, 23750, "Mueller Bau GmbH", germanIBAN, "kenmerk "+kenmerkA)
			test.change(&l)
			p := e.Propose(l)
			same(t, p.Best, test.want...)
			if p.Best == nil || p.Best.Safe != test.safe || p.Ambiguous != test.doubt || p.Best.Rest != 0 {
				t.Errorf("%+v", p)
			}
		})
	}
}

// A bailiff tells what he kept: one item, and a share above what is supposed.
func TestFeeThatTheTextTells(t *testing.T) {
	tests := []struct {
		name   string
		amount money.Cents
		text   []string
		want   []Allocation
	}{
		{"one item", 26000, []string{kenmerkA + " kosten 40,00"}, []Allocation{{Item: 1, Amount: 30000}, {Account: "4440", Amount: -4000}}},
		{"a thousand and a point", 480000, []string{"kenmerk " + kenmerkB, "kosten 1.200,00"}, []Allocation{{Item: 2, Amount: 600000}, {Account: "4440", Amount: -120000}}},
		{"not that amount", 26000, []string{kenmerkA + " kosten 41,00"}, []Allocation{{Item: 1, Amount: 26000}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			items := []Item{receivable(1, "P. Bos", kenmerkA, 30000), receivable(2, "A.B. Jansen", kenmerkB, 600000)}
			p := New(Settings{Fee: "4440"}, items, nil, nil, nil).Propose(line(1, test.amount, "Gerechtsdeurwaarders Smit", "NL20INGB0001234567", test.text...))
			same(t, p.Best, test.want...)
		})
	}
}

// A payment provider pays out what came in, less its fee, and names the
// settlement; our items say that they are in it.
func TestSettlementOfProvider(t *testing.T) {
	in := func(id int64, amount money.Cents, batch string) Item {
		return with(receivable(id, "P. Bos", "", amount), func(i *Item) { i.BatchID = batch })
	}
	items := []Item{in(1, 2475, "BP20260105"), in(2, 8000, "BP20260105"), in(3, 2475, "BP20260106")}
	tests := []struct {
		name   string
		amount money.Cents
		fee    string
		want   []Allocation
	}{
		{"less the fee", 10475 - 64, "4440", []Allocation{{Item: 1, Amount: 2475}, {Item: 2, Amount: 8000}, {Account: "4440", Amount: -64}}},
		{"in full", 10475, "4440", []Allocation{{Item: 1, Amount: 2475}, {Item: 2, Amount: 8000}}},
		{"far too little", 5000, "4440", nil},
		{"more than is in it", 10476, "4440", nil},
		{"no account for the fee", 10475 - 64, "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := New(Settings{Fee: test.fee}, items, nil, nil, nil)
			p := e.Propose(line(1, test.amount, "Betaaldienst B.V.", "NL20INGB0001234567", "Uitbetaling BP20260105"))
			same(t, p.Best, test.want...)
		})
	}
}

// Somebody who rounds what he pays keeps no fee.
func TestRoundingIsNoFee(t *testing.T) {
	items := []Item{receivable(1, "P. Bos", kenmerkA, 42360), receivable(2, "P. Bos", kenmerkB, 7450)}
	e := New(Settings{Fee: "4440"}, items, nil, nil, nil)
	for _, name := range []string{"P. Bos", "K. Smit"} {
		p := e.Propose(line(1, 49800, name, bosIBAN, kenmerkA+" "+kenmerkB))
		same(t, p.Best, Allocation{Item: 1, Amount: 42360}, Allocation{Item: 2, Amount: 7440})
	}
}

// A bailiff who lists nothing keeps the same share as always: then one item that
// is long due may fit to the cent. It is a proposal, and none when his share varies
// or two fit equally.
func TestLumpOfBailiff(t *testing.T) {
	const office = "NL20INGB0001234567"
	due := func(id int64, amount money.Cents) Item {
		return with(receivable(id, "P. Bos", "", amount), func(i *Item) { i.PartyName, i.PartyNumber = string(rune('A'+id))+". Wijk", "" })
	}
	lump := line(9, 31268, "Derdengelden Smit", office, "Afdracht 14-07-2026 volgens specificatie")
	lump.Booked = "2026-07-14" // 8.3 % of 340.98 went off
	booked := func(id int64, gross, cut money.Cents) (Line, Choice) {
		return line(id, gross-cut, "Derdengelden Smit", office), Choice{Allocations: []Allocation{{Item: id, Amount: gross}, {Account: "4440", Amount: -cut}}}
	}
	tests := []struct {
		name  string
		items []Item
		cuts  []money.Cents // of 1,000.00 and 2,000.00 before
		want  []Allocation
		doubt bool
	}{
		{"one fits", []Item{due(3, 34098), due(4, 34110)}, []money.Cents{8300, 16600}, []Allocation{{Item: 3, Amount: 34098}, {Account: "4440", Amount: -2830}}, false},
		{"two fit", []Item{due(3, 34098), due(4, 34098)}, []money.Cents{8300, 16600}, []Allocation{{Item: 3, Amount: 34098}, {Account: "4440", Amount: -2830}}, true},
		{"his share varies", []Item{due(3, 34098)}, []money.Cents{8300, 20000}, nil, false},
		{"it is not due", []Item{with(due(3, 34098), func(i *Item) { i.Due = "2026-07-10" })}, []money.Cents{8300, 16600}, nil, false},
		{"nobody booked his before", []Item{due(3, 34098)}, nil, nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := New(Settings{}, append(test.items, due(1, 100000), due(2, 200000)), nil, nil, nil)
			for i, cut := range test.cuts {
				e.Apply(booked(int64(i+1), money.Cents(i+1)*100000, cut))
			}
			p := e.Propose(lump)
			same(t, p.Best, test.want...)
			if p.Best != nil && (p.Best.Safe || p.Ambiguous != test.doubt) {
				t.Errorf("%+v", p)
			}
		})
	}
}

// Whatever the bank says of costs and whatever people divided before, a choice
// adds up to the line, and takes of no item more than is open.
func TestAllocationsHoldWithCosts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, lines := scene(t)
		fee := rapid.SampledFrom([]string{"", "4440"}).Draw(t, "fee")
		for i := range items {
			items[i].BatchID = rapid.SampledFrom([]string{"", "BP20260105"}).Draw(t, "batch")
		}
		for i := range lines {
			l := &lines[i]
			l.Charges = rapid.SampledFrom([]money.Cents{0, 0, 500, 1000, 9000}).Draw(t, "charges")
			if rapid.IntRange(0, 3).Draw(t, "ordered") == 0 {
				ordered := rapid.SampledFrom([]money.Cents{-5, 0, 2500, 5000, 7500}).Draw(t, "instructed")
				l.Instructed = &ordered
			}
			if rapid.Bool().Draw(t, "abroad") {
				l.Counterparty.Account = germanIBAN
			}
			l.Remittance = append(l.Remittance, rapid.SampledFrom([]string{"", "BP20260105", "kosten 5,00", "TRX 5 NETTO"}).Draw(t, "said"))
		}
		e := New(Settings{Fee: fee}, items, nil, nil, nil)
		for i := range lines {
			p := e.Propose(lines[i])
			choicesOf(&p, func(c *Choice) {
				checkChoice(t, e, &lines[i], c, func(at int32) money.Cents { return e.items[at].Open })
			})
			if p.Best != nil && rapid.Bool().Draw(t, "accept") {
				e.Apply(lines[i], *p.Best)
				continue
			}
			kept := lines[i].Amount / 10
			e.Apply(lines[i], Choice{Allocations: []Allocation{{Account: "1250", Amount: lines[i].Amount + kept}, {Account: "4440", Amount: -kept}}})
		}
	})
}
