// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Link lets somebody choose a password, once.
type Link struct {
	Secret  string
	Expires time.Time
	Waits   bool // it works when a second person has confirmed it
}

// linkLasts is for how long a link is good.
const linkLasts = 48 * time.Hour

// firstRole is what the first person gets: he gives the others theirs.
const firstRole = "administrator"

// secret gives 256 bits of chance as text.
func secret() (string, error) {
	var random [32]byte
	_, err := rand.Read(random[:])
	return base64.RawURLEncoding.EncodeToString(random[:]), err
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// NewLink gives somebody a new link; those before it end. One into an account that
// somebody has already, or that may do something, works when a second person has
// confirmed it: who made it could come in with it as that person. Errors:
// people.not-found, people.blocked.
func (r *Room) NewLink(ctx context.Context, actor string, person int64) (link Link, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: person})
		switch {
		case err != nil:
			return none(err, person)
		case row.BlockedBy != "":
			return fault.New("people.blocked", "name", row.Name)
		}
		waits, err := r.linkWaits(ctx, tx, row)
		if err != nil {
			return err
		}
		if waits {
			link, err = r.askLink(ctx, tx, actor, row)
			return err
		}
		if link, err = r.link(ctx, tx, actor, person); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "person.linked", books.Subject("person", person), r.marked(map[string]any{"name": row.Name, "expires": store.Stamp(link.Expires)}))
	})
	return link, err
}

// linkWaits says whether a link into an account needs a second person. An account
// that nobody ever came into and that has no role gives whoever takes it nothing.
func (r *Room) linkWaits(ctx context.Context, tx *store.Tx, row db.Person) (bool, error) {
	p, err := r.whole(ctx, tx.Queries, row)
	if err != nil || !p.Password && p.Elsewhere == "" && len(p.Roles) == 0 {
		return false, err
	}
	return r.Seconded(ctx, tx.Queries, policy.ManagePeople)
}

// askLink makes a link that does not work yet. What worked before goes on until then.
func (r *Room) askLink(ctx context.Context, tx *store.Tx, actor string, row db.Person) (link Link, err error) {
	link = Link{Expires: tx.Now.Add(linkLasts), Waits: true}
	if link.Secret, err = secret(); err != nil {
		return link, err
	}
	if _, err := r.Ask(ctx, tx, actor, Request{Kind: AskLink, Person: row.ID, Ref: hashOf(link.Secret)}); err != nil {
		return link, err
	}
	return link, tx.Audit(ctx, actor, "person.link-asked", books.Subject("person", row.ID), map[string]any{"name": row.Name})
}

// FirstLink gives a link for whoever comes first, as long as nobody is there.
func (r *Room) FirstLink(ctx context.Context, actor string) (link Link, needed bool, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		count, err := tx.CountPersons(ctx, r.Adm.Key)
		if needed = count == 0; err != nil || !needed {
			return books.Failed(err)
		}
		link, err = r.link(ctx, tx, actor, 0)
		return err
	})
	return link, needed, err
}

func (r *Room) link(ctx context.Context, tx *store.Tx, actor string, person int64) (link Link, err error) {
	if link.Secret, err = secret(); err != nil {
		return link, err
	}
	link.Expires, err = r.keepLink(ctx, tx, actor, person, hashOf(link.Secret))
	return link, err
}

// keepLink lets a link work from now on, in place of others of the same person.
func (r *Room) keepLink(ctx context.Context, tx *store.Tx, actor string, person int64, hash string) (expires time.Time, err error) {
	expires = tx.Now.Add(linkLasts)
	if err := r.dropLinks(ctx, tx, actor, person); err != nil {
		return expires, err
	}
	return expires, tx.Add(ctx, db.PersonLink{Adm: tx.Adm, Hash: hash, PersonID: person, MadeBy: actor, MadeAt: tx.Stamp(), Expires: store.Stamp(expires)})
}

