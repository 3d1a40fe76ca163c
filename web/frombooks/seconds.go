// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strconv"

	"rentmeester/app/people"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/web"
)

// PeopleRequests implements web.Seconds.
func (s *Source) PeopleRequests(ctx context.Context, by string) (list []web.Request, err error) {
	all, err := s.room.Requests(ctx)
	for _, a := range all {
		if a.Kind != people.AskPolicy {
			list = append(list, requestOf(a, by))
		}
	}
	return list, translate(err)
}

func requestOf(a people.Request, by string) web.Request {
	return web.Request{ID: strconv.FormatInt(a.ID, 10), Kind: string(a.Kind), Person: strconv.FormatInt(a.Person, 10), Name: a.Name,
		Roles: grantsOf(a.Roles), Had: grantsOf(a.Before), By: a.MadeBy, At: a.Since(), Own: by == a.MadeBy, Self: a.Kind == people.AskRoles && by == a.Name}
}

func grantsOf(all []people.Grant) (list []web.Grant) {
	for _, g := range all {
		list = append(list, web.Grant(g))
	}
	return list
}

// PolicyRequest implements web.Seconds.
func (s *Source) PolicyRequest(ctx context.Context, by string) (*web.Request, error) {
	all, err := s.room.Requests(ctx)
	if err != nil {
		return nil, translate(err)
	}
	for _, a := range all {
		if a.Kind != people.AskPolicy {
			continue
		}
		now, version, _, err := s.books.Policy(ctx)
		if err != nil {
			return nil, translate(err)
		}
		one := requestOf(a, by)
		if one.Stale = version != a.Basis; one.Stale {
			return &one, nil
		}
		before, err := policy.Outline([]byte(now))
		if err != nil {
			return nil, translate(err)
		}
		after, err := policy.Outline([]byte(a.Text))
		one.Changes = changesOf(policy.Difference(before, after))
		return &one, translate(err)
	}
	return nil, nil
}

// ConfirmPeople implements web.Seconds.
func (s *Source) ConfirmPeople(ctx context.Context, by, request string) error {
	id, err := requestID(request)
	if err != nil {
		return err
	}
	_, err = s.room.Confirm(ctx, by, id)
	return translate(err)
}

// ConfirmPolicy implements web.Seconds. The engine looks again, since other things
// may be done now.
func (s *Source) ConfirmPolicy(ctx context.Context, by, request string) error {
	id, err := requestID(request)
	if err != nil {
		return err
	}
	if err := s.books.ConfirmPolicy(ctx, by, id); err != nil {
		return translate(err)
	}
	s.again.ask()
	s.propose.ask()
	return nil
}

// RefuseRequest implements web.Seconds.
func (s *Source) RefuseRequest(ctx context.Context, by, request string) error {
	id, err := requestID(request)
	if err != nil {
		return err
	}
	_, err = s.room.Refuse(ctx, by, id)
	return translate(err)
}

func requestID(request string) (int64, error) {
	id, err := strconv.ParseInt(request, 10, 64)
	if err != nil {
		return 0, fault.New("people.request-gone")
	}
	return id, nil
}
