// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rentmeester/app"
	"rentmeester/demo"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// lived makes the books of a small town with a year of payments.
func lived(t *testing.T) (town Town, entries int64) {
	t.Helper()
	town = Town{Dialect: store.SQLite, Home: filepath.Join(t.TempDir(), "home")}
	storetest.Home(t, town.Home)
	files := t.TempDir()
	if _, err := demo.Generate(demo.Options{Seed: 7, Inhabitants: 300, Year: 2025, Rates: demo.DefaultRates()}, files); err != nil {
		t.Fatal(err)
	}
	s, err := town.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	b, _, err := app.Init(t.Context(), s, "large", "Large", policy.Default, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, below := range []string{"openitems", "orders", "bank"} {
		err := filepath.WalkDir(filepath.Join(files, below), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer func() { _ = f.Close() }()
			_, err = b.Import(t.Context(), clerk, d.Name(), f)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Reconcile(t.Context()); err != nil {
		t.Fatal(err)
	}
	status, err := b.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return town, status.Entries
}

// A grown town still closes on every day of every account, and has the work that
// was asked for.
func TestGrownBooksClose(t *testing.T) {
	town, entries := lived(t)
	const waiting = 20
	before := lately(t, town)
	if err := town.Prepare(t.Context(), Growth{Entries: 4 * entries}, waiting, time.Now); err != nil {
		t.Fatal(err)
	}
	if again := lately(t, town); again != before {
		t.Errorf("%d decisions were taken lately, %d before it grew", again, before)
	}
	size, err := town.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if size.Entries < 3*entries || size.Waiting != waiting {
		t.Errorf("%d entries became %+v", entries, size)
	}
	err = town.withBooks(t.Context(), time.Now, func(ctx context.Context, b *app.Books) error {
		status, err := b.Status(ctx)
		if err != nil {
			return err
		}
		for _, a := range status.Accounts {
			days, err := b.Days(ctx, a.ID)
			if err != nil {
				return err
			}
			if open := slices.IndexFunc(days, func(d app.DayLine) bool { return !d.Closes }); open >= 0 || len(days) == 0 || !a.Proved {
				t.Errorf("%s: %d days, the first that does not close is %d: %+v", a.IBAN, len(days), open, a)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// lately counts the automatic decisions of the last weeks.
func lately(t *testing.T, town Town) (n int) {
	t.Helper()
	pool, err := town.pool()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	err = pool.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM decisions WHERE ground <> '' AND at >= ?", store.Stamp(time.Now().AddDate(0, -1, 0))).Scan(&n)
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	return n
}

// What links and pictures lead to is found, numbers make no new kind of page, and
// nothing is sent.
func TestCrawl(t *testing.T) {
	site := http.NewServeMux()
	site.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		switch r.URL.Path {
		case "/":
			_, _ = w.Write([]byte(`<a href="/lines/12?show=all#top">12</a><a href="/lines/13?show=none">13</a><a href="//elsewhere/">no</a><img src="/pictures/1"><form action="/send"></form>`))
		case "/lines/12":
			_, _ = w.Write([]byte(`<a href="/deep">deep</a>`))
		case "/deep", "/lines/13", "/pictures/1":
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	server := httptest.NewServer(site)
	defer server.Close()
	pages, err := Crawl(t.Context(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for shape, want := range map[Shape][]string{"/": {"/"}, "/lines/…?show": {"/lines/12?show=all", "/lines/13?show=none"}, "/deep": {"/deep"}, "/pictures/…": {"/pictures/1"}} {
		if !slices.Equal(pages[shape], want) {
			t.Errorf("%s: %v, want %v", shape, pages[shape], want)
		}
	}
	if len(pages) != 4 {
		t.Errorf("%v", pages)
	}
}

// A file to take along is asked for to its first byte, is told apart from pages, and
// nobody of a crowd clicks on it.
func TestFilesAreNoPages(t *testing.T) {
	site := http.NewServeMux()
	site.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="all.json"`)
		_, _ = w.Write([]byte("it goes on"))
		w.(http.Flusher).Flush()
		<-r.Context().Done() // for ever, unless who asked leaves
	})
	site.HandleFunc("/page", func(http.ResponseWriter, *http.Request) {})
	server := httptest.NewServer(site)
	defer server.Close()
	pages := Pages{"/file": {"/file"}, "/page": {"/page"}}
	all, err := Alone(t.Context(), server.URL, pages)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, m := range all {
		if m.File != (m.Shape == "/file") || m.Failed != 0 || len(m.Times) != rounds {
			t.Errorf("%+v", m)
		}
	}
	if len(pages) != 1 || pages["/page"] == nil {
		t.Errorf("%v", pages)
	}
}

// A form is sent as a person would who presses its first button.
func TestForm(t *testing.T) {
	page := `<form action="/1/reject"><input type=hidden name=x value=1></form>
<form method="post" action="/1/accept"><input type="hidden" name="back" value="/w"><button name="proposal" value="a&amp;b">ok</button><button name="proposal" value="c">no</button></form>`
	f, found := formTo([]byte(page), "/accept")
	if !found || f.action != "/1/accept" || f.values.Encode() != "back=%2Fw&proposal=a%26b" {
		t.Errorf("%v %v", found, f)
	}
	if _, found := formTo([]byte(page), "/undo"); found {
		t.Error("a form that is not there")
	}
}
