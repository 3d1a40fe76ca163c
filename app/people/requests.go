// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// What can widen somebody's rights takes two: one asks, and another with the same
// right confirms. Who works on the machine itself has the database and asks nobody;
// his acts say so in the audit chain.

// RequestKind is what is asked.
type RequestKind string

const (
	AskLink    RequestKind = "link"    // a link into the account of somebody who is known already
	AskRoles   RequestKind = "roles"   // roles that somebody has not
	AskUnblock RequestKind = "unblock" // to let somebody in again
	AskUntie   RequestKind = "untie"   // that an account elsewhere is no longer somebody's
	AskPolicy  RequestKind = "policy"  // another policy
)

// Right gives the right that who asks and who confirms have.
func (k RequestKind) Right() policy.Right {
	if k == AskPolicy {
		return policy.ChangePolicy
	}
	return policy.ManagePeople
}

// Request is what one person asked and a second one must confirm.
type Request struct {
	ID     int64
	Kind   RequestKind
	Person int64  // whom it is about; 0 the policy
	Name   string // of that person
	Wish
	Ref    string // of a link the hash, of a policy its version
	MadeBy string
	MadeAt string
}

// Wish is what is asked, and what it was asked upon: when that is otherwise by the
// time of the confirmation, it is another question.
type Wish struct {
	Roles  []Grant `json:"roles,omitempty"`  // that somebody is to have, all of them
	Before []Grant `json:"before,omitempty"` // that he had
	Text   string  `json:"text,omitempty"`   // of the policy
	Basis  string  `json:"basis,omitempty"`  // version that it was held against
}

// States in which a request ends.
const (
	stateConfirmed = "confirmed"
	stateRefused   = "refused"
	stateWithdrawn = "withdrawn" // by who asked
)

// AtMachine gives the room for who works on the machine itself.
func (r *Room) AtMachine() *Room {
	own := *r
	own.machine = true
	return &own
}

// marked says in an event that it was done on the machine.
func (r *Room) marked(payload map[string]any) map[string]any {
	if r.machine {
		payload["at"] = "machine"
	}
	return payload
}

// Seconded says whether what a right can widen needs a second person now.
func (r *Room) Seconded(ctx context.Context, q *db.Queries, right policy.Right) (bool, error) {
	if r.machine {
		return false, nil
	}
	inForce, err := r.InForce(ctx, q)
	if err != nil {
		return false, err
	}
	settings := inForce.On(r.Today())
	switch settings.FourEyes.Of(right) {
	case policy.SecondAlways:
		return true, nil
	case policy.SecondNever:
		return false, nil
	}
	all, err := r.everybody(ctx, q)
	if err != nil {
		return false, err
	}
	had := 0
	for _, p := range all {
		var roles []string // also those that ended: who sends the other away is not alone
		for _, g := range p.Roles {
			if g.From <= r.Today() {
				roles = append(roles, g.Role)
			}
		}
		if settings.Roles.Of(roles...).Has(right) {
			had++
		}
	}
	return had >= 2, nil
}

// Ask keeps a request, in place of an open one about the same.
func (r *Room) Ask(ctx context.Context, tx *store.Tx, actor string, a Request) (id int64, err error) {
	_, err = tx.ReplaceSeconds(ctx, db.ReplaceSecondsParams{Adm: r.Adm.Key, Kind: string(a.Kind), PersonID: a.Person, EndedBy: actor, EndedAt: tx.Stamp()})
	if err != nil {
		return 0, books.Failed(err)
	}
	said, err := json.Marshal(a.Wish)
	if err != nil {
		return 0, err
	}
	id = tx.NewID()
	return id, tx.Add(ctx, db.Second{Adm: tx.Adm, ID: id, Kind: string(a.Kind), PersonID: a.Person, Ref: a.Ref, Said: string(said), State: "open",
		MadeBy: actor, MadeAt: tx.Stamp()})
}

