// SPDX-License-Identifier: EUPL-1.2

package reconcile

// AsClear says whether what can be seen of a line speaks for one choice at least
// as much as for another, by their Evidence: the references it cites, the account
// and name of the payer, how the amount fits, and what the text says. When it was
// paid and how many owe as much only make a choice likelier and do not count. Of
// two choices each as clear as the other nobody can know which is right.
func AsClear(a, b uint64) bool {
	x, y := clarityOf(evidence{set: a}), clarityOf(evidence{set: b})
	for i := range x {
		if x[i] < y[i] {
			return false
		}
	}
	return true
}

// clarityOf ranks each kind of fact from against to for.
func clarityOf(v evidence) [6]int {
	return [...]int{
		firstOf(v, hardRefs|1<<fBatchID|1<<fReturnEnd, 1<<fBatchTotal|1<<fReturnMandate, 1<<fRefNumber|1<<fRefMandate|1<<fRefRepaired|1<<fReturnPayer, 1<<fRefShort),
		-firstOf(v, 1<<fRefOther|1<<fRefClosed, 1<<fRefSome),
		2*firstOf(v, 1<<fAccountSame|1<<fAccountLearned) - firstOf(v, 1<<fAccountOther, 1<<fAccountNew),
		2*firstOf(v, 1<<fNameEqual|1<<fNameSimilar|1<<fNameInText|1<<fPartyNumber) - firstOf(v, 1<<fNameDiffers, 1<<fNameWeak),
		firstOf(v, 1<<fAmountExact|1<<fAmountCited|1<<fRule|1<<fHabitOften|1<<fDouble, 1<<fAmountAll|1<<fHabit|1<<fOnAccount, 1<<fAmountTwo, 1<<fAmountSum),
		firstOf(v, 1<<fTextSays) - firstOf(v, 1<<fTextOther),
	}
}

// firstOf ranks evidence: as many as there are sets for the first that it has some
// of, one less for the next; 0 for none.
func firstOf(v evidence, sets ...uint64) int {
	for i, set := range sets {
		if v.set&set != 0 {
			return len(sets) - i
		}
	}
	return 0
}
