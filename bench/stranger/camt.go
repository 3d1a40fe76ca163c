// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strconv"

	"rentmeester/money"
)

// camt053 writes statements as one message.
func (t *town) camt053(sheets []*sheet) []byte {
	d := &doc{}
	d.begin("camt.053.001.08")
	d.open("BkToCstmrStmt")
	d.open("GrpHdr")
	last := sheets[len(sheets)-1]
	d.leaf("MsgId", fmt.Sprintf("%s%s", last.acc.iban[14:], last.on))
	d.leaf("CreDtTm", string(last.on.Add(1))+"T04:12:09+01:00")
	d.close("GrpHdr")
	for _, s := range sheets {
		d.open("Stmt")
		d.leaf("Id", fmt.Sprintf("%s.%s.%d", s.acc.iban, s.on, s.number))
		d.leaf("ElctrncSeqNb", s.id())
		d.leaf("CreDtTm", string(s.on.Add(1))+"T03:55:00+01:00")
		t.camtAccount(d, s.acc)
		d.balance("OPBD", s.opening, string(s.on))
		d.balance("CLBD", s.closing, string(s.on))
		for n, m := range s.moves {
			t.camtEntry(d, s, m, s.refs[n], !m.hidden)
		}
		d.close("Stmt")
	}
	d.close("BkToCstmrStmt")
	d.close("Document")
	return d.Bytes()
}

// camt054 writes the details of one collected entry as a notification.
func (t *town) camt054(s *sheet, m *move, ref string) []byte {
	d := &doc{}
	d.begin("camt.054.001.08")
	d.open("BkToCstmrDbtCdtNtfctn")
	d.open("GrpHdr")
	d.leaf("MsgId", "N"+ref)
	d.leaf("CreDtTm", string(s.on)+"T21:30:00+01:00")
	d.close("GrpHdr")
	d.open("Ntfctn")
	d.leaf("Id", "N"+m.batch.message)
	d.leaf("CreDtTm", string(s.on)+"T21:30:00+01:00")
	t.camtAccount(d, s.acc)
	t.camtEntry(d, s, m, ref, true)
	d.close("Ntfctn")
	d.close("BkToCstmrDbtCdtNtfctn")
	d.close("Document")
	return d.Bytes()
}

func (t *town) camtAccount(d *doc, a *account) {
	d.open("Acct")
	d.leaf("Id/IBAN", a.iban)
	d.leaf("Ccy", "EUR")
	d.leaf("Ownr/Nm", a.name)
	d.leaf("Svcr/FinInstnId/BICFI", a.bic)
	d.close("Acct")
}

func (d *doc) balance(code string, amount money.Cents, on string) {
	d.open("Bal")
	d.leaf("Tp/CdOrPrtry/Cd", code)
	d.signed(amount)
	d.leaf("Dt/Dt", on)
	d.close("Bal")
}

func (d *doc) signed(amount money.Cents) {
	d.money("Amt", amount)
	sign := "CRDT"
	if amount < 0 {
		sign = "DBIT"
	}
	d.leaf("CdtDbtInd", sign)
}

// codes are the bank's own and the domain codes, of money in and money out.
var codes = map[string]struct{ rabo, abn, in, out string }{
	"transfer":      {"541", "N654", "RCDT/ESCT", "ICDT/ESCT"},
	"debits":        {"586", "N247", "IDDT/ESDD", "IDDT/ESDD"},
	"credits":       {"501", "N192", "ICDT/ESCT", "ICDT/ESCT"},
	"debit back":    {"591", "N526", "IDDT/UPDD", "IDDT/UPDD"},
	"transfer back": {"593", "N658", "ICDT/RRTN", "ICDT/RRTN"},
	"batch":         {"502", "N192", "ICDT/SALA", "ICDT/SALA"},
	"cost":          {"093", "N193", "MDOP/CHRG", "MDOP/CHRG"},
	"interest":      {"085", "N195", "MCOP/INTR", "MDOP/INTR"},
	"card":          {"064", "N426", "MCRD/POSP", "CCRD/POSD"},
}

