// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

func TestAfter(t *testing.T) {
	tests := []struct {
		name string
		from State
		act  Act
		f    Facts
		want State // "" refused
	}{
		{"the last hold goes", Held, Release, Facts{}, Coding},
		{"the last hold of a coded one goes", Held, Release, Facts{Coded: true}, Approval},
		{"one of two holds goes", Held, Release, Facts{Holds: 1, Coded: true}, Held},
		{"coded", Coding, Code, Facts{Coded: true}, Approval},
		{"coded while held", Held, Code, Facts{Holds: 1, Coded: true}, Held},
		{"one of two approvals", Approval, Approve, Facts{Coded: true}, Approval},
		{"the last approval", Approval, Approve, Facts{Coded: true, Approved: true}, Booked},
		{"held before approval", Approval, Hold, Facts{Holds: 1, Coded: true}, Held},
		{"not approved while held", Held, Approve, Facts{Holds: 1, Coded: true, Approved: true}, ""},
		{"not approved before it is coded", Coding, Approve, Facts{Approved: true}, ""},
		{"rejected", Held, Reject, Facts{Holds: 1}, Rejected},
		{"what is booked is not rejected", Booked, Reject, Facts{Coded: true}, ""},
		{"taken up again", Rejected, Reopen, Facts{Holds: 1}, Held},
		{"booking taken back", Booked, Unbook, Facts{Coded: true}, Approval},
		{"not while it is being paid", Paying, Unbook, Facts{Coded: true}, ""},
		{"in a run", Booked, Plan, Facts{Coded: true}, Paying},
		{"out of it", Paying, Unplan, Facts{Coded: true}, Booked},
	}
	for _, test := range tests {
		got, err := test.from.After(test.act, test.f)
		if test.want == "" {
			if !fault.Is(err, "invoices.state") || got != test.from {
				t.Errorf("%s: got %s, %v", test.name, got, err)
			}
			continue
		}
		if err != nil || got != test.want {
			t.Errorf("%s: got %s, %v; want %s", test.name, got, err, test.want)
		}
	}
}

// Whatever is done in whatever order: nothing is booked that is held, not coded or
// not approved, and what a run pays is booked.
func TestNoWayRoundTheHolds(t *testing.T) {
	acts := slices.Sorted(maps.Keys(allowed))
	rapid.Check(t, func(t *rapid.T) {
		state := Held
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			act := rapid.SampledFrom(acts).Draw(t, "act")
			f := Facts{rapid.IntRange(0, 2).Draw(t, "holds"), rapid.Bool().Draw(t, "coded"), rapid.Bool().Draw(t, "approved")}
			next, err := state.After(act, f)
			switch {
			case err != nil && next != state:
				t.Fatalf("%s by %s was refused and yet became %s", state, act, next)
			case next == Booked && state != Booked && (state != Approval || act != Approve || !f.Approved) && (state != Paying || act != Unplan):
				t.Fatalf("%s by %s with %+v became booked", state, act, f)
			case next == Paying && state != Booked && state != Paying:
				t.Fatalf("%s by %s became paying", state, act)
			case err == nil && (next == Coding || next == Approval) && f.Holds > 0:
				t.Fatalf("%s by %s goes on while it is held", state, act)
			}
			state = next
		}
	})
}
