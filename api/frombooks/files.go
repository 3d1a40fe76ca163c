// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"io"

	"rentmeester/api"
	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/app/reading"
)

// Validate implements api.Source.
func (s *Source) Validate(ctx context.Context, by api.Caller, name string, f api.File) (all []reading.Checked, err error) {
	err = reading.Each(name, f, f.Size(), func(name string, r io.Reader) error {
		all = append(all, s.reader(by).Check(ctx, name, r))
		return ctx.Err()
	})
	return all, err
}

// Read implements api.Source.
func (s *Source) Read(ctx context.Context, by api.Caller, name string, f api.File) (all []reading.Read, err error) {
	err = reading.Each(name, f, f.Size(), func(name string, r io.Reader) error {
		all = append(all, s.reader(by).Read(ctx, name, r))
		return ctx.Err()
	})
	return all, err
}

// Import implements api.Source.
func (s *Source) Import(ctx context.Context, by api.Caller, name string, f api.File) ([]api.ReceivedFile, error) {
	done, err := s.books.ImportFrom(ctx, by.Person, name, app.Arrival{Channel: "api", Sender: by.Person}, f)
	if err != nil {
		return nil, err
	}
	if done.Statements+done.Items+done.Updated+done.Batches+done.Documents+done.Codes+done.Past > 0 {
		s.moved()
	}
	all := make([]api.ReceivedFile, len(done.Files))
	for i, file := range done.Files {
		all[i] = receivedOf(by, file)
		if all[i].Document, err = s.desk().DocumentOf(ctx, file.SHA256); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func receivedOf(by api.Caller, f app.FileReport) api.ReceivedFile {
	r := api.ReceivedFile{Name: f.Name, SHA256: f.SHA256, Format: f.Format, State: f.State, Statements: f.Statements, Entries: f.Entries, Details: f.Details,
		Known: f.Known, Items: f.Items, Updated: f.Updated, Batches: f.Batches, Documents: f.Documents, Invoices: f.Invoices, Held: f.Held,
		Suppliers: f.Suppliers, Findings: []api.Said{}, Holds: []api.FileHold{}}
	for _, finding := range f.Findings {
		r.Findings = append(r.Findings, said(by, finding))
	}
	for _, h := range f.Holds {
		r.Holds = append(r.Holds, api.FileHold{Invoice: h.Invoice, Kind: h.Kind, Why: said(by, h.Finding)})
	}
	return r
}

func documentOf(d invoices.DocumentView) api.Document {
	return api.Document{ID: d.ID, Name: d.Name, SHA256: d.SHA256, Channel: d.Channel, Sender: d.Sender, Received: d.Received,
		Media: string(d.Media), Kind: d.Kind, Pages: d.Pages, State: d.State}
}

func documentDetailOf(d invoices.DocumentShown) api.DocumentDetail {
	return api.DocumentDetail{Document: documentOf(d.DocumentView), Size: d.Size, Invoices: d.Invoices}
}

// Documents implements api.Source.
func (s *Source) Documents(ctx context.Context, by api.Caller, f api.DocumentFilter) (all []api.Document, next string, err error) {
	var after int64
	if err := uncursor(f.Cursor, &after); err != nil {
		return nil, "", err
	}
	rows, err := s.desk().Documents(ctx, invoices.DocumentFilter{State: f.State}, after, f.Limit+1)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > f.Limit {
		rows = rows[:f.Limit]
		next = cursor(rows[f.Limit-1].ID)
	}
	for _, d := range rows {
		all = append(all, documentOf(d))
	}
	return all, next, nil
}

// Document implements api.Source.
func (s *Source) Document(ctx context.Context, by api.Caller, id int64) (api.DocumentDetail, error) {
	d, err := s.desk().ShowDocument(ctx, id)
	return documentDetailOf(d), err
}

// Original implements api.Source.
func (s *Source) Original(ctx context.Context, by api.Caller, id int64) (api.DocumentDetail, io.Reader, error) {
	d, r, err := s.desk().Original(ctx, id)
	return documentDetailOf(d), r, err
}
