// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestBackupWhileServing: while people upload, backups are made by another process;
// each restores to whole books.
func TestBackupWhileServing(t *testing.T) {
	s := serveHere(t, "--metrics", "off")
	uploaded := make(chan bool)
	go func() {
		defer close(uploaded)
		for n := range 12 {
			s.upload("/import", fmt.Sprint(n, ".csv"), strings.ReplaceAll(personalItems, "F-", fmt.Sprint("F", n, "-")))
		}
	}()
	dir := t.TempDir()
	for n, during := 0, true; during; n++ {
		select {
		case <-uploaded:
			during = false // one more, of all
		default:
		}
		file := filepath.Join(dir, fmt.Sprint(n, ".gz"))
		home := filepath.Join(dir, fmt.Sprint("home", n))
		for _, args := range [][]string{{"backup", file}, {"backup", "--check", file}, {"--home", home, "restore", file}, {"--home", home, "audit", "verify"}} {
			var told strings.Builder
			if code := s.run(&told, args...); code != exitOK {
				t.Fatal(args, code, told.String())
			}
		}
		if during {
			continue
		}
		var here, there strings.Builder
		s.run(&here, "export", "openitems")
		s.run(&there, "--home", home, "export", "openitems")
		if here.String() != there.String() || strings.Count(here.String(), "\n") != 25 {
			t.Errorf("restored:\n%s\nwas:\n%s", there.String(), here.String())
		}
	}
}
