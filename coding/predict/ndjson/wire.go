// SPDX-License-Identifier: EUPL-1.2

package ndjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rentmeester/coding"
	"rentmeester/coding/distribution"
	"rentmeester/coding/predict"
	"rentmeester/fault"
	"rentmeester/text"
)

// verbs are what can be asked.
var verbs = []string{"predict", "document", "divide", "learn", "override", "unlearn"}

// parse reads a request. Errors: predict.request, predict.target, predict.value,
// predict.divide, those of documentOf and of predict.Row.Fill.
func (s *Server) parse(line []byte) (r request) {
	asked, verb, err := read(line)
	if err != nil {
		return request{err: err}
	}
	r.verb = verb
	columns, _ := asked.(map[string]any)
	rows, several := asked.([]any)
	if inside, within := columns["document"].([]any); within && verb == "predict" {
		r.verb, rows, several = "document", inside, true
	}
	switch {
	case several && r.verb == "document":
		r.rows, r.err = s.documentOf(rows)
		return r
	case several || columns == nil || r.verb == "document":
		return request{err: fault.New("predict.request", "line", fault.Clip(string(line), 40))}
	}
	r.row, r.err = s.rowOf(columns)
	switch {
	case r.err != nil || r.verb == "predict":
	case r.verb == "divide" && r.row.NoAmount:
		r.err = fault.New("predict.divide")
	case r.verb != "divide" && s.missing(r.row):
		r.err = fault.New("predict.target")
	}
	return r
}

// documentOf reads the rows of a document. Errors: predict.document, those of rowOf.
func (s *Server) documentOf(list []any) (rows []predict.Row, err error) {
	if len(list) == 0 || len(list) > distribution.MostLines {
		return nil, fault.New("predict.document", "rows", len(list), "most", distribution.MostLines)
	}
	for _, one := range list {
		columns, ok := one.(map[string]any)
		if !ok {
			return nil, fault.New("predict.value", "column", "document")
		}
		row, err := s.rowOf(columns)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// read finds in a line what it asks, and of what. Error: predict.request.
func read(line []byte) (asked any, verb string, err error) {
	if len(line) > longest {
		return nil, "", fault.New("predict.request", "line", string(line[:40]))
	}
	line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
	if !utf8.Valid(line) {
		line, _ = charmap.Windows1252.NewDecoder().Bytes(line) // reads every byte as something
	}
	whole, err := object(line)
	if err != nil {
		whole, err = object(nan.ReplaceAllFunc(line, nulled))
	}
	if err != nil {
		return nil, "", fault.Wrap(err, "predict.request", "line", fault.Clip(string(line), 40))
	}
	n := 0
	for _, v := range verbs {
		if _, there := whole[v]; there {
			verb, n = v, n+1
		}
	}
	if n != 1 {
		return nil, "", fault.New("predict.request", "line", fault.Clip(string(line), 40))
	}
	return whole[verb], verb, nil
}

// nan finds numbers that some programs write though JSON has none; and texts, so
// that nothing is found within one.
var nan = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|NaN|-?Infinity`)

func nulled(found []byte) []byte {
	if found[0] == '"' {
		return found
	}
	return []byte("null")
}

func object(line []byte) (whole map[string]any, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&whole); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New("predict.request", "line", fault.Clip(string(line), 40))
	}
	return whole, nil
}

// missing says whether a row that is to be learned has nothing to learn.
func (s *Server) missing(r predict.Row) bool {
	return !slices.ContainsFunc(s.Targets, func(f coding.Field) bool { return r.Coding.Get(f) != "" })
}

// rowOf reads a row. Names of columns may be in capitals; of one that comes twice
// the one written as we do counts. Errors: predict.value, those of
// predict.Row.Fill.
func (s *Server) rowOf(columns map[string]any) (predict.Row, error) {
	row := predict.Row{NoAmount: true}
	said := make(map[string]string, len(columns))
	var odd []string
	for name, value := range columns {
		if plain := strings.ToLower(strings.TrimSpace(name)); plain != name {
			odd = append(odd, name)
		} else if err := s.put(said, name, value); err != nil {
			return row, err
		}
	}
	slices.Sort(odd)
	for _, name := range odd {
		column := strings.ToLower(strings.TrimSpace(name))
		if _, there := said[column]; there {
			continue
		}
		if err := s.put(said, column, columns[name]); err != nil {
			return row, err
		}
	}
	return row, row.FillAll(said, predict.Own(s.Targets)...)
}

func (s *Server) put(said map[string]string, column string, value any) error {
	switch v := value.(type) {
	case nil:
	case string:
		said[column] = v
	case json.Number:
		said[column] = v.String()
	case bool:
		said[column] = strconv.FormatBool(v)
	default:
		if slices.Contains(predict.Columns, column) || slices.Contains(s.Targets, coding.Field(column)) {
			return fault.New("predict.value", "column", fault.Clip(column, 40))
		}
	}
	return nil
}

// proposed gives the answer to a prediction.
func (s *Server) proposed(list []predict.Proposal) []byte {
	out := make([]byte, 0, 1_024)
	out = append(out, `{"proposals":[`...)
	for i, p := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.appendCoding(append(out, `{"coding":`...), p.Coding)
		out = appendProbability(append(out, ','), p.Probability)
		out = append(out, ',')
		if len(s.Targets) > 1 {
			out = s.appendFields(out, list, i)
		}
		out = append(s.appendWhy(out, p.Reasons, p.Like), '}')
	}
	return append(out, "]}\n"...)
}

func (s *Server) appendCoding(out []byte, c coding.Coding) []byte {
	out = append(out, '{')
	for i, f := range s.Targets {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, string(f)), ':')
		out = appendText(out, c.Get(f))
	}
	return append(out, '}')
}

func appendProbability(out []byte, p float64) []byte {
	return strconv.AppendFloat(append(out, `"probability":`...), p, 'f', 5, 64)
}

func (s *Server) appendWhy(out []byte, reasons []coding.Reason, like []predict.Reference) []byte {
	out = append(out, `"reasons":[`...)
	for i, reason := range reasons {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.appendReason(out, reason)
	}
	out = append(out, `],"like":[`...)
	for i, ref := range like {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendLike(out, ref)
	}
	return append(out, ']')
}

// appendFields says how sure each dimension is by itself, as far as the proposals
// together say.
func (s *Server) appendFields(out []byte, list []predict.Proposal, at int) []byte {
	out = append(out, `"fields":{`...)
	for j, f := range s.Targets {
		if j > 0 {
			out = append(out, ',')
		}
		sure := 0.0
		for _, p := range list {
			if p.Coding.Get(f) == list[at].Coding.Get(f) {
				sure += p.Probability
			}
		}
		out = append(appendText(out, string(f)), ':')
		out = strconv.AppendFloat(out, min(sure, 1), 'f', 5, 64)
	}
	return append(out, `},`...)
}

func (s *Server) appendReason(out []byte, r coding.Reason) []byte {
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
	out = append(out, `},"text":`...)
	return append(appendText(out, text.Say(s.Lang, r.Code, r.Args)), '}')
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
