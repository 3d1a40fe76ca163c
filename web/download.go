// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"rentmeester/fault"
)

// sealed is the policy of what is not a page of ours: nothing in it may run.
const sealed = "default-src 'none'; frame-ancestors 'none'; sandbox"

// pageImage gives a page of a document as a picture.
func (p *pages) pageImage(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.Atoi(r.PathValue("page"))
	if err != nil || n < 1 {
		return fault.New("web.page.not-found", "path", r.URL.Path)
	}
	png, err := p.source.PageImage(r.Context(), r.PathValue("document"), n)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Content-Type", "image/png")
	h.Set("Content-Length", strconv.Itoa(len(png)))
	h.Set("Cache-Control", "private, max-age=3600") // a document never changes
	_, err = w.Write(png)
	return err
}

// original hands out a document as it came in.
func (p *pages) original(w http.ResponseWriter, r *http.Request) error {
	file, err := p.source.Original(r.Context(), r.PathValue("document"))
	if err != nil {
		return err
	}
	return p.hand(w, r, file)
}

// downloaded are the types that a file may be called; anything else is bytes.
var downloaded = map[string]bool{"application/pdf": true, "application/xml": true, "image/png": true, "image/jpeg": true,
	"image/tiff": true, "message/rfc822": true, "text/csv": true}

// hand gives a file to keep, never to show: what came in from outside does not
// become a page of ours.
func (p *pages) hand(w http.ResponseWriter, r *http.Request, f File) (err error) {
	defer func() { err = errors.Join(err, f.Content.Close()) }()
	if !downloaded[f.Type] {
		f.Type = "application/octet-stream"
	}
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": safeName(f.Name)}))
	if _, err := io.Copy(w, f.Content); err != nil {
		p.options.Log.ErrorContext(r.Context(), "web: download broke off", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler) // half a file must not look whole
	}
	return nil
}

// safeName makes a name that came from outside harmless as the name of a file:
// no path, no control or direction characters, not hidden, not endless.
func safeName(name string) string {
	if at := strings.LastIndexAny(name, `/\:`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) || strings.ContainsRune(`<>"|?*`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, ". ")
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[:60]) + "…" + string(runes[len(runes)-59:])
	}
	if name == "" {
		return "document"
	}
	return name
}
