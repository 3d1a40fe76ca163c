// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/formats/archive"
	"rentmeester/formats/camt"
	"rentmeester/formats/mail"
	"rentmeester/formats/mt940"
	"rentmeester/formats/pain"
	"rentmeester/formats/table"
	"rentmeester/formats/xaf"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Report says what an import did.
type Report struct {
	Files       []FileReport `json:"files"`
	Statements  int          `json:"statements"` // new and proved
	Entries     int          `json:"entries"`
	Details     int          `json:"details"`
	Known       int          `json:"known"` // files and statements that were there already
	Items       int          `json:"items"`
	Updated     int          `json:"updated"` // items whose data changed
	Batches     int          `json:"batches"`
	Documents   int          `json:"documents"` // invoices, and what may be one or belongs to one
	Invoices    int          `json:"invoices"`
	Held        int          `json:"held"` // invoices that something holds
	Suppliers   int          `json:"suppliers"`
	Orders      int          `json:"orders"`   // obligations: orders and contracts
	Receipts    int          `json:"receipts"` // of what was ordered
	Codes       int          `json:"codes"`    // of lists to code by, and forbidden cells
	Past        int          `json:"past"`     // invoices booked in the past, of audit files
	Hours       int          `json:"hours"`    // rows of lists of hours that are new
	Quarantined int          `json:"quarantined"`
	Refused     int          `json:"refused"`
}

func (r *Report) add(f FileReport) {
	r.Files = append(r.Files, f)
	r.Statements += f.Statements
	r.Entries += f.Entries
	r.Details += f.Details
	r.Items += f.Items
	r.Updated += f.Updated
	r.Batches += f.Batches
	r.Known += f.Known
	r.Documents += f.Documents
	r.Invoices += f.Invoices
	r.Held += f.Held
	r.Suppliers += f.Suppliers
	r.Orders += f.Orders
	r.Receipts += f.Receipts
	r.Codes += f.Codes
	r.Past += f.Past
	r.Hours += f.Hours
	switch f.State {
	case "known":
		r.Known++
	case "refused":
		r.Refused++
	default:
		r.Quarantined += len(f.Findings)
	}
}

// Import keeps a file by its hash and reads it. The name is for people only:
// what a file is, is told by its content. A file that cannot be read is refused
// as a whole and says so in the report; the error is for what is not the file's
// fault. Importing a file again changes nothing, unless it was refused or partly
// in quarantine: then it is judged anew.
func (b *Books) Import(ctx context.Context, actor, name string, f io.ReadSeeker) (Report, error) {
	var report Report
	return report, b.importWithin(ctx, &report, actor, name, Arrival{}, f, bundle{})
}

// Arrival says how a file came to us. The zero value is brought by hand, now.
type Arrival struct {
	Channel  string // upload, import, folder, mail, api
	Sender   string
	About    string // subject of the mail
	Received time.Time
	Parent   string // hash of the mail or zip that it came in
}

// ImportFrom is Import for a file that came by a channel. What is said of the
// arrival is kept with the file; of a file that came before, the first arrival
// stands.
func (b *Books) ImportFrom(ctx context.Context, actor, name string, a Arrival, f io.ReadSeeker) (Report, error) {
	var report Report
	return report, b.importWithin(ctx, &report, actor, name, a, f, bundle{})
}

// arrive keeps how a file came, in the step that keeps the file.
func arrive(ctx context.Context, tx *store.Tx, sum string, a Arrival) error {
	if a == (Arrival{}) {
		return nil
	}
	row := db.Arrival{Adm: tx.Adm, Sha256: sum, Channel: first(a.Channel, "import"), Sender: a.Sender, About: a.About, Received: tx.Stamp(), Parent: a.Parent}
	if !a.Received.IsZero() {
		row.Received = store.Stamp(a.Received)
	}
	return tx.Add(ctx, row)
}

func (b *Books) importWithin(ctx context.Context, report *Report, actor, name string, a Arrival, f io.ReadSeeker, within bundle) error {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, "?"), "\x00", "?") // names come from anywhere; PostgreSQL takes only text
	sum, size, err := store.Hash(f)
	if err != nil {
		return fault.Wrap(err, "store.read", "name", name)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fault.Wrap(err, "store.read", "name", name)
	}
	err = b.write(ctx, func(tx *store.Tx) error {
		known, err := tx.Keep(ctx, sum, name, size, f)
		if err != nil || known {
			return err
		}
		if err := arrive(ctx, tx, sum, a); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "file.kept", sum, map[string]any{"name": name, "size": size})
	})
	if err != nil {
		return err
	}
	return b.readFile(ctx, report, actor, name, sum, within)
}

// Resume reads the files that were kept but not read, as after a crash, and the
// documents that waited for a program to read them with.
func (b *Books) Resume(ctx context.Context, actor string) (Report, error) {
	var report Report
	var waiting []db.File
	err := b.read(ctx, func(q *db.Queries) (err error) {
		waiting, err = q.Files(ctx, db.FilesParams{Adm: b.Adm.Key, State: "received", Page: 10000})
		return failed(err)
	})
	for _, f := range waiting {
		if err == nil {
			err = b.readFile(ctx, &report, actor, f.Name, f.Sha256, bundle{})
		}
	}
	if err == nil {
		_, err = b.Invoices().ReadWaiting(ctx, actor)
	}
	return report, err
}

