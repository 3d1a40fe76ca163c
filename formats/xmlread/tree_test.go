// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"strings"
	"testing"

	"rentmeester/fault"
)

func plainNames(_, local string) (string, string) { return local, "x:" + local }

func TestTree(t *testing.T) {
	root, err := Tree(strings.NewReader(`<a xmlns="u" k="v"> <b>1 <!-- not this -->
 2</b><c/><b>  </b></a>`), Limits{}, 10, plainNames)
	if err != nil {
		t.Fatal(err)
	}
	if len(root.Attrs) != 1 || root.Attr("k") != "v" || root.Text != "" || len(root.Children) != 3 {
		t.Fatalf("%+v", root)
	}
	tests := []struct {
		name        string
		node        *Node
		path, value string
		line        int
	}{
		{"text in pieces", root.Children[0], "/x:a/x:b[1]", "1 2", 1},
		{"empty element", root.Children[1], "/x:a/x:c", "", 2},
		{"white space only", root.Children[2], "/x:a/x:b[2]", "", 2},
	}
	for _, test := range tests {
		if n := test.node; n.Path() != test.path || n.Value() != test.value || n.Line != test.line || n.Parent != root {
			t.Errorf("%s: %s %q line %d", test.name, n.Path(), n.Value(), n.Line)
		}
	}
	if root.Children[2].Text != "  " || root.Children[1].Text != "" {
		t.Error("white space in an element without children is kept")
	}
}

func TestTreeIsBounded(t *testing.T) {
	tests := []struct{ name, file, code string }{
		{"too many", "<a>" + strings.Repeat("<b/>", 10) + "</a>", "xml.too-many"},
		{"too deep", strings.Repeat("<a>", 9), "xml.depth"},
		{"cut short", "<a><b>", "xml.truncated"},
		{"a document type", "<!DOCTYPE a><a/>", "xml.doctype"},
	}
	for _, test := range tests {
		if _, err := Tree(strings.NewReader(test.file), Limits{Depth: 8}, 10, plainNames); !fault.Is(err, test.code) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
