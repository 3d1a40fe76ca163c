// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// The solver HiGHS comes from npm as WebAssembly with a loader in JavaScript.
// Package highs carries the first inside the program and has no use for the
// loader, but for one thing: the compiler gave every function that goes in or
// out a short name, another one in every version, and the loader knows which is
// which.
const (
	solver       = "highs" // the package
	solverTarget = "highs/dist"
)

// solverNames are what package highs reads beside the module.
type solverNames struct {
	Version string            `json:"version"`
	Imports map[string]string `json:"imports"` // function of C → name in the module
	Exports map[string]string `json:"exports"`
}

// copySolver writes the solver and the names of its functions.
func copySolver() error {
	dir := filepath.Join(source, "node_modules", solver)
	var about struct{ Version string }
	if err := readJSON(filepath.Join(dir, "package.json"), &about); err != nil {
		return err
	}
	loader, err := os.ReadFile(filepath.Join(dir, "build", "highs.js"))
	if err != nil {
		return err
	}
	names, err := namesOf(loader)
	if err != nil {
		return err
	}
	names.Version = about.Version
	table, err := json.MarshalIndent(names, "", " ")
	if err != nil {
		return err
	}
	module, err := os.ReadFile(filepath.Join(dir, "build", "highs.wasm"))
	if err != nil {
		return err
	}
	small, err := compressed(module)
	if err != nil {
		return err
	}
	if err := empty(solverTarget); err != nil {
		return err
	}
	for name, contents := range map[string][]byte{"names.json": table, "highs.wasm.gz": small} {
		name = filepath.Join(solverTarget, name)
		if err := os.WriteFile(name, contents, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s\t%d bytes\n", name, len(contents))
	}
	return nil
}

var (
	loaderImports = regexp.MustCompile(`\bwasmImports=\{([^}]*)\}`)
	loaderImport  = regexp.MustCompile(`([\w$]+):_([\w$]+)`)
	loaderExport  = regexp.MustCompile(`\b_([\w$]+)(?:=Module\["[\w$]+"\])?=wasmExports\["([\w$]+)"\]`)
	loaderMemory  = regexp.MustCompile(`\bmemory=(?:wasmMemory=)?wasmExports\["([\w$]+)"\]`)
	loaderTable   = regexp.MustCompile(`\b__indirect_function_table=(?:wasmTable=)?wasmExports\["([\w$]+)"\]`)
	loaderStart   = regexp.MustCompile(`function initRuntime\(\)\{[^}]*\bwasmExports\["([\w$]+)"\]\(\)`)
)

// namesOf reads in the loader what the functions are called in the module.
func namesOf(loader []byte) (solverNames, error) {
	names := solverNames{Imports: map[string]string{}, Exports: map[string]string{}}
	if list := loaderImports.FindSubmatch(loader); list != nil {
		for _, found := range loaderImport.FindAllSubmatch(list[1], -1) {
			names.Imports[string(found[2])] = string(found[1])
		}
	}
	for _, found := range loaderExport.FindAllSubmatch(loader, -1) {
		names.Exports[string(found[1])] = string(found[2])
	}
	for name, pattern := range map[string]*regexp.Regexp{"memory": loaderMemory, "table": loaderTable, "start": loaderStart} {
		if found := pattern.FindSubmatch(loader); found != nil {
			names.Exports[name] = string(found[1])
		}
	}
	for _, name := range []string{"memory", "table", "start", "malloc", "Highs_run"} {
		if names.Exports[name] == "" {
			return names, fmt.Errorf("the loader of the package %s does not say what %s is called in the module: its form has changed", solver, name)
		}
	}
	if len(names.Imports) == 0 {
		return names, fmt.Errorf("the loader of the package %s does not say what the module takes in: its form has changed", solver)
	}
	return names, nil
}

// compressed makes it a third; the time of unpacking is nothing beside that of
// starting the solver.
func compressed(contents []byte) ([]byte, error) {
	var out bytes.Buffer
	to, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := to.Write(contents); err != nil {
		return nil, err
	}
	if err := to.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
