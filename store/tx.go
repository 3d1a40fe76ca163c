// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// Tx is one write step of one administration: all of it happens, or none. It
// gives the generated queries, identifiers, bulk inserts and the audit chain.
// It is not safe for several goroutines.
type Tx struct {
	*db.Queries
	Adm int64
	Now time.Time // the moment of the step; everything in it bears this stamp

	tx      *sql.Tx
	dialect Dialect
	firstID int64 // what the step began with
	nextID  int64
	seq     int64
	head    string
	bulks   map[string]*bulk
	changes changes
	found   []found // words that are not written yet
	sums    sums
	added   int    // rows, for learnSizes
	about   string // of the first event of the audit chain
}

func newTx(sqlTx *sql.Tx, dialect Dialect, adm int64, now time.Time, nextID, seq int64, head string) *Tx {
	return &Tx{Queries: db.New(sqlTx), Adm: adm, Now: now, tx: sqlTx, dialect: dialect, firstID: nextID, nextID: nextID,
		seq: seq, head: head, bulks: map[string]*bulk{}, changes: newChanges(), sums: newSums()}
}

// Write runs f as one step. When f fails, nothing of it remains.
// Errors: those of f, store.busy, store.failed.
func (s *Store) Write(ctx context.Context, adm int64, now time.Time, f func(*Tx) error) error {
	sqlTx, err := s.begin(ctx, s.writer, nil, adm)
	if err != nil {
		return err
	}
	defer func() { _ = sqlTx.Rollback() }() // no effect after the commit
	lock, err := db.New(sqlTx).LockAdministration(ctx, adm)
	if err != nil {
		return fault.Wrap(err, "store.failed")
	}
	tx := newTx(sqlTx, s.Dialect, adm, now, lock.NextID, lock.AuditSeq, lock.AuditHash)
	if err := f(tx); err != nil {
		return err
	}
	if also, rides := ctx.Value(riderKey{}).(func(*Tx) error); rides {
		if err := also(tx); err != nil {
			return err
		}
	}
	if err := tx.Flush(ctx); err != nil {
		return err
	}
	err = tx.SaveAdministration(ctx, db.SaveAdministrationParams{Adm: adm, NextID: tx.nextID, AuditSeq: tx.seq, AuditHash: tx.head})
	if err != nil {
		return fault.Wrap(err, "store.failed")
	}
	if err := sqlTx.Commit(); err != nil {
		return fault.Wrap(err, "store.failed")
	}
	s.learnSizes(ctx, tx.added)
	return nil
}

type riderKey struct{}

// Riding gives a context in which also runs at the end of every write step, as a
// part of it: what it writes stands or falls with the step.
func Riding(ctx context.Context, also func(*Tx) error) context.Context {
	return context.WithValue(ctx, riderKey{}, also)
}

// Think runs f over one snapshot, in which it may read and give out identifiers
// but not write. A Write that resumes the step holds those identifiers.
func (s *Store) Think(ctx context.Context, adm int64, now time.Time, f func(*Tx) error) error {
	sqlTx, err := s.begin(ctx, s.reader, s.reading(), adm)
	if err != nil {
		return err
	}
	defer func() { _ = sqlTx.Rollback() }() // it only reads
	head, err := db.New(sqlTx).AuditHead(ctx, adm)
	if err != nil {
		return fault.Wrap(err, "store.failed")
	}
	return f(newTx(sqlTx, s.Dialect, adm, now, head.NextID, head.AuditSeq, head.AuditHash))
}

// Resume goes on where a step that only thought ended, if nothing was written
// since it began; else it says false, and what was thought does not hold.
func (tx *Tx) Resume(thought *Tx) bool {
	if tx.seq != thought.seq || tx.nextID != thought.firstID {
		return false
	}
	tx.nextID = thought.nextID
	return true
}

// manyRows is from how many new rows on the planner is told how large tables
// are: without that both databases guess, and join in an order that takes
// minutes where seconds would do.
const manyRows = 20_000

// learnSizes lets the database measure its tables after a large step. The step
// itself is done; when this fails, queries are only slower.
func (s *Store) learnSizes(ctx context.Context, added int) {
	if added >= manyRows {
		_, _ = s.writer.ExecContext(ctx, "ANALYZE")
	}
}

// NewID gives the next identifier of the administration.
func (tx *Tx) NewID() int64 {
	tx.nextID++
	return tx.nextID - 1
}

// Stamp gives the moment of the step as the tables keep it.
func (tx *Tx) Stamp() string { return Stamp(tx.Now) }

// Audit adds an event to the chain. The payload must encode to JSON.
func (tx *Tx) Audit(ctx context.Context, actor, act, subject string, payload any) error {
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("audit payload: %w", err)
	}
	if tx.about == "" {
		tx.about = subject
	}
	tx.seq++
	event := db.Audit{Adm: tx.Adm, Seq: tx.seq, At: tx.Stamp(), Actor: actor, Act: act, Subject: subject, Payload: string(body)}
	tx.head = chain(tx.head, event)
	event.Hash = tx.head
	return tx.Add(ctx, event)
}

// Seq gives the place of the latest event in the audit chain.
func (tx *Tx) Seq() int64 { return tx.seq }

// About gives what the first event of the step was about, "" when there is none.
func (tx *Tx) About() string { return tx.about }

// chain gives the hash of an event: SHA-256 over the hash before it and its
// fields, each led by its length so that no two events read the same.
func chain(before string, e db.Audit) string {
	fields := [...]string{before, strconv.FormatInt(e.Adm, 10), strconv.FormatInt(e.Seq, 10), e.At, e.Actor, e.Act, e.Subject, e.Payload}
	said := make([]byte, 0, len(e.Payload)+256)
	for _, field := range fields {
		said = append(append(strconv.AppendInt(said, int64(len(field)), 10), ':'), field...)
	}
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:])
}

// AuditReport says what a walk along the chain found.
type AuditReport struct {
	Events int64  `json:"events"`
	Whole  bool   `json:"whole"`
	Head   string `json:"head"`
	Broken int64  `json:"broken,omitempty"` // first event that does not follow from the one before
	Reason string `json:"reason,omitempty"` // changed, missing, head
}

// VerifyAudit walks the whole chain of an administration and checks its head.
func (s *Store) VerifyAudit(ctx context.Context, adm int64) (AuditReport, error) {
	var r AuditReport
	err := s.Read(ctx, adm, func(q *db.Queries) error {
		head, err := q.AuditHead(ctx, adm)
		if err != nil {
			return fault.Wrap(err, "store.failed")
		}
		for {
			page, err := q.AuditFrom(ctx, db.AuditFromParams{Adm: adm, After: r.Events, Page: 5000})
			if err != nil {
				return fault.Wrap(err, "store.failed")
			}
			for _, e := range page {
				event := db.Audit{Adm: adm, Seq: e.Seq, At: e.At, Actor: e.Actor, Act: e.Act, Subject: e.Subject, Payload: e.Payload}
				switch {
				case e.Seq != r.Events+1:
					r.Broken, r.Reason = r.Events+1, "missing"
					return nil
				case chain(r.Head, event) != e.Hash:
					r.Broken, r.Reason = e.Seq, "changed"
					return nil
				}
				r.Events, r.Head = e.Seq, e.Hash
			}
			if len(page) == 0 {
				break
			}
		}
		if r.Events != head.AuditSeq || r.Head != head.AuditHash {
			r.Broken, r.Reason = r.Events+1, "head"
			return nil
		}
		r.Whole = true
		return nil
	})
	return r, err
}

// NoRows says whether a query found nothing.
func NoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }
