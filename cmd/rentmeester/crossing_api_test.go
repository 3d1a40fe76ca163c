// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rentmeester/api"
	"rentmeester/text"
)

// roomsOf says what the identifiers under a path of the API are of.
var roomsOf = map[string]string{"documents": "document", "invoices": "invoice", "orders": "order", "projects": "project", "payment-runs": "run", "suppliers": "supplier",
	"bank-lines": "line", "coding-batches": "invoice", "decisions": "decision", "letters": "letter", "quarantine": "finding", "webhooks": "webhook",
	"staff": "worker", "assignments": "assignment", "seats": "seat", "staff-plans": "plan", "seat-decisions": "choice", "absences": "absence", "staff-scenarios": "scenario"}

// sample gives a value that fits a schema of the document.
func sample(document map[string]any, schema any, depth int) any {
	s, _ := schema.(map[string]any)
	for s["$ref"] != nil {
		at := any(document)
		for _, step := range strings.Split(strings.TrimPrefix(s["$ref"].(string), "#/"), "/") {
			at = at.(map[string]any)[step]
		}
		s = at.(map[string]any)
	}
	if examples, _ := s["examples"].([]any); len(examples) > 0 {
		return examples[0]
	}
	if enum, _ := s["enum"].([]any); len(enum) > 0 {
		return enum[0]
	}
	switch s["type"] {
	case "object":
		value := map[string]any{}
		properties, _ := s["properties"].(map[string]any)
		for name, property := range properties {
			if readOnly, _ := property.(map[string]any)["readOnly"].(bool); !readOnly && depth > 0 && name != "$schema" {
				value[name] = sample(document, property, depth-1)
			}
		}
		return value
	case "array":
		return []any{sample(document, s["items"], depth-1)}
	case "integer":
		return 1
	case "number":
		return 1.5
	case "boolean":
		return true
	}
	switch s["format"] {
	case "date":
		return "2026-01-02"
	case "date-time":
		return "2026-01-02T09:00:00Z"
	}
	return "omdat"
}

// TestCrossingTheAPI asks every operation of one administration for what the other
// has, and as the other.
func TestCrossingTheAPI(t *testing.T) {
	body, err := api.OpenAPI(text.NL, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatal(err)
	}
	crossings(t, onOne(), func(c *crossing) {
		paths := document["paths"].(map[string]any)
		for _, path := range slices.Sorted(maps.Keys(paths)) {
			for method, op := range paths[path].(map[string]any) {
				c.crossOperation(document, strings.ToUpper(method), path, op.(map[string]any))
			}
		}
	})
}

func (c *crossing) crossOperation(document map[string]any, method, path string, op map[string]any) {
	sent, media := "", ""
	if request, takes := op["requestBody"].(map[string]any); takes {
		media = "application/json"
		if of, is := request["content"].(map[string]any)[media].(map[string]any); is {
			value, _ := json.Marshal(sample(document, of["schema"], 4))
			sent = string(value)
		}
	}
	own, theirs := []string{api.Base + path}, []string{}
	if before, after, found := strings.Cut(path, "{"); found {
		kind, known := roomsOf[strings.Trim(before, "/")]
		if !known {
			c.t.Fatalf("what is under %s? Say it in roomsOf, so that what a neighbour has there can be asked for", before)
		}
		_, rest, _ := strings.Cut(after, "}")
		own = own[:0]
		mine, other := c.ask(kind)
		for _, id := range mine {
			own = append(own, api.Base+before+id+rest)
		}
		for _, id := range other {
			theirs = append(theirs, api.Base+before+id+rest)
		}
	}
	good := false
	for _, address := range slices.Concat(theirs, own) {
		got := c.same(method, address, media, sent)
		good = good || got.status == http.StatusOK
		if got.status < 300 && slices.Contains(theirs, address) {
			c.t.Errorf("%s %s: %d for what only the neighbour has", method, address, got.status)
		}
		// the token of the neighbour opens nothing here
		own := c.with.token
		c.with.token = c.foreign
		if no := c.with.asks(c.with.programs, method, address, media, sent); no.status != http.StatusUnauthorized {
			c.t.Errorf("%s %s by a token of the neighbour: %d", method, address, no.status)
		}
		c.with.token = own
	}
	if method == http.MethodGet && !good && !mayBeEmpty[op["operationId"].(string)] {
		c.t.Errorf("%s %s: the administration has none of its own to show, so the question says nothing", method, path)
	}
	if method != http.MethodGet {
		return
	}
	parameters, _ := op["parameters"].([]any)
	for _, p := range parameters {
		if p := p.(map[string]any); p["in"] == "query" {
			for _, kind := range []string{"text", "name", "account", "invoice", "supplier", "hash"} {
				c.same(method, own[0]+"?"+p["name"].(string)+"="+url.QueryEscape(c.theirs[kind][0]), "", "")
			}
		}
	}
}

// mayBeEmpty are operations for which the towns have nothing at this moment.
var mayBeEmpty = map[string]bool{"search": true} // it needs words, which it is asked with below
