// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/fault"
)

func put(t testing.TB, dir, name, body string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func there(t testing.TB, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			all = append(all, e.Name())
		}
	}
	return all
}

func watched(dir string, k Taker) *Folder {
	return NewFolder(FolderSettings{Dir: dir, Done: "done", Refused: "refused", Note: func(err error) string { return "reden: " + fault.Code(err) }}, k)
}

func TestFolder(t *testing.T) {
	dir, k := t.TempDir(), &keeper{refuse: "weiger"}
	put(t, dir, "a.pdf", "een")
	put(t, dir, "b.pdf", "weiger mij")
	put(t, dir, ".verborgen", "x")
	put(t, dir, "~$c.docx", "x")
	put(t, dir, "d.pdf.part", "x")
	put(t, dir, "Thumbs.db", "x")
	put(t, dir, "sub/e.pdf", "x")
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link.pdf")); err != nil {
		t.Fatal(err)
	}
	f := watched(dir, k)
	if out := look(t, f); states(out) != "ww" || k.takes != 0 {
		t.Errorf("%+v", out)
	}
	out := look(t, f)
	if states(out) != "tr" || !fault.Is(out[1].Err, "app.unknown-format") {
		t.Errorf("%+v", out)
	}
	if got := fmt.Sprint(there(t, filepath.Join(dir, "done")), there(t, filepath.Join(dir, "refused"))); got != "[a.pdf] [b.pdf b.pdf.reden.txt]" {
		t.Error(got)
	}
	if note, err := os.ReadFile(filepath.Join(dir, "refused", "b.pdf.reden.txt")); string(note) != "reden: app.unknown-format\n" {
		t.Error(string(note), err)
	}
	if out := look(t, f); len(out) != 0 || k.takes != 2 {
		t.Errorf("%+v", out)
	}
}