// readFile reads a kept file and writes the outcome.
func (b *Books) readFile(ctx context.Context, report *Report, actor, name, sum string, within bundle) error {
	done, err := b.settled(ctx, sum)
	if err != nil {
		return err
	}
	original := b.Store.Blob(ctx, b.Adm.Key, sum)
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(original, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return err
	}
	switch { // the members of a bundle are judged one by one
	case archive.Recognise(head[:n], name):
		return b.readArchive(ctx, report, actor, name, sum, original, done, within)
	case mail.Recognise(head[:n], name):
		return b.readMail(ctx, report, actor, name, sum, original, done, within)
	}
	if done {
		report.add(FileReport{Name: name, SHA256: sum, State: "known"})
		return nil
	}
	out := FileReport{Name: name, SHA256: sum, State: "read"}
	err = b.readAs(ctx, &out, actor, head[:n], original)
	var f *fault.Error
	var rows table.RowErrors
	switch {
	case err == nil:
	case fault.Is(err, "store.failed"), fault.Is(err, "store.busy"), fault.Is(err, "store.no-blob"), ctx.Err() != nil:
		return err
	case errors.As(err, &rows), errors.As(err, &f):
		if err := b.refuse(ctx, &out, actor, err); err != nil {
			return err
		}
	default:
		return err
	}
	report.add(out)
	return nil
}

// settled says whether a file was read before with nothing left to judge.
func (b *Books) settled(ctx context.Context, sum string) (done bool, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		file, err := q.FileByHash(ctx, db.FileByHashParams{Adm: b.Adm.Key, Sha256: sum})
		if err != nil {
			return failed(err)
		}
		waiting, err := q.QuarantineOf(ctx, db.QuarantineOfParams{Adm: b.Adm.Key, Sha256: sum})
		done = file.State == "read" && len(waiting) == 0
		return failed(err)
	})
	return done, err
}

// readAs finds out by content what a file is, and reads it as that.
func (b *Books) readAs(ctx context.Context, out *FileReport, actor string, head []byte, original store.Original) error {
	switch {
	case camt.Recognise(head):
		return b.importStatements(ctx, out, actor, camt.Read, original)
	case pain.RecogniseStatus(head):
		return b.importStatus(ctx, out, actor, original)
	case pain.Recognise(head):
		return b.importOrders(ctx, out, actor, original)
	case mt940.Recognise(head):
		return b.importStatements(ctx, out, actor, mt940.Read, original)
	case xaf.Recognise(head):
		return b.Invoices().ImportPast(ctx, out, actor, original)
	case table.RecogniseHours(original): // an assignment may be numbered like an order
		return b.Projects().ImportHours(ctx, out, actor, original)
	}
	if media := invoices.Recognise(head, original); media != "" {
		return b.Invoices().Import(ctx, out, actor, media, original)
	}
	if media := invoices.RecogniseList(head, original); media != "" {
		return b.Invoices().ImportList(ctx, out, actor, media, original)
	}
	switch {
	case table.Recognise(head, out.Name):
		return b.importItems(ctx, out, actor, original)
	case len(head) == 0:
		return fault.New("app.empty-file", "name", out.Name)
	default:
		return fault.New("app.unknown-format", "name", out.Name)
	}
}

// readArchive reads each file of a zip as a file of its own.
func (b *Books) readArchive(ctx context.Context, report *Report, actor, name, sum string, original store.Original, done bool, within bundle) error {
	size, err := original.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	out := FileReport{Name: name, SHA256: sum, State: "read", Format: "zip"}
	arrival, err := b.arrivalOf(ctx, sum)
	if err != nil {
		return err
	}
	arrival.Parent = sum
	if within, err = within.inner(name); err != nil {
		return b.refused(ctx, report, &out, actor, err)
	}
	err = archive.Walk(original, size, func(member string, open func() (io.ReadCloser, error)) error {
		if err := within.take(name); err != nil {
			return err
		}
		spool, err := books.SpoolMember(open)
		if err != nil {
			return err
		}
		return errors.Join(b.importWithin(ctx, report, actor, name+"/"+member, arrival, spool, within), spool.Close())
	})
	if err != nil {
		return b.refused(ctx, report, &out, actor, err)
	}
	report.add(out)
	return b.write(ctx, func(tx *store.Tx) error { return b.fileRead(ctx, tx, &out, actor) })
}

// fileRead marks a file as read, as the last part of the step that read it.
func (b *Books) fileRead(ctx context.Context, tx *store.Tx, out *FileReport, actor string) error {
	return b.FileRead(ctx, tx, out, actor)
}

// refuse marks a file as refused, with the reason; the original stays.
func (b *Books) refuse(ctx context.Context, out *FileReport, actor string, reason error) error {
	out.State = "refused"
	out.Statements, out.Entries, out.Details, out.Items, out.Updated, out.Batches, out.Known = 0, 0, 0, 0, 0, 0, 0
	out.Documents, out.Invoices, out.Held, out.Suppliers, out.Orders, out.Receipts, out.Codes, out.Past, out.Hours, out.CopyOf, out.Holds = 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, nil
	out.Findings = Faults(reason)
	first := out.Findings[0]
	args, err := json.Marshal(first.Args)
	if err != nil {
		return err
	}
	return b.write(ctx, func(tx *store.Tx) error {
		err := tx.SetFileState(ctx, db.SetFileStateParams{Adm: b.Adm.Key, Sha256: out.SHA256,
			Format: out.Format, State: "refused", Code: first.Code, Args: string(args)})
		if err != nil {
			return failed(err)
		}
		return tx.Audit(ctx, actor, "file.refused", out.SHA256, out)
	})
}

// Faults gives the faults that an error is made of: each bad row of a table, or
// the one fault of anything else.
func Faults(err error) []*fault.Error {
	var rows table.RowErrors
	if errors.As(err, &rows) {
		return rows
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return []*fault.Error{f}
	}
	return []*fault.Error{fault.Wrap(err, "internal", "error", err)}
}

// Merge adds the report of another import.
func (r *Report) Merge(other Report) {
	for _, f := range other.Files {
		r.add(f)
	}
}
