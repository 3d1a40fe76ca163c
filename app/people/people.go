// SPDX-License-Identifier: EUPL-1.2

// Package people holds who may act in the books of an administration: persons,
// the roles that they have on a day, how they prove who they are, and who is in.
// What a role may do stands in the policy. Whatever changes here stands in the
// audit chain; secrets never do, and of secrets only hashes are kept.
//
// It imports app/books, store, autopilot, policy, day and fault.
package people

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"

	"rentmeester/app/books"
	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Room is where the persons of one administration are kept. It is safe for many
// goroutines; one per process counts the attempts to log in.
type Room struct {
	books.Books
	attempts *attempts
	idle     time.Duration // after so long unseen a session ends
	seeing   chan struct{} // held while a session is being marked as seen
	machine  bool          // who acts works on the machine itself
}

// New gives the room of an administration.
func New(b books.Books) *Room {
	return &Room{Books: b, attempts: newAttempts(), idle: time.Hour, seeing: make(chan struct{}, 1)}
}

// Today is the day on which roles are looked at.
func (r *Room) Today() day.Day { return day.Of(r.Now()) }

// Person is what is known of somebody.
type Person struct {
	ID        int64   `json:"id"`
	Name      string  `json:"name"`
	Mail      string  `json:"mail,omitempty"`
	Language  string  `json:"language,omitempty"`
	Roles     []Grant `json:"roles"`
	Password  bool    `json:"password"`         // he has one
	Elsewhere string  `json:"issuer,omitempty"` // where else he logs in
	Blocked   bool    `json:"blocked"`
	BlockedBy string  `json:"blockedBy,omitempty"`
	MadeBy    string  `json:"madeBy"`
	MadeAt    string  `json:"madeAt"`
}

// Grant is a role that somebody has on some days.
type Grant struct {
	Role  string  `json:"role"`
	From  day.Day `json:"from"`
	Until day.Day `json:"until,omitempty"` // the last one
}

// On says whether it is had on a day.
func (g Grant) On(d day.Day) bool { return g.From <= d && (g.Until == "" || d <= g.Until) }

// RolesOn gives the names of the roles of a day.
func (p Person) RolesOn(d day.Day) (names []string) {
	for _, g := range p.Roles {
		if g.On(d) && !slices.Contains(names, g.Role) {
			names = append(names, g.Role)
		}
	}
	return names
}

func personOf(row db.Person, roles []db.PersonRole) Person {
	p := Person{ID: row.ID, Name: row.Name, Mail: row.Mail, Language: row.Language, Roles: []Grant{}, Password: row.Password != "",
		Elsewhere: row.Issuer, Blocked: row.BlockedBy != "", BlockedBy: row.BlockedBy, MadeBy: row.MadeBy, MadeAt: row.MadeAt}
	for _, g := range roles {
		if g.PersonID == row.ID {
			p.Roles = append(p.Roles, Grant{g.Role, day.Day(g.FromDay), day.Day(g.UntilDay)})
		}
	}
	return p
}

// List gives everybody, by name.
func (r *Room) List(ctx context.Context) (all []Person, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		all, err = r.everybody(ctx, q)
		return err
	})
	return all, err
}

func (r *Room) everybody(ctx context.Context, q *db.Queries) ([]Person, error) {
	rows, err := q.Persons(ctx, r.Adm.Key)
	if err != nil {
		return nil, books.Failed(err)
	}
	roles, err := q.AllPersonRoles(ctx, r.Adm.Key)
	if err != nil {
		return nil, books.Failed(err)
	}
	all := make([]Person, 0, len(rows))
	for _, row := range rows {
		all = append(all, personOf(row, roles))
	}
	return all, nil
}

// Find gives somebody by name. Errors: people.not-found.
func (r *Room) Find(ctx context.Context, name string) (p Person, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err := q.PersonByName(ctx, db.PersonByNameParams{Adm: r.Adm.Key, Name: name})
		if err != nil {
			return none(err, name)
		}
		p, err = r.whole(ctx, q, row)
		return err
	})
	return p, err
}

// ByID gives somebody by identifier. Errors: people.not-found.
func (r *Room) ByID(ctx context.Context, id int64) (p Person, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err := q.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: id})
		if err != nil {
			return none(err, id)
		}
		p, err = r.whole(ctx, q, row)
		return err
	})
	return p, err
}

func none(err error, who any) error {
	if store.NoRows(err) {
		return fault.New("people.not-found", "who", who)
	}
	return books.Failed(err)
}

func (r *Room) whole(ctx context.Context, q *db.Queries, row db.Person) (Person, error) {
	roles, err := q.PersonRoles(ctx, db.PersonRolesParams{Adm: r.Adm.Key, PersonID: row.ID})
	return personOf(row, roles), books.Failed(err)
}

// Wanted is somebody to be added.
type Wanted struct {
	Name  string
	Mail  string // "" none
	Roles []Grant
}

// Add adds somebody and gives a link by which he chooses a password. He comes in at
// once; where two are needed, the roles wait for a second person. Errors:
// people.name, people.mail, people.same, people.role.
func (r *Room) Add(ctx context.Context, actor string, w Wanted) (id int64, link Link, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		if id, err = r.add(ctx, tx, actor, w); err != nil {
			return err
		}
		link, err = r.link(ctx, tx, actor, id)
		return err
	})
	return id, link, err
}

