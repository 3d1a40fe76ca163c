// SPDX-License-Identifier: EUPL-1.2

package semantic

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"rentmeester/formats/xmlread"
)

// Node is an element of the document.
type Node = xmlread.Node

// Path says where something stands, seen from an element. It is written like
// "Party/PartyTaxScheme[TaxScheme/ID~VAT]/CompanyID/@schemeID":
//
//	a/b        the elements b in the elements a, by their name without prefix
//	..  .  *   the parent, the element itself, any child of the standard
//	*a  ?      the elements whose name ends in a, any child of any standard
//	@a         an attribute, as the last step
//	/a  //a    seen from the root element, anywhere below the root
//	x|y        what x and y give
//	[p]  [!p]  only where p is there, is not there
//	[p=v,w]    only where p has one of the values, white space normalised;
//	[p!=v]     where it has another; [p~v] without regard to capitals
//
// It is compiled once and kept.
type Path string

// Place is what a path gives: an element, or one of its attributes.
type Place struct {
	*Node
	attr string
}

// Value is the value with its white space normalised.
func (p Place) Value() string {
	if p.attr == "" {
		return p.Node.Value()
	}
	return strings.Join(strings.Fields(p.Node.Attr(p.attr)), " ")
}

// Raw is the value as it stands.
func (p Place) Raw() string {
	if p.attr == "" {
		return p.Node.Text
	}
	return p.Node.Attr(p.attr)
}

// Label is what a person calls the place: "cbc:ID", "@schemeID".
func (p Place) Label() string {
	if p.attr == "" {
		return p.Tag
	}
	return "@" + p.attr
}

// Path says where the value stands.
func (p Place) Path() string {
	if p.attr == "" {
		return p.Node.Path()
	}
	return p.Node.Path() + "/@" + p.attr
}

// Of gives the places that the path leads to, in the order of the document.
func (p Path) Of(n *Node) []Place {
	if n == nil {
		return nil
	}
	var found []Place
	for _, way := range p.compiled() {
		found = append(found, way.of(n)...)
	}
	return found
}

// Nodes is Of for a path without an attribute.
func (p Path) Nodes(n *Node) []*Node {
	places := p.Of(n)
	nodes := make([]*Node, len(places))
	for i, place := range places {
		nodes[i] = place.Node
	}
	return nodes
}

// Exists says whether the path leads anywhere.
func (p Path) Exists(n *Node) bool { return len(p.Of(n)) > 0 }

// Value is the first value, "" for none.
func (p Path) Value(n *Node) string {
	if found := p.Of(n); len(found) > 0 {
		return found[0].Value()
	}
	return ""
}

// Check says whether the path is well written; a test asks it of every table.
func (p Path) Check() error {
	_, err := parse(string(p))
	return err
}

var (
	pathsMu sync.RWMutex
	paths   = map[Path][]way{}
)

func (p Path) compiled() []way {
	pathsMu.RLock()
	ways, known := paths[p]
	pathsMu.RUnlock()
	if known {
		return ways
	}
	ways, err := parse(string(p))
	if err != nil {
		panic(err) // a mistake in a table of the program: its test finds it
	}
	pathsMu.Lock()
	paths[p] = ways
	pathsMu.Unlock()
	return ways
}

// way is one of the alternatives of a path.
type way struct {
	from  origin
	steps []step
}

type origin byte

const (
	here origin = iota
	top
	anywhere
)

type step struct {
	name  string // an element's name, ".", "..", "*" or "@attribute"
	tests []test
}

// test is what stands in brackets.
type test struct {
	path   []way
	not    bool
	op     string // "", "=", "!=", "~"
	values []string
}

func (w way) of(n *Node) []Place {
	at := []Place{{Node: n}}
	if w.from != here {
		for at[0].Parent != nil {
			at[0].Node = at[0].Parent
		}
	}
	for i, s := range w.steps {
		var next []Place
		for _, place := range at {
			switch {
			case i == 0 && w.from == anywhere && s.plain():
				for _, named := range place.Named(s.name) {
					next = s.keep(Place{Node: named}, next)
				}
			case i == 0 && w.from == anywhere:
				place.Walk(func(n *Node) { next = s.take(n, next) })
			default:
				next = s.take(place.Node, next)
			}
		}
		at = next
	}
	return at
}

