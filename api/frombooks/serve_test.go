// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rentmeester/api"
	"rentmeester/api/frombooks"
	"rentmeester/app"
	"rentmeester/app/access"
	"rentmeester/formats/pdf"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
	"rentmeester/text"
)

// onEachStore runs a test on SQLite and on PostgreSQL: one suite, two databases.
var onEachStore = storetest.Each

// served is an API on loopback over books of its own.
type served struct {
	t       testing.TB
	books   *app.Books
	handler http.Handler
	server  *httptest.Server
	now     atomic.Int64
	step    atomic.Int64 // seconds from one look at the clock to the next
	token   string       // of who asks
	lang    string
	doc     map[string]any
}

func serve(t testing.TB, s *store.Store, o api.Options) *served {
	t.Helper()
	v := &served{t: t, lang: "nl"}
	v.now.Store(time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC).Unix())
	v.step.Store(1)
	b, _, err := app.Init(context.Background(), s, "voorbeeld", "Gemeente Voorbeeld", policy.Default, func() time.Time { return time.Unix(v.now.Add(v.step.Load()), 0).UTC() })
	if err != nil {
		t.Fatal(err)
	}
	reader := pdf.New(pdf.Options{})
	t.Cleanup(func() { _ = reader.Close() })
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	if o.Rate == 0 {
		o.Rate = 1e6
	}
	v.books, v.handler = b, api.New(frombooks.New(b, reader, nil), o)
	body, err := api.OpenAPI(text.NL, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &v.doc); err != nil {
		t.Fatal(err)
	}
	v.token = v.add("tester", policy.Everything(), 30)
	return v
}

func (v *served) listen() *served {
	v.server = httptest.NewServer(v.handler)
	v.t.Cleanup(v.server.Close)
	return v
}

// add makes a token for a person.
func (v *served) add(person string, rights policy.Rights, days int) string {
	v.t.Helper()
	_, secret, err := (&access.Door{Books: v.books.Books}).Add(context.Background(), "test", access.Wanted{Name: "test", Person: person, Rights: rights, Days: days})
	if err != nil {
		v.t.Fatal(err)
	}
	return secret
}

// as is the same API, asked by another token.
func (v *served) as(token string) *served {
	return &served{t: v.t, books: v.books, handler: v.handler, server: v.server, token: token, lang: v.lang, doc: v.doc}
}

// request makes a request under the base path.
func (v *served) request(method, path, media string, body io.Reader) *http.Request {
	v.t.Helper()
	q, err := http.NewRequest(method, v.server.URL+api.Base+path, body)
	if err != nil {
		v.t.Fatal(err)
	}
	if v.token != "" {
		q.Header.Set("Authorization", "Bearer "+v.token)
	}
	if media != "" {
		q.Header.Set("Content-Type", media)
	}
	q.Header.Set("Accept-Language", v.lang)
	return q
}

func (v *served) do(q *http.Request) (*http.Response, []byte) {
	v.t.Helper()
	answer, err := v.server.Client().Do(q)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if answer.Header.Get("API-Version") != api.Version {
		v.t.Errorf("%s %s: no API-Version", q.Method, q.URL)
	}
	return answer, body
}

// ask makes a request, wants a status, and holds the answer against the document.
func (v *served) ask(want int, method, path, media string, body io.Reader) map[string]any {
	v.t.Helper()
	answer, said := v.do(v.request(method, path, media, body))
	if answer.StatusCode != want {
		v.t.Fatalf("%s %s: %d, want %d: %s", method, path, answer.StatusCode, want, said)
	}
	var value any
	if err := json.Unmarshal(said, &value); err != nil {
		v.t.Fatalf("%s %s: %v: %s", method, path, err, said)
	}
	v.fits(method, path, want, value)
	object, _ := value.(map[string]any)
	if list, ok := value.([]any); ok {
		object = map[string]any{"list": list}
	}
	return object
}

func (v *served) get(path string) map[string]any { return v.ask(http.StatusOK, "GET", path, "", nil) }

func (v *served) post(path string, body any) map[string]any { return v.try(http.StatusOK, path, body) }

func (v *served) try(want int, path string, body any) map[string]any {
	v.t.Helper()
	said, err := json.Marshal(body)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.ask(want, "POST", path, "application/json", bytes.NewReader(said))
}

// send sends a file as it is.
func (v *served) send(path, name, content string) map[string]any {
	v.t.Helper()
	return v.ask(http.StatusOK, "POST", path+"?fileName="+url.QueryEscape(name), "application/xml", strings.NewReader(content))
}

// fits checks that an answer is what the document says.
func (v *served) fits(method, path string, status int, value any) {
	v.t.Helper()
	path, _, _ = strings.Cut(path, "?")
	said := strings.Split(path, "/")
	paths := v.doc["paths"].(map[string]any)
	for known, item := range paths {
		steps := strings.Split(known, "/")
		same := len(steps) == len(said)
		for i := 0; same && i < len(steps); i++ {
			same = steps[i] == said[i] || strings.HasPrefix(steps[i], "{")
		}
		op, _ := item.(map[string]any)[strings.ToLower(method)].(map[string]any)
		if !same || op == nil {
			continue
		}
		response, described := op["responses"].(map[string]any)[fmt.Sprint(status)].(map[string]any)
		if !described {
			v.t.Errorf("%s %s: answer %d is not described", method, known, status)
			return
		}
		for _, media := range response["content"].(map[string]any) {
			if wrong := v.misfit("", media.(map[string]any)["schema"].(map[string]any), value); wrong != "" {
				v.t.Errorf("%s %s %d: %s", method, known, status, wrong)
			}
		}
	}
}

// misfit says where a value is not what a schema says; "" it is.
func (v *served) misfit(place string, schema map[string]any, value any) string {
	if ref, ok := schema["$ref"].(string); ok {
		name := ref[strings.LastIndex(ref, "/")+1:]
		schema = v.doc["components"].(map[string]any)["schemas"].(map[string]any)[name].(map[string]any)
	}
	kind := map[bool]string{true: fmt.Sprint(schema["type"])}[schema["type"] != nil]
	switch value := value.(type) {
	case map[string]any:
		if kind != "object" {
			return place + " is an object, not " + kind
		}
		properties, _ := schema["properties"].(map[string]any)
		other, open := schema["additionalProperties"].(map[string]any)
		for name, deeper := range value {
			property, known := properties[name].(map[string]any)
			if !known {
				property = other
			}
			if !known && !open {
				return place + "." + name + " is not described"
			}
			if wrong := v.misfit(place+"."+name, property, deeper); wrong != "" {
				return wrong
			}
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, there := value[name.(string)]; !there {
				return place + "." + name.(string) + " is not there"
			}
		}
	case []any:
		if kind != "array" {
			return place + " is a list, not " + kind
		}
		for _, deeper := range value {
			if wrong := v.misfit(place+"[]", schema["items"].(map[string]any), deeper); wrong != "" {
				return wrong
			}
		}
	case string:
		if kind != "string" || schema["format"] == "date" && len(value) != len("2026-01-31") {
			return place + " is " + value
		}
	case float64:
		if kind != "number" && kind != "integer" {
			return place + " is a number, not " + kind
		}
	case bool:
		if kind != "boolean" {
			return place + " is a boolean, not " + kind
		}
	case nil:
		if !strings.Contains(kind, "null") {
			return place + " is null"
		}
	}
	return ""
}

func good(t testing.TB) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "goed.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
