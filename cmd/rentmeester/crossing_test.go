// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/api"
	apifrombooks "rentmeester/api/frombooks"
	"rentmeester/app"
	"rentmeester/app/access"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
	"rentmeester/text"
	"rentmeester/web"
	"rentmeester/web/frombooks"
)

// Two administrations in one installation never see each other. What is asked in
// one is asked in two installations: one where it has a neighbour with as much of
// everything, and one where it is alone. Nothing may differ: not a page, not an
// answer of the API, not a word on the terminal, nor what is kept afterwards. And
// of the neighbour nothing may have changed. What is asked comes from the tables of
// routes, the document of the API and the commands themselves.

const (
	here      = "hier"
	elsewhere = "elders"
)

// townsOf gives, packed, an installation of one administration, and the same one
// with a neighbour.
var townsOf = sync.OnceValues(func() (alone, both string) { return makeTowns() })

var madeTowns error

func makeTowns() (alone, both string) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "rentmeester-crossing-")
	if err != nil {
		madeTowns = err
		return "", ""
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := store.OpenSQLite(ctx, filepath.Join(dir, "home"))
	if err != nil {
		madeTowns = err
		return "", ""
	}
	defer func() { _ = s.Close() }()
	packed := func() string {
		var dump bytes.Buffer
		_, err := s.Dump(ctx, &dump, "2026-01-01T00:00:00Z")
		if err != nil {
			madeTowns = err
		}
		return dump.String()
	}
	if madeTowns = live(ctx, s, here, filepath.Join(dir, "a"), demoFlags{seed: 1, inhabitants: 300, year: 2025}); madeTowns != nil {
		return "", ""
	}
	alone = packed()
	if madeTowns = live(ctx, s, elsewhere, filepath.Join(dir, "b"), demoFlags{seed: 2, inhabitants: 400, year: 2025}); madeTowns != nil {
		return "", ""
	}
	return alone, packed()
}

// live lives the year of an invented town in the books of an administration.
func live(ctx context.Context, s *store.Store, slug, dir string, f demoFlags) error {
	p := &program{in: strings.NewReader(""), out: io.Discard, err: io.Discard, env: func(string) string { return "" }, now: time.Now, lang: text.NL}
	clock := &townClock{at: time.Date(f.year, 1, 1, 8, 0, 0, 0, time.UTC)}
	books, _, err := app.Init(ctx, s, slug, "Gemeente "+slug, demoPolicy(), clock.now)
	if err != nil {
		return err
	}
	done := equip(books)
	defer func() { _ = done() }()
	if f.dir = dir; f.inhabitants == 0 {
		f.inhabitants = demo.Town
	}
	if _, err := p.town(ctx, f, &townHall{program: p, books: books, clock: clock, dir: dir}); err != nil {
		return err
	}
	// what the town has none of, and of which both would have the same
	return s.Write(ctx, books.Adm.Key, clock.now(), func(tx *store.Tx) error {
		if slug == elsewhere {
			account := db.Account{Adm: tx.Adm, ID: tx.NewID(), Iban: "NL02RABO0123456789", Currency: "EUR", Name: slug}
			order := db.PurchaseOrder{Adm: tx.Adm, ID: tx.NewID(), Number: "ELDERS-1", Key: "elders1", Kind: "order", Amount: 100, Search: "elders"}
			if err := errors.Join(tx.Add(ctx, account), tx.Add(ctx, order)); err != nil {
				return err
			}
		}
		project := db.Project{Adm: tx.Adm, ID: tx.NewID(), Code: slug, Name: "Project van " + slug, MadeBy: "x", MadeAt: tx.Stamp()}
		if err := tx.Add(ctx, project); err != nil {
			return err
		}
		for n := range 2 {
			letter := db.Outbox{Adm: tx.Adm, ID: tx.NewID(), Once: fmt.Sprint(slug, n), Kind: "reminder", About: "", Recipient: slug + "@example.nl", Subject: "Brief van " + slug,
				Body: slug, Attached: "[]", State: "waiting", Due: tx.Stamp(), Args: "{}", Actor: "x", At: tx.Stamp(), MessageID: fmt.Sprint(slug, n, "@example.nl")}
			token := db.Token{Adm: tx.Adm, ID: tx.NewID(), Name: slug, Person: clerk, Rights: "look", Hash: slug, MadeBy: "x", MadeAt: tx.Stamp(), Expires: tx.Stamp()}
			hook := db.Webhook{Adm: tx.Adm, ID: tx.NewID(), Url: "https://" + slug + ".example.nl/" + fmt.Sprint(n), Types: "[]", Secret: "whsec_c2VjcmV0", State: "on", MadeBy: "x", MadeAt: tx.Stamp()}
			person := db.Person{Adm: tx.Adm, ID: tx.NewID(), Name: []string{clerk, slug}[n], MadeBy: "x", MadeAt: tx.Stamp()}
			role := db.PersonRole{Adm: tx.Adm, ID: tx.NewID(), PersonID: person.ID, Role: "administrator", FromDay: "2025-01-01", MadeBy: "x", MadeAt: tx.Stamp()}
			asked := db.Second{Adm: tx.Adm, ID: tx.NewID(), Kind: "roles", PersonID: person.ID, Said: `{"roles":[{"role":"auditor","from":""}]}`, State: "open", MadeBy: slug, MadeAt: tx.Stamp()}
			finding := db.Quarantine{Adm: tx.Adm, ID: tx.NewID(), What: "item", Subject: slug, Code: "table.empty", Args: "{}", State: "open", Since: tx.Stamp()}
			if err := errors.Join(tx.Add(ctx, letter), tx.Add(ctx, token), tx.Add(ctx, finding), tx.Add(ctx, hook), tx.Add(ctx, person), tx.Add(ctx, role), tx.Add(ctx, asked)); err != nil {
				return err
			}
		}
		return nil
	})
}

