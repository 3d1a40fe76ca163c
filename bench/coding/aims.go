// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"time"
)

// Aims are what a part is to reach; 0 is no aim.
type Aims struct {
	First, Three float64
	Cover        []float64 // coverage with the precision reached, of each of Promises
	Beat         bool      // every other way
}

// Aims of everything.
const (
	aimError     = 0.015  // calibration
	aimShort     = 0.1    // of the months may be more than half a point short
	aimTransfer  = 0.01   // that a prior from elsewhere may be behind
	aimNoticed   = 10     // lines within which a renamed account is noticed
	aimRate      = 20_000 // proposals a second
	aimP99       = 5 * time.Millisecond
	aimMemory    = 500.0 // MB
	aimLearning  = 60 * time.Second
	aimCorrected = 5 * time.Millisecond
)

// Verdict is what came of an aim.
type Verdict struct {
	Of, Aim, Got string
	Reached      bool
	By           string // how much it was missed by, or had to spare
}

// Verdicts are all aims, with what came of them.
func (p *Page) Verdicts() (list []Verdict) {
	for _, part := range p.Parts {
		if !part.Beside && len(part.Results) > 0 {
			list = append(list, part.verdicts()...)
		}
	}
	for _, part := range p.Parts {
		list = append(list, part.transferred()...)
	}
	list = append(list, p.setVerdicts()...)
	if p.Shift != nil {
		list = append(list, noticed("accounts that were renamed (invented, Harrogate)", p.Shift.Renamed), noticed("suppliers that moved to another account (invented, Harrogate)", p.Shift.Moved))
	}
	if p.Speed != nil && p.Speed.Lines > 0 {
		list = append(list, p.Speed.verdicts()...)
	}
	return list
}

// atLeast and atMost compare in points of a percent.
func atLeast(of, what string, aim, got float64) Verdict {
	return Verdict{of, fmt.Sprintf("%s ≥ %s", what, points(aim)), points(got), got >= aim, fmt.Sprintf("%+.1f points", 100*(got-aim))}
}

func atMost(of, what string, aim, got float64) Verdict {
	return Verdict{of, fmt.Sprintf("%s ≤ %s", what, points(aim)), points(got), got <= aim, fmt.Sprintf("%+.1f points", 100*(got-aim))}
}

func points(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

func (p *Part) engine() *Result { return &p.Results[len(p.Results)-1] }

func (p *Part) verdicts() (list []Verdict) {
	e, name := p.engine(), p.title()
	if p.Aims.First > 0 {
		list = append(list, atLeast(name, "top-1", p.Aims.First, e.Tally.First))
	}
	if p.Aims.Three > 0 {
		list = append(list, atLeast(name, "top-3", p.Aims.Three, e.Tally.Three))
	}
	for i, aim := range p.Aims.Cover {
		c := e.Covered[i]
		v := atLeast(name, fmt.Sprintf("coverage at %.0f %%", 100*c.Promise), aim, c.Coverage)
		if c.Reached < c.Promise {
			v.Reached = false
			v.Got += fmt.Sprintf(", with %.2f %% right", 100*c.Reached)
		}
		list = append(list, v)
	}
	if p.Aims.Beat && len(p.Results) > 1 {
		list = append(list, p.beaten(func(r *Result) float64 { return r.Tally.First }, "top-1"), p.beaten(func(r *Result) float64 { return r.Tally.Three }, "top-3"))
	}
	for _, c := range e.Covered {
		promise := fmt.Sprintf("%.0f %%", 100*c.Promise)
		if c.Coverage == 0 { // what does nothing breaks no promise
			continue
		}
		kept := atLeast(name, "precision over the whole, promised "+promise, c.Promise, c.Reached)
		kept.Got, kept.By = fmt.Sprintf("%.2f %%", 100*c.Reached), fmt.Sprintf("%+.2f points", 100*(c.Reached-c.Promise))
		missed, of := c.Within()
		months := atMost(name, "months more than 0.5 point short of "+promise, aimShort, share(missed, of))
		months.Got = fmt.Sprintf("%d of %d", missed, of)
		list = append(list, kept, months)
	}
	return append(list, atMost(name, "calibration error", aimError, e.Tally.Error))
}

// beaten compares the engine with the best of the usual ways.
func (p *Part) beaten(of func(*Result) float64, what string) Verdict {
	best := 0
	for i := range p.Results[:len(p.Results)-1] {
		if of(&p.Results[i]) > of(&p.Results[best]) {
			best = i
		}
	}
	return atLeast(p.title(), fmt.Sprintf("%s better than the best usual way (%s)", what, p.Results[best].Way), of(&p.Results[best]), of(p.engine()))
}

func (p *Part) transferred() (list []Verdict) {
	if len(p.Results) == 0 {
		return nil
	}
	for _, t := range p.Transfer {
		list = append(list, atMost(p.title(), t.Way+" behind the town's own, top-1", aimTransfer, p.engine().Tally.First-t.Tally.First))
	}
	return list
}

func noticed(of string, list []Move) Verdict {
	n := Noticed(list, aimNoticed)
	return Verdict{of, fmt.Sprintf("noticed within %d lines of a supplier", aimNoticed), fmt.Sprintf("%d of %d", n, len(list)), n == len(list), fmt.Sprintf("%d not", len(list)-n)}
}

func (s *Speed) verdicts() []Verdict {
	of := fmt.Sprintf("speed, %d earlier lines", s.Past)
	rate := float64(s.Asked) / s.Asking.Wall.Seconds()
	within := func(of, aim string, most, got time.Duration) Verdict {
		return Verdict{of, aim, said(got), got <= most, fmt.Sprintf("× %.2f", float64(got)/float64(most))}
	}
	return []Verdict{
		{of, fmt.Sprintf("≥ %d proposals a second", aimRate), fmt.Sprintf("%.0f", rate), rate >= aimRate, fmt.Sprintf("× %.2f", rate/aimRate)},
		within(of, "99 of 100 proposals under 5 ms", aimP99, s.Took.P99),
		within(of, "a correction and the next proposal, 99 of 100 under 5 ms", aimCorrected, s.Correct.P99),
		{of, "memory of the process under 500 MB", fmt.Sprintf("%.0f MB", s.Peak), s.Peak < aimMemory, fmt.Sprintf("× %.2f", s.Peak/aimMemory)},
		within(fmt.Sprintf("speed, %d lines", s.Lines), "all of them learned in under 60 s", aimLearning, s.Learned.Wall),
		within(of, "a day's lines learned in seconds (under 5 s)", 5*time.Second, s.Update.Worst),
	}
}

// said writes a time as people read it.
func said(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", ms(d))
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", ms(d))
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
