// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strconv"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/web"
)

// Policy implements web.Policies.
func (s *Source) Policy(ctx context.Context) (p web.Policy, err error) {
	text, version, since, err := s.books.Policy(ctx)
	if err != nil {
		return p, err
	}
	all, err := policy.Outline([]byte(text))
	if err != nil {
		return p, err
	}
	versions, err := s.books.PolicyVersions(ctx)
	if err != nil {
		return p, err
	}
	today := day.Of(s.books.Now())
	p = web.Policy{Version: version, Since: moment(since), Text: text, Today: today, Now: settingsOf(policy.InForce(all, today)),
		Later: settingsOf(policy.Coming(all, today))}
	for _, v := range versions {
		p.Versions = append(p.Versions, web.PolicyVersion{Seq: strconv.FormatInt(v.Seq, 10), Version: v.Version, By: v.Actor, AskedBy: v.AskedBy, At: moment(v.At)})
		if p.By == "" && v.Version == version {
			p.By = v.Actor
		}
	}
	return p, nil
}

func settingsOf(settings []policy.Setting) (list []web.PolicySetting) {
	for _, one := range settings {
		list = append(list, web.PolicySetting{Path: one.Path, Value: one.Value, From: one.From})
	}
	return list
}

// PolicyChanges implements web.Policies. Errors: app.trail.not-found.
func (s *Source) PolicyChanges(ctx context.Context, before, after string) ([]web.PolicyChange, error) {
	versions, err := s.books.PolicyVersions(ctx)
	if err != nil {
		return nil, err
	}
	was, err := outlineOf(versions, before)
	if err != nil {
		return nil, err
	}
	is, err := outlineOf(versions, after)
	return changesOf(policy.Difference(was, is)), err
}

func outlineOf(versions []app.PolicyVersion, seq string) ([]policy.Setting, error) {
	for _, v := range versions {
		if strconv.FormatInt(v.Seq, 10) == seq {
			return policy.Outline([]byte(v.Text))
		}
	}
	return nil, fault.New("app.trail.not-found", "subject", seq)
}

func changesOf(changes []policy.Change) (list []web.PolicyChange) {
	for _, c := range changes {
		list = append(list, web.PolicyChange{Path: c.Path, From: c.From, Was: c.Was, Is: c.Is})
	}
	return list
}

// TryPolicy implements web.Policies.
func (s *Source) TryPolicy(ctx context.Context, text string) ([]web.PolicyChange, error) {
	if _, err := policy.Check([]byte(text)); err != nil {
		return nil, translate(err)
	}
	after, err := policy.Outline([]byte(text))
	if err != nil {
		return nil, translate(err)
	}
	now, _, _, err := s.books.Policy(ctx)
	if err != nil {
		return nil, err
	}
	before, err := policy.Outline([]byte(now))
	return changesOf(policy.Difference(before, after)), err
}

// SetPolicy implements web.Policies. The engine looks again, since other things may
// be done now.
func (s *Source) SetPolicy(ctx context.Context, by, version, text string) (waits bool, err error) {
	if waits, err = s.books.ReplacePolicy(ctx, by, version, []byte(text)); err != nil || waits {
		return waits, translate(err)
	}
	s.again.ask()
	s.propose.ask()
	return false, nil
}
