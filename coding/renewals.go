// SPDX-License-Identifier: EUPL-1.2

package coding

import "rentmeester/iv3"

// Renewal is a code of Iv3 that is gone in a year, with the codes that are new and
// by their names may have come in its place. One of the very same name is taken over
// by itself (Renew); the rest is for a person to choose, in policy.
type Renewal struct {
	Field Field
	Old   iv3.Code
	New   []iv3.Successor
}

// Same says whether one code has the very name of the old one.
func (r Renewal) Same() bool { return len(r.New) == 1 && r.New[0].Same }

// Renewals gives the codes for what is spent that hold in the last year before that
// has a list, and not in this one.
func Renewals(lists *iv3.Lists, year int) (all []Renewal) {
	for _, one := range []struct {
		kind  iv3.Kind
		field Field
	}{{iv3.Taakveld, Taakveld}, {iv3.Balance, Taakveld}, {iv3.Expense, Categorie}} {
		if !lists.Has(one.kind, year) {
			continue
		}
		before := 0
		for _, y := range lists.Years(one.kind) {
			if y < year {
				before = max(before, y)
			}
		}
		for _, c := range lists.Of(one.kind, before) {
			if now, holds := lists.Find(one.kind, year, c.Code); c.Leaf && (!holds || !now.Leaf) {
				all = append(all, Renewal{one.field, c, lists.Successors(one.kind, year, c.Code)})
			}
		}
	}
	return all
}
