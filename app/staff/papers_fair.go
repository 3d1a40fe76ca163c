// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// Fairness is how load, wishes and answers are spread in a period.
type Fairness struct {
	Teams, Contracts []Group // by name, and by hours a week from few to many; the last of each is all people
	Wishes           []WishCount
	Wishless         int // people who stated none
	Rejected         []Reasoned
	Plans            []PlanCount
	Unproposed       int // decisions that stand and answer no proposal
	Undone           int // decisions that were taken back
}

// Group is a number of people. What is planned of a group so small that it shows
// somebody is hidden, and so is the next smallest where the difference would show it.
type Group struct {
	Name              string
	People            int
	Contract, Planned staffing.Minutes // in the period
	Over              int              // people who have more work than contract
	Hidden            bool
}

// smallest is how many people a group has at least for its figures to be shown.
const smallest = 3

// Share gives the part of the contract that is planned.
func (g Group) Share() float64 {
	if g.Contract == 0 {
		return 0
	}
	return float64(g.Planned) / float64(g.Contract)
}

// WishCount is what became of wishes of a kind.
type WishCount struct {
	Kind                     string
	Honoured, Refused, Apart int // Apart: nothing was decided that it is about
}

// Reasoned is how often something was rejected for a reason.
type Reasoned struct {
	Reason string
	N      int
}

// PlanCount is how a plan was answered.
type PlanCount struct {
	ID                                                                       int64
	Kind, MadeBy, MadeAt                                                     string
	Proposed, Accepted, Changed, Rejected, Closed, Waiting, Unanswered, Kept int
	Gap                                                                      float64
}

func (p PlanCount) plus(o PlanCount) PlanCount {
	p.Proposed, p.Accepted, p.Changed, p.Rejected = p.Proposed+o.Proposed, p.Accepted+o.Accepted, p.Changed+o.Changed, p.Rejected+o.Rejected
	p.Closed, p.Waiting, p.Unanswered, p.Kept = p.Closed+o.Closed, p.Waiting+o.Waiting, p.Unanswered+o.Unanswered, p.Kept+o.Kept
	return p
}

// answer names a seat of a plan.
type answer struct{ plan, seat int64 }

// answersOf gives the decisions that stand, by what they answer.
func answersOf(rows []db.StaffDecision) map[answer]Kind {
	all := map[answer]Kind{}
	for _, r := range rows {
		if stands(r) && r.PlanID != 0 {
			all[answer{r.PlanID, r.SeatID}] = Kind(r.Kind)
		}
	}
	return all
}

// stands says that a decision was not taken back.
func stands(r db.StaffDecision) bool { return r.UndoneBy == 0 && Kind(r.Kind) != Undone }

// count says how a plan was answered.
func (m made) count(answers map[answer]Kind) PlanCount {
	c := PlanCount{ID: m.ID, Kind: m.Kind, MadeBy: m.MadeBy, MadeAt: m.MadeAt}
	var said content
	if json.Unmarshal([]byte(m.Content), &said) == nil { // it is written by writePlan
		c.Gap = said.Gap
	}
	for _, p := range m.placements {
		if p.State == kept {
			c.Kept++
			continue
		}
		c.Proposed++
		switch answers[answer{m.ID, p.SeatID}] {
		case Accepted:
			c.Accepted++
		case Changed:
			c.Changed++
		case Rejected:
			c.Rejected++
		case Closed:
			c.Closed++
		default:
			if m.State == planProposed {
				c.Waiting++
			} else {
				c.Unanswered++
			}
		}
	}
	return c
}

// fairness counts all of it. The decisions are the first first.
func (h *house) fairness(from, until day.Day, all []db.StaffDecision, plans []made) Fairness {
	f := Fairness{}
	f.Teams, f.Contracts = h.groups(from, until)
	answers := answersOf(all)
	for _, plan := range plans {
		f.Plans = append(f.Plans, plan.count(answers))
	}
	var period []db.StaffDecision
	reasons := map[string]int{}
	for _, r := range all {
		switch {
		case !within(r.At, from, until):
			continue
		case r.UndoneBy != 0:
			f.Undone++
		case stands(r):
			period = append(period, r)
			if r.PlanID == 0 {
				f.Unproposed++
			}
			if Kind(r.Kind) == Rejected {
				reasons[strings.ToLower(strings.TrimSuffix(strings.TrimSpace(r.Reason), "."))]++
			}
		}
	}
	for reason, n := range reasons {
		f.Rejected = append(f.Rejected, Reasoned{reason, n})
	}
	slices.SortFunc(f.Rejected, func(a, b Reasoned) int { return cmp.Or(b.N-a.N, strings.Compare(a.Reason, b.Reason)) })
	f.Wishes = h.wished(period)
	for _, id := range h.order {
		if !h.people[id].Gone && len(h.wishes[id]) == 0 {
			f.Wishless++
		}
	}
	return f
}

