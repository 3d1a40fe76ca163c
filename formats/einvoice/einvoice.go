// SPDX-License-Identifier: EUPL-1.2

// Package einvoice reads an electronic invoice of any kind that it knows and
// says whether it keeps the rules that it claims to keep: those of EN 16931 for
// UBL and CII, and above them Peppol BIS Billing 3, NLCIUS with the g-account
// extension, and the older SI-UBL 1.0 to 1.2 with their orders. The rules go by
// their official names and severities.
//
// A rule is one row of a table: its name, where it looks, and a small function
// that says whether it holds there. A rule that cannot be worked out, because
// a number is no number, is a finding and not a crash. Rules are written here
// by hand, against the published conditions; the lists of codes and of elements
// that have no place stand in lists/.
//
// It imports formats/ubl, formats/cii, formats/semantic, formats/xmlread, ident,
// day, text and fault, and the decimals of govalues.
package einvoice

import (
	"bytes"
	"io"

	"rentmeester/fault"
	"rentmeester/formats/cii"
	"rentmeester/formats/semantic"
	"rentmeester/formats/ubl"
	"rentmeester/formats/xmlread"
)

// Severity says how bad a finding is.
type Severity string

const (
	Error   Severity = "error"   // the document may be refused
	Warning Severity = "warning" // the standard advises against it
	Policy  Severity = "policy"  // not a rule of the standard, but good to know
)

const headSize = 64 << 10

// Read reads a document in UBL or CII. Errors: those of xmlread, ubl.root,
// cii.root, einvoice.pdf, einvoice.unknown.
func Read(r io.Reader) (*semantic.Document, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, fault.Wrap(err, "xml.read", "line", 1)
	}
	head = head[:n]
	whole := io.MultiReader(bytes.NewReader(head), r)
	if bytes.HasPrefix(bytes.TrimLeft(head, "\r\n\t "), []byte("%PDF-")) {
		return nil, fault.New("einvoice.pdf")
	}
	elements := xmlread.Elements(head, 1)
	switch {
	case len(elements) > 0 && ubl.Recognise(elements[0]):
		return ubl.Read(whole)
	case len(elements) > 0 && cii.Recognise(elements[0]):
		return cii.Read(whole)
	case len(elements) > 0:
		return nil, fault.New("einvoice.unknown", "element", elements[0].Name)
	}
	x := xmlread.New(whole, xmlread.Limits{Bytes: headSize})
	x.Child(0)
	if err := x.Finish(); err != nil {
		return nil, err
	}
	return nil, fault.New("xml.empty")
}

// Validate gives what the rules that apply to the document find, in the order
// of the rules and of the document.
func Validate(d *semantic.Document) []Finding {
	c := &doc{Document: d}
	var found []Finding
	for _, set := range setsFor(d) {
		for i := range set.rules {
			r := &set.rules[i]
			level := set.level(r)
			if level == none || len(found) >= mostFindings {
				continue
			}
			for _, f := range c.try(r) {
				f.Severity = level
				found = append(found, f)
			}
		}
	}
	if note := unchecked(d); note != nil {
		found = append(found, *note)
	}
	return found
}

// mostFindings keeps a hostile document from filling memory.
const mostFindings = 10_000

// Valid says whether no finding is an error.
func Valid(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Error {
			return false
		}
	}
	return true
}
