// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"strings"

	"rentmeester/bank"
	"rentmeester/fault"
	"rentmeester/formats/xmlread/iso20022"
	"rentmeester/money"
)

// held is a detail that was read but not yet handed over.
type held struct {
	bank.Detail
	sign    sign
	certain bool // the amount is what the bank says was booked, not what was ordered
	whole   bool // one of the amounts is that of the entry
	charges money.Cents
	notes   []string
	own     iso20022.Amount // Amt
	booked  iso20022.Amount // AmtDtls/TxAmt
	counter iso20022.Amount // AmtDtls/CntrValAmt
	ordered iso20022.Amount // AmtDtls/InstdAmt
}

// detail takes a TxDtls. It is handed over when the next one is found or when the
// entry ends, because the only detail of an entry is judged otherwise.
func (c *reader) detail() {
	if c.x.Err() != nil {
		return
	}
	index := c.entry.details
	d := &c.work[index%2]
	*d = held{Detail: bank.Detail{Index: index, Line: c.x.Line()}}
	c.side = sides{}
	for depth := c.x.Depth(); c.x.Child(depth); {
		c.x.Bound(len(d.notes))
		c.detailPart(d, c.x.Name())
	}
	if d.sign == unsaid {
		d.sign = c.entry.sign
	}
	c.price(d)
	d.Info = strings.Join(d.notes, "\n")
	returned(d, c.entry.Code)
	c.counterparty(d)
	if d.MessageID == "" {
		d.MessageID = c.entry.inBatch.MessageID
	}
	if d.PaymentInfoID == "" {
		d.PaymentInfoID = c.entry.inBatch.PaymentInfoID
	}
	c.release(false)
	c.held = d
	c.entry.details++
}

// detailPart takes one part of a TxDtls.
func (c *reader) detailPart(d *held, name string) {
	switch name {
	case "Refs":
		c.references(d)
	case "Amt":
		d.own = c.x.Amount()
	case "CdtDbtInd":
		d.sign = c.sign()
	case "AmtDtls":
		c.amountDetails(d)
	case "BkTxCd":
		d.Code = c.code()
	case "Chrgs":
		d.charges = c.x.Add(d.charges, c.charges())
	case "RltdPties":
		c.parties()
	case "RltdAgts":
		c.agents()
	case "Purp":
		d.Purpose = c.x.DeepText()
	case "RmtInf":
		var about iso20022.Remittance
		c.x.Remittance(&about)
		d.Remittance, d.Reference, d.ReferenceType = about.Lines, about.Reference, about.ReferenceType
	case "RtrInf":
		c.returnInfo(d)
	case "AddtlTxInf":
		d.note(c.x.Text())
	}
}

// references takes Refs.
func (c *reader) references(d *held) {
	for depth := c.x.Depth(); c.x.Child(depth); {
		switch c.x.Name() {
		case "MsgId":
			d.MessageID = c.x.Given()
		case "AcctSvcrRef":
			d.BankRef = c.x.Given()
		case "PmtInfId":
			d.PaymentInfoID = c.x.Given()
		case "InstrId":
			d.InstructionID = c.x.Given()
		case "EndToEndId":
			d.EndToEndID = c.x.Given()
		case "TxId":
			d.TxID = c.x.Given()
		case "MndtId":
			d.MandateID = c.x.Given()
		}
	}
}

// amountDetails takes AmtDtls.
func (c *reader) amountDetails(d *held) {
	for depth := c.x.Depth(); c.x.Child(depth); {
		switch c.x.Name() {
		case "InstdAmt":
			d.ordered = c.innerAmount()
		case "TxAmt":
			d.booked = c.innerAmount()
		case "CntrValAmt":
			d.counter = c.innerAmount()
		}
	}
}

func (c *reader) innerAmount() (a iso20022.Amount) {
	for depth := c.x.Depth(); c.x.Child(depth); {
		if c.x.Name() == "Amt" {
			a = c.x.Amount()
		}
	}
	return a
}

// price chooses the amount of a detail: the first one in the currency of the
// account of Amt, TxAmt, the counter value and the amount as ordered. The last
// two need not be what was booked. A zero inside an entry that is not zero says
// that the bank knows none: later versions do not let it leave out Amt.
func (c *reader) price(d *held) {
	for i, a := range []iso20022.Amount{d.own, d.booked, d.counter, d.ordered} {
		if a.Line == 0 {
			continue
		}
		if !c.native(a) {
			c.foreign(d, a)
			continue
		}
		cents := d.sign.of(c.x.Sound(a, "TxDtls/Amt"))
		if cents == 0 && c.entry.Amount != 0 {
			continue
		}
		d.whole = d.whole || cents.Abs() == c.entry.Amount.Abs()
		if !d.HasAmount {
			d.Amount, d.HasAmount, d.certain = cents, true, i < 2
		} else if i == 3 && cents != d.Amount {
			d.order(a)
		}
	}
}

