// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/url"
	"time"

	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/policy"
)

// Home is what the first page needs: what waits for the person who looks, and what
// was done without that a person had to.
type Home interface {
	// Needs gives what of some kinds waits for a person, the most urgent first.
	Needs(ctx context.Context, by string, kinds []string) (Needs, error)
	DoneSince(ctx context.Context, since time.Time) (Done, error)
}

// Kinds of what waits.
const (
	NeedLine       = "line"
	NeedHeld       = "held"
	NeedCoding     = "coding"
	NeedApproval   = "approval"
	NeedLate       = "late"
	NeedDocument   = "document"
	NeedRun        = "run"
	NeedQuarantine = "quarantine"
	NeedLetter     = "letter"
	NeedMandate    = "mandate"
	NeedAccount    = "account"
	NeedProject    = "project"
	NeedAutopilot  = "autopilot"
	NeedStaffing   = "staffing"
	NeedPeople     = "people" // access that a second person confirms
	NeedPolicy     = "policy" // likewise a policy
)

// needLists says for each kind who can do something about it and where all of it
// stands, in the order in which kinds are counted.
var needLists = []struct {
	kind  string
	right policy.Right
	list  string
}{
	{NeedLine, policy.Decide, "/worklist"},
	{NeedHeld, policy.LetThrough, "/invoices?state=held"},
	{NeedCoding, policy.Code, "/codings"},
	{NeedApproval, policy.Approve, "/invoices?mine=yes"},
	{NeedLate, policy.Pay, "/runs"},
	{NeedDocument, policy.Import, "/post"},
	{NeedRun, policy.Release, "/runs"},
	{NeedQuarantine, policy.Import, "/quarantine"},
	{NeedLetter, policy.Correct, "/outbox?state=failed"},
	{NeedMandate, policy.Decide, "/mandates"},
	{NeedAccount, policy.Import, "/accounts"},
	{NeedProject, policy.Projects, "/projects"},
	{NeedAutopilot, policy.Decide, "/autopilot"},
	{NeedStaffing, policy.Staff, "/staffing"},
	{NeedPeople, policy.ManagePeople, "/people#waiting"},
	{NeedPolicy, policy.ChangePolicy, "/policy#waiting"},
}

// Needs is what waits for a person.
type Needs struct {
	List   []Need      // the most urgent first, not all of it
	Groups []NeedGroup // of all of it
	Sample int         // lines of the blind sample that nobody judged yet; they stand among the others
	Bare   bool        // nothing was ever brought in
	// Counting: what is told of all the books together is not there yet.
	Counting bool
	Today    day.Day
}

// Need is one thing that waits for a person.
type Need struct {
	Kind, ID, Name, Number string
	Amount                 money.Cents
	Currency               string
	Due                    day.Day // "" nothing presses
	Left                   int     // days until then; negative: late
	Doubt                  float64
	Because                []string // what put it where it stands: money, deadline, doubt
	Why                    Sentence // no code: its kind says it all
}

// Foreign says that the amount is not in euros.
func (n Need) Foreign() bool { return foreign(n.Currency) }

// Called is how the thing is called: by the name of the other side and its number.
func (n Need) Called() string {
	switch {
	case n.Name == "" || n.Name == n.Number:
		return n.Number
	case n.Number == "":
		return n.Name
	}
	return n.Name + " · " + n.Number
}

// Where gives the page on which it can be done.
func (n Need) Where() string {
	id := url.PathEscape(n.ID)
	switch n.Kind {
	case NeedLine:
		return "/worklist/" + id
	case NeedHeld, NeedCoding, NeedApproval, NeedLate:
		return "/invoices/" + id
	case NeedDocument:
		return "/post/" + id
	case NeedRun:
		return "/runs/" + id
	case NeedProject:
		return "/projects/" + id
	case NeedLetter:
		return "/outbox/" + id
	}
	return listOf(n.Kind)
}

// HowDoubtful gives the word for how unsure it is.
func (n Need) HowDoubtful() string {
	switch {
	case n.Doubt <= 0.005:
		return "none"
	case n.Doubt <= 0.05:
		return "small"
	case n.Doubt <= 0.5:
		return "some"
	}
	return "large"
}

// NeedGroup counts what waits of a kind.
type NeedGroup struct {
	Kind  string
	Count int
	More  bool // than Count
	Sum   money.Cents
}

// Where gives the list with all of it.
func (g NeedGroup) Where() string { return listOf(g.Kind) }

func listOf(kind string) string {
	for _, one := range needLists {
		if one.kind == kind {
			return one.list
		}
	}
	return "/"
}

// Done counts what was done without that a person had to.
type Done struct {
	Lines, Codings, Bookings, Letters DoneCount
}

// DoneCount says how much was done, and how much of it was put right since.
type DoneCount struct{ Done, Corrected int }

// Share gives what part was put right.
func (c DoneCount) Share() float64 { return part(c.Corrected, c.Done) }

// Nothing says that nothing was done.
func (d Done) Nothing() bool { return d == Done{} }
