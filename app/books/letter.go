// SPDX-License-Identifier: EUPL-1.2

package books

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	netmail "net/mail"
	"strings"

	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Letter is a mail that is to go out.
type Letter struct {
	Kind     string // reminder, forward, reply
	About    string // what it is about, as Subject names it; "" several things
	Once     string // what makes it the same thing; the same thing goes to the same address once
	To       string // address
	Subject  string
	Body     string
	Attached []Attached
}

// Attached is a file that goes with a letter: an original that is kept, or a text.
type Attached struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	SHA256 string `json:"sha256,omitempty"`
	Text   string `json:"text,omitempty"`
}

// States of a letter.
const (
	LetterWaits     = "waiting"
	LetterGoes      = "sending" // or its sending was broken off
	LetterSent      = "sent"
	LetterFailed    = "failed" // the server will not have it: a person looks
	LetterWithdrawn = "withdrawn"
)

// QueueLetter puts a letter in the outbox, as part of the step of what it tells:
// the one is never there without the other. A letter that went, or waits, is not
// queued again: it gives that one, and false; what failed or was withdrawn before
// waits again, as it is now. Errors: outbox.off, outbox.address.
func QueueLetter(ctx context.Context, tx *store.Tx, actor string, o policy.Outgoing, l Letter) (id int64, queued bool, err error) {
	to, err := netmail.ParseAddress(l.To)
	switch {
	case !o.On():
		return 0, false, fault.New("outbox.off")
	case err != nil:
		return 0, false, fault.New("outbox.address", "address", l.To)
	}
	if err := tx.Flush(ctx); err != nil {
		return 0, false, err
	}
	once := l.Kind + ":" + hashed(l.Once+"\x00"+strings.ToLower(to.Address))
	was, err := tx.OutboxByOnce(ctx, db.OutboxByOnceParams{Adm: tx.Adm, Once: once})
	switch {
	case err == nil && was.State != LetterWithdrawn && was.State != LetterFailed:
		return was.ID, false, nil
	case err != nil && !store.NoRows(err):
		return 0, false, Failed(err)
	}
	there := err == nil
	attached, err := json.Marshal(append([]Attached{}, l.Attached...))
	if err != nil {
		return 0, false, err
	}
	row := db.Outbox{Adm: tx.Adm, ID: tx.NewID(), Once: once, Kind: l.Kind, About: l.About, Recipient: to.Address, Subject: textual(l.Subject),
		Body: textual(l.Body), Attached: string(attached), State: LetterWaits, Due: tx.Stamp(), Args: "{}", Actor: actor, At: tx.Stamp()}
	if there {
		row.ID, row.MessageID, row.State = was.ID, was.MessageID, was.State
		if digest(row) != digest(was) {
			row.MessageID = messageID(o, row)
		}
		return row.ID, true, requeue(ctx, tx, actor, row)
	}
	row.MessageID = messageID(o, row)
	if err := tx.Add(ctx, row); err != nil {
		return 0, false, err
	}
	return row.ID, true, auditQueued(ctx, tx, actor, row)
}

// requeue lets a letter that failed or was withdrawn wait, as row says it: nothing
// of what was tried before counts.
func requeue(ctx context.Context, tx *store.Tx, actor string, row db.Outbox) error {
	changed, err := tx.RequeueOutbox(ctx, db.RequeueOutboxParams{Adm: tx.Adm, ID: row.ID, Was: row.State, Now: tx.Stamp(), MessageID: row.MessageID,
		Recipient: row.Recipient, About: row.About, Subject: row.Subject, Body: row.Body, Attached: row.Attached, Actor: row.Actor})
	if err := turned(changed, err); err != nil {
		return err
	}
	return auditQueued(ctx, tx, actor, row)
}

func auditQueued(ctx context.Context, tx *store.Tx, actor string, row db.Outbox) error {
	return tx.Audit(ctx, actor, "mail.queued", Subject("mail", row.ID),
		map[string]any{"kind": row.Kind, "about": row.About, "to": row.Recipient, "sha256": digest(row)})
}

// digest is of what a letter says.
func digest(row db.Outbox) string {
	return hashed(row.Subject + "\x00" + row.Body + "\x00" + row.Attached)
}

func turned(changed int64, err error) error {
	if err == nil && changed != 1 {
		return fault.New("store.out-of-step", "changed", changed, "asked", 1)
	}
	return Failed(err)
}

// WithdrawLetters takes back what waits or failed about something, as part of the
// step by which it is no longer so. What is being sent cannot be taken back, nor
// what a sending that was broken off left.
func WithdrawLetters(ctx context.Context, tx *store.Tx, actor, kind, about string) error {
	rows, err := tx.OutboxPage(ctx, db.OutboxPageParams{Adm: tx.Adm, About: about, Page: 1000})
	if err != nil {
		return Failed(err)
	}
	for _, row := range rows {
		if row.Kind != kind || row.State != LetterWaits && row.State != LetterFailed {
			continue
		}
		if err := TurnLetter(ctx, tx, actor, row, LetterWithdrawn); err != nil {
			return err
		}
	}
	return nil
}

// TurnLetter withdraws a letter, or lets it wait again.
func TurnLetter(ctx context.Context, tx *store.Tx, actor string, row db.Outbox, state string) error {
	if state != LetterWithdrawn {
		return requeue(ctx, tx, actor, row)
	}
	if err := turned(tx.WithdrawOutbox(ctx, db.WithdrawOutboxParams{Adm: tx.Adm, ID: row.ID, Now: tx.Stamp(), Was: row.State})); err != nil {
		return err
	}
	return tx.Audit(ctx, actor, "mail.withdrawn", Subject("mail", row.ID), map[string]any{"to": row.Recipient})
}

// messageID gives what a letter is known by, all over the world and each time that
// it is tried: nobody else makes one at this address, and not twice.
func messageID(o policy.Outgoing, row db.Outbox) string {
	domain := "rentmeester.invalid"
	if from, err := netmail.ParseAddress(o.From); err == nil {
		domain = from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	}
	return fmt.Sprintf("rm.%d.%d.%s@%s", row.Adm, row.ID, hashed(row.Once + row.At)[:16], domain)
}

func hashed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// textual takes away what a database refuses in a text.
func textual(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "")
}
