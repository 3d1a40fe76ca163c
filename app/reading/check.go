// SPDX-License-Identifier: EUPL-1.2

package reading

import (
	"cmp"
	"context"
	"io"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/einvoice"
	"rentmeester/text"
)

// Checked is whether a file keeps the rules of e-invoices.
type Checked struct {
	File      string    `json:"file"`
	Container string    `json:"container,omitempty"` // of an invoice inside a PDF: "invoice.pdf!factur-x.xml"
	Kind      string    `json:"kind"`                // invoice, creditnote, order or other
	Syntax    string    `json:"syntax"`
	Profile   string    `json:"profile"`
	Rules     []string  `json:"rules"` // the standards that were tried
	Valid     bool      `json:"valid"`
	Findings  []Finding `json:"findings"`
	PDF       *PDF      `json:"pdf,omitempty"`
}

// Name is what the file is called on the screen.
func (c Checked) Name() string { return cmp.Or(c.Container, c.File) }

// Finding is what a rule says of a file.
type Finding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Path     string `json:"path"`
	Line     int    `json:"line,omitempty"`
}

// plainPDF are the faults that say that a PDF has nothing for machines, by the
// rule that a finding of them has.
var plainPDF = map[string]string{"hybrid.no-xml": "RM-PDF-PLAIN", "hybrid.scan": "RM-PDF-SCAN", "ocr.picture": "RM-PICTURE"}

// Check tries the rules that a file names.
func (r Reader) Check(ctx context.Context, name string, in io.Reader) Checked {
	o := r.open(ctx, name, in)
	result := Checked{File: o.file, Container: o.container, Kind: "other", Rules: []string{}, Findings: []Finding{}, PDF: o.pdf}
	if o.err != nil {
		result.Findings = append(result.Findings, r.refused(o.err))
		return result
	}
	findings := append(einvoice.Validate(o.document), o.page...)
	result.Kind, result.Syntax, result.Profile, result.Rules = o.document.Kind, o.document.Syntax, o.document.Profile, einvoice.RuleSets(o.document)
	result.Valid = einvoice.Valid(findings)
	for _, f := range findings {
		result.Findings = append(result.Findings, r.said(f))
	}
	return result
}

func (r Reader) said(f einvoice.Finding) Finding {
	return Finding{f.Rule, string(f.Severity), f.Message(r.Lang), f.Path, f.Line}
}

// refused tells of a file that cannot be read at all. That there is no invoice
// for machines in a PDF is no error of the PDF.
func (r Reader) refused(err error) Finding {
	what, remedy := text.Fault(r.Lang, err)
	told := Finding{Rule: fault.Code(err), Severity: string(einvoice.Error), Message: strings.TrimSpace(what + " " + remedy), Path: "/"}
	if rule, plain := plainPDF[told.Rule]; plain {
		told.Rule, told.Severity = rule, string(einvoice.Policy)
	}
	return told
}
