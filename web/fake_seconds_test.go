// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"slices"
	"time"

	"rentmeester/fault"
)

// What waits in the invented municipality for a second person.

func requests(by string) []Request {
	at := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	all := []Request{
		{ID: "71", Kind: "link", Person: "2", Name: "Anneke de Boer", By: "Bert", At: at},
		{ID: "72", Kind: "roles", Person: "4", Name: "Nieuw", Roles: []Grant{{"auditor", "2026-03-02", "2026-12-31"}, {Role: "administrator"}}, By: "m.bakker", At: at},
		{ID: "73", Kind: "unblock", Person: "3", Name: "Kees", By: "Bert", At: at},
		{ID: "74", Kind: "roles", Person: "1", Name: "m.bakker", Roles: []Grant{{Role: "clerk"}}, Had: []Grant{{Role: "administrator"}}, By: "Bert", At: at},
	}
	for i := range all {
		all[i].Own, all[i].Self = all[i].By == by, all[i].Kind == "roles" && all[i].Name == by
	}
	return all
}

func (v *town) PeopleRequests(_ context.Context, by string) ([]Request, error) {
	if v.empty {
		return nil, v.fails
	}
	return requests(by), v.fails
}

func (v *town) PolicyRequest(ctx context.Context, by string) (*Request, error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	changes, err := v.PolicyChanges(ctx, "3", "")
	return &Request{ID: "75", Kind: "policy", By: "Bert", At: time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC), Own: by == "Bert", Changes: changes}, err
}

func (v *town) ConfirmPeople(_ context.Context, by, request string) error {
	for _, one := range requests(by) {
		if one.ID == request && one.Own {
			return fault.New("people.request-own")
		}
	}
	return v.answer(by, "confirms", request, "71", "72", "73", "74")
}

func (v *town) ConfirmPolicy(_ context.Context, by, request string) error {
	return v.answer(by, "confirms", request, "75")
}

func (v *town) RefuseRequest(_ context.Context, by, request string) error {
	return v.answer(by, "refuses", request, "71", "72", "73", "74", "75")
}

func (v *town) answer(by, how, request string, known ...string) error {
	if !slices.Contains(known, request) {
		return fault.New("people.request-gone")
	}
	v.did("%s %s %s", by, how, request)
	return v.fails
}
