// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rentmeester/app"
)

// TestIntakeKilled kills the program (SIGKILL) at random moments while it takes
// files from a folder. In the end each file is kept and put away, once.
func TestIntakeKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: takes a while")
	}
	home, in := t.TempDir(), t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(home, "rentmeester") // under this name the test is the program: see TestMain
	if err := os.Symlink(self, binary); err != nil {
		t.Fatal(err)
	}
	command := func(args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), binary, args...)
		c.Env = append(os.Environ(), "RENTMEESTER_HOME="+home, "RENTMEESTER_USER=tester", "HOME="+home)
		return c
	}
	if out, err := command("init").CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	const files, kills = 300, 6
	for i := range files {
		name := filepath.Join(in, fmt.Sprintf("f%03d.bin", i))
		if err := os.WriteFile(name, piece(i), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(4, 2))
	for range kills {
		c := command("intake", "--once", "--folder", in)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2100*time.Millisecond + time.Duration(r.IntN(700))*time.Millisecond) // after the pause between its two looks
		_ = c.Process.Kill()
		_ = c.Wait()
		t.Logf("killed with %d of %d still there", len(names(t, in)), files)
	}
	out, _ := command("intake", "--once", "--folder", in, "--json").Output()
	if left := names(t, in); len(left) != 0 {
		t.Errorf("left: %v\n%s", left, out)
	}
	away := map[string]int{}
	for _, dir := range []string{"verwerkt", "geweigerd"} {
		for _, name := range names(t, filepath.Join(in, dir)) {
			if !strings.HasSuffix(name, ".reden.txt") {
				away[name]++
			}
		}
	}
	if len(away) != files {
		t.Errorf("%d of %d put away", len(away), files)
	}
	p := &program{home: home, now: time.Now, env: os.Getenv}
	err = p.withBooks(t.Context(), func(b *app.Books) error {
		for i := range files {
			wanted := piece(i)
			kept, err := io.ReadAll(b.Store.Blob(t.Context(), b.Adm.Key, fmt.Sprintf("%x", sha256.Sum256(wanted))))
			if err != nil || !bytes.Equal(kept, wanted) {
				t.Errorf("f%03d.bin: %q %v", i, kept, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := command("audit", "verify").CombinedOutput(); err != nil {
		t.Errorf("%s", out)
	}
}

func piece(i int) []byte { return fmt.Appendf(nil, "\x00\x01 stuk %d", i) }

// names gives the files in a folder.
func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			all = append(all, e.Name())
		}
	}
	return all
}
