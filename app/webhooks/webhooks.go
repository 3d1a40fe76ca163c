// SPDX-License-Identifier: EUPL-1.2

// Package webhooks tells other programs what happens. Where they want to hear it is
// kept here; what happens stands in the audit chain, in the step of the act itself,
// so that nothing is told that did not happen and nothing that did is missed.
//
// Spread makes deliveries of the events that came since; Deliver sends those that
// are due, signed, and tries again what did not arrive. A delivery that was broken
// off is tried once more under the same identifier: each arrives at least once.
//
// It imports app/books, store and fault.
package webhooks

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"math"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Board holds the webhooks of the books of one administration.
type Board struct {
	books.Books
	// Networks are private ones in which webhooks may stand; none by default.
	Networks []netip.Prefix
	// Afar: who asks does not sit at this machine, and may not have it knock on its
	// own doors, unless Networks has them.
	Afar bool
}

// States of a webhook.
const (
	on      = "on"
	off     = "off" // nothing arrived for too long
	removed = "removed"
)

// Webhook is where a program wants to hear of what happens.
type Webhook struct {
	ID      int64    `json:"id"`
	URL     string   `json:"url"`
	Types   []string `json:"types"` // of events; none: all
	State   string   `json:"state"`
	Failing string   `json:"failing,omitempty"` // since when nothing arrives
	Why     string   `json:"why,omitempty"`     // the last attempt failed
	MadeBy  string   `json:"madeBy"`
	MadeAt  string   `json:"madeAt"`
}

// most is how many webhooks an administration may have.
const most = 50

// Add makes a webhook and gives its secret, which nothing gives again. It hears what
// happens from now on. Errors: webhooks.url, webhooks.type, webhooks.many.
func (b *Board) Add(ctx context.Context, actor, address string, types []string) (w Webhook, secret string, err error) {
	if err := b.mayStand(address); err != nil {
		return w, "", err
	}
	for _, t := range types {
		if !slices.Contains(Types(), t) {
			return w, "", fault.New("webhooks.type", "type", t)
		}
	}
	listed, err := json.Marshal(append([]string{}, types...))
	if err != nil {
		return w, "", err
	}
	secret = newSecret()
	err = b.Write(ctx, func(tx *store.Tx) error {
		all, err := tx.Webhooks(ctx, db.WebhooksParams{Adm: tx.Adm, Page: most})
		if err != nil {
			return books.Failed(err)
		}
		if len(all) == most {
			return fault.New("webhooks.many", "most", most)
		}
		id := tx.NewID()
		if err := tx.Audit(ctx, actor, "webhook.added", books.Subject("webhook", id), map[string]any{"url": address, "types": types}); err != nil {
			return err
		}
		row := db.Webhook{Adm: tx.Adm, ID: id, Url: address, Types: string(listed), Secret: secret, State: on, Seen: tx.Seq(), MadeBy: actor, MadeAt: tx.Stamp()}
		w = webhookOf(row)
		return tx.Add(ctx, row)
	})
	return w, secret, err
}

// prefix tells a secret from others, as Standard Webhooks has it.
const prefix = "whsec_"

func newSecret() string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	return prefix + base64.StdEncoding.EncodeToString(random[:])
}

