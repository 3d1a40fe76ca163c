// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// raised is one place in the code where a fault gets its code.
type raised struct {
	code string
	args []string // names of the values given, when they can be read from the code
	open bool     // more values may be given than can be read from the code
	line string
}

// codeAt says which argument of a call is the code of a fault; -1 for none.
// Besides fault.New and fault.Wrap these are the package's own helpers that
// hand one of their parameters on as the code: func (r *reader) fail(code string).
func codeAt(file source, call *ast.CallExpr, helpers map[string]int) (at int, direct bool) {
	switch called := call.Fun.(type) {
	case *ast.SelectorExpr:
		if from, ok := called.X.(*ast.Ident); ok && file.imports()[from.Name] == module+"/fault" {
			switch called.Sel.Name {
			case "New":
				return 0, true
			case "Wrap":
				return 1, true
			}
			return -1, false
		}
		if at, ok := helpers[called.Sel.Name]; ok {
			return at, false
		}
	case *ast.Ident:
		if at, ok := helpers[called.Name]; ok {
			return at, false
		}
	}
	return -1, false
}

// helpersOf finds the functions of a package that take a code and raise it.
func helpersOf(files []source) map[string]int {
	helpers := map[string]int{}
	for before := -1; before != len(helpers); { // helpers may call helpers
		before = len(helpers)
		for _, file := range files {
			for _, declared := range file.syntax.Decls {
				function, ok := declared.(*ast.FuncDecl)
				if !ok || function.Body == nil {
					continue
				}
				ast.Inspect(function.Body, func(node ast.Node) bool {
					if call, ok := node.(*ast.CallExpr); ok {
						if at, _ := codeAt(file, call, helpers); at >= 0 && at < len(call.Args) {
							if place := parameter(function, call.Args[at]); place >= 0 {
								helpers[function.Name.Name] = place
							}
						}
					}
					return true
				})
			}
		}
	}
	return helpers
}

// parameter says which parameter of the function an expression is; -1 for none.
func parameter(function *ast.FuncDecl, value ast.Expr) int {
	wanted, ok := value.(*ast.Ident)
	if !ok {
		return -1
	}
	place := 0
	for _, field := range function.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == wanted.Name {
				return place
			}
			place++
		}
	}
	return -1
}

// constants gives the text constants of a package by name, so that a code
// that has a name is found too.
func constants(files []source) map[string]string {
	values := map[string]string{}
	for _, file := range files {
		for _, declared := range file.syntax.Decls {
			general, ok := declared.(*ast.GenDecl)
			if !ok || general.Tok != token.CONST {
				continue
			}
			for _, spec := range general.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, name := range spec.Names {
					if i < len(spec.Values) {
						if value, ok := literal(spec.Values[i], nil); ok {
							values[name.Name] = value
						}
					}
				}
			}
		}
	}
	return values
}

func literal(value ast.Expr, named map[string]string) (string, bool) {
	switch value := value.(type) {
	case *ast.BasicLit:
		if value.Kind == token.STRING {
			said, err := strconv.Unquote(value.Value)
			return said, err == nil
		}
	case *ast.Ident:
		said, ok := named[value.Name]
		return said, ok
	}
	return "", false
}

// raisedIn finds every fault that the files of one package raise by a code
// that stands in the code.
func raisedIn(files []source) []raised {
	var all []raised
	helpers, named := helpersOf(files), constants(files)
	for _, file := range files {
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			at, direct := codeAt(file, call, helpers)
			if at < 0 || at >= len(call.Args) {
				return true
			}
			code, ok := literal(call.Args[at], named)
			if !ok {
				return true
			}
			one := raised{code: code, open: !direct || call.Ellipsis.IsValid(), line: file.line(call)}
			for i := at + 1; i < len(call.Args); i += 2 {
				name, ok := literal(call.Args[i], named)
				one.args, one.open = append(one.args, name), one.open || !ok
			}
			all = append(all, one)
			return true
		})
	}
	return all
}

// allRaised finds them in the whole program.
func allRaised(t *testing.T) []raised {
	rooms := map[string][]source{}
	for _, file := range mustSources(t) {
		if !file.isTest() {
			rooms[file.room()] = append(rooms[file.room()], file)
		}
	}
	var all []raised
	for _, room := range slices.Sorted(maps.Keys(rooms)) {
		all = append(all, raisedIn(rooms[room])...)
	}
	return all
}

func TestEveryFaultHasSentenceAndRemedy(t *testing.T) {
	all, catalogue := allRaised(t), mustSentences(t)
	t.Logf("%d places raise a fault", len(all))
	reported := map[string]bool{}
	for _, one := range all {
		for _, key := range []string{one.code, one.code + ".do"} {
			if catalogue[key] == nil && !reported[key] {
				reported[key] = true
				t.Errorf("%s: no sentence %s: add it to text/catalog", one.line, key)
			}
		}
	}
}

// A hole that nobody fills shows as nothing in the middle of a sentence.
func TestEveryHoleOfAFaultIsFilled(t *testing.T) {
	catalogue := mustSentences(t)
	for _, one := range allRaised(t) {
		if one.open {
			continue
		}
		for _, key := range []string{one.code, one.code + ".do"} {
			for _, language := range languages {
				for _, name := range holesOf(catalogue[key][language]) {
					if !slices.Contains(one.args, name) {
						t.Errorf("%s: sentence %s (%s) has {%s}, which is not given there", one.line, key, language, name)
					}
				}
			}
		}
	}
}

func TestRaisedIn(t *testing.T) {
	const code = `package camt
import "rentmeester/fault"
const tooLong = "camt.too-long"
type reader struct{}
func (r *reader) fail(line int, code string, pairs ...any) error { return fault.New(code, pairs...) }
func (r *reader) deeper(code string) error { return r.fail(1, code) }
func read(r *reader, err error, name string) {
	fault.New("camt.a", "value", 1, "line", 2)
	fault.Wrap(err, "camt.b")
	r.fail(3, "camt.c", "x", 1)
	r.deeper("camt.d")
	fault.New(tooLong, name, 1)
}`
	syntax, err := parser.ParseFile(fileSet, "camt/example.go", code, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	want := []raised{
		{code: "camt.a", args: []string{"value", "line"}},
		{code: "camt.b"},
		{code: "camt.c", args: []string{"x"}, open: true},
		{code: "camt.d", open: true},
		{code: "camt.too-long", args: []string{""}, open: true},
	}
	got := raisedIn([]source{{path: "camt/example.go", syntax: syntax}})
	for i := range got {
		got[i].line = ""
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
