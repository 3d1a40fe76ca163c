// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"strings"

	"rentmeester/day"
	"rentmeester/policy"
	"rentmeester/policy/rules"
	"rentmeester/store/db"
)

// RuleView is a rule of policy with the codes of the ledger accounts it books on.
type RuleView struct {
	rules.Rule
	Codes []string // one for each portion
}

// RulesInForce gives the rules in force on a day, in the order in which they are
// tried, and those that begin or change later, as they will be.
func (b *Books) RulesInForce(ctx context.Context, on day.Day) (now, later []RuleView, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		p, err := b.policy(ctx, q)
		if err != nil {
			return err
		}
		if now, err = ruleViews(p, on); err != nil {
			return err
		}
		all, err := ruleViews(p, "9999-12-31")
		for _, r := range all {
			if r.From > on {
				later = append(later, r)
			}
		}
		return err
	})
	return now, later, err
}

func ruleViews(p policy.Policy, on day.Day) ([]RuleView, error) {
	set, err := p.Rules(on)
	if err != nil {
		return nil, err
	}
	codes := p.Ledger(on)
	var list []RuleView
	for _, r := range set.Rules() {
		v := RuleView{Rule: r}
		for _, portion := range r.Book {
			v.Codes = append(v.Codes, first(codes[portion.Account], portion.Account))
		}
		list = append(list, v)
	}
	return list, nil
}

// SuggestedRule is a rule that people seem to follow, and what it would have done
// with history.
type SuggestedRule struct {
	rules.Suggestion
	Report rules.Report
}

// SuggestedRules gives the rules that people seem to follow, each tried on
// everything that was booked and stands. It reads all of that: it takes a while.
func (b *Books) SuggestedRules(ctx context.Context) (list []SuggestedRule, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		p, err := b.policy(ctx, q)
		if err != nil {
			return err
		}
		past, err := b.past(ctx, q)
		if err != nil {
			return err
		}
		today := day.Of(b.Now())
		found, err := past.suggest(p, today)
		if err != nil || len(found) == 0 {
			return err
		}
		var text strings.Builder
		for _, s := range found {
			text.WriteString(s.Text)
		}
		set, err := tried(p, []byte(text.String()), today)
		if err != nil {
			return err
		}
		for i, report := range rules.Replay(set.WithOwn(past.own), past.bookings) {
			list = append(list, SuggestedRule{found[i], report})
		}
		return nil
	})
	return list, err
}
