// SPDX-License-Identifier: EUPL-1.2

// Command assets bundles what the pages wear: it reads web/assets and the
// packages that npm fetched beside it, and writes web/dist, which package web
// carries inside the program. And it writes highs/dist, in which package highs
// carries the solver. Run it in the root of the repository:
//
//	npm ci --ignore-scripts --prefix web/assets
//	go run ./tools/assets
package main

import (
	"encoding/json"
	"errors"
	"fmt"
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
	if _, err := os.Stat(filepath.Join(source, "node_modules", solver)); err != nil {
		return errors.New("the packages are not all here yet; run in the root of the repository: npm ci --ignore-scripts --prefix " + source)
	}
	files, from, err := bundle(api.FormatIIFE, "app.css", "app.js")
	if err != nil {
		return err
	}
	drawing, more, err := bundle(api.FormatESModule, "charts.js") // fetched by app.js, where there is something to draw
	if err != nil {
		return err
	}
	if err := empty(target); err != nil {
		return err
	}
	files = slices.Concat(files, drawing)
	for _, file := range files {
		contents, err := finish(file.Path, file.Contents, scripts(files))
		if err != nil {
			return err
		}
		if err := os.WriteFile(file.Path, contents, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s\t%d bytes\n", filepath.Join(target, filepath.Base(file.Path)), len(contents))
	}
	if err := copySolver(); err != nil {
		return err
	}
	return licences(slices.Concat(from, more, []string{solver}))
}

// bundle makes one file of each entry point and all that it takes in, and says
// from which packages.
func bundle(format api.Format, entries ...string) (files []api.OutputFile, from []string, err error) {
	for i, name := range entries {
		entries[i] = filepath.Join(source, name)
	}
	made := api.Build(api.BuildOptions{
		EntryPoints:   entries,
		Outdir:        target,
		Bundle:        true,
		LegalComments: api.LegalCommentsEndOfFile,
		AssetNames:    "[name]-[hash]",
		Loader:        map[string]api.Loader{".woff2": api.LoaderFile},
		Format:        format,
		Target:        api.ES2022,
		Metafile:      true,
	})
	if err := failed(made.Errors); err != nil {
		return nil, nil, err
	}
	from, err = packages(made.Metafile)
	return made.OutputFiles, from, err
}

// packaged finds the package that a file belongs to.
var packaged = regexp.MustCompile(`node_modules/((?:@[^/]+/)?[^/]+)/`)

// packages gives the names of the packages of which a file went into a bundle.
func packages(metafile string) (names []string, err error) {
	var meta struct{ Inputs map[string]struct{} }
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return nil, err
	}
	for file := range meta.Inputs {
		if of := packaged.FindStringSubmatch(filepath.ToSlash(file)); of != nil {
			names = append(names, of[1])
		}
	}
	return names, nil
}

func readJSON(name string, into any) error {
	raw, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// scripts gives the text of all scripts, which use design tokens too.
func scripts(files []api.OutputFile) string {
	var all strings.Builder
	for _, file := range files {
		if filepath.Ext(file.Path) == ".js" {
			all.Write(file.Contents)
		}
	}
	return all.String()
}

// finish drops what no page uses and makes the file small.
func finish(name string, contents []byte, scripts string) ([]byte, error) {
	loader := map[string]api.Loader{".css": api.LoaderCSS, ".js": api.LoaderJS}[filepath.Ext(name)]
	if loader == api.LoaderNone {
		return contents, nil
	}
	if loader == api.LoaderCSS {
		contents = []byte(pruneTokens(string(contents), scripts))
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

// pruneTokens leaves out the design tokens that nothing uses, nor the scripts: a
// theme defines them for every component there is, some thousands.
func pruneTokens(css, scripts string) string {
	lines := strings.Split(css, "\n")
	defined := map[string][]string{} // token → what its values use
	used := map[string]bool{}
	var queue []string
	for _, use := range tokenUse.FindAllStringSubmatch(scripts, -1) {
		queue = append(queue, use[1])
	}
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
