// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// pure are the rooms that turn values into values: the same input gives the
// same output, today and next year. Time, chance and settings come in as
// parameters; databases and networks do not come in at all.
var pure = []string{
	"fault", "money", "ident", "day", "party", "bank", "payment", "ledger", "invoice", "formats/*", "learn",
	"reconcile", "coding", "coding/predict", "coding/distribution", "staffing", "staffing/gap", "steering", "risk", "foresight", "policy", "autopilot",
	"paying",
	"order", "approval", "commitment",
	"iv3", "reply",
	"supplier", "duplicates",
	"sorting",
	"extract",
}

// ambient are the names of the standard library that read the world. No names
// means all of the package but those in harmless.
var ambient = map[string][]string{
	"time":         {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Local"},
	"os":           {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Getwd", "Hostname", "UserHomeDir", "Args", "Getpid"},
	"math/rand":    nil,
	"math/rand/v2": nil,
	"crypto/rand":  nil,
	"database/sql": nil,
	"net":          nil,
	"net/http":     nil,
	"os/exec":      nil,
}

// harmless make a generator from a seed, or are only types.
var harmless = []string{
	"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf",
}

// outward are the rooms among them that call a program to do their work. What
// that program makes of the same input is not in our hands.
var outward = []string{"formats/ocr"}

func isPure(room string) bool {
	if slices.Contains(outward, room) {
		return false
	}
	return slices.Contains(pure, room) || slices.Contains(pure, path.Dir(room)+"/*")
}

// reads says whether name of the package at target reads the world.
func reads(target, name string) bool {
	names, listed := ambient[target]
	if !listed {
		return false
	}
	if names != nil {
		return slices.Contains(names, name)
	}
	seeded := strings.HasPrefix(target, "math/rand")
	return !seeded || !slices.Contains(harmless, name)
}

func TestPureRoomsReadNoClockChanceOrEnvironment(t *testing.T) {
	for _, file := range mustSources(t) {
		if file.isTest() || !isPure(file.room()) {
			continue
		}
		named := file.imports()
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			from, ok := selector.X.(*ast.Ident)
			if ok && reads(named[from.Name], selector.Sel.Name) {
				t.Errorf("%s: %s.%s in %s: let the caller pass it in",
					file.line(selector), from.Name, selector.Sel.Name, file.room())
			}
			return true
		})
	}
}

func TestReads(t *testing.T) {
	tests := []struct {
		target, name string
		want         bool
	}{
		{"time", "Now", true},
		{"time", "Parse", false},
		{"math/rand/v2", "IntN", true},
		{"math/rand/v2", "NewPCG", false},
		{"math/rand", "New", false},
		{"math/rand", "Intn", true},
		{"crypto/rand", "New", true},
		{"crypto/rand", "Read", true},
		{"os", "Getenv", true},
		{"os", "ErrNotExist", false},
		{"net/http", "Get", true},
		{"", "Now", false},
	}
	for _, test := range tests {
		if got := reads(test.target, test.name); got != test.want {
			t.Errorf("reads(%q, %q) = %v, want %v", test.target, test.name, got, test.want)
		}
	}
}
