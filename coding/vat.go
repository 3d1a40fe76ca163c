// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"slices"
	"strings"

	"rentmeester/money"
)

// Terms is what policy says on one day of codings and of VAT.
type Terms struct {
	Required  []Field              // what must be filled in before a line can be booked
	Default   Treatment            // of VAT, where nothing below says otherwise
	Accounts  map[string]Treatment // by ledger account
	Centres   map[string]Treatment // by cost centre
	Taakveld  map[string]Treatment // by code, "8.2", or by how it begins, "6.7*"
	Ratios    map[string]Ratio     // of mixed VAT, by name; "" is the general one
	Reverse   Millionths           // rate of VAT that is charged to us, where the invoice does not tell: 21% is 210,000
	OnAccount VATAccounts
	Recoding  // what became of codes, up to the day
}

// VATAccounts are the ledger accounts that VAT is booked on.
type VATAccounts struct {
	Compensable string // to come from the BTW-compensatiefonds
	Deductible  string // to be deducted in the return
	Due         string // to be paid in the return, for what is reverse-charged
}

// Millionths is a share of a whole, exact: 12.5 % is 125,000.
type Millionths int64

// Whole is all of it.
const Whole Millionths = 1_000_000

// Ratio divides mixed VAT; what it leaves is a cost.
type Ratio struct{ Compensable, Deductible Millionths }

func (r Ratio) weights() []int64 {
	return []int64{int64(r.Compensable), int64(r.Deductible), int64(Whole - r.Compensable - r.Deductible)}
}

// Treat says what becomes of the VAT on a coding, and what says so: the coding
// itself, else what policy says of its ledger account, its cost centre or its
// taakveld (the code in full before the longest beginning), else the default.
func (t Terms) Treat(c Coding) (Treatment, Reason) {
	said := func(by, value string) Reason {
		return Reason{Code: "coding.vat.by-" + by, Args: map[string]string{"value": value}}
	}
	if c.VAT != "" {
		return c.VAT, said("coding", string(c.VAT))
	}
	if v := t.Accounts[c.Account]; v != "" {
		return v, said("account", c.Account)
	}
	if v := t.Centres[c.CostCentre]; v != "" {
		return v, said("cost-centre", c.CostCentre)
	}
	if v := t.Taakveld[c.Taakveld]; v != "" {
		return v, said("taakveld", c.Taakveld)
	}
	for n := len(c.Taakveld); n > 0; n-- {
		if v := t.Taakveld[c.Taakveld[:n]+"*"]; v != "" {
			return v, said("taakveld", c.Taakveld[:n]+"*")
		}
	}
	return t.Default, said("default", string(t.Default))
}

// ratio gives how a treatment divides VAT; ok is false for a treatment or a ratio
// that policy does not know.
func (t Terms) ratio(v Treatment) (Ratio, bool) {
	switch name, mixed := v.Ratio(); {
	case mixed:
		r, ok := t.Ratios[name]
		return r, ok
	case v == Compensable:
		return Ratio{Compensable: Whole}, true
	case v == Deductible:
		return Ratio{Deductible: Whole}, true
	case v == Cost:
		return Ratio{}, true
	}
	return Ratio{}, false
}

// Origin says whose VAT stands on an invoice.
type Origin string

const (
	Dutch   Origin = ""
	Union   Origin = "union"   // of another member state: comes back from the fund, but not in our return
	Outside Origin = "outside" // of a country outside the Union: comes back from neither
)

// abroad changes a ratio for VAT of another country. The fund gives back the VAT
// of all member states (Wet op het BTW-compensatiefonds, art. 1 and 3); our
// return deducts only our own.
func (o Origin) abroad(r Ratio) Ratio {
	if o != Dutch {
		r.Deductible = 0
	}
	if o == Outside {
		r.Compensable = 0
	}
	return r
}

// reversed says whether a category of VAT (UNTDID 5305) is one where the buyer
// owes it: reverse charge, or supply from another member state.
func reversed(category string) bool { return category == "AE" || category == "K" }

// taxOf gives the VAT on a base, rounded to the nearest cent, a half away from zero.
func taxOf(base money.Cents, rate Millionths) money.Cents {
	parts := Divide(base, []int64{int64(rate), int64(Whole - rate)}) // rounds to the nearest: two parts
	return parts[0]
}

// shareOut divides the VAT of portions that are treated alike. The ratio holds for
// all of it together, so that a hundred lines of a cent are not rounded a hundred
// times; and no portion gets more than its own VAT.
func shareOut(vat []money.Cents, r Ratio) (compensable, deductible, cost []money.Cents) {
	var whole money.Cents
	for _, v := range vat {
		whole += v
	}
	totals := Divide(whole, r.weights())
	compensable = Divide(totals[0], weights(vat))
	left := slices.Clone(vat)
	for i := range left {
		left[i] -= compensable[i]
	}
	deductible = Divide(totals[1], weights(left))
	cost = left
	for i := range cost {
		cost[i] -= deductible[i]
	}
	return compensable, deductible, cost
}

func weights(amounts []money.Cents) []int64 {
	out := make([]int64, len(amounts))
	for i, a := range amounts {
		out[i] = int64(a)
	}
	return out
}

// box is the box of the Dutch VAT return that reverse-charged VAT goes in: 2a from
// within the country, 4b from the Union, 4a from outside.
func box(category string, from Origin) string {
	switch {
	case category == "K" || from == Union:
		return "4b"
	case from == Outside:
		return "4a"
	}
	return "2a"
}

// parseRate reads a rate in percent, "21" or "9.0".
func parseRate(s string) (Millionths, bool) {
	units, decimals, _ := strings.Cut(strings.TrimSpace(s), ".")
	decimals = strings.TrimRight(decimals, "0")
	if units == "" || len(units) > 3 || len(decimals) > 4 || strings.Trim(units+decimals, "0123456789") != "" {
		return 0, false
	}
	n := Millionths(0)
	for _, c := range units + (decimals + "0000")[:4] {
		n = n*10 + Millionths(c-'0')
	}
	return n, n <= Whole
}
