// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// KeyKept is for how long a request and its answer are kept under their key.
const KeyKept = 24 * time.Hour

const (
	// silent is after how long a request counts as broken off of which whoever does it
	// says nothing; breath is how often he says that he is at it.
	silent = time.Minute
	breath = silent / 4
)

// Answer is what a program was told.
type Answer struct {
	Status int
	Media  string
	Body   []byte
}

// Turn is a request under a key that is being done, by who holds the turn only.
type Turn struct {
	// Before is the answer that was given to it already: it is not to be done again.
	Before *Answer
	// Acted says that it was broken off after something was changed for it, and what,
	// as the audit chain names it. Nothing else is done twice.
	Acted string

	door *Door
	row  db.Request
	stop func()
}

// Begin takes a request on that a program gave a key. Sum tells it from others.
// Who holds a turn that has no Before must End it. Errors: access.key-other,
// access.key-busy.
func (d *Door) Begin(ctx context.Context, token int64, key, sum string) (*Turn, error) {
	t := &Turn{door: d, row: db.Request{Adm: d.Adm.Key, TokenID: token, Key: key, Sum: sum, Owner: rand.Text()}}
	err := d.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.ForgetRequests(ctx, db.ForgetRequestsParams{Adm: tx.Adm, Now: tx.Stamp()}); err != nil {
			return books.Failed(err)
		}
		t.row.Due, t.row.Expires = store.Stamp(tx.Now.Add(silent)), store.Stamp(tx.Now.Add(KeyKept))
		was, err := tx.RequestByKey(ctx, db.RequestByKeyParams{Adm: tx.Adm, TokenID: token, Key: key})
		switch {
		case store.NoRows(err):
			return tx.Add(ctx, t.row)
		case err != nil:
			return books.Failed(err)
		case was.Sum != sum:
			return fault.New("access.key-other", "key", key)
		case was.Status != 0:
			t.Before = &Answer{int(was.Status), was.Media, []byte(was.Body)}
			return nil
		case was.Due > tx.Stamp():
			return fault.New("access.key-busy", "key", key)
		}
		t.Acted, t.row.Acted = was.Acted, was.Acted
		return books.Failed(tx.TakeRequest(ctx, db.TakeRequestParams{Adm: tx.Adm, TokenID: token, Key: key, Owner: t.row.Owner, Due: t.row.Due, Expires: t.row.Expires}))
	})
	if err != nil {
		return nil, err
	}
	t.stop = func() {}
	if t.Before == nil {
		t.breathe(context.WithoutCancel(ctx))
	}
	return t, nil
}

// breathe says now and then that the request is still being done, until stop.
func (t *Turn) breathe(ctx context.Context) {
	ended := make(chan struct{})
	t.stop = sync.OnceFunc(func() { close(ended) })
	go func() {
		for {
			select {
			case <-ended:
				return
			case <-time.After(breath):
			}
			_ = t.door.Write(ctx, func(tx *store.Tx) error { // when it fails it is tried again, or another takes over
				_, err := tx.RequestStillMine(ctx, db.RequestStillMineParams{Adm: tx.Adm, TokenID: t.row.TokenID, Key: t.row.Key, Owner: t.row.Owner,
					Due: store.Stamp(tx.Now.Add(silent))})
				return err
			})
		}
	}()
}

// In gives the context in which the request is done: every step that it writes also
// writes down that it was for this request, and fails when another took it over
// meanwhile. Errors of such a step: access.key-lost.
func (t *Turn) In(ctx context.Context) context.Context {
	return store.Riding(ctx, func(tx *store.Tx) error {
		if about := tx.About(); t.row.Acted == "" && about != "" {
			t.row.Acted = about
		}
		mine, err := tx.RequestActed(ctx, db.RequestActedParams{Adm: tx.Adm, TokenID: t.row.TokenID, Key: t.row.Key, Owner: t.row.Owner, Acted: t.row.Acted})
		if err == nil && mine != 1 {
			return fault.New("access.key-lost", "key", t.row.Key)
		}
		return books.Failed(err)
	})
}

// End keeps the answer; without one the request may be sent again at once. What was
// changed for it stays known.
func (t *Turn) End(ctx context.Context, a *Answer) error {
	t.stop()
	return t.door.Write(ctx, func(tx *store.Tx) error {
		if a != nil {
			_, err := tx.AnswerRequest(ctx, db.AnswerRequestParams{Adm: tx.Adm, TokenID: t.row.TokenID, Key: t.row.Key, Owner: t.row.Owner,
				Status: int64(a.Status), Media: a.Media, Body: string(a.Body)})
			return books.Failed(err)
		}
		if t.row.Acted == "" {
			return books.Failed(tx.ForgetRequest(ctx, db.ForgetRequestParams{Adm: tx.Adm, TokenID: t.row.TokenID, Key: t.row.Key, Owner: t.row.Owner}))
		}
		_, err := tx.RequestStillMine(ctx, db.RequestStillMineParams{Adm: tx.Adm, TokenID: t.row.TokenID, Key: t.row.Key, Owner: t.row.Owner, Due: tx.Stamp()})
		return books.Failed(err)
	})
}