func (t *town) camtEntry(d *doc, s *sheet, m *move, ref string, details bool) {
	d.open("Ntry")
	d.signed(m.amount)
	d.leaf("RvslInd", map[bool]string{true: "true"}[m.came != ""])
	d.leaf("Sts/Cd", "BOOK")
	d.leaf("BookgDt/Dt", string(m.on))
	d.leaf("ValDt/Dt", string(m.on))
	d.leaf("AcctSvcrRef", ref)
	c := codes[m.sort]
	d.open("BkTxCd")
	if s.acc.manner == "abn-camt" {
		family := c.in
		if m.amount < 0 {
			family = c.out
		}
		domain := "PMNT"
		if m.sort == "cost" || m.sort == "interest" {
			domain = "ACMT"
		}
		d.WriteString("<Domn><Cd>" + domain + "</Cd><Fmly><Cd>" + family[:4] + "</Cd><SubFmlyCd>" + family[5:] + "</SubFmlyCd></Fmly></Domn>")
		d.WriteString("<Prtry><Cd>" + c.abn + "</Cd><Issr>ABNAMRO</Issr></Prtry>")
	} else {
		d.WriteString("<Prtry><Cd>" + c.rabo + "</Cd><Issr>RABOBANK</Issr></Prtry>")
	}
	d.close("BkTxCd")
	d.open("NtryDtls")
	if m.batch != nil && len(m.parts) > 0 {
		d.open("Btch")
		d.leaf("MsgId", m.batch.message)
		d.leaf("PmtInfId", m.batch.info)
		d.leaf("NbOfTxs", strconv.Itoa(len(m.parts)))
		d.close("Btch")
	}
	switch {
	case len(m.parts) == 0:
		t.camtDetail(d, s.acc, m)
	case details:
		for _, p := range m.parts {
			t.camtDetail(d, s.acc, p)
		}
	}
	d.close("NtryDtls")
	if m.sort == "cost" || m.sort == "interest" {
		d.leaf("AddtlNtryInf", m.text)
	}
	d.close("Ntry")
}

func (t *town) camtDetail(d *doc, own *account, m *move) {
	d.open("TxDtls")
	d.open("Refs")
	d.leaf("EndToEndId", first(m.e2e, "NOTPROVIDED"))
	d.leaf("MndtId", m.mandate)
	d.close("Refs")
	d.signed(m.amount)
	d.open("RltdPties")
	theirs, ours := "Dbtr", "Cdtr"
	if m.amount < 0 && m.mandate == "" {
		theirs, ours = ours, theirs
	}
	for _, side := range []string{"Dbtr", "Cdtr"} {
		switch {
		case side == theirs && m.name+m.iban != "":
			d.leaf(side+"/Pty/Nm", m.name)
			d.leaf(side+"Acct/Id/IBAN", m.iban)
		case side == ours && m.mandate != "":
			d.leaf(side+"/Pty/Nm", own.name)
			d.leaf(side+"Acct/Id/IBAN", own.iban)
		}
	}
	d.close("RltdPties")
	if m.text+m.ref != "" {
		d.open("RmtInf")
		for text := m.text; text != ""; {
			n := min(len(text), 140)
			d.leaf("Ustrd", text[:n])
			text = text[n:]
		}
		if m.ref != "" {
			d.open("Strd")
			d.open("CdtrRefInf")
			d.WriteString("<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>" + issuer(m.ref) + "</Issr></Tp>")
			d.leaf("Ref", m.ref)
			d.close("CdtrRefInf")
			d.close("Strd")
		}
		d.close("RmtInf")
	}
	d.leaf("RtrInf/Rsn/Cd", m.came)
	d.close("TxDtls")
}

func issuer(ref string) string {
	if len(ref) > 2 && ref[:2] == "RF" {
		return "ISO"
	}
	return "CUR"
}
