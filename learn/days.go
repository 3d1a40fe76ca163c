// SPDX-License-Identifier: EUPL-1.2

package learn

// Days are those of which claims were judged, each once. Lines of one day go right or
// wrong together, so how much was judged counts in days: a thousand lines of two days
// say little of a third. The zero value has none.
type Days struct {
	dated   map[int32]bool
	undated int
}

// Note takes a day, by its number; 0 is one that is not known, and always another.
func (d *Days) Note(day int32) {
	if day == 0 {
		d.undated++
		return
	}
	if d.dated == nil {
		d.dated = map[int32]bool{}
	}
	d.dated[day] = true
}

// Has says whether a day is one of them.
func (d *Days) Has(day int32) bool { return d.dated[day] }

// Len gives how many days there are.
func (d *Days) Len() int { return len(d.dated) + d.undated }

// Foreseen is the chance that a day is like one of so many before it. The next after n
// that is of a kind of its own comes as a new species does after n finds: in novelty of
// n + novelty cases (Ewens, Theoretical Population Biology 3, 1972; Hoppe, Journal of
// Mathematical Biology 20, 1984). What was learned says nothing of such a day, so a claim
// is worth that much less. After years that is next to nothing.
func Foreseen(days int, novelty float64) float64 { return float64(days) / (float64(days) + novelty) }
