// SPDX-License-Identifier: EUPL-1.2

package extract

// mostInColumn is how many amounts of a column are added up.
const mostInColumn = 400

// linesAdd says whether the amounts over an amount, in its column, add up to it:
// the lines of an invoice, or of its table.
func (s *sheet) linesAdd(w *worth) bool {
	if w == nil || w.units == 0 {
		return false
	}
	for _, c := range w.cands {
		if s.columnAdds(c) {
			return true
		}
	}
	return false
}

// columnAdds adds the amounts over another up, from the nearest to the farthest,
// and says whether they make it at some point. Columns of amounts end at the same
// place on the right; right over a total other amounts may stand first: a
// subtotal, VAT. One amount that is the same proves nothing by itself.
func (s *sheet) columnAdds(total *cand) bool {
	over := s.amountsOver(total)
	for from := range min(len(over), 6) {
		sum, count, right := int64(0), 0, over[from].box().Right
		for _, c := range over[from:] {
			if off := c.box().Right - right; off < -6 || off > 6 {
				continue
			}
			count++
			if sum += c.units; sum == total.units && count > 1 {
				return true
			}
		}
	}
	return false
}

// amountsOver gives the last amounts of the lines over another, the nearest first.
func (s *sheet) amountsOver(total *cand) []*cand {
	var all []*cand
	for i := total.tokens[0].line - 1; i >= 0 && len(all) < mostInColumn && s.lines[i].page == total.line.page; i-- {
		if amounts := s.onLineOf(isAmount, s.lines[i]); len(amounts) > 0 {
			if last := amounts[len(amounts)-1]; last.units%cent == 0 {
				all = append(all, last)
			}
		}
	}
	return all
}
