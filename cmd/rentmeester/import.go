// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/text"
)

func (p *program) importCommand() *cobra.Command {
	c := &cobra.Command{Use: "import FILE|DIR…", Short: p.say("cli.import.short"), Long: p.say("cli.import.long"), Args: cobra.MinimumNArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		paths, err := findFiles(args)
		if err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error {
			report, err := p.importAll(c.Context(), b, paths)
			if err != nil {
				return err
			}
			if report.Documents+report.Codes+report.Past > 0 {
				if _, err := b.Invoices().Propose(c.Context()); err != nil { // what is broken off here the next run finds
					return err
				}
			}
			if err := p.printImport(report); err != nil {
				return err
			}
			if report.Refused+report.Quarantined > 0 {
				return codedError{exitRefused}
			}
			return nil
		})
	}
	return c
}

// findFiles gives the files that the arguments name; of a directory all the
// files below it but hidden ones, in order of their names. "-" is standard input.
func findFiles(args []string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		if arg == "-" {
			paths = append(paths, arg)
			continue
		}
		var below []string
		err := filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case path != arg && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			case !d.IsDir():
				below = append(below, path)
			}
			return nil
		})
		if err != nil {
			return nil, fault.Wrap(err, "cli.no-file", "name", arg)
		}
		sort.Strings(below)
		paths = append(paths, below...)
	}
	if len(paths) == 0 {
		return nil, fault.New("cli.no-file", "name", strings.Join(args, ", "))
	}
	return paths, nil
}

// importAll imports files one by one; what was kept but not read before (after a
// crash) is read first.
func (p *program) importAll(ctx context.Context, b *app.Books, paths []string) (app.Report, error) {
	report, err := b.Resume(ctx, p.user)
	if err != nil {
		return report, err
	}
	bar, done := p.progress(len(paths))
	defer done()
	for _, path := range paths {
		one, err := p.importOne(ctx, b, path)
		if err != nil {
			return report, err
		}
		report.Merge(one)
		bar()
	}
	return report, nil
}

func (p *program) importOne(ctx context.Context, b *app.Books, path string) (report app.Report, err error) {
	var f interface {
		io.ReadSeeker
		io.Closer
	}
	if path == "-" {
		f, err = app.Spool(p.in)
	} else {
		f, err = os.Open(path)
	}
	if err != nil {
		return report, fault.Wrap(err, "cli.no-file", "name", path)
	}
	report, err = b.Import(ctx, p.user, filepath.Base(path), f)
	return report, errors.Join(err, f.Close())
}

// progress shows a bar for long work in a terminal, and nothing elsewhere.
func (p *program) progress(total int) (step, done func()) {
	if total < 2 || p.json || !terminal(p.err) {
		return func() {}, func() {}
	}
	bars := mpb.New(mpb.WithOutput(p.err), mpb.WithWidth(50))
	bar := bars.AddBar(int64(total), mpb.PrependDecorators(decor.CountersNoUnit("%d/%d")),
		mpb.AppendDecorators(decor.Percentage(), decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO), "")), mpb.BarRemoveOnComplete())
	return bar.Increment, func() { bar.Abort(true); bars.Wait() }
}

// importedFile is a file report with its sentences, for scripts.
type importedFile struct {
	app.FileReport
	Findings []saidFault `json:"findings"`
}

type saidFault struct {
	Code    string            `json:"code"`
	Message string            `json:"message"`
	Remedy  string            `json:"remedy"`
	Args    map[string]string `json:"args"`
}

