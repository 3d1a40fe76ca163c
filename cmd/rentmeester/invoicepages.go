// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"strings"
	"time"

	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/ident"
)

// scanTime is how long the recognition of one document may take.
const scanTime = 10 * time.Minute

// pagesOf gives the words on the pages of a file that is no e-invoice: those of
// the PDF, or those recognised on it.
func (o *openedInvoice) pagesOf(ctx context.Context, reader *pdf.Reader) (*pdf.Document, []ocr.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	engine := ocr.New(ocr.Options{})
	var result *ocr.Result
	var err error
	switch {
	case o.picture != nil:
		result, err = engine.Image(ctx, o.picture)
	case o.pages.TextPages() == len(o.pages.Pages) && len(o.pages.Pages) > 0:
		return o.pages, nil, nil
	default:
		result, err = engine.PDF(ctx, reader, o.raw, false)
	}
	if err != nil {
		return nil, nil, err
	}
	if !result.Document.HasText() {
		return nil, nil, fault.New("ocr.no-words", "pages", len(result.Document.Pages))
	}
	return result.Document, result.Pages, nil
}

// readPages reads an invoice from the words on its pages.
func (p *program) readPages(ctx context.Context, reader *pdf.Reader, o openedInvoice, options extract.Options) (readInvoice, error) {
	result := readInvoice{File: o.file, Kind: "other", PDF: o.pdf}
	pages, how, err := o.pagesOf(ctx, reader)
	if err != nil {
		return result, err
	}
	found := extract.Read(pages, nil, options)
	result.Kind, result.Syntax = found.Kind, "PDF"
	if o.picture != nil {
		result.Syntax = "picture"
	}
	result.Fields, result.OCR, result.Pages = found.Fields, found.OCR, how
	result.Reading = &semantic.Reading{Invoice: found.Invoice, Paths: map[string]string{}, Unread: []semantic.Unread{}}
	return result, nil
}

// comparedField is one value in the XML of a PDF beside what its pages say.
type comparedField struct {
	Field string        `json:"field"`
	XML   string        `json:"xml"`
	Page  extract.Field `json:"page"`
	Same  bool          `json:"same"`
}

// comparePages reads the pages of a PDF with XML inside as if there were none,
// and puts the two beside each other.
func comparePages(reading semantic.Reading, pages *pdf.Document, options extract.Options) []comparedField {
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
	all := []comparedField{}
	for _, f := range extract.Read(pages, nil, options).Fields {
		if value, told := said[f.Name]; told && value != "" {
			same := value == f.Value || f.Name == extract.SellerName && strings.EqualFold(strings.TrimSpace(value), f.Value)
			all = append(all, comparedField{f.Name, value, f, same})
		}
	}
	return all
}

// ownIdentity sorts what the administration calls its own by its form.
func ownIdentity(values []string) extract.Identity {
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

// printFields tells what was read of the pages, and what must be looked at.
func (p *program) printFields(fields []extract.Field) {
	for _, f := range fields {
		key := "cli.invoice.field"
		if f.Doubtful {
			key = "cli.invoice.doubtful"
		}
		page := 1
		if len(f.Places) > 0 {
			page = f.Places[0].Page + 1
		}
		if strings.HasPrefix(f.Name, "lines.") && !f.Doubtful {
			continue
		}
		proof := f.Proof
		if proof == extract.ProofNone {
			proof = "none"
		}
		p.printf(key, "field", f.Name, "value", f.Value, "page", page, "proof", p.say("cli.invoice.proof."+proof))
	}
}
