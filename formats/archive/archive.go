// SPDX-License-Identifier: EUPL-1.2

// Package archive hands over the files inside a zip one by one, as banks and
// people bundle statements, and refuses an archive that is made to exhaust the
// reader. It imports fault only.
package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rentmeester/fault"
)

// limits bound what an archive may cost.
type limits struct {
	files    int   // entries, those of inner archives included
	bytes    int64 // unpacked, of all entries together
	inner    int64 // unpacked size of an inner archive, which is held in memory
	ratio    int64 // unpacked bytes for each packed byte of one entry …
	ratioMin int64 // … once it is larger than this
	names    int64 // bytes of the names of all entries together
}

// bounds are generous for statements (deflate brings XML to a tenth or a
// fortieth) and far under what a zip bomb wants: deflate reaches 1,032 to one.
var bounds = limits{
	files:    20_000,
	bytes:    8 << 30,
	inner:    256 << 20,
	ratio:    250,
	ratioMin: 32 << 20,
	names:    16 << 20,
}

// Recognise says whether a file beginning with head is a zip archive of files.
// Office files (XLSX, DOCX, ODS) are zips too and are not recognised: they are
// documents. The name is not looked at.
func Recognise(head []byte, _ string) bool {
	if bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return true // without any file; Walk says so
	}
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) || len(head) < 30 {
		return false
	}
	first := head[30:]
	if n := int(head[26]) | int(head[27])<<8; n < len(first) {
		first = first[:n]
	}
	return !officePart(string(first))
}

// officePart says whether a name in a zip is one that office files have.
func officePart(name string) bool {
	return name == "[Content_Types].xml" || name == "mimetype" || name == "META-INF/manifest.xml" ||
		strings.HasPrefix(name, "_rels/") || strings.HasPrefix(name, "docProps/") ||
		strings.HasPrefix(name, "xl/") || strings.HasPrefix(name, "word/")
}

// Walk calls visit for every file in the zip, in the order of the archive.
// Directories and what operating systems leave behind (__MACOSX, .DS_Store) are
// skipped. A zip in the zip is walked too, one level deep, its files named
// "inner.zip/name". open gives the content, from the start each time; visit need
// not call it. An error of visit ends the walk and is returned as it is.
//
// Errors, from Walk or from reading: archive.damaged, archive.damaged-file,
// archive.encrypted, archive.method, archive.empty, archive.too-many, archive.too-large,
// archive.too-deep, archive.bomb.
func Walk(r io.ReaderAt, size int64, visit func(name string, open func() (io.ReadCloser, error)) error) error {
	w := &walker{limits: bounds, visit: visit}
	if err := w.walk(r, size, "", 0); err != nil {
		return err
	}
	if w.visited == 0 {
		return fault.New("archive.empty")
	}
	return nil
}

type walker struct {
	limits
	visit   func(string, func() (io.ReadCloser, error)) error
	visited int   // files handed over
	seen    int   // entries of any kind
	named   int64 // bytes of names
	read    int64 // unpacked bytes read, each entry counted once
}

func (w *walker) walk(r io.ReaderAt, size int64, within string, depth int) error {
	z, err := directory(r, size, w.limits)
	if fault.Is(err, "archive.damaged") && within != "" {
		return fault.New("archive.damaged-file", "name", strings.TrimSuffix(within, "/"))
	}
	if err != nil {
		return err
	}
	if err := w.promise(z.File, size); err != nil {
		return err
	}
	for _, f := range z.File {
		name := within + entryName(f)
		if skipped(f) {
			continue
		}
		if err := w.entry(f, name, depth); err != nil {
			return err
		}
	}
	return nil
}

// Directory opens a zip of which the list of entries is bounded. A list takes a
// multiple of its bytes in memory, so that reading it must be stopped before any
// entry can be counted. For packages that read a document that is a zip; the
// entries themselves are not bounded here. Errors: archive.damaged,
// archive.too-many.
func Directory(r io.ReaderAt, size int64) (*zip.Reader, error) { return directory(r, size, bounds) }

func directory(r io.ReaderAt, size int64, l limits) (*zip.Reader, error) {
	metered := &meter{from: r, left: l.names + 128*int64(l.files)}
	z, err := zip.NewReader(metered, size)
	if metered.left < 0 {
		return nil, fault.New("archive.too-many", "limit", l.files)
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are never used as paths
		return nil, fault.Wrap(err, "archive.damaged")
	}
	if len(z.File) > l.files {
		return nil, fault.New("archive.too-many", "limit", l.files)
	}
	metered.left = math.MaxInt64 // the entries have bounds of their own
	return z, nil
}