func (p *program) printImport(r app.Report) error {
	if p.json {
		files := make([]importedFile, len(r.Files))
		for i, f := range r.Files {
			files[i] = importedFile{FileReport: f, Findings: []saidFault{}}
			for _, finding := range f.Findings {
				what, remedy := text.Fault(p.lang, finding)
				files[i].Findings = append(files[i].Findings, saidFault{finding.Code, what, remedy, finding.Args})
			}
		}
		return p.printJSON(struct {
			app.Report
			Files []importedFile `json:"files"`
		}{r, files})
	}
	for _, f := range r.Files {
		p.printFile(f, len(r.Files) <= 20)
	}
	p.printf("cli.import.total", "files", len(r.Files), "statements", r.Statements, "entries", r.Entries, "details", r.Details,
		"items", r.Items, "updated", r.Updated, "batches", r.Batches, "known", r.Known, "quarantined", r.Quarantined, "refused", r.Refused)
	if r.Orders+r.Receipts > 0 {
		p.printf("cli.import.commitments", "orders", r.Orders, "receipts", r.Receipts)
	}
	if r.Hours > 0 {
		p.printf("cli.import.hours-all", "hours", r.Hours)
	}
	if r.Past > 0 {
		p.printf("cli.import.pasts", "invoices", r.Past)
	}
	if r.Documents+r.Suppliers > 0 {
		p.printf("cli.import.payables", "documents", r.Documents, "invoices", r.Invoices, "held", r.Held, "suppliers", r.Suppliers)
	}
	return nil
}

// printFile tells of one file: always what went wrong, the rest when there are
// few files.
func (p *program) printFile(f app.FileReport, all bool) {
	switch {
	case f.State == "refused":
		p.printf("cli.import.refused", "name", f.Name)
	case len(f.Findings) > 0:
		p.printf("cli.import.quarantined", "name", f.Name, "count", len(f.Findings))
	case !all:
	case f.State == "known":
		p.printf("cli.import.known", "name", f.Name)
	case f.Format == string(invoices.Suppliers):
		p.printf("cli.import.suppliers", "name", f.Name, "suppliers", f.Suppliers, "updated", f.Updated, "known", f.Known)
	case f.Format == string(invoices.Orders), f.Format == string(invoices.Receipts):
		p.printf("cli.import.orders", "name", f.Name, "orders", f.Orders, "receipts", f.Receipts, "updated", f.Updated, "known", f.Known)
	case f.Codes > 0:
		p.printf("cli.import.lists", "name", f.Name, "format", p.say("invoices.list."+f.Format), "codes", f.Codes)
	case f.Format == "hours":
		p.printf("cli.import.hours", "name", f.Name, "hours", f.Hours, "updated", f.Updated, "known", f.Known)
	case f.Past > 0:
		p.printf("cli.import.past", "name", f.Name, "invoices", f.Past)
	case f.Format == "open-items":
		p.printf("cli.import.items", "name", f.Name, "items", f.Items, "updated", f.Updated, "known", f.Known)
	case f.CopyOf != 0:
		p.printf("cli.import.copy", "name", f.Name, "format", f.Format, "invoice", f.CopyOf)
	case f.Invoices > 0:
		p.printf("cli.import.invoice", "name", f.Name, "format", f.Format, "invoices", f.Invoices, "held", f.Held)
	case f.Documents > 0:
		p.printf("cli.import.document", "name", f.Name, "format", f.Format)
	default:
		p.printf("cli.import.read", "name", f.Name, "format", f.Format, "statements", f.Statements, "entries", f.Entries,
			"items", f.Items, "batches", f.Batches, "known", f.Known)
	}
	for _, h := range f.Holds {
		fmt.Fprintf(p.out, "  %d [%s] %s\n", h.Invoice, h.Kind, text.Say(p.lang, h.Finding.Code, h.Finding.Args))
	}
	for _, remark := range f.Remarks[:min(len(f.Remarks), 10)] {
		what, _ := text.Fault(p.lang, remark)
		fmt.Fprintln(p.out, "  "+what)
	}
	for i, finding := range f.Findings {
		if i == 10 {
			p.printf("cli.import.more", "count", len(f.Findings)-i)
			break
		}
		what, remedy := text.Fault(p.lang, finding)
		fmt.Fprintf(p.out, "  %s\n  → %s\n", what, remedy)
	}
}
