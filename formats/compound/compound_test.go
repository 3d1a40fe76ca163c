// SPDX-License-Identifier: EUPL-1.2

package compound

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/tools/outlook"
)

func TestOpen(t *testing.T) {
	large := bytes.Repeat([]byte("0123456789abcdef"), 70_000)
	top, err := Open(outlook.Compound([]outlook.Node{
		{Name: "klein", Body: []byte("abc")}, {Name: "leeg"}, {Name: "groot", Body: large},
		{Name: "map", Nodes: []outlook.Node{{Name: "é", Body: large[:5000]}, {Name: "dieper", Nodes: []outlook.Node{{Name: "x", Body: large[:100]}}}}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	inner := top.Storage("map")
	for _, test := range []struct {
		in   *Storage
		name string
		want []byte
	}{{top, "klein", []byte("abc")}, {top, "leeg", nil}, {top, "groot", large}, {inner, "é", large[:5000]}, {inner.Storage("dieper"), "x", large[:100]}} {
		got, err := test.in.Stream(test.name)
		if err != nil || !bytes.Equal(got, test.want) {
			t.Errorf("%s: %d bytes, %v", test.name, len(got), err)
		}
	}
	if _, err := top.Stream("niets"); !fault.Is(err, "compound.no-stream") || top.Storage("niets") != nil {
		t.Error(err)
	}
}

// What is wrong with a file is said; nothing goes round or down without end.
func TestRefused(t *testing.T) {
	deep := []outlook.Node{}
	for range MaxDepth + 2 {
		deep = []outlook.Node{{Name: "d", Nodes: deep}}
	}
	good := outlook.Compound([]outlook.Node{{Name: "a", Body: make([]byte, 9000)}, {Name: "b", Body: []byte("x")}})
	patched := func(at int, v uint32) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	directory := 512 * (1 + int(binary.LittleEndian.Uint32(good[48:])))
	for _, test := range []struct {
		name string
		raw  []byte
		code string
	}{
		{"nothing", nil, "compound.none"},
		{"something else", []byte(strings.Repeat("x", 1000)), "compound.none"},
		{"head only", good[:512], "compound.damaged"},
		{"no directory", patched(48, 9999), "compound.damaged"},
		{"table elsewhere", patched(76, 9999), "compound.damaged"},
		{"numbers of the table go round", patched(68, 0), "compound.damaged"},
		{"a sibling that is not there", patched(directory+128+72, 77), "compound.damaged"},
		{"a sibling that is itself", patched(directory+128+72, 1), "compound.damaged"},
		{"too deep", outlook.Compound(deep), "compound.too-deep"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Open(test.raw); fault.Code(err) != test.code {
				t.Error(err)
			}
		})
	}
	top, err := Open(patched(directory+128+116, 0xFFFFFF))
	if err != nil {
		t.Fatal(err)
	}
	for name := range top.streams {
		if _, err := top.Stream(name); err != nil && !fault.Is(err, "compound.damaged") {
			t.Error(name, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(outlook.Compound([]outlook.Node{{Name: "a", Body: make([]byte, 5000)}, {Name: "m", Nodes: []outlook.Node{{Name: "b", Body: []byte("x")}}}}))
	f.Add(outlook.MSG(outlook.Message{Subject: "x", Files: []outlook.File{{Name: "a", Body: []byte("b")}}}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		top, err := Open(raw)
		if err != nil {
			if f := (*fault.Error)(nil); !errors.As(err, &f) {
				t.Fatal(err)
			}
			return
		}
		for waiting := []*Storage{top}; len(waiting) > 0; {
			s := waiting[0]
			waiting = append(waiting[1:], s.Storages...)
			for name := range s.streams {
				if body, err := s.Stream(name); err == nil && len(body) > len(raw) {
					t.Errorf("%q: %d bytes out of %d", name, len(body), len(raw))
				}
			}
		}
	})
}
