// SPDX-License-Identifier: EUPL-1.2

package webhooks

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// States of a delivery.
const (
	waits  = "waiting"
	sent   = "sent"
	failed = "failed" // it was tried long enough
)

const (
	// patience is how long a receiver may take; broken after how long an attempt of
	// which nothing was heard counts as broken off.
	patience = 15 * time.Second
	broken   = time.Minute
	// firstRetry is how soon something is tried again; each time after that it is
	// twice as long, up to slowest.
	firstRetry = 5 * time.Second
	slowest    = 4 * time.Hour
	// longestRest is for how long the other deliveries of a webhook are put off at most
	// when one does not arrive.
	longestRest = time.Minute
	// giveUp is after how long a delivery is given up, once it was tried so often: a
	// webhook at which nothing arrives is put off before that.
	giveUp = 7 * 24 * time.Hour
	enough = 12
	// silence is after how long without anything that arrived a webhook goes off.
	silence = 5 * 24 * time.Hour
	// kept is for how long one sees what was told.
	kept = 30 * 24 * time.Hour
	// page is how much is looked at in one step.
	page = 1000
	// abreast is how many webhooks are told something at the same time.
	abreast = 8
)

// Report says what came of delivering.
type Report struct {
	Sent   int     `json:"sent"`
	Later  int     `json:"later"`
	Failed int     `json:"failed"`
	Off    []int64 `json:"off,omitempty"` // webhooks that were put off
}

