// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Webhooks is where programs want to hear of what happens.
type Webhooks interface {
	Webhooks(ctx context.Context, by Caller) ([]Webhook, error)
	Webhook(ctx context.Context, by Caller, id int64) (Webhook, error)
	AddWebhook(ctx context.Context, by Caller, w NewWebhook) (Webhook, error)
	RotateWebhook(ctx context.Context, by Caller, id int64) (secret string, err error)
	RemoveWebhook(ctx context.Context, by Caller, id int64) error
	ResumeWebhook(ctx context.Context, by Caller, id int64) error
	TestWebhook(ctx context.Context, by Caller, id int64) error
	Deliveries(ctx context.Context, by Caller, webhook int64, cursor string, limit int) (all []WebhookDelivery, next string, err error)
}

// Webhook is one of them.
type Webhook struct {
	ID      int64    `json:"id"`
	URL     string   `json:"url"`
	Types   []string `json:"types" doc:"Of the events that it hears; empty: all"`
	State   string   `json:"state" doc:"on, or off: nothing arrived for five days, or it answered 410"`
	Failing string   `json:"failing,omitempty" doc:"Since when nothing arrives"`
	Why     string   `json:"why,omitempty" doc:"The last attempt failed"`
	MadeBy  string   `json:"madeBy"`
	MadeAt  string   `json:"madeAt" format:"date-time"`
	Secret  string   `json:"secret,omitempty" doc:"By which deliveries are signed; only in the answer that makes it"`
}

// NewWebhook is one to be made.
type NewWebhook struct {
	URL   string   `json:"url" minLength:"1" maxLength:"2000" doc:"https; of a private network only when the installation allows it"`
	Types []string `json:"types,omitempty" maxItems:"200" doc:"Of the events that it wants to hear; absent: all"`
}

// WebhookDelivery is what was or is to be told at a webhook.
type WebhookDelivery struct {
	Event    string `json:"event" doc:"id of the event, and webhook-id"`
	Type     string `json:"type"`
	Subject  string `json:"subject"`
	At       string `json:"at" format:"date-time"`
	State    string `json:"state" doc:"waiting, sent or failed"`
	Attempts int64  `json:"attempts"`
	Due      string `json:"due,omitempty" doc:"Not tried before"`
	Tried    string `json:"tried,omitempty"`
	Status   int64  `json:"status,omitempty" doc:"Of the last answer"`
	Why      string `json:"why,omitempty" doc:"It did not arrive"`
}

func (r *rooms) webhooks() {
	huma.Register(r.huma, r.operation("list-webhooks", http.MethodGet, "/webhooks", "webhooks"), func(ctx context.Context, _ *struct{}) (*page[Webhook], error) {
		all, err := r.source.Webhooks(ctx, callerOf(ctx))
		return pageOf(all, "", err)
	})
	huma.Register(r.huma, r.operation("get-webhook", http.MethodGet, "/webhooks/{id}", "webhooks"), func(ctx context.Context, in *ByID) (*one[Webhook], error) {
		return oneOf(r.source.Webhook(ctx, callerOf(ctx), in.ID))
	})
	huma.Register(r.huma, r.act("add-webhook", "/webhooks", "webhooks"), func(ctx context.Context, in *one[NewWebhook]) (*one[Webhook], error) {
		return oneOf(r.source.AddWebhook(ctx, callerOf(ctx), in.Body))
	})
	huma.Register(r.huma, r.act("rotate-webhook", "/webhooks/{id}/rotations", "webhooks"), func(ctx context.Context, in *ByID) (*one[Webhook], error) {
		secret, err := r.source.RotateWebhook(ctx, callerOf(ctx), in.ID)
		if err != nil {
			return nil, err
		}
		w, err := r.source.Webhook(ctx, callerOf(ctx), in.ID)
		w.Secret = secret
		return oneOf(w, err)
	})
	for id, act := range map[string]struct {
		noun string
		do   func(context.Context, Caller, int64) error
	}{
		"resume-webhook": {"resumptions", func(ctx context.Context, by Caller, id int64) error { return r.source.ResumeWebhook(ctx, by, id) }},
		"test-webhook":   {"tests", func(ctx context.Context, by Caller, id int64) error { return r.source.TestWebhook(ctx, by, id) }},
	} {
		huma.Register(r.huma, anew(r.act(id, "/webhooks/{id}/"+act.noun, "webhooks")), func(ctx context.Context, in *ByID) (*one[Webhook], error) {
			if !brokenOff(ctx) {
				if err := act.do(ctx, callerOf(ctx), in.ID); err != nil {
					return nil, err
				}
			}
			return oneOf(r.source.Webhook(ctx, callerOf(ctx), in.ID))
		})
	}
	huma.Register(r.huma, anew(r.act("remove-webhook", "/webhooks/{id}/removals", "webhooks")), func(ctx context.Context, in *ByID) (*one[Nothing], error) {
		if brokenOff(ctx) {
			return &one[Nothing]{}, nil
		}
		return oneOf(Nothing{}, r.source.RemoveWebhook(ctx, callerOf(ctx), in.ID))
	})
	type listed struct {
		ByID
		Paging
	}
	huma.Register(r.huma, r.operation("list-deliveries", http.MethodGet, "/webhooks/{id}/deliveries", "webhooks"), func(ctx context.Context, in *listed) (*page[WebhookDelivery], error) {
		return pageOf(r.source.Deliveries(ctx, callerOf(ctx), in.ID, in.Cursor, in.Limit))
	})
}
