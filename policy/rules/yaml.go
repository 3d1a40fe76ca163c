// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"bytes"
	"errors"
	"slices"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/fault"
)

// maxFile bounds the text of rules that Parse takes, in bytes.
const maxFile = 1 << 18

// Parse reads rules on their own, as a person writes or Suggest gives them: a
// list, or one rule, with or without "rules:" above it. They are not compiled.
// Errors: rules.yaml, rules.key.
func Parse(text []byte) ([]Rule, error) {
	if len(text) > maxFile {
		return nil, fault.New("rules.yaml", "error", "> 256 kB")
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, fault.New("rules.yaml", "error", plain(err))
	}
	if len(doc.Content) == 0 {
		return nil, fault.New("rules.yaml", "error", "–")
	}
	node := doc.Content[0]
	if node.Kind == yaml.MappingNode && len(node.Content) == 2 && node.Content[0].Value == "rules" {
		node = node.Content[1]
	}
	var list []Rule
	if node.Kind == yaml.MappingNode {
		list = make([]Rule, 1)
		return list, readFault(list[0].UnmarshalYAML(node))
	}
	if err := node.Decode(&list); err != nil {
		return nil, readFault(err)
	}
	if len(list) == 0 {
		return nil, fault.New("rules.yaml", "error", "–")
	}
	return list, nil
}

// readFault makes a fault of what the YAML reader says.
func readFault(err error) error {
	var f *fault.Error
	if err == nil || errors.As(err, &f) {
		return err
	}
	return fault.New("rules.yaml", "error", plain(err))
}

func plain(err error) string {
	return strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\n", " "), "yaml: ")
}

// UnmarshalYAML reads a rule and remembers where it stands. What it does not know
// it refuses. Errors: rules.key.
func (r *Rule) UnmarshalYAML(node *yaml.Node) error {
	r.at.line = node.Line
	return pairs(node, func(key string, value *yaml.Node) (bool, error) {
		switch key {
		case "name":
			return scalar(value, &r.Name), nil
		case "when":
			r.at = placeOf(value)
			return scalar(value, &r.When), nil
		case "certain":
			return yesNo(value, &r.Certain), nil
		case "ends":
			return yesNo(value, &r.Ends), nil
		case "book":
			if value.Kind != yaml.SequenceNode {
				return false, nil
			}
			for _, one := range value.Content {
				var p Portion
				if err := p.read(one); err != nil {
					return true, err
				}
				r.Book = append(r.Book, p)
			}
			return true, nil
		}
		return false, nil
	})
}

func (p *Portion) read(node *yaml.Node) error {
	return pairs(node, func(key string, value *yaml.Node) (bool, error) {
		switch key {
		case "account":
			return scalar(value, &p.Account), nil
		case "share":
			return scalar(value, &p.Share), nil
		case "dimensions":
			p.Dimensions = map[string]string{}
			return true, pairs(value, func(name string, value *yaml.Node) (bool, error) {
				var text string
				ok := scalar(value, &text)
				p.Dimensions[name] = text
				return ok, nil
			})
		}
		return false, nil
	})
}

// pairs hands over each key of a mapping; what is not taken is refused with its
// line. Errors: rules.key and what take returns.
func pairs(node *yaml.Node, take func(key string, value *yaml.Node) (bool, error)) error {
	if node.Kind != yaml.MappingNode {
		return fault.New("rules.key", "line", node.Line, "key", strings.TrimSpace(clip(node.Value, 40)))
	}
	var seen []string
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		taken := !slices.Contains(seen, key.Value)
		if taken {
			var err error
			if taken, err = take(key.Value, value); err != nil {
				return err
			}
		}
		if !taken {
			return fault.New("rules.key", "line", key.Line, "key", clip(key.Value, 40))
		}
		seen = append(seen, key.Value)
	}
	return nil
}

// scalar takes a value as it is written: 0.10 stays 0.10.
func scalar(node *yaml.Node, target *string) bool {
	*target = node.Value
	return node.Kind == yaml.ScalarNode && node.Tag != "!!null"
}

func yesNo(node *yaml.Node, target *bool) bool {
	*target = node.Value == "true"
	return node.Kind == yaml.ScalarNode && (node.Value == "true" || node.Value == "false")
}

// placeOf says where the text of a value begins, as far as YAML tells.
func placeOf(node *yaml.Node) place {
	switch node.Style {
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return place{line: node.Line + 1}
	case yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle:
		return place{line: node.Line, column: node.Column + 1}
	}
	return place{line: node.Line, column: node.Column}
}

// Text writes rules as they stand in a policy, as a list.
func Text(list ...Rule) string {
	all := &yaml.Node{Kind: yaml.SequenceNode}
	for _, r := range list {
		all.Content = append(all.Content, r.node())
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(all); err != nil { // plain nodes in memory always encode
		return ""
	}
	return out.String()
}

func (r Rule) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	add(n, "name", r.Name, 0)
	if r.Ends {
		add(n, "ends", "true", 0)
		return n
	}
	add(n, "when", r.When, yaml.LiteralStyle)
	book := &yaml.Node{Kind: yaml.SequenceNode}
	for _, p := range r.Book {
		one := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
		add(one, "account", p.Account, yaml.DoubleQuotedStyle)
		if p.Share != "" {
			add(one, "share", p.Share, yaml.DoubleQuotedStyle)
		}
		if len(p.Dimensions) > 0 {
			names := make([]string, 0, len(p.Dimensions))
			for name := range p.Dimensions {
				names = append(names, name)
			}
			sort.Strings(names)
			inner := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
			for _, name := range names {
				add(inner, name, p.Dimensions[name], yaml.DoubleQuotedStyle)
			}
			one.Content = append(one.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "dimensions"}, inner)
		}
		book.Content = append(book.Content, one)
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "book"}, book)
	if r.Certain {
		add(n, "certain", "true", 0)
	}
	return n
}

func add(n *yaml.Node, key, value string, style yaml.Style) {
	text := &yaml.Node{Kind: yaml.ScalarNode, Value: value, Style: style}
	if style == 0 && value != "true" {
		text.Tag = "!!str"
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, text)
}
