// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"fmt"

	"rentmeester/fault"
)

// reason makes a Reason; its sentence stands in the catalogue under
// "reconcile.reason." and the code.
func reason(code string, pairs ...any) Reason {
	return Reason{Code: "reconcile.reason." + code, Args: fault.Args(pairs...)}
}

func (w *worker) note(code string, pairs ...any) { w.notes = append(w.notes, reason(code, pairs...)) }

// reasonCodes gives the code of the sentence for each piece of evidence that
// people are told; what is not here only counts.
var reasonCodes = [featureCount]string{
	fRefStructured: "ref-structured", fRefEndToEnd: "ref-end-to-end", fRefText: "ref-text", fRefRepaired: "ref-repaired", fRefNumber: "ref-number",
	fRefShort: "ref-short", fRefMandate: "ref-mandate", fRefSome: "ref-some", fRefOther: "ref-other",
	fRefShared: "ref-shared", fRefClosed: "ref-closed", fPartyNumber: "party-number",
	fAccountSame: "account-same", fAccountLearned: "account-learned", fAccountNew: "account-new", fAccountOther: "account-other",
	fNameEqual: "name-equal", fNameSimilar: "name-similar", fNameWeak: "name-weak", fNameDiffers: "name-differs",
	fCameBack: "came-back", fNameInText: "name-in-text", fNameUnique: "name-unique",
	fAmountExact: "amount-exact", fAmountCited: "amount-cited", fAmountAll: "amount-all", fAmountTwo: "amount-sum",
	fAmountSum: "amount-sum", fAmountNear: "amount-near", fAmountPart: "amount-part", fAmountOver: "amount-over",
	fRare: "rare", fCommon: "common", fTwin: "twin", fOldest: "oldest", fManyWay: "many-ways",
	fDueNear: "due-near", fDueOverdue: "due-overdue", fDueFar: "due-far", fNotIssued: "not-issued", fContested: "contested",
	fBatchID: "batch-id", fBatchTotal: "batch-total", fBatchLess: "batch-less",
	fTextSays: "text-says", fTextOther: "text-other", fSkips: "skips", fOlderTwin: "older-twin", fRepeat: "repeat", fRegular: "regular", fOnly: "only", fClose: "close",
	fRule: "rule", fHabit: "habit", fHabitOften: "habit-often", fOnAccount: "on-account", fDouble: "double",
	fReturnEnd: "return-end", fReturnMandate: "return-mandate", fReturnPayer: "return-payer", fReturnOther: "return-other",
}

// against is the evidence that speaks against a choice, whatever its weight.
const against = 1<<fRefSome | 1<<fRefOther | 1<<fRefShared | 1<<fRefClosed | 1<<fAccountOther | 1<<fAccountNew |
	1<<fNameWeak | 1<<fNameDiffers | 1<<fAmountNear | 1<<fAmountPart | 1<<fAmountOver | 1<<fCommon | 1<<fTwin | 1<<fManyWay |
	1<<fTextOther | 1<<fCameBack | 1<<fSkips | 1<<fOlderTwin | 1<<fRepeat | 1<<fDueOverdue | 1<<fDueFar | 1<<fNotIssued | 1<<fContested | 1<<fBatchLess | 1<<fReturnOther

// explain puts the evidence of a choice into reasons.
func (w *worker) explain(c *Choice) {
	args := fault.Args("ref", c.evidence.ref, "party", c.evidence.who, "name", w.line.Counterparty.Name,
		"iban", w.iban, "amount", w.amount, "rest", c.Rest.Abs(), "items", countItems(c), "batch", w.line.PaymentInfoID,
		"difference", differenceOf(c))
	if v := c.evidence; v.who != "" && v.closed == 0 && v.set&(refs|batchRef|returned) == 0 {
		c.Against = append(c.Against, Reason{Code: "reconcile.reason.ref-none", Args: args})
	}
	for f := feature(0); f < featureCount; f++ {
		if !c.evidence.has(f) || reasonCodes[f] == "" {
			continue
		}
		r := Reason{Code: "reconcile.reason." + reasonCodes[f], Args: args}
		if f == fNameInText && c.evidence.ultimate {
			r.Code = "reconcile.reason.name-ultimate"
		}
		if 1<<f&uint64(against) != 0 {
			c.Against = append(c.Against, r)
		} else {
			c.For = append(c.For, r)
		}
	}
}

func countItems(c *Choice) int {
	n := 0
	for _, a := range c.Allocations {
		if a.Item != 0 {
			n++
		}
	}
	return n
}

func differenceOf(c *Choice) fmt.Stringer {
	for _, a := range c.Allocations {
		if a.Account == Difference {
			return a.Amount.Abs()
		}
	}
	return c.Rest.Abs() * 0
}

// why says what decided between the best choice and the rest, and what keeps
// the best from being Safe.
func (w *worker) why(p *Proposal) []Reason {
	switch {
	case p.Best.Safe:
		return []Reason{reason("safe")}
	case p.Ambiguous:
		return []Reason{reason("ambiguous")}
	}
	var out []Reason
	v := p.Best.evidence
	if v.set&hardRefs != 0 && !coherent(v) {
		out = append(out, reason("payer-contradicts", "name", w.line.Counterparty.Name, "party", v.who))
	}
	if v.set&(hardRefs|batchRef|1<<fReturnEnd) == 0 {
		out = append(out, reason("no-hard-reference"))
	}
	if v.set&(1<<fAmountExact|1<<fAmountCited) == 0 {
		out = append(out, reason("amount-not-exact"))
	}
	if p.Runner == nil {
		return append(out, reason("no-runner"))
	}
	if f, found := w.decided(v, p.Runner.evidence); found {
		out = append(out, reason("decided."+reasonCodes[f]))
	}
	return out
}

// decided gives the evidence that weighs most in favour of the best choice and
// that its runner-up lacks.
func (w *worker) decided(best, runner evidence) (most feature, found bool) {
	weights := &w.e.settings.Model.weights
	for f := feature(0); f < featureCount; f++ {
		if best.has(f) && !runner.has(f) && weights[f] > 0 && reasonCodes[f] != "" && 1<<f&uint64(against) == 0 &&
			(!found || weights[f] > weights[most]) {
			most, found = f, true
		}
	}
	return most, found
}

// whyNothing says why there is no proposal.
func (w *worker) whyNothing() []Reason {
	for _, c := range w.cites {
		for _, at := range c.items {
			if w.e.items[at].Kind == w.kind && w.open(at) == 0 && c.class != fRefShort {
				return []Reason{reason("paid-already", "ref", c.key, "item", w.e.items[at].Number)}
			}
		}
	}
	return []Reason{reason("nothing")}
}
