// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/einvoice"
	"rentmeester/invoice"
	"rentmeester/reply"
	"rentmeester/store/db"
	"rentmeester/text"
)

// holdReasons are the holds that a supplier can do something about, and the reason
// that he is told. Of the others he hears nothing: how money is guarded is ours.
var holdReasons = map[string]reply.Reason{
	"invalid": reply.Invalid, "page": reply.Invalid, holdTwice: reply.Duplicate, holdAccount: reply.Account, holdAmount: reply.Sums,
	"order": reply.WrongReference,
}

// Reply says to the supplier what is wrong with an invoice: that it was rejected
// and why, or what it waits for. Reasons that a person gives come instead of those
// that the holds give; remark is added as it is, "" takes what was said when it was
// rejected. Errors: invoices.none, invoices.reply-reason, invoices.no-reply.
func (d *Desk) Reply(ctx context.Context, invoice int64, reasons []reply.Reason, remark string) (r reply.Reply, err error) {
	for _, reason := range reasons {
		if !slices.Contains(reply.Reasons, reason) {
			return r, fault.New("invoices.reply-reason", "reason", reason, "reasons", replyReasons())
		}
	}
	err = d.Read(ctx, func(q *db.Queries) error {
		row, err := d.row(ctx, q, invoice)
		if err != nil {
			return err
		}
		r, err = d.reply(ctx, q, row, reasons, remark)
		return err
	})
	return r, err
}

func replyReasons() string {
	names := make([]string, len(reply.Reasons))
	for i, r := range reply.Reasons {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

func (d *Desk) reply(ctx context.Context, q *db.Queries, row db.Invoice, reasons []reply.Reason, remark string) (reply.Reply, error) {
	var c Content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return reply.Reply{}, books.Failed(err)
	}
	r := reply.Of(&c.Invoice, d.we(&c.Invoice))
	r.ID, r.Day = fmt.Sprintf("RM%04dA%010d", d.Adm.Key, row.ID), day.Of(d.Now())
	r.Remark, r.Reasons, r.Outcome = remark, reasons, reply.Queried
	if row.State == string(Rejected) {
		r.Outcome = reply.Rejected
		acts, err := q.ApprovalActs(ctx, db.ApprovalActsParams{Adm: d.Adm.Key, InvoiceID: row.ID})
		if err != nil {
			return r, books.Failed(err)
		}
		for _, a := range acts {
			if a.Act == string(Reject) && remark == "" {
				r.Remark = a.Comment // that of the last
			}
		}
	}
	holds, err := q.HoldsOfInvoice(ctx, db.HoldsOfInvoiceParams{Adm: d.Adm.Key, InvoiceID: row.ID})
	if err != nil {
		return r, books.Failed(err)
	}
	for _, h := range holds {
		reason, known := holdReasons[h.Kind]
		if len(reasons) == 0 && known && h.State == holdOpen && !slices.Contains(r.Reasons, reason) {
			r.Reasons = append(r.Reasons, reason)
		}
	}
	if slices.Contains(r.Reasons, reply.Invalid) {
		r.Findings = kept(c.Findings)
	}
	if len(r.Reasons) == 0 && r.Remark != "" {
		r.Reasons = []reply.Reason{reply.Other}
	}
	if len(r.Reasons) == 0 {
		return r, fault.New("invoices.no-reply", "invoice", row.ID, "reasons", replyReasons())
	}
	return r, nil
}

// we is who writes: the administration, at the address where the invoice came for.
func (d *Desk) we(inv *invoice.Invoice) reply.Party {
	p := reply.Party{Name: cmp.Or(d.Adm.Name, inv.Buyer.Name)}
	for _, id := range []*invoice.Identifier{inv.Buyer.Endpoint, inv.Buyer.Legal} {
		if id != nil && id.Scheme != "" && p.Endpoint.ID == "" {
			p.Endpoint = *id
		}
	}
	return p
}

// kept gives findings as they were when the invoice was read.
func kept(list []Finding) (all []einvoice.Finding) {
	for _, f := range list {
		messages := map[text.Lang]string{}
		for lang, said := range f.Message {
			messages[text.Lang(lang)] = said
		}
		all = append(all, einvoice.Kept(f.Rule, einvoice.Severity(f.Severity), f.Path, f.Line, messages))
	}
	return all
}
