// SPDX-License-Identifier: EUPL-1.2

package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"rentmeester/app/books"
	"rentmeester/dispatch"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Line is a connection to a mail server; dispatch.Line is one.
type Line interface {
	// Send hands over a letter. Errors: those of dispatch.Line.
	Send(dispatch.Letter) error
	Close()
}

// Sending is what sending needs from outside.
type Sending struct {
	Open func(context.Context, policy.Outgoing) (Line, error)
	Tell func(Letter) // what became of one; not its text
}

// Report says what came of sending.
type Report struct {
	Sent   int `json:"sent"`
	Failed int `json:"failed"` // a person looks
	Later  int `json:"later"`  // tried again
}

const (
	// broken is after how long a letter that was taken counts as broken off: longer
	// than the server may take over it.
	broken = 15 * time.Minute
	// firstRetry is how soon a letter is tried again; each time after that it is
	// twice as long, up to slowest.
	firstRetry = time.Minute
	slowest    = 4 * time.Hour
	// giveUp is after how long a letter that the server puts off is a person's, once
	// it was tried so often: a server that was away does not make it older.
	giveUp = 5 * 24 * time.Hour
	enough = 8
)

// Send sends what is due. A letter that the server refuses does not keep the
// others; a server that is away or breaks off does, and what it did not take stays.
// Errors: outbox.off, those of Open, dispatch.lost.
func (b *Box) Send(ctx context.Context, actor string, s Sending) (r Report, err error) {
	o, err := b.Settings(ctx)
	if err != nil {
		return r, err
	}
	due, err := b.dueNow(ctx)
	if err != nil || len(due) == 0 {
		return r, err
	}
	line, err := s.Open(ctx, o)
	if err != nil {
		return r, errors.Join(err, b.missed(ctx, err))
	}
	defer line.Close()
	for len(due) > 0 {
		for _, id := range due {
			if ctx.Err() != nil {
				return r, nil
			}
			if err := b.one(ctx, actor, o, line, id, s.Tell, &r); err != nil {
				return r, err
			}
		}
		if due, err = b.dueNow(ctx); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (b *Box) dueNow(ctx context.Context) (ids []int64, err error) {
	err = b.Read(ctx, func(q *db.Queries) error {
		ids, err = q.OutboxDue(ctx, db.OutboxDueParams{Adm: b.Adm.Key, Now: store.Stamp(b.Now()), Page: Page})
		return books.Failed(err)
	})
	return ids, err
}

// missed writes down that there was no server for what was to go.
func (b *Box) missed(ctx context.Context, why error) error {
	code, args := said(why)
	return b.Write(ctx, func(tx *store.Tx) error {
		return books.Failed(tx.OutboxMissed(ctx, db.OutboxMissedParams{Adm: tx.Adm, Now: tx.Stamp(), Until: store.Stamp(tx.Now.Add(firstRetry)), Code: code, Args: args}))
	})
}

// one takes a letter, hands it over and marks it. The error is for what keeps the
// next letter too.
func (b *Box) one(ctx context.Context, actor string, o policy.Outgoing, line Line, id int64, tell func(Letter), r *Report) error {
	row, taken, err := b.take(ctx, id)
	if err != nil || !taken {
		return err
	}
	letter, err := b.compose(ctx, o, row)
	if err == nil {
		err = line.Send(letter)
	}
	row, marked := b.mark(context.WithoutCancel(ctx), actor, row, err) // it was sent: say so, whatever happens
	if marked != nil {
		return marked
	}
	switch row.State {
	case books.LetterSent:
		r.Sent++
	case books.LetterFailed:
		r.Failed++
	default:
		r.Later++
	}
	shown := letterOf(row)
	shown.Body = ""
	tell(shown)
	if fault.Is(err, "dispatch.lost") {
		return err
	}
	return nil
}

// take makes a letter ours for a while, so that no other process sends it too.
func (b *Box) take(ctx context.Context, id int64) (row db.Outbox, taken bool, err error) {
	err = b.Write(ctx, func(tx *store.Tx) error {
		changed, err := tx.ClaimOutbox(ctx, db.ClaimOutboxParams{Adm: tx.Adm, ID: id, Now: tx.Stamp(), Until: store.Stamp(tx.Now.Add(broken))})
		if err != nil || changed != 1 {
			return books.Failed(err)
		}
		taken = true
		row, err = b.row(ctx, tx.Queries, id)
		return err
	})
	return row, taken, err
}

// compose makes the letter as it goes over the line.
func (b *Box) compose(ctx context.Context, o policy.Outgoing, row db.Outbox) (dispatch.Letter, error) {
	at, err := time.Parse(time.RFC3339, row.At)
	if err != nil {
		return dispatch.Letter{}, books.Failed(err)
	}
	l := dispatch.Letter{ID: row.MessageID, From: o.From, ReplyTo: o.ReplyTo, To: row.Recipient, Date: at, Subject: row.Subject, Body: row.Body,
		Auto: row.Kind != "reply"}
	for _, a := range letterOf(row).Attached {
		content := []byte(a.Text)
		if a.SHA256 != "" {
			if content, err = io.ReadAll(b.Store.Blob(ctx, b.Adm.Key, a.SHA256)); err != nil {
				return l, err
			}
		}
		l.Attached = append(l.Attached, dispatch.File{Name: a.Name, Type: a.Type, Content: content})
	}
	return l, nil
}

// mark writes down what came of an attempt.
func (b *Box) mark(ctx context.Context, actor string, row db.Outbox, why error) (db.Outbox, error) {
	err := b.Write(ctx, func(tx *store.Tx) error {
		row.State, row.Code, row.Args, row.Ended, row.Due = outcome(row, why, tx.Now)
		changed, err := tx.EndOutbox(ctx, db.EndOutboxParams{Adm: tx.Adm, ID: row.ID, State: row.State, Due: row.Due, Code: row.Code, Args: row.Args,
			Ended: row.Ended, Attempts: row.Attempts, Tried: row.Tried})
		if err != nil || changed != 1 || row.Ended == "" { // none changed: another took it over when our time was up
			return books.Failed(err)
		}
		return tx.Audit(ctx, actor, "mail."+row.State, books.Subject("mail", row.ID), map[string]any{"to": row.Recipient, "messageId": row.MessageID, "code": row.Code})
	})
	return row, err
}

// outcome says how a letter stands after an attempt.
func outcome(row db.Outbox, why error, now time.Time) (state, code, args, ended, due string) {
	if why == nil {
		return books.LetterSent, "", "{}", store.Stamp(now), store.Stamp(now)
	}
	code, args = said(why)
	queued, err := time.Parse(time.RFC3339, row.At)
	hopeless := fault.Is(why, "dispatch.refused") || fault.Is(why, "dispatch.letter") || fault.Is(why, "store.no-blob")
	if hopeless || err != nil || now.Sub(queued) > giveUp && row.Attempts >= enough {
		return books.LetterFailed, code, args, store.Stamp(now), store.Stamp(now)
	}
	pause := slowest
	if row.Attempts < 10 {
		pause = min(slowest, firstRetry<<max(0, row.Attempts-1))
	}
	return books.LetterWaits, code, args, "", store.Stamp(now.Add(pause))
}

// said gives a fault as the outbox keeps it.
func said(why error) (code, args string) {
	f := &fault.Error{Code: "internal", Args: fault.Args("error", why)}
	errors.As(why, &f)
	body, _ := json.Marshal(f.Args) // texts always encode
	return f.Code, string(body)
}
