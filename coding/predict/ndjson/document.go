// SPDX-License-Identifier: EUPL-1.2

package ndjson

import (
	"rentmeester/coding"
	"rentmeester/coding/distribution"
)

// document gives the answer to how the lines of a document are coded together.
func (s *Server) document(o distribution.Outcome) []byte {
	out := append(make([]byte, 0, 1_024), `{"document":{"lines":[`...)
	for i, c := range o.Codings {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.appendCoding(append(out, `{"coding":`...), c)
		out = append(appendProbability(append(out, ','), o.Lines[i]), '}')
	}
	out = appendProbability(append(out, `],`...), o.Probability)
	if out = append(out, `,"alone":`...); o.Alone {
		out = append(out, `true,`...)
	} else {
		out = append(out, `false,`...)
	}
	out = append(s.appendWhy(out, o.Reasons, o.Like), `,"alternatives":[`...)
	for i, other := range o.Others {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.appendCodings(append(out, `{"codings":[`...), other.Codings)
		out = append(appendProbability(append(out, `],`...), other.Probability), '}')
	}
	return append(out, "]}}\n"...)
}

func (s *Server) appendCodings(out []byte, codings []coding.Coding) []byte {
	for i, c := range codings {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.appendCoding(out, c)
	}
	return out
}

// divided gives the answer to how an amount is divided.
func (s *Server) divided(d distribution.Division) []byte {
	out := append(make([]byte, 0, 512), `{"divided":{"parts":[`...)
	for i, p := range d.Parts {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.appendCoding(append(out, `{"coding":`...), p.Coding)
		out = append(append(append(out, `,"amount":`...), p.Amount.String()...), '}')
	}
	out = appendProbability(append(out, `],"codings":{`...), d.Set)
	out = appendProbability(append(out, `},`...), d.Probability)
	return append(s.appendWhy(append(out, ','), d.Reasons, d.Like), "}}\n"...)
}
