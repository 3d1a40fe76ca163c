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
	fRefSome       // some of the items are cited, others not
	fRefOther      // the line cites another item that is open
	fRefShared     // the reference belongs to several open items
	fRefClosed     // the line cites an item that is settled already

	fPartyNumber // the party's number stands in the text

	fAccountSame    // the account stands with the item
	fAccountLearned // the account paid for this party before
	fAccountNew     // the party has an account, and it is another
	fAccountOther   // the account belongs to another party

	fNameEqual
	fNameSimilar
	fNameWeak
	fNameDiffers
	fCameBack   // an equal item of the payer that came back is open again, and it is not this one
	fNameInText // the party's name stands in the text
	fNameUnique // nobody else in the books has the name of the payer

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

	fTextSays  // the text speaks of this item and not of the payer's others
	fTextOther // it speaks of another
	fSkips     // an older item under the same reference is passed over
	fOlderTwin // an older item of the payer has the same amount
	fRepeat    // the payer paid just this within three weeks before
	fRegular   // he paid just this for this party before that
	fOnly      // the party has nothing else open

	fClose // less or more, but nearly what is open: rounded, a slip in the cents

	fRule       // a rule of policy books it so
	fHabit      // people booked a like line so
	fHabitOften // and every time, three times or more
	fOnAccount  // it waits on account of the payer
	fDouble     // he paid just this within three weeks before, and it is settled

	featureCount
)

// What says nothing is no evidence: the line cites no reference, or account or
// name have nothing to compare. It has no bit.
const (
	fRefNone feature = 64 + iota
	fAccountNone
	fNameUnknown
)

// featureNames are the names of the evidence in prior.json.
var featureNames = [featureCount]string{
	fBias:           "bias",
	fRefStructured:  "ref-structured",
	fRefEndToEnd:    "ref-end-to-end",
	fRefText:        "ref-text",
	fRefRepaired:    "ref-repaired",
	fRefNumber:      "ref-number",
	fRefShort:       "ref-short",
	fRefMandate:     "ref-mandate",
	fRefSome:        "ref-some",
	fRefOther:       "ref-other",
	fRefShared:      "ref-shared",
	fRefClosed:      "ref-closed",
	fPartyNumber:    "party-number",
	fAccountSame:    "account-same",
	fAccountLearned: "account-learned",
	fAccountNew:     "account-new",
	fAccountOther:   "account-other",
	fNameEqual:      "name-equal",
	fNameSimilar:    "name-similar",
	fNameWeak:       "name-weak",
	fNameDiffers:    "name-differs",
	fCameBack:       "came-back",
	fNameInText:     "name-in-text",
	fNameUnique:     "name-unique",
	fAmountExact:    "amount-exact",
	fAmountCited:    "amount-cited",
	fAmountAll:      "amount-all",
	fAmountTwo:      "amount-two",
	fAmountSum:      "amount-sum",
	fAmountNear:     "amount-near",
	fAmountPart:     "amount-part",
	fAmountOver:     "amount-over",
	fRare:           "rare",
	fCommon:         "common",
	fTwin:           "twin",
	fOldest:         "oldest",
	fManyWay:        "many-way",
	fDueNear:        "due-near",
	fDueLate:        "due-late",
	fDueOverdue:     "due-overdue",
	fDueEarly:       "due-early",
	fDueFar:         "due-far",
	fNotIssued:      "not-issued",
	fContested:      "contested",
	fBatchID:        "batch-id",
	fBatchTotal:     "batch-total",
	fBatchLess:      "batch-less",
	fReturnEnd:      "return-end",
	fReturnMandate:  "return-mandate",
	fReturnPayer:    "return-payer",
	fReturnOther:    "return-other",
	fTextSays:       "text-says",
	fTextOther:      "text-other",
	fSkips:          "skips",
	fOlderTwin:      "older-twin",
	fRepeat:         "repeat",
	fRegular:        "regular",
	fOnly:           "only",
	fClose:          "close",
	fRule:           "rule",
	fHabit:          "habit",
	fHabitOften:     "habit-often",
	fOnAccount:      "on-account",
	fDouble:         "double",
}

// evidence is a set of features and what reasons need to name them.
type evidence struct {
	set      uint64
	ref      string // the reference cited
	who      string // the party of the items
	certain  bool   // the rule of policy says that it is certain
	stirred  bool   // lines before it in the same run, not all of them sure, changed what its party has open
	ordered  bool   // the line bears the EndToEndID of an order of ours that means just this item
	assumed  []take // what was open of its items in ProposeAll, where that is not what the books say
	told     bool   // our own order says exactly what it settles
	ultimate bool   // the line names the party as the one paid for, beside the text
	share    bool   // the fee that went off is the share that this payer always keeps
	closed   int32  // of money on account: 1 + the item that is paid already
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
