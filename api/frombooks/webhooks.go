// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"net/netip"

	"rentmeester/api"
	"rentmeester/app/webhooks"
)

// WebhooksIn says in which private networks webhooks may stand.
func (s *Source) WebhooksIn(networks []netip.Prefix) { s.networks = networks }

func (s *Source) board() *webhooks.Board {
	return &webhooks.Board{Books: s.books.Books, Networks: s.networks, Afar: true}
}

func webhookOf(w webhooks.Webhook, err error) (api.Webhook, error) {
	return api.Webhook{ID: w.ID, URL: w.URL, Types: texts(w.Types), State: w.State, Failing: w.Failing, Why: w.Why, MadeBy: w.MadeBy, MadeAt: w.MadeAt}, err
}

// Webhooks implements api.Webhooks.
func (s *Source) Webhooks(ctx context.Context, _ api.Caller) (all []api.Webhook, err error) {
	rows, err := s.board().List(ctx)
	for _, w := range rows {
		one, _ := webhookOf(w, nil)
		all = append(all, one)
	}
	return all, err
}

// Webhook implements api.Webhooks.
func (s *Source) Webhook(ctx context.Context, _ api.Caller, id int64) (api.Webhook, error) {
	return webhookOf(s.board().Show(ctx, id))
}

// AddWebhook implements api.Webhooks.
func (s *Source) AddWebhook(ctx context.Context, by api.Caller, n api.NewWebhook) (api.Webhook, error) {
	made, secret, err := s.board().Add(ctx, by.Person, n.URL, n.Types)
	w, err := webhookOf(made, err)
	w.Secret = secret
	return w, err
}

// RotateWebhook implements api.Webhooks.
func (s *Source) RotateWebhook(ctx context.Context, by api.Caller, id int64) (string, error) {
	return s.board().Rotate(ctx, by.Person, id)
}

// RemoveWebhook implements api.Webhooks.
func (s *Source) RemoveWebhook(ctx context.Context, by api.Caller, id int64) error {
	return s.board().Remove(ctx, by.Person, id)
}

// ResumeWebhook implements api.Webhooks.
func (s *Source) ResumeWebhook(ctx context.Context, by api.Caller, id int64) error {
	return s.board().Resume(ctx, by.Person, id)
}

// TestWebhook implements api.Webhooks.
func (s *Source) TestWebhook(ctx context.Context, by api.Caller, id int64) error {
	return s.board().Test(ctx, by.Person, id)
}

// Deliveries implements api.Webhooks.
func (s *Source) Deliveries(ctx context.Context, _ api.Caller, webhook int64, from string, limit int) (all []api.WebhookDelivery, next string, err error) {
	var before webhooks.Place
	if err := uncursor(from, &before); err != nil {
		return nil, "", err
	}
	rows, more, err := s.board().Deliveries(ctx, webhook, before, limit)
	for _, d := range rows {
		all = append(all, api.WebhookDelivery{Event: d.Event, Type: d.Type, Subject: d.Subject, At: d.At, State: d.State, Attempts: d.Attempts, Due: d.Due,
			Tried: d.Tried, Status: d.Status, Why: d.Why})
	}
	if more {
		next = cursor(rows[len(rows)-1].Place)
	}
	return all, next, err
}
