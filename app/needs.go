// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"slices"

	"rentmeester/app/people"
	"rentmeester/attention"
	"rentmeester/day"
	"rentmeester/policy"
	"rentmeester/store/db"
)

// NeedKind is a kind of what waits for a person.
type NeedKind string

// What waits for people.
const (
	NeedLine       NeedKind = "line"       // a bank line on the worklist
	NeedHeld       NeedKind = "held"       // an invoice that something holds
	NeedCoding     NeedKind = "coding"     // an invoice without a coding
	NeedApproval   NeedKind = "approval"   // an invoice that waits for this person
	NeedLate       NeedKind = "late"       // an invoice that must be paid and is in no run
	NeedDocument   NeedKind = "document"   // a document that nobody knows what to do with
	NeedRun        NeedKind = "run"        // a payment run that this person may release
	NeedQuarantine NeedKind = "quarantine" // what was read of a file and not believed
	NeedLetter     NeedKind = "letter"     // a letter that could not be sent
	NeedMandate    NeedKind = "mandate"    // a mandate to be stopped
	NeedAccount    NeedKind = "account"    // a bank account that does not close
	NeedProject    NeedKind = "project"    // a project that will probably pass its credit
	NeedAutopilot  NeedKind = "autopilot"  // what it did proved wrong too often
	NeedStaffing   NeedKind = "staffing"   // a plan of who does what
	NeedPeople     NeedKind = "people"     // access that this person may confirm, as the second one
	NeedPolicy     NeedKind = "policy"     // a policy likewise
)

// NeedKinds are all kinds, in the order in which they are counted.
var NeedKinds = []NeedKind{NeedLine, NeedHeld, NeedCoding, NeedApproval, NeedLate, NeedDocument, NeedRun, NeedQuarantine, NeedLetter, NeedMandate,
	NeedAccount, NeedProject, NeedAutopilot, NeedStaffing, NeedPeople, NeedPolicy}

// Need is one thing that waits for a person, where it stands in the order and why.
type Need struct {
	Kind     NeedKind
	ID       string
	Name     string // of the other side, the file, the account
	Number   string // as people know it
	Amount   Euro
	Currency string
	Due      day.Day // "" nothing presses
	Left     int     // days until then; negative: late
	Doubt    float64
	Urgency  attention.Urgency
	Because  []attention.Part // that put it where it stands, the weightiest first
	Why      Reason           // why it waits, where there is more to say than its kind; no code: there is not
}

// NeedGroup counts what waits of a kind.
type NeedGroup struct {
	Kind  NeedKind
	Count int
	More  bool // than Count
	Sum   Euro // without signs; of what has no money 0
}

// Needs is what waits for a person.
type Needs struct {
	List   []Need // the most urgent first, not all of it
	Groups []NeedGroup
	Days   policy.Attention // what the order rests on
	Exact  bool             // whatever is not in List is no more urgent than what is
	Bare   bool             // nothing was ever brought in
}

// Watch is what can only be said of all the books together. To work it out takes long
// in large books, so it may be of a moment ago.
type Watch struct {
	Accounts []AccountStatus // that do not close
	Mandates []MandateView   // to be stopped
	Sample   int64           // lines of the blind sample that nobody judged yet
}

// Watch looks at all the books.
func (b *Books) Watch(ctx context.Context) (w Watch, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		accounts, err := b.accountStatus(ctx, q, b.lately(ctx, q))
		if err != nil {
			return err
		}
		w.Accounts = slices.DeleteFunc(accounts, func(a AccountStatus) bool { return a.Proved })
		mandates, err := b.mandates(ctx, q)
		if err != nil {
			return err
		}
		w.Mandates = slices.DeleteFunc(mandates, func(m MandateView) bool { return m.Stop.Code == "" })
		draws, err := q.CountDraws(ctx, b.Adm.Key)
		w.Sample = draws.Drawn - draws.Judged
		return failed(err)
	})
	return w, err
}

const (
	needsShown = 25   // in the list
	firstReach = 100  // how many of each order are looked at first …
	lastReach  = 6400 // … and at most
	mostOf     = 1000 // of what has one order only
)

