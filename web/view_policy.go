// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"

	"rentmeester/day"
)

// Policies are what the page of the policy needs of Source.
type Policies interface {
	// Policy gives the policy in force, and each time that one was put in force.
	Policy(ctx context.Context) (Policy, error)
	// PolicyChanges gives what one version says otherwise than another; they are
	// named by the event of the audit trail that put them in force.
	PolicyChanges(ctx context.Context, before, after string) ([]PolicyChange, error)
	// TryPolicy checks a text and gives what it says otherwise than the policy in
	// force. Errors say what is wrong with it and where.
	TryPolicy(ctx context.Context, text string) ([]PolicyChange, error)
	// SetPolicy puts a text in force in place of the version that who asks looked
	// at, unless it waits for a second person. Errors: ".stale" when another is in
	// force by now.
	SetPolicy(ctx context.Context, by, version, text string) (waits bool, err error)
}

// Policy is the policy of the administration.
type Policy struct {
	Version  string
	Since    time.Time
	By       string // "" nobody knows
	Text     string
	Today    day.Day
	Now      []PolicySetting // in force today
	Later    []PolicySetting // comes into force after today
	Versions []PolicyVersion // the newest first
}

// PolicySetting is one thing that a policy says.
type PolicySetting struct {
	Path, Value string
	From        day.Day
}

// PolicyVersion is one time that a policy was put in force.
type PolicyVersion struct {
	Seq, Version, By string
	AskedBy          string // who proposed what By confirmed
	At               time.Time
}

// PolicyChange is a difference in one setting from a day on; Was is "" for what is
// new, Is for what is gone.
type PolicyChange struct {
	Path    string
	From    day.Day
	Was, Is string
}
