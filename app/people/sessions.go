// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"time"

	"github.com/alexedwards/scs/v2"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// What a session holds.
const (
	SessionPerson = "person" // int64, who is in
	SessionAgent  = "agent"  // string, his browser
)

// Session is where somebody is in.
type Session struct {
	ID      string // the beginning of its hash
	Agent   string
	Began   time.Time
	Seen    time.Time
	Expires time.Time
	Here    bool // it is the one that asks
}

// Sessions keeps sessions among the books, so that several processes share them.
// A session that nobody used for a while is gone. It is an scs.CtxStore.
type Sessions struct{ room *Room }

// Sessions gives where sessions are kept; idle is how long one may be left alone.
func (r *Room) Sessions(idle time.Duration) *Sessions {
	r.idle = idle
	return &Sessions{r}
}

// sessionHash is what is kept of what a browser holds.
func sessionHash(token string) string {
	if token == "" {
		return ""
	}
	return hashOf(token)
}

// seenEvery is how exactly it is kept when a session was used.
const seenEvery = time.Minute

// FindCtx implements scs.CtxStore.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	r, hash := s.room, sessionHash(token)
	var row db.Session
	err = r.Read(ctx, func(q *db.Queries) error {
		row, err = q.SessionByHash(ctx, db.SessionByHashParams{Adm: r.Adm.Key, Hash: hash})
		return err
	})
	if store.NoRows(err) {
		return nil, false, nil
	}
	now := r.Now()
	if err != nil || row.Expires < store.Stamp(now) || row.Seen < store.Stamp(now.Add(-r.idle)) {
		return nil, false, books.Failed(err)
	}
	if row.Seen < store.Stamp(now.Add(-seenEvery)) {
		r.see(hash, store.Stamp(now))
	}
	return row.Data, true, nil
}

// see marks a session as used, beside the request: who only looks does not wait
// for who writes. One at a time; what is left out comes with the next request.
func (r *Room) see(hash, now string) {
	select {
	case r.seeing <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() { <-r.seeing }()
		ctx, stop := context.WithTimeout(context.Background(), seenEvery)
		defer stop()
		_ = r.Store.Aside(ctx, r.Adm.Key, func(q *db.Queries) error { // it is tried again with the next request
			return q.SeeSession(ctx, db.SeeSessionParams{Adm: r.Adm.Key, Hash: hash, Seen: now})
		})
	}()
}

// CommitCtx implements scs.CtxStore.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	person, _ := values[SessionPerson].(int64)
	agent, _ := values[SessionAgent].(string)
	now := store.Stamp(s.room.Now())
	return s.room.Store.Aside(ctx, s.room.Adm.Key, func(q *db.Queries) error {
		if _, err := q.DropOldSessions(ctx, db.DropOldSessionsParams{Adm: s.room.Adm.Key, Now: now}); err != nil {
			return books.Failed(err)
		}
		return books.Failed(q.KeepSession(ctx, db.KeepSessionParams{Adm: s.room.Adm.Key, Hash: sessionHash(token), PersonID: person,
			Agent: fault.Clip(agent, 200), Began: now, Seen: now, Expires: store.Stamp(expires), Data: data}))
	})
}

// DeleteCtx implements scs.CtxStore.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.room.Store.Aside(ctx, s.room.Adm.Key, func(q *db.Queries) error {
		_, err := q.DropSession(ctx, db.DropSessionParams{Adm: s.room.Adm.Key, Hash: sessionHash(token)})
		return books.Failed(err)
	})
}

// Find, Commit and Delete implement scs.Store, which knows no context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// shownOfHash is how much of a hash names a session: enough to tell one's own
// apart.
const shownOfHash = 16

// SessionsOf gives where somebody is in, the latest first; here is the session
// that asks.
func (r *Room) SessionsOf(ctx context.Context, person int64, here string) (all []Session, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		rows, err := q.SessionsOf(ctx, db.SessionsOfParams{Adm: r.Adm.Key, PersonID: person})
		for _, row := range rows {
			if row.Expires < store.Stamp(r.Now()) || row.Seen < store.Stamp(r.Now().Add(-r.idle)) {
				continue
			}
			one := Session{ID: row.Hash[:shownOfHash], Agent: row.Agent, Here: row.Hash == sessionHash(here)}
			for _, at := range []struct {
				to   *time.Time
				from string
			}{{&one.Began, row.Began}, {&one.Seen, row.Seen}, {&one.Expires, row.Expires}} {
				if *at.to, err = time.Parse(time.RFC3339, at.from); err != nil {
					return err
				}
			}
			all = append(all, one)
		}
		return books.Failed(err)
	})
	return all, err
}

// EndSession ends one of somebody's sessions. Errors: people.session.not-found.
func (r *Room) EndSession(ctx context.Context, actor string, person int64, session string) error {
	return r.Write(ctx, func(tx *store.Tx) error {
		rows, err := tx.SessionsOf(ctx, db.SessionsOfParams{Adm: r.Adm.Key, PersonID: person})
		if err != nil {
			return books.Failed(err)
		}
		for _, row := range rows {
			if row.Hash[:shownOfHash] != session {
				continue
			}
			if _, err := tx.DropSession(ctx, db.DropSessionParams{Adm: r.Adm.Key, Hash: row.Hash}); err != nil {
				return books.Failed(err)
			}
			return tx.Audit(ctx, actor, "session.ended", books.Subject("person", person), map[string]any{"sessions": 1})
		}
		return fault.New("people.session.not-found")
	})
}

// EndSessions ends somebody's sessions, but the one to keep ("" none), and tells
// how many.
func (r *Room) EndSessions(ctx context.Context, actor string, person int64, keep string) (ended int64, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		if ended, err = tx.DropSessionsOf(ctx, db.DropSessionsOfParams{Adm: r.Adm.Key, PersonID: person, Keep: sessionHash(keep)}); err != nil {
			return books.Failed(err)
		}
		return tx.Audit(ctx, actor, "session.ended", books.Subject("person", person), map[string]any{"sessions": ended})
	})
	return ended, err
}
