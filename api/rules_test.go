// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"rentmeester/text"
)

// tree is a piece of a document.
type tree = map[string]any

// documents are all that is published, by what they are.
func documents(t *testing.T) map[string]tree {
	t.Helper()
	all := map[string]tree{}
	for _, lang := range []text.Lang{text.NL, text.EN} {
		for form, make := range map[string]func(text.Lang, Options) ([]byte, error){"3.1": OpenAPI, "3.0": OpenAPI30} {
			body, err := make(lang, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var document tree
			if err := json.Unmarshal(body, &document); err != nil {
				t.Fatal(err)
			}
			all[form+" "+string(lang)] = document
		}
	}
	return all
}

// at walks down a document.
func at(document any, path ...string) any {
	for _, step := range path {
		document = document.(tree)[step]
		if document == nil {
			return nil
		}
	}
	return document
}

func sub(document any, path ...string) tree {
	found, _ := at(document, path...).(tree)
	return found
}

// each visits every object in a document, with its place.
func each(place string, document any, visit func(place string, object tree)) {
	switch part := document.(type) {
	case tree:
		visit(place, part)
		for name, deeper := range part {
			each(place+"/"+name, deeper, visit)
		}
	case []any:
		for i, deeper := range part {
			each(fmt.Sprintf("%s/%d", place, i), deeper, visit)
		}
	}
}

// operations visits every operation.
func operations(document tree, visit func(path, method string, op tree)) {
	for path, item := range sub(document, "paths") {
		for method, op := range item.(tree) {
			visit(path, method, op.(tree))
		}
	}
}

// resolve follows a reference.
func resolve(document tree, schema any) tree {
	s, _ := schema.(tree)
	for s["$ref"] != nil {
		s = sub(document, strings.Split(strings.TrimPrefix(s["$ref"].(string), "#/"), "/")...)
	}
	return s
}

var (
	kebab    = regexp.MustCompile(`^(/([a-z0-9-]+|{[^}]+}))+$`)
	camel    = regexp.MustCompile(`^[a-z][a-z\d]*([A-Z][a-z\d]*)*$`)
	pascal   = regexp.MustCompile(`^([A-Z][a-z0-9]*)+$`)
	semver   = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	dateName = regexp.MustCompile(`^(date|datum)$|\w+D(ate|atum)|_[dD](ate|atum)`)
	place    = regexp.MustCompile(`{([^}]+)}`)
)

// The NL GOV API Design Rules, as far as they can be seen in the document.
func TestAPIDesignRules(t *testing.T) {
	for name, document := range documents(t) {
		t.Run(name, func(t *testing.T) {
			t.Run("about", func(t *testing.T) { aboutRules(t, document) })
			operations(document, func(path, method string, op tree) {
				t.Run(method+" "+path, func(t *testing.T) { operationRules(t, document, path, method, op) })
			})
			t.Run("schemas", func(t *testing.T) { schemaRules(t, document) })
		})
	}
}

func aboutRules(t *testing.T, document tree) {
	if said := document["openapi"].(string); !strings.HasPrefix(said, "3.") {
		t.Errorf("openapi %s", said)
	}
	if said := at(document, "info", "version").(string); !semver.MatchString(said) || !strings.HasPrefix(Base, "/api/v"+said[:1]) {
		t.Errorf("version %s under %s", said, Base)
	}
	for _, field := range []string{"name", "email", "url"} {
		if at(document, "info", "contact", field) == nil {
			t.Errorf("info.contact has no %s", field)
		}
	}
	servers := document["servers"].([]any)
	for _, server := range servers {
		if url := server.(tree)["url"].(string); !strings.Contains(url, "/v1") || strings.HasPrefix(url, "http://") || strings.HasSuffix(url, "/") {
			t.Errorf("server %s", url)
		}
	}
	tags := map[string]bool{}
	for _, tag := range document["tags"].([]any) {
		if name := tag.(tree)["name"].(string); tags[name] {
			t.Errorf("tag %s twice", name)
		} else {
			tags[name] = true
		}
	}
	operations(document, func(path, method string, op tree) {
		for _, tag := range op["tags"].([]any) {
			if !tags[tag.(string)] {
				t.Errorf("%s %s: tag %s is not described", method, path, tag)
			}
		}
	})
}

func operationRules(t *testing.T, document tree, path, method string, op tree) {
	if !kebab.MatchString(path) {
		t.Error("the path is not kebab-case, or ends in a slash")
	}
	if !slices.Contains([]string{"get", "post", "put", "patch", "delete"}, method) {
		t.Error("no standard method")
	}
	var inPath []string
	parameters, _ := op["parameters"].([]any)
	for _, p := range parameters {
		p := p.(tree)
		switch name := p["name"].(string); p["in"] {
		case "query":
			if !camel.MatchString(name) {
				t.Errorf("query key %s is not camelCase", name)
			}
		case "path":
			inPath = append(inPath, name)
		}
	}
	for _, found := range place.FindAllStringSubmatch(path, -1) {
		if !slices.Contains(inPath, found[1]) {
			t.Errorf("%s is not among the parameters", found[1])
		}
	}
	responses := sub(op, "responses")
	if (len(parameters) > 0 || method != "get") && responses["400"] == nil {
		t.Error("no answer 400, though there is input")
	}
	keyed := slices.ContainsFunc(parameters, func(p any) bool { return p.(tree)["name"] == keyHeader })
	if (responses["422"] != nil) != keyed {
		t.Error("wrong input is answered by 400, and a key of another request by 422")
	}
	for status, response := range responses {
		if at(response, "headers", "API-Version") == nil {
			t.Errorf("answer %s has no API-Version", status)
		}
		if status[0] != '4' && status[0] != '5' {
			continue
		}
		schema := resolve(document, at(response, "content", "application/problem+json", "schema"))
		for _, field := range []string{"status", "title", "detail"} {
			if at(schema, "properties", field) == nil {
				t.Errorf("answer %s is no problem: it has no %s", status, field)
			}
		}
	}
}

func schemaRules(t *testing.T, document tree) {
	for name := range sub(document, "components", "schemas") {
		if !pascal.MatchString(name) {
			t.Errorf("schema %s is not UpperCamelCase", name)
		}
	}
	older := strings.HasPrefix(document["openapi"].(string), "3.0")
	each("", document, func(where string, object tree) {
		if ref, ok := object["$ref"].(string); ok && resolve(document, object) == nil {
			t.Errorf("%s: %s leads nowhere", where, ref)
		}
		if older && (object["contentMediaType"] != nil || object["examples"] != nil && object["type"] != nil) {
			t.Errorf("%s: a word of OpenAPI 3.1", where)
		}
		properties, _ := object["properties"].(tree)
		for name, schema := range properties {
			s, _ := schema.(tree)
			format, _ := s["format"].(string)
			if !camel.MatchString(name) && name != "_links" {
				t.Errorf("%s: property %s is not camelCase", where, name)
			}
			if dateName.MatchString(name) && format != "date" {
				t.Errorf("%s: %s is a day and must be of format date", where, name)
			}
			if format == "time" || format == "date-time-local" {
				t.Errorf("%s: %s has format %s", where, name, format)
			}
		}
	})
}

func TestOperationsSayWhatTheyAre(t *testing.T) {
	for name, document := range documents(t) {
		seen := map[string]bool{}
		operations(document, func(path, method string, op tree) {
			id, summary := op["operationId"].(string), op["summary"].(string)
			if seen[id] {
				t.Errorf("%s: %s twice", name, id)
			}
			seen[id] = true
			if strings.HasPrefix(summary, "api.") {
				t.Errorf("%s: %s has no sentence", name, id)
			}
			for status, response := range sub(op, "responses") {
				if said := at(response, "description").(string); said == "" {
					t.Errorf("%s: %s %s is not described", name, id, status)
				}
			}
		})
	}
}

// What programs rely on: a change of it is seen here, and needs a thought about
// the version. Run with UPDATE=1 to write it anew.
func TestShapeOfTheDocument(t *testing.T) {
	document := documents(t)["3.1 nl"]
	var lines []string
	operations(document, func(path, method string, op tree) {
		var parameters, statuses []string
		list, _ := op["parameters"].([]any)
		for _, p := range list {
			parameters = append(parameters, p.(tree)["name"].(string))
		}
		for status := range sub(op, "responses") {
			statuses = append(statuses, status)
		}
		sort.Strings(parameters)
		sort.Strings(statuses)
		lines = append(lines, fmt.Sprintf("%s %s  %s (%s) %s", path, strings.ToUpper(method), op["operationId"], strings.Join(parameters, ", "), strings.Join(statuses, " ")))
	})
	for name, schema := range sub(document, "components", "schemas") {
		var fields []string
		for field := range sub(schema, "properties") {
			fields = append(fields, field)
		}
		sort.Strings(fields)
		lines = append(lines, fmt.Sprintf("= %s: %s", name, strings.Join(fields, ", ")))
	}
	sort.Strings(lines)
	got := strings.Join(lines, "\n") + "\n"
	const golden = "testdata/shape.txt"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	for _, line := range lines {
		if !strings.Contains(string(want), line+"\n") {
			t.Errorf("new or changed: %s", line)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(string(want)), "\n") {
		if !slices.Contains(lines, line) {
			t.Errorf("gone or changed: %s", line)
		}
	}
}
