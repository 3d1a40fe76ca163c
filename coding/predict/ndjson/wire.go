// SPDX-License-Identifier: EUPL-1.2

package ndjson

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/fault"
)

// verbs are what can be asked.
var verbs = []string{"predict", "learn", "override", "unlearn"}

// parse reads a request. Errors: predict.request, predict.target, and those of
// predict.Row.Fill.
func (s *Server) parse(line []byte) (r request) {
	if len(line) > longest {
		r.err = fault.New("predict.request", "line", string(line[:40]))
		return r
	}
	var whole map[string]map[string]any
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&whole); err != nil || len(whole) != 1 || d.More() {
		r.err = fault.Wrap(err, "predict.request", "line", string(bytes.TrimSpace(line[:min(len(line), 40)])))
		return r
	}
	for verb, columns := range whole {
		if !slices.Contains(verbs, verb) || columns == nil {
			r.err = fault.New("predict.request", "line", verb)
			return r
		}
		r.verb = verb
		r.row, r.err = rowOf(columns)
	}
	if r.err == nil && r.verb != "predict" && s.missing(r.row) {
		r.err = fault.New("predict.target")
	}
	if r.err != nil {
		r.verb = ""
	}
	return r
}

// missing says whether a row that is to be learned has nothing to learn.
func (s *Server) missing(r predict.Row) bool {
	return !slices.ContainsFunc(s.Targets, func(f coding.Field) bool { return r.Coding.Get(f) != "" })
}

func rowOf(columns map[string]any) (predict.Row, error) {
	row := predict.Row{NoAmount: true}
	for _, column := range predict.Columns {
		value, there := columns[column]
		if !there || value == nil {
			continue
		}
		var text string
		switch v := value.(type) {
		case string:
			text = v
		case json.Number:
			text = v.String()
		case bool:
			text = strconv.FormatBool(v)
		default:
			return row, fault.New("predict.value", "column", column)
		}
		if err := row.Fill(column, text); err != nil {
			return row, err
		}
	}
	return row, nil
}

// proposed gives the answer to a prediction.
func (s *Server) proposed(list []predict.Proposal) []byte {
	out := make([]byte, 0, 1_024)
	out = append(out, `{"proposals":[`...)
	for i, p := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, `{"coding":{`...)
		for j, f := range s.Targets {
			if j > 0 {
				out = append(out, ',')
			}
			out = append(appendText(out, string(f)), ':')
			out = appendText(out, p.Coding.Get(f))
		}
		out = append(out, `},"probability":`...)
		out = strconv.AppendFloat(out, p.Probability, 'f', 5, 64)
		out = append(out, `,"reasons":[`...)
		for j, reason := range p.Reasons {
			if j > 0 {
				out = append(out, ',')
			}
			out = appendReason(out, reason)
		}
		out = append(out, `],"like":[`...)
		for j, ref := range p.Like {
			if j > 0 {
				out = append(out, ',')
			}
			out = appendLike(out, ref)
		}
		out = append(out, `]}`...)
	}
	return append(out, "]}\n"...)
}

func appendReason(out []byte, r coding.Reason) []byte {
	out = append(out, `{"code":`...)
	out = append(appendText(out, r.Code), `,"args":{`...)
	names := make([]string, 0, 4)
	for name := range r.Args {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, name), ':')
		out = appendText(out, r.Args[name])
	}
	return append(out, `}}`...)
}

func appendLike(out []byte, r predict.Reference) []byte {
	out = append(out, `{"date":`...)
	out = append(appendText(out, string(r.Day)), `,"inv_no":`...)
	out = append(appendText(out, r.Invoice), `,"doc_no":`...)
	return append(appendText(out, r.Document), '}')
}

// appendText writes a text as JSON; the common case by itself.
func appendText(out []byte, text string) []byte {
	plain := true
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f || c == '<' || c == '>' || c == '&' {
			plain = false
			break
		}
	}
	if !plain {
		body, _ := json.Marshal(text)
		return append(out, body...)
	}
	out = append(out, '"')
	out = append(out, text...)
	return append(out, '"')
}
