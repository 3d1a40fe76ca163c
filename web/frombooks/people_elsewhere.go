// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app/people"
	"rentmeester/oidc"
)

// LoginElsewhere implements web.People.
func (s *Source) LoginElsewhere(ctx context.Context, a oidc.Account, from string) (int64, error) {
	return s.room.LoginElsewhere(ctx, people.Account{Issuer: a.Issuer, Subject: a.Subject, Mail: a.Mail}, from)
}