// native says whether an amount is in the currency of the entry, which is that of
// the account where the entry does not say.
func (c *reader) native(a iso20022.Amount) bool {
	own := c.entry.amount.Currency
	if own == "" {
		own = c.st.Account.Currency
	}
	return a.Currency == "" || own == "" || a.Currency == own
}

// foreign keeps an amount in another currency beside the booked one. What the
// vocabulary cannot hold, thousandths of a dinar, goes with the other remarks.
func (c *reader) foreign(d *held, a iso20022.Amount) {
	if a.Err == nil {
		d.order(a)
		return
	}
	if !fault.Is(a.Err, "money.precision") {
		c.x.Sound(a, "AmtDtls")
		return
	}
	d.note(a.Currency + " " + a.Text)
}

// order notes the amount as it was ordered; the last one that is found stands,
// which is InstdAmt where there is one.
func (d *held) order(a iso20022.Amount) {
	cents := a.Cents
	d.Instructed, d.InstructedCcy = &cents, a.Currency
}

func (d *held) note(text string) {
	if text != "" {
		d.notes = append(d.notes, text)
	}
}

// release hands over the detail that is held back.
func (c *reader) release(last bool) {
	d := c.held
	if d == nil || c.x.Err() != nil {
		return
	}
	c.held = nil
	d.Charges = d.charges
	if last {
		c.last(d)
	}
	c.entry.NumDetails++
	c.entry.DetailSum = c.x.Add(c.entry.DetailSum, d.Amount)
	if c.x.Err() == nil {
		c.handled(c.to.Detail(&c.entry.Entry, &d.Detail))
	}
}

// last judges the last detail of an entry, which may be the only one. Charges
// that the bank states for the entry as a whole go with it, when they make up the
// difference between the entry and its details.
func (c *reader) last(d *held) {
	e := &c.entry
	switch {
	case e.NumDetails > 0:
		if sum := c.x.Add(e.DetailSum, d.Amount); sum != e.Amount && c.x.Add(sum, -e.charges) == e.Amount {
			d.Charges = c.x.Add(d.Charges, e.charges)
		}
	case d.Amount != e.Amount:
		c.only(d)
	}
}

// only judges the one detail of an entry when its amount is another than that of
// the entry. The entry's amount is what was booked: it stands for a detail
// without an amount of its own, for one that says only what was ordered, for one
// that names it under another heading or with the sign turned, and for one that
// differs by exactly the charges. Any other difference is left for the proof of
// the statement to find.
func (c *reader) only(d *held) {
	e := &c.entry
	charges := c.x.Add(d.charges, e.charges)
	switch {
	case !d.HasAmount:
		d.Amount = e.Amount
	case d.whole:
		if d.Amount.Abs() != e.Amount.Abs() && d.Instructed == nil {
			d.order(iso20022.Amount{Cents: d.Amount.Abs(), Currency: e.Currency})
		}
		d.Amount = e.Amount
	case !d.certain:
		d.order(iso20022.Amount{Cents: d.Amount.Abs(), Currency: e.Currency})
		d.Amount, d.HasAmount = e.Amount, false
	case c.x.Add(d.Amount, -charges) == e.Amount:
		if d.Instructed == nil {
			d.order(iso20022.Amount{Cents: d.Amount.Abs(), Currency: e.Currency})
		}
		d.Amount, d.Charges = e.Amount, charges
	}
}

// returnInfo takes RtrInf, under the names of version 1 too.
func (c *reader) returnInfo(d *held) {
	r := &bank.Return{}
	var info []string
	for depth := c.x.Depth(); c.x.Child(depth); {
		switch c.x.Name() {
		case "Rsn", "RtrRsn":
			r.Code = c.x.DeepText()
		case "AddtlInf", "AddtlRtrRsnInf":
			info = append(info, c.x.Text())
			c.x.Bound(len(info))
		case "Orgtr", "RtrOrgtr":
			var by iso20022.Party
			c.x.Party(&by)
			if r.Originator = by.Name; by.Name == "" {
				r.Originator = by.ID
			}
		}
	}
	r.Info = strings.Join(info, " ")
	d.Return = r
}

// returned names the kind of a return from the bank transaction code
// (ISO 20022 external bank transaction sub-families), and marks one that gives
// no reason.
func returned(d *held, of bank.Code) {
	sub := d.Code.SubFamily
	if sub == "" {
		sub = of.SubFamily
	}
	kind := kindOfReturn[sub]
	if kind == "" {
		return
	}
	if d.Return == nil {
		d.Return = &bank.Return{}
	}
	d.Return.Kind = kind
}

var kindOfReturn = map[string]string{"RRTN": "return", "UPDD": "return", "PRDD": "reversal", "RPCR": "cancellation"}
