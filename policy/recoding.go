// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/coding"
	"rentmeester/day"
)

const (
	becomesSetting = `{account: "4300", to: {account: "4310"}}`
	codesSetting   = `{account: ["4300"]}`
)

// recodingPart is what a part of a policy says of codes that change on its day.
type recodingPart struct {
	from         day.Day
	rows         []coding.Change
	closed, open map[coding.Field][]string
}

// apply puts what changes over what changed before. A code that becomes another one
// whatever goes with it, is closed from that day, unless a row of the same part
// leads to it; what a row leads to is open.
func (p recodingPart) apply(to *coding.Recoding) {
	if len(p.rows) == 0 && len(p.closed) == 0 && len(p.open) == 0 {
		return
	}
	to.Changes = append(slices.Clone(to.Changes), p.rows...)
	closed := map[coding.Field]map[string]day.Day{}
	for f, codes := range to.Closed {
		closed[f] = maps.Clone(codes)
	}
	end := func(f coding.Field, code string) {
		if closed[f] == nil {
			closed[f] = map[string]day.Day{}
		}
		closed[f][code] = p.from
	}
	for _, row := range p.rows {
		for f, code := range row.When {
			if to, moved := row.To[f]; moved && to != code && len(row.When) == 1 {
				end(f, code)
			}
		}
	}
	for f, codes := range p.closed {
		for _, code := range codes {
			end(f, code)
		}
	}
	for _, row := range p.rows {
		for f, code := range row.To {
			if !slices.Contains(p.closed[f], code) {
				delete(closed[f], code)
			}
		}
	}
	for f, codes := range p.open {
		for _, code := range codes {
			delete(closed[f], code)
		}
	}
	to.Closed = closed
}

// becomes reads the table of what codes become.
func (r *termsReader) becomes(at string, node *yaml.Node) error {
	if node.Kind != yaml.SequenceNode {
		return r.wrong(node, at, "["+becomesSetting+"]")
	}
	for _, n := range node.Content {
		row := coding.Change{From: day.Day(r.from), When: map[coding.Field]string{}, To: map[coding.Field]string{}}
		err := r.pairs(at, n, becomesSetting, func(key, value *yaml.Node) error {
			if key.Value != "to" {
				return r.code(at, key, value, row.When)
			}
			return r.pairs(at+".to", value, becomesSetting, func(key, value *yaml.Node) error { return r.code(at+".to", key, value, row.To) })
		})
		if err != nil {
			return err
		}
		if len(row.When) == 0 || len(row.To) == 0 || slices.Contains(slices.Collect(maps.Values(row.When)), "") {
			return r.wrong(n, at, becomesSetting)
		}
		r.part.recoding.rows = append(r.part.recoding.rows, row)
	}
	return nil
}

// code reads one dimension with its code.
func (r *termsReader) code(at string, key, value *yaml.Node, to map[coding.Field]string) error {
	f := coding.Field(key.Value)
	if !slices.Contains(coding.Fields, f) {
		return r.wrong(key, at, fieldNames())
	}
	if err := r.quoted(at+"."+key.Value, value); err != nil {
		return err
	}
	to[f] = strings.TrimSpace(value.Value)
	return nil
}

// quoted refuses what is no code, and a number in which 0.10 and 0.1 are the same.
func (r *termsReader) quoted(at string, value *yaml.Node) error {
	if value.Kind != yaml.ScalarNode || value.Tag == "!!float" || strings.ContainsAny(value.Value, ";=\r\n\t") {
		return r.wrong(value, at, `"`+value.Value+`"`)
	}
	return nil
}

func (r *termsReader) closed(at string, node *yaml.Node) error {
	return r.codes(at, node, &r.part.recoding.closed)
}

func (r *termsReader) open(at string, node *yaml.Node) error {
	return r.codes(at, node, &r.part.recoding.open)
}

// codes reads lists of codes, by dimension.
func (r *termsReader) codes(at string, node *yaml.Node, to *map[coding.Field][]string) error {
	*to = map[coding.Field][]string{}
	return r.pairs(at, node, codesSetting, func(key, value *yaml.Node) error {
		f := coding.Field(key.Value)
		if !slices.Contains(coding.Fields, f) {
			return r.wrong(key, at, fieldNames())
		}
		if value.Kind != yaml.SequenceNode {
			return r.wrong(value, at+"."+key.Value, codesSetting)
		}
		for _, n := range value.Content {
			if err := r.quoted(at+"."+key.Value, n); err != nil {
				return err
			}
			if strings.TrimSpace(n.Value) == "" {
				return r.wrong(n, at+"."+key.Value, codesSetting)
			}
			(*to)[f] = append((*to)[f], strings.TrimSpace(n.Value))
		}
		return nil
	})
}

func fieldNames() string {
	names := make([]string, len(coding.Fields))
	for i, f := range coding.Fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
