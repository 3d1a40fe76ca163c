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
// and says whether they make it at some point, after leaving out those that
// stand right over it (a subtotal, VAT). Columns of amounts end at the same
// place on the right. One amount that is the same proves nothing by itself.
func (s *sheet) columnAdds(total *cand) bool {
	column := s.columnOver(total)
	for from := range min(len(column), 4) {
		sum := int64(0)
		for i, c := range column[from:] {
			if sum += c.units; sum == total.units && i > 0 {
				return true
			}
		}
	}
	return false
}

// columnOver gives the last amounts of the lines over another whose right side
// is at the same place, the nearest first.
func (s *sheet) columnOver(total *cand) []*cand {
	var column []*cand
	right := total.box().Right
	for i := total.tokens[0].line - 1; i >= 0 && len(column) < mostInColumn; i-- {
		if s.lines[i].page != total.line.page {
			break
		}
		amounts := s.onLineOf(isAmount, s.lines[i])
		if len(amounts) == 0 {
			continue
		}
		last := amounts[len(amounts)-1]
		if off := last.box().Right - right; off > -6 && off < 6 && last.units%cent == 0 {
			column = append(column, last)
		}
	}
	return column
}