// mayStand says whether an address can be that of a webhook. What its name leads to
// is looked at again each time that something is sent.
func (b *Board) mayStand(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || len(address) > 2000 {
		return fault.New("webhooks.url", "url", address)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return fault.New("webhooks.url", "url", address)
	}
	here := loopback(u.Hostname())
	ip, err := netip.ParseAddr(u.Hostname())
	if here && err != nil { // localhost
		ip, err = netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
	}
	if err == nil && (!here || b.Afar) && !b.reachable(ip) {
		return fault.New("webhooks.private", "address", u.Hostname())
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

func webhookOf(r db.Webhook) Webhook {
	w := Webhook{ID: r.ID, URL: r.Url, State: r.State, Failing: r.Failing, Why: r.Why, MadeBy: r.MadeBy, MadeAt: r.MadeAt, Types: []string{}}
	_ = json.Unmarshal([]byte(r.Types), &w.Types) // written by Add
	return w
}

// List gives all webhooks.
func (b *Board) List(ctx context.Context) (all []Webhook, err error) {
	all = []Webhook{}
	err = b.Read(ctx, func(q *db.Queries) error {
		rows, err := q.Webhooks(ctx, db.WebhooksParams{Adm: b.Adm.Key, Page: most})
		for _, r := range rows {
			all = append(all, webhookOf(r))
		}
		return books.Failed(err)
	})
	return all, err
}

// Show gives a webhook. Errors: webhooks.none.
func (b *Board) Show(ctx context.Context, id int64) (w Webhook, err error) {
	err = b.Read(ctx, func(q *db.Queries) error {
		row, err := b.row(ctx, q, id)
		w = webhookOf(row)
		return err
	})
	return w, err
}

func (b *Board) row(ctx context.Context, q *db.Queries, id int64) (db.Webhook, error) {
	row, err := q.WebhookByID(ctx, db.WebhookByIDParams{Adm: b.Adm.Key, ID: id})
	if store.NoRows(err) || err == nil && row.State == removed {
		return row, fault.New("webhooks.none", "webhook", id)
	}
	return row, books.Failed(err)
}

// change does something with a webhook, and says so in the audit chain.
func (b *Board) change(ctx context.Context, actor, act string, id int64, do func(*store.Tx, *db.Webhook) error) error {
	return b.Write(ctx, func(tx *store.Tx) error {
		row, err := b.row(ctx, tx.Queries, id)
		if err != nil {
			return err
		}
		if err := do(tx, &row); err != nil {
			return err
		}
		if err := set(ctx, tx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "webhook."+act, books.Subject("webhook", id), map[string]any{"url": row.Url})
	})
}

func set(ctx context.Context, tx *store.Tx, r db.Webhook) error {
	return books.Failed(tx.SetWebhook(ctx, db.SetWebhookParams{Adm: tx.Adm, ID: r.ID, Url: r.Url, Types: r.Types, Secret: r.Secret, Former: r.Former, Until: r.Until,
		State: r.State, Seen: r.Seen, Failing: r.Failing, Why: r.Why}))
}

// Remove ends a webhook, with what was still to be told there. Errors: webhooks.none.
func (b *Board) Remove(ctx context.Context, actor string, id int64) error {
	return b.change(ctx, actor, "removed", id, func(tx *store.Tx, w *db.Webhook) error {
		w.State, w.Secret, w.Former = removed, "", ""
		return books.Failed(tx.DropDeliveries(ctx, db.DropDeliveriesParams{Adm: tx.Adm, WebhookID: id}))
	})
}

// overlap is for how long the secret before signs too.
const overlap = 24 * time.Hour

// Rotate gives a webhook a new secret. The one before signs too for a day.
// Errors: webhooks.none.
func (b *Board) Rotate(ctx context.Context, actor string, id int64) (secret string, err error) {
	secret = newSecret()
	return secret, b.change(ctx, actor, "rotated", id, func(tx *store.Tx, w *db.Webhook) error {
		w.Former, w.Until, w.Secret = w.Secret, store.Stamp(tx.Now.Add(overlap)), secret
		return nil
	})
}

// Resume lets a webhook hear again, from where it stopped, with what did not arrive.
// Errors: webhooks.none.
func (b *Board) Resume(ctx context.Context, actor string, id int64) error {
	return b.change(ctx, actor, "resumed", id, func(tx *store.Tx, w *db.Webhook) error {
		w.State, w.Failing, w.Why = on, "", ""
		_, err := tx.DeliveriesAgain(ctx, db.DeliveriesAgainParams{Adm: tx.Adm, WebhookID: id, Now: tx.Stamp()})
		return books.Failed(err)
	})
}

// Test puts an event ready that says nothing. Errors: webhooks.none.
func (b *Board) Test(ctx context.Context, actor string, id int64) error {
	_, err := b.test(ctx, actor, id)
	return err
}

// TestNow sends one at once. Errors: those of Test, webhooks.unheard.
func (b *Board) TestNow(ctx context.Context, actor string, id int64) (d Delivery, err error) {
	key, err := b.test(ctx, actor, id)
	if err != nil {
		return d, err
	}
	client := b.client()
	defer client.CloseIdleConnections()
	if _, err := b.deliver(ctx, client, key); err != nil {
		return d, err
	}
	err = b.Read(ctx, func(q *db.Queries) error {
		row, err := q.DeliveryByID(ctx, db.DeliveryByIDParams{Adm: b.Adm.Key, WebhookID: id, Seq: key.Seq, N: key.N})
		d = b.deliveryOf(row)
		return books.Failed(err)
	})
	if err == nil && d.Why != "" {
		err = fault.New("webhooks.unheard", "webhook", id, "why", d.Why)
	}
	return d, err
}

func (b *Board) test(ctx context.Context, actor string, id int64) (key db.DeliveriesDueRow, err error) {
	err = b.change(ctx, actor, "tested", id, func(tx *store.Tx, _ *db.Webhook) error {
		lowest, err := tx.LowestTest(ctx, db.LowestTestParams{Adm: tx.Adm, WebhookID: id})
		if err != nil {
			return books.Failed(err)
		}
		key = db.DeliveriesDueRow{WebhookID: id, Seq: tx.Seq(), N: min(lowest, 0) - 1}
		return tx.Add(ctx, db.Delivery{Adm: tx.Adm, WebhookID: id, Seq: key.Seq, N: key.N, Type: Root + "webhook.test",
			Subject: books.Subject("webhook", id), At: tx.Stamp(), State: waits, Due: tx.Stamp()})
	})
	return key, err
}

// Delivery is what was or is to be told.
type Delivery struct {
	Event    string `json:"event"` // identifier
	Type     string `json:"type"`
	Subject  string `json:"subject"`
	At       string `json:"at"`
	State    string `json:"state"` // waiting, sent, failed
	Attempts int64  `json:"attempts"`
	Due      string `json:"due,omitempty"`
	Tried    string `json:"tried,omitempty"`
	Status   int64  `json:"status,omitempty"` // of the last answer
	Why      string `json:"why,omitempty"`
	Place    Place  `json:"-"`
}

func (b *Board) deliveryOf(r db.Delivery) Delivery {
	d := Delivery{Event: b.eventID(r), Type: r.Type, Subject: r.Subject, At: r.At, State: r.State, Attempts: r.Attempts, Tried: r.Tried, Status: r.Status,
		Why: r.Why, Place: Place{r.Seq, r.N}}
	if r.State == waits {
		d.Due = r.Due
	}
	return d
}

// Place is where a page of deliveries ends; the zero value is before the first.
type Place struct{ Seq, N int64 }

// Deliveries gives what a webhook was and is to be told, the newest first.
// Errors: webhooks.none.
func (b *Board) Deliveries(ctx context.Context, id int64, before Place, limit int) (all []Delivery, more bool, err error) {
	if before == (Place{}) {
		before.Seq = math.MaxInt64
	}
	all = []Delivery{}
	err = b.Read(ctx, func(q *db.Queries) error {
		if _, err := b.row(ctx, q, id); err != nil {
			return err
		}
		rows, err := q.DeliveriesBefore(ctx, db.DeliveriesBeforeParams{Adm: b.Adm.Key, WebhookID: id, Before: before.Seq, N: before.N, Page: int32(limit) + 1})
		if more = len(rows) > limit; more {
			rows = rows[:limit]
		}
		for _, r := range rows {
			all = append(all, b.deliveryOf(r))
		}
		return books.Failed(err)
	})
	return all, more, err
}
