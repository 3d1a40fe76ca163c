// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"math"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Account is an account that is kept elsewhere, of somebody who logged in there.
type Account struct {
	Issuer, Subject string
	Mail            string   // in small letters; "" none that is certainly his
	Values          []string // of the claim that the policy names
}

// byElsewhere is how the audit trail calls this way in, and who gives the roles that
// follow from it.
const byElsewhere = "oidc"

// LoginElsewhere lets in who logged in with an account elsewhere: the person whose
// account it is, or, the first time, the one to whom an administrator gave the
// address. Nobody comes in who was not added before. Who is not let in is not told
// why: whom there is, is nobody's business. Where the policy says so, his roles follow
// the account. Errors: people.refused-elsewhere, people.wait.
func (r *Room) LoginElsewhere(ctx context.Context, a Account, from string) (id int64, err error) {
	if a.Issuer == "" || a.Subject == "" {
		return 0, fault.New("people.refused-elsewhere")
	}
	who := a.Issuer + " " + a.Subject
	if wait := r.attempts.wait(who, from, r.Now()); wait > 0 {
		return 0, fault.New("people.wait", "seconds", math.Ceil(wait.Seconds()))
	}
	row, err := r.enterElsewhere(ctx, a, true)
	if fault.Is(err, "people.last") { // he comes in, and stays who manages people
		row, err = r.enterElsewhere(ctx, a, false)
	}
	if err != nil {
		return 0, err
	}
	if row.ID == 0 || row.BlockedBy != "" {
		return 0, fault.New("people.refused-elsewhere")
	}
	r.attempts.succeeded(who, from)
	return row.ID, nil
}

// enterElsewhere finds whose an account is, has his roles follow it and says in the
// audit chain that he came in, or did not.
func (r *Room) enterElsewhere(ctx context.Context, a Account, takes bool) (row db.Person, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		if row, err = r.holder(ctx, tx, a); err != nil {
			return err
		}
		act := "login.refused"
		if row.ID != 0 && row.BlockedBy == "" {
			act = "login.entered"
			if err := r.follow(ctx, tx, row, a, takes); err != nil {
				return err
			}
		}
		return tx.Audit(ctx, row.Name, act, books.Subject("person", row.ID), map[string]any{"by": byElsewhere})
	})
	return row, err
}

// holder finds whose an account is, and ties it the first time; the zero row when it
// is nobody's. The account of somebody who is blocked, or has another account
// already, is not tied by its address.
func (r *Room) holder(ctx context.Context, tx *store.Tx, a Account) (row db.Person, err error) {
	row, err = tx.PersonBySubject(ctx, db.PersonBySubjectParams{Adm: r.Adm.Key, Issuer: a.Issuer, Subject: a.Subject})
	if err == nil || !store.NoRows(err) {
		return row, books.Failed(err)
	}
	if a.Mail == "" {
		return db.Person{}, nil
	}
	row, err = tx.PersonByMail(ctx, db.PersonByMailParams{Adm: r.Adm.Key, Mail: a.Mail})
	switch {
	case store.NoRows(err), err == nil && row.Subject != "":
		return db.Person{}, nil
	case err != nil || row.BlockedBy != "":
		return row, books.Failed(err)
	}
	tied, err := tx.SetPersonSubject(ctx, db.SetPersonSubjectParams{Adm: r.Adm.Key, ID: row.ID, Issuer: a.Issuer, Subject: a.Subject})
	if err != nil || tied == 0 { // another was quicker
		return db.Person{}, books.Failed(err)
	}
	return row, tx.Audit(ctx, row.Name, "person.tied", books.Subject("person", row.ID), map[string]any{"name": row.Name, "issuer": a.Issuer})
}