// Needs gives what of some kinds waits for a person: first what is most urgent by
// money, deadline and doubt. What is told of all the books is given along, and so are
// the invoices that wait for this person.
func (b *Books) Needs(ctx context.Context, person string, kinds []NeedKind, watch Watch) (n Needs, err error) {
	mine := Mine{}
	if slices.Contains(kinds, NeedApproval) {
		if mine.Invoices, err = b.Invoices().Mine(ctx, person); err != nil {
			return n, err
		}
	}
	if slices.Contains(kinds, NeedRun) {
		if mine.Runs, err = b.Payments().MayRelease(ctx, person); err != nil {
			return n, err
		}
	}
	if slices.Contains(kinds, NeedPeople) || slices.Contains(kinds, NeedPolicy) {
		if mine.Requests, err = people.New(b.Books).Mine(ctx, person); err != nil {
			return n, err
		}
	}
	return b.NeedsOf(ctx, mine, kinds, watch)
}

// NeedsOf is Needs for who has looked already what waits for the person himself.
func (b *Books) NeedsOf(ctx context.Context, mine Mine, kinds []NeedKind, watch Watch) (n Needs, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		p, err := b.policy(ctx, q)
		if err != nil {
			return err
		}
		g := gathering{ctx: ctx, q: q, Books: b, today: day.Of(b.Now()), mine: mine, watch: watch, of: map[attention.Matter]Need{}}
		g.Attention = p.On(g.today).Attention
		if n.List, n.Exact, err = g.first(kinds); err != nil {
			return err
		}
		if n.Groups, err = g.count(kinds); err != nil {
			return err
		}
		n.Days = g.Attention
		files, err := q.AnyFile(ctx, b.Adm.Key)
		n.Bare = files == 0
		return failed(err)
	})
	return n, err
}

// first gives what is most urgent. It looks at the ends of each order only, and
// further until nothing that was left out can be more urgent.
func (g *gathering) first(kinds []NeedKind) (list []Need, exact bool, err error) {
	var ranked []attention.Ranked
	found, further := map[NeedKind][]attention.Matter{}, kinds
	for g.reach = firstReach; ; g.reach *= 4 {
		bounds := map[NeedKind][]attention.Matter{}
		for _, kind := range further {
			g.bounds, g.matters = nil, nil
			if err := gather[kind](g); err != nil {
				return nil, false, err
			}
			found[kind], bounds[kind] = g.matters, g.bounds
		}
		g.matters = nil
		for _, kind := range kinds {
			g.matters = append(g.matters, found[kind]...)
		}
		ranked, further = g.Weights.Rank(g.matters, g.today), nil
		for _, kind := range kinds { // what is settled stays so when more is found
			if slices.ContainsFunc(bounds[kind], func(bound attention.Matter) bool { return !g.Weights.Settled(ranked, needsShown, bound, g.today) }) {
				further = append(further, kind)
			}
		}
		if exact = len(further) == 0; exact || g.reach >= lastReach {
			break
		}
	}
	for _, r := range ranked[:min(len(ranked), needsShown)] {
		one := g.of[r.Matter]
		one.Urgency, one.Because = r.Urgency, r.Because()
		list = append(list, one)
	}
	return list, exact, g.explain(list)
}

// explain adds why each waits, and how many days there are.
func (g *gathering) explain(list []Need) error {
	var lines []int64
	var at []int
	for i := range list {
		n := &list[i]
		if n.Due != "" {
			n.Left = n.Due.Sub(g.today)
		}
		if n.Kind != NeedLine && n.Kind != NeedHeld {
			continue
		}
		id, err := parseID(n.ID)
		if err != nil {
			return err
		}
		if n.Kind == NeedLine {
			lines, at = append(lines, id), append(at, i)
			continue
		}
		why, err := g.Invoices().WhyHeld(g.ctx, g.q, id)
		if err != nil {
			return err
		}
		n.Why = Reason(why)
	}
	waits, err := g.waiting(g.ctx, g.q, lines)
	for i, w := range waits {
		list[at[i]].Why = w.Why
	}
	return err
}
