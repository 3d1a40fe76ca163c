// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// Reply is what the supplier is told of what is wrong with an invoice.
type Reply struct {
	Number     string   `json:"number" doc:"Our number of this reply"`
	Name       string   `json:"name" doc:"Of the supplier"`
	Mail       string   `json:"mail,omitempty" doc:"Where to, as the invoice says"`
	Outcome    string   `json:"outcome" doc:"RE (rejected) or UQ (waits for an answer), as Peppol codes it"`
	Reasons    []string `json:"reasons"`
	Subject    string   `json:"subject" doc:"In the language of Accept-Language, as body is"`
	Body       string   `json:"body" doc:"A letter or mail that is ready to be sent"`
	Electronic bool     `json:"electronic" doc:"It can go as a Peppol Invoice Response too"`
}

// ReplyChoice says what the supplier is told.
type ReplyChoice struct {
	Reasons []string `query:"reasons" maxItems:"20" doc:"In place of those that the holds give: invalid, duplicate, wrong-addressee, not-ordered, no-reference, wrong-reference, not-delivered, quality, price, quantity, other-item, terms, account, vat, sums, other"`
	Remark  string   `query:"remark" maxLength:"2000" doc:"Added as it is; absent: what was said at the rejection"`
}

func (r *rooms) replies() {
	type asked struct {
		ByID
		ReplyChoice
	}
	letter := r.operation("get-reply", http.MethodGet, "/invoices/{id}/reply", "invoices")
	letter.Errors = append(letter.Errors, http.StatusConflict)
	huma.Register(r.huma, letter, func(ctx context.Context, in *asked) (*one[Reply], error) {
		return oneOf(r.source.Reply(ctx, callerOf(ctx), in.ID, in.ReplyChoice))
	})
	file := r.operation("get-reply-file", http.MethodGet, "/invoices/{id}/reply/file", "invoices")
	file.Errors = append(file.Errors, http.StatusConflict)
	file.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{"application/xml": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}}
	huma.Register(r.huma, file, func(ctx context.Context, in *asked) (*original, error) {
		var out bytes.Buffer
		name, err := r.source.ReplyFile(ctx, callerOf(ctx), in.ID, in.ReplyChoice, &out)
		if err != nil {
			return nil, err
		}
		return &original{Type: "application/xml", Length: strconv.Itoa(out.Len()),
			Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}),
			Body:        func(c huma.Context) { _, _ = io.Copy(c.BodyWriter(), &out) }}, nil // who asked may be gone
	})
}
