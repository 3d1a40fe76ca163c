// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"io"
	"regexp"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/formats/table"
	"rentmeester/party"
	"rentmeester/purchases"
	"rentmeester/store/db"
)

// Audit files are the past from before we kept invoices.
const pastFormat = "xaf"

// States of an audit file.
const (
	pastUsed      = "used"
	pastReplaced  = "replaced" // a later one of the same ledger and year came
	pastForgotten = "forgotten"
)

// ImportPast reads an audit file: where its purchases were booked is what proposals
// rest on for suppliers of whom nothing was coded here yet. It takes the place of
// an earlier file of the same ledger and year. Errors: those of purchases.Read, and
// why the file is not proved (table.RowErrors).
func (d *Desk) ImportPast(ctx context.Context, out *books.FileReport, actor string, original io.ReadSeeker) error {
	out.Format = pastFormat
	return d.step(ctx, actor, func(w *work) error {
		file, err := w.tx.FileByHash(ctx, db.FileByHashParams{Adm: w.tx.Adm, Sha256: out.SHA256})
		if err != nil || readMeanwhile(file, out) {
			return books.Failed(err)
		}
		k := pastKeeper{work: w, file: db.PastFile{Adm: w.tx.Adm, ID: w.tx.NewID(), Sha256: out.SHA256, Name: out.Name, State: pastUsed}, known: map[string]bool{}}
		report, tally, err := purchases.Read(original, k.keep)
		if err != nil {
			return err
		}
		var wrong table.RowErrors
		for _, f := range report.Findings {
			if f.Blocks {
				wrong = append(wrong, f.Error)
			} else {
				out.Remarks = append(out.Remarks, f.Error)
			}
		}
		if len(wrong) > 0 {
			return wrong
		}
		out.Past = tally.Documents
		k.file.Documents, k.file.Lines = int64(tally.Documents), int64(tally.Lines)
		k.file.Company, k.file.Year = plain(report.Header.Company), plain(report.Header.Year)
		if err := w.replacePast(k.file); err != nil {
			return err
		}
		if err := w.tx.Add(ctx, k.file); err != nil {
			return err
		}
		if err := w.auditPast("read", k.file); err != nil {
			return err
		}
		return w.FileRead(ctx, w.tx, out, w.actor)
	})
}

// pastKeeper writes what an audit file tells.
type pastKeeper struct {
	*work
	file  db.PastFile
	known map[string]bool // parties that are written
	pos   int64
}

func (k *pastKeeper) keep(d purchases.Document) error {
	id := plain(d.Supplier.ID)
	if !k.known[id] {
		k.known[id] = true
		row := db.PastParty{Adm: k.tx.Adm, FileID: k.file.ID, Party: id, Name: plain(d.Supplier.Name), Key: nameKey(d.Supplier.Name),
			Kvk: plainKvK(d.Supplier.KvK), Vat: plainNumber(d.Supplier.TaxID)}
		if err := k.tx.Add(k.ctx, row); err != nil {
			return err
		}
	}
	for _, l := range d.Lines {
		k.pos++
		err := k.tx.Add(k.ctx, db.PastCoding{Adm: k.tx.Adm, FileID: k.file.ID, Pos: k.pos, Party: id, Document: plain(d.Key), Number: plain(d.Number),
			Day: string(d.Day), Description: plain(l.Text), Rate: plain(l.Rate), Amount: int64(l.Amount), Account: plain(l.Account),
			CostCentre: plain(l.CostCentre), Project: plain(l.Project)})
		if err != nil {
			return err
		}
	}
	return nil
}

// replacePast puts the files of the same ledger and year aside.
func (w *work) replacePast(by db.PastFile) error {
	files, err := w.tx.PastFiles(w.ctx, w.tx.Adm)
	if err != nil {
		return books.Failed(err)
	}
	for _, f := range files {
		if f.ID != by.ID && f.State == pastUsed && f.Company == by.Company && f.Year == by.Year {
			if err := w.setPast(f, pastReplaced); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *work) setPast(f db.PastFile, state string) error {
	f.State = state
	if err := w.tx.SetPastFileState(w.ctx, db.SetPastFileStateParams{Adm: w.tx.Adm, ID: f.ID, State: state}); err != nil {
		return books.Failed(err)
	}
	return w.auditPast(state, f)
}

func (w *work) auditPast(act string, f db.PastFile) error {
	return w.tx.Audit(w.ctx, w.actor, "past."+act, books.Subject("past", f.ID), map[string]any{"sha256": f.Sha256, "name": f.Name,
		"company": f.Company, "year": f.Year, "documents": f.Documents, "lines": f.Lines})
}

// PastFile is an audit file whose purchases are known.
type PastFile struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Company   string `json:"company"`
	Year      string `json:"year"`
	Documents int64  `json:"documents"`
	Lines     int64  `json:"lines"`
	State     string `json:"state"` // used, replaced, forgotten
}

// PastFiles gives the audit files that were read, the first one first.
func (d *Desk) PastFiles(ctx context.Context) (all []PastFile, err error) {
	all = []PastFile{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.PastFiles(ctx, d.Adm.Key)
		for _, f := range rows {
			all = append(all, PastFile{f.ID, f.Name, f.Company, f.Year, f.Documents, f.Lines, f.State})
		}
		return books.Failed(err)
	})
	return all, err
}

// ForgetPast makes that proposals no longer rest on an audit file; the one that it
// took the place of is used again. Errors: invoices.no-past.
func (d *Desk) ForgetPast(ctx context.Context, actor string, id int64) error {
	return d.step(ctx, actor, func(w *work) error {
		files, f, err := w.pastFile(id, pastUsed)
		if err != nil {
			return err
		}
		if err := w.setPast(f, pastForgotten); err != nil {
			return err
		}
		for _, before := range slices.Backward(files) {
			if before.State == pastReplaced && before.Company == f.Company && before.Year == f.Year {
				return w.setPast(before, pastUsed)
			}
		}
		return nil
	})
}

// UsePast makes that proposals rest on an audit file again. Errors: invoices.no-past.
func (d *Desk) UsePast(ctx context.Context, actor string, id int64) error {
	return d.step(ctx, actor, func(w *work) error {
		_, f, err := w.pastFile(id, pastForgotten, pastReplaced)
		if err != nil {
			return err
		}
		if err := w.replacePast(f); err != nil {
			return err
		}
		return w.setPast(f, pastUsed)
	})
}

// pastFile gives an audit file in one of some states, among all. Error: invoices.no-past.
func (w *work) pastFile(id int64, states ...string) ([]db.PastFile, db.PastFile, error) {
	files, err := w.tx.PastFiles(w.ctx, w.tx.Adm)
	if err != nil {
		return nil, db.PastFile{}, books.Failed(err)
	}
	at := slices.IndexFunc(files, func(f db.PastFile) bool { return f.ID == id && slices.Contains(states, f.State) })
	if at < 0 {
		return nil, db.PastFile{}, fault.New("invoices.no-past", "file", id)
	}
	return files, files[at], nil
}

func nameKey(name string) string {
	for _, b := range party.Businesses(name) {
		return plain(b.Key())
	}
	return ""
}

var notNumber = regexp.MustCompile(`[^A-Z0-9]`)

// plainNumber writes a number without what people put in between.
func plainNumber(s string) string { return notNumber.ReplaceAllString(strings.ToUpper(s), "") }

// plainKvK gives the number of the company of one with its branch.
func plainKvK(s string) string {
	if s = plainNumber(s); len(s) == 12 {
		return s[:8]
	}
	return s
}
