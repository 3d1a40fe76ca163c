// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/formats/archive"
	"rentmeester/formats/einvoice"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/formats/semantic"
	"rentmeester/invoice"
	"rentmeester/text"
)

func (p *program) invoiceCommand() *cobra.Command {
	c := &cobra.Command{Use: "invoice", Short: p.say("cli.invoice.short")}
	validate := &cobra.Command{Use: "validate FILE|DIR…", Short: p.say("cli.invoice.validate.short"), Long: p.say("cli.invoice.validate.long"), Args: cobra.MinimumNArgs(1)}
	validate.RunE = func(c *cobra.Command, args []string) error {
		var results []checkedInvoice
		err := p.eachInvoice(c.Context(), args, func(_ *pdf.Reader, i openedInvoice) { results = append(results, p.checkInvoice(i)) })
		if err != nil {
			return err
		}
		return p.printChecked(results)
	}
	read := &cobra.Command{Use: "read FILE|DIR…", Short: p.say("cli.invoice.read.short"), Long: p.say("cli.invoice.read.long"), Args: cobra.MinimumNArgs(1)}
	var own []string
	read.Flags().StringArrayVar(&own, "own", nil, p.say("cli.invoice.read.own"))
	read.RunE = func(c *cobra.Command, args []string) error {
		var results []readInvoice
		options := extract.Options{Own: ownIdentity(own)}
		err := p.eachInvoice(c.Context(), args, func(reader *pdf.Reader, i openedInvoice) {
			results = append(results, p.readInvoice(c.Context(), reader, i, options))
		})
		if err != nil {
			return err
		}
		return p.printRead(results)
	}
	c.AddCommand(validate, read)
	c.AddCommand(p.invoiceActs()...)
	c.AddCommand(p.engineActs()...)
	return c
}

// eachDocument hands over every file that the arguments name, and those inside
// a zip one by one.
func eachDocument(args []string, in io.Reader, visit func(name string, r io.Reader) error) error {
	paths, err := findFiles(args)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := openDocument(path, in, visit); err != nil {
			return err
		}
	}
	return nil
}

func openDocument(path string, in io.Reader, visit func(name string, r io.Reader) error) (err error) {
	if path == "-" {
		spooled, err := app.Spool(in)
		if err != nil {
			return unforeseen(err)
		}
		return errors.Join(visit(path, spooled), spooled.Close())
	}
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(err, "cli.no-file", "name", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	head := make([]byte, 512)
	n, _ := f.ReadAt(head, 0)
	info, err := f.Stat()
	if err != nil {
		return fault.Wrap(err, "cli.no-file", "name", path)
	}
	if !archive.Recognise(head[:n], path) {
		return visit(path, f)
	}
	err = archive.Walk(f, info.Size(), func(name string, open func() (io.ReadCloser, error)) error {
		member, err := open()
		if err != nil {
			return err
		}
		return errors.Join(visit(path+"/"+name, member), member.Close())
	})
	if err != nil {
		return visit(path, failing{err})
	}
	return nil
}

// failing is a file that could not be opened: reading it gives the reason.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// checkedInvoice is what `invoice validate` tells of a file.
type checkedInvoice struct {
	File      string           `json:"file"`
	Container string           `json:"container,omitempty"` // of an invoice inside a PDF: "invoice.pdf!factur-x.xml"
	Kind      string           `json:"kind"`                // invoice, creditnote, order or other
	Syntax    string           `json:"syntax"`
	Profile   string           `json:"profile"`
	Rules     []string         `json:"rules"` // the standards that were tried
	Valid     bool             `json:"valid"`
	Findings  []invoiceFinding `json:"findings"`
	PDF       *pdfSummary      `json:"pdf,omitempty"`
}

// name is what the file is called on the screen.
func (c checkedInvoice) name() string { return cmp.Or(c.Container, c.File) }

type invoiceFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Path     string `json:"path"`
	Line     int    `json:"line,omitempty"`
}

func (p *program) checkInvoice(i openedInvoice) checkedInvoice {
	result := checkedInvoice{File: i.file, Container: i.container, Kind: "other", Rules: []string{}, Findings: []invoiceFinding{}, PDF: i.pdf}
	if i.err != nil {
		result.Findings = append(result.Findings, p.refusedInvoice(i.err))
		return result
	}
	findings := append(einvoice.Validate(i.document), i.page...)
	result.Kind, result.Syntax, result.Profile, result.Rules = i.document.Kind, i.document.Syntax, i.document.Profile, einvoice.RuleSets(i.document)
	result.Valid = einvoice.Valid(findings)
	for _, f := range findings {
		result.Findings = append(result.Findings, invoiceFinding{f.Rule, string(f.Severity), f.Message(p.lang), f.Path, f.Line})
	}
	return result
}

// refusedInvoice tells of a file that cannot be read at all. That there is no
// invoice for machines in a PDF is no error of the PDF.
func (p *program) refusedInvoice(err error) invoiceFinding {
	what, remedy := text.Fault(p.lang, err)
	told := invoiceFinding{Rule: fault.Code(err), Severity: string(einvoice.Error), Message: strings.TrimSpace(what + " " + remedy), Path: "/"}
	if rule, plain := plainPDF[told.Rule]; plain {
		told.Rule, told.Severity = rule, string(einvoice.Policy)
	}
	return told
}