// Spread makes deliveries of the events that came since. Several processes may do it
// at once: each event becomes one delivery at each webhook.
func (b *Board) Spread(ctx context.Context) error {
	all, err := b.List(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		for more := w.State == on; more; {
			if more, err = b.spread(ctx, w.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Board) spread(ctx context.Context, id int64) (more bool, err error) {
	behind := false
	err = b.Read(ctx, func(q *db.Queries) error {
		row, err := b.row(ctx, q, id)
		if err != nil {
			return err
		}
		head, err := q.AuditHead(ctx, b.Adm.Key)
		behind = row.State == on && row.Seen < head.AuditSeq
		return books.Failed(err)
	})
	if fault.Is(err, "webhooks.none") {
		return false, nil
	}
	if err != nil || !behind {
		return false, err
	}
	err = b.Write(ctx, func(tx *store.Tx) error {
		row, err := b.row(ctx, tx.Queries, id)
		if err != nil {
			return err
		}
		events, err := tx.EventsFrom(ctx, db.EventsFromParams{Adm: tx.Adm, After: row.Seen, Page: page})
		if err != nil {
			return books.Failed(err)
		}
		wants := wanted(row)
		for _, e := range events {
			if err := b.tell(ctx, tx, row, wants, e); err != nil {
				return err
			}
			row.Seen = e.Seq
		}
		more = len(events) == page
		return set(ctx, tx, row)
	})
	if fault.Is(err, "webhooks.none") { // removed meanwhile
		return false, nil
	}
	return more, err
}

// tell makes the deliveries of one event at one webhook.
func (b *Board) tell(ctx context.Context, tx *store.Tx, w db.Webhook, wants map[string]bool, e db.EventsFromRow) error {
	d := db.Delivery{Adm: tx.Adm, WebhookID: w.ID, Seq: e.Seq, Type: Root + e.Act, Subject: e.Subject, At: e.At, State: waits, Due: tx.Stamp()}
	if wants[d.Type] {
		if err := tx.Add(ctx, d); err != nil {
			return err
		}
	}
	if !wants[Root+paid] || e.Act != "line.accepted" && e.Act != "line.changed" {
		return nil
	}
	var decided struct{ Decision int64 }
	if err := json.Unmarshal([]byte(e.Payload), &decided); err != nil {
		return books.Failed(err)
	}
	settled, err := tx.PaidByDecision(ctx, db.PaidByDecisionParams{Adm: tx.Adm, DecisionID: decided.Decision})
	if err != nil {
		return books.Failed(err)
	}
	for i, invoice := range settled {
		d.N, d.Type, d.Subject = int64(i+1), Root+paid, books.Subject("invoice", invoice)
		if err := tx.Add(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// Deliver sends what is due; each webhook by itself, so that one that is slow does
// not keep the others.
func (b *Board) Deliver(ctx context.Context) (r Report, err error) {
	var due []db.DeliveriesDueRow
	err = b.Read(ctx, func(q *db.Queries) error {
		due, err = q.DeliveriesDue(ctx, db.DeliveriesDueParams{Adm: b.Adm.Key, Now: store.Stamp(b.Now()), Page: page})
		return books.Failed(err)
	})
	if err != nil {
		return r, err
	}
	of := map[int64][]db.DeliveriesDueRow{}
	for _, d := range due {
		of[d.WebhookID] = append(of[d.WebhookID], d)
	}
	var all sync.WaitGroup
	var counting sync.Mutex
	turns, client := make(chan struct{}, abreast), b.client()
	defer client.CloseIdleConnections()
	for _, list := range of {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			for _, d := range list {
				if ctx.Err() != nil {
					return
				}
				state, wrong := b.deliver(ctx, client, d)
				counting.Lock()
				r.count(d.WebhookID, state)
				if wrong != nil {
					err = wrong
				}
				counting.Unlock()
				if state != sent { // he has trouble: the rest waits until the next round
					return
				}
			}
		})
	}
	all.Wait()
	return r, err
}

func (r *Report) count(webhook int64, state string) {
	switch state {
	case sent:
		r.Sent++
	case failed:
		r.Failed++
	case waits:
		r.Later++
	case off:
		r.Off = append(r.Off, webhook)
	}
}

// deliver takes a delivery, sends it, and writes down what came of it. Whatever
// breaks off in between leaves it taken: it is tried again when its time is up.
func (b *Board) deliver(ctx context.Context, client *http.Client, key db.DeliveriesDueRow) (state string, err error) {
	var d db.Delivery
	var w db.Webhook
	err = b.Write(ctx, func(tx *store.Tx) error {
		taken, err := tx.TakeDelivery(ctx, db.TakeDeliveryParams{Adm: tx.Adm, WebhookID: key.WebhookID, Seq: key.Seq, N: key.N, Now: tx.Stamp(), Until: store.Stamp(tx.Now.Add(broken))})
		if err != nil || taken != 1 {
			return books.Failed(err)
		}
		if w, err = b.row(ctx, tx.Queries, key.WebhookID); err != nil {
			return err
		}
		d, err = tx.DeliveryByID(ctx, db.DeliveryByIDParams{Adm: tx.Adm, WebhookID: key.WebhookID, Seq: key.Seq, N: key.N})
		return books.Failed(err)
	})
	if err != nil || d.WebhookID == 0 || w.State != on {
		return "", err
	}
	status, why := b.send(ctx, client, w, d)
	return b.ended(context.WithoutCancel(ctx), w, d, status, why) // it was sent: say so, whatever happens
}

// ended writes down what came of an attempt.
func (b *Board) ended(ctx context.Context, w db.Webhook, d db.Delivery, status int, why string) (state string, err error) {
	state = sent
	err = b.Write(ctx, func(tx *store.Tx) error {
		due := tx.Stamp()
		if why != "" {
			state = waits
			due = store.Stamp(tx.Now.Add(min(firstRetry<<min(d.Attempts-1, 30), slowest)))
			if at, wrong := time.Parse(time.RFC3339, d.At); d.Attempts >= enough && wrong == nil && tx.Now.Sub(at) > giveUp {
				state = failed
			}
		}
		_, err := tx.EndDelivery(ctx, db.EndDeliveryParams{Adm: tx.Adm, WebhookID: d.WebhookID, Seq: d.Seq, N: d.N, State: state, Due: due, Status: int64(status), Why: why, Attempts: d.Attempts})
		if err != nil {
			return books.Failed(err)
		}
		if why == "" {
			return books.Failed(tx.WebhookWorks(ctx, db.WebhookWorksParams{Adm: tx.Adm, ID: w.ID}))
		}
		if err := tx.WebhookFails(ctx, db.WebhookFailsParams{Adm: tx.Adm, ID: w.ID, Now: tx.Stamp(), Why: why}); err != nil {
			return books.Failed(err)
		}
		rest := store.Stamp(tx.Now.Add(min(firstRetry<<min(d.Attempts-1, 30), longestRest)))
		if err := tx.PutOffDeliveries(ctx, db.PutOffDeliveriesParams{Adm: tx.Adm, WebhookID: w.ID, Until: rest}); err != nil {
			return books.Failed(err)
		}
		if status != http.StatusGone && !silentSince(w.Failing, tx.Now) {
			return nil
		}
		state = off
		return b.putOff(ctx, tx, w.ID, why)
	})
	return state, err
}

func silentSince(failing string, now time.Time) bool {
	since, err := time.Parse(time.RFC3339, failing)
	return err == nil && now.Sub(since) > silence
}

// putOff ends trying a webhook, and says so in the audit chain.
func (b *Board) putOff(ctx context.Context, tx *store.Tx, id int64, why string) error {
	row, err := b.row(ctx, tx.Queries, id)
	if err != nil || row.State != on {
		return err
	}
	row.State = off
	if err := set(ctx, tx, row); err != nil {
		return err
	}
	return tx.Audit(ctx, "webhooks", "webhook.off", books.Subject("webhook", id), map[string]any{"why": why})
}

// Forget throws away what was told long ago.
func (b *Board) Forget(ctx context.Context) error {
	return b.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.ForgetDeliveries(ctx, db.ForgetDeliveriesParams{Adm: tx.Adm, Before: store.Stamp(tx.Now.Add(-kept))})
		if err != nil {
			return books.Failed(err)
		}
		_, err = tx.ForgetRequests(ctx, db.ForgetRequestsParams{Adm: tx.Adm, Now: tx.Stamp()})
		return books.Failed(err)
	})
}

// brief shortens what a receiver or the network said.
func brief(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?")), " ")
	if len(s) > 200 {
		return strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}
