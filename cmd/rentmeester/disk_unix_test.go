// SPDX-License-Identifier: EUPL-1.2

//go:build linux || darwin

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestOpenToOthers(t *testing.T) {
	name := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for mode, want := range map[fs.FileMode]bool{0o600: false, 0o400: false, 0o640: false, 0o660: true, 0o620: true, 0o604: true, 0o606: true, 0o700: false, 0o750: false, 0o770: true, 0o701: true} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := open(info); got != want {
			t.Errorf("%o: %v, want %v", mode, got, want)
		}
	}
}
