// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"io"
	"net/http"

	"rentmeester/fault"
)

const maxFiles = 1000 // in one upload; a folder at a time, not a disk

type importBody struct {
	Report *ImportReport
	Max    int64
}

// importForm shows where to upload files.
func (p *pages) importForm(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, page{Name: "import", Title: "web.import.title", Tab: "import", Body: importBody{}})
}

// importFiles brings in what was uploaded and tells what became of each file.
func (p *pages) importFiles(w http.ResponseWriter, r *http.Request) error {
	total, err := p.upload(w, r)
	if err != nil {
		return err
	}
	return p.show(w, r, page{Name: "import", Title: "web.import.title", Tab: "import", Self: "/import",
		Body: importBody{Report: &total}})
}

// upload reads the files as they arrive, so that a file of any size needs little
// memory.
func (p *pages) upload(w http.ResponseWriter, r *http.Request) (total ImportReport, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, p.options.MaxUpload)
	parts, err := r.MultipartReader()
	if err != nil {
		return total, fault.New("web.form-unreadable")
	}
	for n := 0; ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return total, uploadFault(err)
		}
		if part.FileName() == "" {
			continue
		}
		if n++; n > maxFiles {
			return total, fault.New("web.too-many-files", "most", maxFiles)
		}
		report, err := p.source.Import(r.Context(), p.user(r), part.FileName(), part)
		if err != nil {
			return total, uploadFault(err)
		}
		total = addReports(total, report)
	}
	if len(total.Files) == 0 {
		return total, fault.New("web.no-file")
	}
	return total, nil
}

// uploadFault says what stopped an upload; a fault of the source stays itself.
func uploadFault(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fault.Wrap(err, "web.upload-too-large", "most", tooLarge.Limit)
	}
	if fault.Code(err) != "internal" {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.Wrap(err, "web.upload-broken")
	}
	return err
}

// addReports joins the reports of two files. What waits is counted after each:
// the last count holds.
func addReports(a, b ImportReport) ImportReport {
	a.Files = append(a.Files, b.Files...)
	a.Matched += b.Matched
	if b.Matched+b.Proposed+b.Waiting > 0 {
		a.Proposed, a.Waiting = b.Proposed, b.Waiting
	}
	return a
}
