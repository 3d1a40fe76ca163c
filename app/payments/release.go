// SPDX-License-Identifier: EUPL-1.2

package payments

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Release lets the actor release the file of a run, as he saw it: by its hash.
// With the last that policy asks for, the run may be fetched.
// Errors: payments.none, payments.state, payments.may-not-…, those of sound.
func (d *Desk) Release(ctx context.Context, actor string, run int64, sum string) (v RunView, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		row, err := w.run(run)
		if err != nil {
			return err
		}
		if row.State != draft {
			return fault.New("payments.state", "run", run, "state", row.State)
		}
		rule, given, err := d.releases(ctx, w.tx.Queries, row, w.today())
		if err != nil {
			return err
		}
		seal := sealOf(row)
		one := paying.Released{Person: actor, SHA256: sum}
		if why, may := may(rule, seal, row.MadeBy, one, given); !may {
			return mayNot(why, run)
		}
		if err := w.sound(row); err != nil {
			return err
		}
		err = w.tx.Add(ctx, db.PaymentRunRelease{Adm: w.tx.Adm, RunID: run, Person: actor, Sha256: row.Sha256, At: w.tx.Stamp()})
		if err != nil {
			return err
		}
		standing := rule.Stand(seal, row.MadeBy, append(given, one))
		err = w.audit("released", run, map[string]any{"sha256": row.Sha256, "total": money.Cents(row.Total).String(), "count": row.Count, "missing": standing.Missing})
		if err != nil {
			return err
		}
		if standing.Done {
			if err := w.move(&row, released, ""); err != nil {
				return err
			}
		}
		if err := w.tx.Flush(ctx); err != nil {
			return err
		}
		v, err = d.show(ctx, w.tx.Queries, run)
		return err
	})
	return v, err
}

// may says whether a release counts.
func may(rule paying.Rule, file paying.Seal, maker string, one paying.Released, given []paying.Released) (paying.Reason, bool) {
	after := rule.Stand(file, maker, append(slices.Clone(given), one))
	if len(after.By) > len(rule.Stand(file, maker, given).By) {
		return paying.Reason{}, true
	}
	return after.Refused[len(after.Refused)-1].Reason, false
}

// mayNot makes a fault of why a release does not count.
func mayNot(why paying.Reason, run int64) error {
	person := why.Args["person"]
	switch why.Key {
	case "paying.release.maker":
		return fault.New("payments.release-maker", "person", person)
	case "paying.release.again":
		return fault.New("payments.release-again", "person", person)
	case "paying.release.limit":
		return fault.New("payments.release-limit", "person", person, "limit", why.Args["limit"], "amount", why.Args["amount"])
	case "paying.release.other-file":
		return fault.New("payments.release-file", "run", run)
	default:
		return fault.New("payments.release-nobody")
	}
}

func sealOf(row db.PaymentRun) paying.Seal {
	return paying.Seal{SHA256: row.Sha256, Count: int(row.Count), Total: money.Cents(row.Total)}
}

// releases gives who must release a run by the policy of a day, and who did.
func (d *Desk) releases(ctx context.Context, q *db.Queries, row db.PaymentRun, on day.Day) (rule paying.Rule, given []paying.Released, err error) {
	var p policy.Policy
	if p, err = d.InForce(ctx, q); err != nil {
		return rule, nil, err
	}
	rows, err := q.ReleasesOfRun(ctx, db.ReleasesOfRunParams{Adm: d.Adm.Key, RunID: row.ID})
	for _, r := range rows {
		given = append(given, paying.Released{Person: r.Person, SHA256: r.Sha256})
	}
	return p.On(on).Paying.Release, given, books.Failed(err)
}

// sound looks whether a run may still go as it was made: the file is what its
// payments say, each account is trusted, nothing holds what is paid, and just that
// much is open of it.
// Errors: payments.day-passed, payments.file-differs, payments.account-lost,
// payments.held, payments.supplier-lost, payments.item-changed, payments.in-run.
func (w *work) sound(row db.PaymentRun) error {
	if day.Day(row.Execution) < w.today() {
		return fault.New("payments.day-passed", "run", row.ID, "day", row.Execution)
	}
	payments, err := w.tx.PaymentsOfRun(w.ctx, db.PaymentsOfRunParams{Adm: w.tx.Adm, RunID: row.ID})
	if err != nil {
		return books.Failed(err)
	}
	if err := w.sameFile(row, payments); err != nil {
		return err
	}
	till, err := newCounter(w.ctx, w.tx.Queries, w.tx.Adm)
	if err != nil {
		return err
	}
	settles, err := w.tx.SettlesOfRun(w.ctx, db.SettlesOfRunParams{Adm: w.tx.Adm, RunID: row.ID})
	if err != nil {
		return books.Failed(err)
	}
	planned, numbers := map[int64]money.Cents{}, map[int64]string{}
	for _, s := range settles {
		planned[s.ItemID] += money.Cents(s.Amount)
		numbers[s.Pos] = cmp.Or(numbers[s.Pos], s.Number)
	}
	for _, p := range payments {
		who, err := till.payee(p.SupplierID, "")
		if err != nil {
			return err
		}
		if !who.trusted[p.Iban] {
			return fault.New("payments.account-lost", "number", numbers[p.Pos], "account", p.Iban)
		}
	}
	for _, s := range settles {
		if err := w.soundItem(till, row.ID, s, planned[s.ItemID]); err != nil {
			return err
		}
	}
	return nil
}

