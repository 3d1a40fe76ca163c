// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"slices"

	"rentmeester/fault"
)

// problem is a task as it is searched: who may do which job at what value. A job is a
// seat, or all seats that one person must have together.
type problem struct {
	*look
	weeks   int
	people  []worker
	jobs    []job
	jobOf   []int // by seat
	budgets []budget
	bonus   []int64 // by job: what it brings to leave it where it is
}

// worker is a person who is searched for.
type worker struct {
	*Person
	cap      []int32 // minutes of each week
	contract int64   // all weeks together
	options  []option
}

// option is a pair as the person sees it.
type option struct {
	job, at int // p.jobs[job].pairs[at]
}

type job struct {
	seats []int  // into look.seats
	name  string // its first seat
	first int
	work  []int32 // for each week from first on
	total int64
	pairs []pair // who may, in the order of persons
	apart []int  // jobs that nobody may have with this one
	fixed int    // the person who has it by a lock, else -1
	clash *fault.Error
}

// pair is somebody who may do a job.
type pair struct {
	person int
	value  int64
	costs  []cost
}

// cost is what a pair takes of a budget.
type cost struct {
	budget int
	cents  int64
}

type budget struct {
	of     *Assignment
	limit  int64
	name   string // of its price
	counts bool   // of pairs and not of cents: it follows from another
}

// extra changes what is compiled from a task.
type extra struct {
	keep map[string]string // who has a seat now: it costs Move when another gets it, or nobody
}

// compile makes a problem of a task that passed Check.
func compile(t *Task, prices Prices, with extra) *problem {
	p := draft(t, prices)
	limits := map[*Assignment]int{}
	for i := range p.seats {
		if a := p.seats[i].of; a.Budget > 0 {
			if _, has := limits[a]; !has {
				limits[a] = len(p.budgets)
				p.budgets = append(p.budgets, budget{a, int64(a.Budget), a.ID, false})
			}
		}
	}
	for j := range p.jobs {
		if p.jobs[j].clash == nil {
			p.pairUp(j, limits, with)
		}
	}
	p.setBonus(with.keep)
	p.fitBudgets()
	p.cover()
	for j := range p.jobs {
		for at, c := range p.jobs[j].pairs {
			p.people[c.person].options = append(p.people[c.person].options, option{j, at})
		}
	}
	return p
}

// draft makes a problem without who may do what: people, jobs, and who has one by a lock.
func draft(t *Task, prices Prices) *problem {
	p := &problem{look: newLook(t, prices), weeks: t.Weeks}
	for _, person := range p.look.people {
		w := worker{Person: person, cap: make([]int32, t.Weeks)}
		for i, m := range person.Contract {
			w.cap[i] = int32(m)
			w.contract += int64(m)
		}
		p.people = append(p.people, w)
	}
	p.group()
	p.setApart()
	for j := range p.jobs {
		p.fix(j)
	}
	return p
}

