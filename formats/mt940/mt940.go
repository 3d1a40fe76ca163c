// SPDX-License-Identifier: EUPL-1.2

// Package mt940 reads SWIFT bank statements as text: MT940 and MT940S (end of
// day) and MT942 (within the day), in the dialects of Dutch banks and in the
// German one. A file is a row of statements, a statement a row of fields:
//
//	:20:  reference          :25:  account            :28C: number/page
//	:60F: opening balance    :61:  one entry          :86:  what it was
//	:62F: closing balance    :64:, :65: available     :90C:, :90D: sums (MT942)
//
// The rules are those of SWIFT Standards Category 9 (MT940, MT942); what banks
// do beside them is told where the code allows it. Field :86: is each bank's
// own: it is read by its shape, not by the name of the bank, because a bank
// changes its layout and an old file stays. A line that cannot be understood
// is a fault with its line number; nothing is skipped.
//
// It imports bank, day, fault, ident and money, and knows no database.
package mt940

import (
	"bytes"
	"io"

	"rentmeester/bank"
)

// Bounds of one file. Real files stay far below them; they keep a hostile one
// from taking the memory or the day.
const (
	maxLine       = 64 << 10  // bytes in one line; SWIFT allows 65 characters, some banks never wrap
	maxFieldLines = 2_000     // lines in one field; SWIFT allows 6 in :86:
	maxField      = 256 << 10 // bytes in one field
	maxNote       = 512 << 10 // bytes in all :86: of one entry
	maxStatements = 2_000_000 // statements in one file
	maxBalances   = 1_000     // :64: and :65: of one statement
)

// Read reads every statement of r and hands it over, an entry at a time; it
// needs the same memory for a large file as for a small one. Each page of a
// statement (:60M:, :62M:) is handed over as a statement with its own balances.
// A statement may come without Opening or Closing when the file has none: the
// proof of it is the caller's.
//
// Errors: those of the handler as they are, those of r wrapped in
// mt940.unreadable, and faults with the line: mt940.empty, mt940.utf16,
// mt940.not-mt940, mt940.other-message, mt940.line-too-long,
// mt940.field-too-long, mt940.too-many-statements, mt940.stray-line,
// mt940.unknown-field, mt940.field-outside, mt940.twice, mt940.order,
// mt940.no-account, mt940.balance, mt940.entry, mt940.date, mt940.sum,
// mt940.currency.
func Read(r io.Reader, to bank.Handler) error {
	f := &file{in: newLines(r), to: to}
	for {
		line, err := f.in.next()
		if err == io.EOF {
			return f.finish()
		}
		if err != nil {
			return err
		}
		if err := f.line(line); err != nil {
			return err
		}
	}
}

// Recognise says whether a file that begins with head (some kilobytes) is for
// Read. It wants a field of a statement beside :20:, because other SWIFT
// messages begin with :20: too.
func Recognise(head []byte) bool {
	lines := newLines(bytes.NewReader(head))
	var account, statement bool
	for n := 0; n < 400; n++ {
		line, err := lines.next()
		if err != nil {
			break
		}
		if n == 0 && bytes.HasPrefix(line, []byte("<")) {
			return false
		}
		if kind := messageType(line); kind != "" {
			return kind == "940" || kind == "942"
		}
		tag, _, ok := tagOf(line)
		if !ok {
			continue
		}
		switch tag {
		case "940", "942":
			return true
		case "25", "25P":
			account = true
		case "28", "28C", "60F", "60M", "34F", "61":
			statement = true
		}
		if account && statement {
			return true
		}
	}
	return false
}
