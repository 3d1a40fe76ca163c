// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/invoices"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/web"
)

const invoicesPage = 50

// Invoices implements web.Invoices. Its cursor is whether an invoice is settled,
// its last day and which it is.
func (s *Source) Invoices(ctx context.Context, by string, f web.InvoiceFilter, cursor string) (l web.InvoiceList, err error) {
	wanted := invoices.InvoiceFilter{Filter: invoices.Filter{State: f.State, Query: f.Query, Limit: invoicesPage}}
	if wanted.After, err = invoicePlace(cursor); err != nil {
		return l, err
	}
	wanted.Supplier, wanted.From, wanted.Until, wanted.Due = f.Supplier, f.From, f.Until, f.Due
	if wanted.Least, err = bound(f.Least); err != nil {
		return l, err
	}
	if wanted.Most, err = bound(f.Most); err != nil {
		return l, err
	}
	mine, err := s.mine(ctx, by)
	if err != nil {
		return l, translate(err)
	}
	if f.Waits != "" && f.Waits != by {
		theirs, err := s.mine(ctx, f.Waits)
		return waitingFor(theirs, wanted, false), translate(err)
	}
	if f.Mine || f.Waits == by {
		return waitingFor(mine, wanted, true), nil
	}
	p, err := s.books.Invoices().Page(ctx, wanted)
	if err != nil {
		return l, translate(err)
	}
	if p.More {
		l.Next = strings.Join([]string{strconv.FormatBool(p.Next.Settled), p.Next.PayBy, id(p.Next.ID)}, "_")
	}
	for _, r := range p.Invoices {
		head := invoiceHeadOf(r)
		head.Mine = slices.ContainsFunc(mine, func(m invoices.Listed) bool { return m.ID == r.ID })
		l.Invoices = append(l.Invoices, head)
	}
	return l, nil
}

// bound reads an amount that bounds others; nil for none.
func bound(s string) (*money.Cents, error) {
	if s == "" {
		return nil, nil
	}
	c, err := money.Parse(s)
	return &c, err
}

// invoicePlace reads a place in the list of invoices. Errors: books.cursor.
func invoicePlace(cursor string) (p invoices.Place, err error) {
	if cursor == "" {
		return p, nil
	}
	parts := strings.Split(cursor, "_")
	if len(parts) != 3 {
		return p, badCursor()
	}
	settled, err := strconv.ParseBool(parts[0])
	if err != nil {
		return p, badCursor()
	}
	if _, err := day.Parse(parts[1]); err != nil && parts[1] != "" {
		return p, badCursor()
	}
	last, err := number(parts[2], "books.cursor")
	return invoices.Place{Settled: settled, PayBy: parts[1], ID: last}, err
}

func invoiceHeadOf(l invoices.Listed) web.InvoiceHead {
	h := web.InvoiceHead{ID: id(l.ID), Number: l.Number, Supplier: l.Supplier, Name: l.Name, Kind: l.Kind, Issued: l.Issued, Due: l.Due, Received: l.Received,
		Last: l.Last, Left: l.Left, Currency: l.Currency, Payable: money.Cents(l.Payable), Open: money.Cents(l.Open), State: string(l.State)}
	for _, one := range l.Holds {
		h.Holds = append(h.Holds, holdOf(one))
	}
	return h
}

func holdOf(h invoices.HoldView) web.Hold {
	return web.Hold{ID: id(h.ID), Kind: h.Kind, Why: said(h.Why), Persons: int(h.Persons), First: h.First, Second: h.Second, State: h.State, Account: h.Why.Args["iban"]}
}

func said(r invoices.Reason) web.Sentence { return web.Sentence{Code: r.Code, Args: r.Args} }

func allSaid(list []invoices.Reason) (all []web.Sentence) {
	for _, r := range list {
		all = append(all, said(r))
	}
	return all
}

// InvoiceCounts implements web.Invoices.
func (s *Source) InvoiceCounts(ctx context.Context, by string) (web.InvoiceCounts, error) {
	mine, err := s.mine(ctx, by)
	if err != nil {
		return web.InvoiceCounts{}, translate(err)
	}
	c, err := s.tally.get(ctx, s.books.Version, s.books.Invoices().Tally)
	all := int64(0)
	for _, n := range c.Documents {
		all += n
	}
	return web.InvoiceCounts{Documents: int(all), Unread: int(c.Documents[web.DocUnread]), Asked: int(c.Documents[web.DocAsked]), Mine: len(mine), Held: int(c.Invoices["held"]), Coding: int(c.Invoices["coding"]),
		Approval: int(c.Invoices["approval"])}, err
}

