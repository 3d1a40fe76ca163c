// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"fmt"
	"slices"
	"strings"

	"rentmeester/coding"
	"rentmeester/money"
)

// divide divides an amount as earlier ones were that had the same codings, the
// latest first: by fixed shares, by fixed amounts of which one takes the rest, or
// by their shares on average. Which, the latest decides: what would have divided
// that one best. The parts always add up to the amount.
func divide(amount money.Cents, past []*division) (parts []coding.Part, how coding.Reason, proof proof) {
	if codes := past[0].parts; len(codes) == 1 {
		return []coding.Part{{Coding: codes[0].Coding, Weight: 1, Amount: amount}}, how, proved
	}
	way, proof := 0, unproved
	said := slices.DeleteFunc(slices.Clone(past), func(d *division) bool { return !d.proportioned() })
	if len(said) == 0 {
		proof = disproved
	} else {
		past = said
	}
	if len(said) > 1 {
		least := money.Cents(1 << 62)
		for i, m := range methods {
			if off := apart(m.divide(past[0].amount, past[1:]), past[0].parts); off < least {
				way, least = i, off
			}
		}
		if proof = disproved; least == 0 {
			proof = proved
		}
	}
	if parts = methods[way].divide(amount, past); parts == nil {
		way, proof, parts = 0, disproved, byLatest(amount, past)
	}
	return parts, coding.Reason{Code: methods[way].code, Args: map[string]string{"shares": sharesOf(parts, amount), "earlier": past[0].called()}}, proof
}

// proportioned says whether the parts of an amount say how another is divided: not
// when they come to nothing, or to little of what they are.
func (d *division) proportioned() bool {
	sizes := money.Cents(0)
	for _, p := range d.parts {
		sizes += min(p.Amount.Abs(), 1<<50)
	}
	return d.amount != 0 && sizes <= 10*min(d.amount.Abs(), 1<<50)
}

// proof is whether a way to divide gave the latest to the cent.
type proof int

const (
	unproved proof = iota // there is only one
	disproved
	proved
	proofs
)

// method is a way to divide; nil when it cannot.
type method struct {
	code   string
	divide func(money.Cents, []*division) []coding.Part
}

var methods = []method{
	{"distribution.reason.shares", byLatest},
	{"distribution.reason.rest", byRest},
	{"distribution.reason.average", byAverage},
}

// apart is how far parts are from what was booked, together; very far when there
// are none.
func apart(parts, booked []coding.Part) money.Cents {
	if len(parts) != len(booked) {
		return 1 << 60
	}
	var sum money.Cents
	for i := range parts {
		sum += min((parts[i].Amount - booked[i].Amount).Abs(), 1<<40)
	}
	return sum
}

// weighed gives parts of an amount by weights.
func weighed(amount money.Cents, like []coding.Part, weights []int64) []coding.Part {
	out := slices.Clone(like)
	for i, a := range coding.Divide(amount, weights) {
		out[i].Weight, out[i].Amount = weights[i], a
	}
	return out
}

// byLatest divides by the shares of the latest; by the size of its parts where these
// came to too little to say how an amount is divided.
func byLatest(amount money.Cents, past []*division) []coding.Part {
	amounts := amountsOf(past[0].parts)
	if oneSign(amounts) {
		return weighed(amount, past[0].parts, coding.Shares(amounts))
	}
	weights := abs(past[0].parts)
	for i, a := range amounts {
		if past[0].proportioned() {
			weights[i] = int64(a)
		}
	}
	return weighed(amount, past[0].parts, weights)
}

// byRest keeps what was the same the last two times; the one that was not takes
// the rest. Of a credit note after invoices, or the other way round, that is not
// known.
func byRest(amount money.Cents, past []*division) []coding.Part {
	if len(past) < 2 || !sameSign(amount, past[0].amount) || !sameSign(amount, past[1].amount) {
		return nil
	}
	rest := -1
	left := amount
	for i, p := range past[0].parts {
		switch {
		case p.Amount == past[1].parts[i].Amount:
			left -= p.Amount
		case rest >= 0:
			return nil
		default:
			rest = i
		}
	}
	if rest < 0 || left == 0 || (left > 0) != (amount > 0) {
		return nil
	}
	out := slices.Clone(past[0].parts)
	out[rest].Amount = left
	for i := range out {
		if out[i].Weight = int64(out[i].Amount); amount < 0 {
			out[i].Weight = -out[i].Weight
		}
	}
	return out
}

func sameSign(a, b money.Cents) bool { return (a > 0) == (b > 0) && (a < 0) == (b < 0) }

const averaged = 6

// byAverage divides by the average of the last shares.
func byAverage(amount money.Cents, past []*division) []coding.Part {
	weights := make([]int64, len(past[0].parts))
	for _, p := range past[:min(len(past), averaged)] {
		if !oneSign(amountsOf(p.parts)) {
			return nil
		}
		for i, w := range coding.Divide(1_000_000, abs(p.parts)) {
			weights[i] += int64(w)
		}
	}
	return weighed(amount, past[0].parts, weights)
}

func abs(parts []coding.Part) []int64 {
	out := make([]int64, len(parts))
	for i, p := range parts {
		out[i] = int64(p.Amount.Abs())
	}
	return out
}

func amountsOf(parts []coding.Part) []money.Cents {
	out := make([]money.Cents, len(parts))
	for i, p := range parts {
		out[i] = p.Amount
	}
	return out
}

func oneSign(amounts []money.Cents) bool {
	up, down := false, false
	for _, a := range amounts {
		up, down = up || a > 0, down || a < 0
	}
	return up != down
}

// sharesOf writes how an amount is divided: "60 % / 40 %".
func sharesOf(parts []coding.Part, amount money.Cents) string {
	var all []string
	for _, p := range parts {
		share := 0.0
		if amount != 0 {
			share = 100 * float64(p.Amount) / float64(amount)
		}
		all = append(all, strings.TrimSuffix(fmt.Sprintf("%.1f", share), ".0")+" %")
	}
	return strings.Join(all, " / ")
}

// called is how people know an earlier document.
func (d *division) called() string {
	if d.invoice != "" {
		return d.invoice
	}
	return d.document
}
