// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"slices"
	"strings"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/policy/rules"
	"rentmeester/web"
)

// Rules implements web.Source.
func (s *Source) Rules(ctx context.Context) (web.Rules, error) {
	today := day.Of(s.books.Now())
	now, later, err := s.books.RulesInForce(ctx, today)
	return web.Rules{Today: today, Now: rulesOf(now), Later: rulesOf(later)}, err
}

func rulesOf(views []app.RuleView) (list []web.Rule) {
	for _, v := range views {
		list = append(list, ruleOf(v.Rule, v.Codes))
	}
	return list
}

// ruleOf shows a rule; codes are those of its ledger accounts, where they are
// known apart from their names.
func ruleOf(r rules.Rule, codes []string) web.Rule {
	shown := web.Rule{Name: r.Name, Since: r.From, When: r.When, Certain: r.Certain}
	for i, p := range r.Book {
		portion := web.RulePortion{Account: p.Account, Share: p.Share}
		if codes != nil && codes[i] != p.Account {
			portion.Account, portion.Name = codes[i], p.Account
		}
		for name, value := range p.Dimensions {
			portion.Dimensions = append(portion.Dimensions, web.Dimension{Name: name, Value: value})
		}
		slices.SortFunc(portion.Dimensions, func(a, b web.Dimension) int { return strings.Compare(a.Name, b.Name) })
		shown.Book = append(shown.Book, portion)
	}
	return shown
}

func replayOf(r rules.Report) web.Replay {
	return web.Replay{Rule: r.Rule, Certain: r.Certain, Hits: r.Hits, Agree: r.Agree, Others: r.Others, Failed: r.Failed,
		Disagree: pastOf(r.Disagree), OnItems: pastOf(r.OnItems)}
}

func pastOf(examples []rules.Example) (list []web.PastLine) {
	for _, e := range examples {
		list = append(list, web.PastLine{Day: e.Day, Amount: e.Amount, Name: e.Name, Text: e.Text, Booked: e.Booked})
	}
	return list
}

func replaysOf(reports []rules.Report) (list []web.Replay) {
	for _, r := range reports {
		list = append(list, replayOf(r))
	}
	return list
}

// TryRules implements web.Source.
func (s *Source) TryRules(ctx context.Context, text string, from day.Day) ([]web.Replay, error) {
	reports, err := s.books.ReplayRules(ctx, []byte(text), from)
	return replaysOf(reports), err
}

// AddRules implements web.Source. The engine looks again, since lines that wait
// may now follow a rule.
func (s *Source) AddRules(ctx context.Context, by, text string, from day.Day, force bool) ([]web.Replay, error) {
	reports, err := s.books.AddRules(ctx, by, []byte(text), from, force)
	if err != nil {
		return nil, translate(err)
	}
	s.again.ask()
	return replaysOf(reports), nil
}
