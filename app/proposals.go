// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"crypto/sha256"
	"encoding/json"

	"rentmeester/reconcile"
	"rentmeester/store/db"
)

// compare finds what of the standing proposals changes by what was said of the
// lines that still wait, so that a run that changes little writes little. A line
// for which nothing was found keeps why.
func (r *run) compare() error {
	standing, err := r.standing()
	if err != nil {
		return err
	}
	for _, l := range r.lines {
		switch {
		case l.done:
			continue
		case l.proposal.Best == nil:
			r.report.Without++
		default:
			r.report.Proposed++
		}
		if l.proposal.Best == nil && len(l.proposal.Why) == 0 {
			continue
		}
		if err := r.compareOne(l.proposal, standing); err != nil {
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
	row := db.Proposal{Adm: r.tx.Adm, LineID: p.Line, Model: Model, Content: string(body)}
	if p.Best != nil {
		row.Probability, row.Safe = p.Best.Probability, p.Best.Safe
	}
	r.fresh = append(r.fresh, row)
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
		r.tx.DropProposal(line)
	}
	if err := r.tx.Flush(r.ctx); err != nil {
		return err
	}
	for _, p := range r.fresh {
		p.ID = r.tx.NewID()
		if err := r.tx.Add(r.ctx, p); err != nil {
			return err
		}
	}
	return nil
}
