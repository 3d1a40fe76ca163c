// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"io"
	"strconv"
	"strings"

	"rentmeester/fault"
)

// Node is an element of a document that is held in memory as a whole, for
// formats whose rules look forth and back. Attributes that declare namespaces
// are left out.
type Node struct {
	Name     string // without prefix
	Tag      string // as a person writes it: "cbc:ID"
	Text     string // its own text as it stands; not the white space between its children
	Attrs    []Attribute
	Children []*Node
	Parent   *Node
	Line     int // 1-based
	place    int // 1-based among the children of the same name
	alone    bool
	named    map[string][]*Node // of the root: all elements below it, by name
}

// Attribute is an attribute of a Node, by its full name.
type Attribute struct{ Name, Value string }

// Naming gives the name and the written tag of an element by its namespace.
// A name that no rule asks for keeps elements of another standard apart.
type Naming func(space, local string) (name, tag string)

// Tree reads a document of at most nodes elements. Errors are those of Reader,
// and xml.too-many.
func Tree(r io.Reader, limits Limits, nodes int, naming Naming) (*Node, error) {
	x := New(r, limits)
	b := builder{left: nodes, limit: nodes, naming: naming}
	for {
		switch x.next() {
		case start:
			if err := b.open(x); err != nil {
				return nil, err
			}
		case chars:
			if n := len(b.texts); n > 0 {
				b.texts[n-1] = append(b.texts[n-1], x.tok...)
			}
		case ended:
			b.close()
		case stop:
			if b.root != nil {
				b.root.Index()
			}
			return b.root, x.Err()
		}
	}
}

type builder struct {
	root, at    *Node
	texts       [][]byte // of the open elements, so far
	left, limit int
	naming      Naming
}

func (b *builder) open(x *Reader) error {
	if b.left--; b.left < 0 {
		return fault.New("xml.too-many", "line", x.line, "limit", b.limit)
	}
	n := &Node{Parent: b.at, Line: x.Line()}
	n.Name, n.Tag = b.naming(x.Space(), x.Name())
	for _, a := range x.attrs {
		if name := string(a.name); name != "xmlns" && !strings.HasPrefix(name, "xmlns:") {
			n.Attrs = append(n.Attrs, Attribute{name, string(a.value)})
		}
	}
	if b.at == nil {
		b.root = n
	} else {
		b.at.Children = append(b.at.Children, n)
	}
	b.at, b.texts = n, append(b.texts, nil)
	return nil
}

// close ends an element and counts its children by name.
func (b *builder) close() {
	last := len(b.texts) - 1
	if len(b.at.Children) == 0 || !blank(b.texts[last]) {
		b.at.Text = string(b.texts[last])
	}
	b.texts = b.texts[:last]
	seen := map[string]int{}
	for _, c := range b.at.Children {
		seen[c.Tag]++
		c.place = seen[c.Tag]
	}
	for _, c := range b.at.Children {
		c.alone = seen[c.Tag] == 1
	}
	b.at = b.at.Parent
}

// Value is the text without the white space around it, and with each stretch of
// white space inside it as one space.
func (n *Node) Value() string { return strings.Join(strings.Fields(n.Text), " ") }

// Attr is the value of an attribute; "" when it has none.
func (n *Node) Attr(name string) string {
	value, _ := n.HasAttr(name)
	return value
}

// HasAttr is Attr that tells an empty attribute from none.
func (n *Node) HasAttr(name string) (string, bool) {
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// Path says where the node stands: "/Invoice/cac:InvoiceLine[2]/cbc:ID".
func (n *Node) Path() string {
	if n == nil {
		return "/"
	}
	step := "/" + n.Tag
	if n.Parent == nil {
		return step
	}
	if !n.alone {
		step += "[" + strconv.Itoa(n.place) + "]"
	}
	return n.Parent.Path() + step
}

// Nth is the 1-based place of the node among its siblings of the same name.
func (n *Node) Nth() int { return n.place }

// Named gives all elements below a root by their name, in the order of the
// document.
func (n *Node) Named(name string) []*Node { return n.named[name] }

// Index lets Named know the names of all elements below a root. Tree has done
// so; it is to be done again when names were changed.
func (n *Node) Index() {
	n.named = map[string][]*Node{}
	for _, c := range n.Children {
		c.Walk(func(below *Node) { n.named[below.Name] = append(n.named[below.Name], below) })
	}
}

// Walk calls visit for the node and all below it, in the order of the document.
func (n *Node) Walk(visit func(*Node)) {
	visit(n)
	for _, c := range n.Children {
		c.Walk(visit)
	}
}
