// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Ruling is what may be done without a person: rules, and the autopilot.
type Ruling interface {
	// Rules gives those in force today, and those that begin or change later.
	Rules(ctx context.Context, by Caller) (RuleList, error)
	// Habits gives rules that people seem to follow. It reads all that was booked.
	Habits(ctx context.Context, by Caller) ([]RuleHabit, error)
	TryRules(ctx context.Context, by Caller, n NewRules) ([]RuleReplay, error)
	AddRules(ctx context.Context, by Caller, n NewRules) ([]RuleReplay, error)
	Autopilot(ctx context.Context, by Caller) (Autopilot, error)
	CodingAutopilot(ctx context.Context, by Caller) (Autopilot, error)
}

// RuleList is all rules.
type RuleList struct {
	Now   []Rule `json:"now"`
	Later []Rule `json:"later" doc:"That begin or change after today, as they will be"`
}

// Rule is a rule of policy for bank lines without an open item.
type Rule struct {
	Name    string        `json:"name"`
	Since   Day           `json:"since"`
	When    string        `json:"when" doc:"Condition in CEL"`
	Book    []RulePortion `json:"book"`
	Certain bool          `json:"certain" doc:"May be done without a person"`
}

// RulePortion is a part of a line and where a rule books it.
type RulePortion struct {
	Account    string            `json:"account"`
	Code       string            `json:"code" doc:"Of the ledger account, where the rule has its name"`
	Share      string            `json:"share,omitempty" doc:"Percentage, or CEL that gives cents; absent: what is left"`
	Dimensions map[string]string `json:"dimensions,omitempty"`
}

// RuleHabit is a rule that people seem to follow.
type RuleHabit struct {
	Text   string     `json:"text" doc:"The rule as it stands in a policy"`
	Times  int        `json:"times"`
	Days   int        `json:"days"`
	First  Day        `json:"first"`
	Last   Day        `json:"last"`
	Replay RuleReplay `json:"replay"`
}

// RuleReplay says what a rule would have done with all that was booked.
type RuleReplay struct {
	Rule     string        `json:"rule"`
	Certain  bool          `json:"certain"`
	Hits     int           `json:"hits" doc:"Lines that it speaks of"`
	Agree    int           `json:"agree" doc:"Booked exactly so"`
	Others   int           `json:"others" doc:"Booked otherwise or on open items"`
	Failed   int           `json:"failed" doc:"Lines on which it could not be worked out"`
	Disagree []RuleExample `json:"disagree"`
	OnItems  []RuleExample `json:"onItems"`
}

// RuleExample is a line of the past.
type RuleExample struct {
	Line   int64  `json:"line"`
	On     Day    `json:"on"`
	Amount Amount `json:"amount"`
	Booked string `json:"booked,omitempty"`
}

// NewRules are rules as they are typed in a policy.
type NewRules struct {
	Text  string `json:"text" minLength:"1" maxLength:"100000" doc:"YAML, as under rules in a policy"`
	From  Day    `json:"from" doc:"They hold from this day on"`
	Force bool   `json:"force,omitempty" doc:"Also when history contradicts one that may book by itself"`
	Try   bool   `json:"try,omitempty" doc:"Only say what they would have done; nothing changes"`
}

type ruleReplays struct {
	Rules []RuleReplay `json:"rules"`
}

// Autopilot says what may be done without a person, why, and how well it goes.
type Autopilot struct {
	May         string             `json:"may"`
	Because     string             `json:"because"`
	Mode        string             `json:"mode"`
	Since       string             `json:"since,omitempty"`
	Threshold   float64            `json:"threshold" doc:"Probability from which a proposal is done; 0 none"`
	Promised    float64            `json:"promised" doc:"Largest share that may be wrong"`
	Confidence  float64            `json:"confidence"`
	Sample      float64            `json:"sample" doc:"Share that goes to a person unseen, to measure"`
	Blind       int                `json:"blind" doc:"Of that sample, judged"`
	BlindWrong  int                `json:"blindWrong"`
	Bound       float64            `json:"bound" doc:"Upper bound of the wrong share"`
	Drawn       int64              `json:"drawn"`
	Decided     int64              `json:"decided"`
	Automatic   int64              `json:"automatic"`
	Corrected   int64              `json:"corrected" doc:"Of those, taken back by a person"`
	Calibration float64            `json:"calibrationError"`
	Reliability []AutopilotClaim   `json:"reliability"`
	Months      []AutopilotMonth   `json:"months"`
	History     []AutopilotHistory `json:"history" doc:"The latest first"`
}

// AutopilotClaim holds claims against what was right.
type AutopilotClaim struct {
	From    float64 `json:"from"`
	To      float64 `json:"to"`
	Cases   int     `json:"cases"`
	Claimed float64 `json:"claimed"`
	Right   float64 `json:"right"`
}

// AutopilotMonth counts the decisions of a month.
type AutopilotMonth struct {
	Month     string `json:"month" example:"2026-04"`
	Decided   int64  `json:"decided"`
	Automatic int64  `json:"automatic"`
	Corrected int64  `json:"corrected"`
}

// AutopilotHistory is one moment of its history.
type AutopilotHistory struct {
	At      string `json:"at" format:"date-time"`
	May     string `json:"may"`
	Because string `json:"because"`
	Policy  string `json:"policy"`
}

func (r *rooms) ruling() {
	huma.Register(r.huma, r.operation("list-rules", http.MethodGet, "/rules", "bank"), func(ctx context.Context, _ *struct{}) (*one[RuleList], error) {
		return oneOf(r.source.Rules(ctx, callerOf(ctx)))
	})
	habits := r.operation("list-rule-suggestions", http.MethodGet, "/rule-suggestions", "bank")
	habits.Metadata[heavy] = true
	huma.Register(r.huma, habits, func(ctx context.Context, in *Paging) (*page[RuleHabit], error) {
		all, err := r.source.Habits(ctx, callerOf(ctx))
		return paged(all, *in, func(h RuleHabit) string { return h.Text }, err)
	})
	add := r.act("add-rules", "/rules", "bank")
	add.Metadata[heavy] = true
	huma.Register(r.huma, add, func(ctx context.Context, in *one[NewRules]) (*one[ruleReplays], error) {
		do := r.source.AddRules
		if in.Body.Try {
			do = r.source.TryRules
		}
		all, err := do(ctx, callerOf(ctx), in.Body)
		return oneOf(ruleReplays{append([]RuleReplay{}, all...)}, err)
	})
	for _, one := range []struct {
		id, path, tag string
		get           func(context.Context, Caller) (Autopilot, error)
	}{
		{"get-autopilot", "/autopilot", "bank", func(ctx context.Context, by Caller) (Autopilot, error) { return r.source.Autopilot(ctx, by) }},
		{"get-coding-autopilot", "/coding/autopilot", "coding", func(ctx context.Context, by Caller) (Autopilot, error) { return r.source.CodingAutopilot(ctx, by) }},
	} {
		op := r.operation(one.id, http.MethodGet, one.path, one.tag)
		op.Metadata[heavy] = true
		huma.Register(r.huma, op, func(ctx context.Context, _ *struct{}) (*oneAutopilot, error) {
			a, err := one.get(ctx, callerOf(ctx))
			return &oneAutopilot{a}, err
		})
	}
}

type oneAutopilot struct{ Body Autopilot }
