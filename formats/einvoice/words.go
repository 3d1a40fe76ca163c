// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"strings"

	"rentmeester/fault"
)

// The words that rules are written in: where they look, what they check, and
// what they say.

// each looks at every instance of a term.
func each(t term) where { return func(d *doc) []place { return d.Each(t) } }

// along looks at every place that a path leads to from the root element.
func along(p path) where { return func(d *doc) []place { return p.Of(d.Root) } }

// filled asks that one of the terms has a value that is not empty.
func filled(terms ...term) check {
	return func(d *doc, at place) broken {
		for _, t := range terms {
			for _, p := range d.In(at.Node, t) {
				if p.Value() != "" {
					return nil
				}
			}
		}
		return broken{}
	}
}

// present asks that one of the terms is there, be it empty.
func present(terms ...term) check {
	return func(d *doc, at place) broken {
		for _, t := range terms {
			if len(d.In(at.Node, t)) > 0 {
				return nil
			}
		}
		return broken{}
	}
}

// there asks that a path leads somewhere.
func there(p path) check { return func(_ *doc, at place) broken { return when(p.Exists(at.Node)) } }

// full asks that a path leads to a value that is not empty.
func full(p path) check { return func(_ *doc, at place) broken { return when(p.Value(at.Node) != "") } }

// never fails wherever it looks.
func never(*doc, place) broken { return broken{} }

// always holds: the rule exists, and cannot be checked by a program.
func always(*doc, place) broken { return nil }

// all asks that every check holds.
func all(checks ...check) check {
	return func(d *doc, at place) broken {
		for _, c := range checks {
			if b := c(d, at); b != nil {
				return b
			}
		}
		return nil
	}
}

// any1 asks that one of the checks holds.
func any1(checks ...check) check {
	return func(d *doc, at place) broken {
		var last broken
		for _, c := range checks {
			if last = c(d, at); last == nil {
				return nil
			}
		}
		return last
	}
}

// not turns a check round.
func not(c check) check { return func(d *doc, at place) broken { return when(c(d, at) != nil) } }

// upTo asks that a path leads to at most so many places.
func upTo(most int, p path) check {
	return func(_ *doc, at place) broken {
		if n := len(p.Of(at.Node)); n > most {
			return wrong("count", n)
		}
		return nil
	}
}

// cents asks for at most two decimals.
func cents(t term) check {
	return func(d *doc, at place) broken {
		for _, p := range d.In(at.Node, t) {
			if decimals(p) > 2 {
				return wrong("value", p.Value())
			}
		}
		return nil
	}
}

// oneOf asks that the value stands in a code list. Codes have no spaces.
func oneOf(list string) check {
	codes := codeList(list)
	return func(_ *doc, at place) broken { return when(codes[at.Value()]) }
}

// among is oneOf for a few codes.
func among(codes ...string) check {
	return func(_ *doc, at place) broken {
		for _, c := range codes {
			if at.Value() == c {
				return nil
			}
		}
		return broken{}
	}
}

// inOrder asks that a period does not end before it begins.
func inOrder(from, to term) check {
	return func(d *doc, at place) broken {
		a, b := d.In(at.Node, from), d.In(at.Node, to)
		if len(a) == 0 || len(b) == 0 || a[0].Value() <= b[0].Value() {
			return nil
		}
		return wrong("from", a[0].Value(), "to", b[0].Value())
	}
}

// missing says that a term is missing.
func missing(t term) says { return says{key: "einvoice.missing", term: map[string]term{"term": t}} }

// missingOneOf says that one of two terms must be there.
func missingOneOf(t, other term) says {
	return says{key: "einvoice.missing-one-of", term: map[string]term{"term": t, "other": other}}
}

// tooPrecise says that an amount has more than two decimals.
func tooPrecise(t term) says {
	return says{key: "einvoice.decimals", term: map[string]term{"term": t}}
}

// lacks says that an element is missing.
func lacks(p path) says { return says{key: "einvoice.lacks", args: fault.Args("element", written(p))} }

// unknownCode says that a code stands in no list.
func unknownCode(list string) says {
	return says{key: "einvoice.code", args: fault.Args("list", codeSource(list))}
}

// sentence is a sentence of the rule's own.
func sentence(key string, pairs ...any) says {
	return says{key: "einvoice." + key, args: fault.Args(pairs...)}
}

// about is a sentence of the rule's own that names a term.
func about(key string, t term) says {
	return says{key: "einvoice." + key, term: map[string]term{"term": t}}
}

// written makes a path fit for a sentence.
func written(p path) string {
	s := strings.TrimLeft(string(p), "/")
	if s == "" {
		return "document"
	}
	return s
}