// meter stops a reading after a number of bytes.
type meter struct {
	from io.ReaderAt
	left int64
}

// ReadAt implements io.ReaderAt.
func (m *meter) ReadAt(p []byte, at int64) (int, error) {
	if m.left < math.MaxInt64 {
		if m.left -= int64(len(p)); m.left < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	return m.from.ReadAt(p, at)
}

// promise refuses an archive by what its directory says, before unpacking.
func (w *walker) promise(files []*zip.File, size int64) error {
	var packed, unpacked uint64
	for _, f := range files {
		packed += f.CompressedSize64
		unpacked += f.UncompressedSize64
		w.named += int64(len(f.Name))
		// Entries that share bytes are the trick of bombs without nesting;
		// checked each time so that the sums cannot wrap around.
		if packed > uint64(size) {
			return fault.New("archive.bomb", "name", entryName(f))
		}
		if unpacked > uint64(w.bytes) {
			return fault.New("archive.too-large", "limit", w.bytes)
		}
	}
	if w.seen += len(files); w.seen > w.files || w.named > w.names {
		return fault.New("archive.too-many", "limit", w.files)
	}
	return nil
}

func skipped(f *zip.File) bool {
	name := strings.ReplaceAll(f.Name, `\`, "/")
	switch path.Base(name) {
	case ".DS_Store", "Thumbs.db", "desktop.ini":
		return true
	}
	return strings.HasSuffix(name, "/") || f.FileInfo().IsDir() ||
		strings.HasPrefix(name, "__MACOSX/") || strings.Contains(name, "/__MACOSX/")
}

// entryName gives the name of an entry as text; old zips have code page 437.
func entryName(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		if decoded, err := charmap.CodePage437.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}

func (w *walker) entry(f *zip.File, name string, depth int) error {
	if f.Flags&1 != 0 {
		return fault.New("archive.encrypted", "name", name)
	}
	e := &entry{walker: w, file: f, name: name}
	inner, err := e.inner()
	if err != nil {
		return err
	}
	if inner == nil {
		w.visited++
		return w.visit(name, e.open)
	}
	if depth > 0 {
		return fault.New("archive.too-deep", "name", name)
	}
	return w.walk(bytes.NewReader(inner), int64(len(inner)), name+"/", depth+1)
}

// entry is one file in the zip and how much of it was unpacked.
type entry struct {
	*walker
	file *zip.File
	name string
	read int64 // the most that one reading took
}

// open begins a bounded reading of the entry.
func (e *entry) open() (io.ReadCloser, error) {
	rc, err := e.file.Open()
	if err != nil {
		return nil, e.failed(err)
	}
	return &bounded{entry: e, from: rc}, nil
}

// inner gives the bytes of an entry that is itself an archive, and nil for one
// that is not.
func (e *entry) inner() ([]byte, error) {
	rc, err := e.open()
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(rc, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	if !Recognise(head, e.name) {
		return nil, nil
	}
	rest, err := io.ReadAll(io.LimitReader(rc, e.limits.inner+1))
	if err != nil {
		return nil, err
	}
	whole := append(head, rest...)
	if int64(len(whole)) > e.limits.inner {
		return nil, fault.New("archive.too-large", "limit", e.limits.inner)
	}
	if office(whole) {
		return nil, nil
	}
	return whole, nil
}

// office looks in the directory of a zip for what makes it a document, for
// programs that do not put that part first.
func office(whole []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		return false // Walk names the trouble
	}
	for _, f := range z.File {
		if f.Name == "[Content_Types].xml" || f.Name == "mimetype" {
			return true
		}
	}
	return false
}

func (e *entry) failed(err error) error {
	if errors.Is(err, zip.ErrAlgorithm) {
		return fault.Wrap(err, "archive.method", "name", e.name)
	}
	return fault.Wrap(err, "archive.damaged-file", "name", e.name)
}

// bounded counts what is unpacked and stops a bomb.
type bounded struct {
	*entry
	from io.ReadCloser
	n    int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	b.n += int64(n)
	if more := b.n - b.entry.read; more > 0 {
		b.entry.read = b.n
		b.walker.read += more
	}
	switch {
	case b.walker.read > b.limits.bytes:
		return 0, fault.New("archive.too-large", "limit", b.limits.bytes)
	case b.n > b.ratioMin && b.n/b.ratio > int64(b.file.CompressedSize64):
		return 0, fault.New("archive.bomb", "name", b.name)
	case err != nil && err != io.EOF:
		return n, b.failed(err)
	}
	return n, err
}

// Close implements io.Closer.
func (b *bounded) Close() error { return b.from.Close() }
