// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"crypto/sha256"
	"encoding/json"

	"rentmeester/reconcile"
	"rentmeester/store/db"
)

// compare finds what of the standing proposals changes by those of the last
// round, so that a run that changes little writes little.
func (r *run) compare() error {
	standing, err := r.standing()
	if err != nil {
		return err
	}
	for _, p := range r.proposals {
		if p.Best == nil {
			r.report.Without++
			continue
		}
		r.report.Proposed++
		if err := r.compareOne(p, standing); err != nil {
			return err
		}
	}
	for line := range standing {
		r.gone = append(r.gone, line)
	}
	return nil
}

// compareOne takes a line out of standing when its proposal may stay.
func (r *run) compareOne(p reconcile.Proposal, standing map[int64][sha256.Size]byte) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if sum, found := standing[p.Line]; found && sum == sha256.Sum256(body) {
		delete(standing, p.Line)
		return nil
	}
	r.fresh = append(r.fresh, db.Proposal{Adm: r.tx.Adm, LineID: p.Line, Probability: p.Best.Probability, Safe: p.Best.Safe,
		Model: Model, Content: string(body)})
	return nil
}

// standing gives a hash of every standing proposal, by its line.
func (r *run) standing() (map[int64][sha256.Size]byte, error) {
	sums := map[int64][sha256.Size]byte{}
	for after := int64(0); ; {
		page, err := r.tx.StandingProposals(r.ctx, db.StandingProposalsParams{Adm: r.tx.Adm, After: after, Page: 2000})
		if err != nil {
			return nil, failed(err)
		}
		if len(page) == 0 {
			return sums, nil
		}
		for _, row := range page {
			sums[row.LineID] = sha256.Sum256([]byte(row.Content))
			after = row.LineID
		}
	}
}

// keep writes what compare found.
func (r *run) keep() error {
	for _, line := range r.gone {
		if err := r.tx.DeleteProposal(r.ctx, db.DeleteProposalParams{Adm: r.tx.Adm, LineID: line}); err != nil {
			return failed(err)
		}
	}
	for _, p := range r.fresh {
		p.ID = r.tx.NewID()
		if err := r.tx.Add(r.ctx, p); err != nil {
			return err
		}
	}
	return nil
}
