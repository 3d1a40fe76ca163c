// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"bytes"
	"strings"

	"rentmeester/bank"
	"rentmeester/fault"
)

// file is a file being read: it puts lines together into fields, and knows
// where a statement begins and ends. What a field means is in statement.go.
type file struct {
	in   *lines
	to   bank.Handler
	tag  string // the field being gathered; "" between statements
	at   int    // the line where it begins
	buf  []byte // its lines, one after the other
	ends []int  // where each of them ends in buf
	dash int    // line of a lone "-" inside :86: that may be text or the end; 0 when none

	kind    string // "942" when a heading said so, "940", or ""
	dialect string // bank of the heading

	count int // statements handed over
	st    statement
}

// tags are the fields that are understood. Anything else with colons around it
// is text inside :86: and a fault elsewhere.
var tags = func() map[string]string {
	known := map[string]string{}
	for _, tag := range strings.Fields("20 21 25 25P 28 28C 60F 60M 60 61 62F 62M 62 64 65 86 13 13D 34F 90C 90D NS 940 942") {
		known[tag] = tag
	}
	return known
}()

// tagOf splits ":61:rest".
func tagOf(line []byte) (tag string, rest []byte, ok bool) {
	if len(line) < 4 || line[0] != ':' {
		return "", nil, false
	}
	end := bytes.IndexByte(line[1:min(len(line), 6)], ':')
	if end < 2 {
		return "", nil, false
	}
	tag, ok = tags[string(line[1:1+end])]
	return tag, line[end+2:], ok
}

// looksTagged says that a line has the shape of a field: two digits, perhaps a
// letter. Inside text the letter must be there, or it is a time of day.
func looksTagged(line []byte, inText bool) bool {
	if len(line) < 4 || line[0] != ':' || !number(string(line[1:3])) {
		return false
	}
	return line[3] == ':' && !inText || len(line) > 4 && line[4] == ':' && line[3] >= 'A' && line[3] <= 'Z'
}

// line takes the next line of the file.
func (f *file) line(line []byte) error {
	text := bytes.TrimSpace(line)
	switch {
	case len(text) == 0:
		return f.blank()
	case text[0] == '{' && len(text) > 2 && text[1] >= '1' && text[1] <= '5' && text[2] == ':':
		return f.envelope(text)
	case text[0] == '-' && (len(text) == 1 || string(text) == "-XXX" || text[1] == '}'):
		return f.separator(text)
	}
	tag, rest, ok := tagOf(line)
	if ok && f.timeOfDay(tag, line) {
		ok = false
	}
	if f.dash != 0 {
		if err := f.settle(ok && continues(tag), ok, text); err != nil {
			return err
		}
	}
	if ok {
		return f.begin(tag, rest)
	}
	return f.text(line)
}

// blank lines hold nothing; only inside :86: they are kept, as part of the text.
func (f *file) blank() error {
	if f.tag == "86" && f.dash == 0 {
		return f.add(nil)
	}
	return nil
}

// continues says that this field stands inside a statement, so that a lone "-"
// before it was text.
func continues(tag string) bool {
	switch tag {
	case "61", "86", "62F", "62M", "62", "64", "65", "90C", "90D", "NS":
		return true
	}
	return false
}

// settle decides about a lone "-" now that the next line is known.
func (f *file) settle(inside, tagged bool, next []byte) error {
	f.dash = 0
	if inside || !tagged && !heading(string(next)) {
		return f.add([]byte("-"))
	}
	return f.endStatement()
}

// separator takes "-", "-XXX" and "-}…": the end of a statement. A lone "-" may
// also be a wrapped line of :86: (Rabobank), which the next line tells.
func (f *file) separator(text []byte) error {
	inText := f.tag == "86" && f.st.open && !f.st.summed
	if len(text) == 1 && inText {
		if f.dash != 0 {
			if err := f.add([]byte("-")); err != nil {
				return err
			}
		}
		f.dash = f.in.n
		return nil
	}
	if err := f.endStatement(); err != nil {
		return err
	}
	if len(text) > 2 && text[1] == '}' {
		return f.envelope(text[2:])
	}
	return nil
}