// installation is one with the administration that is asked, alone or not.
type installation struct {
	store    *store.Store
	flags    []string // by which commands reach it
	books    *app.Books
	other    *app.Books // the neighbour; nil it has none
	pages    http.Handler
	beside   *frombooks.Source // what it does beside the work
	programs http.Handler
	token    string
}

var crossingNow = time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)

func install(t *testing.T, kind store.Dialect, packed string) *installation {
	t.Helper()
	i := &installation{}
	var err error
	if kind == store.SQLite {
		home := t.TempDir()
		storetest.Home(t, home)
		i.flags = []string{"--home", home}
		i.store, err = store.OpenSQLite(t.Context(), home)
	} else {
		address := storetest.Address(t)
		i.flags = []string{"--database", address}
		i.store, err = store.OpenPostgres(t.Context(), address)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.store.Close() })
	if _, err := i.store.Restore(t.Context(), strings.NewReader(packed)); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return crossingNow }
	if i.books, err = app.Open(t.Context(), i.store, here, now); err != nil {
		t.Fatal(err)
	}
	if i.other, err = app.Open(t.Context(), i.store, elsewhere, now); err != nil && !fault.Is(err, "store.no-administration") {
		t.Fatal(err)
	}
	done := equip(i.books)
	t.Cleanup(func() { _ = done() })
	log := slog.New(slog.DiscardHandler)
	source := frombooks.New(i.books, log)
	i.beside = source
	t.Cleanup(source.Close)
	i.pages = web.New(source, web.Options{Administration: i.books.Adm.Name, User: func(*http.Request) string { return clerk }, Location: time.UTC, Log: log})
	i.programs = api.New(apifrombooks.New(i.books, i.books.Tools.PDF, nil), api.Options{Rate: 1e9, Log: log})
	i.token = tokenFor(t, i.books)
	return i
}

func tokenFor(t *testing.T, b *app.Books) string {
	t.Helper()
	_, secret, err := (&access.Door{Books: b.Books}).Add(t.Context(), "beheer", access.Wanted{Name: "kruis", Person: clerk, Rights: policy.Everything(), Days: 9})
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// crossing asks both installations the same.
type crossing struct {
	t           *testing.T
	alone, with *installation
	own, theirs kinds
	before      string // all of the neighbour
	foreign     string // a token of the neighbour
	asked       int
}

// onBoth are the kinds of database. The pages are asked on both; what programs and the
// terminal ask comes to the same flows, so one of them is asked on each.
var onBoth = []store.Dialect{store.SQLite, store.Postgres}

// onOne is PostgreSQL where there is one, with the walls, and SQLite otherwise.
func onOne() []store.Dialect {
	if os.Getenv(storetest.PostgresVar) == "" {
		return onBoth[:1]
	}
	return onBoth[1:]
}

// crossings runs a test on kinds of database.
func crossings(t *testing.T, kinds []store.Dialect, test func(c *crossing)) {
	if testing.Short() {
		t.Skip("skipped: two towns on two databases take a while")
	}
	alone, both := townsOf()
	if madeTowns != nil {
		t.Fatal(madeTowns)
	}
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			c := &crossing{t: t, alone: install(t, kind, alone), with: install(t, kind, both)}
			c.foreign = tokenFor(t, c.with.other)
			c.own, c.theirs = kindsIn(t, c.with.store, c.with.books.Adm.Key), kindsIn(t, c.with.store, c.with.other.Adm.Key)
			c.before = rowsOf(t, c.with.store, c.with.other.Adm.Key)
			test(c)
			c.settle()
			if rowsOf(t, c.with.store, c.with.other.Adm.Key) != c.before {
				t.Error("something of the neighbour was changed")
			}
			if own, same := rowsOf(t, c.with.store, c.with.books.Adm.Key), rowsOf(t, c.alone.store, c.alone.books.Adm.Key); own != same {
				t.Errorf("what is kept is not what is kept where it is alone: %s", firstDifference(own, same))
			}
			t.Logf("%d questions", c.asked)
		})
	}
}

