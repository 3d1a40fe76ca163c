// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"reflect"
	"testing"

	"rentmeester/day"
	"rentmeester/steering"
)

// TestStandIsKeptUntilItFollowsFromOther: what a project comes to is drawn once for what
// it follows from, each project and each day apart, and anew when any of that changed.
func TestStandIsKeptUntilItFollowsFromOther(t *testing.T) {
	const on = day.Day("2026-04-01")
	at := func(booked ...steering.Cost) steering.Project {
		return steering.Project{Start: "2026-01-01", End: "2026-12-31", ToBuy: 50_000_00, Booked: booked,
			Credits: []steering.Credit{{Day: "2026-01-01", Amount: 40_000_00}}}
	}
	one := at(steering.Cost{Day: "2026-02-03", Amount: 1_000_00})
	more := at(steering.Cost{Day: "2026-02-03", Amount: 1_000_00}, steering.Cost{Day: "2026-03-03", Amount: 9_000_00})
	var none *Memory
	kept := &Memory{}
	for name, m := range map[string]*Memory{"nothing is kept": none, "kept": kept} {
		for _, asked := range []struct {
			project int64
			from    steering.Project
			on      day.Day
		}{{1, one, on}, {1, at(one.Booked...), on}, {1, more, on}, {2, one, on}, {1, more, "2026-02-28"}, {1, one, on}} {
			if got := m.stand(asked.project, asked.from, asked.on); !reflect.DeepEqual(got, steering.Of(asked.from, asked.on)) {
				t.Errorf("%s: project %d on %s stands as %+v", name, asked.project, asked.on, got.Money)
			}
		}
	}
	if len(kept.drawn) != 3 {
		t.Errorf("%d are kept", len(kept.drawn))
	}
}
