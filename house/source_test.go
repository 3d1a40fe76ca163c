// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// module is the path that imports of our own packages begin with.
const module = "rentmeester"

// source is one Go file of the repository.
type source struct {
	path   string // from the root, with slashes: "bank/bank.go"
	raw    []byte
	syntax *ast.File
}

// room is the import path of the file's package without the module: "bank".
func (s source) room() string { return path.Dir(s.path) }

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// isGenerated says whether a program wrote the file, by Go's own convention.
func (s source) isGenerated() bool { return ast.IsGenerated(s.syntax) }

// targets gives the imported paths.
func (s source) targets() []string {
	var all []string
	for _, spec := range s.syntax.Imports {
		all = append(all, strings.Trim(spec.Path.Value, `"`))
	}
	return all
}

// imports gives the imported paths by the name that the file calls them.
func (s source) imports() map[string]string {
	named := map[string]string{}
	for _, spec := range s.syntax.Imports {
		target := strings.Trim(spec.Path.Value, `"`)
		name := path.Base(target)
		if name == "v2" {
			name = path.Base(path.Dir(target)) // math/rand/v2 is called rand
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		named[name] = target
	}
	return named
}

// fileSet gives the line of a place in any of the sources.
var fileSet = token.NewFileSet()

// line says where in the repository a node stands: "bank/bank.go:12".
func (s source) line(node ast.Node) string {
	return fileSet.Position(node.Pos()).String()
}

// root is the directory of go.mod.
var root = sync.OnceValues(func() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod in this directory or above it")
		}
		dir = filepath.Dir(dir)
	}
})

// files gives every file that is in the repository or would be added to it.
// Without git, as in an unpacked archive, it gives all files but the fetched
// and built ones.
var files = sync.OnceValues(func() ([]string, error) {
	top, err := root()
	if err != nil {
		return nil, err
	}
	command := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	command.Dir = top
	listed, err := command.Output()
	if err != nil {
		return walk(os.DirFS(top))
	}
	var names []string
	for name := range bytes.SplitSeq(bytes.TrimRight(listed, "\x00"), []byte{0}) {
		if _, err := os.Lstat(filepath.Join(top, string(name))); err == nil {
			names = append(names, string(name)) // a removed file is still listed until it is committed
		}
	}
	return names, nil
})

func walk(tree fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name == ".git" || name == "bin" || name == "web/dist" || entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		names = append(names, name)
		return nil
	})
	return names, err
}

// sources parses every Go file of the repository once.
var sources = sync.OnceValues(func() ([]source, error) {
	top, err := root()
	if err != nil {
		return nil, err
	}
	names, err := files()
	if err != nil {
		return nil, err
	}
	var all []source
	for _, name := range names {
		if !strings.HasSuffix(name, ".go") || strings.Contains(name, "testdata/") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(top, name))
		if err != nil {
			return nil, err
		}
		syntax, err := parser.ParseFile(fileSet, name, raw, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		all = append(all, source{path: filepath.ToSlash(name), raw: raw, syntax: syntax})
	}
	return all, nil
})

// mustSources is sources for a test that cannot go on without them.
func mustSources(t *testing.T) []source {
	t.Helper()
	all, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("found no Go files")
	}
	return all
}

// mustFiles is files, with the root, for a test that cannot go on without them.
func mustFiles(t *testing.T) (top string, names []string) {
	t.Helper()
	top, err := root()
	if err != nil {
		t.Fatal(err)
	}
	names, err = files()
	if err != nil {
		t.Fatal(err)
	}
	return top, names
}
