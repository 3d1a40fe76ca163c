// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/policy"
	"rentmeester/store"
)

// sink is written by many.
type sink struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (s *sink) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(b)
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.String()
}

// served is a program that serves in the test itself.
type served struct {
	t       *testing.T
	address string
	home    string
	log     *sink
	client  *http.Client
	run     func(out io.Writer, args ...string) int
}

func serveHere(t *testing.T, args ...string) *served {
	t.Helper()
	home := filepath.Join(t.TempDir(), "home")
	env := func(name string) string {
		return map[string]string{"RENTMEESTER_HOME": home, "RENTMEESTER_USER": "anneke", "XDG_CACHE_HOME": os.Getenv("XDG_CACHE_HOME"), "HOME": os.Getenv("HOME")}[name]
	}
	run := func(ctx context.Context, out, log io.Writer, args ...string) int {
		p := &program{in: strings.NewReader(""), out: out, err: log, env: env, now: time.Now}
		return p.run(ctx, args)
	}
	s := &served{t: t, home: home, log: &sink{}, run: func(out io.Writer, args ...string) int { return run(t.Context(), out, out, args...) }}
	file := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(file, policy.Default, 0o600); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	if code := s.run(&told, "init", "voorbeeld", "--policy", file); code != exitOK {
		t.Fatal(told.String())
	}
	ctx, stop := context.WithCancel(t.Context())
	said, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, out, s.log, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
		_ = out.Close()
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	if slices.Contains(args, "--users") { // nobody logs in
		s.address = strings.TrimSuffix(printedFirst(t, said, `http://127\.0\.0\.1:\d+/`), "/")
		return s
	}
	link := printedFirst(t, said, `http://127\.0\.0\.1:\d+/welcome\?link=\S+`)
	s.address = strings.TrimSuffix(link[:strings.Index(link, "/welcome")], "/")
	s.comeFirst(link)
	return s
}

// printedFirst waits for an address in what serve says.
func printedFirst(t *testing.T, said io.Reader, address string) string {
	t.Helper()
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if found := regexp.MustCompile(address).FindString(lines.Text()); found != "" {
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return found
		}
	}
	t.Fatal("there is no link for the first person")
	return ""
}

// firstPassword is that of the first person.
const firstPassword = "zeven groene lantaarns"

// comeFirst makes the first person, who is logged in from then on.
func (s *served) comeFirst(link string) {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.client = &http.Client{Jar: jar}
	u, err := url.Parse(link)
	if err != nil {
		s.t.Fatal(err)
	}
	status, body := s.form("/welcome", url.Values{"link": {u.Query().Get("link")}, "name": {"anneke"}, "password": {firstPassword}, "again": {firstPassword}})
	if status != http.StatusOK || !strings.Contains(body, `action="/logout"`) {
		s.t.Fatalf("the first person is not in: %d\n%s", status, body)
	}
}

// form sends a form.
func (s *served) form(path string, fields url.Values, headers ...string) (int, string) {
	s.t.Helper()
	return s.ask(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()), headers...)
}

