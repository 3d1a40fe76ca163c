// SPDX-License-Identifier: EUPL-1.2

// Package camt reads the bank reports of ISO 20022: the statement CAMT.053, the
// report within the day CAMT.052 and the notification CAMT.054, in every version
// from 001.01 on. A file is handed over entry by entry and payment by payment,
// so that its size does not matter. Elements it does not know are passed by; an
// amount, a sign, a date or a status that is missing or cannot be right stops
// the reading, with its line.
//
// It imports bank, money, day, fault and formats/xmlread.
package camt

import (
	"io"
	"strings"

	"rentmeester/bank"
	"rentmeester/fault"
	"rentmeester/formats/xmlread"
	"rentmeester/formats/xmlread/iso20022"
)

// reader is the state of one reading.
type reader struct {
	x       iso20022.Reader
	to      bank.Handler
	message message
	count   int // statements so far

	st       bank.Statement
	begun    bool // Begin was called for st
	unsigned int  // line of a balance without a sign, 0 for none

	entry entry
	side  sides
	held  *held // a detail is held back until it is known whether it is the only one
	work  [2]held
}

// message is what holds for all statements of one message.
type message struct {
	format  string
	kind    bank.Kind
	id      string
	page    string
	created string
}

// Read hands over every statement of a CAMT.052, .053 or .054 file to the
// handler. An error of the handler is returned as it is.
//
// Errors: camt.no-message, camt.no-statement, camt.sign,
// camt.status, and those of iso20022 and xmlread.
func Read(r io.Reader, to bank.Handler) error {
	c := &reader{x: iso20022.Reader{Reader: xmlread.New(r, xmlread.Limits{})}, to: to}
	found := c.x.Messages(func(element string) bool {
		kind, ok := kindOf(element)
		if ok {
			c.read(kind)
		}
		return ok
	})
	if err := c.x.Finish(); err != nil {
		return err
	}
	if found == 0 {
		return fault.New("camt.no-message")
	}
	return nil
}

// Recognise says whether a file that begins with head is such a report, by the
// elements and the namespace in it.
func Recognise(head []byte) bool {
	message := func(element string) bool {
		_, ok := kindOf(element)
		return ok
	}
	return iso20022.Recognise(head, message, "camt.052", "camt.053", "camt.054")
}

// kindOf gives the kind of report of a message element. Version 1 has its
// number in the name (BkToCstmrStmtV01).
func kindOf(element string) (bank.Kind, bool) {
	if n := len(element); n > 3 && element[n-3] == 'V' {
		element = element[:n-3]
	}
	switch element {
	case "BkToCstmrStmt":
		return bank.Booked, true
	case "BkToCstmrAcctRpt":
		return bank.Interim, true
	case "BkToCstmrDbtCdtNtfctn":
		return bank.Notification, true
	}
	return "", false
}

var family = map[bank.Kind]string{bank.Booked: "camt.053", bank.Interim: "camt.052", bank.Notification: "camt.054"}

// read takes one message.
func (c *reader) read(kind bank.Kind) {
	c.message = message{kind: kind, format: c.x.Format(family[kind])}
	before, line := c.count, c.x.Line()
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "GrpHdr":
			c.header()
		case "Stmt", "Rpt", "Ntfctn":
			c.statement()
		}
	}
	if c.count == before && c.x.Err() == nil {
		c.x.Fail(fault.New("camt.no-statement", "line", line))
	}
}

func (c *reader) header() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "MsgId":
			c.message.id = c.x.Text()
		case "CreDtTm":
			c.message.created = c.x.Text()
		case "MsgPgntn":
			c.message.page = c.page()
		}
	}
}

// page gives the page number of a report that is cut in pages, "" when all of it
// is here.
func (c *reader) page() string {
	number, last := "", false
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "PgNb":
			number = c.x.Text()
		case "LastPgInd":
			last = c.x.Bool()
		}
	}
	if last && strings.TrimLeft(number, "0") == "1" {
		return ""
	}
	return number
}
