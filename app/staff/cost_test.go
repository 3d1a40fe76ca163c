// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"testing"

	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// TestCost: who is busy gives up what is in the way, who may not overrules a rule, and
// what is locked stops it.
func TestCost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := brought(t, newDesk(t, s, "hier"))
		id, ctx := ids(t, d), t.Context()
		decide := func(c Choice) {
			t.Helper()
			if _, err := d.Decide(ctx, "m", c); err != nil {
				t.Fatal(err)
			}
		}
		cost := func(seat, person string) Cost {
			t.Helper()
			c, err := d.Cost(ctx, id[seat], id[person])
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		decide(Choice{Seat: id["zaak-lead"], Kind: Changed, Person: id["anna"]})
		decide(Choice{Seat: id["data-lead"], Kind: Changed, Person: id["noor"]})
		busy := cost("data-lead", "anna") // 16 and 20 of her 32 hours
		if !busy.Possible || busy.Sits || len(busy.Given) != 1 || busy.Given[0].ID != id["zaak-lead"] || len(busy.Overruled) != 0 || len(busy.Moves) < 2 || busy.AtLeast > busy.AtMost {
			t.Errorf("%+v", busy)
		}
		for _, m := range busy.Moves {
			if m.Seat == id["data-lead"] && (m.From != "Noor de Wit" || m.To != "Anna Bos") {
				t.Errorf("%+v", m)
			}
		}
		rule := cost("data-lead", "kees") // who leads nothing yet
		if !rule.Possible || len(rule.Overruled) == 0 || len(rule.Given) != 0 {
			t.Errorf("%+v", rule)
		}
		off := cost("zaak-lead", "anna")
		if !off.Sits || !off.Possible || off.AtMost <= 0 || off.Hours(off.Hour) != staffing.Hour {
			t.Errorf("%+v", off)
		}
		decide(Choice{Seat: id["zaak-lead"], Kind: Locked})
		if stops := cost("data-lead", "anna"); stops.Possible || len(stops.Stops) == 0 || len(stops.Given) != 0 {
			t.Errorf("%+v", stops)
		}
		refuses(t, "staff.no-person", func() error { _, err := d.Cost(ctx, id["zaak-lead"], 99); return err })
		refuses(t, "staff.no-seat", func() error { _, err := d.Cost(ctx, 99, id["anna"]); return err })
	})
}

// TestRemedies: when the only one who tests is gone, somebody like him fills the seat.
func TestRemedies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s, "hier")
		task := someTask()
		task.People[1].Contract = every(testWeeks, 4*staffing.Hour) // Kees has no time for 20 hours a week
		task.People[1].Skills["test"] = 4
		task.People = append(task.People, staffing.Person{ID: "wim", Name: "Wim", Skills: map[string]staffing.Level{"test": 1}, Contract: every(testWeeks, 36*staffing.Hour)})
		if _, err := d.Keep(t.Context(), "m", task, From{Name: "x"}, nil); err != nil {
			t.Fatal(err)
		}
		all, err := d.Remedies(t.Context(), 5)
		if err != nil || len(all) == 0 {
			t.Fatal(all, err)
		}
		for i, r := range all {
			if r.Hours <= 0 || r.Gain > r.AtMost || r.Person.Name == "" || i > 0 && r.Hours > all[i-1].Hours {
				t.Errorf("%+v", all)
			}
		}
	})
}
