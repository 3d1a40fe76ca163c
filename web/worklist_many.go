// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/money"
)

// manyBody is what accepting several proposals in one go would do.
type manyBody struct {
	Picked  []pickedLine
	Left    []leftLine
	In, Out money.Cents // of what is picked; Out is negative
	Parts   []manyPart
	Back    string
}

// pickedLine is a line with the proposal that was ticked for it.
type pickedLine struct {
	Line     Line
	Proposal Proposal
}

// leftLine is a line that will not be booked, and why.
type leftLine struct {
	Line Line // its ID alone when it has no page any more
	Why  error
}

// manyPart sums up what is booked on one kind of place.
type manyPart struct {
	Kind      AllocationKind
	Ref, Name string // of a ledger account
	Count     int
	Amount    money.Cents // signed, as the lines are
}

// previewMany shows what accepting the ticked proposals would book, before it is
// done. It is asked by address, so that it can be looked at again.
func (p *pages) previewMany(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	picks := query["pick"]
	if len(picks) > maxPicks {
		return fault.New("web.too-many-picks", "most", maxPicks)
	}
	body := manyBody{Back: ownAddress(query.Get("back"), "/worklist")}
	wanted := map[string]money.Cents{} // of an open item, by those before
	for _, pick := range picks {
		line, proposal, _ := strings.Cut(pick, " ")
		item, err := p.source.WorkItem(r.Context(), line)
		if statusOf(err) == http.StatusInternalServerError && err != nil {
			return err
		}
		body.add(line, proposal, item, err, wanted)
	}
	return p.show(w, r, page{Name: "worklist_many", Title: "web.many.title", Tab: "worklist", Body: body})
}

// maxPicks is how many proposals can be accepted in one go: more than a page of
// the worklist has.
const maxPicks = 200

// add puts a line with those that will be booked or with those that will not.
func (b *manyBody) add(line, proposal string, item WorkItem, err error, wanted map[string]money.Cents) {
	if err == nil {
		var found *Proposal
		if found = item.named(proposal); found == nil {
			err = fault.New("web.many.changed")
		} else {
			err = claim(found, wanted)
		}
		if err == nil {
			b.Picked = append(b.Picked, pickedLine{item.Line, *found})
			b.count(item.Line, found)
			return
		}
	}
	left := leftLine{item.Line, err}
	if left.Line.ID == "" {
		left.Line.ID = line
	}
	b.Left = append(b.Left, left)
}

// named gives the proposal of a line that bears this name.
func (i WorkItem) named(id string) *Proposal {
	for _, one := range []*Proposal{i.Proposal, i.RunnerUp} {
		if one != nil && one.ID == id {
			return one
		}
	}
	return nil
}

// claim takes what a proposal settles; two lines cannot settle the same euro of
// an open item. Errors: web.many.same-item.
func claim(p *Proposal, wanted map[string]money.Cents) error {
	for _, a := range p.Allocations {
		if a.Kind == ToItem && wanted[a.Ref] > 0 && wanted[a.Ref] > a.Left {
			return fault.New("web.many.same-item", "item", a.Ref)
		}
	}
	for _, a := range p.Allocations {
		if a.Kind == ToItem {
			wanted[a.Ref] += a.Amount
		}
	}
	return nil
}

// count adds a proposal to the sums. Allocations are in the direction of the line.
func (b *manyBody) count(line Line, p *Proposal) {
	sign := money.Cents(1)
	if line.Amount < 0 {
		sign, b.Out = -1, b.Out+line.Amount
	} else {
		b.In += line.Amount
	}
	for _, a := range p.Allocations {
		part := manyPart{Kind: a.Kind, Count: 1, Amount: sign * a.Amount}
		if a.Kind == ToLedger {
			part.Ref, part.Name = a.Ref, a.Name
		}
		at := slices.IndexFunc(b.Parts, func(o manyPart) bool { return o.Kind == part.Kind && o.Ref == part.Ref })
		if at < 0 {
			b.Parts = append(b.Parts, part)
			continue
		}
		b.Parts[at].Count++
		b.Parts[at].Amount += part.Amount
	}
	slices.SortStableFunc(b.Parts, func(x, y manyPart) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Ref, y.Ref))
	})
}

// acceptMany books every proposal that was ticked, as it was seen. Each stands on
// its own: what changed meanwhile, or cannot be booked, stays on the worklist and
// the reason is told.
func (p *pages) acceptMany(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	picks := r.PostForm["pick"]
	switch {
	case len(picks) == 0:
		return p.did(w, r, "/worklist", said{Code: "web.nothing-ticked", Problem: true}, nil)
	case len(picks) > maxPicks:
		return fault.New("web.too-many-picks", "most", maxPicks)
	}
	done := doneMany{}
	for _, pick := range picks {
		line, proposal, _ := strings.Cut(pick, " ")
		decision, err := p.source.AcceptTicked(r.Context(), p.user(r), line, proposal)
		done.add(p, r, decision, err)
	}
	told := done.told("web.said.accepted-many", "web.said.accepted-some")
	told.Batch = done.Done
	return p.did(w, r, "/worklist", told, nil)
}

// undoMany takes decisions back that were taken together, the last first.
func (p *pages) undoMany(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	decisions := r.PostForm["decision"]
	if len(decisions) > maxPicks {
		return fault.New("web.too-many-picks", "most", maxPicks)
	}
	done := doneMany{}
	for _, decision := range slices.Backward(decisions) {
		reversal, err := p.source.Undo(r.Context(), p.user(r), decision)
		done.add(p, r, reversal, err)
	}
	return p.did(w, r, "/worklist", done.told("web.said.undone-many", "web.said.undone-some"), nil)
}

// doneMany is what several acts in one go came to.
type doneMany struct {
	Done []string // decisions
	Left int
	Why  map[string]Sentence // why others were left, each reason once
}

func (d *doneMany) add(p *pages, r *http.Request, decision string, err error) {
	if err == nil {
		d.Done = append(d.Done, decision)
		return
	}
	d.Left++
	if d.Why == nil {
		d.Why = map[string]Sentence{}
	}
	why := p.saidFault(r, err)
	for why.Cause != nil { // what is wrong, not only that it is refused
		why = *why.Cause
	}
	d.Why[why.Code] = Sentence{why.Code, why.Args}
}

func (d *doneMany) told(all, some string) said {
	if d.Left == 0 {
		return said{Code: all, Args: fault.Args("n", len(d.Done))}
	}
	told := said{Code: some, Args: fault.Args("n", len(d.Done), "left", d.Left)}
	for _, code := range slices.Sorted(maps.Keys(d.Why)) {
		told.Left = append(told.Left, d.Why[code])
	}
	told.Left = told.Left[:min(mostLeft, len(told.Left))]
	return told
}
