// SPDX-License-Identifier: EUPL-1.2

package approval

// maxTries bounds the search for who did which step. Where it is reached, steps
// stay open that might have been done: never the other way round.
const maxTries = 20_000

// assign chooses for every step the approval that does it, so that as many steps
// as can be are done and nobody acts under two rules. Which came first does not
// matter, so the order of acts makes no difference to what is done.
func (w *worker) assign() {
	w.chosen = w.best(w.valid)
	for i := range w.valid {
		v := &w.valid[i]
		c := w.chosen[v.step]
		if c != nil && c.act.ID == v.act.ID {
			continue
		}
		why := reason("void-twice", "person", v.act.Person)
		if c != nil {
			why = reason("void-done", "person", c.act.Person)
		}
		w.out.Void = append(w.out.Void, Void{v.act, why})
	}
}

// search is a way through the steps.
type search struct {
	w       *worker
	bySteps [][]*signed
	rule    map[string]string // the rule under which each person acts so far
	now     []*signed
	most    []*signed
	count   int
	tries   int
}

// best finds the assignment with most steps done, the first in order among equals.
func (w *worker) best(valid []signed) []*signed {
	f := &search{w: w, bySteps: make([][]*signed, len(w.r.Steps)), rule: map[string]string{}, now: make([]*signed, len(w.r.Steps)), count: -1}
	for i := range valid {
		f.bySteps[valid[i].step] = append(f.bySteps[valid[i].step], &valid[i])
	}
	f.from(0, 0)
	return f.most
}

func (f *search) from(step, done int) {
	f.tries++
	if step == len(f.now) {
		if done > f.count {
			f.count, f.most = done, append([]*signed{}, f.now...)
		}
		return
	}
	if done+len(f.now)-step <= f.count || f.tries > maxTries && f.count >= 0 {
		return
	}
	name := f.w.r.Steps[step].Rule
	tried := map[string]bool{}
	for _, s := range f.bySteps[step] {
		person := s.act.Person
		under, acted := f.rule[person]
		if acted && under != name || tried[person] {
			continue
		}
		tried[person] = true
		f.now[step], f.rule[person] = s, name
		f.from(step+1, done+1)
		if f.now[step] = nil; !acted {
			delete(f.rule, person)
		}
	}
	f.from(step+1, done)
}

// fourEyes says that a person cannot do a step because he acted under another
// rule, and no other way to divide what was done leaves room for him.
func (w *worker) fourEyes(person string, step int) *Reason {
	acted := false
	for _, v := range w.valid {
		acted = acted || v.act.Person == person && w.r.Steps[v.step].Rule != w.r.Steps[step].Rule
	}
	if !acted {
		return nil
	}
	with := append(append([]signed{}, w.valid...), signed{act: Act{Person: person}, step: step})
	if count(w.best(with)) > count(w.chosen) {
		return nil
	}
	p, _ := w.r.personOn(person, w.now)
	why := reason("bar-twice", "name", p.name())
	return &why
}

func count(chosen []*signed) (n int) {
	for _, c := range chosen {
		if c != nil {
			n++
		}
	}
	return n
}
