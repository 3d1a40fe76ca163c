// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"bytes"
	"strings"

	"rentmeester/fault"
)

// banks names the dialect by the four letters that begin a BIC and that stand
// in a Dutch IBAN.
var banks = map[string]string{
	"ABNA": "abnamro", "INGB": "ing", "RABO": "rabobank", "SNSB": "sns", "ASNB": "asn",
	"RBRB": "regiobank", "TRIO": "triodos", "KNAB": "knab", "BUNQ": "bunq", "BNGH": "bng",
	"NWAB": "nwb", "FVLB": "vanlanschot", "MOYO": "moneyou",
}

// heading says that a line outside a statement is one of those that banks put
// there: "ABNANL2A", "940", "940 00", "0000 01INGBNL2AXXXX00001".
func heading(s string) bool {
	s = strings.TrimSpace(s)
	switch s {
	case "940", "942", "940 00", "942 00", "XXX":
		return true
	}
	return strings.HasPrefix(s, "0000 0") && len(s) <= 40 || isBIC(s)
}

func (f *file) heading(s string) {
	switch {
	case strings.HasPrefix(s, "94"):
		f.kind = s[:3]
	case strings.HasPrefix(s, "0000 0"):
		f.bank(strings.TrimLeft(s, "0 1"))
	default:
		f.bank(s)
	}
}

func (f *file) bank(bic string) {
	if len(bic) >= 4 {
		f.dialect = banks[bic[:4]]
	}
}

// messageType gives "940" of "{1:…}{2:I940…}", "" when the line has no block 2.
func messageType(line []byte) string {
	if len(line) == 0 || line[0] != '{' {
		return ""
	}
	i := bytes.Index(line, []byte("{2:"))
	if i < 0 || len(line) < i+7 || line[i+3] != 'I' && line[i+3] != 'O' {
		return ""
	}
	return string(line[i+4 : i+7])
}

// envelope takes a line with SWIFT blocks, "{1:F01INGBNL2AXXXX…}{2:I940…}{4:",
// or the end of one, "{5:…}". Any of them ends the statement before.
func (f *file) envelope(text []byte) error {
	if err := f.endStatement(); err != nil {
		return err
	}
	for {
		text = bytes.TrimFunc(text, func(r rune) bool { return r <= ' ' })
		if len(text) == 0 {
			return nil
		}
		if len(text) < 3 || text[0] != '{' || text[2] != ':' {
			return fault.New("mt940.stray-line", "text", clip(decode(text)), "line", f.in.n)
		}
		if text[1] == '4' {
			if text = text[3:]; len(text) > 0 {
				return f.line(text)
			}
			return nil
		}
		length := block(text)
		switch text[1] {
		case '1':
			f.kind = ""
			f.bank(strings.TrimPrefix(strings.TrimPrefix(decode(text[3:length]), "F"), "01"))
		case '2':
			f.kind = messageType(text)
			if f.kind != "" && f.kind != "940" && f.kind != "942" {
				return fault.New("mt940.other-message", "type", f.kind, "line", f.in.n)
			}
		}
		text = text[length:]
	}
}

// block gives the length of the SWIFT block that text begins with, blocks
// inside it included; all of it when the block does not end on this line.
func block(text []byte) int {
	depth := 0
	for i, c := range text {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// isBIC says that s has the form of a bank identifier code (ISO 9362).
func isBIC(s string) bool {
	if len(s) != 8 && len(s) != 11 {
		return false
	}
	for i := 0; i < len(s); i++ {
		upper, digit := s[i] >= 'A' && s[i] <= 'Z', s[i] >= '0' && s[i] <= '9'
		if !upper && (i < 6 || !digit) {
			return false
		}
	}
	return true
}
