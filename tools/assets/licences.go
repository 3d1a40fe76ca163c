// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// program is the package whose licences are told.
const program = "./cmd/rentmeester"

// terms are the texts of licences, and of each what is under it.
type terms map[string][]string

// add says that something is under a text. A text that several share stands once.
func (t terms) add(text, what string) {
	t[strings.TrimSpace(text)] = append(t[strings.TrimSpace(text)], what)
}

// licences writes what the program carries and under what terms, as most of these
// terms ask: first a list, then the texts. It is made of what the build has fetched:
// packages of npm, Go modules, and the parts inside WebAssembly (see carried.go).
func licences(names []string) error {
	texts := terms{}
	var list []string
	for _, of := range []func(terms) ([]string, error){
		func(t terms) ([]string, error) { return packageTerms(t, names) }, moduleTerms, carriedTerms,
	} {
		more, err := of(texts)
		if err != nil {
			return err
		}
		list = append(list, more...)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "What this program carries, and under what terms\n\n%s\n\n%s\n\n", strings.Join(list, "\n"), left)
	for _, text := range slices.SortedFunc(maps.Keys(texts), func(a, b string) int { return strings.Compare(texts[a][0], texts[b][0]) }) {
		fmt.Fprintf(&out, "%s\n%s\n\n%s\n\n", strings.Repeat("=", 72), strings.Join(texts[text], "\n"), text)
	}
	return os.WriteFile(filepath.Join(target, "licences.txt"), []byte(out.String()), 0o644)
}

// packageTerms tells of packages of npm.
func packageTerms(texts terms, names []string) (list []string, err error) {
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		dir := filepath.Join(source, "node_modules", filepath.FromSlash(name))
		var about struct{ Version, License string }
		if err := readJSON(filepath.Join(dir, "package.json"), &about); err != nil {
			return nil, err
		}
		said, err := termsIn(dir)
		if err != nil {
			return nil, err
		}
		what := fmt.Sprintf("%s %s (%s)", name, about.Version, about.License)
		list = append(list, what)
		for _, text := range said {
			texts.add(text, what)
		}
	}
	return list, nil
}

// moduleTerms tells of the Go modules in the program, and of Go itself.
func moduleTerms(texts terms) (list []string, err error) {
	listed, err := exec.Command("go", "list", "-e", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", program).Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", program, err)
	}
	root, err := exec.Command("go", "env", "GOVERSION", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	version, dir, _ := strings.Cut(strings.TrimSpace(string(root)), "\n")
	modules := append(strings.Split(strings.TrimSpace(string(listed)), "\n"), "Go "+strings.TrimPrefix(version, "go")+"\t"+dir)
	slices.Sort(modules)
	for _, module := range slices.Compact(modules) {
		name, dir, found := strings.Cut(module, "\t")
		if !found {
			continue // of Go itself
		}
		said, err := termsIn(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		licence := licenceOf(strings.Join(said, "\n"))
		if licence == "" {
			return nil, fmt.Errorf("under what terms %s is, nobody looked at yet: read %s, and if it suits the EUPL, say so in known (tools/assets)", name, dir)
		}
		what := fmt.Sprintf("%s (%s)", name, licence)
		list = append(list, what)
		for _, text := range said {
			texts.add(text, what)
		}
	}
	return list, nil
}

// termsIn reads what files in a folder say of licences.
func termsIn(dir string) (said []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := strings.ToLower(entry.Name())
		if entry.IsDir() || !slices.ContainsFunc([]string{"licen", "unlicen", "copying", "notice"}, func(s string) bool { return strings.HasPrefix(name, s) }) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		said = append(said, string(text))
	}
	if len(said) == 0 {
		return nil, errors.New("no licence text in " + dir)
	}
	return said, nil
}

// known are words by which a licence knows itself. All of these suit the EUPL; a
// module with none of them stops the build until somebody has looked.
var known = []struct{ licence, words string }{
	{"Apache-2.0", "Apache License Version 2.0"},
	{"MIT", "Permission is hereby granted, free of charge"},
	{"BSD-3-Clause", "may be used to endorse or promote"},
	{"Unlicense", "released into the public domain"},
	{"ISC", "Permission to use, copy, modify, and/or distribute"},
}

// licenceOf names the licences that a text holds.
func licenceOf(text string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, ",", " ")), " ")
	var all []string
	for _, one := range known {
		if strings.Contains(text, strings.Join(strings.Fields(strings.ReplaceAll(one.words, ",", " ")), " ")) {
			all = append(all, one.licence)
		}
	}
	if len(all) == 0 && strings.Contains(text, "Redistribution and use in source and binary forms") {
		all = []string{"BSD-2-Clause"}
	}
	return strings.Join(all, " AND ")
}

// spdx reads the text of a licence by its name in the list of SPDX.
func spdx(name string) (string, error) {
	var about struct{ LicenseText string }
	file := filepath.Join(source, "node_modules", "spdx-license-list", "licenses", name+".json")
	if err := readJSON(file, &about); err != nil {
		return "", err
	}
	return cmp.Or(about.LicenseText, name), nil
}
