// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/api"
	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/learn"
	"rentmeester/policy/rules"
	"rentmeester/text"
)

// Rules implements api.Ruling.
func (s *Source) Rules(ctx context.Context, _ api.Caller) (api.RuleList, error) {
	now, later, err := s.books.RulesInForce(ctx, day.Of(s.books.Now()))
	return api.RuleList{Now: rulesOf(now), Later: rulesOf(later)}, err
}

func rulesOf(list []app.RuleView) []api.Rule {
	all := []api.Rule{}
	for _, v := range list {
		one := api.Rule{Name: v.Name, Since: api.Day(v.From), When: v.When, Certain: v.Certain, Book: []api.RulePortion{}}
		for i, p := range v.Book {
			one.Book = append(one.Book, api.RulePortion{Account: p.Account, Code: v.Codes[i], Share: p.Share, Dimensions: p.Dimensions})
		}
		all = append(all, one)
	}
	return all
}

// Habits implements api.Ruling.
func (s *Source) Habits(ctx context.Context, _ api.Caller) (all []api.RuleHabit, err error) {
	found, err := s.books.SuggestedRules(ctx)
	for _, f := range found {
		all = append(all, api.RuleHabit{Text: f.Text, Times: f.Times, Days: f.Days, First: api.Day(f.First), Last: api.Day(f.Last), Replay: replayOf(f.Report)})
	}
	return all, err
}

func replayOf(r rules.Report) api.RuleReplay {
	return api.RuleReplay{Rule: r.Rule, Certain: r.Certain, Hits: r.Hits, Agree: r.Agree, Others: r.Others, Failed: r.Failed,
		Disagree: examplesOf(r.Disagree), OnItems: examplesOf(r.OnItems)}
}

func examplesOf(list []rules.Example) []api.RuleExample {
	all := []api.RuleExample{}
	for _, e := range list {
		all = append(all, api.RuleExample{Line: e.ID, On: api.Day(e.Day), Amount: api.Amount(e.Amount), Booked: e.Booked})
	}
	return all
}

func replaysOf(reports []rules.Report) (all []api.RuleReplay) {
	for _, r := range reports {
		all = append(all, replayOf(r))
	}
	return all
}

// TryRules implements api.Ruling.
func (s *Source) TryRules(ctx context.Context, _ api.Caller, n api.NewRules) ([]api.RuleReplay, error) {
	from, err := day.Parse(string(n.From))
	if err != nil {
		return nil, fault.New("web.rules-day", "day", n.From)
	}
	reports, err := s.books.ReplayRules(ctx, []byte(n.Text), from)
	return replaysOf(reports), err
}

// AddRules implements api.Ruling.
func (s *Source) AddRules(ctx context.Context, by api.Caller, n api.NewRules) ([]api.RuleReplay, error) {
	from, err := day.Parse(string(n.From))
	if err != nil {
		return nil, fault.New("web.rules-day", "day", n.From)
	}
	reports, err := s.books.AddRules(ctx, by.Person, []byte(n.Text), from, n.Force)
	if err == nil {
		s.moved() // lines that wait may follow a rule now
	}
	return replaysOf(reports), err
}

// Autopilot implements api.Ruling.
func (s *Source) Autopilot(ctx context.Context, by api.Caller) (api.Autopilot, error) {
	v, err := s.books.StandingView(ctx)
	if err != nil {
		return api.Autopilot{}, err
	}
	c := v.Current
	a := api.Autopilot{May: sentence(by, c.May()), Because: sentence(by, c.Because()), Mode: string(c.Mode), Since: c.Since, Threshold: c.Threshold,
		Promised: c.Promise.Wrong, Confidence: c.Promise.Confidence, Sample: c.Promise.Sample, Blind: c.Measured.Blind, BlindWrong: c.Measured.BlindWrong,
		Bound: c.Measured.Bound, Drawn: c.Drawn, Decided: c.Decided, Automatic: c.Automatic, Corrected: c.Corrected, Calibration: v.Calibration,
		Reliability: claimsOf(v.Reliability), Months: []api.AutopilotMonth{}, History: []api.AutopilotHistory{}}
	for _, m := range v.Months {
		a.Months = append(a.Months, api.AutopilotMonth(m))
	}
	for _, h := range v.History {
		a.History = append(a.History, api.AutopilotHistory{At: h.At, May: sentence(by, h.May()), Because: sentence(by, h.Because()), Policy: h.Policy})
	}
	return a, nil
}

func claimsOf(list []learn.Reliable) []api.AutopilotClaim {
	all := []api.AutopilotClaim{}
	for _, r := range list {
		all = append(all, api.AutopilotClaim{From: r.From, To: r.To, Cases: r.N, Claimed: r.Claimed, Right: r.Right})
	}
	return all
}

// CodingAutopilot implements api.Ruling.
func (s *Source) CodingAutopilot(ctx context.Context, by api.Caller) (api.Autopilot, error) {
	v, err := s.desk().Pilot(ctx)
	if err != nil {
		return api.Autopilot{}, err
	}
	a := api.Autopilot{May: text.Say(by.Lang, v.May().Code, v.May().Args), Because: text.Say(by.Lang, v.Because().Code, v.Because().Args), Mode: string(v.Mode),
		Since: v.Since, Threshold: v.Threshold, Promised: v.Promised, Confidence: v.Confidence, Sample: v.Sample, Blind: v.Measured.Blind,
		BlindWrong: v.Measured.BlindWrong, Bound: v.Measured.Bound, Drawn: v.Drawn, Decided: v.Decided, Automatic: v.Automatic, Corrected: v.Corrected,
		Calibration: v.Calibration, Reliability: claimsOf(v.Reliability), Months: []api.AutopilotMonth{}, History: []api.AutopilotHistory{}}
	for _, m := range v.Months {
		a.Months = append(a.Months, api.AutopilotMonth(m))
	}
	for _, h := range v.History {
		a.History = append(a.History, api.AutopilotHistory{At: h.At, May: text.Say(by.Lang, h.May().Code, h.May().Args),
			Because: text.Say(by.Lang, h.Because().Code, h.Because().Args), Policy: h.Policy})
	}
	return a, nil
}
