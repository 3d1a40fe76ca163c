// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"go.yaml.in/yaml/v3"

	"rentmeester/attention"
	"rentmeester/money"
)

// Attention says what counts for how much in the order of what waits for people, and
// in how many days that should be done which has no deadline of its own.
type Attention struct {
	Weights   attention.Weights
	BankDays  int // a bank line, from the day on which it was booked
	OtherDays int // a file in quarantine, a letter that was refused and so on
}

// unranked holds where a policy says nothing.
func unranked() Attention {
	return Attention{attention.Weights{Money: 10, Deadline: 15, Doubt: 5, HalfAmount: 100_000, HalfDays: 5}, 5, 2}
}

// attentionPart is what a part of a policy says of it; nil is what it does not say.
type attentionPart struct {
	money, deadline, doubt, halfDays, bankDays, otherDays *int
	halfAmount                                            *money.Cents
}

func (p attentionPart) apply(to *Attention) {
	for _, w := range []struct {
		said *int
		to   *float64
	}{{p.money, &to.Weights.Money}, {p.deadline, &to.Weights.Deadline}, {p.doubt, &to.Weights.Doubt}} {
		if w.said != nil {
			*w.to = float64(*w.said)
		}
	}
	for _, n := range []struct {
		said *int
		to   *int
	}{{p.halfDays, &to.Weights.HalfDays}, {p.bankDays, &to.BankDays}, {p.otherDays, &to.OtherDays}} {
		if n.said != nil {
			*n.to = *n.said
		}
	}
	if p.halfAmount != nil {
		to.Weights.HalfAmount = *p.halfAmount
	}
}

// readAttention reads that part. Errors: policy.value-at.
func readAttention(node yaml.Node, from string) (p attentionPart, err error) {
	r := reader{from}
	number := func(to **int, low, high int) func(*yaml.Node, string) error {
		return func(node *yaml.Node, setting string) error {
			n := 0
			err := r.number(&n, low, high)(node, setting)
			*to = &n
			return err
		}
	}
	return p, r.settings(&node, "attention",
		take{"money", number(&p.money, 0, 100)}, take{"deadline", number(&p.deadline, 0, 100)}, take{"doubt", number(&p.doubt, 0, 100)},
		take{"half-days", number(&p.halfDays, 1, 365)}, take{"bank-days", number(&p.bankDays, 0, 365)}, take{"other-days", number(&p.otherDays, 0, 365)},
		take{"half-amount", func(node *yaml.Node, setting string) error {
			var c money.Cents
			if err := r.amount(&c)(node, setting); err != nil || c < 1 {
				return r.wrong(node, setting, `"0.01" – "1000000000.00"`)
			}
			p.halfAmount = &c
			return nil
		}})
}
