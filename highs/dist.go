// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"runtime"

	"rentmeester/fault"
)

// dist is made by `go run ./tools/assets`; in a fresh clone it is empty.
//
//go:embed all:dist
var dist embed.FS

const (
	moduleFile = "dist/highs.wasm.gz"
	namesFile  = "dist/names.json"
)

// names tell what the functions of C are called in the module, where they have
// short names that differ from version to version.
type names struct {
	Version string            `json:"version"` // of the package, which is that of HiGHS or a little more
	Imports map[string]string `json:"imports"` // function of C → name in the module
	Exports map[string]string `json:"exports"` // moreover "memory", "table" and "start"
}

// readNames reads the names, which are there when the module is.
func readNames() (known names, err error) {
	table, err := dist.ReadFile(namesFile)
	if err != nil {
		return known, err
	}
	return known, json.Unmarshal(table, &known)
}

// unpack reads the module that the program carries.
func unpack() (names, []byte, error) {
	known, err := readNames()
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil, fault.Wrap(err, "highs.missing")
	}
	if err != nil {
		return known, nil, fault.Wrap(err, "highs.start")
	}
	raw, err := dist.ReadFile(moduleFile)
	if err != nil {
		return known, nil, fault.Wrap(err, "highs.start")
	}
	packed, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return known, nil, fault.Wrap(err, "highs.start")
	}
	module, err := io.ReadAll(packed)
	if err != nil {
		return known, nil, fault.Wrap(err, "highs.start")
	}
	return known, module, nil
}

// compilers says how many goroutines translate the module.
func compilers() int { return min(runtime.GOMAXPROCS(0), 4) }
