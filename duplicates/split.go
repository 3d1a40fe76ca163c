// SPDX-License-Identifier: EUPL-1.2

package duplicates

// A split invoice is an earlier bill that comes once more in two parts. It shows
// with the second part: this bill and another earlier one make up a third.

const (
	mostSplits = 200 // ways in which a bill can be a second part, that are looked at
	manyWays   = 4   // more than these say little
	partDays   = 30  // the parts come within these of each other
	wholeDays  = 90  // and at most so long after the whole
)

// splits finds the bills that this one makes up with another.
func splits(f *facts, earlier []*facts) []pair {
	if f.Supplier == 0 || f.credit || f.day == unknownDay || f.amount < 1000 {
		return nil
	}
	byAmount := map[int64][]*facts{}
	var near []*facts
	for _, e := range earlier {
		if e.credit || !sameSupplier(f, e) || e.day == unknownDay || e.day > f.day+partDays || e.day < f.day-wholeDays {
			continue
		}
		near = append(near, e)
		byAmount[e.amount] = append(byAmount[e.amount], e)
	}
	var found []pair
	ways := 0
	for _, part := range near {
		if days, _ := apart(f, part); days > partDays || part.amount < 1000 {
			continue
		}
		for _, whole := range byAmount[f.amount+part.amount] {
			if whole.day > part.day || whole.day > f.day || whole.ID == part.ID {
				continue
			}
			ways++
			if len(found) < mostSplits {
				found = append(found, splitPair(f, part, whole, len(byAmount[part.amount])-1+len(byAmount[f.amount])))
			}
		}
	}
	for i := range found {
		switch {
		case ways == 1:
			found[i].set.add(eSplitAlone)
		case ways > manyWays:
			found[i].set.add(eSplitMany)
		}
		if len(near) > 60 {
			found[i].set.add(eSplitBusy)
		}
	}
	return found
}

// splitPair gives the evidence that a bill and a part make up a whole; repeats is
// how often the amounts of the parts came besides.
func splitPair(f, part, whole *facts, repeats int) pair {
	p := pair{earlier: whole, other: part, set: of(eBias, eSplit)}
	kinA, kinB := compareNumbers(&f.number, &whole.number), compareNumbers(&part.number, &whole.number)
	if kinA >= numberPart && kinB >= numberPart {
		p.set.add(eSplitNumber)
	}
	if kin := compareNumbers(&f.number, &part.number); kin >= numberNear {
		p.set.add(eSplitPair)
	}
	if days, _ := apart(f, part); days <= 3 {
		p.set.add(eSplitClose)
	}
	switch {
	case f.amount%5000 == 0 && part.amount%5000 == 0, f.amount%100 == 0 && part.amount%100 == 0 && whole.amount%5000 == 0:
		p.set.add(eSplitRound)
	case f.amount%100 != 0 && part.amount%100 != 0 && whole.amount%100 != 0:
		p.set.add(eSplitCents)
	}
	if repeats > 0 {
		p.set.add(eSplitRepeat)
	}
	return p
}
