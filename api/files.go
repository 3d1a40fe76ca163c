// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/fault"
)

// sent is a request with files: one as it is, or several as multipart/form-data.
type sent struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Name        string `query:"fileName" maxLength:"255" doc:"Name of the file, when it is sent as it is"`
	RawBody     []byte
}

// takes describes an operation that takes files.
func (r *rooms) takes(op huma.Operation) huma.Operation {
	op.Metadata[heavy] = true
	op.MaxBodyBytes = r.options.MaxUpload
	op.BodyReadTimeout = 5 * time.Minute
	op.Errors = append(op.Errors, http.StatusRequestEntityTooLarge)
	return op
}

// inParts adds to the document that an operation takes multipart/form-data; huma
// itself must not, for it would take the files apart in another way.
func (r *rooms) inParts(path string) {
	content := r.huma.OpenAPI().Paths[path].Post.RequestBody.Content
	binary := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	for _, media := range []string{"application/xml", "application/pdf"} {
		content[media] = &huma.MediaType{Schema: binary}
	}
	content["multipart/form-data"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeObject,
		Properties: map[string]*huma.Schema{"file": {Type: huma.TypeArray, Items: binary}}, Required: []string{"file"}}}
}

// mostFiles is how many files one request may have.
const mostFiles = 100

// held is a file in memory.
type held struct{ *bytes.Reader }

// Size implements File.
func (h held) Size() int64 { return h.Reader.Size() }

// each hands over the files that were sent. Errors: api.form, api.too-many-files,
// api.no-file, those of visit.
func (s *sent) each(ctx context.Context, visit func(name string, f File) error) error {
	media, params, err := mime.ParseMediaType(s.ContentType)
	if err != nil || !strings.HasPrefix(media, "multipart/") {
		if len(s.RawBody) == 0 {
			return fault.New("api.no-file")
		}
		return visit(nameOf(s.Name), held{bytes.NewReader(s.RawBody)})
	}
	parts := multipart.NewReader(bytes.NewReader(s.RawBody), params["boundary"])
	for n := 0; ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			if n == 0 {
				return fault.New("api.no-file")
			}
			return nil
		}
		if err != nil {
			return fault.Wrap(err, "api.form")
		}
		if part.FileName() == "" {
			continue
		}
		if n++; n > mostFiles {
			return fault.New("api.too-many-files", "most", mostFiles)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			return fault.Wrap(err, "api.form")
		}
		if err := errors.Join(visit(nameOf(part.FileName()), held{bytes.NewReader(body)}), ctx.Err()); err != nil {
			return err
		}
	}
}

// nameOf gives a name that people can be shown, for a file that may have none.
func nameOf(said string) string {
	said = strings.ReplaceAll(strings.ToValidUTF8(said, "?"), "\x00", "?")
	if said == "" {
		return "-"
	}
	return said
}