// sameFile makes the file again and holds it against what people saw.
func (w *work) sameFile(row db.PaymentRun, payments []db.PaymentRunPayment) error {
	var c content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return books.Failed(err)
	}
	if _, seal, err := fileOf(row, c, payments); err != nil || seal.SHA256 != row.Sha256 || seal.Total != money.Cents(row.Total) {
		return fault.New("payments.file-differs", "run", row.ID)
	}
	return nil
}

func (w *work) soundItem(till *counter, run int64, s db.SettlesOfRunRow, planned money.Cents) error {
	item, err := w.tx.PayItem(w.ctx, db.PayItemParams{Adm: w.tx.Adm, ID: s.ItemID})
	if err != nil {
		return books.Failed(err)
	}
	o, err := till.owed(db.PayItemsRow(item))
	if err != nil {
		return err
	}
	if o.Amount != planned {
		return fault.New("payments.item-changed", "number", s.Number, "amount", o.Amount.Abs(), "planned", planned.Abs())
	}
	runs, err := till.waits(db.PayItemsRow(item))
	if err != nil {
		return err
	}
	for _, other := range runs {
		if other != run {
			return fault.New("payments.in-run", "number", s.Number, "run", other)
		}
	}
	for _, h := range o.holds {
		switch h.Key {
		case "payments.left.account":
			return fault.New("payments.account-lost", "number", s.Number, "account", h.Args["account"])
		case "payments.left.supplier", "payments.left.no-supplier":
			return fault.New("payments.supplier-lost", "number", s.Number, "name", h.Args["name"])
		case "payments.left.g-unknown":
		default:
			return fault.New("payments.held", "number", s.Number)
		}
	}
	return nil
}

// Fetch gives the file of a run that was released, to bring to the bank. From the
// first time on its batch is known as if the file was imported, so that the bank
// line of it is recognised. Who fetched it is written down each time.
// Errors: payments.none, payments.state, those of sound.
func (d *Desk) Fetch(ctx context.Context, actor string, run int64, to io.Writer) (seal paying.Seal, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		row, err := w.run(run)
		if err != nil {
			return err
		}
		seal = sealOf(row)
		switch row.State {
		case fetched:
		case released:
			if err := w.send(row); err != nil {
				return err
			}
		default:
			return fault.New("payments.state", "run", run, "state", row.State)
		}
		return w.audit("fetched", run, map[string]any{"sha256": row.Sha256})
	})
	if err != nil {
		return paying.Seal{}, err
	}
	file := d.Store.Blob(ctx, d.Adm.Key, seal.SHA256)
	if seal.Bytes, err = io.Copy(to, file); err != nil {
		var f *fault.Error
		if !errors.As(err, &f) {
			err = fault.Wrap(err, "payments.not-written", "run", run)
		}
	}
	return seal, err
}

// send puts the batch of a run among those that went to the bank.
func (w *work) send(row db.PaymentRun) error {
	if err := w.sound(row); err != nil {
		return err
	}
	file, err := io.ReadAll(w.tx.Blob(w.ctx, row.Sha256))
	if err != nil {
		return err
	}
	if sum, _, err := store.Hash(bytes.NewReader(file)); err != nil || sum != row.Sha256 {
		return fault.New("payments.file-differs", "run", row.ID)
	}
	out := books.FileReport{SHA256: row.Sha256}
	if err := books.KeepOrders(w.ctx, w.tx, &out, bytes.NewReader(file)); err != nil {
		return err
	}
	return w.move(&row, fetched, "")
}

// Withdraw ends a run that did not go to the bank; what it would pay is open
// again. Of one that was fetched a reason must be given, and none of its payments
// may have been booked. Errors: payments.none, payments.state, payments.no-reason,
// payments.booked.
func (d *Desk) Withdraw(ctx context.Context, actor string, run int64, why string) (v RunView, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		row, err := w.run(run)
		if err != nil {
			return err
		}
		settles, err := w.tx.SettlesOfRun(ctx, db.SettlesOfRunParams{Adm: w.tx.Adm, RunID: run})
		if err != nil {
			return books.Failed(err)
		}
		items := make([]int64, len(settles))
		for i, s := range settles {
			if s.Paid != 0 || s.Backs != 0 {
				return fault.New("payments.booked", "run", run, "number", s.Number)
			}
			items[i] = s.ItemID
		}
		switch {
		case row.State == withdrawn:
			return fault.New("payments.state", "run", run, "state", row.State)
		case row.State == fetched && why == "":
			return fault.New("payments.no-reason", "run", run)
		}
		was := row.State
		if err := w.move(&row, withdrawn, why); err != nil {
			return err
		}
		if err := restate(ctx, w.tx, items); err != nil {
			return err
		}
		if err := w.audit("withdrawn", run, map[string]any{"was": was, "why": why}); err != nil {
			return err
		}
		v, err = d.show(ctx, w.tx.Queries, run)
		return err
	})
	return v, err
}