func (p *program) printChecked(results []checkedInvoice) error {
	wrong := 0
	for _, r := range results {
		if !r.Valid {
			wrong++
		}
	}
	if p.json {
		if err := p.printJSON(results); err != nil {
			return err
		}
	} else {
		for _, r := range results {
			p.printCheckedOne(r)
		}
		p.printf("cli.invoice.total", "files", len(results), "valid", len(results)-wrong, "wrong", wrong)
	}
	if wrong > 0 {
		return codedError{exitRefused}
	}
	return nil
}

func (p *program) printCheckedOne(r checkedInvoice) {
	verdict := "cli.invoice.valid"
	switch {
	case r.Syntax == "" && r.Findings[0].Severity == string(einvoice.Policy):
		verdict = "cli.invoice.plain"
	case r.Syntax == "":
		verdict = "cli.invoice.unreadable"
	case !r.Valid:
		verdict = "cli.invoice.invalid"
	}
	p.printf(verdict, "name", r.name(), "kind", p.say("cli.invoice.kind."+r.Kind), "rules", strings.Join(r.Rules, ", "))
	for i, f := range r.Findings {
		if i == 50 {
			p.printf("cli.import.more", "count", len(r.Findings)-i)
			break
		}
		fmt.Fprintf(p.out, "  %s %s: %s\n    %s\n", p.say("cli.invoice.severity."+f.Severity), f.Rule, f.Message, f.Path)
	}
}

// readInvoice is what `invoice read` tells of a file.
type readInvoice struct {
	File      string          `json:"file"`
	Container string          `json:"container,omitempty"`
	Kind      string          `json:"kind"`
	Syntax    string          `json:"syntax"`
	Profile   string          `json:"profile"`
	Error     *invoiceFinding `json:"error,omitempty"`
	PDF       *pdfSummary     `json:"pdf,omitempty"`
	*semantic.Reading
	Fields     []extract.Field  `json:"fields,omitempty"`     // of an invoice that was read from its pages
	OCR        bool             `json:"ocr,omitempty"`        // the pages are pictures
	Pages      []ocr.Page       `json:"pages,omitempty"`      // how they were recognised
	Findings   []invoiceFinding `json:"findings,omitempty"`   // of XML in a PDF: what its pages do not show
	Comparison []comparedField  `json:"comparison,omitempty"` // of XML in a PDF: what its pages say
}

func (p *program) readInvoice(ctx context.Context, reader *pdf.Reader, i openedInvoice, options extract.Options) readInvoice {
	if onPages[fault.Code(i.err)] {
		result, err := p.readPages(ctx, reader, i, options)
		if err != nil {
			refused := p.refusedInvoice(err)
			result.Error = &refused
		}
		return result
	}
	result, d, err := readInvoice{File: i.file, Container: i.container, Kind: "other", PDF: i.pdf}, i.document, i.err
	if err == nil && d.Kind != "invoice" && d.Kind != "creditnote" {
		result.Kind = d.Kind
		err = fault.New("einvoice.no-invoice", "element", d.Root.Name)
	}
	if err != nil {
		refused := p.refusedInvoice(err)
		result.Error = &refused
		return result
	}
	reading := d.Read()
	reading.Invoice.Kind = invoice.Kind(d.Kind)
	result.Kind, result.Syntax, result.Profile, result.Reading = d.Kind, d.Syntax, d.Profile, &reading
	for _, f := range i.page {
		result.Findings = append(result.Findings, invoiceFinding{f.Rule, string(f.Severity), f.Message(p.lang), f.Path, f.Line})
	}
	if i.pages != nil && i.pages.HasText() {
		result.Comparison = comparePages(reading, i.pages, options)
	}
	return result
}

func (p *program) printRead(results []readInvoice) error {
	refused := false
	for _, r := range results {
		refused = refused || r.Error != nil
	}
	if p.json {
		if err := p.printJSON(results); err != nil {
			return err
		}
	} else {
		for _, r := range results {
			p.printReadOne(r)
		}
	}
	if refused {
		return codedError{exitRefused}
	}
	return nil
}

func (p *program) printReadOne(r readInvoice) {
	if r.Error != nil {
		p.printf("cli.invoice.refused", "name", cmp.Or(r.Container, r.File), "message", r.Error.Message)
		return
	}
	inv := r.Invoice
	payable, currency := "", inv.Currency
	if inv.Totals.Payable != nil {
		payable, currency = inv.Totals.Payable.Value.String(), inv.Totals.Payable.Currency
	}
	p.printf("cli.invoice.one", "name", cmp.Or(r.Container, r.File), "kind", p.say("cli.invoice.kind."+r.Kind), "number", inv.Number, "issued", inv.Issued,
		"seller", inv.Seller.Name, "buyer", inv.Buyer.Name, "payable", payable, "currency", currency, "due", inv.Due, "lines", len(inv.Lines))
	p.printFields(r.Fields)
	for _, f := range r.Findings {
		fmt.Fprintf(p.out, "  %s %s: %s\n", p.say("cli.invoice.severity."+f.Severity), f.Rule, f.Message)
	}
	for _, u := range r.Unread {
		p.printf("cli.invoice.unread", "field", u.Field, "value", u.Value, "path", u.Path)
	}
}
