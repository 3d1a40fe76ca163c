// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"cmp"
	"slices"
	"strings"

	"rentmeester/money"
	"rentmeester/payment"
)

// unit is what goes into a run as a whole or not at all: the two payments of an
// invoice with a g-account, or one payment.
type unit struct {
	members  []candidate
	payments []Payment
}

func (u unit) amount() (sum money.Cents) {
	for _, one := range u.payments {
		sum += one.Amount
	}
	return sum
}

// group makes the payments to one account. What has a part for a g-account, or a
// reference of its own, is paid alone: the payee could not tell it apart.
func (p *planner) group(all []candidate) {
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.payBy, b.payBy), cmp.Compare(a.ID, b.ID)) })
	var free, referred, credits []candidate
	for _, c := range all {
		switch {
		case c.Amount < 0:
			credits = append(credits, c)
		case c.GAmount != 0:
			p.units = append(p.units, p.split(c))
		case c.Reference != "":
			referred = append(referred, c)
		default:
			free = append(free, c)
		}
	}
	if len(credits) > 0 {
		free, referred = p.net(free, referred, credits)
	}
	for _, c := range referred {
		p.units = append(p.units, p.together(c))
	}
	for len(free) > 0 {
		n := p.fitting(free)
		p.units = append(p.units, p.together(free[:n]...))
		free = free[n:]
	}
}

// net takes the credit notes off what is paid, in one payment, and gives what is
// left to pay. Credit that is as much as what is due leaves everything out: we pay
// nothing to who owes us.
func (p *planner) net(free, referred, credits []candidate) (f, r []candidate) {
	if !p.terms.Net {
		for _, c := range credits {
			p.leave(c, because("credit"))
		}
		return free, referred
	}
	owed, first, whole := -sum(credits), sum(free), sum(free)+sum(referred)
	switch {
	case owed < first:
		p.units = append(p.units, p.together(append(slices.Clone(free), credits...)...))
		return nil, referred
	case owed < whole:
		p.units = append(p.units, p.together(slices.Concat(free, referred, credits)...))
	case whole == 0:
		for _, c := range credits {
			p.leave(c, because("credit-waits"))
		}
	default:
		for _, c := range slices.Concat(free, referred, credits) {
			p.leave(c, because("credit-exceeds", "credit", owed, "due", whole))
		}
	}
	return nil, nil
}

func sum(list []candidate) (total money.Cents) {
	for _, c := range list {
		total += c.net()
	}
	return total
}

// fitting says how many of a list go into one payment: one, or as many as the
// limit of a payment and its text have room for.
func (p *planner) fitting(list []candidate) int {
	if !p.terms.Combine {
		return 1
	}
	n, total := 1, list[0].net()
	for ; n < len(list); n++ {
		total += list[n].net()
		if total > p.most() || list[n].Name != list[0].Name || len(numbers(list[:n+1])) > payment.MaxText {
			break
		}
	}
	return n
}

// most is the largest amount of one payment.
func (p *planner) most() money.Cents {
	if p.terms.Limit > 0 {
		return min(p.terms.Limit, payment.MaxTransfer)
	}
	return payment.MaxTransfer
}

// together makes one payment of candidates that go to one account. The first
// that is no credit note says whose account it is.
func (p *planner) together(list ...candidate) unit {
	first := list[slices.IndexFunc(list, func(c candidate) bool { return c.Amount > 0 })]
	made := Payment{To: payment.Side{Name: first.Name, IBAN: first.iban, BIC: first.BIC, Address: first.Address}, payBy: first.payBy}
	for _, c := range list {
		made.Amount += c.net()
		made.Settles = append(made.Settles, p.settled(c, c.Amount, true))
	}
	made.Text, made.Reference = told(list)
	return unit{members: slices.Clone(list), payments: []Payment{made}}
}

