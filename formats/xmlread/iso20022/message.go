// SPDX-License-Identifier: EUPL-1.2

package iso20022

import (
	"regexp"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/xmlread"
)

// maxWrap is how deep a message may stand in envelopes (business message,
// transport) around it.
const maxWrap = 4

// Messages looks for messages in the document, through the envelopes around
// them. For each element it calls take, which reads it and gives true when it is
// one; the number found comes back.
func (r Reader) Messages(take func(element string) bool) int { return r.messages(0, take) }

func (r Reader) messages(depth int, take func(element string) bool) (found int) {
	for r.Child(depth) {
		switch {
		case take(r.Name()):
			found++
		case depth < maxWrap:
			found += r.messages(depth+1, take)
		}
	}
	return found
}

var version = regexp.MustCompile(`[a-z]{4}\.\d{3}\.\d{3}\.\d\d`)

// Format gives the message definition, "camt.053.001.02", of the element that
// has just begun from its namespace; of one without a namespace only the family,
// "camt.053". A namespace of another family stops the reading.
// Errors: iso20022.namespace.
func (r Reader) Format(family string) string {
	space := r.Space()
	if space == "" {
		return family
	}
	format := version.FindString(space)
	if !strings.HasPrefix(format, family+".") {
		r.Fail(fault.New("iso20022.namespace", "line", r.Line(), "namespace", Clip(space), "element", r.Name(), "family", family))
	}
	return format
}

// Recognise says whether a file that begins with head holds a message of one of
// the families, by its elements and their namespace.
func Recognise(head []byte, message func(element string) bool, families ...string) bool {
	for _, e := range xmlread.Elements(head, 64) {
		if message(e.Name) {
			return true
		}
		format := version.FindString(e.Space)
		for _, family := range families {
			if strings.HasPrefix(format, family+".") {
				return true
			}
		}
	}
	return false
}
