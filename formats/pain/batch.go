// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"rentmeester/formats/xmlread/iso20022"
	"rentmeester/payment"
)

// block takes a PmtInf.
func (c *reader) block() {
	c.batch = payment.Batch{
		Format: c.message.format, Kind: c.message.kind, MessageID: c.message.id,
		Created: c.message.created, Booking: c.message.booking, SaidCount: -1,
		Index: c.index, Line: c.x.Line(),
	}
	c.index++
	c.begun, c.read, c.said = false, tally{}, said{count: -1}
	c.scheme, c.kind = "", ""
	for d := c.x.Depth(); c.x.Child(d); {
		switch name := c.x.Name(); name {
		case "CdtTrfTxInf", "DrctDbtTxInf":
			c.begin()
			c.instruction()
		default:
			c.blockPart(name)
		}
	}
	c.begin()
	c.prove(c.said, c.read, c.batch.InfoID, c.batch.Line)
	if c.x.Err() == nil {
		c.handled(c.to.End(&c.batch))
	}
}

// blockPart takes the parts of a PmtInf that hold for all its orders.
func (c *reader) blockPart(name string) {
	b := &c.batch
	switch name {
	case "PmtInfId":
		b.InfoID = c.x.Text()
	case "BtchBookg":
		booking := c.x.Bool()
		b.Booking = &booking
	case "NbOfTxs":
		c.said.count = c.x.Count()
		b.SaidCount = c.said.count
	case "CtrlSum":
		c.said.sum = c.sum()
		b.SaidTotal = c.said.sum
	case "ReqdExctnDt", "ReqdColltnDt":
		b.Execution = c.x.Day()
	case "PmtTpInf":
		c.kind = c.sequence()
	case "CdtrSchmeId":
		c.scheme = c.creditorID()
	case c.ours():
		b.Own = c.x.PartyName()
	case c.ours() + "Acct":
		b.Account = c.x.Account()
	}
}

// ours is the element of our own side: we pay as debtor, and collect as creditor.
func (c *reader) ours() string {
	if c.message.kind == payment.DirectDebit {
		return "Cdtr"
	}
	return "Dbtr"
}

func (c *reader) theirs() string {
	if c.message.kind == payment.DirectDebit {
		return "Dbtr"
	}
	return "Cdtr"
}

// begin tells the handler of the batch, once, before its first order.
func (c *reader) begin() {
	if c.begun || c.x.Err() != nil {
		return
	}
	c.begun = true
	switch b := &c.batch; {
	case b.InfoID == "":
		c.x.Missing("PmtInf/PmtInfId", b.Line)
	case b.Execution == "":
		c.x.Missing("PmtInf/ReqdExctnDt", b.Line)
	case b.Account == "":
		c.x.Missing("PmtInf/"+c.ours()+"Acct", b.Line)
	default:
		c.handled(c.to.Begin(b))
	}
}

// sequence takes PmtTpInf and gives its SeqTp.
func (c *reader) sequence() (kind string) {
	for d := c.x.Depth(); c.x.Child(d); {
		if c.x.Name() == "SeqTp" {
			kind = c.x.Text()
		}
	}
	return kind
}

// creditorID takes CdtrSchmeId.
func (c *reader) creditorID() string {
	var p iso20022.Party
	c.x.Party(&p)
	if p.CreditorID != "" {
		return p.CreditorID
	}
	return p.ID
}

// instruction takes one order.
func (c *reader) instruction() {
	c.order = payment.Instruction{Index: c.read.count, Line: c.x.Line(), CreditorID: c.scheme, Sequence: c.kind}
	var a iso20022.Amount
	for d := c.x.Depth(); c.x.Child(d); {
		switch name := c.x.Name(); name {
		case "Amt":
			for inner := c.x.Depth(); c.x.Child(inner); {
				a = c.amount(c.x.Name(), a)
			}
		case "InstdAmt":
			a = c.amount(name, a)
		default:
			c.orderPart(name)
		}
	}
	if a.Line == 0 && c.x.Err() == nil {
		c.x.Missing("InstdAmt", c.order.Line)
	}
	c.order.Amount, c.order.Currency = c.x.Sound(a, "InstdAmt"), a.Currency
	c.read.count++
	c.message.read.count++
	c.read.sum = c.x.Add(c.read.sum, c.order.Amount)
	c.message.read.sum = c.x.Add(c.message.read.sum, c.order.Amount)
	if c.x.Err() == nil {
		c.handled(c.to.Instruction(&c.batch, &c.order))
	}
}

// amount reads InstdAmt, or the Amt in EqvtAmt: the worth, in our currency, of
// what is to be paid in another.
func (c *reader) amount(name string, before iso20022.Amount) iso20022.Amount {
	switch name {
	case "InstdAmt":
		return c.x.Amount()
	case "EqvtAmt":
		for d := c.x.Depth(); c.x.Child(d); {
			if c.x.Name() == "Amt" {
				before = c.x.Amount()
			}
		}
	}
	return before
}

// orderPart takes the other parts of an order.
func (c *reader) orderPart(name string) {
	o := &c.order
	switch name {
	case "PmtId":
		for d := c.x.Depth(); c.x.Child(d); {
			switch c.x.Name() {
			case "InstrId":
				o.InstructionID = c.x.Given()
			case "EndToEndId":
				o.EndToEndID = c.x.Given()
			}
		}
	case "PmtTpInf":
		if kind := c.sequence(); kind != "" {
			o.Sequence = kind
		}
	case "DrctDbtTx":
		c.mandate()
	case "RmtInf":
		var about iso20022.Remittance
		c.x.Remittance(&about)
		o.Remittance, o.Reference, o.ReferenceType = about.Lines, about.Reference, about.ReferenceType
	case "Purp":
		o.Purpose = c.x.DeepText()
	case c.theirs():
		c.counterparty()
	case c.theirs() + "Acct":
		o.Counterparty.Account = c.x.Account()
	case c.theirs() + "Agt":
		o.Counterparty.BIC, _ = c.x.Agent()
	}
}

// counterparty takes the other side, whose bank and account stand beside it.
func (c *reader) counterparty() {
	p := iso20022.Party{Party: c.order.Counterparty}
	c.x.Party(&p)
	c.order.Counterparty = p.Party
}

// mandate takes DrctDbtTx.
func (c *reader) mandate() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "MndtRltdInf":
			for inner := c.x.Depth(); c.x.Child(inner); {
				if c.x.Name() == "MndtId" {
					c.order.MandateID = c.x.Given()
				}
			}
		case "CdtrSchmeId":
			if id := c.creditorID(); id != "" {
				c.order.CreditorID = id
			}
		}
	}
}
