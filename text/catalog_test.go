// SPDX-License-Identifier: EUPL-1.2

package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestEverySentenceSaidExists reads all of the program: a key that is written
// out in a call of text.Say or text.Has is in the catalogue, in both languages.
// (What faults need, and that both languages take the same values, the rules in
// package house look after.)
func TestEverySentenceSaidExists(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && name != ".." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		for key, at := range saidIn(file) {
			if !Has(NL, key) || !Has(EN, key) {
				t.Errorf("%s: %s is not in the catalogue in both languages", files.Position(at), key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// saidIn finds the keys that a file says, and where.
func saidIn(file *ast.File) map[string]token.Pos {
	said, name := map[string]token.Pos{}, ""
	for _, i := range file.Imports {
		if i.Path.Value == `"rentmeester/text"` {
			if name = "text"; i.Name != nil {
				name = i.Name.Name
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return true
		}
		called, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || called.Sel.Name != "Say" && called.Sel.Name != "Has" {
			return true
		}
		if from, ok := called.X.(*ast.Ident); !ok || name == "" || from.Name != name {
			return true
		}
		if l, ok := call.Args[1].(*ast.BasicLit); ok && l.Kind == token.STRING {
			if key, err := strconv.Unquote(l.Value); err == nil {
				said[key] = call.Pos()
			}
		}
		return true
	})
	return said
}

func TestSaidIn(t *testing.T) {
	const program = `package p
import woorden "rentmeester/text"
func f() { woorden.Say(woorden.NL, "a.b", nil); woorden.Say(woorden.NL, key, nil); other.Say(1, "c.d") }`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", program, 0)
	if err != nil {
		t.Fatal(err)
	}
	if said := saidIn(file); len(said) != 1 || said["a.b"] == 0 {
		t.Errorf("%v", said)
	}
}
