// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"
)

// Seconds is what the pages need of what waits for a second person.
type Seconds interface {
	// PeopleRequests gives what waits of somebody's account or roles, for who looks.
	PeopleRequests(ctx context.Context, by string) ([]Request, error)
	// PolicyRequest gives the policy that waits; none when there is none.
	PolicyRequest(ctx context.Context, by string) (*Request, error)
	ConfirmPeople(ctx context.Context, by, request string) error
	ConfirmPolicy(ctx context.Context, by, request string) error
	// RefuseRequest refuses one, or takes it back when who asks made it.
	RefuseRequest(ctx context.Context, by, request string) error
}

// Request is what one person asked and a second one must confirm.
type Request struct {
	ID     string
	Kind   string // link, roles, unblock, policy
	Person string // whom it is about
	Name   string // of that person
	Roles  []Grant
	Had    []Grant // what he has now, of roles
	By     string
	At     time.Time
	Own    bool // who looks asked it himself
	Self   bool // they are his own roles

	Changes []PolicyChange // of a policy
	Stale   bool           // another policy came in force since
}

// Answer gives where the forms go to confirm it or to refuse it.
func (r Request) Answer(how string) string {
	if r.Kind == "policy" {
		return "/policy/requests/" + r.ID + "/" + how
	}
	return "/people/requests/" + r.ID + "/" + how
}
