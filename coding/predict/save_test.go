// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"hash/fnv"
	"io"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"rentmeester/coding"
	"rentmeester/fault"
	"rentmeester/learn"
)

func saved(t *testing.T, m *Model) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A model that was saved, also while forests grow and in the middle of a day, goes
// on as if it had not been.
func TestSavedModelGoesOn(t *testing.T) {
	Long(t)
	rows := ofTown("A", 2_900)
	m := New(nil, coding.Account, "fund")
	for i, r := range rows[:2_101] {
		r.Coding.Set("fund", []string{"", "X;Y"}[i%2])
		m.Learn(r)
		if i%500 == 0 {
			m.Propose(r)
		}
	}
	m.Override(rows[17])
	file := saved(t, m)
	if !bytes.Equal(file, saved(t, m)) {
		t.Error("saved twice it is not the same")
	}
	back, err := Load(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back.Targets(), m.Targets()) {
		t.Errorf("%v", back.Targets())
	}
	if !bytes.Equal(file, saved(t, back)) {
		t.Error("it does not hold the same after reading")
	}
	same := func(when string) {
		for _, r := range rows[2_850:] {
			if got, want := back.Propose(r), m.Propose(r); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %+v, want %+v", when, got, want)
			}
		}
	}
	same("at once")
	for _, r := range rows[2_101:2_850] {
		m.Learn(r)
		back.Learn(r)
	}
	same("after more lines")
	if !m.Unlearn(rows[40]) && !back.Unlearn(rows[40]) {
		same("without one") // it was learned with a fund, so this is none
	}
}

func TestWhatIsNoModel(t *testing.T) {
	Long(t)
	m := New(&Prior{}, coding.Account)
	m.Learn(ofTown("A", 1)[0])
	file := saved(t, m)
	var other bytes.Buffer
	zipped := gzip.NewWriter(&other)
	_, _ = zipped.Write([]byte(modelMark + "12345678and more"))
	_ = zipped.Close()
	changed := bytes.Clone(file)
	changed[len(changed)/2] ^= 0x40
	for name, in := range map[string][]byte{"nothing": nil, "text": []byte("date,supplier"), "of another version": other.Bytes(), "cut off": file[:len(file)-20], "changed": changed} {
		if _, err := Load(bytes.NewReader(in)); fault.Code(err) != "predict.model" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// namesOf gives the names of the constants in the declarations that hold some names,
// in their order.
func namesOf(t *testing.T, file, within string) (names []string) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range tree.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		var here []string
		for _, s := range g.Specs {
			for _, n := range s.(*ast.ValueSpec).Names {
				here = append(here, n.Name)
			}
		}
		if slices.Contains(here, within) {
			return here
		}
	}
	t.Fatal(file, within)
	return nil
}

// What stands at which place in the features belongs to the version of a model: who
// changes a name or its place raises modelVersion, and puts both here.
func TestFeaturesBelongToTheVersion(t *testing.T) {
	sum := fnv.New64a()
	for _, list := range [][]string{
		namesOf(t, "keys.go", "keys"), namesOf(t, "look.go", "width"), namesOf(t, "parts.go", "partWidth"), namesOf(t, "rank.go", "jWidth"),
	} {
		fmt.Fprintln(sum, list)
	}
	fmt.Fprintln(sum, partly, reach)
	if got, want := fmt.Sprintf("%d %x", modelVersion, sum.Sum64()), "1 769fd651e433e952"; got != want {
		t.Errorf("features are %s, and were %s: raise modelVersion", got, want)
	}
}

// A model of another version is refused, also when its types are the same.
func TestModelOfAnotherMeaning(t *testing.T) {
	Long(t)
	m := New(&Prior{}, coding.Account)
	m.Learn(ofTown("A", 1)[0])
	unzipped, err := gzip.NewReader(bytes.NewReader(saved(t, m)))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	for at := len(modelMark) + 8; at < len(markOf()); at += 4 {
		other := bytes.Clone(plain)
		other[at]++
		if _, err := Load(bytes.NewReader(zipped(other))); fault.Code(err) != "predict.model" {
			t.Error(at, err)
		}
	}
}

func zipped(plain []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(plain)
	_ = w.Close()
	return out.Bytes()
}

// What unzips to very much, and is nothing, takes little memory before it is refused.
func TestModelThatUnzipsWithoutEnd(t *testing.T) {
	Long(t)
	file := zipped(append(append(markOf(), 0xff, 0xff, 0xff, 0x7f), make([]byte, 40<<20)...))
	if len(file) > 200<<10 {
		t.Fatal(len(file))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Load(bytes.NewReader(file)); fault.Code(err) != "predict.model" {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; made > 400<<20 {
		t.Errorf("%d MB for a file of %d KB", made>>20, len(file)>>10)
	}
}

// Forests that do not end are refused wherever they stand.
func TestUnsoundForests(t *testing.T) {
	Long(t)
	bad := &learn.Forest{Roots: []int32{7}}
	for name, spoil := range map[string]func(*Model){
		"ranker":       func(m *Model) { m.ranker = bad },
		"judge":        func(m *Model) { m.judge = bad },
		"prior ranker": func(m *Model) { m.prior = &Prior{Ranker: bad} },
		"prior judge":  func(m *Model) { m.prior = &Prior{Judge: bad} },
		"next": func(m *Model) {
			m.train.grown = make(chan grown, 1)
			m.train.grown <- grown{ranker: bad}
		},
	} {
		m := New(&Prior{}, coding.Account)
		spoil(m)
		if _, err := Load(bytes.NewReader(saved(t, m))); fault.Code(err) != "predict.model" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A text that is longer than Load reads is cut off where rows are filled, and is not
// saved when it comes otherwise.
func TestLongTextsAreNotSaved(t *testing.T) {
	Long(t)
	long := strings.Repeat("é", mostText)
	var r Row
	if err := r.FillAll(map[string]string{"text": long, "object": long, "class": long, "account": "4310", "fund": long, "date": "2025-01-06"}, "fund"); err != nil {
		t.Fatal(err)
	}
	if len(r.Text) > mostInRow+3 || len(r.Area) > mostInRow+3 || len(r.Extra) > mostInRow+3 || len(r.Coding.Get("fund")) > mostInRow+3 {
		t.Error(len(r.Text), len(r.Area), len(r.Extra), len(r.Coding.Get("fund")))
	}
	m := New(&Prior{}, coding.Account)
	m.Learn(r)
	if _, err := Load(bytes.NewReader(saved(t, m))); err != nil {
		t.Error(err)
	}
	r.Text = long
	m.Learn(r)
	if err := m.Save(io.Discard); fault.Code(err) != "predict.save" {
		t.Error(err)
	}
}

func FuzzLoad(f *testing.F) {
	head := markOf()
	f.Add([]byte{1, 7, 'a', 'c', 'c', 'o', 'u', 'n', 't', 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, in []byte) {
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		_, _ = w.Write(append(head[:len(head):len(head)], in...))
		_ = w.Close()
		if _, err := Load(&zipped); err != nil && fault.Code(err) != "predict.model" {
			t.Error(err)
		}
	})
}
