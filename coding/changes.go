// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"maps"
	"slices"

	"rentmeester/day"
)

// Change is a row of a table of what became of codes: a coding of before a day that
// has all of When, has To from that day on. A code that became "" is left open.
type Change struct {
	From day.Day
	When map[Field]string
	To   map[Field]string
}

// Recoding is what became of codes up to a day, by law or by policy.
type Recoding struct {
	Changes []Change // in the order of their days; of one day as in the table
	// Closed are the codes that nothing may be booked on any more, with the day from
	// which.
	Closed map[Field]map[string]day.Day
}

// With gives the coding with one dimension changed.
func (c Coding) With(f Field, value string) Coding {
	switch f {
	case Account:
		c.Account = value
	case CostCentre:
		c.CostCentre = value
	case Taakveld:
		c.Taakveld = value
	case Categorie:
		c.Categorie = value
	case Project:
		c.Project = value
	case VAT:
		c.VAT = Treatment(value)
	}
	return c
}

// Now gives what a coding that was booked on one day is on another. Each day of
// changes is a step; in a step a row counts that fits the coding as it was before
// it, unless a row above it set a dimension that it sets too. What has a code that is closed was meant for
// before, whenever it was booked: for last year's invoices one books in January.
func (r Recoding) Now(c Coding, booked, on day.Day) Coding {
	for i := 0; i < len(r.Changes); {
		from, before, set := r.Changes[i].From, c, map[Field]bool{}
		for ; i < len(r.Changes) && r.Changes[i].From == from; i++ {
			row := r.Changes[i]
			if from > on || !row.fits(before) || row.sets(set) || booked >= from && !r.closes(row, from) {
				continue
			}
			for f, value := range row.To {
				set[f], c = true, c.With(f, value)
			}
		}
	}
	return c
}

func (row Change) fits(c Coding) bool {
	for f, value := range row.When {
		if c.Get(f) != value {
			return false
		}
	}
	return true
}

// sets says whether a row sets a dimension that was set before.
func (row Change) sets(before map[Field]bool) bool {
	for f := range row.To {
		if before[f] {
			return true
		}
	}
	return false
}

// closes says whether a code that a row names is closed since its day or before.
func (r Recoding) closes(row Change, from day.Day) bool {
	for f, code := range row.When {
		if since, closed := r.Closed[f][code]; closed && since <= from {
			return true
		}
	}
	return false
}

// Check finds the codes in a coding that are closed on a day.
func (r Recoding) Check(c Coding, on day.Day) []Finding {
	var out []Finding
	for _, f := range Fields {
		if since, closed := r.Closed[f][c.Get(f)]; closed && since <= on {
			out = append(out, found(true, f, "coding.check.closed-by-policy", "field", string(f), "code", c.Get(f), "day", string(since)))
		}
	}
	return out
}

// Glass looks at the past as it is on a day, and remembers what it changed.
type Glass struct {
	recoding Recoding
	on       day.Day
	changed  map[Coding]Coding // what a coding is, and what it was
}

// Look gives the glass through which the past is seen on a day.
func (r Recoding) Look(on day.Day) *Glass { return &Glass{r, on, map[Coding]Coding{}} }

// Past gives an invoice with its codings as they are on the day.
func (g *Glass) Past(p Past) Past {
	if len(g.recoding.Changes) == 0 {
		return p
	}
	p.Lines = slices.Clone(p.Lines)
	for i := range p.Lines {
		p.Lines[i].Parts = slices.Clone(p.Lines[i].Parts)
		for j := range p.Lines[i].Parts {
			part := &p.Lines[i].Parts[j]
			if now := g.recoding.Now(part.Coding, p.Day, g.on); now != part.Coding {
				g.changed[now], part.Coding = part.Coding, now
			}
		}
	}
	return p
}

// Explain tells with each option which of its codes another one became.
func (g *Glass) Explain(proposals []Proposal) {
	for i := range proposals {
		p := &proposals[i]
		p.Option = g.explained(p.Option)
		for j, a := range p.Alternatives {
			p.Alternatives[j] = g.explained(a)
		}
	}
}

func (g *Glass) explained(o Option) Option {
	for _, part := range o.Parts {
		was, changed := g.changed[part.Coding]
		if !changed {
			continue
		}
		o.Reasons = slices.Clone(o.Reasons)
		for _, f := range Fields {
			if old, now := was.Get(f), part.Coding.Get(f); old != now && old != "" {
				o.Reasons = append(o.Reasons, Reason{Code: "coding.reason.recoded", Args: map[string]string{"field": string(f), "old": old, "new": now}})
			}
		}
	}
	return o
}

// Allow leaves out the options that may not be booked, for which wrong has a finding
// that blocks. The best of what is left takes the place of a proposal that is left
// out; when nothing is left the reason is what was wrong with it.
func Allow(proposals []Proposal, wrong func(Coding) []Finding) []Proposal {
	out := slices.Clone(proposals)
	for i := range out {
		p := &out[i]
		var why []Reason
		refused := func(o Option) bool {
			for _, part := range o.Parts {
				for _, f := range wrong(part.Coding) {
					if f.Blocks {
						why = append(why, Reason{f.Code, maps.Clone(f.Args)})
						return true
					}
				}
			}
			return false
		}
		bad := refused(p.Option)
		p.Alternatives = slices.DeleteFunc(slices.Clone(p.Alternatives), refused)
		switch {
		case !bad:
		case len(p.Alternatives) > 0:
			p.Option, p.Alternatives, p.Fields = p.Alternatives[0], p.Alternatives[1:], nil
			p.Reasons = append(slices.Clone(p.Reasons), Reason{Code: "coding.reason.instead"}, why[0])
		default:
			p.Option, p.Fields = Option{Reasons: append([]Reason{{Code: "coding.reason.not-allowed"}}, why[0])}, nil
		}
	}
	return out
}
