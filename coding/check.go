// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"slices"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/iv3"
)

// Finding is something that is wrong with a coding, or that could not be checked.
type Finding struct {
	Code   string            `json:"code"` // of the catalogue
	Args   map[string]string `json:"args,omitempty"`
	Field  Field             `json:"field"`
	Blocks bool              `json:"blocks"` // it may not be booked so
	// Instead are codes that may be meant, by their names.
	Instead []string `json:"instead,omitempty"`
}

func found(blocks bool, field Field, code string, pairs ...string) Finding {
	f := Finding{Code: code, Field: field, Blocks: blocks, Args: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Args[pairs[i]] = pairs[i+1]
	}
	return f
}

// Check holds a coding of what is spent against the lists of Iv3 for a financial
// year: the taakveld (or, for an account on the balance, the balance code) and
// the category must hold in that year, and may not meet in a forbidden cell.
// Where a list was not loaded nothing is checked, and a finding says so.
func Check(c Coding, lists *iv3.Lists, year int) []Finding {
	kind := iv3.Taakveld
	if onBalance(c.Taakveld) {
		kind = iv3.Balance
	}
	var out []Finding
	good := true
	for _, one := range []struct {
		field Field
		kind  iv3.Kind
		code  string
	}{{Taakveld, kind, c.Taakveld}, {Categorie, iv3.Expense, c.Categorie}} {
		if one.code == "" {
			good = false
			continue // whether it has to be there, Complete says
		}
		f, ok := checkCode(one.field, lists, one.kind, year, one.code)
		if good = good && ok; !ok {
			out = append(out, f)
		}
	}
	if !good {
		return out
	}
	args := []string{"code", c.Taakveld, "categorie", c.Categorie, "year", strconv.Itoa(year)}
	cell := iv3.Cell{Year: year, Kind: iv3.Expense, Code: c.Taakveld, Categorie: c.Categorie, Balance: kind == iv3.Balance}
	switch {
	case lists.Forbidden(cell):
		out = append(out, found(true, Categorie, "coding.check.forbidden", args...))
	case !lists.Shaded(year, iv3.Expense, cell.Balance):
		out = append(out, found(false, Categorie, "coding.check.no-cells", args...))
	}
	return out
}

// onBalance says whether a code is one of the balance: they begin with A or P.
func onBalance(code string) bool {
	return len(code) > 1 && (code[0] == 'A' || code[0] == 'P') && code[1] >= '0' && code[1] <= '9'
}

// checkCode holds one code against its list.
func checkCode(field Field, lists *iv3.Lists, kind iv3.Kind, year int, code string) (Finding, bool) {
	args := []string{"code", code, "list", string(kind), "year", strconv.Itoa(year)}
	if !lists.Has(kind, year) {
		return found(false, field, "coding.check.no-lists", args...), false
	}
	if now, holds := lists.Find(kind, year, code); holds {
		return found(true, field, "coding.check.total", append(args, "name", now.Name)...), now.Leaf
	}
	old, was := lists.Latest(kind, year, code)
	if !was {
		return found(true, field, "coding.check.unknown", args...), false
	}
	args = append(args, "name", old.Name, "last", strconv.Itoa(old.Year))
	successors := lists.Successors(kind, year, code)
	if len(successors) == 0 {
		return found(true, field, "coding.check.gone", args...), false
	}
	var names, codes []string
	for _, s := range successors {
		names, codes = append(names, s.Code.Code+" "+s.Name), append(codes, s.Code.Code)
	}
	f := found(true, field, "coding.check.replaced", append(args, "successors", strings.Join(names, ", "))...)
	f.Instead = codes
	return f, false
}

// Complete says which dimensions are missing of those that policy requires.
func Complete(c Coding, required []Field) []Finding {
	var out []Finding
	for _, f := range required {
		if c.Get(f) == "" {
			out = append(out, found(true, f, "coding.check.missing."+string(f)))
		}
	}
	return out
}