// timeOfDay recognises a clock time that a wrapped :86: put at the start of a
// line, as in "…05/31/2017 10" + ":20:15": only 20, 21, 25 and 28 can be both.
func (f *file) timeOfDay(tag string, line []byte) bool {
	if f.tag != "86" || f.st.summed || len(tag) != 2 || tag[0] != '2' || len(line) < 6 {
		return false
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	seconds := digit(line[4]) && line[4] < '6' && digit(line[5]) && (len(line) == 6 || !digit(line[6]))
	return seconds && len(f.buf) > 0 && digit(f.buf[len(f.buf)-1])
}

// begin ends the field before and starts another.
func (f *file) begin(tag string, rest []byte) error {
	if err := f.endField(); err != nil {
		return err
	}
	if tag == "940" || tag == "942" { // Rabobank begins its file with :940:
		f.kind, f.dialect = tag, "rabobank"
		return f.endStatement()
	}
	if tag == "20" || tag == "25" && (!f.st.open || f.st.summed) {
		if err := f.open(); err != nil {
			return err
		}
	}
	if !f.st.open {
		return fault.New("mt940.field-outside", "tag", tag, "line", f.in.n)
	}
	f.tag, f.at = tag, f.in.n
	return f.add(rest)
}

// add keeps a line of the field being gathered.
func (f *file) add(line []byte) error {
	if len(f.ends) >= maxFieldLines || len(f.buf)+len(line) > maxField {
		return fault.New("mt940.field-too-long", "tag", f.tag, "line", f.at, "max", maxFieldLines)
	}
	f.buf = append(f.buf, line...)
	f.ends = append(f.ends, len(f.buf))
	return nil
}

// text takes a line that begins no field.
func (f *file) text(line []byte) error {
	text := string(bytes.TrimSpace(line))
	if looksTagged(line, f.tag == "86") {
		return fault.New("mt940.unknown-field", "text", clip(decode(line)), "line", f.in.n)
	}
	switch f.tag {
	case "86", "NS", "61", "25P":
		return f.add(line)
	case "":
		if heading(text) {
			f.heading(text)
			return nil
		}
		if f.count == 0 {
			return fault.New("mt940.not-mt940", "line", f.in.n, "text", clip(decode(line)))
		}
	default:
		if f.st.summed && heading(text) {
			if err := f.endStatement(); err != nil {
				return err
			}
			f.heading(text)
			return nil
		}
	}
	return fault.New("mt940.stray-line", "text", clip(decode(line)), "line", f.in.n)
}

// endField gives the gathered field to the statement.
func (f *file) endField() error {
	if f.tag == "" {
		return nil
	}
	tag := f.tag
	f.tag = ""
	mend(f.buf, f.ends)
	err := f.st.field(f, tag)
	f.buf, f.ends = f.buf[:0], f.ends[:0]
	return err
}

// field gives line i of the gathered field.
func (f *file) field(i int) string {
	from := 0
	if i > 0 {
		from = f.ends[i-1]
	}
	return decode(f.buf[from:f.ends[i]])
}

// open begins a statement, after ending the one before.
func (f *file) open() error {
	if err := f.endStatement(); err != nil {
		return err
	}
	if f.count >= maxStatements {
		return fault.New("mt940.too-many-statements", "line", f.in.n, "max", maxStatements)
	}
	f.st.reset(f)
	f.count++
	return nil
}

// endStatement ends the statement that is open, if any.
func (f *file) endStatement() error {
	if err := f.endField(); err != nil {
		return err
	}
	f.dash = 0
	if !f.st.open {
		return nil
	}
	return f.st.end(f)
}

// finish ends the file.
func (f *file) finish() error {
	if err := f.endStatement(); err != nil {
		return err
	}
	if f.count == 0 {
		return fault.New("mt940.empty", "lines", f.in.n)
	}
	return nil
}

func clip(s string) string {
	s = strings.TrimSpace(s)
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}
