// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"fmt"
	"time"

	"rentmeester/money"
)

// report writes the main account's reports in one version of the standard: the
// bank goes from 001.02 to 001.08 in June, as Dutch banks did in some year.
type report struct {
	elements
	later bool // 001.08
	day   string
}

const migration = time.June

// writeMain writes today's statement of the main account, and a notification
// when there are collected entries with their details apart: with it, before it,
// the next morning, or beside details in the statement itself.
func (w *world) writeMain() error {
	a, n := w.main, 0
	a.closeDay(func() string { n++; return fmt.Sprintf("B%s%06d", w.today().Format("060102"), n) })
	id := fmt.Sprintf("BNG%sS%03d", w.today().Format("20060102"), a.sequence)
	apart := []*line{}
	for _, l := range a.lines {
		if w.note(a, id, l); l.apart {
			apart = append(apart, l)
		}
	}
	if len(apart) > 0 {
		twice := w.rng.Float64() < w.rates.DetailsTwice
		for _, l := range apart {
			l.twice = twice
		}
		if err := w.writeNotification(a, id, apart); err != nil {
			return err
		}
	}
	if err := w.writeStatement(a, id); err != nil {
		return err
	}
	a.balance, a.lines = a.projected(), nil
	return nil
}

func (w *world) report(name string, slot int, morning bool) (report, error) {
	out, err := w.bankFile("bank/main/"+name+".xml", slot, morning)
	return report{elements: elements{out}, later: w.today().Month() >= migration, day: w.today().Format("2006-01-02")}, err
}

