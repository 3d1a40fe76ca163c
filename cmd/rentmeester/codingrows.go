// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"

	"rentmeester/app"
	"rentmeester/app/reading"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/fault"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
	"rentmeester/purchases"
)

// learnFile learns the rows of a file that have a coding and gives how many these
// are. It says how many have none.
func (p *program) learnFile(ctx context.Context, m *predict.Model, targets []coding.Field, name string) (learned int, err error) {
	bare := 0
	for row, err := range p.rowsOf(ctx, name, predict.Own(targets)...) {
		if err != nil {
			return 0, err
		}
		if !slices.ContainsFunc(targets, func(f coding.Field) bool { return row.Coding.Get(f) != "" }) {
			bare++
			continue
		}
		m.Learn(row)
		learned++
	}
	if bare > 0 {
		fmt.Fprintln(p.err, p.say("cli.coding.passed-over", "name", name, "rows", bare))
	}
	return learned, nil
}

// give takes a row, or what is wrong with it, and says whether more are wanted.
type give = func(predict.Row, error) bool

// rowsOf reads the rows of a file, zipped or not: a table, an audit file, or an
// invoice. What is wrong with a row says which.
func (p *program) rowsOf(ctx context.Context, name string, own ...coding.Field) iter.Seq2[predict.Row, error] {
	return func(yield func(predict.Row, error) bool) {
		file, err := p.openSeekable(name)
		if err != nil {
			yield(predict.Row{}, err)
			return
		}
		defer file.Close()
		head := make([]byte, 1_024)
		n, err := io.ReadFull(file, head)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		if _, again := file.Seek(0, io.SeekStart); err != nil || again != nil {
			yield(predict.Row{}, fault.Wrap(errors.Join(err, again), "cli.no-file", "name", name))
			return
		}
		if head = head[:n]; !bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
			p.rowsIn(ctx, file, head, name, own, yield)
			return
		}
		unzipped, err := gzip.NewReader(file)
		if err != nil {
			yield(predict.Row{}, fault.Wrap(err, "predict.columns"))
			return
		}
		in := bufio.NewReaderSize(unzipped, 1_024)
		head, _ = in.Peek(1_024) // the error comes again when it is read
		if !marked(head) {
			rowsOfTable(in, name, own, yield)
			return
		}
		whole, err := app.Spool(in)
		if err != nil {
			yield(predict.Row{}, unforeseen(err))
			return
		}
		defer whole.Close()
		p.rowsIn(ctx, whole, head, name, own, yield)
	}
}

// marked says whether a file is XML, in whatever way its letters are written.
func marked(head []byte) bool {
	head = bytes.TrimLeft(head, "\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
	return bytes.HasPrefix(head, []byte("<"))
}

func (p *program) rowsIn(ctx context.Context, in io.ReadSeeker, head []byte, name string, own []coding.Field, yield give) {
	letters := bytes.ReplaceAll(head, []byte{0}, nil) // of UTF-16 too
	switch {
	case marked(head) && bytes.Contains(bytes.ToLower(letters), []byte("auditfile")):
		rowsOfAudit(in, name, yield)
	case marked(head) || pdf.Recognise(head) || ocr.Recognise(head):
		p.rowsOfInvoice(ctx, in, name, yield)
	default:
		rowsOfTable(in, name, own, yield)
	}
}

func rowsOfTable(in io.Reader, name string, own []coding.Field, yield give) {
	n := 0
	for row, err := range predict.ReadCSV(in, own...) {
		if n++; err != nil && fault.Code(err) != "predict.columns" {
			err = fault.Wrap(err, "predict.row", "row", n, "name", name)
		}
		if !yield(row, err) {
			return
		}
	}
}

// rowsOfAudit gives the purchases of an audit file, in the order of their days. One
// that is not proved gives none.
func rowsOfAudit(in io.ReadSeeker, name string, yield give) {
	var all []purchases.Document
	report, _, err := purchases.Read(in, func(d purchases.Document) error {
		all = append(all, d)
		return nil
	})
	if err == nil && !report.Proved() {
		err = report.Blocking()
	}
	if err != nil {
		yield(predict.Row{}, fault.Wrap(err, "cli.coding.history-file", "name", filepath.Base(name)))
		return
	}
	purchases.InOrder(all)
	for _, d := range all {
		for _, l := range d.Lines {
			row := predict.Row{Day: d.Day, Supplier: d.Supplier.Name, SupplierID: d.Supplier.ID, Text: l.Text, Amount: l.Amount, Invoice: d.Number,
				Document: d.Key, Extra: vatOf(l.Rate), Coding: coding.Coding{Account: l.Account, CostCentre: l.CostCentre, Project: l.Project}}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// vatOf writes a rate of VAT as an invoice has it, with its category.
func vatOf(rate string) string {
	if rate == "" || rate == "0" {
		return rate
	}
	return "S " + rate
}

// rowsOfInvoice gives the lines of one invoice, from its XML or its pages.
func (p *program) rowsOfInvoice(ctx context.Context, in io.Reader, name string, yield give) {
	reader := pdf.New(pdf.Options{Cache: pdfCache()})
	defer reader.Close()
	read := reading.Reader{PDF: reader, Lang: p.lang}.Read(ctx, filepath.Base(name), in)
	if read.Error != nil {
		yield(predict.Row{}, fault.New("cli.coding.no-invoice", "name", filepath.Base(name), "why", read.Error.Message))
		return
	}
	subject, err := coding.SubjectOf(&read.Invoice, "")
	if err != nil {
		yield(predict.Row{}, err)
		return
	}
	for _, row := range predict.RowsOf(subject, read.Invoice.Number) {
		if !yield(row, nil) {
			return
		}
	}
}
