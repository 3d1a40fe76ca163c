// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"math"
	"strings"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Login lets in who knows the password of a name or an address; from says where he
// is. What was wrong is not told, and takes as long to find out: who guesses does
// not learn whom there is. Errors: people.refused, people.wait.
func (r *Room) Login(ctx context.Context, who, password, from string) (id int64, err error) {
	if wait := r.attempts.wait(who, from, r.Now()); wait > 0 {
		return 0, fault.New("people.wait", "seconds", math.Ceil(wait.Seconds()))
	}
	var row db.Person
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err = r.called(ctx, q, strings.TrimSpace(who))
		return err
	})
	if err != nil {
		return 0, err
	}
	same, err := samePassword(ctx, row.Password, password)
	if err != nil {
		return 0, err
	}
	if !same || row.BlockedBy != "" {
		return 0, r.refuse(ctx, row.ID, row.Name, "password")
	}
	r.attempts.succeeded(who, from)
	return row.ID, r.entered(ctx, row.ID, row.Name, "password")
}

// called finds somebody by name or address; the zero row when there is none.
func (r *Room) called(ctx context.Context, q *db.Queries, who string) (db.Person, error) {
	row, err := q.PersonByName(ctx, db.PersonByNameParams{Adm: r.Adm.Key, Name: who})
	if store.NoRows(err) {
		row, err = q.PersonByMail(ctx, db.PersonByMailParams{Adm: r.Adm.Key, Mail: strings.ToLower(who)})
	}
	if store.NoRows(err) {
		return db.Person{}, nil
	}
	return row, books.Failed(err)
}

// refuse writes down that somebody was not let in. What was typed for a name that
// is nobody's is not kept: it may be a password.
func (r *Room) refuse(ctx context.Context, person int64, name, by string) error {
	err := r.Write(ctx, func(tx *store.Tx) error {
		return tx.Audit(ctx, name, "login.refused", books.Subject("person", person), map[string]any{"by": by})
	})
	if err != nil {
		return err
	}
	return fault.New("people.refused")
}

func (r *Room) entered(ctx context.Context, person int64, name, by string) error {
	return r.Write(ctx, func(tx *store.Tx) error {
		return tx.Audit(ctx, name, "login.entered", books.Subject("person", person), map[string]any{"by": by})
	})
}

// Left says in the audit chain that somebody logged out. His session is ended by who
// keeps it.
func (r *Room) Left(ctx context.Context, person int64) error {
	return r.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: person})
		if err != nil {
			return none(err, person)
		}
		return tx.Audit(ctx, row.Name, "login.left", books.Subject("person", person), map[string]any{})
	})
}

// SetPassword changes one's own password and ends one's other sessions; keep is
// the session that stays. Errors: people.not-found, people.refused, people.wait, those
// of checkPassword.
func (r *Room) SetPassword(ctx context.Context, person int64, old, password, keep string) error {
	p, err := r.ByID(ctx, person)
	if err != nil {
		return err
	}
	if wait := r.attempts.waitOwn(person, r.Now()); wait > 0 {
		return fault.New("people.wait", "seconds", math.Ceil(wait.Seconds()))
	}
	var row db.Person
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err = q.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: person})
		return books.Failed(err)
	})
	if err != nil {
		return err
	}
	if same, err := samePassword(ctx, row.Password, old); err != nil || !same {
		if err == nil {
			err = fault.New("people.old-password")
		}
		return err
	}
	if err := checkPassword(password, p.Name, p.Mail); err != nil {
		return err
	}
	hashed, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return r.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.SetPersonPassword(ctx, db.SetPersonPasswordParams{Adm: r.Adm.Key, ID: person, Password: hashed}); err != nil {
			return books.Failed(err)
		}
		if _, err := tx.DropSessionsOf(ctx, db.DropSessionsOfParams{Adm: r.Adm.Key, PersonID: person, Keep: sessionHash(keep)}); err != nil {
			return books.Failed(err)
		}
		return tx.Audit(ctx, p.Name, "person.password", books.Subject("person", person), map[string]any{"name": p.Name})
	})
}

// SetLanguage keeps in which language somebody reads; "" the usual one.
func (r *Room) SetLanguage(ctx context.Context, person int64, language string) error {
	return r.Store.Aside(ctx, r.Adm.Key, func(q *db.Queries) error {
		_, err := q.SetPersonLanguage(ctx, db.SetPersonLanguageParams{Adm: r.Adm.Key, ID: person, Language: language})
		return books.Failed(err)
	})
}

// In gives somebody who is in, and what he may do today. Who was blocked or is gone
// is not in. Errors: people.not-found.
func (r *Room) In(ctx context.Context, person int64) (p Person, rights policy.Rights, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err := q.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: person})
		if err != nil {
			return none(err, person)
		}
		if row.BlockedBy != "" {
			return fault.New("people.not-found", "who", row.Name)
		}
		if p, err = r.whole(ctx, q, row); err != nil {
			return err
		}
		inForce, err := r.InForce(ctx, q)
		rights = inForce.On(r.Today()).Roles.Of(p.RolesOn(r.Today())...)
		return err
	})
	return p, rights, err
}