// Requests gives what waits for a second person, the oldest first.
func (r *Room) Requests(ctx context.Context) (list []Request, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		rows, err := q.OpenSeconds(ctx, r.Adm.Key)
		if err != nil {
			return books.Failed(err)
		}
		for _, row := range rows {
			if r.overdue(row) {
				continue
			}
			one, err := r.requestOf(ctx, q, row)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return nil
	})
	return list, err
}

// overdue says that a link was asked too long ago: who has it would wait for it no
// more.
func (r *Room) overdue(row db.Second) bool {
	return RequestKind(row.Kind) == AskLink && row.MadeAt < store.Stamp(r.Now().Add(-linkLasts))
}

func (r *Room) requestOf(ctx context.Context, q *db.Queries, row db.Second) (Request, error) {
	a := Request{ID: row.ID, Kind: RequestKind(row.Kind), Person: row.PersonID, Ref: row.Ref, MadeBy: row.MadeBy, MadeAt: row.MadeAt}
	if err := json.Unmarshal([]byte(row.Said), &a.Wish); err != nil {
		return a, books.Failed(err)
	}
	if a.Person == 0 {
		return a, nil
	}
	who, err := q.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: a.Person})
	a.Name = who.Name
	return a, books.Failed(err)
}

// Mine gives of what waits that which somebody may confirm.
func (r *Room) Mine(ctx context.Context, name string) (list []Request, err error) {
	rights, err := r.RightsNow(ctx, name)
	if err != nil || !rights.Has(policy.ManagePeople) && !rights.Has(policy.ChangePolicy) {
		return nil, err
	}
	all, err := r.Requests(ctx)
	return slices.DeleteFunc(all, func(a Request) bool { return !rights.Has(a.Kind.Right()) || a.barred(name) != nil }), err
}

// barred says why somebody cannot be the second person, whatever his rights.
func (a Request) barred(name string) error {
	switch {
	case name == a.MadeBy:
		return fault.New("people.request-own")
	case a.Kind == AskRoles && name == a.Name:
		return fault.New("people.request-self")
	}
	return nil
}

// Confirmable gives an open request to who may confirm it. Errors:
// people.request-gone, people.request-own, people.request-self,
// people.request-right, people.request-maker.
func (r *Room) Confirmable(ctx context.Context, tx *store.Tx, actor string, id int64, kinds ...RequestKind) (Request, error) {
	a, err := r.open(ctx, tx, id, kinds)
	if err != nil {
		return a, err
	}
	if err := a.barred(actor); err != nil {
		return a, err
	}
	for name, code := range map[string]string{actor: "people.request-right", a.MadeBy: "people.request-maker"} {
		has, err := r.has(ctx, tx.Queries, name, a.Kind.Right())
		if err != nil {
			return a, err
		}
		if !has {
			return a, fault.New(code, "right", a.Kind.Right(), "who", name)
		}
	}
	return a, nil
}

// open gives a request that waits, of some kinds.
func (r *Room) open(ctx context.Context, tx *store.Tx, id int64, kinds []RequestKind) (a Request, err error) {
	row, err := tx.SecondByID(ctx, db.SecondByIDParams{Adm: r.Adm.Key, ID: id})
	switch {
	case store.NoRows(err):
		return a, fault.New("people.request-gone")
	case err != nil:
		return a, books.Failed(err)
	case row.State != "open" || r.overdue(row) || !slices.Contains(kinds, RequestKind(row.Kind)):
		return a, fault.New("people.request-gone")
	}
	return r.requestOf(ctx, tx.Queries, row)
}

// has says whether somebody has a right today; as long as nobody was ever added,
// everybody does.
func (r *Room) has(ctx context.Context, q *db.Queries, name string, right policy.Right) (bool, error) {
	row, err := q.PersonByName(ctx, db.PersonByNameParams{Adm: r.Adm.Key, Name: name})
	if store.NoRows(err) {
		count, err := q.CountPersons(ctx, r.Adm.Key)
		return count == 0, books.Failed(err)
	}
	if err != nil {
		return false, books.Failed(err)
	}
	rights, err := r.rightsOf(ctx, q, row, r.Today())
	return rights.Has(right), err
}

