// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/api"
	"rentmeester/api/frombooks"
	"rentmeester/app/access"
	"rentmeester/fault"
	"rentmeester/formats/pdf"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
)

// keyed asks under a key.
func (v *served) keyed(key, path, body string) (*http.Response, string) {
	v.t.Helper()
	q := v.request("POST", path, "application/json", strings.NewReader(body))
	q.Header.Set("Idempotency-Key", key)
	answer, said := v.do(q)
	return answer, string(said)
}

// invoiced is an API with one invoice that waits for a coding, and its address.
func invoiced(t *testing.T, s *store.Store) (*served, string) {
	t.Helper()
	v := serve(t, s, api.Options{}).listen()
	v.send("/documents", "leveranciers.csv", suppliers)
	v.send("/documents", "goed.xml", good(t))
	return v, "/invoices/" + id(first(v.get("/invoices")["items"])["id"])
}

// comments counts what was said about an invoice.
func (v *served) comments(at string) int {
	v.t.Helper()
	return len(v.get(at)["acts"].([]any))
}

const say = `{"comment":"gebeld"}`

// What is sent again under its key is done once, and answered as the first time.
func TestKeyDoesOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v, at := invoiced(t, s)
		answer, body := v.keyed(`"een"`, at+"/comments", say)
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Idempotency-Replayed") != "" {
			t.Fatal(answer.StatusCode, body)
		}
		for _, key := range []string{`"een"`, "een"} {
			again, same := v.keyed(key, at+"/comments", say)
			if again.StatusCode != http.StatusOK || same != body || again.Header.Get("Idempotency-Replayed") != "true" || again.Header.Get("Content-Type") != answer.Header.Get("Content-Type") {
				t.Error(key, again.StatusCode, again.Header, same == body)
			}
		}
		if n := v.comments(at); n != 1 {
			t.Errorf("%d comments", n)
		}
		for path, body := range map[string]string{"/comments": `{"comment":"iets anders"}`, "/questions": `{"to":"a","comment":"b"}`, "/comments?": say} {
			no, said := v.keyed("een", at+path, body)
			if path == "/comments?" { // an empty query is the same
				if no.StatusCode != http.StatusOK {
					t.Error(path, no.StatusCode, said)
				}
				continue
			}
			if no.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(said, "access.key-other") {
				t.Error(path, no.StatusCode, said)
			}
		}
		other := v.as(v.add("collega", policy.Everything(), 30))
		if answer, _ := other.keyed("een", at+"/comments", say); answer.StatusCode != http.StatusOK || v.comments(at) != 2 {
			t.Error("the key of one token is that of another too")
		}
		refused, why := v.keyed("twee", at+"/approvals", `{}`)
		v.post(at+"/codings", map[string]any{"parts": []any{map[string]any{"account": "4300", "taakveld": "5.7", "categorie": "3.8", "treatment": "compensable"}}})
		again, same := v.keyed("twee", at+"/approvals", `{}`)
		if refused.StatusCode != http.StatusConflict || again.StatusCode != http.StatusConflict || why != same {
			t.Error(refused.StatusCode, again.StatusCode, why, same)
		}
		v.now.Add(int64((25 * time.Hour).Seconds()))
		if _, _ = v.keyed("een", at+"/comments", say); v.comments(at) != 3 {
			t.Error("a key is not forgotten after a day")
		}
	})
}

func TestKeysThatAreNone(t *testing.T) {
	v, at := invoiced(t, storetest.SQLite(t))
	for _, key := range []string{`"half`, `""`, strings.Repeat("a", 256), "é"} {
		if answer, said := v.keyed(key, at+"/comments", say); answer.StatusCode != http.StatusBadRequest || !strings.Contains(said, "api.key") {
			t.Error(key, answer.StatusCode, said)
		}
	}
	two := v.request("POST", at+"/comments", "application/json", strings.NewReader(say))
	two.Header["Idempotency-Key"] = []string{"een", "twee"}
	if answer, said := v.do(two); answer.StatusCode != http.StatusBadRequest {
		t.Error(answer.StatusCode, string(said))
	}
	large := `{"comment":"` + strings.Repeat("a", 2<<20) + `"}`
	if answer, _ := v.keyed("groot", at+"/comments", large); answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Error(answer.StatusCode)
	}
	if n := v.comments(at); n != 0 {
		t.Errorf("%d comments", n)
	}
}

// The parts of a form tell it from others, not the boundary between them.
func TestKeyOfAForm(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{}).listen()
	send := func(boundary, content string) (int, string) {
		body := fmt.Sprintf("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"l.csv\"\r\n\r\n%s\r\n--%s--\r\n", boundary, content, boundary)
		q := v.request("POST", "/documents", "multipart/form-data; boundary="+boundary, strings.NewReader(body))
		q.Header.Set("Idempotency-Key", "lijst")
		answer, said := v.do(q)
		return answer.StatusCode, string(said)
	}
	status, body := send("aaa", suppliers)
	if status != http.StatusOK || !strings.Contains(body, `"suppliers":1`) {
		t.Fatal(status, body)
	}
	if status, same := send("bbb", suppliers); status != http.StatusOK || same != body {
		t.Error(status, same)
	}
	if status, _ := send("aaa", suppliers+"C-2;Ander;;;;\n"); status != http.StatusUnprocessableEntity {
		t.Error(status)
	}
}

