// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"

	"rentmeester/fault"
	"rentmeester/oidc"
	"rentmeester/policy"
)

// hall is who may come in to the invented municipality; everybody's password is
// his name.
type hall struct {
	people []Colleague
	acts   []string
}

func newHall() hall {
	made := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	return hall{people: []Colleague{
		{ID: "1", Name: "m.bakker", Mail: "m.bakker@example.nl", Password: true, Now: []string{"administrator"}, Roles: []Grant{{"administrator", "2026-01-05", ""}}, MadeBy: "m.bakker", MadeAt: made},
		{ID: "2", Name: "Anneke de Boer", Now: []string{"auditor"}, Roles: []Grant{{"auditor", "2026-01-05", "2026-12-31"}}, Elsewhere: true, MadeBy: "m.bakker", MadeAt: made},
		{ID: "3", Name: "Kees", Blocked: true, BlockedBy: "m.bakker", MadeBy: "m.bakker", MadeAt: made},
		{ID: "4", Name: "Nieuw", MadeBy: "m.bakker", MadeAt: made},
	}}
}

var townRoles = policy.Roles{"administrator": policy.Everything(), "auditor": policy.RightsOf(policy.Look, policy.ReadAudit, policy.Export), "clerk": policy.RightsOf(policy.Look, policy.Import)}

func (v *town) did(format string, args ...any) {
	v.hall.acts = append(v.hall.acts, fmt.Sprintf(format, args...))
}

func (v *town) Visitor(_ context.Context, person int64) (Visitor, bool, error) {
	for _, c := range v.hall.people {
		if c.ID == fmt.Sprint(person) {
			return Visitor{ID: person, Name: c.Name, Rights: townRoles.Of(c.Now...)}, !c.Blocked, v.fails
		}
	}
	return Visitor{}, false, v.fails
}

func (v *town) RolesWith(_ context.Context, right policy.Right) ([]string, error) {
	return townRoles.With(right), v.fails
}

func (v *town) Login(_ context.Context, who, password, from string) (int64, error) {
	if who == "wait" {
		return 0, fault.New("people.wait", "seconds", 30)
	}
	for i, c := range v.hall.people {
		if c.Name == who && password == who && !c.Blocked {
			v.did("%s enters from %s", who, from)
			return int64(i + 1), v.fails
		}
	}
	return 0, fault.New("people.refused")
}

func (v *town) Invited(_ context.Context, secret string) (Invited, error) {
	switch secret {
	case "first":
		return Invited{First: true}, v.fails
	case "nieuw":
		return Invited{Name: "Nieuw"}, v.fails
	}
	return Invited{}, fault.New("people.link")
}

func (v *town) Welcome(_ context.Context, secret string, first Newcomer, password string) (int64, error) {
	if len(password) < 12 {
		return 0, fault.New("people.password-short", "least", 12)
	}
	v.did("welcome %s %s %s", secret, first.Name, first.Mail)
	return map[string]int64{"first": 1, "nieuw": 4}[secret], v.fails
}

func (v *town) People(context.Context) ([]Colleague, error) {
	if v.empty {
		return nil, nil
	}
	return v.hall.people, v.fails
}

func (v *town) Colleague(_ context.Context, person string) (Colleague, error) {
	at := slices.IndexFunc(v.hall.people, func(c Colleague) bool { return c.ID == person })
	if at < 0 {
		return Colleague{}, fault.New("people.not-found", "who", person)
	}
	return v.hall.people[at], v.fails
}

func (v *town) Roles(context.Context) (all []Role, err error) {
	for _, name := range []string{"administrator", "auditor", "clerk"} {
		all = append(all, Role{name, townRoles[name].List()})
	}
	return all, v.fails
}

func (v *town) AddColleague(_ context.Context, by string, who Newcomer) (string, string, error) {
	if who.Name == "" {
		return "", "", fault.New("people.name", "name", "")
	}
	v.did("%s adds %s %v", by, who.Name, who.Roles)
	return "4", "geheim", v.fails
}

func (v *town) LinkColleague(_ context.Context, by, person string) (string, bool, error) {
	v.did("%s links %s", by, person)
	return "geheim", person == "2", v.fails
}

func (v *town) SetRoles(_ context.Context, by, person string, roles []Grant) (bool, error) {
	if person == "1" {
		return false, fault.New("people.last")
	}
	v.did("%s sets %s to %v", by, person, roles)
	return person == "2", v.fails
}

func (v *town) SetBlocked(_ context.Context, by, person string, blocked bool) (bool, error) {
	v.did("%s blocks %s %v", by, person, blocked)
	for i := range v.hall.people {
		if v.hall.people[i].ID == person {
			v.hall.people[i].Blocked = blocked
		}
	}
	return false, v.fails
}

func (v *town) EndColleague(_ context.Context, by, person string) (int64, error) {
	v.did("%s ends %s", by, person)
	return 1, v.fails
}

func (v *town) Sessions(_ context.Context, _ int64, here string) ([]Session, error) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return []Session{{ID: "0a1b", Agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", Began: at, Seen: at, Expires: at, Here: here != ""},
		{ID: "2c3d", Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", Began: at, Seen: at, Expires: at}}, v.fails
}

func (v *town) EndSession(_ context.Context, by string, person int64, session string) error {
	v.did("%s ends %d %s", by, person, session)
	return v.fails
}

func (v *town) EndOtherSessions(_ context.Context, by string, person int64, here string) (int64, error) {
	v.did("%s ends all of %d but %v", by, person, here != "")
	return 1, v.fails
}

func (v *town) SetPassword(_ context.Context, person int64, old, password, here string) error {
	if old == "wrong" {
		return fault.New("people.old-password")
	}
	v.did("%d has password %d here %v", person, len(password), here != "")
	return v.fails
}

func (v *town) SetLanguage(_ context.Context, person int64, lang string) error {
	v.did("%d reads %s", person, lang)
	return v.fails
}

// newLogin keeps sessions in memory, without the goroutine that clears them away.
func newLogin() *Login { return &Login{Sessions: scs.Store(memstore.NewWithCleanupInterval(0))} }

func (v *town) RolesClaim(context.Context) (string, error) { return "roles", nil }

func (v *town) RolesFollowed(context.Context) ([]string, error) { return []string{"auditor"}, nil }

func (v *town) Untie(_ context.Context, by, person string) (bool, error) {
	v.did("%s unties %s", by, person)
	return false, v.fails
}

func (v *town) Left(_ context.Context, person int64) error {
	v.did("%d leaves", person)
	return v.fails
}

// LoginElsewhere lets in by the beginning of an address.
func (v *town) LoginElsewhere(_ context.Context, a oidc.Account, from string) (int64, error) {
	for i, c := range v.hall.people {
		if c.Mail != "" && c.Mail == a.Mail && !c.Blocked {
			v.did("%s enters elsewhere as %s from %s", c.Name, a.Subject, from)
			return int64(i + 1), v.fails
		}
	}
	return 0, fault.New("people.refused-elsewhere")
}
