// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rentmeester/fault"
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

// TestDamagedBackup: what is not whole when it is read back never has the name, and
// nothing remains of it; nor is anything written over.
func TestDamagedBackup(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.gz")
	damaged := func(w io.Writer) error {
		if _, err := os.Stat(name); err == nil {
			t.Error("it has its name already")
		}
		_, err := io.WriteString(w, "half a back")
		return err
	}
	if _, err := writeBackup(name, damaged); fault.Code(err) != "cli.backup.damaged" {
		t.Error(err)
	}
	if _, err := writeBackup(name, func(io.Writer) error { return io.ErrShortWrite }); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := writeBackup(name, func(io.Writer) error { return nil }); fault.Code(err) != "cli.output" {
		t.Error(err)
	}
}
