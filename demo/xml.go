// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"strings"

	"rentmeester/money"
)

// elements writes XML elements; errors stay in the buffer until the file is closed.
type elements struct{ *output }

func (x elements) raw(parts ...string) {
	for _, s := range parts {
		x.WriteString(s) //nolint:errcheck // Flush gives it
	}
}

// in writes an element around what body writes. A name may be a path, A/B/C.
func (x elements) in(path string, body func()) {
	tags := strings.Split(path, "/")
	for _, tag := range tags {
		x.raw("<", tag, ">")
	}
	body()
	for n := len(tags) - 1; n >= 0; n-- {
		x.raw("</", tags[n], ">")
	}
	x.raw("\n")
}

// text writes an element with text, and nothing for "".
func (x elements) text(path, value string) {
	if value == "" {
		return
	}
	x.in(path, func() { x.raw(escape(value)) })
}

// amount writes an unsigned amount in euros.
func (x elements) amount(tag string, amount money.Cents) {
	x.raw("<", tag, ` Ccy="EUR">`, amount.Abs().String(), "</", tag, ">\n")
}

// side writes the direction of a signed amount.
func (x elements) side(amount money.Cents) {
	if amount < 0 {
		x.text("CdtDbtInd", "DBIT")
		return
	}
	x.text("CdtDbtInd", "CRDT")
}

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escape(s string) string {
	if !strings.ContainsAny(s, "&<>") {
		return s
	}
	return entities.Replace(s)
}