// message writes the document; body writes what stands in the message.
func (c report) message(kind, root, id string, body func()) {
	version := "02"
	if c.later {
		version = "08"
	}
	c.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n", `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:`, kind, ".001.", version, `">`, "\n")
	c.in(root, func() {
		c.in("GrpHdr", func() {
			c.text("MsgId", id)
			c.text("CreDtTm", c.day+"T23:10:00")
		})
		body()
	})
	c.raw("</Document>\n")
}

func (w *world) writeStatement(a *account, id string) error {
	name, comes := w.stamp(w.slot)+"-camt053", w.delivered[w.slot]
	if comes > w.slot {
		name = w.stamp(comes) + "-late-" + name
	}
	c, err := w.report(name, comes, false)
	if err != nil {
		return err
	}
	closing := a.projected()
	c.message("camt.053", "BkToCstmrStmt", "M"+id, func() {
		c.in("Stmt", func() {
			c.text("Id", id)
			c.text("ElctrncSeqNb", itoa(a.sequence))
			c.text("CreDtTm", c.day+"T23:10:00")
			c.account(a)
			c.balance("OPBD", a.balance, w.previousDay())
			c.balance("CLBD", closing, c.day)
			c.balance("CLAV", closing, c.day)
			c.summary(a.lines)
			for _, l := range a.lines {
				c.entry(l, w.today().AddDate(0, 0, l.value).Format("2006-01-02"), !l.apart || l.twice)
			}
		})
	})
	if err := c.close(nil); err != nil {
		return err
	}
	return w.again(c.output, "bank/main/", "-camt053.xml", comes)
}

// previousDay is the day of the statement before this one.
func (w *world) previousDay() string {
	if w.slot == 0 {
		return itoa(w.Year-1) + "-12-31"
	}
	return string(w.cal.date(w.cal.open[w.slot-1]))
}

func (w *world) writeNotification(a *account, statement string, lines []*line) error {
	name, slot, morning := w.stamp(w.slot)+"-camt054", w.slot, false
	switch x := w.rng.Float64(); {
	case x < w.rates.DetailsEarly:
		name, morning = w.stamp(w.slot)+"-1400-camt054", true
	case x < w.rates.DetailsEarly+w.rates.DetailsLate && slot+1 < len(w.cal.open):
		name, slot, morning = w.stamp(w.slot+1)+"-0700-camt054", w.slot+1, true
	}
	c, err := w.report(name, slot, morning)
	if err != nil {
		return err
	}
	c.message("camt.054", "BkToCstmrDbtCdtNtfctn", "N"+statement, func() {
		c.in("Ntfctn", func() {
			c.text("Id", "N"+statement)
			c.text("CreDtTm", c.day+"T23:15:00")
			c.account(a)
			for _, l := range lines {
				c.entry(l, c.day, true)
			}
		})
	})
	return c.close(nil)
}

func (c report) account(a *account) {
	c.in("Acct", func() {
		c.text("Id/IBAN", a.iban)
		c.text("Ccy", "EUR")
		c.text("Ownr/Nm", ownName)
		c.agent("Svcr", a.bic)
	})
}

func (c report) agent(path, bic string) {
	if bic == "" {
		return
	}
	if c.later {
		c.text(path+"/FinInstnId/BICFI", bic)
		return
	}
	c.text(path+"/FinInstnId/BIC", bic)
}

func (c report) balance(kind string, amount money.Cents, on string) {
	c.in("Bal", func() {
		c.text("Tp/CdOrPrtry/Cd", kind)
		c.amount("Amt", amount)
		c.side(amount)
		c.text("Dt/Dt", on)
	})
}

func (c report) summary(lines []*line) {
	var ins, outs money.Cents
	credits, debits := 0, 0
	for _, l := range lines {
		if l.amount < 0 {
			outs, debits = outs-l.amount, debits+1
		} else {
			ins, credits = ins+l.amount, credits+1
		}
	}
	total := func(tag string, count int, sum money.Cents) {
		c.in(tag, func() {
			c.text("NbOfNtries", itoa(count))
			c.text("Sum", sum.String())
		})
	}
	c.in("TxsSummry", func() {
		total("TtlNtries", credits+debits, ins+outs)
		total("TtlCdtNtries", credits, ins)
		total("TtlDbtNtries", debits, outs)
	})
}

// entry writes a booking, with its details or only the batch they belong to.
func (c report) entry(l *line, value string, full bool) {
	c.in("Ntry", func() {
		c.amount("Amt", l.amount)
		c.side(l.amount)
		if l.reversal {
			c.text("RvslInd", "true")
		}
		if c.later {
			c.text("Sts/Cd", "BOOK")
		} else {
			c.text("Sts", "BOOK")
		}
		c.text("BookgDt/Dt", c.day)
		c.text("ValDt/Dt", value)
		c.text("AcctSvcrRef", l.ref)
		c.in("BkTxCd", func() {
			c.in("Domn", func() {
				c.text("Cd", l.code.domain)
				c.in("Fmly", func() { c.text("Cd", l.code.family); c.text("SubFmlyCd", l.code.sub) })
			})
			c.in("Prtry", func() { c.text("Cd", l.code.own); c.text("Issr", "BNG") })
		})
		if l.batch != nil || full && len(l.details) > 0 {
			c.in("NtryDtls", func() { c.entryDetails(l, full) })
		}
		c.text("AddtlNtryInf", l.info)
	})
}

func (c report) entryDetails(l *line, full bool) {
	if l.batch != nil {
		c.in("Btch", func() {
			c.text("MsgId", l.batch.message)
			c.text("PmtInfId", l.batch.id)
			c.text("NbOfTxs", itoa(l.batch.count))
			c.amount("TtlAmt", l.amount)
			c.side(l.amount)
		})
	}
	if full {
		for n := range l.details {
			c.detail(&l.details[n], l)
		}
	}
}

func (c report) detail(t *tx, l *line) {
	c.in("TxDtls", func() {
		c.in("Refs", func() {
			c.text("PmtInfId", t.info)
			if t.e2e == "" {
				c.text("EndToEndId", "NOTPROVIDED")
			}
			c.text("EndToEndId", t.e2e)
			c.text("MndtId", t.mandate)
		})
		if c.later {
			c.amount("Amt", t.amount)
			c.side(t.amount)
			if t.currency != "" {
				c.in("AmtDtls", func() { c.ordered(t) })
			}
		} else {
			c.in("AmtDtls", func() {
				c.ordered(t)
				c.in("TxAmt", func() { c.amount("Amt", t.amount) })
			})
		}
		c.costs(t)
		c.parties(t, l)
		c.remittance(t)
		if t.returned != "" {
			c.in("RtrInf", func() {
				c.text("Rsn/Cd", t.returned)
				c.text("AddtlInf", t.why)
			})
		}
	})
}

// ordered writes what the payer ordered, in his currency.
func (c report) ordered(t *tx) {
	if t.currency != "" {
		c.in("InstdAmt", func() { c.raw(`<Amt Ccy="`, t.currency, `">`, t.ordered.String(), "</Amt>\n") })
	}
}

// costs writes what banks deducted on the way.
func (c report) costs(t *tx) {
	if t.costs == 0 {
		return
	}
	path := "Chrgs"
	if c.later {
		path = "Chrgs/Rcrd"
	}
	c.in(path, func() {
		c.amount("Amt", t.costs)
		c.text("CdtDbtInd", "DBIT")
		if c.later {
			c.text("ChrgInclInd", "true")
		}
	})
}

// parties writes the other side. In what comes back from a direct debit it
// stands as debtor, and so does the beneficiary of a payment that came back.
func (c report) parties(t *tx, l *line) {
	role := "Dbtr"
	if t.amount < 0 && l.code.family != "IDDT" && !l.reversal {
		role = "Cdtr"
	}
	if t.name == "" {
		return
	}
	person := func(role, name string) {
		if name == "" {
			return
		}
		if c.later {
			role += "/Pty"
		}
		c.in(role, func() {
			c.text("Nm", name)
			if t.creditor != "" && role[:4] == "Cdtr" {
				c.text("Id/PrvtId/Othr/Id", t.creditor)
			}
		})
	}
	c.in("RltdPties", func() {
		if role == "Dbtr" {
			person("Dbtr", t.name)
			c.text("DbtrAcct/Id/IBAN", t.iban)
			person("UltmtDbtr", t.ultimate)
			if t.creditor != "" {
				person("Cdtr", ownName)
			}
			return
		}
		person("Cdtr", t.name)
		c.text("CdtrAcct/Id/IBAN", t.iban)
	})
	if t.bic != "" {
		c.in("RltdAgts", func() { c.agent(role+"Agt", t.bic) })
	}
}

// remittance writes the structured reference, or the text in pieces of 140.
func (c report) remittance(t *tx) {
	if t.ref == "" && len(t.text) == 0 {
		return
	}
	c.in("RmtInf", func() {
		for _, s := range t.text {
			c.text("Ustrd", s)
		}
		if t.ref != "" {
			c.structured(t.ref)
		}
	})
}

// structured writes a creditor reference: RF by ISO 11649, else the Dutch one.
func (x elements) structured(ref string) {
	issuer := "CUR"
	if ref[0] == 'R' {
		issuer = "ISO"
	}
	x.in("Strd/CdtrRefInf", func() {
		x.in("Tp", func() {
			x.text("CdOrPrtry/Cd", "SCOR")
			x.text("Issr", issuer)
		})
		x.text("Ref", ref)
	})
}