// split makes the two payments of an invoice with a part for a g-account. A
// discount comes off the free part.
func (p *planner) split(c candidate) unit {
	u := unit{members: []candidate{c}}
	if free := c.net() - c.GAmount; free > 0 {
		one := p.together(c).payments[0]
		one.Amount = free
		one.Settles = []Settled{p.settled(c, c.Amount-c.GAmount, true)}
		u.payments = append(u.payments, one)
	}
	blocked := Payment{To: payment.Side{Name: c.Name, IBAN: c.giban, Address: c.Address}, Amount: c.GAmount, Blocked: true, payBy: c.payBy}
	blocked.Text = numbers([]candidate{c})
	blocked.Settles = []Settled{p.settled(c, c.GAmount, len(u.payments) == 0)}
	u.payments = append(u.payments, blocked)
	return u
}

// settled says what a payment does to a payable; what is said of it as a whole is
// said once.
func (p *planner) settled(c candidate, amount money.Cents, once bool) Settled {
	s := Settled{Payable: c.ID, Number: c.Number, Amount: amount, Due: c.due}
	if once {
		s.Offer, s.Risk = c.offer, p.terms.Late.Risk(c.Payable, p.run.Execution)
		if c.offer.Taken {
			s.Discount = c.offer.Amount
		}
	}
	return s
}

// told gives what the payee reads: the reference he asked for when that is all
// there is to say, else the numbers of what is paid.
func told(list []candidate) (text, reference string) {
	if len(list) == 1 {
		if reference = structured(list[0].Reference); reference != "" {
			return "", reference
		}
		if list[0].Reference != "" {
			return payment.Clip(payment.Latin(list[0].Reference+" "+list[0].Number), payment.MaxText), ""
		}
	}
	if text = numbers(list); len(text) > payment.MaxText { // not all fit: credit notes first, which nobody expects
		list = slices.Clone(list)
		slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(min(a.Amount, 0), min(b.Amount, 0)) })
	}
	for shown := len(list); len(text) > payment.MaxText && shown > 1; {
		shown--
		text = numbers(list[:shown]) + " + nog " + payment.Latin(itoa(len(list)-shown))
	}
	return payment.Clip(text, payment.MaxText), ""
}

// numbers names invoices and credit notes.
func numbers(list []candidate) string {
	said := make([]string, 0, len(list))
	for _, c := range list {
		number := payment.Latin(c.Number)
		if number == "" {
			number = itoa(int(c.ID))
		}
		if c.Amount < 0 {
			number = "credit " + number
		}
		said = append(said, number)
	}
	return strings.Join(said, ", ")
}

// choose takes the most urgent units first, as long as they keep the limits.
func (p *planner) choose() {
	slices.SortStableFunc(p.units, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.payments[0].payBy, b.payments[0].payBy), cmp.Compare(a.lowest(), b.lowest()))
	})
	var total money.Cents
	for _, u := range p.units {
		amount := u.amount()
		why := p.barred(u)
		if why.Key == "" && p.terms.RunLimit > 0 && (total > p.terms.RunLimit || amount > p.terms.RunLimit-total) {
			why = because("run-limit", "limit", p.terms.RunLimit)
		}
		if why.Key != "" {
			for _, c := range u.members {
				p.leave(c, why)
			}
			continue
		}
		total += amount
		p.run.Payments = append(p.run.Payments, u.payments...)
	}
}

func (u unit) lowest() int64 {
	lowest := u.members[0].ID
	for _, c := range u.members {
		lowest = min(lowest, c.ID)
	}
	return lowest
}

// barred says that a payment is too large or too small.
func (p *planner) barred(u unit) Reason {
	for _, one := range u.payments {
		switch {
		case one.Amount > p.most():
			return because("limit", "amount", one.Amount, "limit", p.most())
		case one.Amount < p.terms.Minimum && !one.Blocked:
			return because("minimum", "amount", one.Amount, "minimum", p.terms.Minimum)
		}
	}
	return Reason{}
}
