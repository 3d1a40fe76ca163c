// SPDX-License-Identifier: EUPL-1.2

// Command assets bundles what the pages wear: it reads web/assets and the
// packages that npm fetched beside it, and writes web/dist, which package web
// carries inside the program. Run it in the root of the repository:
//
//	npm ci --ignore-scripts --prefix web/assets
//	go run ./tools/assets
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "web/assets"
	target = "web/dist"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run() error {
	if _, err := os.Stat(filepath.Join(source, "node_modules", "htmx.org")); err != nil {
		return errors.New("the packages are not here yet; run in the root of the repository: npm ci --ignore-scripts --prefix " + source)
	}
	bundle := api.Build(api.BuildOptions{
		EntryPoints:   []string{filepath.Join(source, "app.css"), filepath.Join(source, "app.js")},
		Outdir:        target,
		Bundle:        true,
		LegalComments: api.LegalCommentsEndOfFile,
		AssetNames:    "[name]-[hash]",
		Loader:        map[string]api.Loader{".woff2": api.LoaderFile},
		Format:        api.FormatIIFE,
		Target:        api.ES2022,
	})
	if err := failed(bundle.Errors); err != nil {
		return err
	}
	if err := empty(target); err != nil {
		return err
	}
	for _, file := range bundle.OutputFiles {
		contents, err := finish(file.Path, file.Contents)
		if err != nil {
			return err
		}
		if err := os.WriteFile(file.Path, contents, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s\t%d bytes\n", filepath.Join(target, filepath.Base(file.Path)), len(contents))
	}
	return licences()
}

// licences writes which packages went in and under what terms, as most of these
// terms ask. A text that several packages share stands there once.
func licences() error {
	var own struct{ Dependencies map[string]string }
	if err := readJSON(filepath.Join(source, "package.json"), &own); err != nil {
		return err
	}
	terms := map[string][]string{} // text → packages
	for _, name := range slices.Sorted(maps.Keys(own.Dependencies)) {
		dir := filepath.Join(source, "node_modules", filepath.FromSlash(name))
		var about struct{ Version, License string }
		if err := readJSON(filepath.Join(dir, "package.json"), &about); err != nil {
			return err
		}
		found, err := filepath.Glob(filepath.Join(dir, "LICENSE*"))
		if err != nil || len(found) == 0 {
			return fmt.Errorf("%s has no licence text", name)
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			return err
		}
		terms[string(text)] = append(terms[string(text)], fmt.Sprintf("%s %s (%s)", name, about.Version, about.License))
	}
	var out strings.Builder
	for _, text := range slices.SortedFunc(maps.Keys(terms), func(a, b string) int { return strings.Compare(terms[a][0], terms[b][0]) }) {
		fmt.Fprintf(&out, "%s\n\n%s\n\n", strings.Join(terms[text], "\n"), strings.TrimSpace(text))
	}
	return os.WriteFile(filepath.Join(target, "licences.txt"), []byte(out.String()), 0o644)
}

func readJSON(name string, into any) error {
	raw, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// finish drops what no page uses and makes the file small.
func finish(name string, contents []byte) ([]byte, error) {
	loader := map[string]api.Loader{".css": api.LoaderCSS, ".js": api.LoaderJS}[filepath.Ext(name)]
	if loader == api.LoaderNone {
		return contents, nil
	}
	if loader == api.LoaderCSS {
		contents = []byte(pruneTokens(string(contents)))
	}
	small := api.Transform(string(contents), api.TransformOptions{
		Loader: loader, MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: loader == api.LoaderJS,
		LegalComments: api.LegalCommentsEndOfFile, Target: api.ES2022,
	})
	return small.Code, failed(small.Errors)
}

var (
	tokenLine = regexp.MustCompile(`^\s*(--[a-zA-Z0-9_-]+):.*;$`)
	tokenUse  = regexp.MustCompile(`var\(\s*(--[a-zA-Z0-9_-]+)`)
)

// pruneTokens leaves out the design tokens that nothing uses: a theme defines
// them for every component there is, some thousands.
func pruneTokens(css string) string {
	lines := strings.Split(css, "\n")
	defined := map[string][]string{} // token → what its values use
	used := map[string]bool{}
	var queue []string
	for _, line := range lines {
		uses := tokenUse.FindAllStringSubmatch(line, -1)
		token := tokenLine.FindStringSubmatch(line)
		for _, use := range uses {
			if token != nil {
				defined[token[1]] = append(defined[token[1]], use[1])
			} else {
				queue = append(queue, use[1])
			}
		}
	}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if !used[name] {
			used[name] = true
			queue = append(queue, defined[name]...)
		}
	}
	kept := lines[:0]
	for _, line := range lines {
		if token := tokenLine.FindStringSubmatch(line); token == nil || used[token[1]] {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// empty removes what an earlier run left, but not the file that keeps the
// folder in the repository.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() == ".gitkeep" {
			continue
		}
		if err := os.Remove(filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

func failed(messages []api.Message) error {
	if len(messages) == 0 {
		return nil
	}
	return errors.New(strings.Join(api.FormatMessages(messages, api.FormatMessagesOptions{Kind: api.ErrorMessage}), "\n"))
}
