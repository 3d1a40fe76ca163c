// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"strings"

	"rentmeester/fault"
)

// What many invoices of the invented municipality come to in one go: 42 is booked by
// it, 43 needs another, the rest cannot be done.

func (v *town) tried(invoice string) Tried {
	head := InvoiceHead{ID: invoice, Number: "F-" + invoice, Name: "Stroomlijn Energie B.V.", Issued: "2026-02-20", Currency: "EUR", Payable: 2310040}
	switch invoice {
	case "42":
		return Tried{InvoiceHead: head, Pick: "42 a1", Books: true}
	case "43":
		return Tried{InvoiceHead: head, Pick: "43 b2", Missing: []Sentence{reason("web.policy", "version", "tweede handtekening")}}
	}
	return Tried{InvoiceHead: head, Err: fault.New("invoices.may-not", "person", "m.bakker", "invoice", invoice)}
}

func (v *town) TryApproval(_ context.Context, _, invoice string) (Tried, error) {
	if invoice == "999" {
		return Tried{}, fault.New("web.page.not-found", "path", invoice)
	}
	return v.tried(invoice), v.fails
}

func (v *town) TryRelease(_ context.Context, _, invoice string) ([]Tried, error) {
	t := v.tried(invoice)
	if t.Hold = (Hold{Kind: "duplicate", Why: reason("web.policy", "version", "was er al"), Persons: 2}); t.Err == nil {
		t.Pick, t.Waits = invoice+" duplicate c3", invoice == "43"
	}
	return []Tried{t}, v.fails
}

func (v *town) ApproveSeen(_ context.Context, by, pick string) (string, error) {
	if !strings.HasSuffix(pick, "a1") && !strings.HasSuffix(pick, "b2") {
		return "", fault.New("invoices.changed")
	}
	v.did("%s approves %s", by, pick)
	return map[string]string{"43 b2": "43:7:8"}[pick], v.fails
}

func (v *town) ReleaseSeen(_ context.Context, by, pick, because string) (bool, error) {
	if because == "" {
		return false, fault.New("invoices.no-reason")
	}
	v.did("%s releases %s: %s", by, pick, because)
	return false, v.fails
}

func (v *town) WithdrawSeen(_ context.Context, by, undo string) error {
	v.did("%s withdraws %s", by, undo)
	return v.fails
}
