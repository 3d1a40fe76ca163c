// SPDX-License-Identifier: EUPL-1.2

package reconcile

import "math"

// feature is one kind of evidence. A choice has a set of them.
type feature uint8

// Evidence. Of the groups reference, account, name and amount a choice has one each.
const (
	fBias feature = iota // every choice has it: an explanation must earn its place

	fRefStructured // the structured reference of the line is the item's
	fRefEndToEnd   // the EndToEndID of the line is a reference of the item
	fRefText       // a long reference of the item stands in the text
	fRefRepaired   // a reference in the line is one slip away from the item's
	fRefNumber     // its number stands in the text
	fRefShort      // a short number or one that could be a date
	fRefMandate    // the mandate is the item's
	fRefNone
	fRefSome   // some of the items are cited, others not
	fRefOther  // the line cites another item that is open
	fRefShared // the reference belongs to several open items
	fRefClosed // the line cites an item that is settled already

	fPartyNumber // the party's number stands in the text

	fAccountSame    // the account stands with the item; from here the worse comes later
	fAccountLearned // the account paid for this party before
	fAccountNone    // nothing to compare
	fAccountNew     // the party has an account, and it is another
	fAccountOther   // the account belongs to another party

	fNameEqual
	fNameSimilar
	fNameUnknown
	fNameWeak
	fNameDiffers
	fNameUltimate // the line names the party as the one paid for
	fNameInText   // the party's name stands in the text

	fAmountExact // one item, exactly what is open
	fAmountCited // exactly the sum of all items cited
	fAmountAll   // exactly all that the party has open
	fAmountTwo   // exactly the sum of two items
	fAmountSum   // exactly the sum of more
	fAmountNear  // a difference within the tolerance
	fAmountPart  // less than is open
	fAmountOver  // more than is open

	fRare    // no other open item has this amount
	fCommon  // more than twenty have
	fTwin    // the same party has another open item of this amount under another reference
	fOldest  // the oldest of the party's open items of this amount
	fManyWay // more than one sum fits

	fDueNear    // paid from ten days before to seven days after it was due
	fDueLate    // up to sixty days after
	fDueOverdue // later
	fDueEarly   // up to forty days before
	fDueFar     // earlier
	fNotIssued  // paid before it was issued
	fContested  // another line cites it

	fBatchID    // the batch's own identity
	fBatchTotal // amount and number of a batch
	fBatchLess  // part of the batch, the rest rejected

	fReturnEnd     // the return names the EndToEndID of a settled line
	fReturnMandate // or its mandate, with the amount
	fReturnPayer   // or its payer, with the amount
	fReturnOther   // another settled line fits as well

	featureCount
)

// weights are log-odds: what each piece of evidence adds for a choice against
// "none of these is right". They are fitted on generated towns (see
// docs/reconcile.md) and the signs are what a cashier would say.
var weights = [featureCount]float64{
	fBias: -4,

	fRefStructured: 5.6, fRefEndToEnd: 5.6, fRefText: 5.9, fRefRepaired: 3.7, fRefNumber: 3, fRefShort: 2.4,
	fRefMandate: 3, fRefNone: 0, fRefSome: -1.9, fRefOther: -1.9, fRefShared: -0.3, fRefClosed: -3.9,

	fPartyNumber: 2.5,

	fAccountSame: 1.5, fAccountLearned: 2.5, fAccountNone: 0, fAccountNew: -0.5, fAccountOther: -2.3,

	fNameEqual: 1.8, fNameSimilar: 1.5, fNameUnknown: 0, fNameWeak: -0.9, fNameDiffers: -1.2, fNameUltimate: 1.6,
	fNameInText: 1.7,

	fAmountExact: 4.1, fAmountCited: 4.1, fAmountAll: 3.6, fAmountTwo: 2.4, fAmountSum: 1.4, fAmountNear: 1,
	fAmountPart: -1.8, fAmountOver: -1.8,

	fRare: 2.3, fCommon: -1, fTwin: -0.1, fOldest: 0.3, fManyWay: -1.5,

	fDueNear: 2.8, fDueLate: 1.9, fDueOverdue: -0.2, fDueEarly: 0.2, fDueFar: -0.1, fNotIssued: -4.5,
	fContested: -2,

	fBatchID: 5, fBatchTotal: 7, fBatchLess: -4,

	fReturnEnd: 8.1, fReturnMandate: 6, fReturnPayer: 4, fReturnOther: -2,
}

// evidence is a set of features and what reasons need to name them.
type evidence struct {
	set uint64
	ref string // the reference cited
	who string // the party of the items
}

func (v *evidence) add(f feature)     { v.set |= 1 << f }
func (v evidence) has(f feature) bool { return v.set>>f&1 == 1 }

func (v evidence) score(w *[featureCount]float64) float64 {
	sum := 0.0
	for f := feature(0); f < featureCount; f++ {
		if v.has(f) {
			sum += w[f]
		}
	}
	return sum
}

// share turns the log-odds of rival choices into probabilities. They exclude one
// another, and "none of these" stands among them with log-odds 0.
func share(scores []float64) {
	total := 1.0
	for i, s := range scores {
		scores[i] = math.Exp(min(s, 50))
		total += scores[i]
	}
	for i := range scores {
		scores[i] /= total
	}
}