// bandsOf are contracts by hours a week; above the last is the last.
var bandsOf = []struct {
	name  string
	below staffing.Minutes
}{{"16", 16 * staffing.Hour}, {"24", 24 * staffing.Hour}, {"32", 32 * staffing.Hour}, {"more", 1 << 40}}

// groups spreads load by team and by size of contract. Who has no contract in the
// period is in none.
func (h *house) groups(from, until day.Day) (teams, contracts []Group) {
	load := h.taken(from, until)
	byTeam, byBand, whole := map[string]Group{}, make([]Group, len(bandsOf)), Group{}
	for _, id := range h.order {
		one, weeks := Group{People: 1, Planned: load[id]}, staffing.Minutes(0) // in which he has a contract
		for m := Monday(from); m <= until; m = m.Add(week) {
			if c := h.contractOn(id, m); c > 0 {
				one.Contract, weeks = one.Contract+c, weeks+1
			}
		}
		if one.Contract == 0 {
			continue
		}
		if one.Planned > one.Contract {
			one.Over = 1
		}
		band := slices.IndexFunc(bandsOf, func(b struct {
			name  string
			below staffing.Minutes
		}) bool {
			return one.Contract < b.below*weeks
		})
		team := h.people[id].Team
		byTeam[team], byBand[band], whole = byTeam[team].plus(one), byBand[band].plus(one), whole.plus(one)
	}
	for _, name := range slices.Sorted(maps.Keys(byTeam)) {
		g := byTeam[name]
		g.Name = name
		teams = append(teams, g)
	}
	for i, g := range byBand {
		g.Name = bandsOf[i].name
		contracts = append(contracts, g)
	}
	return append(hidden(teams), whole), append(hidden(contracts), whole)
}

func (g Group) plus(o Group) Group {
	g.People, g.Contract, g.Planned, g.Over = g.People+o.People, g.Contract+o.Contract, g.Planned+o.Planned, g.Over+o.Over
	return g
}

// taken gives the minutes of the seats that people have, in the weeks of a period.
func (h *house) taken(from, until day.Day) map[int64]staffing.Minutes {
	load := map[int64]staffing.Minutes{}
	for seat, s := range h.seated {
		row := h.seats[seat]
		for w, m := range workOf(row) {
			if monday := day.Day(row.First).Add(w * week); monday >= Monday(from) && monday <= until {
				load[s.PersonID] += m
			}
		}
	}
	return load
}

// hidden hides what is too small to show.
func hidden(groups []Group) []Group {
	order := make([]*Group, len(groups))
	for i := range groups {
		order[i] = &groups[i]
	}
	slices.SortStableFunc(order, func(a, b *Group) int { return a.People - b.People })
	people := 0
	for _, g := range order {
		if g.People == 0 {
			continue
		}
		if g.People < smallest || people > 0 && people < smallest {
			g.Hidden = true
			people += g.People
		}
	}
	return groups
}

// wished says what became of wishes, by what was decided.
func (h *house) wished(decisions []db.StaffDecision) []WishCount {
	given := map[int64]int64{} // who got a seat, by what was decided last
	for _, r := range decisions {
		if k := Kind(r.Kind); (k == Accepted || k == Changed) && r.PersonID != 0 {
			given[r.SeatID] = r.PersonID
		}
	}
	counts := []WishCount{{Kind: string(staffing.Gladly)}, {Kind: string(staffing.Learn)}, {Kind: string(staffing.Rather)}}
	for person, wishes := range h.wishes {
		for _, w := range wishes {
			i := slices.IndexFunc(counts, func(c WishCount) bool { return c.Kind == w.Kind })
			if i < 0 {
				continue
			}
			asked, got := h.about(w, person, given)
			switch {
			case !asked:
				counts[i].Apart++
			case got == (w.Kind != string(staffing.Rather)):
				counts[i].Honoured++
			default:
				counts[i].Refused++
			}
		}
	}
	return counts
}

// about says whether seats that a wish is about were given, and whether its person got
// one.
func (h *house) about(w db.StaffWish, person int64, given map[int64]int64) (asked, got bool) {
	for seat, who := range given {
		if w.AssignmentID != 0 && h.seats[seat].AssignmentID != w.AssignmentID ||
			w.AssignmentID == 0 && !slices.ContainsFunc(h.needs[seat], func(n db.StaffNeed) bool { return n.SkillID == w.SkillID }) {
			continue
		}
		asked, got = true, got || who == person
	}
	return asked, got
}
