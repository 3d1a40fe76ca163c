// SPDX-License-Identifier: EUPL-1.2

package town

import "rentmeester/reconcile"

// Examples shows a teacher what was considered for each line of the year, on
// books that are right, and which of it was the truth.
func (t *Town) Examples(model *reconcile.Model, teacher *reconcile.Teacher) {
	b := t.books(settings(0, model))
	for i := range t.Lines {
		l := &t.Lines[i]
		a := t.answer(l)
		choices := b.engine.Considered(l.Line)
		right := -1
		for j := range choices {
			if t.right(&a, &choices[j]) {
				right = j
				break
			}
		}
		teacher.Example(choices, right)
		b.correct(l, &a)
	}
}
