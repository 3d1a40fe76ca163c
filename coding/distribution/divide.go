// SPDX-License-Identifier: EUPL-1.2

package distribution

import (
	"cmp"
	"slices"
	"strconv"
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
	return parts, methods[way].reason(parts, past[0]), proof
}

// reason tells how an amount was divided, as which.
func (m *method) reason(parts []coding.Part, as *division) coding.Reason {
	code, args := m.code, sharesOf(parts)
	if args["earlier"] = as.called(); args["earlier"] == "" {
		delete(args, "earlier")
		code = m.nameless
	}
	return coding.Reason{Code: code, Args: args}
}

// proportioned says whether the parts of an amount say how another is divided: not
// when they come to nothing, or to little of what they are.
func (d *division) proportioned() bool { return proportioned(d.amount, d.parts) }

func proportioned(amount money.Cents, parts []coding.Part) bool {
	sizes := money.Cents(0)
	for _, p := range parts {
		sizes += min(p.Amount.Abs(), 1<<50)
	}
	return amount != 0 && sizes <= 10*min(amount.Abs(), 1<<50)
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
	code, nameless string // of the reason; where the earlier one has no name
	divide         func(money.Cents, []*division) []coding.Part
}

var methods = []method{
	{"distribution.reason.shares", "distribution.reason.shares-before", byLatest},
	{"distribution.reason.rest", "distribution.reason.rest-before", byRest},
	{"distribution.reason.average", "distribution.reason.average-before", byAverage},
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
	if coding.OneSign(amounts) {
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
	if !proportioned(amount, out) {
		return nil
	}
	return out
}

func sameSign(a, b money.Cents) bool { return (a > 0) == (b > 0) && (a < 0) == (b < 0) }

const averaged = 6

// byAverage divides by the average of the last shares.
func byAverage(amount money.Cents, past []*division) []coding.Part {
	weights := make([]int64, len(past[0].parts))
	for _, p := range past[:min(len(past), averaged)] {
		if !coding.OneSign(amountsOf(p.parts)) {
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

// told is how many shares a sentence has room for.
const told = 6

// sharesOf writes by what an amount is divided, "60 %", " / 40 %", each by itself so
// that the sentence gives it the point or comma of its language.
func sharesOf(parts []coding.Part) map[string]string {
	args, sum := map[string]string{}, 0.0
	for _, p := range parts {
		sum += float64(p.Weight)
	}
	for i, p := range parts {
		name, before := "share"+strconv.Itoa(i+1), " / "
		if i == 0 {
			before = ""
		}
		if i == told-1 && len(parts) > told {
			args[name] = before + "…"
			break
		}
		share := 1 / float64(len(parts))
		if sum != 0 {
			share = float64(p.Weight) / sum
		}
		args[name] = before + strings.TrimSuffix(strconv.FormatFloat(100*share, 'f', 1, 64), ".0") + " %"
	}
	return args
}

// called is how people know an earlier document: by its number, else by its day.
func (d *division) called() string {
	return cmp.Or(d.invoice, d.document, string(d.day))
}
