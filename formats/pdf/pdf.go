// SPDX-License-Identifier: EUPL-1.2

// Package pdf reads what a PDF says without drawing it: the words of each page
// with their places, the information about the document, and the files that
// are embedded in it. It does not judge and it does not look at pictures: a
// scan has pages without words.
//
// The PDF itself is taken apart by PDFium, compiled to WebAssembly and run by
// wazero: nothing of C runs in this process, and what PDFium may touch is its
// own memory, of at most 256 MB a document. It sees no file, no network and no
// environment. Every document gets a machine of its own, which is thrown away
// afterwards, so that a document that breaks it off, or was made to break it,
// spoils nothing for the next.
//
// What it costs: 14 MB in the program, of which the module is 6. Translating
// the module to machine code, with the first document, takes some 3 seconds of
// one core and, while it lasts, 380 MB of memory; a tenth of a second and 80 MB
// when Options.Cache has the translation of an earlier run (22 MB). After that
// a new machine takes 2 ms, and a page of 1,000 characters some 10 to 15 ms.
// BenchmarkStart, BenchmarkStartCached and BenchmarkRead measure it.
//
// It imports fault, go-pdfium and wazero.
package pdf

import "bytes"

// Limits of what is read. A document beyond one of them is refused as a whole.
const (
	MostBytes     = 64 << 20  // of the file
	MostPages     = 1_000     // of the document
	MostChars     = 1_000_000 // on all pages together
	MostFiles     = 200       // embedded
	MostFileBytes = 64 << 20  // of all embedded files together, unpacked
)

const (
	memoryPages = 4096 // of 64 kB: what PDFium may take for one document
	headSize    = 1024 // a PDF may have this much before its heading
)

// Document is what a PDF says.
type Document struct {
	Info  Info   `json:"info"`
	Pages []Page `json:"pages"`
	Files []File `json:"files"`
}

// Info is what the document says of itself. All of it may be empty, and none of
// it is proved. Times are as written: "D:20260302120000+01'00'".
type Info struct {
	Title    string `json:"title,omitempty"`
	Author   string `json:"author,omitempty"`
	Subject  string `json:"subject,omitempty"`
	Keywords string `json:"keywords,omitempty"`
	Creator  string `json:"creator,omitempty"`  // the program that wrote the document
	Producer string `json:"producer,omitempty"` // the program that made a PDF of it
	Created  string `json:"created,omitempty"`
	Changed  string `json:"changed,omitempty"`
}

// Page is one page as a reader holds it, turned if it is shown turned.
type Page struct {
	Width  float64 `json:"width"`  // points of 1/72 inch
	Height float64 `json:"height"` // points
	Text   string  `json:"text"`   // in the order in which the PDF writes it; lines end in "\n"
	Words  []Word  `json:"words"`  // in the order of Text
}

// Word is a stretch of text without white space.
type Word struct {
	Text string `json:"text"`
	Box  Box    `json:"box"`
	// Confidence is how sure the recognition of a picture is of the word, above 0
	// to 1; 0 for a word that the PDF itself has as text.
	Confidence float64 `json:"confidence,omitempty"`
}

// Box is a place on a page in points, from the top left corner of the page:
// Top is less than Bottom. What sticks out of the page has places outside it.
type Box struct {
	Left   float64 `json:"left"`
	Top    float64 `json:"top"`
	Right  float64 `json:"right"`
	Bottom float64 `json:"bottom"`
}

// File is a file that is embedded in the document.
type File struct {
	Name         string `json:"name"`
	Relationship string `json:"relationship,omitempty"` // AFRelationship: "Alternative", "Data", "Source", "Supplement" …; "" when the PDF says none
	MIME         string `json:"mime,omitempty"`         // as the PDF says
	Data         []byte `json:"-"`
}

// HasText says whether any page has a word.
func (d *Document) HasText() bool { return d.TextPages() > 0 }

// TextPages counts the pages with words.
func (d *Document) TextPages() int {
	count := 0
	for _, page := range d.Pages {
		if len(page.Words) > 0 {
			count++
		}
	}
	return count
}

// Recognise says whether a file is a PDF, from its first bytes. A PDF may begin
// with up to 1 kB of something else, but not with XML.
func Recognise(head []byte) bool {
	head = head[:min(len(head), headSize)]
	plain := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.Contains(head, []byte("%PDF-")) && !bytes.HasPrefix(plain, []byte("<"))
}
