// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"path/filepath"
	"runtime"
)

// pdfCache is where the translated reader of PDFs is kept for the next run.
func pdfCache() string { return codeCache("pdf") }

// solverCache is where the translated solver is kept for the next run.
func solverCache() string { return codeCache("highs") }

// codeCache is a place for code that is translated once, for later runs; "" for
// nowhere: for a user without a home, or where others may write too, for what
// stands there is run.
func codeCache(name string) string {
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	if _, err := os.Stat(filepath.Dir(base)); err != nil {
		return ""
	}
	dir := filepath.Join(base, "rentmeester", name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	info, err := os.Stat(dir)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return ""
	}
	return dir
}
