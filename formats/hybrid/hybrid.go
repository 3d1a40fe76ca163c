// SPDX-License-Identifier: EUPL-1.2

// Package hybrid reads an invoice that is two things at once: a PDF whose pages
// a person reads, with the same invoice as XML embedded in it for machines
// (Factur-X, ZUGFeRD, XRechnung in PDF). Find gives the XML; Compare tells
// where the pages do not show what the XML says. Who pays by the XML must know
// that: the person who approved looked at the page.
//
// It imports formats/pdf, formats/einvoice, formats/ubl, formats/cii,
// formats/semantic, formats/xmlread, ident, invoice, day and fault, the decimals
// of govalues and the normal forms of golang.org/x/text.
package hybrid

import (
	"bytes"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/cii"
	"rentmeester/formats/einvoice"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/formats/ubl"
	"rentmeester/formats/xmlread"
)

// Invoice is the invoice inside a PDF.
type Invoice struct {
	*semantic.Document
	Name   string   // of the embedded file that it stood in
	Others []string // names of more invoices inside, which were not read
}

// names are those that the standards give to the embedded file, the best first;
// capitals differ between versions of ZUGFeRD.
var names = []string{"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}

// purposes are the relationships (AFRelationship) that an invoice in XML has to
// its pages, the best first.
var purposes = []string{"Alternative", "Data", "Source"}

const headSize = 64 << 10

// Find finds the invoice among the embedded files. What a file holds decides
// whether it is one; its name and purpose decide which comes first. Errors:
// hybrid.no-xml when there is none; hybrid.scan when there is none and no text
// either; hybrid.attachment with the cause when there is one that cannot be
// read.
func Find(d *pdf.Document) (*Invoice, error) {
	var found *Invoice
	var failed error
	for _, file := range ranked(d.Files) {
		if found != nil {
			found.Others = append(found.Others, file.Name)
			continue
		}
		document, err := einvoice.Read(bytes.NewReader(file.Data))
		switch {
		case err == nil && (document.Kind == "invoice" || document.Kind == "creditnote"):
			found = &Invoice{Document: document, Name: file.Name}
		case err == nil:
			err = fault.New("einvoice.no-invoice", "element", document.Root.Name)
			fallthrough
		default:
			if failed == nil {
				failed = &Unread{Name: file.Name, Err: err}
			}
		}
	}
	switch {
	case found != nil:
		return found, nil
	case failed != nil:
		return nil, failed
	case !d.HasText():
		return nil, fault.New("hybrid.scan", "pages", len(d.Pages))
	}
	return nil, fault.New("hybrid.no-xml", "pages", len(d.Pages))
}

// Unread is an embedded file that is meant to be the invoice and cannot be read.
type Unread struct {
	Name string
	Err  error
}

// Error names the file.
func (u *Unread) Error() string { return u.Name + ": " + u.Err.Error() }

// Unwrap gives what is wrong with it.
func (u *Unread) Unwrap() error { return u.Err }

// ranked gives the files that are an invoice by what they hold or by their
// name, the best first.
func ranked(files []pdf.File) []pdf.File {
	candidates := slices.Clone(files)
	candidates = slices.DeleteFunc(candidates, func(f pdf.File) bool { return !holdsInvoice(f.Data) && named(f) == len(names) })
	slices.SortStableFunc(candidates, func(a, b pdf.File) int { return rank(a) - rank(b) })
	return candidates
}

// rank is low for what is more likely the invoice: content before name, name
// before purpose.
func rank(f pdf.File) int {
	purpose := slices.Index(purposes, f.Relationship)
	if purpose < 0 {
		purpose = len(purposes)
	}
	worth := named(f)*10 + purpose
	if !holdsInvoice(f.Data) {
		worth += 100
	}
	return worth
}

func named(f pdf.File) int {
	if at := slices.Index(names, strings.ToLower(f.Name)); at >= 0 {
		return at
	}
	return len(names)
}

func holdsInvoice(data []byte) bool {
	elements := xmlread.Elements(data[:min(len(data), headSize)], 1)
	return len(elements) > 0 && (ubl.Recognise(elements[0]) || cii.Recognise(elements[0]))
}
