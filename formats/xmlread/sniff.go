// SPDX-License-Identifier: EUPL-1.2

package xmlread

import "bytes"

// Element is the name and the namespace of an element.
type Element struct{ Space, Name string }

// Elements gives the first elements of a file from its first bytes, at most max
// of them, so that a format can be recognised by what a file holds. A head that
// is no XML gives none; it may be cut off anywhere.
func Elements(head []byte, max int) []Element {
	x := New(bytes.NewReader(head), Limits{})
	var found []Element
	for len(found) < max {
		switch x.next() {
		case start:
			found = append(found, Element{x.Space(), x.Name()})
		case stop:
			return found
		}
	}
	return found
}