// TestFolderGrowing: a file that grows, or whose time changes, waits.
func TestFolderGrowing(t *testing.T) {
	dir, k := t.TempDir(), &keeper{}
	f := watched(dir, k)
	path := put(t, dir, "a.pdf", "half")
	look(t, f)
	put(t, dir, "a.pdf", "half en meer")
	if out := look(t, f); states(out) != "w" {
		t.Errorf("%+v", out)
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(path, later, later); err != nil { // written in place, of the same size
		t.Fatal(err)
	}
	if out := look(t, f); states(out) != "w" {
		t.Errorf("%+v", out)
	}
	if out := look(t, f); states(out) != "t" || len(k.kept) != 1 {
		t.Errorf("%+v", out)
	}
}

// TestFolderRenamed: a file that was written under another name is complete when
// it gets its own.
func TestFolderRenamed(t *testing.T) {
	dir, k := t.TempDir(), &keeper{}
	f := watched(dir, k)
	path := put(t, dir, "a.pdf.part", "heel")
	if out := look(t, f); len(out) != 0 {
		t.Errorf("%+v", out)
	}
	if err := os.Rename(path, filepath.Join(dir, "a.pdf")); err != nil {
		t.Fatal(err)
	}
	if out := look(t, f); states(out) != "t" {
		t.Errorf("%+v", out)
	}
}

// TestFolderChangedWhileTaken: what was kept was half of it; the whole is taken next.
func TestFolderChangedWhileTaken(t *testing.T) {
	dir, k := t.TempDir(), &keeper{}
	f := watched(dir, k)
	put(t, dir, "a.pdf", "half")
	look(t, f)
	k.after = func(n int) {
		if n == 1 {
			put(t, dir, "a.pdf", "half en de rest")
		}
	}
	if out := look(t, f); states(out) != "w" {
		t.Errorf("%+v", out)
	}
	look(t, f)
	look(t, f)
	if got := there(t, filepath.Join(dir, "done")); len(got) != 1 || len(k.kept) != 2 {
		t.Errorf("%v, kept %v", got, k.names())
	}
}

// TestFolderLeft: by setting files stay, and are not taken at every look.
func TestFolderLeft(t *testing.T) {
	dir, k := t.TempDir(), &keeper{refuse: "weiger"}
	f := NewFolder(FolderSettings{Dir: dir}, k)
	put(t, dir, "a.pdf", "een")
	put(t, dir, "b.pdf", "weiger")
	look(t, f)
	look(t, f)
	look(t, f)
	if k.takes != 2 || len(there(t, dir)) != 2 {
		t.Errorf("%d takes, %v", k.takes, there(t, dir))
	}
	put(t, dir, "a.pdf", "een ander")
	look(t, f)
	look(t, f)
	if k.takes != 3 {
		t.Errorf("%d takes", k.takes)
	}
}

func TestFolderSameName(t *testing.T) {
	dir, k := t.TempDir(), &keeper{}
	put(t, dir, "done/scan.pdf", "oud")
	put(t, dir, "scan.pdf", "nieuw")
	f := watched(dir, k)
	look(t, f)
	look(t, f)
	if got := fmt.Sprint(there(t, filepath.Join(dir, "done"))); got != "[scan (2).pdf scan.pdf]" {
		t.Error(got)
	}
	if old, _ := os.ReadFile(filepath.Join(dir, "done/scan.pdf")); string(old) != "oud" {
		t.Error("overwritten")
	}
}

// TestFolderCannotMove: kept, and moved when that is possible again, without
// being taken a second time.
func TestFolderCannotMove(t *testing.T) {
	dir, k := t.TempDir(), &keeper{}
	blocked := put(t, dir, "done", "a file where the subfolder should be")
	put(t, dir, "a.pdf", "een")
	f := watched(dir, k)
	look(t, f)
	if out := look(t, f); !slices.ContainsFunc(out, func(o Outcome) bool { return o.Name == "a.pdf" && fault.Is(o.Err, "intake.move") }) {
		t.Errorf("%+v", out)
	}
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	look(t, f)
	if got := there(t, filepath.Join(dir, "done")); !slices.Equal(got, []string{"a.pdf"}) {
		t.Errorf("%v", got)
	}
	if k.takes > 2 { // "done" itself was one
		t.Errorf("%d takes", k.takes)
	}
}

func TestFolderTooLarge(t *testing.T) {
	dir, k := t.TempDir(), &keeper{}
	put(t, dir, "a.pdf", strings.Repeat("x", 100))
	f := NewFolder(FolderSettings{Dir: dir, Refused: "refused", MaxSize: 50}, k)
	look(t, f)
	if out := look(t, f); states(out) != "r" || !fault.Is(out[0].Err, "intake.too-large") || k.takes != 0 {
		t.Errorf("%+v", out)
	}
}

func TestFolderGone(t *testing.T) {
	_, err := NewFolder(FolderSettings{Dir: filepath.Join(t.TempDir(), "weg")}, &keeper{}).Look(t.Context())
	if !fault.Is(err, "intake.folder") {
		t.Error(err)
	}
}

// TestFolderWhateverHappens: files come, grow and are renamed, the taker is in
// trouble now and then, the process is killed between keeping and moving; in the
// end every whole file is kept, and none is left or overwritten.
func TestFolderWhateverHappens(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "f")
		if err != nil {
			t.Fatal(err)
		}
		k := &keeper{}
		f := watched(dir, crashing{k, r})
		want := map[string]bool{}
		steps := rapid.IntRange(1, 25).Draw(r, "steps")
		for i := range steps {
			switch rapid.IntRange(0, 3).Draw(r, "step") {
			case 0:
				body := fmt.Sprintf("%d", i)
				want[body] = true
				put(t, dir, fmt.Sprintf("f%d.pdf", rapid.IntRange(0, 2).Draw(r, "name")*100+i), body)
			case 1:
				body := fmt.Sprintf("deel %d", i)
				want[body] = true
				part := put(t, dir, fmt.Sprintf("p%d.part", i), body)
				killable(t, f)
				_ = os.Rename(part, filepath.Join(dir, fmt.Sprintf("p%d.pdf", i)))
			case 2:
				f = watched(dir, crashing{k, r}) // killed, and begun anew
			case 3:
				killable(t, f)
			}
		}
		last := watched(dir, k)
		for range 4 {
			_, _ = last.Look(t.Context())
		}
		if left := there(t, dir); len(left) != 0 {
			r.Fatalf("left: %v", left)
		}
		if len(k.kept) != len(want) || len(there(t, filepath.Join(dir, "done"))) != len(want) {
			r.Fatalf("kept %d, done %v, want %d", len(k.kept), there(t, filepath.Join(dir, "done")), len(want))
		}
	})
}

