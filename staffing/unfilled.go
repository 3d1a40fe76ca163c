// SPDX-License-Identifier: EUPL-1.2

package staffing

import "slices"

// whyUnfilled says why nobody has a seat.
func (s *state) whyUnfilled(where int) []Reason {
	j := s.p.jobOf[where]
	if slices.ContainsFunc(s.p.locks[s.p.seats[where].ID], func(k Lock) bool { return k.Kind == Open }) {
		return []Reason{reason("staffing.unfilled.open")}
	}
	if len(s.p.jobs[j].pairs) == 0 {
		return s.p.whyNobody(where)
	}
	return s.whyElsewhere(j)
}

// whyNobody counts what stands in the way of whom.
func (p *problem) whyNobody(where int) (all []Reason) {
	seat := &p.seats[where]
	skilled, hours, missed, budget, other := 0, 0, 0, 0, 0
	for who := range p.people {
		ok, _, _ := p.skilled(who, where)
		done := p.done(who, where)
		switch {
		case !ok:
			continue
		case !p.enough(who, where):
			hours++
		case (seat.total-done)*1000 > seat.total*int64(p.prices.MissedShare):
			missed++
		case seat.of.Budget > 0 && p.cost(who, done) > int64(seat.of.Budget):
			budget++
		default:
			other++
		}
		skilled++
	}
	if skilled == 0 {
		return p.whyUnskilled(where)
	}
	for _, c := range []struct {
		code string
		n    int
	}{{"staffing.unfilled.hours", hours}, {"staffing.unfilled.missed", missed}, {"staffing.unfilled.budget", budget}, {"staffing.unfilled.other", other}} {
		if c.n > 0 {
			all = append(all, reason(c.code, "count", c.n))
		}
	}
	return all
}

// whyUnskilled names each must skill that nobody has at its level, or says that nobody
// has them all.
func (p *problem) whyUnskilled(where int) (all []Reason) {
	seat := &p.seats[where]
	for i, n := range seat.Needs {
		best := Level(0)
		for who := range p.people {
			best = max(best, p.own[who][seat.needs[i]], p.near[who][seat.needs[i]])
		}
		if n.Must && best < max(1, n.Level-1) {
			all = append(all, reason("staffing.unfilled.skill", "skill", p.task.Skills[seat.needs[i]].called(), "level", n.Level))
		}
	}
	if len(all) == 0 {
		all = append(all, reason("staffing.unfilled.combination"))
	}
	return all
}

// whyElsewhere says why those who could do a job are not on it.
func (s *state) whyElsewhere(j int) (all []Reason) {
	busy, budget, load := 0, 0, 0
	for at := range s.p.jobs[j].pairs {
		c := &s.p.jobs[j].pairs[at]
		switch {
		case !s.affords(c):
			budget++
		case !s.fits(j, c):
			busy++
		default: // it fits, and would have been done if it brought anything
			load++
		}
	}
	for _, c := range []struct {
		code string
		n    int
	}{{"staffing.unfilled.busy", busy}, {"staffing.unfilled.spent", budget}, {"staffing.unfilled.load", load}} {
		if c.n > 0 {
			all = append(all, reason(c.code, "count", c.n))
		}
	}
	return all
}
