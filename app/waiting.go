// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Reason is one piece of evidence: a key of the catalogue and its values.
type Reason = reconcile.Reason

// Waiting is a line on the worklist with what is proposed for it.
type Waiting struct {
	Line         int64           `json:"line"`
	Account      string          `json:"account"`
	Entry        string          `json:"entry"`
	Detail       int             `json:"detail,omitempty"` // 1-based place in the entry; 0 the entry as a whole
	Booked       day.Day         `json:"booked"`
	Amount       money.Cents     `json:"-"` // signed: in is positive
	Left         money.Cents     `json:"-"` // not yet explained
	Name         string          `json:"name"`
	Counterparty string          `json:"counterparty"` // IBAN
	Text         []string        `json:"text"`
	Ambiguous    bool            `json:"ambiguous"`
	Why          []Reason        `json:"why,omitempty"`
	Choices      []WaitingChoice `json:"-"` // the best first, then its runner-up
}

// WaitingChoice is one explanation, with names where the engine has keys.
type WaitingChoice struct {
	reconcile.Choice
	Portions []WaitingPortion
}

// WaitingPortion is where a part of the line would go.
type WaitingPortion struct {
	Item    string // number; "" when it goes elsewhere
	Account string // ledger account or its role
	Party   string // number, when it waits on account of somebody
	Amount  money.Cents
}

// Worklist gives what waits for a person, the most probable proposals first.
func (b *Books) Worklist(ctx context.Context, limit, skip int) (list []Waiting, err error) {
	list = []Waiting{}
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.Worklist(ctx, db.WorklistParams{Adm: b.Adm.Key, Page: int32(limit), Skip: int32(skip)})
		if err != nil {
			return failed(err)
		}
		for _, r := range rows {
			w, err := b.waiting(ctx, q, db.WorklistLineRow{ID: r.ID, Booked: r.Booked, Amount: r.Amount, LeftAmount: r.LeftAmount,
				PartyName: r.PartyName, PartyIban: r.PartyIban, Content: r.Content, Idx: r.Idx, Iban: r.Iban, EntryRef: r.EntryRef,
				StatementID: r.StatementID, Probability: r.Probability, Proposal: r.Proposal})
			if err != nil {
				return err
			}
			list = append(list, w)
		}
		return nil
	})
	return list, err
}

// Waiting gives one line, on the worklist or not. Errors: app.no-line.
func (b *Books) Waiting(ctx context.Context, line int64) (w Waiting, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		row, err := q.WorklistLine(ctx, db.WorklistLineParams{Adm: b.Adm.Key, ID: line})
		if store.NoRows(err) {
			return fault.New("app.no-line", "line", line)
		}
		if err != nil {
			return failed(err)
		}
		w, err = b.waiting(ctx, q, row)
		return err
	})
	return w, err
}

func (b *Books) waiting(ctx context.Context, q *db.Queries, row db.WorklistLineRow) (Waiting, error) {
	w := Waiting{Line: row.ID, Account: row.Iban, Entry: row.EntryRef, Detail: int(row.Idx) + 1, Booked: day.Day(row.Booked), Amount: money.Cents(row.Amount),
		Left: money.Cents(row.LeftAmount), Name: row.PartyName, Counterparty: row.PartyIban, Text: []string{}}
	var c content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return w, failed(err)
	}
	for _, t := range append(c.Remittance, c.Reference, c.Info) {
		if t != "" {
			w.Text = append(w.Text, t)
		}
	}
	if row.Proposal == "" {
		return w, nil // nobody looked at it yet
	}
	var p reconcile.Proposal
	if err := json.Unmarshal([]byte(row.Proposal), &p); err != nil {
		return w, failed(err)
	}
	w.Ambiguous, w.Why = p.Ambiguous, p.Why
	for _, choice := range Choices(p) {
		named := WaitingChoice{Choice: choice}
		for _, a := range choice.Allocations {
			portion := WaitingPortion{Account: a.Account, Party: a.Party, Amount: a.Amount}
			if a.Item != 0 {
				item, err := q.ItemByID(ctx, db.ItemByIDParams{Adm: b.Adm.Key, ID: a.Item})
				if err != nil {
					return w, failed(err)
				}
				portion.Item = item.Number
			}
			named.Portions = append(named.Portions, portion)
		}
		w.Choices = append(w.Choices, named)
	}
	return w, nil
}

// Quarantined is a part of a file that was read but not believed.
type Quarantined struct {
	ID      int64
	File    string
	SHA256  string
	Subject string // account or number it is about
	Since   string
	Finding *fault.Error
}

// Quarantine gives what stands in quarantine, oldest first.
func (b *Books) Quarantine(ctx context.Context) (list []Quarantined, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.Quarantined(ctx, b.Adm.Key)
		if err != nil {
			return failed(err)
		}
		for _, r := range rows {
			finding := &fault.Error{Code: r.Code}
			if err := json.Unmarshal([]byte(r.Args), &finding.Args); err != nil {
				return failed(err)
			}
			list = append(list, Quarantined{r.ID, r.FileName, r.Sha256, r.Subject, r.Since, finding})
		}
		return nil
	})
	return list, err
}

// Dismiss closes a finding in quarantine that needs nothing more, such as one of
// a file whose right version was read since. The original stays.
// Errors: app.no-finding.
func (b *Books) Dismiss(ctx context.Context, actor string, id int64) (int64, error) {
	return id, b.write(ctx, func(tx *store.Tx) error {
		row, err := tx.QuarantineByID(ctx, db.QuarantineByIDParams{Adm: tx.Adm, ID: id})
		if store.NoRows(err) || err == nil && row.State != "open" {
			return fault.New("app.no-finding", "finding", id)
		}
		if err != nil {
			return failed(err)
		}
		if err := tx.ReleaseQuarantine(ctx, db.ReleaseQuarantineParams{Adm: tx.Adm, ID: id}); err != nil {
			return failed(err)
		}
		return tx.Audit(ctx, actor, "quarantine.dismissed", subject("finding", id), map[string]string{"sha256": row.Sha256, "code": row.Code})
	})
}
