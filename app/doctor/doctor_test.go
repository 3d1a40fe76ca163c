// SPDX-License-Identifier: EUPL-1.2

package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/settings"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
	"rentmeester/text"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

var errAway = errors.New("away")

// healthy is an installation where nothing is wrong, on an embedded database.
func healthy(t *testing.T, body []byte) World {
	t.Helper()
	home := t.TempDir()
	if err := os.Chmod(home, 0o700); err != nil {
		t.Fatal(err)
	}
	storetest.Home(t, home)
	open := func(ctx context.Context) (*store.Store, error) { return store.OpenSQLite(ctx, home) }
	s, err := open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	begin(t, s, body)
	set, wrong := settings.Read("r.yaml", []byte("backups: "+home+"\n"), func(string) string { return "" })
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return World{
		Now: func() time.Time { return noon }, Env: func(string) string { return "" }, Stat: os.Stat, ReadFile: os.ReadFile,
		Head: func(string) (store.DumpInfo, error) {
			return store.DumpInfo{Made: store.Stamp(noon.Add(-time.Hour))}, nil
		},
		Backups:  func(string) ([]string, error) { return []string{"older", "newest"}, nil },
		MayWrite: func(string) error { return nil }, Free: func(string) (uint64, error) { return 100 << 30, nil },
		Languages: func(context.Context) ([]string, error) { return []string{"eng", "nld"}, nil },
		Dial:      func(context.Context, string, int) error { return nil },
		Ready:     func(context.Context, string) (bool, bool) { return true, true },
		Bind:      func(string) error { return nil },
		Others:    func(i fs.FileInfo) bool { return i.Mode().Perm()&7 != 0 },
		Settings:  set, Home: home, Listen: "127.0.0.1:8080", Assets: true, Solver: "1.2.3",
		Look: func(ctx context.Context) (store.Look, error) { return store.LookSQLite(ctx, home) }, Open: open,
	}
}

func begin(t *testing.T, s *store.Store, body []byte) {
	t.Helper()
	a, _, err := s.Create(t.Context(), "test", "Gemeente Test", noon)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Write(t.Context(), a.Key, noon, func(tx *store.Tx) error {
		row := db.Policy{Adm: a.Key, Seq: 1, Version: "v1", Body: string(body), Since: tx.Stamp()}
		return errors.Join(tx.Add(t.Context(), row), tx.Audit(t.Context(), "tester", "policy.set", "v1", nil))
	})
	if err != nil {
		t.Fatal(err)
	}
}

const withMail = `
  - from: 2026-02-01
    outgoing:
      host: smtp.example.nl
      user: facturen@example.nl
      from: facturen@example.nl
      password-file: %s
    intake:
      folders:
        - path: /srv/facturen
      mailboxes:
        - host: imap.example.nl
          user: facturen@example.nl
`

