// SPDX-License-Identifier: EUPL-1.2

// Package access holds the tokens by which programs act in the name of a person.
// A token is shown once, when it is made; the books keep its SHA-256 only. What
// is done by a token stands in the audit chain under the person's name.
//
// It imports app/books, store, policy and fault.
package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Longest is for how many days a token may be good.
const Longest = 400

// prefix tells a token from other secrets, so that it is found where it was left
// by mistake.
const prefix = "rmt_"

// Door lets programs in, on the books of one administration.
type Door struct {
	books.Books
	// Rights gives what a person may do now: a token never does more. None is for who
	// is blocked, or unknown. Without it tokens are not held against their persons.
	Rights func(ctx context.Context, person string) (policy.Rights, error)
}

// Token is what is known of a token; not its secret.
type Token struct {
	ID        int64          `json:"id"`
	Name      string         `json:"name"`
	Person    string         `json:"person"`
	Rights    []policy.Right `json:"rights"` // as it was made; its person may have fewer now
	MadeBy    string         `json:"madeBy"`
	MadeAt    string         `json:"madeAt"`
	Expires   string         `json:"expires"`
	RevokedBy string         `json:"revokedBy,omitempty"`
	RevokedAt string         `json:"revokedAt,omitempty"`
	Good      bool           `json:"good"` // now
}

// Wanted is a token to be made.
type Wanted struct {
	Name   string        // what it is for
	Person string        // in whose name it acts
	Rights policy.Rights // Everything: all that the person may do
	Days   int           // for which it is good
}

// Add makes a token and gives its secret, which nothing can give again.
// Errors: access.name, access.right, access.beyond, access.days.
func (d *Door) Add(ctx context.Context, actor string, w Wanted) (t Token, secret string, err error) {
	w.Name, w.Person = strings.TrimSpace(w.Name), strings.TrimSpace(w.Person)
	switch {
	case w.Name == "" || w.Person == "":
		return t, "", fault.New("access.name")
	case w.Days < 1 || w.Days > Longest:
		return t, "", fault.New("access.days", "days", w.Days, "most", Longest)
	}
	if w.Rights, err = d.within(ctx, w); err != nil {
		return t, "", err
	}
	var random [32]byte
	if _, err := rand.Read(random[:]); err != nil {
		return t, "", err
	}
	half := base64.RawURLEncoding.EncodeToString(random[:])
	err = d.Write(ctx, func(tx *store.Tx) error {
		row := db.Token{Adm: tx.Adm, ID: tx.NewID(), Name: w.Name, Person: w.Person, Rights: written(w.Rights), Hash: hashOf(half),
			MadeBy: actor, MadeAt: tx.Stamp(), Expires: store.Stamp(tx.Now.AddDate(0, 0, w.Days))}
		t, secret = tokenOf(row, tx.Now), prefix+strconv.FormatInt(row.ID, 10)+"_"+half
		if err := tx.Add(ctx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "token.added", books.Subject("token", row.ID),
			map[string]any{"name": row.Name, "person": row.Person, "rights": row.Rights, "expires": row.Expires})
	})
	return t, secret, err
}

func hashOf(half string) string {
	sum := sha256.Sum256([]byte(half))
	return hex.EncodeToString(sum[:])
}

func tokenOf(r db.Token, now time.Time) Token {
	return Token{r.ID, r.Name, r.Person, rightsOf(r).List(), r.MadeBy, r.MadeAt, r.Expires, r.RevokedBy, r.RevokedAt, good(r, now)}
}

func good(r db.Token, now time.Time) bool {
	until, err := time.Parse(time.RFC3339, r.Expires)
	return err == nil && r.RevokedBy == "" && now.Before(until)
}

// List gives all tokens that were ever made.
func (d *Door) List(ctx context.Context) (all []Token, err error) {
	all = []Token{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.Tokens(ctx, d.Adm.Key)
		for _, r := range rows {
			all = append(all, tokenOf(r, d.Now()))
		}
		return books.Failed(err)
	})
	return all, err
}

// Revoke ends a token. Errors: access.none.
func (d *Door) Revoke(ctx context.Context, actor string, token int64) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		changed, err := tx.RevokeToken(ctx, db.RevokeTokenParams{Adm: tx.Adm, ID: token, RevokedBy: actor, RevokedAt: tx.Stamp()})
		if err != nil {
			return books.Failed(err)
		}
		if changed != 1 {
			return fault.New("access.none", "token", token)
		}
		return tx.Audit(ctx, actor, "token.revoked", books.Subject("token", token), map[string]any{})
	})
}

// Check tells whose token a secret is, and what may be done by it now. What is
// wrong with one that does not do is not told: whoever guesses learns nothing.
// Errors: access.refused.
func (d *Door) Check(ctx context.Context, secret string) (t Token, may policy.Rights, err error) {
	said, half, _ := strings.Cut(strings.TrimPrefix(secret, prefix), "_")
	id, err := strconv.ParseInt(said, 10, 64)
	if err != nil || !strings.HasPrefix(secret, prefix) {
		return t, 0, fault.New("access.refused")
	}
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := q.TokenByID(ctx, db.TokenByIDParams{Adm: d.Adm.Key, ID: id})
		if err != nil && !store.NoRows(err) {
			return books.Failed(err)
		}
		same := subtle.ConstantTimeCompare([]byte(row.Hash), []byte(hashOf(half))) == 1 // of no row: never
		if !same || !good(row, d.Now()) {
			return fault.New("access.refused")
		}
		t, may = tokenOf(row, d.Now()), rightsOf(row)
		return nil
	})
	if err != nil || d.Rights == nil {
		return t, may, err
	}
	has, err := d.Rights(ctx, t.Person)
	if may &= has; err == nil && has == 0 {
		err = fault.New("access.refused")
	}
	return t, may, err
}
