// SPDX-License-Identifier: EUPL-1.2

package staffing

// Points are what a plan is worth. One point is a minute of work at a price of one,
// so that everything is counted in whole numbers.
type Points int64

// Prices say what counts for how much. Each is points for a minute of work that is
// done, but for Travel, which is points for a minute under way, and Move.
type Prices struct {
	Priority    [5]int // of an assignment, from 1 to 5
	Welcome     int    // all welcome skills of a seat are there; part of them, part of it
	Continuity  int    // who did it until now goes on
	Gladly      int    // the person would like it
	Rather      int    // the person would rather not: taken off
	Develop     int    // the person grows in a skill as wished
	Stretch     int    // one must skill is one level short: taken off
	Near        int    // a must skill is there only through a skill near to it: taken off
	Travel      int    // a minute under way, once in each week of work: taken off
	Fair        []Band // what a load above a part of the contract costs, each on top of the others
	Move        int    // in a repair, for each minute of a seat that changes hands without need
	MissedShare int    // thousandths of the hours of a seat that may fall away through absence
}

// Band prices the minutes of somebody's work above a part of the contract over all weeks.
type Band struct {
	Above int // thousandths of the contract
	Price int // points for each minute above it
}

// DefaultPrices hold where a policy says nothing.
func DefaultPrices() Prices {
	return Prices{
		Priority: [5]int{10, 14, 20, 28, 40}, Welcome: 4, Continuity: 5, Gladly: 3, Rather: 4, Develop: 4, Stretch: 3, Near: 1, Travel: 10,
		Fair: []Band{{600, 1}, {800, 2}, {950, 3}}, Move: 40, MissedShare: 200,
	}
}

// Terms are the parts that a value is made of. Those that are taken off are negative.
type Terms struct {
	Priority    Points `json:"priority"`
	Fit         Points `json:"fit"`
	Continuity  Points `json:"continuity"`
	Wishes      Points `json:"wishes"`
	Development Points `json:"development"`
	Stretch     Points `json:"stretch"`
	Travel      Points `json:"travel"`
	Fairness    Points `json:"fairness"`
}

// Sum is the whole value.
func (t Terms) Sum() Points {
	return t.Priority + t.Fit + t.Continuity + t.Wishes + t.Development + t.Stretch + t.Travel + t.Fairness
}

// Plus adds term by term.
func (t Terms) Plus(o Terms) Terms {
	return Terms{t.Priority + o.Priority, t.Fit + o.Fit, t.Continuity + o.Continuity, t.Wishes + o.Wishes,
		t.Development + o.Development, t.Stretch + o.Stretch, t.Travel + o.Travel, t.Fairness + o.Fairness}
}

// fair is what a load costs somebody with so much contract over all weeks.
func (p Prices) fair(load, contract int64) int64 {
	cost := int64(0)
	for _, b := range p.Fair {
		if over := load - contract*int64(b.Above)/1000; over > 0 {
			cost += over * int64(b.Price)
		}
	}
	return cost
}
