// SPDX-License-Identifier: EUPL-1.2

package duplicates

import (
	"rentmeester/fault"
	"rentmeester/money"
)

// told is the evidence that people are told; the rest only counts.
var told = of(eNumberExact, eNumberNormal, eNumberPrefix, eNumberSwap, eNumberSlip, eNumberLast, eNumberPart, eNumberNear, eNumberOther, eNumberHabit,
	eAmountSame, eAmountNet, eAmountSlip, eAmountOther, eSupplierSame, eSupplierName, eSupplierAccount, eSupplierOther,
	eChannelOther, eTextSame, eTextOther, eOrderSame, eOrderOther, ePeriodSame, ePeriodOther, eRefers, eAnew, eFresh, eRepeat1, eRepeat2, eRepeat5, eRegular, eCredited,
	eSplit, eSplitNumber, eSplitPair)

// reasons puts the evidence of a pair into reasons, for and against.
func reasons(f *facts, p *pair) []Reason {
	e := p.earlier
	pairs := []any{"number", f.Number, "earlier", e.Number, "amount", money.Cents(f.amount), "earlier-amount", money.Cents(e.amount),
		"supplier", f.SupplierName, "earlier-supplier", e.SupplierName, "day", string(e.Issued), "channel", e.Channel, "order", f.Order}
	if p.other != nil {
		pairs = append(pairs, "part", p.other.Number, "part-amount", money.Cents(p.other.amount))
	}
	args := fault.Args(pairs...)
	var out []Reason
	for ev := evidence(0); ev < evidenceCount; ev++ {
		if p.set.has(ev) && told.has(ev) {
			out = append(out, Reason{Code: "duplicates.reason." + evidenceNames[ev], Args: args})
		}
	}
	return out
}
