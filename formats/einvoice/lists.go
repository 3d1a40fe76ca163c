// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed lists/*.txt
var lists embed.FS

// lines gives the lines of a list that say something.
func lines(name string) []string {
	raw, err := lists.ReadFile("lists/" + name)
	if err != nil {
		panic(err) // the lists are part of the program
	}
	var kept []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			kept = append(kept, line)
		}
	}
	return kept
}

type codes struct {
	source string
	known  map[string]bool
}

var allCodes = sync.OnceValue(func() map[string]*codes {
	named, now := map[string]*codes{}, (*codes)(nil)
	for _, line := range lines("codes.txt") {
		if name, source, heading := strings.Cut(line, ": "); heading {
			now = &codes{source, map[string]bool{}}
			named[name] = now
			continue
		}
		for _, code := range strings.Fields(line) {
			now.known[code] = true
		}
	}
	return named
})

func codeList(name string) map[string]bool { return mustCodes(name).known }

// codeSource says which list it is, without the remarks behind its name.
func codeSource(name string) string {
	short, _, _ := strings.Cut(mustCodes(name).source, ",")
	return short
}

func mustCodes(name string) *codes {
	list := allCodes()[name]
	if list == nil {
		panic("einvoice: no code list " + name) // a mistake in a table
	}
	return list
}

// structure makes the rules of a list of elements that have no place in a
// document, or only one.
func structure(name string) []rule {
	var rules []rule
	at := path("/")
	for _, line := range lines(name) {
		fields := strings.Fields(line)
		if fields[0] == "at" {
			at = path(fields[1])
			continue
		}
		if len(fields) != 4 {
			panic(fmt.Sprintf("einvoice: %s: %q", name, line))
		}
		rules = append(rules, structural(fields[0], Severity(fields[1]), at, fields[2], path(fields[3])))
	}
	return rules
}

func structural(id string, level Severity, at path, what string, p path) rule {
	switch what {
	case "no":
		return rule{id, level, inside(at, p), never, sentence("superfluous")}
	case "max":
		return rule{id, level, along(at), upTo(1, p), sentence("more-than-one", "element", written(p))}
	case "one":
		return rule{id, level, along(at), func(_ *doc, at place) broken { return when(len(p.Of(at.Node)) == 1) },
			sentence("not-one", "element", written(p))}
	}
	return required(id, level, at, what, p)
}

// required makes the rules of a list of what a document must hold.
func required(id string, level Severity, at path, what string, p path) rule {
	switch what {
	case "need":
		return rule{id, level, along(at), there(p), lacks(p)}
	case "only":
		return rule{id, level, strangers(at, strings.Split(string(p), ",")), never, sentence("superfluous")}
	case "code":
		list, value, _ := strings.Cut(string(p), ":")
		return rule{id, level, inside(at, path(value)), oneOf(list), unknownCode(list)}
	}
	panic("einvoice: " + id + ": " + what)
}

// strangers looks at the children of at that have none of the names.
func strangers(at path, names []string) where {
	return func(d *doc) []place {
		var found []place
		for _, from := range at.Of(d.Root) {
			for _, child := range from.Children {
				if !slices.Contains(names, child.Name) {
					found = append(found, place{Node: child})
				}
			}
		}
		return found
	}
}

// inside looks at every place that p leads to from the places of at.
func inside(at, p path) where {
	return func(d *doc) []place {
		var found []place
		for _, from := range at.Of(d.Root) {
			found = append(found, p.Of(from.Node)...)
		}
		return found
	}
}
