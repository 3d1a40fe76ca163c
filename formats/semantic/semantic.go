// SPDX-License-Identifier: EUPL-1.2

// Package semantic finds the business terms of EN 16931 in a document. The
// standard names what an invoice holds (BT-1 is its number, BG-25 is a line);
// a syntax says where that stands in its XML (CEN/TS 16931-3-2 for UBL, -3-3
// for CII). With such a table, a Binding, rules and readers speak of terms and
// need not know the syntax. Order of the document is kept, nothing is changed.
//
// It imports formats/xmlread, day and invoice, and the decimals of govalues.
package semantic

import "slices"

// Term is a business term or group of EN 16931: "BT-31", "BG-25". BG-0 is the
// document as a whole. An attribute that belongs to a term has a suffix, as in
// "BT-34-1", the scheme of the seller's electronic address.
type Term string

// At says where a term stands: in which group, and where seen from there.
type At struct {
	In   Term
	Path Path
}

// Binding is the table of a syntax.
type Binding map[Term]At

// View is a document seen by its terms.
type View struct {
	Root    *Node
	Binding Binding
	known   map[Term][]Place
}

// Each gives every place of a term in the document. It is remembered: a View is
// for one goroutine.
func (v *View) Each(t Term) []Place {
	found, known := v.known[t]
	if !known {
		if v.known == nil {
			v.known = map[Term][]Place{}
		}
		found = slices.Clip(v.find(t))
		v.known[t] = found
	}
	return found
}

func (v *View) find(t Term) []Place {
	if t == "BG-0" {
		return []Place{{Node: v.Root}}
	}
	at, bound := v.Binding[t]
	if !bound {
		return nil
	}
	var found []Place
	for _, group := range v.Each(at.In) {
		found = append(found, at.Path.Of(group.Node)...)
	}
	return found
}

// In gives the places of a term in one instance of a group.
func (v *View) In(group *Node, t Term) []Place {
	at, bound := v.Binding[t]
	if !bound {
		return nil
	}
	return at.Path.Of(group)
}

// Value is the first value of a term in the document, "" for none.
func (v *View) Value(t Term) string {
	if found := v.Each(t); len(found) > 0 {
		return found[0].Value()
	}
	return ""
}

// Document is an electronic document and what it calls itself.
type Document struct {
	*View
	Syntax  string // "UBL", "CII" or "ZUGFeRD 1.0"
	Kind    string // "invoice", "creditnote", "order" or "other"
	Profile string // the specification that it says it follows (BT-24)
}
