// SPDX-License-Identifier: EUPL-1.2

package semantic

import (
	"strings"
	"testing"

	"rentmeester/formats/xmlread"
)

// tree reads a document; elements of namespace "f" are foreign.
func tree(t *testing.T, raw string) *Node {
	t.Helper()
	root, err := xmlread.Tree(strings.NewReader(raw), xmlread.Limits{}, 1000, func(space, local string) (string, string) {
		if space == "f" {
			return "?" + local, local
		}
		return local, local
	})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestPath(t *testing.T) {
	root := tree(t, `<Invoice>
		<ID>1</ID><ID scheme="A/B">2</ID>
		<Line n="x"><ID> a  b </ID><Tax><Scheme>vat</Scheme></Tax></Line>
		<Line><ID>c</ID><SubAmount>5</SubAmount></Line>
		<Empty/>
		<Ext xmlns:f="f"><f:ID>9</f:ID></Ext>
	</Invoice>`)
	tests := []struct {
		path Path
		want string // values, joined by a bar
	}{
		{"ID", "1|2"},
		{"ID[@scheme]", "2"},
		{"ID[!@scheme]", "1"},
		{"ID[@scheme=A/B]", "2"},
		{"ID/@scheme", "A/B"},
		{"ID[.=1,2,3]", "1|2"},
		{"ID[.!=1]", "2"},
		{"ID[.=1]|Line/ID", "1|a b|c"},
		{"//ID", "1|2|a b|c"},
		{"Line[Tax/Scheme~VAT]/ID", "a b"},
		{"Line[!Tax/Scheme~VAT]/ID", "c"},
		{"Line/Tax/../ID", "a b"},
		{"Line/Tax/Scheme/../../@n", "x"},
		{"//*Amount", "5"},
		{"Line/*[.=c]", "c"},
		{"Ext/*", ""},
		{"Ext/?", "9"},
		{"//Line[Tax[Scheme=vat]]/@n", "x"},
		{"Line/Tax/Scheme[/ID=2]", "vat"},
		{"/[Line]/ID[.=1]", "1"},
		{"/[Lines]/ID", ""},
		{"Nothing/At/All", ""},
	}
	for _, test := range tests {
		var got []string
		for _, p := range test.path.Of(root) {
			got = append(got, p.Value())
		}
		if joined := strings.Join(got, "|"); joined != test.want {
			t.Errorf("%s: %q, want %q", test.path, joined, test.want)
		}
	}
}

func TestPathFromBelow(t *testing.T) {
	root := tree(t, `<a><b><c/></b><d k="v">1</d></a>`)
	c := root.Children[0].Children[0]
	for path, want := range map[Path]string{"/d": "/a/d", "//d": "/a/d", "../../d/@k": "/a/d/@k", "/": "/a", ".": "/a/b/c"} {
		if found := path.Of(c); len(found) != 1 || found[0].Path() != want {
			t.Errorf("%s: %v", path, found)
		}
	}
	if found := Path("x").Of(nil); found != nil {
		t.Error(found)
	}
}

func TestBadPaths(t *testing.T) {
	for _, bad := range []Path{"", "a//b", "a[", "a]b", "a[b", "[a]", "a b", "a[]", "a=b"} {
		if bad.Check() == nil {
			t.Errorf("%q is taken for a path", bad)
		}
	}
}

func TestView(t *testing.T) {
	v := View{Root: tree(t, `<I><L><N>1</N></L><L/><L><N>2</N><N>3</N></L></I>`), Binding: Binding{
		"BG-25": {In: "BG-0", Path: "L"}, "BT-126": {In: "BG-25", Path: "N"},
	}}
	if n := len(v.Each("BG-25")); n != 3 {
		t.Error(n)
	}
	if n := len(v.Each("BT-126")); n != 3 || v.Value("BT-126") != "1" {
		t.Error(n, v.Value("BT-126"))
	}
	if n := len(v.In(v.Each("BG-25")[2].Node, "BT-126")); n != 2 {
		t.Error(n)
	}
	if len(v.Each("BT-1")) != 0 || v.Value("BT-1") != "" || v.Each("BG-0")[0].Node != v.Root {
		t.Error("terms without a place")
	}
}