// Each harm gives its own finding, in both languages with a remedy, and leaves the
// rest as it was.
func TestWhatTheDoctorFinds(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte("geheim"), 0o604); err != nil {
		t.Fatal(err)
	}
	mail := append(slices.Clone(policy.Default), strings.ReplaceAll(withMail, "%s", secret)...)
	for name, c := range map[string]struct {
		body []byte
		harm func(*World)
		want map[string]State
	}{
		"nothing": {nil, func(*World) {}, nil},
		"settings wrong": {nil, func(w *World) {
			w.Wrong = []*fault.Error{fault.New("settings.value", "from", "r.yaml:1", "key", "listen", "value", "x", "allowed", "127.0.0.1:8080")}
		}, map[string]State{"settings.value": Bad}},
		"folder open": {nil, func(w *World) { _ = os.Chmod(w.Home, 0o755) }, map[string]State{"doctor.folder.open": Bad}},
		"folder of another": {nil, func(w *World) {
			w.MayWrite = func(string) error { return fs.ErrPermission }
		}, map[string]State{"doctor.folder.wrong": Bad}},
		"database away": {nil, func(w *World) {
			w.Look = func(context.Context) (store.Look, error) { return store.Look{}, fault.New("store.open", "place", "x") }
		}, map[string]State{"store.open": Bad}},
		"newer tables": {nil, func(w *World) {
			w.Look = func(context.Context) (store.Look, error) {
				return store.Look{Schema: store.Schema{Current: 9, Newest: 3}}, nil
			}
		}, map[string]State{"store.newer": Bad}},
		"older tables": {nil, func(w *World) {
			w.Look = func(context.Context) (store.Look, error) {
				return store.Look{Schema: store.Schema{Current: 1, Newest: 3}}, nil
			}
		}, map[string]State{"doctor.tables.pending": Warn}},
		"old and far PostgreSQL, by a line that can be heard": {nil, func(w *World) {
			w.Address = "postgres://u:geheim@db.example.nl/d"
			w.Look = func(context.Context) (store.Look, error) {
				return store.Look{Dialect: store.Postgres, Version: "12.4 (Debian)", Clock: noon.Add(time.Minute), Schema: store.Schema{Current: 0, Newest: 3}}, nil
			}
		}, map[string]State{"doctor.database.old": Warn, "doctor.database.open-line": Warn, "doctor.tables.none": Warn, "doctor.clock.differs": Bad}},
		"PostgreSQL without walls, as one whom they would not hold": {nil, func(w *World) {
			w.Look = func(context.Context) (store.Look, error) {
				return store.Look{Dialect: store.Postgres, Version: "17.1", Clock: noon, Above: "postgres", Schema: store.Schema{Current: 3, Newest: 3}}, nil
			}
		}, map[string]State{"doctor.walls.missing": Warn, "doctor.walls.above": Warn}},
		"PostgreSQL with walls": {nil, func(w *World) {
			w.Look = func(context.Context) (store.Look, error) {
				return store.Look{Dialect: store.Postgres, Version: "17.1", Clock: noon, Walls: true, Schema: store.Schema{Current: 3, Newest: 3}}, nil
			}
		}, nil},
		"no such administration": {nil, func(w *World) { w.Adm = "elders" }, map[string]State{"store.no-administration": Bad}},
		"policy that cannot be":  {[]byte("policy: []"), func(*World) {}, map[string]State{"policy.empty": Bad}},
		"clock went back":        {nil, func(w *World) { w.Now = func() time.Time { return noon.Add(-time.Hour) } }, map[string]State{"doctor.clock.back": Bad}},
		"disk nearly full":       {nil, func(w *World) { w.Free = func(string) (uint64, error) { return 1 << 20, nil } }, map[string]State{"doctor.disk.full": Bad}},
		"little room":            {nil, func(w *World) { w.Free = func(string) (uint64, error) { return 1 << 30, nil } }, map[string]State{"doctor.disk.little": Warn}},
		"no backup":              {nil, func(w *World) { w.Backups = func(string) ([]string, error) { return nil, nil } }, map[string]State{"doctor.backups.none": Bad}},
		"backup of days ago": {nil, func(w *World) {
			w.Head = func(string) (store.DumpInfo, error) { return store.DumpInfo{Made: "2026-02-27T12:00:00.000000Z"}, nil }
		}, map[string]State{"doctor.backups.old": Bad}},
		"backup damaged": {nil, func(w *World) {
			w.Head = func(string) (store.DumpInfo, error) { return store.DumpInfo{}, fault.New("store.dump", "line", 1) }
		}, map[string]State{"store.dump": Bad}},
		"backups not set":    {nil, func(w *World) { w.Settings = settings.Settings{} }, map[string]State{"doctor.backups.unset": Warn}},
		"no tesseract":       {nil, func(w *World) { w.Languages = func(context.Context) ([]string, error) { return nil, errAway } }, map[string]State{"doctor.scans.none": Warn}},
		"no Dutch":           {nil, func(w *World) { w.Languages = func(context.Context) ([]string, error) { return []string{"eng"}, nil } }, map[string]State{"doctor.scans.languages": Warn}},
		"accounts elsewhere": {nil, withIssuer(nil), nil},
		"accounts: the server is away": {nil, withIssuer(func(w *World) {
			w.Accounts = func(context.Context, string) (Issuer, error) {
				return Issuer{}, fault.Wrap(errAway, "oidc.look-away", "address", "https://login.example.nl")
			}
		}), map[string]State{"oidc.look-away": Bad}},
		"accounts: another time": {nil, withIssuer(func(w *World) {
			w.Accounts = func(context.Context, string) (Issuer, error) { return Issuer{noon.Add(2 * time.Minute), 2}, nil }
		}), map[string]State{"doctor.accounts.clock": Bad}},
		"accounts: roles that follow from none": {append(slices.Clone(policy.Default), "\n  - from: 2026-02-01\n    login: {claim: roles, roles: {A: auditor}}\n"...),
			func(*World) {}, map[string]State{"doctor.accounts.none": Warn}},
		"mail": {mail, func(w *World) {
			w.Dial = func(_ context.Context, host string, _ int) error {
				return map[string]error{"smtp.example.nl": errAway}[host]
			}
			w.MayWrite = func(dir string) error { return map[string]error{"/srv/facturen": errAway}[dir] }
		}, map[string]State{"doctor.mail.away": Bad, "doctor.mail.no-password": Bad, "doctor.intake.folder": Bad, "doctor.secrets.open": Bad}},
		"served to all":     {nil, func(w *World) { w.Listen = "0.0.0.0:8080" }, map[string]State{"doctor.serving.open": Warn}},
		"serves, not ready": {nil, func(w *World) { w.Ready = func(context.Context, string) (bool, bool) { return true, false } }, map[string]State{"doctor.serving.unready": Bad}},
		"port taken": {nil, func(w *World) {
			w.Ready = func(context.Context, string) (bool, bool) { return false, false }
			w.Bind = func(string) error { return errAway }
		}, map[string]State{"doctor.serving.taken": Bad}},
		"no solver": {nil, func(w *World) { w.Solver = "" }, map[string]State{"highs.missing": Warn}},
		"no style":  {nil, func(w *World) { w.Assets = false }, map[string]State{"doctor.serving.assets": Bad}},
	} {
		t.Run(name, func(t *testing.T) {
			body := c.body
			if body == nil {
				body = policy.Default
			}
			w := healthy(t, body)
			c.harm(&w)
			found := map[string]State{}
			all := Examine(t.Context(), w)
			for _, f := range all {
				toldWell(t, f)
				if f.State != Good {
					found[f.Why.Code] = f.State
				}
			}
			for code, state := range c.want {
				if found[code] != state {
					t.Errorf("%s is %q, want %q", code, found[code], state)
				}
				delete(found, code)
			}
			if len(found) > 0 {
				t.Errorf("also found %v", found)
			}
		})
	}
}

