// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"bytes"
	"context"
	"io"
	"strings"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/formats/cii"
	"rentmeester/formats/einvoice"
	"rentmeester/formats/hybrid"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/formats/table"
	"rentmeester/formats/ubl"
	"rentmeester/formats/xmlread"
	"rentmeester/invoice"
	"rentmeester/policy"
	"rentmeester/sorting"
	"rentmeester/store"
	"rentmeester/text"
)

// Media says what a file is made of.
type Media string

// What the flows take in.
const (
	UBL       Media = "ubl"
	CII       Media = "cii"
	PDF       Media = "pdf"
	Hybrid    Media = "hybrid" // a PDF with the invoice inside it
	Scan      Media = "scan"   // a PDF of pictures
	Image     Media = "image"
	Mail      Media = "mail"      // that says something and has no file to read
	Suppliers Media = "suppliers" // a list of them
	Orders    Media = "orders"    // a list of orders and contracts
	Receipts  Media = "receipts"  // a list of what was received on them
)

// Recognise says what a file is by how it begins, "" for nothing we take in. A
// list of suppliers shows only when it is looked into.
func Recognise(head []byte, original io.ReadSeeker) Media {
	if pdf.Recognise(head) {
		return PDF
	}
	for _, begin := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return Image
		}
	}
	elements := xmlread.Elements(head, 1)
	switch {
	case len(elements) > 0 && ubl.Recognise(elements[0]):
		return UBL
	case len(elements) > 0 && cii.Recognise(elements[0]):
		return CII
	case len(elements) == 0 && table.RecogniseSuppliers(original):
		return Suppliers
	case len(elements) == 0:
		return recogniseOrders(original)
	}
	return ""
}

// Import reads a kept file of what Recognise found and keeps the outcome in one
// step. What cannot be read is an error, which refuses the file; an invoice that
// is wrong is kept and held. Errors: those of the readers, store.failed.
func (d *Desk) Import(ctx context.Context, out *books.FileReport, actor string, media Media, original store.Original) error {
	if media == Suppliers {
		out.Format = string(Suppliers)
		return d.importSuppliers(ctx, out, actor, original)
	}
	if media == Orders || media == Receipts {
		out.Format = string(media)
		return d.importOrders(ctx, out, actor, media, original)
	}
	r, err := d.read(ctx, media, original, "")
	if err != nil {
		return err
	}
	out.Format = string(r.media)
	return d.step(ctx, actor, func(w *work) error { return w.keep(out, &r) })
}

// reading is what a document says, before anything of it is kept.
type reading struct {
	media       Media
	pages       int
	scanned     []ScannedPage
	kind        string // invoice, creditnote, order, …; "" not known
	probability float64
	why         []Reason
	content     *Content      // nil: there is no invoice in it that we can read
	filing      policy.Filing // what is done with a document that says by its words what it is; "" the others
	apart       bool          // it is an invoice of its own, whatever came before
}

// Content is what is kept of an invoice besides its columns.
type Content struct {
	Invoice  invoice.Invoice   `json:"invoice"`
	Syntax   string            `json:"syntax,omitempty"`
	Profile  string            `json:"profile,omitempty"`
	Findings []Finding         `json:"findings,omitempty"`
	Paths    map[string]string `json:"paths,omitempty"`  // where fields stand in the XML
	Fields   []Field           `json:"fields,omitempty"` // and on the page
	Unread   []semantic.Unread `json:"unread,omitempty"`
	Why      []Reason          `json:"why,omitempty"` // the supplier is this one
	Match    *OrderMatch       `json:"match,omitempty"`
	Entered  []string          `json:"entered,omitempty"` // persons who typed, corrected or coded something of it
	Accounts []AccountSaid     `json:"accounts,omitempty"`
	Assigned string            `json:"assigned,omitempty"` // who said that he sent it
	OCR      bool              `json:"ocr,omitempty"`      // the words were recognised on a picture
}

// Finding is a rule that the invoice does not keep, as it was when it was read.
type Finding struct {
	Rule     string            `json:"rule"`
	Severity string            `json:"severity"`
	Path     string            `json:"path"`
	Line     int               `json:"line,omitempty"`
	Page     bool              `json:"page,omitempty"` // the pages do not show what the XML says
	Message  map[string]string `json:"message"`        // by language
}

func findingsOf(list []einvoice.Finding, page bool) (all []Finding) {
	for _, f := range list {
		all = append(all, Finding{f.Rule, string(f.Severity), f.Path, f.Line, page,
			map[string]string{"nl": f.Message(text.NL), "en": f.Message(text.EN)}})
	}
	return all
}

// errors counts the findings that make an invoice invalid, and names the first.
func (c *Content) errors() (count int, first string) {
	for _, f := range c.Findings {
		if f.Severity == string(einvoice.Error) && !f.Page {
			if count++; count == 1 {
				first = f.Rule
			}
		}
	}
	return count, first
}

// offPage counts where the pages do not show what the XML says.
func (c *Content) offPage() (count int, first string) {
	for _, f := range c.Findings {
		if f.Page {
			if count++; count == 1 {
				first = f.Rule
			}
		}
	}
	return count, first
}

// read reads a document. As is what a person says that it is, "" when nobody did.
func (d *Desk) read(ctx context.Context, media Media, original store.Original, as sorting.Kind) (r reading, err error) {
	switch media {
	case PDF, Hybrid, Scan:
		return d.readPDF(ctx, original, as)
	case Image:
		return d.readImage(ctx, original, as)
	case Mail:
		return d.readMail(ctx, original, as)
	}
	document, err := einvoice.Read(original)
	if err != nil {
		return r, err
	}
	return readXML(media, document, nil), nil
}

// readXML takes the invoice out of a document, with what is wrong with it.
func readXML(media Media, document *semantic.Document, page []einvoice.Finding) reading {
	r := reading{media: media, kind: document.Kind, probability: 1}
	if document.Kind != string(invoice.Bill) && document.Kind != string(invoice.CreditNote) {
		return r
	}
	said := document.Read()
	r.content = &Content{Invoice: said.Invoice, Syntax: document.Syntax, Profile: document.Profile, Paths: said.Paths, Unread: said.Unread,
		Findings: append(findingsOf(einvoice.Validate(document), false), findingsOf(page, true)...)}
	return r
}

// readPDF reads the invoice inside a PDF and holds it against the pages; a PDF
// without one is read by what its pages show.
func (d *Desk) readPDF(ctx context.Context, original store.Original, as sorting.Kind) (r reading, err error) {
	err = d.withPDF(ctx, original, func(reader *pdf.Reader, whole *pdf.Document) error {
		r.pages = len(whole.Pages)
		inside, err := hybrid.Find(whole)
		switch {
		case fault.Is(err, "hybrid.no-xml"):
			r.media = PDF
			r, err = d.readShown(ctx, r, reader, original, whole, as)
			return err
		case fault.Is(err, "hybrid.scan"):
			r.media = Scan
			r, err = d.readShown(ctx, r, reader, original, whole, as)
			return err
		case err != nil:
			return err
		}
		page := hybrid.Compare(inside.Read(), whole.Pages)
		if len(inside.Others) > 0 {
			page = append(page, einvoice.Remark("RM-PDF-OTHERS", "/", "hybrid.others", "name", inside.Name, "others", strings.Join(inside.Others, ", ")))
		}
		r = readXML(Hybrid, inside.Document, page)
		r.pages = len(whole.Pages)
		return nil
	})
	return r, err
}
