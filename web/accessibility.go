// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"rentmeester/day"
)

// stated is the day on which the statement on accessibility was drawn up: its
// sentences, with what is known not to be right yet.
const stated day.Day = "2026-11-26"

type accessibilityBody struct {
	Name, Contact string
	Stated        day.Day
}

// helps are the pages that help the reader, for everybody who may come in.
func (p *pages) helps() map[string]handler {
	return map[string]handler{
		"GET /glossary":      p.glossary,
		"GET /accessibility": p.accessibility,
	}
}

// accessibility is the statement that the law asks for.
func (p *pages) accessibility(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, page{Name: "accessibility", Title: "web.accessibility.title",
		Body: accessibilityBody{p.options.Administration, p.options.AccessibilityContact, stated}})
}