// Many at once, by two processes, do it once; each hears the same, at once or when
// it asks again.
func TestKeyAtOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v, at := invoiced(t, s)
		v.step.Store(0) // however often they look, no minute goes by
		reader := pdf.New(pdf.Options{})
		t.Cleanup(func() { _ = reader.Close() })
		second := httptest.NewServer(api.New(frombooks.New(v.books, reader, nil), api.Options{Rate: 1e6}))
		t.Cleanup(second.Close)
		var all sync.WaitGroup
		bodies := make([]string, 16)
		for n := range bodies {
			all.Go(func() {
				one := v.as(v.token)
				if n%2 == 1 {
					one.server = second
				}
				for {
					answer, body := one.keyed("tegelijk", at+"/comments", say)
					if answer.StatusCode == http.StatusOK {
						bodies[n] = body
						return
					}
					if answer.StatusCode != http.StatusConflict || !strings.Contains(body, "access.key-busy") || answer.Header.Get("Retry-After") == "" {
						t.Error(answer.StatusCode, body)
						return
					}
					time.Sleep(5 * time.Millisecond)
				}
			})
		}
		all.Wait()
		for n, body := range bodies {
			if body == "" || body != bodies[0] {
				t.Errorf("%d: %s", n, body)
			}
		}
		if n := v.comments(at); n != 1 {
			t.Errorf("%d comments", n)
		}
	})
}

// sumOfNext gives what the next request under a key is known by, by asking it.
func (v *served) sumOfNext(key, path, body string) string {
	v.t.Helper()
	var sum string
	keep := spy{v.books.Store, &sum}
	q := v.request("POST", path, "application/json", strings.NewReader(body))
	q.Header.Set("Idempotency-Key", key)
	q.Host = v.server.Listener.Addr().String()
	api.New(keep.over(v), api.Options{}).ServeHTTP(httptest.NewRecorder(), q)
	return sum
}

// spy hears the sum of a request and does not do it.
type spy struct {
	store *store.Store
	sum   *string
}

type spying struct {
	*frombooks.Source
	sum *string
}

func (s spy) over(v *served) api.Source {
	return spying{frombooks.New(v.books, nil, nil), s.sum}
}

func (s spying) Begin(_ context.Context, _ api.Caller, _, sum string) (api.Turn, error) {
	*s.sum = sum
	return nil, fault.New("access.key-busy", "key", "")
}

// A request that broke off between what it did and its answer is not done again;
// one that broke off before is. Who comes back from the dead does nothing.
func TestKeyBrokenOff(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		v, at := invoiced(t, s)
		door := &access.Door{Books: v.books.Books}
		token, _, err := door.Check(t.Context(), v.token)
		if err != nil {
			t.Fatal(err)
		}
		begin := func(key, path, body string) *access.Turn {
			turn, err := door.Begin(t.Context(), token.ID, key, v.sumOfNext(key, path, body))
			if err != nil {
				t.Fatal(err)
			}
			return turn
		}
		number := mustID(t, at)

		before := begin("voor", at+"/comments", say)
		after := begin("na", at+"/comments", say)
		if err := v.books.Invoices().Comment(after.In(t.Context()), "tester", number, "gebeld"); err != nil {
			t.Fatal(err)
		}
		run := begin("run", "/reminder-rounds", "")
		err = v.books.Write(run.In(t.Context()), func(tx *store.Tx) error { return tx.Audit(t.Context(), "tester", "test", "run:7", nil) })
		if err != nil {
			t.Fatal(err)
		}
		if answer, body := v.keyed("na", at+"/comments", say); answer.StatusCode != http.StatusConflict {
			t.Error(answer.StatusCode, body)
		}
		v.now.Add(int64((2 * time.Minute).Seconds()))
		answer, body := v.keyed("na", at+"/comments", say)
		var shown map[string]any
		if err := json.Unmarshal([]byte(body), &shown); err != nil || answer.StatusCode != http.StatusOK || len(shown["acts"].([]any)) != 1 {
			t.Error(answer.StatusCode, err, body)
		}
		if answer, _ := v.keyed("voor", at+"/comments", say); answer.StatusCode != http.StatusOK || v.comments(at) != 2 {
			t.Error(answer.StatusCode, v.comments(at))
		}
		err = v.books.Invoices().Comment(before.In(t.Context()), "tester", number, "nog eens")
		if !fault.Is(err, "access.key-lost") || v.comments(at) != 2 {
			t.Error(err, v.comments(at))
		}
		if answer, body := v.keyed("run", "/reminder-rounds", ""); answer.StatusCode != http.StatusConflict || !strings.Contains(body, "run:7") {
			t.Error(answer.StatusCode, body)
		}
		_ = s.Read(t.Context(), v.books.Adm.Key, func(q *db.Queries) error {
			if n, err := q.CountRequests(t.Context(), v.books.Adm.Key); n != 3 || err != nil {
				t.Error(n, err)
			}
			return nil
		})
	})
}

func mustID(t *testing.T, at string) (n int64) {
	t.Helper()
	if _, err := fmt.Fscan(bytes.NewBufferString(at[strings.LastIndex(at, "/")+1:]), &n); err != nil {
		t.Fatal(err)
	}
	return n
}