// Invoice implements web.Invoices.
func (s *Source) Invoice(ctx context.Context, by, invoice string) (web.Invoice, error) {
	key, err := number(invoice, "books.invoice.not-found")
	if err != nil {
		return web.Invoice{}, err
	}
	shown, err := s.books.Invoices().Show(ctx, key)
	if err != nil {
		return web.Invoice{}, translate(err)
	}
	i := invoiceOf(shown)
	for _, add := range []func(context.Context, string, invoices.Shown, *web.Invoice) error{s.pages, s.sender, s.suspects, s.coding, s.approval, s.payment} {
		if err := add(ctx, by, shown, &i); err != nil {
			return i, translate(err)
		}
	}
	return i, nil
}

func invoiceOf(v invoices.Shown) web.Invoice {
	i := web.Invoice{InvoiceHead: invoiceHeadOf(v.Listed), Net: v.Net, VAT: v.VAT, IBAN: v.IBAN, Document: documentOf(v.Document), Fields: fieldsOf(v),
		Lines: linesOf(v.Content), May: mayOf(v)}
	if said := v.Standing.Clock.Said; said != nil {
		i.Clock = web.ClockFacts{Performed: said.Performed, Agreed: said.Agreed, Returned: said.Returned, Completed: said.Completed, Why: said.Why, By: said.By,
			On: dayOfStamp(said.At)}
	}
	i.Gross, i.Document.Invoice = invoices.CentsOf(v.Content.Invoice.Totals.Gross), id(v.ID)
	for _, n := range v.Content.Invoice.Notes {
		i.Notes = append(i.Notes, n.Text)
	}
	for _, f := range v.Content.Findings {
		i.Findings = append(i.Findings, web.Finding{Rule: f.Rule, Severity: f.Severity, Messages: f.Message, Path: f.Path, Line: f.Line, OnPage: f.Page})
	}
	if m := v.Content.Match; m != nil {
		i.Match = allSaid(m.Reasons)
		for _, d := range m.Differences {
			i.Match = append(i.Match, said(d.Why))
		}
		i.Orders, i.MaybeOrders = orderLinks(m.Orders), orderLinks(m.Candidates)
	}
	for _, h := range v.AllHolds {
		i.AllHolds = append(i.AllHolds, holdOf(h))
	}
	return i
}

func orderLinks(list []invoices.OrderUse) (all []web.Linked) {
	for _, o := range list {
		all = append(all, web.Linked{ID: id(o.ID), Label: o.Number})
	}
	return all
}

// mayOf says what may be done with an invoice as it stands.
func mayOf(v invoices.Shown) web.InvoiceMay {
	s := v.State
	open := s.May(invoices.Code)
	return web.InvoiceMay{Clock: s != invoices.Rejected && s != invoices.Paid && v.Received != "", Correct: open && len(v.Content.Fields) > 0, Withdraw: open, Copy: open, Reply: open || s == invoices.Rejected, Code: open, Assign: open, Hold: s.May(invoices.Hold), Reject: s.May(invoices.Reject), Reopen: s.May(invoices.Reopen), Unbook: s.May(invoices.Unbook)}
}

// pages gives the pages of an invoice, and where its values stand on them. A page
// that cannot be drawn has no places to show.
func (s *Source) pages(ctx context.Context, _ string, v invoices.Shown, i *web.Invoice) error {
	i.Pages = s.withText(ctx, pagesOf(v.Document), v.Document.ID)
	for _, f := range v.Content.Fields {
		at := slices.IndexFunc(i.Fields, func(shown web.Field) bool { return shown.Name == f.Name && shown.Value == f.Value })
		for _, p := range f.Places {
			if at < 0 || p.Page < 0 || p.Page >= len(i.Pages) {
				continue
			}
			picture, err := s.picture(ctx, v.Document.ID, p.Page)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil || picture.Width <= 0 || picture.Height <= 0 {
				continue
			}
			page := &i.Pages[p.Page]
			page.Width, page.Height = int(picture.Width), int(picture.Height)
			i.Fields[at].Places = append(i.Fields[at].Places, web.Box{Page: p.Page + 1, Left: 100 * p.Box.Left / picture.Width, Top: 100 * p.Box.Top / picture.Height,
				Width: 100 * (p.Box.Right - p.Box.Left) / picture.Width, Height: 100 * (p.Box.Bottom - p.Box.Top) / picture.Height})
		}
	}
	return nil
}

