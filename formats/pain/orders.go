// SPDX-License-Identifier: EUPL-1.2

// Package pain reads the payment orders of ISO 20022 that were sent to the bank:
// credit transfers (pain.001) and direct debits (pain.008), batch by batch and
// order by order, so that their size does not matter; and the bank's answer to
// them (pain.002). The number of orders and their sum, as the file itself gives
// them for each batch and for the whole, must be what was read.
//
// It writes credit transfers too (pain.001 of version 9 and of version 3).
//
// It imports payment, party, ident, money, day, fault and formats/xmlread.
package pain

import (
	"io"

	"rentmeester/fault"
	"rentmeester/formats/xmlread"
	"rentmeester/formats/xmlread/iso20022"
	"rentmeester/money"
	"rentmeester/payment"
)

// reader is the state of one reading of orders.
type reader struct {
	x       iso20022.Reader
	to      payment.Handler
	message message
	batch   payment.Batch
	begun   bool // Begin was called for batch
	index   int  // of the next batch
	read    tally
	said    said
	scheme  string // creditor identifier of the batch
	kind    string // FRST, RCUR … of the batch
	order   payment.Instruction
}

// message is what holds for all batches of one message.
type message struct {
	format  string
	kind    payment.Kind
	id      string
	created string
	booking *bool
	line    int
	read    tally
	said    said
}

// tally is what was read, said what the file says.
type tally struct {
	count int
	sum   money.Cents
}

type said struct {
	count int // -1 not said
	sum   *money.Cents
}

// kindOf gives the kind of orders of a message element. Before version 3 the
// element had the name of the definition.
func kindOf(element string) (payment.Kind, bool) {
	switch element {
	case "CstmrCdtTrfInitn", "pain.001.001.02":
		return payment.CreditTransfer, true
	case "CstmrDrctDbtInitn", "pain.008.001.01":
		return payment.DirectDebit, true
	}
	return "", false
}

var family = map[payment.Kind]string{payment.CreditTransfer: "pain.001", payment.DirectDebit: "pain.008"}

// Recognise says whether a file that begins with head holds orders that
// ReadOrders takes.
func Recognise(head []byte) bool {
	message := func(element string) bool {
		_, ok := kindOf(element)
		return ok
	}
	return iso20022.Recognise(head, message, "pain.001", "pain.008")
}

// ReadOrders hands over every batch of a pain.001 or pain.008 file to the
// handler. An error of the handler is returned as it is.
//
// The numbers of the whole file can be proved only at its end: keep what the
// handler received only when ReadOrders gives no error.
//
// Errors: pain.no-orders, pain.no-batch, pain.count, pain.sum, and those of
// iso20022 and xmlread.
func ReadOrders(r io.Reader, to payment.Handler) error {
	c := &reader{x: iso20022.Reader{Reader: xmlread.New(r, xmlread.Limits{})}, to: to}
	found := c.x.Messages(func(element string) bool {
		kind, ok := kindOf(element)
		if ok {
			c.orders(kind)
		}
		return ok
	})
	if err := c.x.Finish(); err != nil {
		return err
	}
	if found == 0 {
		return fault.New("pain.no-orders")
	}
	return nil
}

// orders takes one message.
func (c *reader) orders(kind payment.Kind) {
	c.message = message{kind: kind, format: c.x.Format(family[kind]), line: c.x.Line(), said: said{count: -1}}
	before := c.index
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "GrpHdr":
			c.header()
		case "PmtInf":
			c.block()
		}
	}
	switch m := &c.message; {
	case c.x.Err() != nil:
	case c.index == before:
		c.x.Fail(fault.New("pain.no-batch", "line", m.line))
	case m.said.count < 0:
		c.x.Missing("GrpHdr/NbOfTxs", m.line)
	default:
		c.prove(m.said, m.read, m.id, m.line)
	}
}

func (c *reader) header() {
	m := &c.message
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "MsgId":
			m.id = c.x.Text()
		case "CreDtTm":
			m.created = c.x.Text()
		case "NbOfTxs":
			m.said.count = c.x.Count()
		case "CtrlSum":
			m.said.sum = c.sum()
		case "BtchBookg": // stood here before version 3
			booking := c.x.Bool()
			m.booking = &booking
		}
	}
}

func (c *reader) sum() *money.Cents {
	cents := c.x.Sound(c.x.Amount(), "CtrlSum")
	return &cents
}

// prove sees that a batch, or the message, holds what it says.
func (c *reader) prove(s said, t tally, id string, line int) {
	if s.count >= 0 && s.count != t.count {
		c.x.Fail(fault.New("pain.count", "id", iso20022.Clip(id), "line", line, "said", s.count, "read", t.count))
	}
	if s.sum != nil && *s.sum != t.sum {
		c.x.Fail(fault.New("pain.sum", "id", iso20022.Clip(id), "line", line, "said", *s.sum, "read", t.sum))
	}
}

// handled stops the reading on the handler's error.
func (c *reader) handled(err error) {
	if err != nil {
		c.x.Fail(err)
	}
}
