// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/day"
)

// Setting is one thing that a policy says, for people to look at: where it stands,
// what it says and from which day on.
type Setting struct {
	Path  string  `json:"path"` // autopilot.coding.wrong, rules.Bankkosten
	Value string  `json:"value"`
	From  day.Day `json:"from"`
}

// Outline gives everything that a policy text says, in its order. The text passed
// Parse. What has a name or an id in a list stands under that name.
// Errors: those of Parse.
func Outline(text []byte) (list []Setting, err error) {
	p, err := Parse(text)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Policy []yaml.Node `yaml:"policy"`
	}
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err // Parse read it
	}
	nodes := map[string]*yaml.Node{}
	for i := range doc.Policy {
		if from, _ := valueOf(&doc.Policy[i], "from", 0); from != nil {
			nodes[from.Value] = &doc.Policy[i]
		}
	}
	for _, part := range p.parts {
		if node := nodes[part.From]; node != nil {
			outline("", node, part.from, &list)
		}
	}
	return list, nil
}

// outline walks down to what is said.
func outline(path string, node *yaml.Node, from day.Day, to *[]Setting) {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	switch {
	case node.Kind == yaml.MappingNode && len(node.Content) > 0:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if key := node.Content[i].Value; path != "" || key != "from" {
				outline(below(path, key), node.Content[i+1], from, to)
			}
		}
	case node.Kind == yaml.SequenceNode && len(node.Content) > 0 && node.Content[0].Kind == yaml.MappingNode:
		for i, one := range node.Content {
			name := strconv.Itoa(i + 1)
			for _, key := range []string{"id", "name"} {
				if said, _ := valueOf(one, key, 0); said != nil {
					name = said.Value
					break
				}
			}
			*to = append(*to, Setting{below(path, name), briefly(one), from})
		}
	default:
		*to = append(*to, Setting{path, briefly(node), from})
	}
}

func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// briefly writes what is said on one line.
func briefly(node *yaml.Node) string {
	switch node.Kind {
	case yaml.ScalarNode:
		return strings.Join(strings.Fields(node.Value), " ")
	case yaml.SequenceNode:
		parts := make([]string, 0, len(node.Content))
		for _, one := range node.Content {
			said := briefly(one)
			if one.Kind != yaml.ScalarNode {
				said = "(" + said + ")"
			}
			parts = append(parts, said)
		}
		return strings.Join(parts, ", ")
	case yaml.MappingNode:
		var parts []string
		for i := 0; i+1 < len(node.Content); i += 2 {
			parts = append(parts, node.Content[i].Value+": "+briefly(node.Content[i+1]))
		}
		return strings.Join(parts, "; ")
	}
	return ""
}

// InForce gives of what a policy says that which holds on a day. Before the first
// part that part holds. Steps of approval are said as a whole: a part that names
// them replaces those before.
func InForce(all []Setting, on day.Day) (now []Setting) {
	if len(all) == 0 {
		return nil
	}
	first := all[0].From
	at := map[string]int{}
	stepsOf := day.Day("")
	for _, s := range all {
		if s.From > on && s.From != first {
			continue
		}
		if strings.HasPrefix(s.Path, "approval.steps.") && s.From != stepsOf {
			now = slices.DeleteFunc(now, func(o Setting) bool { return strings.HasPrefix(o.Path, "approval.steps.") })
			stepsOf, at = s.From, places(now)
		}
		if i, said := at[s.Path]; said {
			now[i] = s
			continue
		}
		at[s.Path] = len(now)
		now = append(now, s)
	}
	return slices.DeleteFunc(now, func(s Setting) bool { return strings.Contains("; "+s.Value+";", "; ends: true;") })
}

func places(list []Setting) map[string]int {
	at := map[string]int{}
	for i, s := range list {
		at[s.Path] = i
	}
	return at
}

// Coming gives of what a policy says that which begins after a day.
func Coming(all []Setting, after day.Day) (later []Setting) {
	for _, s := range all {
		if s.From > after && s.From != all[0].From {
			later = append(later, s)
		}
	}
	return later
}

// Change is a difference between two policies in one setting from a day on: Was is
// "" for what is new, Is for what is gone.
type Change struct {
	Path string  `json:"path"`
	From day.Day `json:"from"`
	Was  string  `json:"was"`
	Is   string  `json:"is"`
}

// Difference gives what one policy says otherwise than another, by day and then in
// the order of the texts.
func Difference(before, after []Setting) (list []Change) {
	type key struct {
		path string
		from day.Day
	}
	was, is := map[key]string{}, map[key]string{}
	for _, s := range before {
		was[key{s.Path, s.From}] = s.Value
	}
	for _, s := range after {
		is[key{s.Path, s.From}] = s.Value
		if old, known := was[key{s.Path, s.From}]; !known || old != s.Value {
			list = append(list, Change{s.Path, s.From, old, s.Value})
		}
	}
	for _, s := range before {
		if _, still := is[key{s.Path, s.From}]; !still {
			list = append(list, Change{s.Path, s.From, s.Value, ""})
		}
	}
	slices.SortStableFunc(list, func(x, y Change) int { return strings.Compare(string(x.From), string(y.From)) })
	return list
}