func killable(t *testing.T, f *Folder) {
	defer func() { _ = recover() }()
	_, _ = f.Look(t.Context())
}

// crashing is a Taker in a process that may be killed before or after keeping.
type crashing struct {
	*keeper
	r *rapid.T
}

func (c crashing) Take(ctx context.Context, from Source, name string, body io.ReadSeeker) error {
	switch rapid.IntRange(0, 5).Draw(c.r, "fate") {
	case 0:
		panic("killed before it was kept")
	case 1:
		_ = c.keeper.Take(ctx, from, name, body)
		panic("killed before it was moved")
	case 2:
		return fault.New("store.busy")
	}
	return c.keeper.Take(ctx, from, name, body)
}

// scripted is a source that does as it is told.
type scripted struct {
	looks []func() ([]Outcome, error)
	n     int
}

func (s *scripted) Source() Source { return Source{Kind: "folder", Place: "x"} }
func (s *scripted) Look(context.Context) ([]Outcome, error) {
	s.n++
	return s.looks[min(s.n, len(s.looks))-1]()
}

// TestRunRetries: a source out of reach is tried again soon, then less soon, and
// at the usual pace when it is back; a file that grows is looked at again soon.
func TestRunRetries(t *testing.T) {
	away := func() ([]Outcome, error) { return nil, fault.New("intake.connect") }
	fine := func() ([]Outcome, error) { return nil, nil }
	growing := func() ([]Outcome, error) { return []Outcome{{State: Waiting}}, nil }
	source := &scripted{looks: []func() ([]Outcome, error){away, away, away, away, away, fine, away, growing, fine}}
	ctx, stop := context.WithCancel(t.Context())
	var pauses []string
	Run(ctx, []Looker{source}, Settings{Every: time.Minute, Tell: func(Source, []Outcome, error) {}, Wait: func(_ context.Context, d time.Duration) error {
		if pauses = append(pauses, d.String()); len(pauses) == 9 {
			stop()
		}
		return ctx.Err()
	}})
	if got := strings.Join(pauses, " "); got != "5s 10s 20s 40s 1m0s 1m0s 5s 10s 1m0s" {
		t.Error(got)
	}
}

func TestOnce(t *testing.T) {
	dir, k := t.TempDir(), &keeper{}
	put(t, dir, "a.pdf", "een")
	var told []string
	waits := 0
	s := Settings{Wait: func(context.Context, time.Duration) error { waits++; return nil },
		Tell: func(_ Source, out []Outcome, _ error) { told = append(told, states(out)) }}
	if err := Once(t.Context(), []Looker{watched(dir, k)}, 2, s); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(told) != "[ t]" || waits != 1 {
		t.Error(told, waits)
	}
}

func TestPasswordFrom(t *testing.T) {
	env := func(name string) string { return map[string]string{"PW": "uit omgeving"}[name] }
	file := func(string) ([]byte, error) { return []byte("uit bestand\n"), nil }
	for _, test := range []struct {
		get  func() (string, error)
		want string
	}{
		{PasswordFrom(env, "PW", "", nil), "uit omgeving"},
		{PasswordFrom(env, "PW", "x", file), "uit bestand"},
		{PasswordFrom(env, "PW", "x", func(string) ([]byte, error) { return nil, os.ErrNotExist }), "intake.password-file"},
		{PasswordFrom(env, "Q", "", nil), "intake.no-password"},
	} {
		got, err := test.get()
		if got != test.want && fault.Code(err) != test.want {
			t.Errorf("%q %v, want %s", got, err, test.want)
		}
	}
}
