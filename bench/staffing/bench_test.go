// SPDX-License-Identifier: EUPL-1.2

package staffing

import (
	"reflect"
	"testing"

	"rentmeester/staffing"
)

func TestInventedMunicipalitiesAreSound(t *testing.T) {
	for _, shape := range Shapes {
		if shape.People > 300 { // measured by tools/benchplan
			continue
		}
		task := Invent(shape, 1)
		if err := staffing.Check(task); err != nil {
			t.Errorf("%s: %v", shape.Name, err)
		}
		seats := 0
		for _, a := range task.Assignments {
			seats += len(a.Seats)
		}
		if len(task.People) != shape.People || len(task.Assignments) != shape.Assignments || seats != shape.Seats {
			t.Errorf("%s: %d people, %d assignments, %d seats", shape.Name, len(task.People), len(task.Assignments), seats)
		}
		if !reflect.DeepEqual(task, Invent(shape, 1)) || reflect.DeepEqual(task, Invent(shape, 2)) {
			t.Errorf("%s: the same seed must give the same, another something else", shape.Name)
		}
	}
}

// The second count is no yes-man: it finds each rule that is broken.
func TestCountFindsWhatIsBroken(t *testing.T) {
	task := Invent(Small, 1)
	prices := staffing.DefaultPrices()
	for _, s := range task.Assignments[0].Seats {
		wrong := 0
		for _, p := range task.People {
			c := Count(task, prices, []staffing.Placement{{Seat: s.ID, Person: p.ID}})
			blocks, err := staffing.Suits(task, prices, p.ID, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			// the locks and pairs of other seats are broken in any plan of one seat
			base := len(Count(task, prices, nil).Wrong)
			if len(blocks) == 0 && len(c.Wrong) > base+1 {
				t.Errorf("%s on %s: %v", p.ID, s.ID, c.Wrong)
			}
			if len(blocks) > 0 {
				wrong++
			}
		}
		if wrong == 0 {
			t.Errorf("everybody suits %s", s.ID)
		}
	}
	twice := []staffing.Placement{{Seat: task.Assignments[0].Seats[0].ID, Person: "p0001"}, {Seat: task.Assignments[0].Seats[0].ID, Person: "p0002"}}
	if c := Count(task, prices, twice); len(c.Wrong) == 0 {
		t.Error("two on a seat were not seen")
	}
}
