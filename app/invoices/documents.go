// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"slices"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/sorting"
	"rentmeester/store"
	"rentmeester/store/db"
)

// States of a document.
const (
	docUnread    = "unread"    // nothing could read it yet
	docAsked     = "asked"     // a person says what it is
	docInvoiced  = "invoiced"  // an invoice was read from it
	docFiled     = "filed"     // it is no invoice
	docForwarded = "forwarded" // it is somebody else's
	docCopy      = "copy"      // an invoice that we have, by another way
)

// stateOf gives how a document stands after it was read.
func (r *reading) stateOf() string {
	switch {
	case r.content != nil:
		return docInvoiced
	case r.kind == "":
		return docUnread
	case r.filing.Deed == policy.AskAbout:
		return docAsked
	case r.filing.Deed == policy.ForwardIt:
		return docForwarded
	}
	return docFiled
}

// reasons gives why a document is taken for what it is, and for whom.
func (r *reading) reasons() ([]byte, error) {
	all := append([]Reason{}, r.why...)
	if r.filing.Deed == policy.ForwardIt {
		all = append(all, why("invoices.forward", "to", r.filing.To))
	}
	return json.Marshal(all)
}

func (w *work) setDocument(doc db.Document) error {
	return books.Failed(w.tx.SetDocument(w.ctx, db.SetDocumentParams{Adm: doc.Adm, ID: doc.ID, Media: doc.Media, Kind: doc.Kind,
		Probability: doc.Probability, Why: doc.Why, Pages: doc.Pages, Scanned: doc.Scanned, State: doc.State, InvoiceID: doc.InvoiceID}))
}

// DocumentShown is all that is known of a document.
type DocumentShown struct {
	DocumentView
	Probability float64        `json:"probability"`
	Why         []Reason       `json:"why"`
	About       string         `json:"about,omitempty"` // subject of the mail
	Parent      string         `json:"parent,omitempty"`
	CopyOf      int64          `json:"copyOf,omitempty"`
	Size        int64          `json:"size"` // bytes of the original
	Invoices    []int64        `json:"invoices"`
	Kinds       []sorting.Kind `json:"kinds"` // what it may be, for who chooses
}

// ShowDocument gives a document. Errors: invoices.no-document.
func (d *Desk) ShowDocument(ctx context.Context, id int64) (s DocumentShown, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		doc, err := q.DocumentByID(ctx, db.DocumentByIDParams{Adm: d.Adm.Key, ID: id})
		if store.NoRows(err) {
			return fault.New("invoices.no-document", "document", id)
		}
		if err != nil {
			return books.Failed(err)
		}
		s = DocumentShown{DocumentView: documentView(doc), Probability: doc.Probability, Why: []Reason{}, Parent: doc.Parent, CopyOf: doc.InvoiceID, Invoices: []int64{}}
		if err := json.Unmarshal([]byte(doc.Why), &s.Why); err != nil {
			return books.Failed(err)
		}
		arrival, err := q.ArrivalByHash(ctx, db.ArrivalByHashParams{Adm: d.Adm.Key, Sha256: doc.Sha256})
		if err != nil && !store.NoRows(err) {
			return books.Failed(err)
		}
		s.About = arrival.About
		s.Kinds = sorting.Kinds[:]
		file, err := q.FileByHash(ctx, db.FileByHashParams{Adm: d.Adm.Key, Sha256: doc.Sha256})
		if err != nil {
			return books.Failed(err)
		}
		s.Size = file.Size
		rows, err := q.InvoicesOfDocument(ctx, db.InvoicesOfDocumentParams{Adm: d.Adm.Key, DocumentID: id})
		for _, r := range rows {
			s.Invoices = append(s.Invoices, r.ID)
		}
		return books.Failed(err)
	})
	return s, err
}

// SetKind lets a person say what kind of document something is; the sorter learns
// from it, and what policy says of that kind is done. An invoice that was read
// from what is none is rejected.
// Errors: invoices.no-document, sorting.kind, invoices.state, those of the readers.
func (d *Desk) SetKind(ctx context.Context, actor string, id int64, kind string) error {
	as := sorting.Kind(kind)
	if !slices.Contains(sorting.Kinds[:], as) {
		return fault.New("sorting.kind", "kind", kind)
	}
	doc, err := d.documentRow(ctx, id)
	if err != nil {
		return err
	}
	media := Media(doc.Media)
	if media == UBL || media == CII || media == Hybrid { // it says itself what it is
		return fault.New("invoices.kind-said", "document", id)
	}
	original := d.Store.Blob(ctx, d.Adm.Key, doc.Sha256)
	text, err := d.text(ctx, media, original)
	if err != nil && as != sorting.Invoice && as != sorting.CreditNote {
		text, err = "", nil // what cannot be read can be filed
	}
	if err != nil {
		return err
	}
	r := reading{media: media, pages: int(doc.Pages)}
	if invoiced := doc.State == docInvoiced && (as == sorting.Invoice || as == sorting.CreditNote); invoiced {
		r.kind, r.probability, r.filing = kind, 1, policy.Filing{Deed: policy.ReadIt}
	} else if text == "" {
		l, err := d.lessons(ctx)
		if err != nil {
			return err
		}
		l.verdict(&r, "", as)
	} else if r, err = d.read(ctx, media, original, as); err != nil {
		return err
	}
	r.why = []Reason{why("invoices.kind-by", "person", actor)}
	return d.step(ctx, actor, func(w *work) error {
		if text != "" {
			if err := w.teachSorting(text, as); err != nil {
				return err
			}
		}
		if err := w.turnDocument(doc, &r); err != nil {
			return err
		}
		return w.tx.Audit(ctx, actor, "document.kind", books.Subject("document", id), map[string]any{"kind": kind, "was": doc.Kind})
	})
}

