// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rentmeester/api"
	"rentmeester/text"
)

var (
	acting = regexp.MustCompile(`"((?:POST|PUT|PATCH|DELETE) /[^"]*)":`)
	parity = regexp.MustCompile("(?m)^\\| `((?:POST|PUT|PATCH|DELETE) /[^`]*)` \\| ([^|]*) \\|$")
	named  = regexp.MustCompile("`([a-z-]+)`")
)

// Everything that a page can do a program can do: docs/api.md says by which
// operations, or why not. It is held against the routes of the pages and against
// what is published.
func TestProgramsCanDoWhatPagesCan(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "web", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	acts := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range acting.FindAllStringSubmatch(string(body), -1) {
			acts[found[1]] = true
		}
	}
	if len(acts) < 20 {
		t.Fatalf("only %d acts of pages found", len(acts))
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	known := operationsOfTheAPI(t)
	for _, row := range parity.FindAllStringSubmatch(string(page), -1) {
		if !acts[row[1]] {
			t.Errorf("docs/api.md: %s is no act of a page", row[1])
		}
		delete(acts, row[1])
		if reason, none := strings.CutPrefix(row[2], "– "); none {
			if len(reason) < 10 {
				t.Errorf("docs/api.md: %s: no reason", row[1])
			}
			continue
		}
		operations := named.FindAllStringSubmatch(row[2], -1)
		if len(operations) == 0 {
			t.Errorf("docs/api.md: %s: no operation and no reason", row[1])
		}
		for _, op := range operations {
			if !known[op[1]] {
				t.Errorf("docs/api.md: %s: there is no operation %s", row[1], op[1])
			}
		}
	}
	for _, missing := range slices.Sorted(maps.Keys(acts)) {
		t.Errorf("%s: docs/api.md does not say by which operation a program does it", missing)
	}
}

// operationsOfTheAPI gives what is published.
func operationsOfTheAPI(t *testing.T) map[string]bool {
	t.Helper()
	body, err := api.OpenAPI(text.NL, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, item := range document.Paths {
		for _, op := range item {
			known[op.OperationID] = true
		}
	}
	return known
}