// withIssuer is an installation where people log in with accounts from elsewhere, with
// some harm.
func withIssuer(harm func(*World)) func(*World) {
	return func(w *World) {
		secret := filepath.Join(w.Home, "oidc")
		_ = os.WriteFile(secret, []byte("geheim"), 0o600)
		said := "backups: " + w.Home + "\nbase-url: https://rm.example.nl\noidc-issuer: https://login.example.nl\noidc-client: rm\noidc-secret-file: " + secret + "\n"
		w.Settings, w.Wrong = settings.Read("r.yaml", []byte(said), func(string) string { return "" })
		w.Accounts = func(context.Context, string) (Issuer, error) { return Issuer{noon.Add(30 * time.Second), 2}, nil }
		if harm != nil {
			harm(w)
		}
	}
}

func toldWell(t *testing.T, f Finding) {
	t.Helper()
	for _, lang := range []text.Lang{text.NL, text.EN} {
		what, remedy := text.Fault(lang, f.Why)
		if what == "" || remedy == "" || strings.Contains(what+remedy, "{") || strings.Contains(what+remedy, "geheim") {
			t.Errorf("%s in %s: %q, %q", f.Why.Code, lang, what, remedy)
		}
	}
}

func TestSafeWay(t *testing.T) {
	for address, want := range map[string]bool{
		"postgres://u@127.0.0.1/d":                         true,
		"postgres://u@localhost/d":                         true,
		"postgres:///d?host=/var/run/postgresql":           true,
		"postgres://u@db.example.nl/d":                     false,
		"postgres://u@db.example.nl/d?sslmode=require":     false,
		"postgres://u@db.example.nl/d?sslmode=verify-full": true,
	} {
		if safeWay(address) != want {
			t.Errorf("%s: %v", address, !want)
		}
	}
}
