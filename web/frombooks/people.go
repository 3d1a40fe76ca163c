// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"slices"
	"strconv"
	"time"

	"rentmeester/app/people"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/web"
)

// Room is the room that the pages let people in by.
func (s *Source) Room() *people.Room { return s.room }

// Visitor implements web.People.
func (s *Source) Visitor(ctx context.Context, person int64) (v web.Visitor, in bool, err error) {
	p, rights, err := s.room.In(ctx, person)
	if fault.Is(err, "people.not-found") {
		return v, false, nil
	}
	return web.Visitor{ID: p.ID, Name: p.Name, Lang: p.Language, Rights: rights}, err == nil, err
}

// RolesWith implements web.People.
func (s *Source) RolesWith(ctx context.Context, right policy.Right) ([]string, error) {
	return s.room.RolesWith(ctx, right)
}

// Login implements web.People.
func (s *Source) Login(ctx context.Context, who, password, from string) (int64, error) {
	return s.room.Login(ctx, who, password, from)
}

// Invited implements web.People.
func (s *Source) Invited(ctx context.Context, secret string) (web.Invited, error) {
	p, err := s.room.Invited(ctx, secret)
	return web.Invited{Name: p.Name, First: p.ID == 0}, err
}

// Welcome implements web.People.
func (s *Source) Welcome(ctx context.Context, secret string, first web.Newcomer, password string) (int64, error) {
	return s.room.Welcome(ctx, secret, people.Wanted{Name: first.Name, Mail: first.Mail}, password)
}

// People implements web.People.
func (s *Source) People(ctx context.Context) (all []web.Colleague, err error) {
	list, err := s.room.List(ctx)
	for _, p := range list {
		all = append(all, s.colleagueOf(p))
	}
	return all, err
}

func (s *Source) colleagueOf(p people.Person) web.Colleague {
	made, _ := time.Parse(time.RFC3339, p.MadeAt) // the zero time where it cannot be read
	c := web.Colleague{ID: strconv.FormatInt(p.ID, 10), Name: p.Name, Mail: p.Mail, Now: p.RolesOn(s.room.Today()), Password: p.Password,
		Elsewhere: p.Elsewhere != "", Blocked: p.Blocked, BlockedBy: p.BlockedBy, MadeBy: p.MadeBy, MadeAt: made}
	for _, g := range p.Roles {
		if g.Until == "" || g.Until >= s.room.Today() {
			c.Roles = append(c.Roles, web.Grant(g))
		}
	}
	return c
}

// Colleague implements web.People.
func (s *Source) Colleague(ctx context.Context, person string) (web.Colleague, error) {
	id, err := personID(person)
	if err != nil {
		return web.Colleague{}, err
	}
	p, err := s.room.ByID(ctx, id)
	return s.colleagueOf(p), err
}

func personID(person string) (int64, error) {
	id, err := strconv.ParseInt(person, 10, 64)
	if err != nil {
		return 0, fault.New("people.not-found", "who", person)
	}
	return id, nil
}

// Roles implements web.People.
func (s *Source) Roles(ctx context.Context) (all []web.Role, err error) {
	roles, err := s.room.Roles(ctx)
	for name, rights := range roles {
		all = append(all, web.Role{Name: name, Rights: rights.List()})
	}
	slices.SortFunc(all, func(a, b web.Role) int { // those that may most come first
		if more := len(b.Rights) - len(a.Rights); more != 0 {
			return more
		}
		return map[bool]int{true: -1, false: 1}[a.Name < b.Name]
	})
	return all, err
}

func grants(all []web.Grant) (roles []people.Grant) {
	for _, g := range all {
		roles = append(roles, people.Grant(g))
	}
	return roles
}

// AddColleague implements web.People.
func (s *Source) AddColleague(ctx context.Context, by string, who web.Newcomer) (person, secret string, err error) {
	id, link, err := s.room.Add(ctx, by, people.Wanted{Name: who.Name, Mail: who.Mail, Roles: grants(who.Roles)})
	return strconv.FormatInt(id, 10), link.Secret, err
}

// LinkColleague implements web.People.
func (s *Source) LinkColleague(ctx context.Context, by, person string) (secret string, waits bool, err error) {
	id, err := personID(person)
	if err != nil {
		return "", false, err
	}
	link, err := s.room.NewLink(ctx, by, id)
	return link.Secret, link.Waits, err
}

// SetRoles implements web.People.
func (s *Source) SetRoles(ctx context.Context, by, person string, roles []web.Grant) (waits bool, err error) {
	id, err := personID(person)
	if err != nil {
		return false, err
	}
	return s.room.SetRoles(ctx, by, id, grants(roles))
}

// SetBlocked implements web.People.
func (s *Source) SetBlocked(ctx context.Context, by, person string, blocked bool) (waits bool, err error) {
	id, err := personID(person)
	if err != nil {
		return false, err
	}
	return s.room.SetBlocked(ctx, by, id, blocked)
}

// EndColleague implements web.People.
func (s *Source) EndColleague(ctx context.Context, by, person string) (int64, error) {
	id, err := personID(person)
	if err != nil {
		return 0, err
	}
	return s.room.EndSessions(ctx, by, id, "")
}

// Sessions implements web.People.
func (s *Source) Sessions(ctx context.Context, person int64, here string) (all []web.Session, err error) {
	list, err := s.room.SessionsOf(ctx, person, here)
	for _, one := range list {
		all = append(all, web.Session(one))
	}
	return all, err
}

// EndSession implements web.People.
func (s *Source) EndSession(ctx context.Context, by string, person int64, session string) error {
	return s.room.EndSession(ctx, by, person, session)
}

// EndOtherSessions implements web.People.
func (s *Source) EndOtherSessions(ctx context.Context, by string, person int64, here string) (int64, error) {
	return s.room.EndSessions(ctx, by, person, here)
}

// SetPassword implements web.People.
func (s *Source) SetPassword(ctx context.Context, person int64, old, password, here string) error {
	return s.room.SetPassword(ctx, person, old, password, here)
}

// SetLanguage implements web.People.
func (s *Source) SetLanguage(ctx context.Context, person int64, lang string) error {
	return s.room.SetLanguage(ctx, person, lang)
}
