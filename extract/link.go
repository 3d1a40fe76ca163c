// SPDX-License-Identifier: EUPL-1.2

package extract

import (
	"slices"
	"strings"

	"rentmeester/formats/pdf"
)

// link finds for each candidate the labels that may be its own.
func (s *sheet) link() {
	byLine, holders := s.named, s.holders()
	for _, c := range s.cands {
		s.linkLeft(c, byLine[c.line], s.onLine[c.line], holders)
	}
	for _, c := range s.cands {
		s.linkAbove(c, byLine)
		slices.SortStableFunc(c.links, func(a, b link) int { return compare(b.score, a.score) })
	}
}

// holders gives the candidates of which a word is part.
func (s *sheet) holders() map[*token][]*cand {
	all := map[*token][]*cand{}
	for _, on := range s.onLine {
		for _, c := range on {
			for _, t := range c.tokens {
				all[t] = append(all[t], c)
			}
		}
	}
	return all
}

// linkLeft looks for labels before a candidate on its line. What stands between
// them counts: connecting words little, another value much.
func (s *sheet) linkLeft(c *cand, labels []*label, others []*cand, holders map[*token][]*cand) {
	start := c.start()
	for i := len(labels) - 1; i >= 0; i-- {
		l := labels[i]
		end := l.tokens[len(l.tokens)-1].at
		if end >= start {
			continue
		}
		between := c.line.tokens[end+1 : start]
		score, how := 1.0, left
		words := 0
		for _, t := range between {
			if !connecting[t.fold] && !holdsValue(t, c, holders) {
				if words++; words > mostWordsBetween {
					break
				}
			}
		}
		values := valuesBetween(end, start, c, others)
		if values > 0 {
			how, score = row, 0.75-0.05*float64(values)
		}
		score -= 0.08 * float64(words)
		if l.tokens[len(l.tokens)-1].seg != c.tokens[0].seg {
			score -= 0.03
			if !l.last && !l.colon {
				score -= 0.15
			}
		}
		if score > 0.3 {
			c.links = append(c.links, link{l, how, score})
		}
		if i < len(labels)-1 && how == left && score < 0.6 {
			break
		}
	}
}

// start is where a candidate begins, but for the sign of a currency before it,
// which may be a part of its label: "Totaal in EUR 242,00".
func (c *cand) start() int {
	if c.kind == isAmount && len(c.tokens) > 1 && !strings.ContainsAny(c.tokens[0].text, "0123456789") {
		return c.tokens[1].at
	}
	return c.tokens[0].at
}

// mostWordsBetween is how many words may stand between a label and its value: with
// more it scores too little, whatever else is so.
const mostWordsBetween = 8

// holdsValue says whether a word is part of another candidate.
func holdsValue(t *token, c *cand, holders map[*token][]*cand) bool {
	return slices.ContainsFunc(holders[t], func(o *cand) bool { return o != c })
}

// valuesBetween counts the candidates of the same kind between two words.
func valuesBetween(end, start int, c *cand, others []*cand) int {
	count, last := 0, -1
	for _, o := range others {
		at, to := o.tokens[0].at, o.tokens[len(o.tokens)-1].at
		if at > end && to < start && at > last && (o.kind == c.kind || o.kind == isDay || o.kind == isAmount) && o != c {
			count++
			last = to
		}
	}
	return count
}

// reachAbove is how many lines a label above is looked for.
const reachAbove = 3

// linkAbove looks for labels over a candidate: near, or at the top of a column.
func (s *sheet) linkAbove(c *cand, byLine map[*line][]*label) {
	box, height := c.box(), c.line.height()
	at, headed := c.tokens[0].line, false
	for i := at - 1; i >= 0 && at-i <= 60; i-- {
		l := s.lines[i]
		if l.page != c.line.page {
			return
		}
		distance := box.Top - l.box.Bottom
		if distance < -height {
			continue // beside it, on a line that was too long
		}
		for _, label := range byLine[l] {
			lb := around2(label)
			if over(lb, box) < 0.3 {
				continue
			}
			score, how := 0.0, above
			if distance < 2.2*height && at-i <= reachAbove {
				score = 0.85 - 0.1*max(distance/height-0.8, 0) - 0.12*float64(s.answered(label))
				if !s.clear(lb, box, i, at) {
					score -= 0.25
				}
			}
			if len(byLine[l]) >= 3 && !headed && !label.colon && s.answered(label) == 0 {
				atHead := 0.55
				if s.clear(lb, box, i, at) {
					atHead = 0.75
				}
				if headed = true; score < atHead {
					score, how = atHead, head
				}
			}
			if score > 0.3 {
				c.links = append(c.links, link{label, how, score})
			}
		}
	}
}

// answered is 1 when a label ends in a colon and its value follows on its own
// line, so that what stands below is not its.
func (s *sheet) answered(l *label) int {
	last := l.tokens[len(l.tokens)-1]
	if last.at+1 >= len(l.line.tokens) {
		return 0
	}
	next := l.line.tokens[last.at+1]
	if l.colon && next.box.Left-last.box.Right < 12*l.line.height() {
		return 2
	}
	if next.seg == last.seg {
		return 2
	}
	return 0
}

// clear says whether nothing stands between a label and what is below it.
func (s *sheet) clear(label, below pdf.Box, from, to int) bool {
	for i := from + 1; i < to; i++ {
		for _, t := range s.lines[i].tokens {
			if over(t.box, label) > 0.3 && over(t.box, below) > 0.3 {
				return false
			}
		}
	}
	return true
}

func around2(l *label) pdf.Box { return around(l.tokens) }

// best gives how well a candidate has a label of one of the fields, and that label.
func (c *cand) best(fields ...string) (float64, *label) {
	most, found := 0.0, (*label)(nil)
	for _, k := range c.links {
		for _, field := range fields {
			if score := k.score * k.label.means(field); score > most {
				most, found = score, k.label
			}
		}
	}
	return most, found
}

// owned says how well a candidate has a label of a field, when no label of
// another field stands nearer.
func (c *cand) owned(field string) float64 {
	mine, l := c.best(field)
	if l == nil {
		return 0
	}
	for _, k := range c.links {
		if k.label == l || k.score <= linkScore(c, l) {
			continue
		}
		if k.label.means(field) == 0 {
			return mine * 0.5
		}
	}
	return mine
}

func linkScore(c *cand, l *label) float64 {
	most := 0.0
	for _, k := range c.links {
		if k.label == l {
			most = max(most, k.score)
		}
	}
	return most
}