func (r *Room) add(ctx context.Context, tx *store.Tx, actor string, w Wanted) (id int64, err error) {
	if w.Name, w.Mail, err = cleaned(w.Name, w.Mail); err != nil {
		return 0, err
	}
	if err := r.free(ctx, tx.Queries, w.Name, w.Mail); err != nil {
		return 0, err
	}
	row := db.Person{Adm: tx.Adm, ID: tx.NewID(), Name: w.Name, Mail: w.Mail, MadeBy: actor, MadeAt: tx.Stamp()}
	if err := tx.Add(ctx, row); err != nil {
		return 0, err
	}
	seconded, err := r.Seconded(ctx, tx.Queries, policy.ManagePeople)
	if err != nil {
		return 0, err
	}
	given := w.Roles
	if seconded {
		given = nil
	}
	for _, g := range given {
		if err := r.grant(ctx, tx, actor, row.ID, g); err != nil {
			return 0, err
		}
	}
	err = tx.Audit(ctx, actor, "person.added", books.Subject("person", row.ID), r.marked(map[string]any{"name": row.Name, "mail": row.Mail, "roles": given}))
	if err == nil && seconded && len(w.Roles) > 0 {
		err = r.askRoles(ctx, tx, actor, row, nil, w.Roles)
	}
	return row.ID, err
}

// free says that a name and an address are nobody's yet. A name may not be
// somebody's address either, for one logs in with both. Errors: people.same.
func (r *Room) free(ctx context.Context, q *db.Queries, name, mail string) error {
	for _, one := range []string{name, mail} {
		if one == "" {
			continue
		}
		_, err := q.PersonByName(ctx, db.PersonByNameParams{Adm: r.Adm.Key, Name: one})
		_, other := q.PersonByMail(ctx, db.PersonByMailParams{Adm: r.Adm.Key, Mail: strings.ToLower(one)})
		switch {
		case err == nil || other == nil:
			return fault.New("people.same", "who", one)
		case !store.NoRows(err) || !store.NoRows(other):
			return books.Failed(err)
		}
	}
	return nil
}

// programs are the names under which the house itself acts. What is done under one
// counts as done without a person: none may bear it.
var programs = []string{autopilot.Actor, "webhooks", byElsewhere}

// cleaned gives a name and an address as they are kept. Errors: people.name,
// people.name-program, people.mail.
func cleaned(name, address string) (string, string, error) {
	name, address = strings.Join(strings.Fields(name), " "), strings.ToLower(strings.TrimSpace(address))
	strange := func(c rune) bool { return !unicode.IsPrint(c) }
	if name == "" || len([]rune(name)) > 100 || strings.ContainsFunc(name, strange) {
		return "", "", fault.New("people.name", "name", fault.Clip(name, 100))
	}
	if slices.ContainsFunc(programs, func(one string) bool { return strings.EqualFold(one, name) }) {
		return "", "", fault.New("people.name-program", "name", name)
	}
	if address != "" {
		if a, err := mail.ParseAddress(address); err != nil || a.Address != address || len(address) > 254 {
			return "", "", fault.New("people.mail", "mail", fault.Clip(address, 100))
		}
	}
	return name, address, nil
}

// Rights gives what somebody may do on a day, by name: programs that act in his
// name may do no more than he. Who is blocked or unknown may do nothing. As long
// as nobody was ever added, names are not looked at.
func (r *Room) Rights(ctx context.Context, name string, on day.Day) (rights policy.Rights, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err := q.PersonByName(ctx, db.PersonByNameParams{Adm: r.Adm.Key, Name: name})
		if store.NoRows(err) {
			count, err := q.CountPersons(ctx, r.Adm.Key)
			if count == 0 {
				rights = policy.Everything()
			}
			return books.Failed(err)
		}
		if err != nil {
			return books.Failed(err)
		}
		rights, err = r.rightsOf(ctx, q, row, on)
		return err
	})
	return rights, err
}

// RightsNow is Rights today.
func (r *Room) RightsNow(ctx context.Context, name string) (policy.Rights, error) {
	return r.Rights(ctx, name, r.Today())
}

func (r *Room) rightsOf(ctx context.Context, q *db.Queries, row db.Person, on day.Day) (policy.Rights, error) {
	p, err := r.whole(ctx, q, row)
	if err != nil || p.Blocked {
		return 0, err
	}
	inForce, err := r.InForce(ctx, q)
	if err != nil {
		return 0, err
	}
	return inForce.On(on).Roles.Of(p.RolesOn(on)...), nil
}

// RolesWith gives the roles that have a right today.
func (r *Room) RolesWith(ctx context.Context, right policy.Right) (names []string, err error) {
	roles, err := r.Roles(ctx)
	return roles.With(right), err
}

// Roles gives the roles there are today, and what they may do.
func (r *Room) Roles(ctx context.Context) (roles policy.Roles, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		p, err := r.InForce(ctx, q)
		roles = p.On(r.Today()).Roles
		return err
	})
	return roles, err
}