// sender tells who sent an invoice, and who else it may be.
func (s *Source) sender(ctx context.Context, _ string, v invoices.Shown, i *web.Invoice) error {
	i.Seller = web.Recognised{Number: v.Supplier, Reasons: allSaid(v.Content.Why)}
	if v.Supplier != "" {
		known, err := s.books.Invoices().ShowSupplier(ctx, v.Supplier)
		if err != nil {
			return err
		}
		i.Seller.Name, i.Seller.State, i.Seller.Proposed = known.Name, known.State, known.State == "proposed"
	}
	if !i.May.Assign {
		return nil
	}
	found, err := s.books.Invoices().Senders(ctx, v.ID)
	if err != nil {
		return err
	}
	if found.Best != nil {
		found.Alternatives = append([]invoices.SenderMatch{*found.Best}, found.Alternatives...)
	}
	for _, m := range found.Alternatives {
		if m.Supplier != v.Supplier {
			i.Seller.Candidates = append(i.Seller.Candidates, web.Candidate{Number: m.Supplier, Name: m.Name, Probability: m.Probability,
				Reasons: append(allSaid(m.For), allSaid(m.Against)...)})
		}
	}
	return nil
}

// suspects gives the invoices that this one may repeat.
func (s *Source) suspects(ctx context.Context, _ string, v invoices.Shown, i *web.Invoice) error {
	if !slices.ContainsFunc(v.AllHolds, func(h invoices.HoldView) bool { return h.Kind == "duplicate" }) {
		return nil
	}
	found, err := s.books.Invoices().Suspects(ctx, v.ID)
	if err != nil {
		return err
	}
	for _, one := range found {
		other, err := s.books.Invoices().Show(ctx, one.ID)
		if err != nil {
			return err
		}
		suspect := web.Suspect{InvoiceHead: invoiceHeadOf(other.Listed), Probability: one.Probability, Reasons: allSaid(one.Reasons)}
		if pictured(other.Document.Media) && pictured(v.Document.Media) {
			suspect.Document = id(other.Document.ID)
		}
		i.Suspects = append(i.Suspects, suspect)
	}
	return nil
}

// payment tells how far an invoice is booked and paid.
func (s *Source) payment(ctx context.Context, _ string, v invoices.Shown, i *web.Invoice) error {
	bookings, err := s.books.Invoices().Bookings(ctx, v.ID)
	if err != nil {
		return err
	}
	for _, b := range bookings {
		one := web.Booking{Day: b.Day, Text: b.Text, By: b.By, Reversal: b.Reverses}
		for _, l := range b.Lines {
			one.Lines = append(one.Lines, web.BookingLine{Account: l.Account, Amount: l.Amount, Dimensions: dimensionsOf(l.Dimensions)})
		}
		i.Bookings = append(i.Bookings, one)
	}
	if slices.Contains([]invoices.State{invoices.Booked, invoices.Paying, invoices.Paid}, v.State) {
		i.Payment = &web.Payment{Item: v.Number, Amount: money.Cents(v.Payable), Open: money.Cents(v.Open), Due: v.Due}
	}
	return nil
}

// Release implements web.Invoices.
func (s *Source) Release(ctx context.Context, by, invoice, kind, because string) (waiting int, err error) {
	err = s.onInvoice(invoice, func(key int64) error {
		waiting, err = s.books.Invoices().ReleaseBecause(ctx, by, key, kind, because)
		return err
	})
	return waiting, err
}

// onInvoice does something with the invoice that an address names.
func (s *Source) onInvoice(invoice string, do func(key int64) error) error {
	key, err := number(invoice, "books.invoice.not-found")
	if err != nil {
		return err
	}
	return translate(do(key))
}

// Hold implements web.Invoices.
func (s *Source) Hold(ctx context.Context, by, invoice, comment string) error {
	return s.onInvoice(invoice, func(key int64) error { return s.books.Invoices().Hold(ctx, by, key, comment) })
}

// Assign implements web.Invoices.
func (s *Source) Assign(ctx context.Context, by, invoice, supplier string) error {
	return s.onInvoice(invoice, func(key int64) error { return s.books.Invoices().Assign(ctx, by, key, supplier) })
}

// Correct implements web.Invoices.
func (s *Source) Correct(ctx context.Context, by, invoice string, values []web.Correction) error {
	right := map[string]string{}
	for _, v := range values {
		right[v.Name] = v.Value
	}
	return s.onInvoice(invoice, func(key int64) error { return s.books.Invoices().Correct(ctx, by, key, right) })
}

// Copy implements web.Invoices.
func (s *Source) Copy(ctx context.Context, by, invoice, of string) error {
	other, err := number(of, "books.invoice.not-found")
	if err != nil {
		return err
	}
	return s.onInvoice(invoice, func(key int64) error { return s.books.Invoices().Copy(ctx, by, key, other) })
}

// SetClock implements web.Invoices.
func (s *Source) SetClock(ctx context.Context, by, invoice string, f web.ClockFacts) error {
	return s.onInvoice(invoice, func(key int64) error {
		return s.books.Invoices().SetClock(ctx, by, key, invoices.ClockFacts{Performed: f.Performed, Agreed: f.Agreed, Returned: f.Returned, Completed: f.Completed, Why: f.Why})
	})
}
