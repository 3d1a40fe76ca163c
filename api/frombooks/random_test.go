// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/api"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// every gives each operation as "METHOD /path/{id}".
func (v *served) every() (all []string) {
	for path, item := range v.doc["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			all = append(all, strings.ToUpper(method)+" "+path)
		}
	}
	sort.Strings(all)
	return all
}

// throw makes a request without a network, so that it can be anything.
func (v *served) throw(method, path, query, media, body string) *httptest.ResponseRecorder {
	q := httptest.NewRequest(method, "http://127.0.0.1/", strings.NewReader(body))
	q.URL = &url.URL{Scheme: "http", Host: "127.0.0.1", Path: api.Base + path, RawQuery: query}
	q.Header["Authorization"] = []string{"Bearer " + v.token}
	if media != "" {
		q.Header["Content-Type"] = []string{media}
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, q)
	return w
}

// sane fails when an answer is no answer: the program's own failure, or an error
// that is no problem.
func sane(t interface{ Errorf(string, ...any) }, w *httptest.ResponseRecorder, said string) {
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("%s: %d %s", said, w.Code, w.Body)
	}
	if w.Code < http.StatusBadRequest {
		return
	}
	var p map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p["status"] != float64(w.Code) || p["detail"] == "" {
		t.Errorf("%s: %d is no problem: %s", said, w.Code, w.Body)
	}
}

// body draws what might be sent: JSON of about the right form, or anything.
func body(t *rapid.T) string {
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "4300", "C-1", "iban", "person", "duplicate", "cost", "mixed", "NL02ABNA0123456789", "\x00", "\xff", "%_!'\"", strings.Repeat("x", 20000)}))
	value := rapid.OneOf(
		rapid.Map(word, func(s string) any { return s }),
		rapid.Map(rapid.Float64(), func(f float64) any { return f }),
		rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.SampledFrom([]any{nil, true, 242.00, -0.01, 1e300, []any{}, map[string]any{}}))
	field := rapid.SampledFrom([]string{"comment", "reason", "kind", "supplier", "iban", "number", "parts", "account", "amount", "vat", "back", "treatment", "quantity", "price", "every", "instalment",
		"line", "until", "received", "name", "value", "x"})
	object := rapid.MapOf(field, value)
	whole := rapid.Custom(func(t *rapid.T) string {
		o := object.Draw(t, "object")
		if list := rapid.SampledFrom([]string{"", "parts", "lines", "fields"}).Draw(t, "list of"); list != "" {
			o[list] = rapid.SliceOfN(object, 0, 3).Draw(t, "list")
		}
		said, err := json.Marshal(o)
		if err != nil {
			return "{"
		}
		return string(said)
	})
	return rapid.OneOf(whole, rapid.String(), rapid.StringMatching(`[\[{]("[a-z]+":)?["0-9.eE\]}-]*`)).Draw(t, "body")
}

// Whatever is sent, it is the fault of who sent it, and the books stay whole.
func TestRandomRequestsAreNeverOurFault(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v := serve(t, s, api.Options{MaxUpload: 100_000})
		all := v.every()
		rapid.Check(t, func(t *rapid.T) {
			sent := good(v.t)
			if rapid.Bool().Draw(t, "kept") {
				v.throw("POST", "/documents", "fileName=goed.xml", "application/xml", sent)
			}
			method, path, _ := strings.Cut(rapid.SampledFrom(all).Draw(t, "operation"), " ")
			name := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"1", "4", "5", "6", "7", "C-1", "P-5", "-1", "99999999999999999999", "%"})).Draw(t, "name")
			path = strings.NewReplacer("{id}", name, "{number}", name).Replace(path)
			if strings.Contains(name, "/") || name == "" {
				return
			}
			query := ""
			if rapid.Bool().Draw(t, "asked") {
				key := rapid.SampledFrom([]string{"cursor", "limit", "state", "search", "hold", "supplier", "fileName", "number", "reasons", "remark", "x"}).Draw(t, "key")
				query = key + "=" + url.QueryEscape(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"MQ", "e30", "W10", "LTE", "bnVsbA", "eyJQYXlCeSI6Ilx1MDAwMCJ9", "50", "held", "\x00"})).Draw(t, "value"))
			}
			media := rapid.SampledFrom([]string{"application/json", "application/json", "application/xml", "multipart/form-data; boundary=x", "", "x", "application/cbor"}).Draw(t, "media")
			said := body(t)
			if rapid.IntRange(0, 5).Draw(t, "damaged") == 0 {
				cut := rapid.IntRange(0, len(sent)).Draw(t, "cut")
				said = sent[:cut] + rapid.String().Draw(t, "inside") + sent[cut:]
			}
			sane(t, v.throw(method, path, query, media, said), method+" "+path+"?"+query+" "+media)
		})
		if report, err := s.VerifyAudit(t.Context(), v.books.Adm.Key); err != nil || !report.Whole {
			t.Error(report, err)
		}
	})
}

func FuzzRequest(f *testing.F) {
	v := serve(f, storetest.SQLite(f), api.Options{MaxUpload: 100_000})
	v.throw("POST", "/documents", "fileName=goed.xml", "application/xml", good(f))
	all := v.every()
	f.Add(uint8(0), "4", "limit=2", "application/json", `{"comment":"x"}`)
	f.Add(uint8(9), "P-5", "cursor=e30", "application/json", `{"parts":[{"account":"4300","amount":200.00,"vat":42.00,"treatment":"cost"}]}`)
	f.Add(uint8(3), "4", "fileName=a.xml", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nb\r\n--x--\r\n")
	f.Fuzz(func(t *testing.T, n uint8, name, query, media, body string) {
		method, path, _ := strings.Cut(all[int(n)%len(all)], " ")
		path = strings.NewReplacer("{id}", name, "{number}", name).Replace(path)
		sane(t, v.throw(method, path, query, media, body), method+" "+path)
	})
}
