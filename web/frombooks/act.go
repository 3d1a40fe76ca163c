// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/web"
)

// acted tells what an act brought; other proposals may be out of date by it.
func (s *Source) acted(decision int64, err error) (string, error) {
	if err != nil {
		return "", translate(err)
	}
	s.again.ask()
	return id(decision), nil
}

// Accept implements web.Source.
func (s *Source) Accept(ctx context.Context, by, line, proposal string) (string, error) {
	key, err := number(line, "books.line.not-found")
	if err != nil {
		return "", err
	}
	return s.acted(s.books.AcceptAs(ctx, by, key, proposal))
}

// AcceptTicked implements web.Source.
func (s *Source) AcceptTicked(ctx context.Context, by, line, proposal string) (string, error) {
	key, err := number(line, "books.line.not-found")
	if err != nil {
		return "", err
	}
	return s.acted(s.books.AcceptTicked(ctx, by, key, proposal))
}

// Reject implements web.Source.
func (s *Source) Reject(ctx context.Context, by, line, proposal string) (string, error) {
	key, err := number(line, "books.line.not-found")
	if err != nil {
		return "", err
	}
	if proposal == "" {
		return "", fault.New("books.proposal.stale")
	}
	return s.acted(s.books.RejectAs(ctx, by, key, proposal))
}

// Book implements web.Source.
func (s *Source) Book(ctx context.Context, by, line string, allocations []web.Allocation) (string, error) {
	key, err := number(line, "books.line.not-found")
	if err != nil {
		return "", err
	}
	parts := make([]app.Part, len(allocations))
	for i, a := range allocations {
		amount := a.Amount
		parts[i].Amount = &amount
		switch ref := strings.TrimSpace(a.Ref); a.Kind {
		case web.ToItem:
			parts[i].Item = ref
		case web.OnAccount:
			parts[i].Party = ref
		default:
			parts[i].Account = ref
		}
	}
	decision, err := s.books.BookWhole(ctx, by, key, parts)
	if fault.Is(err, "app.item-settled") {
		return "", err // the person typed it: say what is wrong with it
	}
	return s.acted(decision, err)
}

// Undo implements web.Source.
func (s *Source) Undo(ctx context.Context, by, decision string) (string, error) {
	key, err := number(decision, "books.decision.not-found")
	if err != nil {
		return "", err
	}
	reversal, err := s.books.Undo(ctx, by, key)
	if fault.Is(err, "app.item-settled") {
		return "", err // a later return used the item: the sentence says so
	}
	return s.acted(reversal, err)
}

// Import implements web.Source. When the file brought something, the engine
// looks at once, so that the report says what could be done with it.
func (s *Source) Import(ctx context.Context, by, name string, r io.Reader) (report web.ImportReport, err error) {
	file, err := app.Spool(r)
	if err != nil {
		return report, err
	}
	done, err := s.books.Import(ctx, by, name, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return report, err
	}
	for _, f := range done.Files {
		one, err := s.becameOf(ctx, f)
		if err != nil {
			return report, err
		}
		report.Files = append(report.Files, one)
	}
	if done.Documents+done.Codes+done.Past > 0 {
		s.propose.ask()
	}
	if done.Statements+done.Items+done.Updated+done.Batches == 0 {
		return report, nil
	}
	run, fresh, err := s.books.Refresh(ctx)
	if err == nil && !fresh { // somebody acted meanwhile: now hold the others up
		run, err = s.books.Reconcile(ctx)
	}
	report.Matched, report.Proposed, report.Waiting = run.Automatic, run.Proposed, run.Without
	return report, err
}

// becameOf tells what became of a file, with the document that it is and every
// invoice in it, also those that nothing holds.
func (s *Source) becameOf(ctx context.Context, f app.FileReport) (web.ImportedFile, error) {
	one := importedOf(f)
	document, err := s.books.Invoices().DocumentOf(ctx, f.SHA256)
	if err != nil || document == 0 {
		return one, translate(err)
	}
	d, err := s.books.Invoices().ShowDocument(ctx, document)
	if err != nil {
		return one, translate(err)
	}
	one.Document = id(document)
	of := d.Invoices
	if len(of) == 0 && d.CopyOf != 0 {
		of = []int64{d.CopyOf}
	}
	for _, i := range of {
		if !slices.ContainsFunc(one.Invoices, func(known web.ImportedInvoice) bool { return known.ID == id(i) }) {
			one.Invoices = append(one.Invoices, web.ImportedInvoice{ID: id(i)})
		}
	}
	return one, nil
}

func importedOf(f app.FileReport) web.ImportedFile {
	i := web.ImportedFile{Name: f.Name, Format: f.Format, State: web.FileNew, Statements: f.Statements, Entries: f.Entries,
		Items: f.Items + f.Updated, Orders: f.Batches}
	i.Documents, i.Suppliers, i.Obligations, i.Receipts = f.Documents, f.Suppliers, f.Orders, f.Receipts
	switch invoices.Media(f.Format) { // of these lists what is brought up to date is no open item
	case invoices.Orders:
		i.Items, i.Obligations = f.Items, f.Orders+f.Updated
	case invoices.Receipts:
		i.Items, i.Receipts = f.Items, f.Receipts+f.Updated
	}
	for _, h := range f.Holds {
		if n := len(i.Invoices); n == 0 || i.Invoices[n-1].ID != id(h.Invoice) {
			i.Invoices = append(i.Invoices, web.ImportedInvoice{ID: id(h.Invoice)})
		}
		one := &i.Invoices[len(i.Invoices)-1]
		one.Holds = append(one.Holds, web.Sentence{Code: h.Finding.Code, Args: h.Finding.Args})
	}
	if f.Past > 0 {
		i.Note = web.Sentence{Code: "web.import.past", Args: map[string]string{"invoices": strconv.Itoa(f.Past)}}
	}
	if f.Format == "hours" { // of this list what is brought up to date is no open item
		i.Items = 0
		i.Note = web.Sentence{Code: "web.import.hours", Args: map[string]string{"hours": strconv.Itoa(f.Hours + f.Updated)}}
	}
	nothing := f.Statements+f.Items+f.Updated+f.Batches+f.Documents+f.Suppliers+f.Orders+f.Receipts+f.Codes+f.Past+f.Hours == 0
	switch {
	case f.State == "refused":
		i.State = web.FileRefused
	case len(f.Findings) > 0:
		i.State = web.FileQuarantine
	case f.State == "known", nothing && f.Known > 0:
		i.State = web.FileKnown
	}
	if len(f.Findings) > 0 {
		i.Problem = web.Sentence{Code: f.Findings[0].Code, Args: f.Findings[0].Args}
		i.Line = lineNumber(f.Findings[0].Args)
	}
	return i
}