// take adds the places that one step from n leads to.
func (s step) take(n *Node, to []Place) []Place {
	switch {
	case s.name == ".":
		return s.keep(Place{Node: n}, to)
	case s.name == "..":
		if n.Parent != nil && !slices.ContainsFunc(to, func(p Place) bool { return p.Node == n.Parent }) {
			return s.keep(Place{Node: n.Parent}, to)
		}
	case s.name[0] == '@':
		if _, has := n.HasAttr(s.name[1:]); has {
			return s.keep(Place{n, s.name[1:]}, to)
		}
	default:
		for _, child := range n.Children {
			if s.names(child.Name) {
				to = s.keep(Place{Node: child}, to)
			}
		}
	}
	return to
}

// plain says whether the step is an element's name.
func (s step) plain() bool { return !strings.ContainsAny(s.name[:1], ".*?@") }

// names says whether the step takes an element of this name.
func (s step) names(name string) bool {
	if s.name[0] == '*' && len(s.name) > 1 {
		return strings.HasSuffix(name, s.name[1:]) && name[0] != '?'
	}
	return s.name == name || s.name == "?" || s.name == "*" && name[0] != '?'
}

func (s step) keep(p Place, to []Place) []Place {
	for _, t := range s.tests {
		if !t.holds(p) {
			return to
		}
	}
	return append(to, p)
}

func (t test) holds(at Place) bool {
	found := false
	for _, w := range t.path {
		places := w.of(at.Node)
		if len(w.steps) == 1 && w.steps[0].name == "." {
			places = []Place{at}
		}
		found = found || slices.ContainsFunc(places, t.matches)
	}
	return found != t.not
}

func (t test) matches(p Place) bool {
	value := p.Value()
	switch t.op {
	case "=":
		return slices.Contains(t.values, value)
	case "!=":
		return !slices.Contains(t.values, value)
	case "~":
		return slices.Contains(t.values, strings.ToUpper(value))
	}
	return true
}

func parse(s string) ([]way, error) {
	var ways []way
	for _, part := range split(s, '|') {
		w := way{}
		switch {
		case strings.HasPrefix(part, "//"):
			w.from, part = anywhere, part[2:]
		case strings.HasPrefix(part, "/"):
			w.from, part = top, part[1:]
		}
		if w.from == top && (part == "" || part[0] == '[') {
			part = "." + part
		}
		for _, raw := range split(part, '/') {
			one, err := parseStep(raw)
			if err != nil {
				return nil, fmt.Errorf("path %q: %w", s, err)
			}
			w.steps = append(w.steps, one)
		}
		ways = append(ways, w)
	}
	return ways, nil
}

// split cuts at a sign outside brackets.
func split(s string, at byte) []string {
	var parts []string
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth--
		case at:
			if depth == 0 {
				parts, from = append(parts, s[from:i]), i+1
			}
		}
	}
	return append(parts, s[from:])
}

func parseStep(s string) (step, error) {
	name, _, _ := strings.Cut(s, "[")
	one := step{name: name}
	if name == "" || strings.ContainsAny(name, " ]='\"") {
		return one, fmt.Errorf("no name in %q", s)
	}
	for rest := s[len(name):]; rest != ""; {
		end := closing(rest)
		if rest[0] != '[' || end < 0 {
			return one, fmt.Errorf("brackets in %q", s)
		}
		t, err := parseTest(rest[1:end])
		if err != nil {
			return one, err
		}
		one.tests, rest = append(one.tests, t), rest[end+1:]
	}
	return one, nil
}

func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func parseTest(s string) (t test, err error) {
	s, t.not = strings.CutPrefix(s, "!")
	left := s
	for _, op := range []string{"!=", "=", "~"} {
		if i := operator(s, op); i >= 0 {
			left, t.op, t.values = s[:i], op, strings.Split(s[i+len(op):], ",")
			break
		}
	}
	t.path, err = parse(left)
	return t, err
}

// operator finds an operator outside brackets, -1 for none.
func operator(s, op string) int {
	depth := 0
	for i := range len(s) {
		switch {
		case s[i] == '[':
			depth++
		case s[i] == ']':
			depth--
		case depth == 0 && strings.HasPrefix(s[i:], op):
			return i
		}
	}
	return -1
}
