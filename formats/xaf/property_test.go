// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/money"
)

// drawn is a file of transactions in balance, with the amounts as they are written.
type drawn struct {
	amounts []money.Cents
	sides   []string
	of      []int // transaction of each line
}

func drawLedger(t *rapid.T) (d drawn) {
	for n := range rapid.IntRange(1, 8).Draw(t, "transactions") {
		var sum money.Cents
		for range rapid.IntRange(1, 5).Draw(t, "lines") {
			amount := money.Cents(rapid.Int64Range(-1_000_000, 1_000_000_000).Draw(t, "amount"))
			side := rapid.SampledFrom([]string{"D", "C"}).Draw(t, "side")
			d.amounts, d.sides, d.of = append(d.amounts, amount), append(d.sides, side), append(d.of, n)
			if side == "D" {
				sum += amount
			} else {
				sum -= amount
			}
		}
		d.amounts, d.sides, d.of = append(d.amounts, sum), append(d.sides, "C"), append(d.of, n)
	}
	return d
}

func (d drawn) totals() (t Totals) {
	for i, a := range d.amounts {
		if t.Lines++; d.sides[i] == "D" {
			t.Debit += a
		} else {
			t.Credit += a
		}
	}
	return t
}

func (d drawn) write(stated Totals) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<auditfile><company><transactions><linesCount>%d</linesCount><totalDebit>%s</totalDebit><totalCredit>%s</totalCredit><journal>",
		stated.Lines, stated.Debit, stated.Credit)
	for i, a := range d.amounts {
		if i == 0 || d.of[i] != d.of[i-1] {
			fmt.Fprintf(&b, "<transaction><nr>%d</nr><trDt>2025-01-01</trDt>", d.of[i])
		}
		fmt.Fprintf(&b, "<trLine><accID>1</accID><amnt>%s</amnt><amntTp>%s</amntTp></trLine>", a, d.sides[i])
		if i+1 == len(d.amounts) || d.of[i+1] != d.of[i] {
			b.WriteString("</transaction>")
		}
	}
	b.WriteString("</journal></transactions></company></auditfile>")
	return b.String()
}

// TestEveryCentIsProved: what is stated is found, and a cent more or less on any
// line is not.
func TestEveryCentIsProved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawLedger(t)
		stated := d.totals()
		var c counter
		r, err := Read(strings.NewReader(d.write(stated)), &c)
		if err != nil || !r.Proved() || r.Found != stated || c.unbalanced != 0 || c.Lines != stated.Lines {
			t.Fatalf("%+v, stated %+v, %v", r, stated, err)
		}
		at := rapid.IntRange(0, len(d.amounts)-1).Draw(t, "at")
		d.amounts[at] += rapid.SampledFrom([]money.Cents{-1, 1}).Draw(t, "cent")
		c = counter{}
		r, err = Read(strings.NewReader(d.write(stated)), &c)
		if err != nil || r.Proved() || c.unbalanced != 1 {
			t.Fatalf("a cent on line %d: %+v, %v", at, r.Findings, err)
		}
	})
}
