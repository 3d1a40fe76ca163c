// SPDX-License-Identifier: EUPL-1.2

package web

import "context"

// Many is what the pages need to do something with many invoices in one go. Each is
// done by itself, as it was seen.
type Many interface {
	// TryApproval says what approving an invoice would come to, and keeps nothing of
	// it.
	TryApproval(ctx context.Context, by, invoice string) (Tried, error)
	// TryRelease says likewise of each kind of hold on an invoice.
	TryRelease(ctx context.Context, by, invoice string) ([]Tried, error)
	// ApproveSeen approves an invoice as it was seen; undo is what takes that back, ""
	// when it cannot be taken back, since it was booked.
	ApproveSeen(ctx context.Context, by, pick string) (undo string, err error)
	// ReleaseSeen releases what holds an invoice; waits says that a second person
	// must do so too.
	ReleaseSeen(ctx context.Context, by, pick, because string) (waits bool, err error)
	// WithdrawSeen takes back what ApproveSeen did.
	WithdrawSeen(ctx context.Context, by, undo string) error
}

// Tried is what an act on an invoice would come to.
type Tried struct {
	InvoiceHead
	Pick    string     // by which it is then done
	Hold    Hold       // of a release
	Books   bool       // it is booked by it
	Missing []Sentence // what it still needs after it
	Waits   bool       // a second person must release it too
	Err     error      // why it cannot be done; nil it can
}
