// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/day"
	"rentmeester/formats/pain"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/payment"
)

// drawPayables draws the payables of a town in which everything meets: few
// suppliers, few accounts, few amounts. Most can be paid; to some happens whatever
// can be wrong.
func drawPayables(t *rapid.T) []Payable {
	amounts := rapid.SampledFrom([]money.Cents{100, 9_900, 10_000, 10_001, 20_000, 50_000, -100, -9_900})
	days := rapid.SampledFrom([]day.Day{"2026-02-20", "2026-03-02", "2026-03-04", "2025-12-01", "2026-05-01"})
	list := make([]Payable, rapid.IntRange(1, 25).Draw(t, "payables"))
	for n := range list {
		p := &list[n]
		*p = Payable{
			ID: int64(n + 1), Number: rapid.SampledFrom([]string{"F-1", "2026/00017", "é € 12", "a very long number of an invoice that goes on and on, and then some"}).Draw(t, "number"),
			Supplier: rapid.Int64Range(0, 3).Draw(t, "supplier"), Name: rapid.SampledFrom([]string{"Bakker", "Bakker", "Bäcker & Zn"}).Draw(t, "name"),
			IBAN: rapid.SampledFrom([]string{bakker, bakker, noord}).Draw(t, "iban"), Amount: amounts.Draw(t, "amount"), Received: days.Draw(t, "received"), Due: days.Draw(t, "due"),
			Reference: rapid.SampledFrom([]string{"", "", "", "5012345678901234", "RF18539007547034", "kenmerk 12"}).Draw(t, "reference"),
		}
		if p.Amount > 0 && rapid.IntRange(0, 4).Draw(t, "g") == 4 {
			p.GIBAN, p.GAmount = gNoord, rapid.SampledFrom([]money.Cents{50, p.Amount / 4, p.Amount}).Draw(t, "gamount")
		}
		if rapid.IntRange(0, 3).Draw(t, "offered") == 3 {
			p.Discount = Offer{rapid.SampledFrom([]money.Cents{1, 99, 200, 100_000}).Draw(t, "discount"), days.Draw(t, "until")}
		}
		if rapid.IntRange(0, 5).Draw(t, "wrong") == 5 {
			spoil(t, p)
		}
	}
	return list
}

// spoil makes one thing of a payable strange.
func spoil(t *rapid.T, p *Payable) {
	amounts := rapid.SampledFrom([]money.Cents{0, 1, -1, -50_000, payment.MaxTransfer, payment.MaxTransfer + 1, -payment.MaxTransfer - 1, money.Max, -money.Max})
	switch rapid.IntRange(0, 9).Draw(t, "how") {
	case 0:
		p.Amount = amounts.Draw(t, "strange amount")
	case 1:
		p.GAmount, p.GIBAN = amounts.Draw(t, "strange g"), rapid.SampledFrom([]string{gNoord, noord, ""}).Draw(t, "giban")
	case 2:
		p.Discount.Amount, p.Discount.Until = amounts.Draw(t, "strange discount"), "2026-03-02"
	case 3:
		p.IBAN = rapid.SampledFrom([]string{"", own, "NL00", "TR330006100519786457841326", gNoord}).Draw(t, "strange iban")
	case 4:
		p.Holds = []string{"hold"}
	case 5:
		p.Currency = rapid.SampledFrom([]string{"USD", "EUR"}).Draw(t, "currency")
	case 6:
		p.Name = ""
	case 7:
		p.Number, p.Reference = "", ""
	case 8:
		p.Issued, p.Received, p.Due = p.Received, "", ""
	case 9:
		p.ID = rapid.Int64Range(1, 25).Draw(t, "same ID")
	}
}

func drawTerms(t *rapid.T) Terms {
	limit := rapid.SampledFrom([]money.Cents{0, 0, 0, 10_000, 20_000, 60_000})
	return Terms{
		Account: own, Ahead: rapid.IntRange(0, 5).Draw(t, "ahead"), Limit: limit.Draw(t, "limit"), RunLimit: limit.Draw(t, "run limit"),
		Minimum: rapid.SampledFrom([]money.Cents{0, 0, 50}).Draw(t, "minimum"), Net: rapid.Bool().Draw(t, "net"), Combine: rapid.Bool().Draw(t, "combine"),
		Discount: rapid.SampledFrom([]int{0, 500, 5_000}).Draw(t, "discount"), Late: law,
	}
}

