// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/formats/xaf"
	"rentmeester/purchases"
	"rentmeester/text"
)

// auditFile is what was found in one audit file, for scripts.
type auditFile struct {
	Name   string `json:"name"`
	Proved bool   `json:"proved"`
	xaf.Report
	purchases.Tally
	Findings []saidFinding `json:"findings"`
}

// saidFinding is a finding with its sentence.
type saidFinding struct {
	saidFault
	Blocks bool `json:"blocks"`
	More   int  `json:"more,omitempty"` // times that the same came again
}

func (p *program) codingHistoryCommand() *cobra.Command {
	var output string
	c := &cobra.Command{Use: "history FILE…", Short: p.say("cli.coding.history.short"), Long: p.say("cli.coding.history.long"), Args: cobra.MinimumNArgs(1)}
	c.Flags().StringVarP(&output, "output", "o", "", p.say("cli.coding.history.output"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		files := []auditFile{}
		var all []purchases.Document
		refused := false
		for _, path := range args {
			one, documents, err := p.auditFile(path)
			if err != nil {
				return err
			}
			files, all = append(files, one), append(all, documents...)
			refused = refused || !one.Proved
		}
		if refused {
			all = nil
		}
		purchases.InOrder(all)
		if err := p.writeHistory(output, all, refused); err != nil {
			return err
		}
		if err := p.tellHistory(files, output); err != nil {
			return err
		}
		if refused {
			return codedError{exitRefused}
		}
		return nil
	}
	return c
}

// auditFile finds the purchases in one file. Errors: cli.no-file, those of
// purchases.Read.
func (p *program) auditFile(path string) (one auditFile, documents []purchases.Document, err error) {
	f, err := p.openSeekable(path)
	if err != nil {
		return one, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	one.Name = filepath.Base(path)
	one.Report, one.Tally, err = purchases.Read(f, func(d purchases.Document) error {
		documents = append(documents, d)
		return nil
	})
	if err != nil {
		return one, nil, fault.Wrap(err, "cli.coding.history-file", "name", one.Name)
	}
	one.Proved, one.Findings = one.Report.Proved(), []saidFinding{}
	for i, finding := range one.Report.Findings {
		what, remedy := text.Fault(p.lang, finding.Error)
		said := saidFinding{saidFault: saidFault{finding.Code, what, remedy, finding.Args}, Blocks: finding.Blocks}
		if i+1 == len(one.Report.Findings) || one.Report.Findings[i+1].Code != finding.Code {
			said.More = one.Report.More[finding.Code]
		}
		one.Findings = append(one.Findings, said)
	}
	return one, documents, nil
}

// openSeekable opens a file, or standard input by way of one. Error: cli.no-file.
func (p *program) openSeekable(path string) (f interface {
	io.ReadSeeker
	io.Closer
}, err error) {
	if path == "-" {
		f, err = app.Spool(p.in)
	} else {
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, fault.Wrap(err, "cli.no-file", "name", path)
	}
	return f, nil
}

// writeHistory writes the table: to the output that is named, else to standard
// output unless that is for the report.
func (p *program) writeHistory(output string, all []purchases.Document, refused bool) (err error) {
	if refused || output == "" && p.json {
		return nil
	}
	to := p.out
	if output != "" && output != "-" {
		f, err := os.OpenFile(output, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return fault.Wrap(err, "cli.output", "name", output)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		to = f
	}
	buffered := bufio.NewWriter(to)
	rows := csv.NewWriter(buffered)
	_ = rows.Write(purchases.Columns) // the writer keeps its error
	for _, d := range all {
		for _, row := range d.Rows() {
			for i, cell := range row {
				if purchases.Columns[i] != "amount" {
					row[i] = app.Harmless(cell)
				}
			}
			_ = rows.Write(row)
		}
	}
	rows.Flush()
	if err := errors.Join(rows.Error(), buffered.Flush()); err != nil {
		return fault.Wrap(err, "cli.output", "name", output)
	}
	return nil
}

// tellHistory tells what was found: beside the table, not in it.
func (p *program) tellHistory(files []auditFile, output string) error {
	if p.json && output != "-" {
		return p.printJSON(files)
	}
	tell := func(key string, pairs ...any) { fmt.Fprintln(p.err, p.say(key, pairs...)) }
	for _, f := range files {
		key := "cli.coding.history.file"
		if !f.Proved {
			key = "cli.coding.history.refused"
		}
		tell(key, "name", f.Name, "version", firstOf(f.Header.Version, "?"), "software", f.Header.Software, "year", f.Header.Year,
			"transactions", f.Transactions, "rows", f.Found.Lines, "debit", f.Found.Debit, "documents", f.Documents, "lines", f.Tally.Lines)
		for _, left := range []struct {
			key string
			n   int
		}{
			{"cli.coding.history.no-creditor", f.NoCreditor}, {"cli.coding.history.no-cost", f.NoCost},
			{"cli.coding.history.several", f.Several}, {"cli.coding.history.unsound", f.Unsound},
		} {
			if left.n > 0 {
				tell(left.key, "count", left.n)
			}
		}
		for _, finding := range f.Findings {
			fmt.Fprintf(p.err, "  %s\n  → %s\n", finding.Message, finding.Remedy)
			if finding.More > 0 {
				tell("cli.import.more", "count", finding.More)
			}
		}
	}
	return nil
}
