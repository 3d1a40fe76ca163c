// SPDX-License-Identifier: EUPL-1.2

package reading

import (
	"context"
	"io"
	"strings"

	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/ident"
	"rentmeester/invoice"
)

// onPages are the faults of a file that has only pages to look at, which is
// read from these.
var onPages = map[string]bool{"hybrid.no-xml": true, "hybrid.scan": true, "ocr.picture": true}

// Read is what a file says.
type Read struct {
	File      string   `json:"file"`
	Container string   `json:"container,omitempty"`
	Kind      string   `json:"kind"`
	Syntax    string   `json:"syntax"`
	Profile   string   `json:"profile"`
	Error     *Finding `json:"error,omitempty"`
	PDF       *PDF     `json:"pdf,omitempty"`
	*semantic.Reading
	Fields     []extract.Field `json:"fields,omitempty"`     // of an invoice that was read from its pages
	OCR        bool            `json:"ocr,omitempty"`        // the pages are pictures
	Pages      []ocr.Page      `json:"pages,omitempty"`      // how they were recognised
	Findings   []Finding       `json:"findings,omitempty"`   // of XML in a PDF: what its pages do not show
	Comparison []Compared      `json:"comparison,omitempty"` // of XML in a PDF: what its pages say
}

// Read reads a file: its XML, or else its pages.
func (r Reader) Read(ctx context.Context, name string, in io.Reader) Read {
	o := r.open(ctx, name, in)
	if onPages[fault.Code(o.err)] {
		result, err := r.readPages(ctx, o)
		if err != nil {
			refused := r.refused(err)
			result.Error = &refused
		}
		return result
	}
	result, d, err := Read{File: o.file, Container: o.container, Kind: "other", PDF: o.pdf}, o.document, o.err
	if err == nil && d.Kind != "invoice" && d.Kind != "creditnote" {
		result.Kind = d.Kind
		err = fault.New("einvoice.no-invoice", "element", d.Root.Name)
	}
	if err != nil {
		refused := r.refused(err)
		result.Error = &refused
		return result
	}
	reading := d.Read()
	reading.Invoice.Kind = invoice.Kind(d.Kind)
	result.Kind, result.Syntax, result.Profile, result.Reading = d.Kind, d.Syntax, d.Profile, &reading
	for _, f := range o.page {
		result.Findings = append(result.Findings, r.said(f))
	}
	if o.pages != nil && o.pages.HasText() {
		result.Comparison = comparePages(reading, o.pages, extract.Options{Own: r.Own})
	}
	return result
}

// readPages reads an invoice from the words on its pages.
func (r Reader) readPages(ctx context.Context, o opened) (Read, error) {
	result := Read{File: o.file, Kind: "other", PDF: o.pdf}
	pages, how, err := o.pagesOf(ctx, r.PDF)
	if err != nil {
		return result, err
	}
	found := extract.Read(pages, nil, extract.Options{Own: r.Own})
	result.Kind, result.Syntax = found.Kind, "PDF"
	if o.picture != nil {
		result.Syntax = "picture"
	}
	result.Fields, result.OCR, result.Pages = found.Fields, found.OCR, how
	result.Reading = &semantic.Reading{Invoice: found.Invoice, Paths: map[string]string{}, Unread: []semantic.Unread{}}
	return result, nil
}

// Compared is one value in the XML of a PDF beside what its pages say.
type Compared struct {
	Field string        `json:"field"`
	XML   string        `json:"xml"`
	Page  extract.Field `json:"page"`
	Same  bool          `json:"same"`
}

// comparePages reads the pages of a PDF with XML inside as if there were none,
// and puts the two beside each other.
func comparePages(reading semantic.Reading, pages *pdf.Document, options extract.Options) []Compared {
	inv := reading.Invoice
	said := map[string]string{extract.Kind: string(inv.Kind), extract.Number: inv.Number, extract.Issued: string(inv.Issued), extract.Due: string(inv.Due), extract.Currency: inv.Currency,
		extract.SellerName: inv.Seller.Name, extract.SellerVAT: ident.Electronic(inv.Seller.VAT), extract.Order: inv.Order}
	if t := inv.Totals; t.Gross != nil {
		said[extract.Gross] = t.Gross.Value.Trim(2).Pad(2).String()
	}
	if t := inv.Totals; t.Net != nil {
		said[extract.Net] = t.Net.Value.Trim(2).Pad(2).String()
	}
	if t := inv.Totals; t.VAT != nil {
		said[extract.VAT] = t.VAT.Value.Trim(2).Pad(2).String()
	}
	if len(inv.Payments) > 0 {
		said[extract.IBAN] = ident.Electronic(inv.Payments[0].Account)
	}
	all := []Compared{}
	for _, f := range extract.Read(pages, nil, options).Fields {
		if value, told := said[f.Name]; told && value != "" {
			same := value == f.Value || f.Name == extract.SellerName && strings.EqualFold(strings.TrimSpace(value), f.Value)
			all = append(all, Compared{f.Name, value, f, same})
		}
	}
	return all
}

// Identity sorts what the administration calls its own by its form.
func Identity(values []string) extract.Identity {
	var own extract.Identity
	for _, value := range values {
		if iban, ok := ident.IBAN(value); ok {
			own.IBANs = append(own.IBANs, iban)
		} else if vat, ok := ident.BTW(value); ok {
			own.VAT = append(own.VAT, vat)
		} else if kvk, ok := ident.KvK(value); ok {
			own.KvK = append(own.KvK, kvk)
		} else {
			own.Names = append(own.Names, value)
		}
	}
	return own
}