// ask asks, with headers as name, value pairs.
func (s *served) ask(method, path, kind string, body io.Reader, headers ...string) (status int, answer string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.address+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	got, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer got.Body.Close()
	all, err := io.ReadAll(got.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return got.StatusCode, string(all)
}

func (s *served) get(path string, headers ...string) (int, string) {
	return s.ask(http.MethodGet, path, "", nil, headers...)
}

// upload sends a file as the pages do.
func (s *served) upload(path, name, content string) {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("files", name)
	if err != nil {
		s.t.Fatal(err)
	}
	_, _ = io.WriteString(part, content)
	_ = form.Close()
	s.ask(http.MethodPost, path, form.FormDataContentType(), &body)
}

// goodAndBroken asks with a token that is good, and then with tables gone, which
// nobody foresaw.
func (s *served) goodAndBroken() {
	s.t.Helper()
	var told strings.Builder
	if code := s.run(&told, "token", "add", "Kloosterman", "--rights", "all", "--json"); code != exitOK {
		s.t.Fatal(told.String())
	}
	found := regexp.MustCompile(`"secret": "([^"]+)"`).FindStringSubmatch(told.String())
	if found == nil {
		s.t.Fatal(told.String())
	}
	ask := func() {
		for _, path := range []string{"/api/v1/suppliers?q=Jansen", "/api/v1/invoices?q=Jansen&state=Jansen", "/api/v1/invoices/Jansen"} {
			s.get(path, "Authorization", "Bearer "+found[1])
		}
		s.get("/suppliers?q=Jansen")
	}
	ask()
	pool, err := sql.Open("sqlite", filepath.Join(s.home, store.FileName))
	if err != nil {
		s.t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(s.t.Context(), "DROP TABLE suppliers"); err != nil {
		s.t.Fatal(err)
	}
	ask()
}

// Names, accounts and texts that the session below puts into the books and asks for.
var persons = []string{"Jansen", "Pietersen", "Kloosterman", "jansen@", "NL91ABNA0417164300", "NL02RABO0123456789", "Bijstand", "hondenbelasting", "123456782"}

const personalItems = `nummer,soort,debiteurnaam,iban,bedrag,vervaldatum,betalingskenmerk
F-1,receivable,J. Jansen,NL91ABNA0417164300,12.50,2026-03-31,
F-2,receivable,K. Pietersen,NL02RABO0123456789,99.00,2026-03-31,
`

// TestLogNamesNobody goes over the pages and the API with names, accounts and texts
// in what is sent, asked for and refused; the log has none of them, and says enough
// to find what went wrong.
func TestLogNamesNobody(t *testing.T) {
	for _, form := range []string{"text", "json"} {
		t.Run(form, func(t *testing.T) {
			s := serveHere(t, "--log", form)
			s.upload("/import", "debiteuren Jansen.csv", personalItems)
			s.upload("/import", "Pietersen NL91ABNA0417164300.xml", `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><Kloosterman/></Document>`)
			s.upload("/post", "Brief van Kloosterman.pdf", "%PDF-1.7 Kloosterman NL91ABNA0417164300")
			for _, path := range []string{
				"/", "/worklist?q=Jansen", "/invoices?q=Pietersen&supplier=Kloosterman", "/suppliers?q=jansen@example.nl", "/Jansen", "/worklist/Jansen",
				"/accounts/NL91ABNA0417164300", "/accounts/NL91ABNA0417164300/statements", "/invoices/123456782", "/suppliers/Kloosterman",
				"/assets/Jansen.css", "/api/v1/invoices?q=Jansen", "/api/v1/suppliers/Kloosterman", "/api/v1/Pietersen", "/post/123456782/original",
			} {
				s.get(path)
				s.get(path, "Authorization", "Bearer rm_Jansen")
				s.ask(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader("name=Jansen&iban=NL91ABNA0417164300&text=Bijstand+hondenbelasting"))
			}
			s.goodAndBroken()
			s.get("/", "Host", "jansen.example.nl")
			s.get("/", "Cookie", "user=Jansen", "Referer", "http://x/Jansen", "User-Agent", "Jansen")
			log := s.log.String()
			for _, name := range persons {
				if strings.Contains(strings.ToLower(log), strings.ToLower(name)) {
					t.Errorf("%s is in the log:\n%s", name, log)
				}
			}
			if found := regexp.MustCompile(`[A-Z]{2}\d{2}[A-Z]{4}\d{6,}|\b\d{9}\b|127\.0\.0\.1|@`).FindString(log); found != "" {
				t.Errorf("%s is in the log", found)
			}
			for _, said := range []string{"GET /worklist/{line}", "404", "GET /api/v1/suppliers", "no such table", "store.failed", "500"} {
				if !strings.Contains(log, said) {
					t.Errorf("the log does not say %s:\n%s", said, log)
				}
			}
		})
	}
}

// TestVitals asks as a supervisor and as Prometheus do.
func TestVitals(t *testing.T) {
	s := serveHere(t, "--hosts", "rentmeester.example.nl")
	s.upload("/import", "items.csv", personalItems)
	if code, body := s.get("/healthz"); code != 200 || !strings.Contains(body, `"alive":true`) {
		t.Error(code, body)
	}
	if code, body := s.get("/readyz", "Host", "10.0.0.5:8080"); code != 200 || !strings.Contains(body, `"ready":true`) {
		t.Error(code, body) // a supervisor has no name for it
	}
	if code, _ := s.get("/", "Host", "rentmeester.example.nl"); code != 200 {
		t.Error("not served under the name of its proxy:", code)
	}
	code, body := s.get("/metrics")
	for _, want := range []string{
		`rentmeester_bank_lines{state="open"} 0`, `rentmeester_files{state="refused"} 0`, `rentmeester_decisions{state="automatic"} 0`,
		"rentmeester_books_readable 1", `rentmeester_http_requests_total{route="POST /import",code=`, "go_goroutines",
	} {
		if code != 200 || !strings.Contains(body, want) {
			t.Errorf("%d, no %s in\n%s", code, want, body)
		}
	}
	for _, name := range persons {
		if strings.Contains(body, name) {
			t.Errorf("%s is in the figures", name)
		}
	}
	for _, header := range [][2]string{{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.1"}, {"Host", "evil.example"}, {"Host", "rentmeester.example.nl"}} {
		if code, _ := s.get("/metrics", header[0], header[1]); code != 404 {
			t.Errorf("%s: the figures were given: %d", header, code)
		}
	}
	serving, ready := askReady(t.Context(), strings.TrimPrefix(s.address, "http://"))
	if !serving || !ready {
		t.Error("the doctor does not see that it serves")
	}
}

// TestMetricsApart: at an address of their own, or off, the figures are not beside
// the pages.
func TestMetricsApart(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	apart := free.Addr().String()
	_ = free.Close()
	for _, where := range []string{"off", apart} {
		s := serveHere(t, "--metrics", where)
		if code, _ := s.get("/metrics"); code != http.StatusNotFound {
			t.Errorf("%s: %d", where, code)
		}
		if where == apart {
			s.address = "http://" + apart
			for _, path := range []string{"/metrics", "/readyz", "/healthz"} {
				if code, _ := s.get(path); code != http.StatusOK {
					t.Errorf("%s: %d", path, code)
				}
			}
			if code, _ := s.get("/worklist"); code != http.StatusNotFound {
				t.Error("the pages are there too")
			}
		}
	}
}
