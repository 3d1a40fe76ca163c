// SPDX-License-Identifier: EUPL-1.2

package approval

import (
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// Policy is what an administration wants of approvals.
type Policy struct {
	People    []Person // none: everybody may do every step that is not his own
	Rules     []Rule   // none: those of Fallback
	Reminders Reminders
}

// Rule says when a step is wanted and who does it.
type Rule struct {
	Name    string // "budgetholder"; part of the key of the step
	Kind    StepKind
	Role    string      // who may do it
	Orderer bool        // the person who ordered may do it, and others only when nobody did
	Per     Scope       // one step for the invoice, or one for every cost centre
	Above   money.Cents // only when the invoice is over this amount
	When    Condition   // only when this holds for one of the parts; nil always
	Stage   int         // steps of a higher stage wait for the lower ones
}

// StepKind says what a step is.
type StepKind string

const (
	Approval    StepKind = "approval"
	Performance StepKind = "performance" // declaration of performance: it was delivered as ordered
)

// Scope says for what there is a step of its own.
type Scope string

const (
	PerInvoice    Scope = "invoice"
	PerCostCentre Scope = "costcentre"
)

// Condition is asked about every part of an invoice. An error counts as yes: a
// step too many is better than one too few.
type Condition interface {
	Holds(c Case, p Part) (bool, error)
	String() string
}

// Person is somebody who may act.
type Person struct {
	ID        string // as acts name him
	Name      string
	Mail      string // address, "" none
	Grants    []Grant
	Deputies  []Deputy
	Away      []Period
	Suppliers []string // keys of suppliers that he is himself, or has a share in
}

// Grant is a role that a person has.
type Grant struct {
	Role        string
	CostCentres []string    // "4010", "40*"; none: all of them
	Limit       money.Cents // largest amount of a step; 0 none is set
	Period
}

// Deputy stands in for a person with that person's roles and limits. A deputy's
// own deputy does not.
type Deputy struct {
	Person string
	Period
}

// Period is a stretch of days; an empty end is open.
type Period struct{ From, Until day.Day }

// Holds says whether a day is in the period.
func (p Period) Holds(d day.Day) bool {
	return (p.From == "" || p.From <= d) && (p.Until == "" || d <= p.Until)
}

// away says whether the person is away on a day.
func (p Person) away(d day.Day) bool {
	return slices.ContainsFunc(p.Away, func(a Period) bool { return a.Holds(d) })
}

// Reminders says when people are reminded; 0 is never.
type Reminders struct {
	After      int    // days that a step waits, and again after as many
	Before     int    // days before the last day of payment
	Escalate   int    // days that a step waits before it is told to the role below
	EscalateTo string // role
}

// Fallback is the policy of who has none: one person who did not enter the
// invoice approves it, and above € 5,000 a second one.
func Fallback() Policy {
	return Policy{
		Rules: []Rule{
			{Name: "budgetholder", Kind: Approval, Role: "budgetholder", Per: PerInvoice, Stage: 1},
			{Name: "second", Kind: Approval, Role: "second", Per: PerInvoice, Above: 500_000, Stage: 2},
		},
		Reminders: Reminders{After: 5, Before: 10},
	}
}

// covers says whether the grant is about a cost centre.
func (g Grant) covers(costCentre string) bool {
	if len(g.CostCentres) == 0 {
		return true
	}
	return slices.ContainsFunc(g.CostCentres, func(pattern string) bool {
		start, many := strings.CutSuffix(pattern, "*")
		return pattern == costCentre || many && strings.HasPrefix(costCentre, start)
	})
}
