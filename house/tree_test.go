// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"testing"
	"unicode/utf8"
)

const maxFileBytes = 1 << 20

// A repository stays light when nobody adds a dump, a binary or a video to it.
func TestNoLargeFiles(t *testing.T) {
	top, names := mustFiles(t)
	for _, name := range names {
		info, err := os.Stat(filepath.Join(top, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if info.Size() > maxFileBytes {
			t.Errorf("%s is %d bytes; at most %d may be in the repository", name, info.Size(), maxFileBytes)
		}
	}
}

// ofOneMachine finds directories that exist on one person's machine only, and
// hosts that packages happen to be fetched from.
var ofOneMachine = regexp.MustCompile(
	`(?:^|[^\w.~$})/-])/(?:work|root|home|Users)/\w|[A-Za-z]:\\{1,2}Users\\|` +
		`\b(?:registry\.(?:npmjs|yarnpkg)\.|(?:proxy|sum)\.golang\.org|(?:deb|security)\.debian\.org)`)

func TestNothingOfOneMachine(t *testing.T) {
	top, names := mustFiles(t)
	for _, name := range names {
		if name == "house/tree_test.go" {
			continue // has the examples
		}
		raw, err := os.ReadFile(filepath.Join(top, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
			continue // a picture, or a fixture in another encoding
		}
		for number, line := range bytes.Split(raw, []byte("\n")) {
			if found := ofOneMachine.Find(line); found != nil {
				t.Errorf("%s:%d: %q belongs to one machine", name, number+1, bytes.TrimSpace(found))
			}
		}
	}
}

func TestOfOneMachine(t *testing.T) {
	tests := []struct {
		line string
		want bool
	}{
		{"file := \"/wo" + "rk/main/bank.go\"", true},
		{`see /home/jan/notes`, true},
		{`(/Users/jan/go)`, true},
		{`C:\Users\jan`, true},
		{"\"resolved\": \"https://registry.np" + "mjs.org/x\"", true},
		{`GET /worklist/items`, false},
		{`https://gemeente.example/home/nieuws`, false},
		{`$HOME/root/x`, false},
		{`../work/x`, false},
		{`/usr/lib/postgresql/15/bin`, false},
		{`https://go.dev/doc/install`, false},
	}
	for _, test := range tests {
		if got := ofOneMachine.MatchString(test.line); got != test.want {
			t.Errorf("%q: got %v, want %v", test.line, got, test.want)
		}
	}
}

// A lock file that says where each package came from sends everybody to the
// registry of whoever wrote it. Name, version and hash are enough.
func TestLockFilesNameNoRegistry(t *testing.T) {
	top, names := mustFiles(t)
	for _, name := range names {
		if path.Base(name) != "package-lock.json" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(top, name))
		if err != nil {
			t.Fatal(err)
		}
		var lock struct {
			Packages map[string]struct {
				Resolved  string `json:"resolved"`
				Integrity string `json:"integrity"`
			} `json:"packages"`
		}
		if err := json.Unmarshal(raw, &lock); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key, locked := range lock.Packages {
			if locked.Resolved != "" {
				t.Errorf("%s: %s has \"resolved\"; npm leaves it out with omit-lockfile-registry-resolved=true", name, key)
			}
			if key != "" && locked.Integrity == "" {
				t.Errorf("%s: %s has no \"integrity\"", name, key)
			}
		}
	}
}