// Each cent goes once: what is paid is what is settled less what is kept back, a
// payable is settled whole by the payments of one account, or the two of a split,
// or stays out whole with a reason; limits hold; and nothing is paid that may not be.
func TestEveryCentOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payables, terms := drawPayables(t), drawTerms(t)
		run := Plan(payables, terms, "2026-03-02")
		settled, blocked, times := map[int64]money.Cents{}, map[int64]money.Cents{}, map[int64]int{}
		var total, discount money.Cents
		for _, one := range run.Payments {
			var sum money.Cents
			seen := map[int64]bool{}
			for _, s := range one.Settles {
				sum += s.Amount - s.Discount
				settled[s.Payable] += s.Amount
				times[s.Payable]++
				discount += s.Discount
				if one.Blocked {
					blocked[s.Payable] += s.Amount
				}
				if seen[s.Payable] {
					t.Fatalf("%d twice in one payment", s.Payable)
				}
				seen[s.Payable] = true
			}
			if sum != one.Amount || one.Amount <= 0 {
				t.Fatalf("a payment of %v settles %v", one.Amount, sum)
			}
			if terms.Limit > 0 && one.Amount > terms.Limit || one.Amount > payment.MaxTransfer || one.Amount < terms.Minimum && !one.Blocked {
				t.Fatalf("a payment of %v", one.Amount)
			}
			if (one.Text == "") == (one.Reference == "") {
				t.Fatalf("text %q, reference %q", one.Text, one.Reference)
			}
			if one.Blocked != (one.Blocked && ident.GAccount(one.To.IBAN)) || one.To.IBAN == own {
				t.Fatalf("paid to %s", one.To.IBAN)
			}
			total += one.Amount
		}
		if total != run.Total || discount != run.Discount || terms.RunLimit > 0 && total > terms.RunLimit {
			t.Fatalf("total %v of payments of %v, discount %v of %v", run.Total, total, run.Discount, discount)
		}
		left := map[int64]int{}
		for _, l := range run.Left {
			left[l.Payable]++
			if len(l.Reasons) == 0 {
				t.Fatalf("%d stays out without a reason", l.Payable)
			}
		}
		given := map[int64]int{}
		for _, p := range payables {
			given[p.ID]++
		}
		for _, p := range payables {
			paid := times[p.ID] > 0
			switch {
			case paid == (left[p.ID] > 0):
				t.Fatalf("%d is paid %v, left %d", p.ID, paid, left[p.ID])
			case paid && (settled[p.ID] != p.Amount || len(p.Holds) > 0 || given[p.ID] > 1 || p.Currency == "USD" || blocked[p.ID] != p.GAmount):
				t.Fatalf("%+v is settled for %v, blocked %v", p, settled[p.ID], blocked[p.ID])
			case paid && times[p.ID] > 1 && (times[p.ID] != 2 || p.GAmount == 0):
				t.Fatalf("%d in %d payments", p.ID, times[p.ID])
			}
		}
	})
}

// The same payables in another order give the same run, and its file.
func TestAnyOrderSameRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payables, terms := drawPayables(t), drawTerms(t)
		run := Plan(payables, terms, "2026-03-02")
		again := Plan(rapid.Permutation(payables).Draw(t, "order"), terms, "2026-03-02")
		if !reflect.DeepEqual(run, again) {
			t.Fatalf("got\n%+v\nand\n%+v", run, again)
		}
	})
}

// Every run can be written and comes back as it was: amounts, accounts and what
// the payee reads.
func TestEveryRunCanBeWritten(t *testing.T) {
	from := Sender{Own: payment.Side{Name: "Gemeente Voorbeeld", IBAN: own}, Booking: true, Created: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	rapid.Check(t, func(t *rapid.T) {
		run := Plan(drawPayables(t), drawTerms(t), "2026-03-02").Numbered("R1")
		if len(run.Payments) == 0 {
			return
		}
		var file bytes.Buffer
		seal, err := Write(&file, pain.V09, run.Message("R1", from))
		if err != nil {
			t.Fatal(err)
		}
		if seal.Total != run.Total || seal.Count != len(run.Payments) || seal.Bytes != int64(file.Len()) {
			t.Fatalf("%+v of %d payments of %v", seal, len(run.Payments), run.Total)
		}
		back := &reader{}
		if err := pain.ReadOrders(&file, back); err != nil {
			t.Fatal(err)
		}
		for n, one := range run.Payments {
			want := fmt.Sprint(one.EndToEndID, one.Amount, one.To.IBAN, one.Text, one.Reference)
			got := back.orders[n]
			text := ""
			if len(got.Remittance) > 0 {
				text = got.Remittance[0]
			}
			if said := fmt.Sprint(got.EndToEndID, got.Amount, got.Counterparty.Account, text, got.Reference); said != want {
				t.Fatalf("%s, not %s", said, want)
			}
		}
	})
}

type reader struct{ orders []payment.Instruction }

func (r *reader) Begin(*payment.Batch) error { return nil }
func (r *reader) End(*payment.Batch) error   { return nil }
func (r *reader) Instruction(_ *payment.Batch, i *payment.Instruction) error {
	r.orders = append(r.orders, *i)
	return nil
}

func BenchmarkPlan(b *testing.B) {
	payables := make([]Payable, 10_000)
	for n := range payables {
		payables[n] = bill(int64(n), money.Cents(n+1), func(p *Payable) { p.Supplier = int64(n % 1_500) })
	}
	for b.Loop() {
		Plan(payables, plain, "2026-03-02")
	}
}
