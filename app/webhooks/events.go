// SPDX-License-Identifier: EUPL-1.2

package webhooks

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rentmeester/store/db"
)

// Root begins the type of every event.
const Root = "nl.rentmeester."

// told are the acts of the audit chain that are told: after Root they are the types
// of the events.
var told = []string{
	"file.read", "file.refused", "document.kind", "document.read", "quarantine.dismissed",
	"line.accepted", "line.changed", "line.rejected", "line.undone", "autopilot.standing",
	"invoice.registered", "invoice.held", "invoice.released", "invoice.assigned", "invoice.corrected", "invoice.coded", "invoice.uncoded",
	"invoice.approved", "invoice.withdrawn", "invoice.asked", "invoice.answered", "invoice.disputed", "invoice.settled", "invoice.rejected", "invoice.reopened",
	"invoice.commented", "invoice.booked", "invoice.unbooked", "invoice.misbooked", "invoice.filed-as-copy", "invoice.replied", "invoice.reminded",
	"supplier.proposed", "supplier.accepted", "supplier.refused", "supplier.same", "supplier.account-held", "supplier.account-released", "supplier.account-refused",
	"order.added", "order.changed", "order.received",
	"payments.planned", "payments.released", "payments.fetched", "payments.withdrawn", "payments.answered",
	"policy.set", "policy.rules-added", "mail.sent", "mail.failed", "webhook.off",
}

// paid is what comes of a decision about a bank line.
const paid = "invoice.paid"

// Types gives the types of events that there are.
func Types() []string {
	all := []string{Root + paid}
	for _, act := range told {
		all = append(all, Root+act)
	}
	slices.Sort(all)
	return all
}

// event is a CloudEvent 1.0. It says what happened to what, and nothing of persons:
// who wants to know more asks, with a token of his own.
type event struct {
	SpecVersion     string         `json:"specversion"`
	ID              string         `json:"id"`
	Source          string         `json:"source"`
	Type            string         `json:"type"`
	Subject         string         `json:"subject,omitempty"`
	Time            string         `json:"time"`
	DataContentType string         `json:"datacontenttype"`
	Data            map[string]any `json:"data"`
}

// eventID is the same each time that an event is told, wherever.
func (b *Board) eventID(d db.Delivery) string {
	if d.N != 0 {
		return fmt.Sprintf("%s-%d.%d", b.Adm.Slug, d.Seq, d.N)
	}
	return fmt.Sprintf("%s-%d", b.Adm.Slug, d.Seq)
}

// places are where programs find what an event is about.
var places = map[string]string{"invoice": "/invoices/", "line": "/bank-lines/", "run": "/payment-runs/", "order": "/orders/", "document": "/documents/", "mail": "/letters/"}

// base is where the API stands.
const base = "/api/v1"

func (b *Board) body(d db.Delivery) ([]byte, error) {
	e := event{SpecVersion: "1.0", ID: b.eventID(d), Source: "/administrations/" + b.Adm.Slug, Type: d.Type, Time: d.At, DataContentType: "application/json", Data: map[string]any{}}
	kind, which, known := strings.Cut(d.Subject, ":")
	id, err := strconv.ParseInt(which, 10, 64)
	switch {
	case known && err == nil:
		e.Subject, e.Data[kind] = kind+"/"+which, id
		if place := places[kind]; place != "" {
			e.Data["links"] = map[string]string{"self": base + place + which}
		}
	case strings.HasPrefix(d.Type, Root+"file."):
		e.Subject, e.Data["sha256"] = d.Subject, d.Subject
	case d.Type == Root+"autopilot.standing":
		e.Subject, e.Data["of"] = d.Subject, d.Subject
		link := base + "/autopilot"
		if d.Subject == "coding" {
			link = base + "/coding/autopilot"
		}
		e.Data["links"] = map[string]string{"self": link}
	}
	return json.Marshal(e)
}

// wanted says which of the types a webhook wants to hear.
func wanted(w db.Webhook) map[string]bool {
	all := map[string]bool{}
	named := webhookOf(w).Types
	if len(named) == 0 {
		named = Types()
	}
	for _, t := range named {
		all[t] = true
	}
	return all
}
