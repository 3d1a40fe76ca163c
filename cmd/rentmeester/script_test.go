// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rentmeester/policy"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"rentmeester": main})
}

// concurrent are the sessions that the race detector looks at: those in which the
// program does several things at once. It makes each command some eight times
// slower, and the others do one thing after the other.
var concurrent = []string{
	"testdata/script/codingpredict.txtar", // a stream, learned from by the way
	"testdata/script/firstday.txtar",      // all engines, looked for in parts
	"testdata/script/intake.txtar",        // a watched folder
}

// TestCommands runs the sessions in testdata/script, each in a home of its own.
func TestCommands(t *testing.T) {
	post := t.TempDir()
	examples, err := filepath.Abs(filepath.Join("..", "..", "docs", "examples"))
	if err != nil {
		t.Fatal(err)
	}
	if err := writeMails(post); err != nil {
		t.Fatal(err)
	}
	sessions, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if underRace {
		sessions = concurrent
	}
	testscript.Run(t, testscript.Params{
		Files: sessions,
		Setup: func(e *testscript.Env) error {
			e.Setenv("RENTMEESTER_HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("RENTMEESTER_USER", "tester")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("EXAMPLES", examples)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(post, "cache")) // PDFium is translated once for all of them
			e.Setenv("POST", filepath.Join(post, "post"))
			// the default policy with rules only: what is done can be told beforehand
			rules := bytes.Replace(policy.Default, []byte("bank: budget"), []byte("bank: safe"), 1)
			return os.WriteFile(filepath.Join(e.WorkDir, "rules-only.yaml"), rules, 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"capture": capture, "fill": fill, "repeat": repeat},
	})
}

// capture NAME REGEXP sets a variable to the first group of a match in the last
// output.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture NAME REGEXP")
	}
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("no match for %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

// TestHelpInBothLanguages: every command explains itself in Dutch and English,
// and no text is missing.
func TestHelpInBothLanguages(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		for _, verb := range strings.Fields("init import intake reconcile worklist accept reject undo status autopilot quarantine export search audit policy rules invoice order supplier document pay outbox lists coding algorithms token people openapi serve demo backup restore migrate config doctor") {
			out := runHere(t, verb, "--help", "--lang", lang)
			if strings.Contains(out, "cli.") || len(out) < 80 {
				t.Errorf("%s in %s: %s", verb, lang, out)
			}
		}
	}
}

func runHere(t *testing.T, args ...string) string {
	t.Helper()
	var out strings.Builder
	p := &program{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }, now: time.Now}
	if code := p.run(t.Context(), args); code != exitOK {
		t.Fatal(fmt.Sprint(args), "exit", code, out.String())
	}
	return out.String()
}

// fill FILE puts what was captured where a file has its name: ${NAME}.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fill FILE")
	}
	path := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(path, []byte(os.Expand(ts.ReadFile(path), ts.Getenv)), 0o600))
}

// repeat FILE N OUT writes the lines below the first of a table so many times.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE N OUT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	head, lines, _ := strings.Cut(ts.ReadFile(args[0]), "\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(head+"\n"+strings.Repeat(lines, n)), 0o600))
}
