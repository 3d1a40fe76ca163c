// SPDX-License-Identifier: EUPL-1.2

package books

import (
	"context"

	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// FileReport says what became of one file.
type FileReport struct {
	Name       string         `json:"name"`
	SHA256     string         `json:"sha256"`
	Format     string         `json:"format,omitempty"`
	State      string         `json:"state"` // read, known, refused
	Statements int            `json:"statements"`
	Entries    int            `json:"entries"`
	Details    int            `json:"details"`
	Known      int            `json:"known"` // statements, items or batches that were there already
	Items      int            `json:"items"`
	Updated    int            `json:"updated"`
	Batches    int            `json:"batches"`
	Documents  int            `json:"documents"`
	Invoices   int            `json:"invoices"`
	Held       int            `json:"held"` // invoices that something holds
	Suppliers  int            `json:"suppliers"`
	Orders     int            `json:"orders"`             // obligations: orders and contracts
	Receipts   int            `json:"receipts"`           // of what was ordered
	Codes      int            `json:"codes"`              // of lists to code by, and forbidden cells
	Past       int            `json:"past"`               // invoices booked in the past, of an audit file
	Hours      int            `json:"hours"`              // rows of a list of hours that are new
	CopyOf     int64          `json:"copyOf,omitempty"`   // invoice that it is another copy of
	Findings   []*fault.Error `json:"findings,omitempty"` // why it, or a part of it, was refused or put in quarantine
	Remarks    []*fault.Error `json:"remarks,omitempty"`  // what is amiss and did no harm
	Holds      []Hold         `json:"holds,omitempty"`
}

// Hold is why an invoice of the file waits for a person.
type Hold struct {
	Invoice int64        `json:"invoice"`
	Kind    string       `json:"kind"`
	Finding *fault.Error `json:"finding"`
}

// FileRead marks a file as read, as the last part of the step that read it.
func (b *Books) FileRead(ctx context.Context, tx *store.Tx, out *FileReport, actor string) error {
	err := tx.SetFileState(ctx, db.SetFileStateParams{Adm: b.Adm.Key, Sha256: out.SHA256,
		Format: out.Format, State: "read", Code: "", Args: "{}"})
	if err != nil {
		return Failed(err)
	}
	return tx.Audit(ctx, actor, "file.read", out.SHA256, out)
}
