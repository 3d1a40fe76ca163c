// SPDX-License-Identifier: EUPL-1.2

package staffing

import "slices"

// terms is what somebody on a seat is worth, by term; fairness is of the whole load of
// somebody and not in it.
func (l *look) terms(who, where int) (t Terms) {
	s, p := &l.seats[where], l.people[who]
	done, price := l.done(who, where), &l.prices
	worth := func(points int) Points { return Points(done * int64(points)) }
	_, stretch, near := l.skilled(who, where)
	t.Priority = worth(price.Priority[min(max(s.of.Priority, 1), 5)-1])
	if met, welcome := l.welcome(who, where); welcome > 0 {
		t.Fit = worth(price.Welcome) * Points(met) / Points(welcome)
	}
	if slices.Contains(s.Before, p.ID) {
		t.Continuity = worth(price.Continuity)
	}
	if l.wishing(who, where, Gladly) {
		t.Wishes += worth(price.Gladly)
	}
	if l.wishing(who, where, Rather) {
		t.Wishes -= worth(price.Rather)
	}
	if near {
		t.Stretch -= worth(price.Near)
	}
	if stretch >= 0 {
		t.Stretch -= worth(price.Stretch)
		if l.learns(who, s.Needs[stretch].Skill) {
			t.Development = worth(price.Develop)
		}
	}
	t.Travel = -Points(l.underway(who, where) * int64(price.Travel))
	return t
}

// welcome counts the welcome skills that somebody has, and all there are.
func (l *look) welcome(who, where int) (met, all int) {
	s := &l.seats[where]
	for i, n := range s.Needs {
		if n.Must {
			continue
		}
		all++
		if max(l.own[who][s.needs[i]], l.near[who][s.needs[i]]) >= n.Level {
			met++
		}
	}
	return met, all
}

// wishing says whether somebody stated this wish about the assignment of a seat or
// about a skill that the seat asks for; twice stated counts once.
func (l *look) wishing(who, where int, kind WishKind) bool {
	if len(l.wishes[who]) == 0 {
		return false
	}
	s := &l.seats[where]
	if _, stated := l.wishes[who][string(kind)+" /"+s.of.ID]; stated {
		return true
	}
	return slices.ContainsFunc(s.Needs, func(n Need) bool {
		_, stated := l.wishes[who][string(kind)+" "+n.Skill+"/"]
		return stated
	})
}

// underway is how many minutes somebody travels for a seat: once in each week in which
// there is work and the person is there.
func (l *look) underway(who, where int) int64 {
	s, p := &l.seats[where], l.people[who]
	time := l.travel[[2]string{p.Place, s.of.Place}]
	if time == 0 || p.Place == s.of.Place {
		return 0
	}
	weeks := int64(0)
	for w, m := range s.Work {
		if m > 0 && (p.Present == nil || p.Present[s.First+w] > 0) {
			weeks++
		}
	}
	return weeks * int64(time)
}
