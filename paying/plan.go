// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"cmp"
	"fmt"
	"slices"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/payment"
)

// Plan proposes the payments of a run that is made today. The same payables give
// the same run, in whatever order they come.
//
// The way of a payable: what cannot or may not be paid stays out (refusal), what
// can wait stays out (waits), the rest is grouped by supplier and account and made
// into payments (build.go), and of these the most urgent go within the limits.
func Plan(payables []Payable, terms Terms, today day.Day) Run {
	p := planner{terms: terms, run: Run{Execution: terms.Execution(today)}}
	ready := map[key][]candidate{}
	for _, one := range p.sorted(payables) {
		c := p.consider(one)
		if len(c.reasons) > 0 {
			p.leave(c, c.reasons...)
			continue
		}
		k := key{one.Supplier, c.iban}
		ready[k] = append(ready[k], c)
	}
	p.adopt(ready)
	for _, k := range sortedKeys(ready) {
		p.group(ready[k])
	}
	p.choose()
	p.total()
	return p.run
}

// key says what can be paid together.
type key struct {
	supplier int64
	iban     string
}

func sortedKeys(groups map[key][]candidate) []key {
	keys := make([]key, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.supplier, b.supplier), cmp.Compare(a.iban, b.iban))
	})
	return keys
}

// planner is the state of one planning.
type planner struct {
	terms Terms
	run   Run
	units []unit
}

// candidate is a payable with what was found out about it.
type candidate struct {
	Payable
	iban, giban string // canonical
	due, payBy  day.Day
	offer       Gain
	reasons     []Reason
}

// net is what is paid of it in the end.
func (c candidate) net() money.Cents {
	if c.offer.Taken {
		return c.Amount - c.offer.Amount
	}
	return c.Amount
}

// shown orders payables that should not be there twice.
func (p Payable) shown() string {
	p.Address = nil
	return fmt.Sprint(p)
}

// sorted gives the payables by ID; of those that have the same ID none is paid.
func (p *planner) sorted(payables []Payable) []Payable {
	all := slices.SortedFunc(slices.Values(payables), func(a, b Payable) int {
		if a.ID != b.ID {
			return cmp.Compare(a.ID, b.ID)
		}
		return cmp.Compare(a.shown(), b.shown())
	})
	once := all[:0:0]
	for n, one := range all {
		if n > 0 && all[n-1].ID == one.ID || n+1 < len(all) && all[n+1].ID == one.ID {
			p.leave(p.consider(one), because("twice"))
			continue
		}
		once = append(once, one)
	}
	return once
}

func because(what string, pairs ...any) Reason {
	return Reason{Key: "paying.left." + what, Args: fault.Args(pairs...)}
}

// consider finds out what matters about a payable.
func (p *planner) consider(one Payable) candidate {
	c := candidate{Payable: one}
	c.iban, _ = ident.IBAN(one.IBAN)
	c.giban, _ = ident.IBAN(one.GIBAN)
	c.due = p.due(one)
	c.payBy = p.terms.PayBy(c.due)
	c.offer = one.gain(c.due, p.run.Execution)
	c.reasons = p.refusal(&c)
	if len(c.reasons) == 0 && one.Amount > 0 {
		c.reasons = p.waits(&c)
	}
	return c
}

// due gives the day on which it is to be there: what was agreed, else the last
// day of the law. Without any day it is due at once.
func (p *planner) due(one Payable) day.Day {
	switch last := p.terms.Late.LastDay(one); {
	case one.Due != "":
		return one.Due
	case last != "":
		return last
	default:
		return p.run.Execution
	}
}

// refusal says why a payable cannot or may not be paid, all there is to say.
func (p *planner) refusal(c *candidate) (why []Reason) {
	for _, hold := range c.Holds {
		why = append(why, Reason{Key: hold, Args: map[string]string{}})
	}
	if c.Amount == 0 {
		why = append(why, because("nothing"))
	}
	if c.Amount > payment.MaxTransfer || c.Amount < -payment.MaxTransfer {
		why = append(why, because("limit", "amount", c.Amount, "limit", payment.MaxTransfer))
	}
	if c.Currency != "" && c.Currency != "EUR" {
		why = append(why, because("currency", "currency", c.Currency))
	}
	if c.GAmount != 0 {
		return append(why, p.refusalG(c)...)
	}
	return append(why, p.refusalAccount(c)...)
}

