// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/app/staff"
)

// NewScenario is what would be different.
type NewScenario struct {
	Name       string `json:"name" minLength:"1" maxLength:"80"`
	Kind       string `json:"kind" enum:"hire,leave,later,lapse,train" doc:"hire: some more like a person; leave: a person goes; later: an assignment begins later; lapse: what was promised as an option lapses; train: a person learns a skill"`
	Person     int64  `json:"person,omitempty"`
	Assignment int64  `json:"assignment,omitempty"`
	Count      int    `json:"count,omitempty" minimum:"1" maximum:"20" doc:"Hired; absent: 1"`
	Weeks      int    `json:"weeks,omitempty" minimum:"1" maximum:"52" doc:"Later"`
	Skill      int64  `json:"skill,omitempty" doc:"That is learned"`
	Level      int    `json:"level,omitempty" minimum:"1" maximum:"5" doc:"Up to which"`
	Seconds    int    `json:"seconds,omitempty" minimum:"1" maximum:"120" doc:"That it may take; absent: 20"`
}

// Scenario is what would be, beside what would be without.
type Scenario struct {
	ID      int64           `json:"id"`
	Name    string          `json:"name"`
	Kind    string          `json:"kind"`
	With    ScenarioOutcome `json:"with"`
	Without ScenarioOutcome `json:"without"`
	Moves   []ScenarioMove  `json:"moves" doc:"Seats that somebody else has"`
	Certain bool            `json:"certain" doc:"That it is worth more, or less, is proved"`
	MadeBy  string          `json:"madeBy"`
	MadeAt  time.Time       `json:"madeAt"`
}

// ScenarioOutcome is what a plan comes to.
type ScenarioOutcome struct {
	Seats int     `json:"filledCount"`
	Hours float64 `json:"hours" doc:"Done, absence off"`
	Short float64 `json:"short" doc:"Hours of seats that nobody has"`
	Value int64   `json:"value"`
}

// ScenarioMove is a seat that somebody else has; absent is nobody.
type ScenarioMove struct {
	Seat int64  `json:"seat"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

func scenarioOf(s staff.Scenario) Scenario {
	out := Scenario{ID: s.ID, Name: s.Name, Kind: s.Change.Kind, With: ScenarioOutcome{s.Seats, hoursOf(s.Minutes), hoursOf(s.Short), s.Value},
		Without: ScenarioOutcome{s.BaseSeats, hoursOf(s.BaseMinutes), hoursOf(s.BaseShort), s.BaseValue}, Moves: []ScenarioMove{}, Certain: s.Certain, MadeBy: s.MadeBy, MadeAt: s.MadeAt}
	for _, m := range s.Moves {
		out.Moves = append(out.Moves, ScenarioMove{m.Seat, m.From, m.To})
	}
	return out
}

func (r *rooms) scenarios() {
	huma.Register(r.huma, r.operation("list-staff-scenarios", http.MethodGet, "/staff-scenarios", "staffing"), func(ctx context.Context, in *struct{ Paging }) (*page[Scenario], error) {
		all, err := r.source.Scenarios(ctx, callerOf(ctx))
		list := make([]Scenario, len(all))
		for i, s := range all {
			list[i] = scenarioOf(s)
		}
		return paged(list, in.Paging, func(s Scenario) string { return strconv.FormatInt(s.ID, 10) }, err)
	})
	type made struct {
		ID int64 `json:"id"`
	}
	huma.Register(r.huma, r.act("add-staff-scenario", "/staff-scenarios", "staffing"), func(ctx context.Context, in *one[NewScenario]) (*one[made], error) {
		b, seconds := in.Body, in.Body.Seconds
		if seconds == 0 {
			seconds = staff.UsualSeconds
		}
		id, err := r.source.AddScenario(ctx, callerOf(ctx), b.Name, staff.Change{Kind: b.Kind, Person: b.Person, Assignment: b.Assignment, Count: b.Count, Weeks: b.Weeks, Skill: b.Skill, Level: b.Level}, seconds)
		return oneOf(made{id}, err)
	})
	huma.Register(r.huma, anew(r.act("remove-staff-scenario", "/staff-scenarios/{id}/removals", "staffing")), func(ctx context.Context, in *ByID) (*one[Nothing], error) {
		if brokenOff(ctx) {
			return &one[Nothing]{}, nil
		}
		return oneOf(Nothing{}, r.source.DropScenario(ctx, callerOf(ctx), in.ID))
	})
}
