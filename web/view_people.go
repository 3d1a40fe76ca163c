// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"

	"rentmeester/day"
	"rentmeester/oidc"
	"rentmeester/policy"
)

// People is what the pages need of the room of people.
type People interface {
	// Visitor gives who is in, by what his session holds; in is false when he is
	// let in no more.
	Visitor(ctx context.Context, person int64) (v Visitor, in bool, err error)
	// RolesWith gives the roles that have a right, for who lacks it.
	RolesWith(ctx context.Context, right policy.Right) ([]string, error)
	// Login lets in who knows a password. Errors: people.refused, people.wait.
	Login(ctx context.Context, who, password, from string) (person int64, err error)
	// LoginElsewhere lets in who logged in with an account elsewhere. Errors:
	// people.refused-elsewhere, people.wait.
	LoginElsewhere(ctx context.Context, a oidc.Account, from string) (person int64, err error)
	// RolesClaim gives the claim of such an account from which roles follow; "" none.
	RolesClaim(context.Context) (string, error)
	// RolesFollowed gives the roles that it alone gives and takes.
	RolesFollowed(context.Context) ([]string, error)
	// Untie lets such an account no longer be somebody's; waits: when a second person
	// confirms it.
	Untie(ctx context.Context, by, person string) (waits bool, err error)
	// Left says that somebody logged out.
	Left(ctx context.Context, person int64) error
	// Invited tells whom a link is for; First: whoever comes first.
	Invited(ctx context.Context, secret string) (Invited, error)
	Welcome(ctx context.Context, secret string, first Newcomer, password string) (person int64, err error)

	People(ctx context.Context) ([]Colleague, error)
	Colleague(ctx context.Context, person string) (Colleague, error)
	Roles(ctx context.Context) ([]Role, error)
	// AddColleague and LinkColleague give the secret of a link, which nothing can
	// give again. What waits for a second person changed nothing yet.
	AddColleague(ctx context.Context, by string, who Newcomer) (person, secret string, err error)
	LinkColleague(ctx context.Context, by, person string) (secret string, waits bool, err error)
	SetRoles(ctx context.Context, by, person string, roles []Grant) (waits bool, err error)
	SetBlocked(ctx context.Context, by, person string, blocked bool) (waits bool, err error)
	EndColleague(ctx context.Context, by, person string) (sessions int64, err error)

	// Sessions gives where somebody is in; here is the session that asks.
	Sessions(ctx context.Context, person int64, here string) ([]Session, error)
	EndSession(ctx context.Context, by string, person int64, session string) error
	EndOtherSessions(ctx context.Context, by string, person int64, here string) (int64, error)
	SetPassword(ctx context.Context, person int64, old, password, here string) error
	SetLanguage(ctx context.Context, person int64, lang string) error
}

// Invited is whom a link is for.
type Invited struct {
	Name  string
	First bool // whoever comes first chooses his name
}

// Newcomer is somebody to be added.
type Newcomer struct {
	Name, Mail string
	Roles      []Grant
}

// Grant is a role that somebody has from a day on, until and with another.
type Grant struct {
	Role        string
	From, Until day.Day
}

// Role is a role of the policy, and what it may do.
type Role struct {
	Name   string
	Rights []policy.Right
}

// Colleague is somebody who may come in.
type Colleague struct {
	ID, Name, Mail string
	Roles          []Grant // of today and later
	Now            []string
	Password       bool
	Elsewhere      bool
	Blocked        bool
	BlockedBy      string
	MadeBy         string
	MadeAt         time.Time
}

// Session is where somebody is in.
type Session struct {
	ID                   string
	Agent                string
	Began, Seen, Expires time.Time
	Here                 bool
}