// ReadDocument reads a document once more: one that could not be read, as a scan
// before there was a program for it, or a copy that is an invoice of its own.
// Errors: invoices.no-document, invoices.document-read, those of the readers.
func (d *Desk) ReadDocument(ctx context.Context, actor string, id int64) error {
	doc, err := d.documentRow(ctx, id)
	if err != nil {
		return err
	}
	if doc.State == docInvoiced {
		return fault.New("invoices.document-read", "document", id)
	}
	r, err := d.read(ctx, Media(doc.Media), d.Store.Blob(ctx, d.Adm.Key, doc.Sha256), "")
	if err != nil {
		return err
	}
	r.apart = doc.State == docCopy
	return d.step(ctx, actor, func(w *work) error {
		if err := w.turnDocument(doc, &r); err != nil {
			return err
		}
		return w.tx.Audit(ctx, actor, "document.read", books.Subject("document", id), map[string]any{"kind": r.kind, "state": r.stateOf()})
	})
}

// turnDocument brings a document to what was read of it now.
func (w *work) turnDocument(before db.Document, r *reading) error {
	doc, err := w.tx.DocumentByID(w.ctx, db.DocumentByIDParams{Adm: w.tx.Adm, ID: before.ID})
	if err != nil {
		return books.Failed(err)
	}
	if doc.State != before.State || doc.Kind != before.Kind {
		return fault.New("store.out-of-step", "changed", 0, "asked", 1) // somebody else was first
	}
	body, err := r.reasons()
	if err != nil {
		return err
	}
	own, err := w.tx.InvoicesOfDocument(w.ctx, db.InvoicesOfDocumentParams{Adm: w.tx.Adm, DocumentID: doc.ID})
	if err != nil {
		return books.Failed(err)
	}
	reading := r.content
	if len(own) > 0 {
		reading = nil // it was read before
	}
	for _, row := range own {
		if r.filing.Deed != policy.ReadIt && row.State != string(Rejected) {
			if err := w.sendBack(&row, r.kind); err != nil {
				return err
			}
			if err := w.audit("rejected", row.ID, map[string]any{"kind": r.kind}); err != nil {
				return err
			}
		}
	}
	scanned, err := writtenScans(r.scanned)
	if err != nil {
		return err
	}
	doc.Media, doc.Kind, doc.Probability, doc.Why, doc.Pages, doc.Scanned, doc.State, doc.InvoiceID = string(r.media), r.kind, r.probability, string(body), int64(r.pages), scanned, r.stateOf(), 0
	if len(own) > 0 && r.filing.Deed == policy.ReadIt {
		doc.State = docInvoiced
	}
	if err := w.setDocument(doc); err != nil {
		return err
	}
	if err := w.passOn(doc, r, before.State); err != nil || reading == nil {
		return err
	}
	return w.register(&books.FileReport{}, doc, reading, !r.apart)
}

// ReadWaiting reads what waits only because a program was missing when it came. It
// stops at the first that still cannot be read for that reason.
func (d *Desk) ReadWaiting(ctx context.Context, actor string) (done int, err error) {
	const page = 200
	for after := int64(0); ; {
		var rows []db.Document
		err := d.Read(ctx, func(q *db.Queries) (err error) {
			rows, err = q.DocumentPageIn(ctx, db.DocumentPageInParams{Adm: d.Adm.Key, State: docUnread, After: after, Page: page})
			return books.Failed(err)
		})
		if err != nil {
			return done, err
		}
		for _, doc := range rows {
			after = doc.ID
			if !missing(doc) {
				continue
			}
			r, err := d.read(ctx, Media(doc.Media), d.Store.Blob(ctx, d.Adm.Key, doc.Sha256), "")
			if err != nil || len(r.why) > 0 && r.kind == "" && (r.why[0].Code == "ocr.missing" || r.why[0].Code == "ocr.language") {
				return done, ctx.Err()
			}
			err = d.step(ctx, actor, func(w *work) error { return w.turnDocument(doc, &r) })
			if err != nil && !fault.Is(err, "store.out-of-step") {
				return done, err
			}
			done++
		}
		if len(rows) < page {
			return done, nil
		}
	}
}

// missing says whether a document waits for a program.
func missing(doc db.Document) bool {
	var all []Reason
	_ = json.Unmarshal([]byte(doc.Why), &all) // written by keep
	return len(all) > 0 && (all[0].Code == "ocr.missing" || all[0].Code == "ocr.language")
}

// KeepMail keeps a message of which nothing could be read as a file: it is sorted
// by what it says, in the step that marks the file as read.
func (d *Desk) KeepMail(ctx context.Context, out *books.FileReport, actor string, original store.Original) error {
	r, err := d.readMail(ctx, original, "")
	if err != nil {
		return err
	}
	return d.step(ctx, actor, func(w *work) error { return w.keep(out, &r) })
}