// refusalAccount looks at the account that is paid to. A credit note needs none.
func (p *planner) refusalAccount(c *candidate) (why []Reason) {
	switch own, _ := ident.IBAN(p.terms.Account); {
	case c.IBAN == "" && c.Amount < 0:
	case c.IBAN == "":
		why = append(why, because("no-account"))
	case c.iban == "":
		why = append(why, because("bad-account", "account", payment.Clip(c.IBAN, 40)))
	case !payment.SEPA(ident.IBANCountry(c.iban)):
		why = append(why, because("foreign-account", "account", c.iban))
	case c.iban == own:
		why = append(why, because("own-account", "account", c.iban))
	}
	if c.Amount > 0 && !payment.Readable(c.Name) {
		why = append(why, because("no-name"))
	}
	return why
}

// refusalG looks at the part that goes to a g-account, and at the rest of it.
func (p *planner) refusalG(c *candidate) (why []Reason) {
	switch {
	case c.Amount < 0:
		return append(why, because("g-credit"))
	case c.GAmount < 0 || c.GAmount > c.Amount:
		why = append(why, because("g-amount", "part", c.GAmount, "amount", c.Amount))
	case !ident.GAccount(c.giban):
		why = append(why, because("g-account", "account", payment.Clip(c.GIBAN, 40)))
	}
	if c.GAmount < c.Amount || c.Name == "" {
		return append(why, p.refusalAccount(c)...)
	}
	return why
}

// waits says that a payable can be paid later without harm. A discount that ends
// before the next chance to pay, and is worth it, does not wait; one that is still
// to be had is taken with whatever is paid.
func (p *planner) waits(c *candidate) []Reason {
	on := p.run.Execution
	worth := c.offer.Amount > 0 && c.offer.Yearly >= p.terms.Discount
	if worth {
		c.payBy = min(c.payBy, p.terms.PayBy(c.offer.Until))
	}
	if c.payBy > on {
		return []Reason{because("not-due", "day", c.payBy)}
	}
	c.offer.Taken = c.offer.Amount > 0
	return nil
}

// adopt puts credit notes without an account with what is paid to their supplier,
// when that goes to one account.
func (p *planner) adopt(ready map[key][]candidate) {
	for _, from := range sortedKeys(ready) {
		if from.iban != "" {
			continue
		}
		to, found := key{}, 0
		for _, k := range sortedKeys(ready) {
			if k.supplier == from.supplier && k.iban != "" {
				to = k
				found++
			}
		}
		if found == 1 && from.supplier != 0 {
			ready[to] = append(ready[to], ready[from]...)
			delete(ready, from)
		}
	}
}

func (p *planner) leave(c candidate, why ...Reason) {
	c.offer.Taken = false
	p.run.Left = append(p.run.Left, Left{
		Payable: c.ID, Number: c.Number, Amount: c.Amount, Reasons: why,
		Offer: c.offer, Due: c.due, Risk: p.terms.Late.Risk(c.Payable, p.run.Execution),
	})
}

// total adds up what the run says, and puts it in its order.
func (p *planner) total() {
	r := &p.run
	r.OldRate = p.terms.Late.Old(r.Execution)
	for _, one := range r.Payments {
		r.Total += one.Amount
		for _, s := range one.Settles {
			r.Discount += s.Discount
			r.PaidLate = r.PaidLate.and(s.Risk)
			if s.Amount < 0 {
				r.Credit -= s.Amount
			}
		}
	}
	slices.SortStableFunc(r.Left, func(a, b Left) int { return cmp.Compare(a.Payable, b.Payable) })
	for _, one := range r.Left {
		r.LeftLate = r.LeftLate.and(one.Risk)
	}
}
