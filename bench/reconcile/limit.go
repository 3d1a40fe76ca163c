// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"fmt"
	"io"

	"rentmeester/reconcile"
)

// Limit counts lines that wait for a person by what keeps them from being done:
// how much of it anybody could know from what is visible.
type Limit struct {
	Lines     int `json:"lines"`
	Hidden    int `json:"hidden"`    // nothing in line and books leads to the truth
	Tie       int `json:"tie"`       // something else is at least as clear by reference, payer, amount and text
	Equal     int `json:"equal"`     // of those: only another of equal instalments of one reference
	Unsure    int `json:"unsure"`    // the first proposal is right and nothing else as clear: not sure enough
	Misjudged int `json:"misjudged"` // the truth is clearer than the first proposal, or it was not ranked so
}

// Add adds what another counted.
func (l *Limit) Add(o Limit) {
	l.Lines, l.Hidden, l.Tie, l.Equal = l.Lines+o.Lines, l.Hidden+o.Hidden, l.Tie+o.Tie, l.Equal+o.Equal
	l.Unsure, l.Misjudged = l.Unsure+o.Unsure, l.Misjudged+o.Misjudged
}

// limit says for a line that waits what keeps it, by everything that the engine
// considers for it on the books as they are.
func (r *Run) limit(b *books, l *Line, v *verdict) {
	out := Limit{Lines: 1}
	all := b.engine.Considered(l.Line)
	var truth *reconcile.Choice
	for i := range all {
		if r.Town.right(&v.answer, &all[i]) {
			truth = &all[i]
			break
		}
	}
	switch tied, equal := r.rival(all, truth, &v.answer); {
	case truth == nil && !v.claim.Right:
		out.Hidden = 1
	case tied:
		out.Tie, out.Equal = 1, one(equal)
	case v.claim.Right:
		out.Unsure = 1
	default:
		out.Misjudged = 1
	}
	r.Limit.Add(out)
}

// rival says whether something else is at least as clear as the truth, and whether
// all that is so is another equal instalment.
func (r *Run) rival(all []reconcile.Choice, truth *reconcile.Choice, a *answer) (tied, equal bool) {
	if truth == nil {
		return false, false
	}
	equal = true
	for i := range all {
		c := &all[i]
		if r.Town.right(a, c) || !reconcile.AsClear(c.Evidence, truth.Evidence) {
			continue
		}
		tied, equal = true, equal && r.Town.exchanged(a, c)
	}
	return tied, tied && equal
}

// Tell writes the count as a row of a table.
func (l *Limit) Tell(w io.Writer, name string) {
	of := func(n int) string { return fmt.Sprintf("%d (%.1f %%)", n, 100*float64(n)/float64(max(l.Lines, 1))) }
	fmt.Fprintf(w, "| %s | %d | %s | %s | %s | %s | %s |\n", name, l.Lines, of(l.Hidden), of(l.Tie), of(l.Equal), of(l.Misjudged), of(l.Unsure)) //nolint:errcheck // to a terminal
}

// LimitHead is the head of the table of Tell.
const LimitHead = "| town | lines that wait | nothing leads to the truth | something else is as clear | of those: only another equal instalment | misjudged | right, and not sure enough |\n|---|---:|---:|---:|---:|---:|---:|\n"
