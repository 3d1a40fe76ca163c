// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"slices"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// Cost is what it would cost to do it the other way: a person on a seat that he has
// not, or off the one that he has.
type Cost struct {
	Seat, Person    Named
	Sits            bool
	Overruled       []staffing.Reason // rules that the decision goes past
	Given           []Named           // what he has that he would give up: the fewest that together are in the way
	Stops           []staffing.Reason // what is locked and in the way; then it cannot be done
	Possible        bool
	AtLeast, AtMost staffing.Points // proved, and found
	Hour            staffing.Points // what an hour of work of usual priority counts for
	Moves           []ShownMove
}

// Hours gives points as hours of work of usual priority, which people can picture.
func (c Cost) Hours(p staffing.Points) staffing.Minutes {
	return staffing.Minutes(p * staffing.Points(staffing.Hour) / max(c.Hour, 1))
}

// How much is searched for an answer: it is given while somebody waits.
const (
	costSteps  = 20 // for each seat
	costRounds = 15
	mostGiven  = 8 // seats that one person gives up for another
)

// Cost tells what it would cost to give a seat to a person all the same, or to take
// him off it. What others agreed stays; what he has himself and is in the way, and not
// locked, he gives up. Errors: staff.no-seat, staff.no-person, staff.seat-over, those of
// staffing.Explain.
func (d *Desk) Cost(ctx context.Context, seat, person int64) (c Cost, err error) {
	h, prices, err := d.lookPriced(ctx)
	if err != nil {
		return c, err
	}
	row, known := h.seats[seat]
	switch {
	case !known:
		return c, fault.New("staff.no-seat", "seat", seat)
	case !h.open(row, d.today()):
		return c, fault.New("staff.seat-over", "seat", row.Name)
	case !h.canWork(person):
		return c, fault.New("staff.no-person", "person", person)
	}
	c = Cost{Seat: Named{seat, h.called(seat, "")}, Person: Named{person, h.nameOf(person)}, Hour: staffing.Points(prices.Priority[2]) * staffing.Points(staffing.Hour)}
	t := h.lenient(h.task(d.today(), true))
	jobs := len(h.seatOrder)
	o := staffing.Options{Seed: 1, Steps: costSteps * jobs, Rounds: costRounds, Start: h.current(t)}
	now, err := staffing.Propose(ctx, &t, prices, o)
	if err != nil {
		return c, h.named(err)
	}
	t.Locks = slices.DeleteFunc(t.Locks, func(l staffing.Lock) bool { return l.Kind == staffing.Fixed && l.Seat == key(seat) })
	answer, err := h.explain(ctx, &c, t, prices, now, o)
	if err != nil {
		return c, h.named(err)
	}
	c.Sits, c.Possible, c.AtLeast, c.AtMost = answer.Sits, answer.Possible, answer.AtLeast, answer.AtMost
	c.Stops = h.inWords(answer.Conflict)
	if !c.Sits {
		c.Overruled = h.inWords(answer.Blocks)
	}
	c.Moves = h.shown(answer.Changes)
	return c, nil
}

// explain asks the engine, and lets go what the person himself agreed to and is in the
// way, until nothing but locks is.
func (h *house) explain(ctx context.Context, c *Cost, t staffing.Task, prices staffing.Prices, now *staffing.Plan, o staffing.Options) (*staffing.Answer, error) {
	plan := *now
	for {
		answer, err := staffing.Explain(ctx, &t, prices, &plan, key(c.Person.ID), key(c.Seat.ID), staffing.Options{Seed: 1, Steps: o.Steps, Rounds: o.Rounds})
		if err != nil || answer.Possible {
			return answer, err
		}
		before := len(c.Given)
		for _, r := range answer.Conflict {
			if s := idOf(r.Args["seat"]); h.agreedAt(s) == c.Person.ID && !h.seated[s].Locked && len(c.Given) < mostGiven {
				c.Given = append(c.Given, Named{s, h.called(s, "")})
				t.Locks = slices.DeleteFunc(t.Locks, func(l staffing.Lock) bool { return l.Seat == key(s) })
			}
		}
		if len(c.Given) == before {
			return answer, nil
		}
		plan.Proved = false // of another task: with fewer locks there may be a better one
	}
}

// inWords gives reasons the names of people and seats in the place of their numbers.
func (h *house) inWords(all []staffing.Reason) (out []staffing.Reason) {
	for _, r := range all {
		f, _ := h.named(&fault.Error{Code: r.Code, Args: r.Args}).(*fault.Error)
		out = append(out, staffing.Reason{Code: f.Code, Args: f.Args})
	}
	return out
}

// shown gives moves with their names, those of seats that somebody had first.
func (h *house) shown(all []staffing.Move) (out []ShownMove) {
	for _, m := range all {
		from, to := who(m.From), who(m.To)
		out = append(out, ShownMove{idOf(m.Seat), h.called(idOf(m.Seat), ""), h.nameOf(from), h.nameOf(to), from < 0, to < 0})
	}
	slices.SortStableFunc(out, func(a, b ShownMove) int { return had(a) - had(b) })
	return out
}

func had(m ShownMove) int {
	if m.From != "" || m.FromNew {
		return 0
	}
	return 1
}

// Help is a training or a hire, and what it would bring.
type Help struct {
	Train  bool   // else a hire
	Person Named  // who is trained, or like whom somebody is hired
	Skills string // of a training the one skill
	Level  int
	Hours  staffing.Minutes // more work that is done
	Gain   staffing.Points
	AtMost staffing.Points // no plan with it brings more: the prices of the proof say so
	Filled []Named
}

// Remedies tells which training or hire would fill most hours, the most first, when
// what is agreed stays. Errors: staff.nothing-to-plan, those of staffing.Remedies.
func (d *Desk) Remedies(ctx context.Context, few int) (all []Help, err error) {
	h, prices, err := d.lookPriced(ctx)
	if err != nil {
		return nil, err
	}
	t := h.lenient(h.task(d.today(), true))
	if len(t.Assignments) == 0 || len(t.People) == 0 {
		return nil, fault.New("staff.nothing-to-plan")
	}
	plan, err := h.propose(ctx, t, prices, UsualSeconds)
	if err != nil {
		return nil, err
	}
	found, err := staffing.Remedies(ctx, &t, prices, plan, few, staffing.Options{Seed: 1})
	if err != nil {
		return nil, h.named(err)
	}
	for _, r := range found {
		if r.Hours <= 0 {
			continue // it only makes the same work worth more
		}
		all = append(all, h.help(r))
	}
	return all, nil
}

func (h *house) help(r staffing.Remedy) Help {
	one := Help{Train: r.Change.Do == staffing.Train, Level: int(r.Change.Level), Hours: r.Hours, Gain: r.Gain, AtMost: r.AtMost}
	person := idOf(r.Change.Like)
	if one.Train {
		person = idOf(r.Change.Person)
		one.Skills = h.skills[idOf(r.Change.Skill)].Name
	}
	one.Person = Named{person, h.nameOf(person)}
	for _, s := range r.Filled {
		one.Filled = append(one.Filled, Named{idOf(s), h.called(idOf(s), "")})
	}
	return one
}

// Skills gives the skills that somebody has or work asks for, by name.
func (d *Desk) Skills(ctx context.Context) (all []Named, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.StaffSkillsUsed(ctx, d.Adm.Key)
		for _, r := range rows {
			all = append(all, Named{r.ID, r.Name})
		}
		return books.Failed(err)
	})
	slices.SortFunc(all, func(a, b Named) int { return cmp.Compare(a.Name, b.Name) })
	return all, err
}
