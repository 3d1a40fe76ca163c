// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app/people"
	"rentmeester/oidc"
)

// LoginElsewhere implements web.People.
func (s *Source) LoginElsewhere(ctx context.Context, a oidc.Account, from string) (int64, error) {
	return s.room.LoginElsewhere(ctx, people.Account{Issuer: a.Issuer, Subject: a.Subject, Mail: a.Mail, Values: a.Values}, from)
}

// RolesClaim implements web.People.
func (s *Source) RolesClaim(ctx context.Context) (string, error) { return s.room.RolesClaim(ctx) }

// RolesFollowed implements web.People.
func (s *Source) RolesFollowed(ctx context.Context) ([]string, error) {
	return s.room.RolesFollowed(ctx)
}

// Untie implements web.People.
func (s *Source) Untie(ctx context.Context, by, person string) (waits bool, err error) {
	id, err := personID(person)
	if err != nil {
		return false, err
	}
	return s.room.Untie(ctx, by, id)
}

// Left implements web.People.
func (s *Source) Left(ctx context.Context, person int64) error { return s.room.Left(ctx, person) }
