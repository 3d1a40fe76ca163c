// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"rentmeester/bank"
	"rentmeester/formats/xmlread/iso20022"
	"rentmeester/money"
)

// statement takes one Stmt, Rpt or Ntfctn.
func (c *reader) statement() {
	c.st = bank.Statement{
		Format: c.message.format, Kind: c.message.kind, MessageID: c.message.id,
		Created: c.message.created, Page: c.message.page,
		SaidEntries: -1, SaidCreditNum: -1, SaidDebitNum: -1,
		Index: c.count, Line: c.x.Line(),
	}
	c.count++
	c.begun, c.unsigned = false, 0
	c.entry = entry{}
	for d := c.x.Depth(); c.x.Child(d); {
		switch name := c.x.Name(); name {
		case "Ntry":
			c.begin()
			c.readEntry()
		case "Bal":
			c.balance()
		case "Acct":
			c.ownAccount()
		case "TxsSummry":
			c.summary()
		default:
			c.heading(name)
		}
	}
	c.begin()
	if c.x.Err() != nil {
		return
	}
	c.settle()
	if c.unsigned > 0 && (c.st.Opening == nil || c.st.Closing == nil) {
		c.x.Missing("Bal/CdtDbtInd", c.unsigned)
		return
	}
	c.handled(c.to.End(&c.st))
}

// heading takes the smaller parts of a statement.
func (c *reader) heading(name string) {
	switch name {
	case "Id":
		c.st.ID = c.x.Text()
	case "ElctrncSeqNb":
		c.st.Sequence = c.x.Text()
	case "LglSeqNb":
		if c.st.Sequence == "" {
			c.st.Sequence = c.x.Text()
		}
	case "CreDtTm":
		c.st.Created = c.x.Text()
	case "CpyDplctInd":
		c.st.Copy = c.x.Text()
	case "AddtlStmtInf", "AddtlRptInf", "AddtlNtfctnInf":
		c.st.Info = c.x.Text()
	case "StmtPgntn", "RptPgntn", "NtfctnPgntn":
		c.st.Page = c.page()
	case "FrToDt":
		for d := c.x.Depth(); c.x.Child(d); {
			switch c.x.Name() {
			case "FrDtTm", "FrDt":
				c.st.From = c.x.Day()
			case "ToDtTm", "ToDt":
				c.st.To = c.x.Day()
			}
		}
	}
}

// begin tells the handler of the statement, once, before its first entry.
func (c *reader) begin() {
	if c.begun || c.x.Err() != nil {
		return
	}
	c.begun = true
	if c.st.Account.ID == "" {
		c.x.Missing("Acct/Id", c.st.Line)
		return
	}
	c.settle()
	c.handled(c.to.Begin(&c.st))
}

// handled stops the reading on the handler's error.
func (c *reader) handled(err error) {
	if err != nil {
		c.x.Fail(err)
	}
}

// balance takes a Bal. Some banks leave out the sign that the standard asks for:
// it is then taken for a credit, on condition that there are an opening and a
// closing balance, so that the proof of the statement shows whether that is so.
func (c *reader) balance() {
	var b bank.Balance
	var of sign
	var a iso20022.Amount
	line := c.x.Line()
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "Tp":
			b.Code = c.x.Choice()
		case "Amt":
			a = c.x.Amount()
		case "CdtDbtInd":
			of = c.sign()
		case "Dt":
			b.Day = c.x.Day()
		}
	}
	switch {
	case a.Line == 0:
		c.x.Missing("Bal/Amt", line)
	case b.Day == "":
		c.x.Missing("Bal/Dt", line)
	case of == unsaid && a.Cents != 0 && booked(b.Code):
		c.unsigned = line
	}
	b.Amount, b.Currency = of.of(c.x.Sound(a, "Bal/Amt")), a.Currency
	c.st.Balances = append(c.st.Balances, b)
	c.x.Bound(len(c.st.Balances))
}

// booked says whether a balance is one that a proof can start from or end at.
func booked(code string) bool {
	return code == "OPBD" || code == "PRCD" || code == "ITBD" || code == "CLBD"
}

// settle chooses the opening and the closing balance. Opening is OPBD, else the
// closing of the day before (PRCD), else the first interim one (ITBD) of a
// statement cut in pages; closing is CLBD, else the last interim one. One interim
// balance alone is never both.
func (c *reader) settle() {
	opening, closing := c.pick("OPBD", "PRCD"), c.pick("CLBD")
	var interim []*bank.Balance
	for i := range c.st.Balances {
		if b := &c.st.Balances[i]; b.Code == "ITBD" && c.ownCurrency(b) {
			interim = append(interim, b)
		}
	}
	if n := len(interim); n > 0 {
		switch {
		case opening == nil && (closing != nil || n > 1):
			opening = interim[0]
		case opening == nil && c.st.Page == "1":
			opening = interim[0]
			interim = nil
		}
		if closing == nil && len(interim) > 0 && opening != nil {
			closing = interim[len(interim)-1]
		}
	}
	c.st.Opening, c.st.Closing = copied(opening), copied(closing)
	if c.st.Account.Currency == "" && opening != nil {
		c.st.Account.Currency = opening.Currency
	}
}

// pick gives the first balance that has one of the codes, in their order.
func (c *reader) pick(codes ...string) *bank.Balance {
	for _, code := range codes {
		for i := range c.st.Balances {
			if b := &c.st.Balances[i]; b.Code == code && c.ownCurrency(b) {
				return b
			}
		}
	}
	return nil
}

func (c *reader) ownCurrency(b *bank.Balance) bool {
	return c.st.Account.Currency == "" || b.Currency == "" || b.Currency == c.st.Account.Currency
}

func copied(b *bank.Balance) *bank.Balance {
	if b == nil {
		return nil
	}
	kept := *b
	return &kept
}

// ownAccount takes the Acct of the statement.
func (c *reader) ownAccount() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "Id":
			c.st.Account.ID = c.x.AccountID()
		case "Ccy":
			c.st.Account.Currency = c.x.Text()
		case "Nm":
			c.st.Account.Name = c.x.Text()
		case "Ownr":
			if owner := c.x.PartyName(); c.st.Account.Name == "" {
				c.st.Account.Name = owner
			}
		case "Svcr":
			c.st.Account.BIC, _ = c.x.Agent()
		}
	}
}

// summary takes TxsSummry: what the bank itself says that the statement holds.
func (c *reader) summary() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "TtlNtries":
			c.st.SaidEntries, c.st.SaidSum = c.total()
		case "TtlCdtNtries":
			c.st.SaidCreditNum, c.st.SaidCredits = c.total()
		case "TtlDbtNtries":
			c.st.SaidDebitNum, c.st.SaidDebits = c.total()
		}
	}
}

func (c *reader) total() (n int, sum *money.Cents) {
	n = -1
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "NbOfNtries":
			n = c.x.Count()
		case "Sum":
			a := c.x.Amount()
			if negative, err := money.Parse(a.Text); err == nil { // some banks give debits a sign here
				a.Cents, a.Err = negative.Abs(), nil
			}
			cents := c.x.Sound(a, "TxsSummry/Sum")
			sum = &cents
		}
	}
	return n, sum
}
