// SPDX-License-Identifier: EUPL-1.2

package staffing

// Worth gives what each placement counts for, by seat. Fairness is of the whole load of
// somebody and in none of them. A placement of who or what is not in the task is left
// out.
func Worth(t *Task, prices Prices, all []Placement) map[string]Points {
	l, worth := newLook(t, prices), make(map[string]Points, len(all))
	for _, p := range all {
		if who, where := l.personAt(p.Person), l.seatAt(p.Seat); who >= 0 && where >= 0 {
			worth[p.Seat] = l.terms(who, where).Sum()
		}
	}
	return worth
}
