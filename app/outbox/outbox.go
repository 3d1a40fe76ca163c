// SPDX-License-Identifier: EUPL-1.2

// Package outbox holds the mail that goes out: what waits, what was sent, what
// the mail server would not have. Letters are put in it by the flows that they
// belong to, in the same step (books.QueueLetter); here they are looked at,
// withdrawn and sent.
//
// A letter is taken (one step), handed to the server, and marked as sent (another
// step). Whatever breaks off in between leaves a letter that was taken: it is
// tried once more when its time is up, under the same Message-ID. So nothing is
// lost, and each such break may give one letter twice at most.
//
// It imports app/books, dispatch, policy, store and fault.
package outbox

import (
	"context"
	"encoding/json"
	"math"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Box is the outbox on the books of one administration.
type Box struct{ books.Books }

// Letter is what people see of one.
type Letter struct {
	ID        int64            `json:"id"`
	Kind      string           `json:"kind"` // reminder, forward, reply
	About     string           `json:"about,omitempty"`
	To        string           `json:"to"`
	Subject   string           `json:"subject"`
	Body      string           `json:"body,omitempty"` // when it is shown alone
	Attached  []books.Attached `json:"attached"`
	State     string           `json:"state"`
	Attempts  int64            `json:"attempts"`
	Due       string           `json:"due,omitempty"`   // not tried before
	Fault     *fault.Error     `json:"fault,omitempty"` // why it did not go
	Actor     string           `json:"actor"`
	At        string           `json:"at"`
	Tried     string           `json:"tried,omitempty"`
	Ended     string           `json:"ended,omitempty"`
	MessageID string           `json:"messageId"`
}

// Page is how many letters a list gives.
const Page = 500

// List gives the newest letters, of one state or of all ("").
func (b *Box) List(ctx context.Context, state string) (all []Letter, err error) {
	all = []Letter{}
	err = b.Read(ctx, func(q *db.Queries) error {
		rows, err := q.OutboxPage(ctx, db.OutboxPageParams{Adm: b.Adm.Key, State: state, Page: Page})
		for _, row := range rows {
			l := letterOf(row)
			l.Body = ""
			all = append(all, l)
		}
		return books.Failed(err)
	})
	return all, err
}

// Before gives letters older than one (0: the newest), of one state or of all, and
// whether there are more.
func (b *Box) Before(ctx context.Context, state string, before int64, limit int) (all []Letter, more bool, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	err = b.Read(ctx, func(q *db.Queries) error {
		rows, err := q.OutboxBefore(ctx, db.OutboxBeforeParams{Adm: b.Adm.Key, Before: before, State: state, Page: int32(limit) + 1})
		if more = len(rows) > limit; more {
			rows = rows[:limit]
		}
		for _, row := range rows {
			all = append(all, letterOf(row))
		}
		return books.Failed(err)
	})
	return all, more, err
}

// Show gives a letter with all that it says. Errors: outbox.none.
func (b *Box) Show(ctx context.Context, id int64) (l Letter, err error) {
	err = b.Read(ctx, func(q *db.Queries) error {
		row, err := b.row(ctx, q, id)
		l = letterOf(row)
		return err
	})
	return l, err
}

// Due gives what would be sent now, with all that it says.
func (b *Box) Due(ctx context.Context) (all []Letter, err error) {
	all = []Letter{}
	err = b.Read(ctx, func(q *db.Queries) error {
		ids, err := q.OutboxDue(ctx, db.OutboxDueParams{Adm: b.Adm.Key, Now: store.Stamp(b.Now()), Page: Page})
		if err != nil {
			return books.Failed(err)
		}
		for _, id := range ids {
			row, err := b.row(ctx, q, id)
			if err != nil {
				return err
			}
			all = append(all, letterOf(row))
		}
		return nil
	})
	return all, err
}

func (b *Box) row(ctx context.Context, q *db.Queries, id int64) (db.Outbox, error) {
	row, err := q.OutboxByID(ctx, db.OutboxByIDParams{Adm: b.Adm.Key, ID: id})
	if store.NoRows(err) {
		return row, fault.New("outbox.none", "letter", id)
	}
	return row, books.Failed(err)
}

func letterOf(row db.Outbox) Letter {
	l := Letter{ID: row.ID, Kind: row.Kind, About: row.About, To: row.Recipient, Subject: row.Subject, Body: row.Body, State: row.State,
		Attempts: row.Attempts, Actor: row.Actor, At: row.At, Tried: row.Tried, Ended: row.Ended, MessageID: row.MessageID}
	if row.State == books.LetterWaits || row.State == books.LetterGoes {
		l.Due = row.Due
	}
	_ = json.Unmarshal([]byte(row.Attached), &l.Attached) // written by books.QueueLetter
	if row.Code != "" && row.State != books.LetterSent {
		l.Fault = &fault.Error{Code: row.Code}
		_ = json.Unmarshal([]byte(row.Args), &l.Fault.Args) // written by Send
	}
	return l
}

// Counts says how many letters there are in each state.
type Counts map[string]int64

// Count counts the letters, as part of what is read of one moment.
func (b *Box) Count(ctx context.Context, q *db.Queries) (Counts, error) {
	rows, err := q.CountOutbox(ctx, b.Adm.Key)
	counts := Counts{}
	for _, row := range rows {
		counts[row.State] = row.Letters
	}
	return counts, books.Failed(err)
}

// Counts counts them by themselves.
func (b *Box) Counts(ctx context.Context) (c Counts, err error) {
	err = b.Read(ctx, func(q *db.Queries) error {
		c, err = b.Count(ctx, q)
		return err
	})
	return c, err
}

// Withdraw takes back a letter that did not go. Errors: outbox.none, outbox.state.
func (b *Box) Withdraw(ctx context.Context, actor string, id int64) error {
	return b.turn(ctx, actor, id, books.LetterWithdrawn, books.LetterWaits, books.LetterFailed)
}

// Again lets a letter that failed or was withdrawn wait to be sent once more.
// Errors: outbox.none, outbox.state.
func (b *Box) Again(ctx context.Context, actor string, id int64) error {
	return b.turn(ctx, actor, id, books.LetterWaits, books.LetterFailed, books.LetterWithdrawn)
}

func (b *Box) turn(ctx context.Context, actor string, id int64, to string, from ...string) error {
	return b.Write(ctx, func(tx *store.Tx) error {
		row, err := b.row(ctx, tx.Queries, id)
		if err != nil {
			return err
		}
		if !strings.Contains(strings.Join(from, " "), row.State) {
			return fault.New("outbox.state", "letter", id, "state", row.State)
		}
		return books.TurnLetter(ctx, tx, actor, row, to)
	})
}

// Settings gives how mail is sent today. Errors: outbox.off.
func (b *Box) Settings(ctx context.Context) (o policy.Outgoing, err error) {
	err = b.Read(ctx, func(q *db.Queries) error {
		p, err := b.InForce(ctx, q)
		if err == nil {
			o = p.On(day.Of(b.Now())).Outgoing
		}
		return err
	})
	if err == nil && !o.On() {
		err = fault.New("outbox.off")
	}
	return o, err
}