// settle does in both what pages leave to do beside the work, which may have come
// further in one than in the other.
func (c *crossing) settle() {
	c.t.Helper()
	for _, i := range []*installation{c.alone, c.with} {
		i.beside.Close()
		if _, err := i.books.Invoices().Propose(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
	}
}

// rowsOf gives all rows of an administration, but for those that hold secrets, and
// for who looks at what at this moment.
func rowsOf(t *testing.T, s *store.Store, adm int64) string {
	t.Helper()
	var dump bytes.Buffer
	if _, err := s.Dump(t.Context(), &dump, "x"); err != nil {
		t.Fatal(err)
	}
	plain := unpacked(t, dump.Bytes())
	var kept strings.Builder
	table := ""
	for line := range strings.Lines(plain) {
		if strings.HasPrefix(line, `{"table"`) {
			table = line
		}
		if strings.HasPrefix(line, fmt.Sprintf("[%d,", adm)) && !strings.Contains(table, `"tokens"`) && !strings.Contains(table, `"requests"`) && !strings.Contains(table, `"person_links"`) && !strings.Contains(table, `"seconds"`) && !strings.Contains(table, `"webhooks"`) && !strings.Contains(table, `"presences"`) && !strings.Contains(table, `"staff_feeds"`) {
			kept.WriteString(line)
		}
	}
	if kept.Len() == 0 {
		t.Fatal("no rows")
	}
	return kept.String()
}

func firstDifference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	from := max(0, at-200)
	return fmt.Sprintf("\n…%q\n…%q", a[from:min(len(a), at+200)], b[from:min(len(b), at+200)])
}

// kinds are what an administration has to ask for, by what it is.
type kinds map[string][]string

// standsIn says in which table and column they stand.
var standsIn = map[string][2]string{
	"account": {"accounts", "iban"}, "account-id": {"accounts", "id"}, "statement": {"statements", "id"}, "line": {"bank_lines", "id"}, "decision": {"decisions", "id"},
	"document": {"documents", "id"}, "hash": {"documents", "sha256"}, "invoice": {"invoices", "id"}, "text": {"invoices", "number"}, "name": {"invoices", "supplier_name"},
	"supplier": {"suppliers", "number"}, "order": {"purchase_orders", "id"}, "run": {"payment_runs", "id"}, "letter": {"outbox", "id"}, "token": {"tokens", "id"}, "finding": {"quarantine", "id"}, "subject": {"audit", "subject"},
	"project": {"projects", "id"}, "project-code": {"projects", "code"},
	"debtor": {"items", "party_number"}, "person": {"persons", "id"}, "webhook": {"webhooks", "id"}, "request": {"seconds", "id"},
	"worker": {"staff_people", "id"}, "assignment": {"staff_assignments", "id"}, "seat": {"staff_seats", "id"}, "plan": {"staff_plans", "id"}, "choice": {"staff_decisions", "id"}, "absence": {"staff_absences", "id"}, "scenario": {"staff_scenarios", "id"},
}

// kindsIn reads them from the rows of an administration.
func kindsIn(t *testing.T, s *store.Store, adm int64) kinds {
	t.Helper()
	var dump bytes.Buffer
	if _, err := s.Dump(t.Context(), &dump, "x"); err != nil {
		t.Fatal(err)
	}
	k := kinds{}
	var table struct {
		Table   string
		Columns []string
	}
	for line := range strings.Lines(unpacked(t, dump.Bytes())) {
		if strings.HasPrefix(line, `{"table"`) {
			if err := json.Unmarshal([]byte(line), &table); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.HasPrefix(line, fmt.Sprintf("[%d,", adm)) {
			continue
		}
		var cells []any
		for kind, where := range standsIn {
			if where[0] != table.Table {
				continue
			}
			in := json.NewDecoder(strings.NewReader(line))
			in.UseNumber()
			if cells == nil && in.Decode(&cells) != nil {
				t.Fatal(line)
			}
			k[kind] = append(k[kind], fmt.Sprint(cells[slices.Index(table.Columns, where[1])]))
		}
	}
	for kind := range standsIn {
		if len(k[kind]) == 0 {
			t.Fatalf("the administration has no %s", kind)
		}
	}
	return k
}

func unpacked(t *testing.T, dump []byte) string {
	t.Helper()
	zipped, err := gzip.NewReader(bytes.NewReader(dump))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zipped)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// ask gives what to ask of a kind: some of its own, some that both have, and some
// that only the neighbour has, which there may be of another kind here.
func (c *crossing) ask(kind string) (own, theirs []string) {
	c.t.Helper()
	if standsIn[kind] == [2]string{} {
		c.t.Fatalf("what is a %s? Say where they stand, so that those of a neighbour can be asked for", kind)
	}
	mine := c.own[kind]
	some := func(all []string, keep func(string) bool) (few []string) {
		for _, id := range all {
			if keep(id) && !slices.Contains(few, id) {
				few = append(few, id)
			}
		}
		if len(few) > 3 {
			few = []string{few[0], few[len(few)/2], few[len(few)-1]}
		}
		return few
	}
	theirs = some(c.theirs[kind], func(id string) bool { return !slices.Contains(mine, id) })
	if len(theirs) == 0 && kind != "supplier" {
		c.t.Errorf("the neighbour has no %s of its own", kind)
	}
	both := some(c.theirs[kind], func(id string) bool { return slices.Contains(mine, id) })
	return append(some(mine, func(string) bool { return true }), both...), theirs
}
