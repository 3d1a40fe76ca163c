// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/xmlread/iso20022"
	"rentmeester/money"
)

// entry is an Ntry while it is read.
type entry struct {
	bank.Entry
	amount  iso20022.Amount
	sign    sign
	status  string
	ready   bool // amount, sign, status and days were judged
	charges money.Cents
	inBatch bank.Batch // of the NtryDtls being read
	details int        // read so far, one of them held back
}

// readEntry takes an Ntry.
func (c *reader) readEntry() {
	index := c.entry.Index
	if c.entry.ready {
		index++
	}
	c.entry = entry{Entry: bank.Entry{Index: index, Line: c.x.Line()}}
	c.held = nil
	for d := c.x.Depth(); c.x.Child(d); {
		switch name := c.x.Name(); name {
		case "NtryDtls":
			c.entry.inBatch = bank.Batch{}
			for inner := c.x.Depth(); c.x.Child(inner); {
				c.inside(c.x.Name())
			}
		case "TxDtls", "Btch": // version 1 has them in the entry itself
			c.inside(name)
		default:
			c.entryPart(name)
		}
	}
	c.judge()
	if c.x.Err() != nil {
		return
	}
	c.release(true)
	if c.x.Err() == nil {
		c.handled(c.to.Entry(&c.entry.Entry))
	}
}

// inside takes a part of NtryDtls.
func (c *reader) inside(name string) {
	switch name {
	case "Btch":
		c.batch()
	case "TxDtls":
		c.judge()
		c.detail()
	}
}

// entryPart takes the smaller parts of an Ntry.
func (c *reader) entryPart(name string) {
	e := &c.entry
	switch name {
	case "NtryRef":
		e.Ref = c.x.Text()
	case "AcctSvcrRef":
		e.BankRef = c.x.Given()
	case "Amt":
		e.amount = c.x.Amount()
	case "CdtDbtInd":
		e.sign = c.sign()
	case "RvslInd":
		e.Reversal = c.x.Bool()
	case "Sts":
		e.status = c.x.DeepText() // the code itself, or from version 7 on in a Cd
	case "BookgDt":
		e.Booked = c.x.Day()
	case "ValDt":
		e.Value = c.x.Day()
	case "BkTxCd":
		e.Code = c.code()
	case "Chrgs":
		e.charges += c.charges()
	case "AddtlNtryInf":
		e.Info = c.x.Text()
	}
}

// judge sees, once, that the entry has what it cannot do without.
func (c *reader) judge() {
	e := &c.entry
	if e.ready || c.x.Err() != nil {
		return
	}
	e.ready = true
	switch {
	case e.amount.Line == 0:
		c.x.Missing("Ntry/Amt", e.Line)
	case e.sign == unsaid:
		c.x.Missing("Ntry/CdtDbtInd", e.Line)
	}
	e.Amount = e.sign.of(c.x.Sound(e.amount, "Ntry/Amt"))
	e.Currency = e.amount.Currency
	e.Status = c.status()
	c.days()
}

// status turns the code into ours. A statement holds booked entries only
// (ISO 20022, camt.053 scope), so there the code may be left out.
func (c *reader) status() bank.Status {
	switch c.entry.status {
	case "BOOK":
		return bank.StatusBooked
	case "PDNG", "FUTR":
		return bank.StatusPending
	case "INFO":
		return bank.StatusInfo
	case "":
		if c.st.Kind == bank.Booked {
			return bank.StatusBooked
		}
		c.x.Missing("Ntry/Sts", c.entry.Line)
	default:
		c.x.Fail(fault.New("camt.status", "line", c.entry.Line, "value", iso20022.Clip(c.entry.status)))
	}
	return ""
}

// days fills in a booking day that the bank left out, as the standard lets it:
// the value day, else the day on which the statement closes, ends or was made.
func (c *reader) days() {
	e := &c.entry
	if e.Booked == "" {
		e.Booked = e.Value
	}
	if e.Booked == "" && c.st.Closing != nil {
		e.Booked = c.st.Closing.Day
	}
	if e.Booked == "" {
		e.Booked = c.st.To
	}
	if e.Booked == "" && len(c.st.Created) >= 10 {
		e.Booked, _ = day.Parse(c.st.Created[:10])
	}
	if e.Booked == "" {
		c.x.Missing("Ntry/BookgDt", e.Line)
	}
	if e.Value == "" {
		e.Value = e.Booked
	}
}

// batch takes a Btch. An entry that holds several keeps what they have in
// common, and their count and total together.
func (c *reader) batch() {
	var b bank.Batch
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "MsgId":
			b.MessageID = c.x.Given()
		case "PmtInfId":
			b.PaymentInfoID = c.x.Given()
		case "NbOfTxs":
			b.Count = c.x.Count()
		case "TtlAmt":
			total := c.x.Sound(c.x.Amount(), "Btch/TtlAmt")
			b.Total = &total
		}
	}
	c.entry.inBatch = b
	had := c.entry.Batch
	if had == nil {
		c.entry.Batch = &b
		return
	}
	merged := bank.Batch{Count: had.Count + b.Count}
	if had.MessageID == b.MessageID {
		merged.MessageID = b.MessageID
	}
	if had.PaymentInfoID == b.PaymentInfoID {
		merged.PaymentInfoID = b.PaymentInfoID
	}
	if had.Total != nil && b.Total != nil {
		total := c.x.Add(*had.Total, *b.Total)
		merged.Total = &total
	}
	c.entry.Batch = &merged
}

// code takes a BkTxCd.
func (c *reader) code() (code bank.Code) {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "Domn":
			c.domain(&code)
		case "Prtry":
			for inner := c.x.Depth(); c.x.Child(inner); {
				switch c.x.Name() {
				case "Cd":
					code.Proprietary = c.x.Text()
				case "Issr":
					code.Issuer = c.x.Text()
				}
			}
		}
	}
	return code
}

func (c *reader) domain(code *bank.Code) {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "Cd":
			code.Domain = c.x.Text()
		case "Fmly":
			for inner := c.x.Depth(); c.x.Child(inner); {
				switch c.x.Name() {
				case "Cd":
					code.Family = c.x.Text()
				case "SubFmlyCd":
					code.SubFamily = c.x.Text()
				}
			}
		}
	}
}

// charges takes a Chrgs, or a record in it, in the currency of the entry and
// unsigned: what was charged less what was given back, but for what the bank says
// is not in the amount. Up to version 3 the amount stands in Chrgs itself, later in
// records; a total counts only without them.
func (c *reader) charges() money.Cents {
	var total, records money.Cents
	var own iso20022.Amount
	of, listed, included := debit, false, true
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "TtlChrgsAndTaxAmt":
			if a := c.x.Amount(); c.native(a) {
				total = c.x.Sound(a, "Chrgs/TtlChrgsAndTaxAmt")
			}
		case "Rcrd":
			records, listed = c.x.Add(records, c.charges()), true
		case "Amt":
			own, listed = c.x.Amount(), true
		case "CdtDbtInd":
			of = c.sign()
		case "ChrgInclInd":
			included = c.x.Bool()
		}
	}
	switch {
	case !listed:
		return total
	case own.Line > 0 && c.native(own) && included:
		return c.x.Add(records, -of.of(c.x.Sound(own, "Chrgs/Amt")))
	}
	return records
}
