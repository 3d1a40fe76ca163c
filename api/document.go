// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/text"
)

// OpenAPI gives the OpenAPI 3.1 document, in a language.
func OpenAPI(lang text.Lang, options Options) ([]byte, error) {
	return furnish(nil, options, lang).huma.OpenAPI().MarshalJSON()
}

// OpenAPI30 gives the same as OpenAPI 3.0, for tools that know no 3.1.
func OpenAPI30(lang text.Lang, options Options) ([]byte, error) {
	return furnish(nil, options, lang).older()
}

// older gives the document as OpenAPI 3.0. Huma leaves one word of 3.1 in it.
func (r *rooms) older() ([]byte, error) {
	body, err := r.huma.OpenAPI().Downgrade()
	if err != nil {
		return nil, err
	}
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		return nil, err
	}
	without(document, "contentMediaType")
	return json.Marshal(document)
}

// without takes a word away from everywhere in a document.
func without(document any, word string) {
	switch part := document.(type) {
	case map[string]any:
		delete(part, word)
		for _, deeper := range part {
			without(deeper, word)
		}
	case []any:
		for _, deeper := range part {
			without(deeper, word)
		}
	}
}

const bearer = "token"

// config describes the API as a whole.
func (r *rooms) config() huma.Config {
	c := huma.DefaultConfig(r.say("api.title"), Version)
	c.CreateHooks, c.OpenAPIPath, c.DocsPath, c.SchemasPath = nil, "", "", ""
	c.RejectUnknownQueryParameters = true
	c.Transformers = append(c.Transformers, linked)
	c.Formats = map[string]huma.Format{"application/json": plainJSON, "json": plainJSON}
	c.Components.Schemas = schemas()
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{bearer: {Type: "http", Scheme: "bearer", Description: r.sayWith("api.token", fault.Args("rights", listed(policy.AllRights)))}}
	c.Security = []map[string][]string{{bearer: {}}}
	c.Info.Description = r.say("api.about")
	c.Info.Contact = &huma.Contact{Name: r.options.Contact.Name, Email: r.options.Contact.Email, URL: r.options.Contact.URL}
	c.Info.License = &huma.License{Name: "EUPL-1.2", URL: "https://eupl.eu/1.2/nl/"}
	c.Servers = []*huma.Server{{URL: Base}}
	for _, tag := range []string{"invoices", "coding", "documents", "orders", "projects", "suppliers", "payments", "bank", "letters", "webhooks", "staffing", "status"} {
		c.Tags = append(c.Tags, &huma.Tag{Name: tag, Description: r.say("api.tag." + tag)})
	}
	return c
}

func (r *rooms) say(key string) string { return r.sayWith(key, nil) }

func (r *rooms) sayWith(key string, args map[string]string) string {
	return text.Say(r.lang, key, args)
}

func listed(rights []policy.Right) string {
	names := make([]string, len(rights))
	for i, right := range rights {
		names[i] = "`" + string(right) + "`"
	}
	return strings.Join(names, ", ")
}

// What the operations say of themselves beyond the document.
const (
	writes = "writes" // it changes something: with a key it is done once
	heavy  = "heavy"  // it takes files: a few at once
)

// operation describes one: its sentences stand in the catalogue under its name.
func (r *rooms) operation(id, method, path, tag string) huma.Operation {
	op := huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{tag}, Metadata: map[string]any{},
		BodyReadTimeout: 30 * time.Second,
		Errors:          []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable}}
	op.Summary = r.say("api.do." + id)
	if more := "api.do." + id + ".more"; text.Has(r.lang, more) {
		op.Description = r.say(more)
	}
	if strings.Contains(path, "{") {
		op.Errors = append(op.Errors, http.StatusNotFound)
	}
	return op
}

// act describes an operation that changes something.
func (r *rooms) act(id, path, tag string) huma.Operation {
	op := r.operation(id, http.MethodPost, path, tag)
	op.Metadata[writes] = true
	op.DefaultStatus = http.StatusOK
	op.Errors = append(op.Errors, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	op.Parameters = append(op.Parameters, &huma.Param{Name: keyHeader, In: "header", Description: r.say("api.header.key"),
		Schema: &huma.Schema{Type: huma.TypeString, MaxLength: new(longest + 2)}, Example: `"8e03978e-40d5-43dd-bc93-6894a57f9324"`})
	return op
}

// answered gives the good answer of an operation in the document.
func answered(op *huma.Operation) *huma.Response {
	answer := op.Responses[strconv.Itoa(http.StatusOK)]
	if answer.Headers == nil {
		answer.Headers = map[string]*huma.Param{}
	}
	return answer
}

// finish puts in the document what holds for every operation: the version on
// every answer, and 400 for what does not fit its description.
func (r *rooms) finish() {
	version := func() *huma.Param {
		return &huma.Param{Description: r.say("api.header.version"), Schema: &huma.Schema{Type: huma.TypeString}, Example: Version}
	}
	// of a file that says nothing, what stands in the reading is not there
	if read := r.huma.OpenAPI().Components.Schemas.Map()["ReadingRead"]; read != nil {
		inReading := []string{"invoice", "paths", "unread"}
		read.Required = slices.DeleteFunc(read.Required, func(field string) bool { return slices.Contains(inReading, field) })
	}
	for _, path := range r.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post} {
			if op == nil {
				continue
			}
			r.tell(op)
			delete(op.Responses, strconv.Itoa(http.StatusUnprocessableEntity)) // huma's own
			if slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == "cursor" }) {
				answered(op).Headers["Link"] = &huma.Param{Description: r.say("api.header.link"), Schema: &huma.Schema{Type: huma.TypeString}}
			}
			if op.Metadata[writes] == true && op.Method == http.MethodPost {
				op.Responses[strconv.Itoa(http.StatusUnprocessableEntity)] = &huma.Response{Content: op.Responses[strconv.Itoa(http.StatusConflict)].Content}
				answered(op).Headers[replayed] = &huma.Param{Description: r.say("api.header.replayed"), Schema: &huma.Schema{Type: huma.TypeBoolean}}
			}
			for status, answer := range op.Responses {
				if answer.Headers == nil {
					answer.Headers = map[string]*huma.Param{}
				}
				answer.Headers["API-Version"] = version()
				if code, err := strconv.Atoi(status); err == nil {
					answer.Description = title(r.lang, code)
				}
				if status == "429" {
					answer.Headers["Retry-After"] = &huma.Param{Description: r.say("api.header.retry"), Schema: &huma.Schema{Type: huma.TypeInteger}}
				}
			}
		}
	}
}
