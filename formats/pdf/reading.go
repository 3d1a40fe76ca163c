// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"context"
	"strings"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"rentmeester/fault"
)

// reading is one open document.
type reading struct {
	ctx      context.Context
	machine  pdfium.Pdfium
	document references.FPDF_DOCUMENT
}

// info is what the document says of itself: nothing, when the library says that
// there is nothing. Should it have broken off instead, so does what comes next.
func (r reading) info() Info {
	found, err := r.machine.GetMetaData(&requests.GetMetaData{Document: r.document})
	if err != nil {
		return Info{}
	}
	said := map[string]string{}
	for _, tag := range found.Tags {
		said[tag.Tag] = clean(tag.Value)
	}
	return Info{
		Title: said["Title"], Author: said["Author"], Subject: said["Subject"], Keywords: said["Keywords"],
		Creator: said["Creator"], Producer: said["Producer"], Created: said["CreationDate"], Changed: said["ModDate"],
	}
}

// scriptMarks are how a script is written in a PDF.
var scriptMarks = [][]byte{[]byte("/JavaScript"), []byte("/Launch")}

// scripts refuses a document with scripts or programs to start. Nothing here
// would run them, but whoever opens the document later may: an invoice has no
// business with them.
func (r reading) scripts(data []byte) error {
	counted, err := r.machine.FPDFDoc_GetJavaScriptActionCount(&requests.FPDFDoc_GetJavaScriptActionCount{Document: r.document})
	if err == nil && counted.JavaScriptActionCount > 0 {
		return fault.New("pdf.scripts")
	}
	for _, mark := range scriptMarks {
		if bytes.Contains(data, mark) {
			return fault.New("pdf.scripts")
		}
	}
	return nil
}

// files takes out what is embedded, in the order of the document.
func (r reading) files() ([]File, error) {
	counted, err := r.machine.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: r.document})
	if err != nil {
		return nil, fault.Wrap(err, "pdf.broke-off")
	}
	if counted.AttachmentCount > MostFiles {
		return nil, fault.New("pdf.too-many-files", "count", counted.AttachmentCount, "limit", MostFiles)
	}
	files, left := []File{}, MostFileBytes
	for i := range counted.AttachmentCount {
		at, err := r.machine.FPDFDoc_GetAttachment(&requests.FPDFDoc_GetAttachment{Document: r.document, Index: i})
		if err != nil {
			continue // an entry that is no file
		}
		file, err := r.file(at.Attachment)
		if err != nil {
			return nil, err
		}
		if left -= len(file.Data); left < 0 {
			return nil, fault.New("pdf.files-too-large", "limit", MostFileBytes>>20)
		}
		files = append(files, file)
	}
	return files, nil
}

// file takes out one embedded file. What the PDF does not say stays empty: the
// library tells that by an error.
func (r reading) file(attachment references.FPDF_ATTACHMENT) (File, error) {
	var file File
	if name, err := r.machine.FPDFAttachment_GetName(&requests.FPDFAttachment_GetName{Attachment: attachment}); err == nil {
		file.Name = clean(name.Name)
	}
	if kind, err := r.machine.FPDFAttachment_GetAFRelationship(&requests.FPDFAttachment_GetAFRelationship{Attachment: attachment}); err == nil {
		file.Relationship = clean(kind.Value)
	}
	if mime, err := r.machine.FPDFAttachment_GetSubtype(&requests.FPDFAttachment_GetSubtype{Attachment: attachment}); err == nil && mime.Subtype != nil {
		file.MIME = clean(*mime.Subtype)
	}
	data, err := r.machine.FPDFAttachment_GetFile(&requests.FPDFAttachment_GetFile{Attachment: attachment})
	if err != nil {
		return file, fault.Wrap(err, "pdf.file", "name", file.Name)
	}
	file.Data = data.Contents
	return file, nil
}

func (r reading) pages() ([]Page, error) {
	counted, err := r.machine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: r.document})
	if err != nil {
		return nil, fault.Wrap(err, "pdf.broke-off")
	}
	if counted.PageCount > MostPages {
		return nil, fault.New("pdf.too-many-pages", "count", counted.PageCount, "limit", MostPages)
	}
	pages, left := []Page{}, MostChars
	for i := range counted.PageCount {
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		loaded, err := r.machine.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: r.document, Index: i})
		if err != nil {
			return nil, fault.Wrap(err, "pdf.page", "page", i+1)
		}
		page, err := r.page(loaded.Page, &left)
		if fault.Code(err) == "internal" {
			err = fault.Wrap(err, "pdf.page", "page", i+1)
		}
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
		if _, err := r.machine.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}); err != nil {
			return nil, fault.Wrap(err, "pdf.broke-off")
		}
	}
	return pages, nil
}

// page reads a page of at most *left characters, and lowers that.
func (r reading) page(ref references.FPDF_PAGE, left *int) (Page, error) {
	page := requests.Page{ByReference: &ref}
	frame, err := r.frame(page)
	if err != nil {
		return Page{}, err
	}
	count, err := r.count(page)
	if err != nil {
		return Page{}, err
	}
	if *left -= count; *left < 0 {
		return Page{}, fault.New("pdf.too-much-text", "limit", MostChars)
	}
	text, err := r.machine.GetPageTextStructured(&requests.GetPageTextStructured{Page: page, Mode: requests.GetPageTextStructuredModeChars})
	if err != nil {
		return Page{}, err
	}
	return frame.page(signs(text.Chars)), nil
}

// frame finds the page's box and how it is turned.
func (r reading) frame(page requests.Page) (frame, error) {
	box, err := r.machine.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: page})
	if err != nil {
		return frame{}, err
	}
	turned, err := r.machine.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: page})
	if err != nil {
		return frame{}, err
	}
	return frame{left: float64(box.Rect.Left), bottom: float64(box.Rect.Bottom), right: float64(box.Rect.Right), top: float64(box.Rect.Top),
		quarters: int(turned.PageRotation)}, nil
}

// count counts the characters before they are taken out.
func (r reading) count(page requests.Page) (int, error) {
	text, err := r.machine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return 0, err
	}
	counted, err := r.machine.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return 0, err
	}
	_, err = r.machine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	return counted.Count, err
}

func signs(chars []*responses.GetPageTextStructuredChar) []sign {
	all := make([]sign, len(chars))
	for i, c := range chars {
		at := c.PointPosition
		all[i] = sign{c.Text, Box{Left: at.Left, Top: at.Top, Right: at.Right, Bottom: at.Bottom}}
	}
	return all
}

// clean takes the end mark of C and what is no UTF-8 out of a text.
func clean(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
}