// dropLinks ends somebody's links, and what was asked of them.
func (r *Room) dropLinks(ctx context.Context, tx *store.Tx, actor string, person int64) error {
	if _, err := tx.DropPersonLinks(ctx, db.DropPersonLinksParams{Adm: r.Adm.Key, PersonID: person}); err != nil {
		return books.Failed(err)
	}
	_, err := tx.ReplaceSeconds(ctx, db.ReplaceSecondsParams{Adm: r.Adm.Key, Kind: string(AskLink), PersonID: person, EndedBy: actor, EndedAt: tx.Stamp()})
	return books.Failed(err)
}

// Invited tells whom a link is for; the zero Person is whoever comes first.
// Errors: people.link.
func (r *Room) Invited(ctx context.Context, secret string) (p Person, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err := r.invited(ctx, q, secret)
		if err == nil && row.ID != 0 {
			p, err = r.whole(ctx, q, row)
		}
		return err
	})
	return p, err
}

func (r *Room) invited(ctx context.Context, q *db.Queries, secret string) (row db.Person, err error) {
	link, err := q.PersonLink(ctx, db.PersonLinkParams{Adm: r.Adm.Key, Hash: hashOf(secret)})
	if err != nil && !store.NoRows(err) {
		return row, books.Failed(err)
	}
	if err != nil || link.Expires < store.Stamp(r.Now()) {
		return row, r.noLink(ctx, q, secret)
	}
	if link.PersonID == 0 {
		count, err := q.CountPersons(ctx, r.Adm.Key)
		if err == nil && count > 0 { // somebody came by the back door meanwhile
			return row, fault.New("people.link")
		}
		return row, books.Failed(err)
	}
	row, err = q.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: link.PersonID})
	if err != nil {
		return row, books.Failed(err)
	}
	if row.BlockedBy != "" {
		return row, fault.New("people.link")
	}
	return row, nil
}

// noLink says why a link does not work: it may wait for a second person.
func (r *Room) noLink(ctx context.Context, q *db.Queries, secret string) error {
	rows, err := q.OpenSeconds(ctx, r.Adm.Key)
	if err != nil {
		return books.Failed(err)
	}
	for _, row := range rows {
		if RequestKind(row.Kind) == AskLink && row.Ref == hashOf(secret) && !r.overdue(row) {
			return fault.New("people.link-waits")
		}
	}
	return fault.New("people.link")
}

// Welcome lets who holds a link choose a password, and the first person a name
// too. The link ends, and so do the sessions that he had. Errors: people.link,
// those of checkPassword, and for the first person those of Add.
func (r *Room) Welcome(ctx context.Context, secret string, first Wanted, password string) (id int64, err error) {
	p, err := r.Invited(ctx, secret)
	if err != nil {
		return 0, err
	}
	if p.ID == 0 {
		if first.Name, first.Mail, err = cleaned(first.Name, first.Mail); err != nil {
			return 0, err
		}
		p.Name, p.Mail = first.Name, first.Mail
	}
	if err := checkPassword(password, p.Name, p.Mail); err != nil {
		return 0, err
	}
	hashed, err := hashPassword(ctx, password)
	if err != nil {
		return 0, err
	}
	err = r.Write(ctx, func(tx *store.Tx) error {
		row, err := r.invited(ctx, tx.Queries, secret) // it may be used by now
		if err != nil {
			return err
		}
		if id = row.ID; id == 0 {
			first.Roles = []Grant{{Role: firstRole}}
			if id, err = r.AtMachine().add(ctx, tx, p.Name, first); err != nil { // his link was made there
				return err
			}
			if err := tx.Flush(ctx); err != nil {
				return err
			}
		}
		if _, err := tx.SetPersonPassword(ctx, db.SetPersonPasswordParams{Adm: r.Adm.Key, ID: id, Password: hashed}); err != nil {
			return books.Failed(err)
		}
		if err := r.dropLinks(ctx, tx, p.Name, row.ID); err != nil {
			return err
		}
		if err := r.shutOut(ctx, tx, p.Name, id); err != nil {
			return err
		}
		return tx.Audit(ctx, p.Name, "person.welcomed", books.Subject("person", id), map[string]any{"name": p.Name})
	})
	return id, err
}
