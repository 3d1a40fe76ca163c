// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy/rules"
)

// AddRules gives the policy text with rules added from a day on, in the part that
// begins on that day or in a new part. Nothing else of the text changes: its
// comments and the order of things stay. The rules are written as rules.Parse
// takes them, comments included. The outcome passed Check.
// Errors: those of Check, rules.Parse; policy.rules-place where the text is
// written so that a person must add them.
func AddRules(text []byte, from day.Day, added []byte) ([]byte, error) {
	before, err := Parse(text)
	if err != nil {
		return nil, err
	}
	fresh, err := rules.Parse(added)
	if err != nil {
		return nil, err
	}
	block, err := listLines(string(added))
	if err != nil {
		return nil, err
	}
	at, opening, indent, err := placeFor(text, from)
	if err != nil {
		return nil, err
	}
	made := insert(string(text), at, opening, indent, block)
	after, err := Check([]byte(made))
	if err != nil {
		return nil, err
	}
	same, err := saysTheSame(text, []byte(made))
	if err != nil {
		return nil, err
	}
	if !same || !addedOnly(before, after, from, fresh) {
		return nil, fault.New("policy.rules-place", "from", from)
	}
	return []byte(made), nil
}

// listLines gives rules as the lines of a list that stands at the margin.
func listLines(text string) ([]string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return nil, fault.New("rules.yaml", "error", plain(err))
	}
	node := doc.Content[0]
	if node.Kind == yaml.MappingNode && len(node.Content) == 2 && node.Content[0].Value == "rules" {
		node = node.Content[1]
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \t\n"), "\n")
	if node.Style&yaml.FlowStyle != 0 || node.Line > len(lines) {
		list, err := rules.Parse([]byte(text))
		return strings.Split(strings.TrimRight(rules.Text(list...), "\n"), "\n"), err
	}
	first := node.Line - 1
	for first > 0 && strings.HasPrefix(strings.TrimSpace(lines[first-1]), "#") { // comments above the first rule
		first--
	}
	lead, margin := "", strings.Repeat(" ", node.Column-1)
	if node.Kind == yaml.MappingNode {
		lead = "- "
	}
	out := make([]string, 0, len(lines)-first)
	for n, line := range lines[first:] {
		line = strings.TrimPrefix(line, margin)
		switch {
		case strings.TrimSpace(line) == "":
			line = ""
		case lead != "" && first+n == node.Line-1:
			line = lead + line
		case lead != "" && first+n >= node.Line:
			line = "  " + line
		}
		out = append(out, line)
	}
	return out, nil
}

// placeFor says before which line of the text (0-based) the rules go, what must
// stand above them, and how far they are indented.
func placeFor(text []byte, from day.Day) (at int, opening []string, indent int, err error) {
	refused := fault.New("policy.rules-place", "from", from)
	var doc yaml.Node
	if yaml.Unmarshal(text, &doc) != nil || len(doc.Content) == 0 {
		return 0, nil, 0, refused
	}
	lines := len(strings.Split(strings.TrimRight(string(text), "\n"), "\n"))
	parts, end := valueOf(doc.Content[0], "policy", lines+1)
	if parts == nil || parts.Kind != yaml.SequenceNode || parts.Style&yaml.FlowStyle != 0 {
		return 0, nil, 0, refused
	}
	margin := strings.Repeat(" ", parts.Column-1)
	for i, part := range parts.Content {
		if said, _ := valueOf(part, "from", 0); said == nil || said.Value != string(from) {
			continue
		}
		if i+1 < len(parts.Content) {
			end = parts.Content[i+1].Line
		}
		key := strings.Repeat(" ", part.Column-1)
		list, behind := valueOf(part, "rules", end)
		switch {
		case part.Style&yaml.FlowStyle != 0 || list != nil && (list.Kind != yaml.SequenceNode || list.Style&yaml.FlowStyle != 0):
			return 0, nil, 0, refused
		case list != nil:
			return behind - 1, nil, list.Column - 1, nil
		}
		return end - 1, []string{"", key + "rules:"}, part.Column + 1, nil
	}
	return end - 1, []string{"", margin + "- from: " + string(from), margin + "  rules:"}, parts.Column + 3, nil
}

// valueOf gives the value of a key, and the line where what follows it begins.
func valueOf(node *yaml.Node, key string, end int) (value *yaml.Node, behind int) {
	if node.Kind != yaml.MappingNode {
		return nil, end
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value != key {
			continue
		}
		if i+2 < len(node.Content) {
			end = node.Content[i+2].Line
		}
		return node.Content[i+1], end
	}
	return nil, end
}

// insert puts the block before a line; comments and empty lines directly above
// that line belong to it and stay there.
func insert(text string, at int, opening []string, indent int, block []string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	at = min(at, len(lines))
	for at < len(lines) && at > 0 {
		above := strings.TrimSpace(lines[at-1])
		if above != "" && !strings.HasPrefix(above, "#") {
			break
		}
		at--
	}
	fresh := slices.Clone(opening)
	for _, line := range block {
		if line != "" {
			line = strings.Repeat(" ", indent) + line
		}
		fresh = append(fresh, line)
	}
	return strings.Join(slices.Insert(lines, at, fresh...), "\n") + "\n"
}

// addedOnly says whether the rules came into the part that begins on a day, and
// nothing else changed in any list of rules.
func addedOnly(before, after Policy, from day.Day, fresh []rules.Rule) bool {
	old := map[day.Day][]rules.Rule{from: nil}
	for _, p := range before.parts {
		old[p.from] = p.Rules
	}
	old[from] = append(slices.Clone(old[from]), fresh...)
	for _, p := range after.parts {
		want, known := old[p.from]
		if !known || rules.Text(p.Rules...) != rules.Text(want...) {
			return false
		}
	}
	return len(after.parts) == len(old)
}

// saysTheSame says whether two texts differ in rules alone: who may add a rule gives
// nobody a right by it, however the text is written.
func saysTheSame(before, after []byte) (bool, error) {
	var others [2][]Setting
	for i, text := range [][]byte{before, after} {
		all, err := Outline(text)
		if err != nil {
			return false, err
		}
		others[i] = slices.DeleteFunc(all, func(s Setting) bool { return s.Path == "rules" || strings.HasPrefix(s.Path, "rules.") })
	}
	return slices.Equal(others[0], others[1]), nil
}
