// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/web"
)

// TryApproval implements web.Many.
func (s *Source) TryApproval(ctx context.Context, by, invoice string) (t web.Tried, err error) {
	err = s.onInvoice(invoice, func(key int64) error {
		tried, err := s.books.Invoices().TryApprove(ctx, by, key)
		t = triedOf(tried)
		t.Pick = t.ID + " " + tried.Seen
		return err
	})
	return t, err
}

// TryRelease implements web.Many. Who does it gives the reason that a suspected
// duplicate needs; here it is only tried.
func (s *Source) TryRelease(ctx context.Context, by, invoice string) (list []web.Tried, err error) {
	err = s.onInvoice(invoice, func(key int64) error {
		all, err := s.books.Invoices().TryRelease(ctx, by, key, "–")
		for _, tried := range all {
			t := triedOf(tried)
			t.Pick = t.ID + " " + tried.Hold.Kind + " " + tried.Seen
			list = append(list, t)
		}
		return err
	})
	return list, err
}

func triedOf(t invoices.Tried) web.Tried {
	tried := web.Tried{InvoiceHead: invoiceHeadOf(t.Listed), Waits: t.Waiting > 0, Books: t.Done.State == invoices.Booked}
	if t.Err != nil {
		tried.Err = translate(t.Err)
	}
	if t.Hold.Kind != "" {
		tried.Hold = holdOf(t.Hold)
	}
	if !tried.Books {
		for _, m := range t.Done.Missing {
			tried.Missing = append(tried.Missing, said(m))
		}
	}
	return tried
}

// ApproveSeen implements web.Many.
func (s *Source) ApproveSeen(ctx context.Context, by, pick string) (undo string, err error) {
	invoice, seen, _ := strings.Cut(pick, " ")
	err = s.onInvoice(invoice, func(key int64) error {
		done, err := s.books.Invoices().ApproveSeen(ctx, by, key, seen)
		if err != nil || done.State == invoices.Booked || len(done.Acts) == 0 {
			return err
		}
		undo = invoice
		for _, act := range done.Acts {
			undo += ":" + strconv.FormatInt(act, 10)
		}
		return nil
	})
	if err == nil {
		s.again.ask() // what is booked is an open item, which other proposals may be about
	}
	return undo, err
}

// ReleaseSeen implements web.Many.
func (s *Source) ReleaseSeen(ctx context.Context, by, pick, because string) (waits bool, err error) {
	parts := strings.Split(pick, " ")
	if len(parts) != 3 {
		return false, fault.New("invoices.changed")
	}
	err = s.onInvoice(parts[0], func(key int64) error {
		waiting, err := s.books.Invoices().ReleaseSeen(ctx, by, key, parts[1], because, parts[2])
		waits = waiting > 0
		return err
	})
	return waits, err
}

// WithdrawSeen implements web.Many.
func (s *Source) WithdrawSeen(ctx context.Context, by, undo string) error {
	parts := strings.Split(undo, ":")
	return s.onInvoice(parts[0], func(key int64) error {
		var acts []int64
		for _, one := range slices.Backward(parts[1:]) {
			act, err := number(one, "books.invoice.stale")
			if err != nil {
				return err
			}
			acts = append(acts, act)
		}
		return s.books.Invoices().WithdrawActs(ctx, by, key, acts)
	})
}
