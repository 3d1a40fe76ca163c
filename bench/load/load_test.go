// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestTmp(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	if out, err := exec.Command("cp", "-r", os.Getenv("LOADBASE"), home).CombinedOutput(); err != nil {
		t.Fatal(string(out))
	}
	town := Town{Dialect: "sqlite", Home: home}
	start := time.Now()
	if err := town.Prepare(t.Context(), Growth{Entries: 50000, Invoices: 5000}, 300, time.Now); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start))
	os.Rename(home, "/tmp/loadgrown")
}