// group makes jobs of the seats: those that belong together are one.
func (p *problem) group() {
	root := make([]int, len(p.seats))
	for i := range root {
		root[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	for _, k := range p.task.Pairs {
		if k.Together {
			a, b := find(p.seatAt(k.A)), find(p.seatAt(k.B))
			root[max(a, b)] = min(a, b)
		}
	}
	p.jobOf = make([]int, len(p.seats))
	for i := range p.seats {
		if find(i) == i {
			p.jobOf[i] = len(p.jobs)
			p.jobs = append(p.jobs, job{fixed: -1, name: p.seats[i].ID})
		}
		p.jobOf[i] = p.jobOf[find(i)]
		j := &p.jobs[p.jobOf[i]]
		j.seats = append(j.seats, i)
	}
	for j := range p.jobs {
		p.jobs[j].addUp(p.seats)
	}
}

// addUp adds the work of all seats of a job.
func (j *job) addUp(seats []seatOf) {
	end := 0
	for n, i := range j.seats {
		s := &seats[i]
		if n == 0 || s.First < j.first {
			j.first = s.First
		}
		end = max(end, s.First+len(s.Work))
	}
	j.work = make([]int32, end-j.first)
	for _, i := range j.seats {
		for w, m := range seats[i].Work {
			j.work[seats[i].First-j.first+w] += int32(m)
		}
		j.total += seats[i].total
	}
}

func (p *problem) setApart() {
	for _, k := range p.task.Pairs {
		if k.Together {
			continue
		}
		a, b := p.jobOf[p.seatAt(k.A)], p.jobOf[p.seatAt(k.B)]
		if a == b {
			p.jobs[a].clash = fault.New("staffing.pair-both", "seat", k.A, "other", k.B)
			continue
		}
		for _, two := range [][2]int{{a, b}, {b, a}} {
			if j := &p.jobs[two[0]]; !slices.Contains(j.apart, two[1]) {
				j.apart = append(j.apart, two[1])
			}
		}
	}
}

// fix finds who has a job by a lock.
func (p *problem) fix(j int) {
	job := &p.jobs[j]
	open := ""
	for _, i := range job.seats {
		for _, k := range p.locks[p.seats[i].ID] {
			who := p.personAt(k.Person)
			switch {
			case k.Kind == Open:
				open = k.Seat
			case k.Kind == Fixed && job.fixed >= 0 && job.fixed != who:
				job.clash = fault.New("staffing.locks-together", "seat", k.Seat, "person", k.Person, "other", p.people[job.fixed].ID)
			case k.Kind == Fixed:
				job.fixed = who
			}
		}
	}
	for _, i := range job.seats { // who is fixed on a seat has those that go together with it
		for _, k := range p.locks[p.seats[i].ID] {
			if k.Kind == Barred && job.fixed >= 0 && p.personAt(k.Person) == job.fixed {
				job.clash = fault.New("staffing.locks-differ", "seat", k.Seat, "person", k.Person)
			}
		}
	}
	if open != "" && job.fixed >= 0 {
		job.clash = fault.New("staffing.locks-together", "seat", open, "person", p.people[job.fixed].ID, "other", "–")
	}
}

// pairUp finds who may do a job. Who has it by a lock may whatever the rules say, since
// a person decided so. Who brings nothing is left out.
func (p *problem) pairUp(j int, limits map[*Assignment]int, with extra) {
	job := &p.jobs[j]
	for who := range p.people {
		must := job.fixed == who
		if job.fixed >= 0 && !must || !must && !p.may(who, j) {
			continue
		}
		c := pair{person: who}
		for _, i := range job.seats {
			c.value += int64(p.terms(who, i).Sum())
			if with.keep[p.seats[i].ID] == p.people[who].ID {
				c.value += p.moving(i)
			}
			if at, limited := limits[p.seats[i].of]; limited {
				c.costs = append(c.costs, cost{at, p.cost(who, p.done(who, i))})
			}
		}
		if c.value > 0 || must {
			job.pairs = append(job.pairs, c)
		}
	}
}

// moving is what it costs when a seat changes hands without need.
func (p *problem) moving(where int) int64 { return p.seats[where].total * int64(p.prices.Move) }

func (p *problem) setBonus(keep map[string]string) {
	p.bonus = make([]int64, len(p.jobs))
	for i := range p.seats {
		if keep[p.seats[i].ID] != "" {
			p.bonus[p.jobOf[i]] += p.moving(i)
		}
	}
}

// may says whether the rules allow somebody on all seats of a job.
func (p *problem) may(who, j int) bool {
	job := &p.jobs[j]
	for _, i := range job.seats {
		if !p.allowed(who, i) {
			return false
		}
	}
	if len(job.seats) > 1 {
		for w, m := range job.work {
			if m > p.people[who].cap[job.first+w] {
				return false
			}
		}
	}
	return true
}

// fitBudgets takes what locks cost off the budgets, never to below nothing: a lock is
// kept, and others must do with what is left. Then it leaves out who no longer fits.
func (p *problem) fitBudgets() {
	for j := range p.jobs {
		if p.jobs[j].fixed < 0 {
			continue
		}
		for c := range p.jobs[j].pairs {
			costs := p.jobs[j].pairs[c].costs
			for _, k := range costs {
				p.budgets[k.budget].limit = max(0, p.budgets[k.budget].limit-k.cents)
			}
			p.jobs[j].pairs[c].costs = nil
		}
	}
	for j := range p.jobs {
		job := &p.jobs[j]
		job.pairs = slices.DeleteFunc(job.pairs, func(c pair) bool { return !p.affordable(c) })
	}
}

func (p *problem) affordable(c pair) bool {
	for i, k := range c.costs {
		sum := int64(0)
		for _, other := range c.costs[:i+1] {
			if other.budget == k.budget {
				sum += other.cents
			}
		}
		if sum > p.budgets[k.budget].limit {
			return false
		}
	}
	return true
}