// end ends a request. Errors: people.request-gone when another was quicker.
func (r *Room) end(ctx context.Context, tx *store.Tx, actor string, id int64, state string) error {
	n, err := tx.EndSecond(ctx, db.EndSecondParams{Adm: r.Adm.Key, ID: id, State: state, EndedBy: actor, EndedAt: tx.Stamp()})
	if err == nil && n == 0 {
		return fault.New("people.request-gone")
	}
	return books.Failed(err)
}

// Confirmed ends a request that was carried out.
func (r *Room) Confirmed(ctx context.Context, tx *store.Tx, actor string, a Request) error {
	return r.end(ctx, tx, actor, a.ID, stateConfirmed)
}

// ofPeople are the kinds that are carried out here.
var ofPeople = []RequestKind{AskLink, AskRoles, AskUnblock, AskUntie}

// Confirm carries out what another asked. Errors: those of Confirmable,
// people.request-outdated, and those of what is carried out.
func (r *Room) Confirm(ctx context.Context, actor string, id int64) (a Request, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		if a, err = r.Confirmable(ctx, tx, actor, id, ofPeople...); err != nil {
			return err
		}
		if err := r.end(ctx, tx, actor, id, stateConfirmed); err != nil {
			return err
		}
		row, err := tx.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: a.Person})
		if err != nil {
			return none(err, a.Person)
		}
		switch a.Kind {
		case AskRoles:
			return r.confirmRoles(ctx, tx, actor, row, a)
		case AskUnblock:
			return r.block(ctx, tx, actor, row, false, a.MadeBy)
		case AskUntie:
			return r.untie(ctx, tx, actor, row, a.MadeBy)
		}
		if row.BlockedBy != "" {
			return fault.New("people.blocked", "name", row.Name)
		}
		if _, err := r.keepLink(ctx, tx, a.MadeBy, row.ID, a.Ref); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "person.linked", books.Subject("person", row.ID), map[string]any{"name": row.Name, "askedBy": a.MadeBy})
	})
	return a, err
}

func (r *Room) confirmRoles(ctx context.Context, tx *store.Tx, actor string, row db.Person, a Request) error {
	now, err := r.whole(ctx, tx.Queries, row)
	if err != nil {
		return err
	}
	if !slices.Equal(now.Roles, a.Before) {
		return fault.New("people.request-outdated", "name", row.Name)
	}
	return r.giveRoles(ctx, tx, actor, row, a.Roles, a.MadeBy)
}

// Refuse ends a request without carrying it out: who may confirm such a request
// refuses it, and who made it takes it back. Errors: people.request-gone,
// people.request-right.
func (r *Room) Refuse(ctx context.Context, actor string, id int64) (a Request, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		if a, err = r.open(ctx, tx, id, append([]RequestKind{AskPolicy}, ofPeople...)); err != nil {
			return err
		}
		state, act := stateRefused, "refused"
		if actor == a.MadeBy {
			state, act = stateWithdrawn, "withdrawn"
		} else if has, err := r.has(ctx, tx.Queries, actor, a.Kind.Right()); err != nil || !has {
			if err == nil {
				err = fault.New("people.request-right", "right", a.Kind.Right(), "who", actor)
			}
			return err
		}
		if err := r.end(ctx, tx, actor, id, state); err != nil {
			return err
		}
		about, subject := "person.", books.Subject("person", a.Person)
		if a.Kind == AskPolicy {
			about, subject = "policy.", a.Ref
		}
		return tx.Audit(ctx, actor, about+act, subject, map[string]any{"name": a.Name, "kind": a.Kind, "askedBy": a.MadeBy})
	})
	return a, err
}

// Waiting gives when a request was made.
func (a Request) Since() time.Time {
	at, _ := time.Parse(time.RFC3339, a.MadeAt) // the zero time where it cannot be read
	return at
}
