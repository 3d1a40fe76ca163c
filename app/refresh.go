// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/autopilot"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Refresh does what Reconcile does, but lets the engine think over a snapshot
// first and takes the administration for itself only to write the outcome, so
// that people can go on meanwhile. When the books changed while it thought, it
// writes nothing and done is false: then it has to be asked again.
func (b *Books) Refresh(ctx context.Context) (report ReconcileReport, done bool, err error) {
	var version int64
	r := run{report: &report, thinking: true}
	err = b.read(ctx, func(q *db.Queries) error {
		head, err := q.AuditHead(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		version = head.AuditSeq
		if r.desk, err = b.newDesk(ctx, &store.Tx{Queries: q, Adm: b.Adm.Key, Now: b.Now()}); err != nil {
			return err
		}
		if err := r.load(); err != nil {
			return err
		}
		report.Lines = len(r.lines)
		if err := r.inOrderOfTime(); err != nil {
			return err
		}
		return r.compare()
	})
	if err != nil {
		return report, false, err
	}
	err = b.write(ctx, func(tx *store.Tx) error {
		head, err := tx.AuditHead(ctx, b.Adm.Key)
		if err != nil || head.AuditSeq != version {
			return failed(err)
		}
		r.tx = tx
		if err := r.carryOutLater(); err != nil {
			return err
		}
		done = true
		return tx.Audit(ctx, autopilot.Actor, "reconciled", "lines", report)
	})
	return report, done && err == nil, err
}

// carryOutLater does what was only thought of.
func (r *run) carryOutLater() error {
	for _, a := range r.later {
		if _, err := r.carryOut(a); err != nil {
			return err
		}
	}
	return r.keep()
}