// Check says whether ledger account and cost centre are known and hold on a day.
func (c *Chart) Check(coding Coding, on day.Day) []Finding {
	if c == nil {
		return nil
	}
	var out []Finding
	if a, known := c.accounts[coding.Account]; !known && len(c.accounts) > 0 && coding.Account != "" {
		out = append(out, found(true, Account, "coding.check.unknown-account", "code", coding.Account))
	} else if known && !holds(a.From, a.To, on) {
		out = append(out, found(true, Account, "coding.check.closed-account", "code", coding.Account, "day", string(on)))
	}
	if k, known := c.centres[coding.CostCentre]; !known && len(c.centres) > 0 && coding.CostCentre != "" {
		out = append(out, found(true, CostCentre, "coding.check.unknown-cost-centre", "code", coding.CostCentre))
	} else if known && !holds(k.From, k.To, on) {
		out = append(out, found(true, CostCentre, "coding.check.closed-cost-centre", "code", coding.CostCentre, "day", string(on)))
	}
	return out
}

func holds(from, to, on day.Day) bool { return from <= on && (to == "" || on <= to) }

// Renew brings a coding of before to a financial year: a taakveld or category that
// is gone gives way to the one code that has its very name. What changed in more
// than its code stays, for a person to choose.
func Renew(c Coding, lists *iv3.Lists, year int) Coding {
	kind := iv3.Taakveld
	if onBalance(c.Taakveld) {
		kind = iv3.Balance
	}
	for _, one := range []struct {
		kind iv3.Kind
		code *string
	}{{kind, &c.Taakveld}, {iv3.Expense, &c.Categorie}} {
		if next := lists.Successors(one.kind, year, *one.code); len(next) == 1 && next[0].Same && lists.Has(one.kind, year) {
			*one.code = next[0].Code.Code
		}
	}
	return c
}

// Update makes proposals fit for a financial year: codings of before are renewed, a
// taakveld or category that has no place in the year is left open, and what is open
// is filled in from the chart. What was changed stands among the reasons. Parts that
// then have the same coding stay apart.
func Update(proposals []Proposal, chart *Chart, lists *iv3.Lists, year int) []Proposal {
	out := slices.Clone(proposals)
	for i := range out {
		out[i].Option = updated(out[i].Option, chart, lists, year)
		out[i].Alternatives = slices.Clone(out[i].Alternatives)
		for j, a := range out[i].Alternatives {
			out[i].Alternatives[j] = updated(a, chart, lists, year)
		}
	}
	return out
}

func updated(o Option, chart *Chart, lists *iv3.Lists, year int) Option {
	o.Parts, o.Reasons = slices.Clone(o.Parts), slices.Clone(o.Reasons)
	for i := range o.Parts {
		old := o.Parts[i].Coding
		renewed := Renew(old, lists, year)
		for _, f := range []Field{Taakveld, Categorie} {
			if was, now := old.Get(f), renewed.Get(f); was != now {
				o.Reasons = append(o.Reasons, Reason{Code: "coding.reason.renewed",
					Args: map[string]string{"old": was, "new": now, "year": strconv.Itoa(year)}})
			}
		}
		filled := chart.Fill(holding(renewed, lists, year))
		for _, f := range []Field{Taakveld, Categorie} {
			if gone := renewed.Get(f); gone != "" && gone != filled.Get(f) {
				o.Reasons = append(o.Reasons, Reason{Code: "coding.reason.gone", Args: map[string]string{"old": gone, "year": strconv.Itoa(year)}})
			}
		}
		o.Parts[i].Coding = filled
	}
	return o
}

// holding leaves open what does not hold in a year, as far as the lists tell.
func holding(c Coding, lists *iv3.Lists, year int) Coding {
	kind := iv3.Taakveld
	if onBalance(c.Taakveld) {
		kind = iv3.Balance
	}
	for _, one := range []struct {
		kind  iv3.Kind
		field Field
	}{{kind, Taakveld}, {iv3.Expense, Categorie}} {
		if now, holds := lists.Find(one.kind, year, c.Get(one.field)); lists.Has(one.kind, year) && (!holds || !now.Leaf) {
			c = c.With(one.field, "")
		}
	}
	return c
}
