// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"maps"
	"slices"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// CheckReport says whether the books are whole.
type CheckReport struct {
	Audit    store.AuditReport `json:"audit"`
	Balanced bool              `json:"balanced"` // every journal entry, and so the whole
	InStep   bool              `json:"inStep"`   // items and lines agree with their allocations, invoices with theirs and their bookings
	Closed   bool              `json:"closed"`   // every account "sluitend"
	Blobs    int               `json:"blobs"`    // originals whose bytes still give their hash
	Faults   []Reason          `json:"faults,omitempty"`
}

// Whole says whether nothing is wrong. An account that does not close because a
// statement is missing is not a fault of the books.
func (r CheckReport) Whole() bool {
	return r.Audit.Whole && r.Balanced && r.InStep && len(r.Faults) == 0
}

// wrong says a fault, as a sentence.
func wrong(code string, args ...any) Reason { return Reason{Code: code, Args: fault.Args(args...)} }

// Check verifies the audit chain, the balance of every journal entry, every sum
// that is kept against what it is the sum of, and the bytes of every original.
func (b *Books) Check(ctx context.Context) (r CheckReport, err error) {
	if r.Audit, err = b.Store.VerifyAudit(ctx, b.Adm.Key); err != nil {
		return r, err
	}
	err = b.read(ctx, func(q *db.Queries) error {
		unbalanced, err := q.UnbalancedJournal(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		r.Balanced = len(unbalanced) == 0
		for _, id := range unbalanced {
			r.Faults = append(r.Faults, wrong("app.check.journal", "journal", id))
		}
		items, err := q.ItemsOutOfStep(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		lines, err := q.LinesOutOfStep(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		onAccount, err := b.onAccountFaults(ctx, q)
		if err != nil {
			return err
		}
		owed, err := b.Invoices().Faults(ctx, q)
		if err != nil {
			return err
		}
		paid, err := b.Payments().Faults(ctx, q)
		if err != nil {
			return err
		}
		sums, err := b.sumFaults(ctx, q)
		if err != nil {
			return err
		}
		r.InStep = len(items)+len(lines)+len(onAccount)+len(owed)+len(paid)+len(sums) == 0
		r.Faults = append(append(r.Faults, onAccount...), sums...)
		for _, f := range owed {
			r.Faults = append(r.Faults, Reason(f))
		}
		for _, f := range paid {
			r.Faults = append(r.Faults, Reason(f))
		}
		for _, i := range items {
			r.Faults = append(r.Faults, wrong("app.check.item", "item", i.Number))
		}
		for _, id := range lines {
			r.Faults = append(r.Faults, wrong("app.check.line", "line", id))
		}
		accounts, err := b.accountStatus(ctx, q, b.freshly(ctx, q))
		r.Closed = true
		for _, a := range accounts {
			r.Closed = r.Closed && a.Proved
			if !a.Proved && a.Reason != "app.sluitend.gap" {
				r.Faults = append(r.Faults, wrong("app.check.account", "account", a.IBAN), Reason{Code: a.Reason})
			}
		}
		return err
	})
	if err != nil {
		return r, err
	}
	return r, b.checkBlobs(ctx, &r)
}

// onAccountFaults holds what waits on account of parties against the decisions
// that put it there, and its sum against the ledger.
func (b *Books) onAccountFaults(ctx context.Context, q *db.Queries) (faults []Reason, err error) {
	items, err := q.OnAccountOutOfStep(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	for _, i := range items {
		faults = append(faults, wrong("app.check.on-account", "item", i.Number))
	}
	sum, err := q.OnAccount(ctx, b.Adm.Key)
	if sum.ByItems != sum.ByLedger {
		faults = append(faults, wrong("app.check.on-account-sum", "items", money.Cents(sum.ByItems), "ledger", money.Cents(sum.ByLedger)))
	}
	return faults, failed(err)
}

// sumFaults holds the sums that steps keep against what they are the sums of.
func (b *Books) sumFaults(ctx context.Context, q *db.Queries) (faults []Reason, err error) {
	days, err := q.CountDaySums(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	keptDays, err := q.AllDaySums(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	acts, err := q.CountActSums(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	keptActs, err := q.AllActSums(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	wrongs := map[string]bool{}
	for row := range unlike(days, keptDays, func(r db.AllDaySumsRow) db.CountDaySumsRow { return db.CountDaySumsRow(r) }) {
		if (row != db.CountDaySumsRow{AccountID: row.AccountID, Day: row.Day}) { // where all is zero nothing need be kept
			wrongs[row.Day] = true
		}
	}
	for row := range unlike(acts, keptActs, func(r db.AllActSumsRow) db.CountActSumsRow { return db.CountActSumsRow(r) }) {
		wrongs[row.Month] = true
	}
	for _, when := range slices.Sorted(maps.Keys(wrongs)) {
		faults = append(faults, wrong("app.check.sums", "when", when))
	}
	return faults, nil
}

// unlike gives the sums that are not as often counted as kept.
func unlike[Counted comparable, Kept any](counted []Counted, kept []Kept, as func(Kept) Counted) map[Counted]int {
	times := map[Counted]int{}
	for _, row := range counted {
		times[row]++
	}
	for _, row := range kept {
		times[as(row)]--
	}
	maps.DeleteFunc(times, func(_ Counted, n int) bool { return n == 0 })
	return times
}

func (b *Books) checkBlobs(ctx context.Context, r *CheckReport) error {
	for _, state := range []string{"received", "read", "refused"} {
		var files []db.File
		err := b.read(ctx, func(q *db.Queries) (err error) {
			files, err = q.Files(ctx, db.FilesParams{Adm: b.Adm.Key, State: state, Page: 1<<31 - 1})
			return failed(err)
		})
		if err != nil {
			return err
		}
		for _, f := range files {
			sum, size, err := store.Hash(b.Store.Blob(ctx, b.Adm.Key, f.Sha256))
			if err != nil || sum != f.Sha256 || size != f.Size {
				r.Faults = append(r.Faults, wrong("app.check.original", "file", f.Name, "sha256", f.Sha256))
				continue
			}
			r.Blobs++
		}
	}
	return nil
}
